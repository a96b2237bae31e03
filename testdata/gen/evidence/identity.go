package evidence

import "strings"

// An Identity is the userIdentity of a CloudTrail event. An empty string leaves
// its member out.
type Identity struct {
	Type, PrincipalID, ARN, Account string
	AccessKey, UserName, InvokedBy  string
	IssuerID, IssuerARN             string // of an assumed role
	Created                         string // of the session, RFC 3339
	MFA                             bool
}

// JSON returns the identity as JSON text.
func (id Identity) JSON() string {
	var b []byte
	for _, m := range [...]Member{
		{"type", id.Type},
		{"principalId", id.PrincipalID},
		{"arn", id.ARN},
		{"accountId", id.Account},
		{"accessKeyId", id.AccessKey},
	} {
		b = text(b, m)
	}
	if id.IssuerARN != "" {
		b = id.session(b)
	}
	b = text(b, Member{"userName", id.UserName})
	b = text(b, Member{"invokedBy", id.InvokedBy})
	if id.PrincipalID == "" && id.Account == "anonymous" {
		b = append(b, `,"principalId":""`...)
	}
	return "{" + string(b[1:]) + "}"
}

func (id Identity) session(b []byte) []byte {
	name := id.IssuerARN[strings.LastIndexByte(id.IssuerARN, '/')+1:]
	mfa := "false"
	if id.MFA {
		mfa = "true"
	}
	issuer := object(nil, []Member{
		{"type", `"Role"`},
		{"principalId", Quote(id.IssuerID)},
		{"arn", Quote(id.IssuerARN)},
		{"accountId", Quote(id.Account)},
		{"userName", Quote(name)},
	})
	b = append(b, `,"sessionContext":`...)
	return object(b, []Member{
		{"sessionIssuer", string(issuer)},
		{"attributes", `{"creationDate":` + Quote(id.Created) + `,"mfaAuthenticated":"` + mfa + `"}`},
	})
}
