package model

import (
	"bytes"
	"strings"
)

// A Caller is who made a request, spelled alike for both logs. An empty string is not recorded.
type Caller struct {
	Principal string // arn:aws:iam::ACCOUNT:role/NAME, anonymous, delivery.logs.amazonaws.com, ...
	ARN       string // as the log wrote it
	Session   string // session name of an assumed role
	Type      string // userIdentity.type, or what the requester's form tells
	Account   string // the caller's own account, 12 digits
	Anonymous bool
	Service   bool // an AWS service principal
}

// anonymous is the principal of a request that nobody signed.
const anonymous = "anonymous"

// AccessLogCaller reads field 5 of an access-log line; nil and "-" are an
// unauthenticated request (but see [ServiceAction]).
//
// Type is spelled as CloudTrail does where it has a word for the form; a
// canonical user ID (64 hex digits, 96 for a CloudFront origin access identity)
// is CanonicalUser, for it may be a root user or anybody of another account.
// An origin access identity is a user of one's own distribution, no service.
func AccessLogCaller(requester []byte) Caller {
	if !logged(requester) {
		return Caller{Principal: anonymous, Anonymous: true}
	}
	r := string(requester)
	if c, ok := arnCaller(r); ok {
		return c
	}
	c := Caller{Principal: r, ARN: r}
	service, marked := strings.CutPrefix(r, "svc:")
	switch {
	case marked && service != "", r == "AmazonS3", serviceName(r):
		c.Principal, c.Type, c.Service = service, "AWSService", true
	case isAccount(r):
		c.Type, c.Account = "AWSAccount", r
	case len(r) >= 64 && strings.Trim(r, "0123456789abcdefABCDEF") == "":
		c.Type = "CanonicalUser"
	}
	return c
}

// arnCaller reads the ARN of an IAM or STS identity; ok is false where s is no ARN.
func arnCaller(s string) (c Caller, ok bool) {
	part := strings.SplitN(s, ":", 6)
	if len(part) < 6 || part[0] != "arn" {
		return Caller{}, false
	}
	c = Caller{Principal: s, ARN: s}
	if isAccount(part[4]) {
		c.Account = part[4]
	}
	kind, name, _ := strings.Cut(part[5], "/")
	role := ""
	switch part[2] + ":" + kind {
	case "iam:root":
		c.Type = "Root"
	case "iam:user":
		c.Type = "IAMUser"
		if part[4] == "cloudfront" {
			c.Type = "OriginAccessIdentity"
		}
	case "iam:role":
		c.Type, role = "Role", name
	case "sts:assumed-role":
		c.Type, role = "AssumedRole", name
		if i := strings.LastIndexByte(name, '/'); i >= 0 {
			role, c.Session = name[:i], name[i+1:]
		}
	case "sts:federated-user":
		c.Type = "FederatedUser"
	}
	if role = role[strings.LastIndexByte(role, '/')+1:]; role != "" {
		c.Principal = "arn:" + part[1] + ":iam::" + part[4] + ":role/" + role
	}
	return c, true
}

// isAccount says whether s is an account ID.
func isAccount(s string) bool { return len(s) == 12 && strings.Trim(s, "0123456789") == "" }

// serviceName says whether s is the DNS name of an AWS service, as the logs
// write services: as a principal, a source address or a user agent.
func serviceName(s string) bool {
	name, ok := strings.CutSuffix(strings.TrimSuffix(s, ".cn"), ".amazonaws.com")
	return ok && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789.-") == ""
}

// Identity is the userIdentity of a CloudTrail event; nil is absent.
type Identity struct {
	Type, PrincipalID, ARN, Account, UserName, InvokedBy []byte
	IssuerType, IssuerARN, IssuerUserName                []byte // sessionContext.sessionIssuer
	UserID                                               []byte // onBehalfOf.userId
}

// EventCaller reads the userIdentity of a CloudTrail event.
//
// Whoever has an ARN is named by it, a role session by its role. Without one,
// a service is named by its DNS name, a user by the user name (IAM, SAML, web
// identity) or user ID (Identity Center), a caller of another account by its 12
// digits, and anybody else by the most telling member there is.
func EventCaller(id Identity) Caller {
	c, _ := arnCaller(string(id.ARN))
	if c.ARN = string(id.ARN); c.Principal == "" {
		c.Principal = c.ARN
	}
	if len(id.Type) > 0 {
		c.Type = string(id.Type)
	}
	if isAccount(string(id.Account)) {
		c.Account = string(id.Account)
	}
	c.session(id)
	switch {
	case isAnonymous(id):
		c.Principal, c.Anonymous = anonymous, true
	case c.Type == "AWSService", c.Type == "" && c.ARN == "" && len(id.InvokedBy) > 0:
		c.Service = true
		c.Principal = first(id.InvokedBy, id.ARN, id.PrincipalID, []byte("AWSService"))
	case c.ARN != "":
	case c.Type == "AWSAccount":
		c.Principal = first([]byte(c.Account), id.PrincipalID, id.Account)
	case c.Type == "IdentityCenterUser":
		c.Principal = first(id.UserID, id.PrincipalID, id.UserName, id.Account)
	case c.Principal == "": // no role was found either
		c.Principal = first(id.UserName, id.PrincipalID, id.Account)
	}
	return c
}

// session takes the role and the session name of an assumed role from the
// issuer and the principal ID ("AROA...:name"), which stand in events whose ARN
// was left out. Another account's caller has the ID alone.
func (c *Caller) session(id Identity) {
	if c.Type == "AssumedRole" {
		if issuer, ok := arnCaller(string(id.IssuerARN)); ok && issuer.Type == "Role" {
			c.Principal = issuer.Principal
		}
	}
	role, name, ok := bytes.Cut(id.PrincipalID, []byte(":"))
	if ok && c.Session == "" && (c.Type == "AssumedRole" || bytes.HasPrefix(role, []byte("AROA"))) {
		c.Session = string(name)
	}
}

// isAnonymous says whether an identity is CloudTrail's word for nobody.
func isAnonymous(id Identity) bool {
	switch string(id.Type) {
	case "AWSAccount", "Unknown", "":
	default:
		return false
	}
	for _, v := range [][]byte{id.Account, id.PrincipalID} {
		if bytes.EqualFold(v, []byte(anonymous)) || bytes.EqualFold(v, []byte("ANONYMOUS_PRINCIPAL")) {
			return true
		}
	}
	return false
}

// first returns the first value that is not empty.
func first(values ...[]byte) string {
	for _, v := range values {
		if len(v) > 0 {
			return string(v)
		}
	}
	return ""
}
