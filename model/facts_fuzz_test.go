package model_test

import (
	"bytes"
	"testing"

	"s3sleuth/model"
)

// The facts are total: no bytes make them panic, and what they answer keeps
// their contract. The seeds are the shapes that the parsers branch on.
func FuzzFacts(f *testing.F) {
	for _, seed := range []string{
		"", "-", "arn:aws:sts::111122223333:assumed-role/Ops/dana", "arn:aws:iam::1:role/", "arn:::::/", "svc:", "TLSv1.2", "1.08",
		"s3.eu-west-1.amazonaws.com:443", ".amazonaws.com", "a.vpce.amazonaws.com", "dualstack.us-east-1.amazonaws.com",
		"PUT /k?x-amz-acl=%zz&X-Amz-Signature=0 HTTP/1.1", `["public-read"]`, `{"Grant":[{"Grantee":{"URI":[null]}}]}`, `{"Grantee":{"Grantee":{}}}`,
		`"uri=\"http://acs.amazonaws.com/groups/global/AllUsers"`, "aws-cli/", "curl/v.", "REST.PUT.ACL", "S3.", "SOAP..", "AwsServiceEvent", "\xff\x00",
	} {
		f.Add([]byte(seed), []byte("PutObject"), 26)
		f.Add([]byte("192.0.2.1"), []byte(seed), 17)
	}
	f.Fuzz(func(t *testing.T, a, b []byte, n int) {
		_ = model.AccessLogTLS(n, a, b, a, b).String()
		_ = model.CloudTrailTLS(model.TLSEvidence{
			Version: b, Cipher: nil, EventSource: b, EventType: b, EventVersion: b, IdentityType: b, InvokedBy: nil, IP: a, ConsoleCaller: n > 0,
		}).String()
		caller := model.AccessLogCaller(a)
		if caller.Principal == "" {
			t.Errorf("AccessLogCaller(%q) names nobody", a)
		}
		if again := model.AccessLogCaller([]byte(caller.Principal)); again.Principal != caller.Principal && !caller.Service && !caller.Anonymous {
			t.Errorf("AccessLogCaller(%q): the principal %q reads as %q", a, caller.Principal, again.Principal)
		}
		model.EventCaller(model.Identity{Type: b, PrincipalID: a, ARN: b, Account: a, UserName: b, InvokedBy: a, IssuerARN: a, UserID: b})
		model.Client(a, caller, b)
		model.Client(b, model.Caller{}, nil)
		model.Endpoint(a, b)
		model.DeniedCode(a, b)
		op := model.APIName(b, n > 0)
		if read, write, del := model.Access(op); del == model.Yes && write != model.Yes || read == model.Yes && write == model.Yes {
			t.Errorf("Access(%q) = read %s, write %s, delete %s", op, read, write, del)
		}
		fuzzACL(t, a, b)
	})
}

// fuzzACL asks about the ACLs and checks that evidence is never read as private
// when it names a public group.
func fuzzACL(t *testing.T, a, b []byte) {
	model.AccessLogACL(b, a, a)
	for _, op := range []string{"PutObject", "PutBucketAcl"} {
		for _, e := range []model.ACLEvidence{{Canned: a}, {Policy: a}, {Grant: [5][]byte{a, b}}} {
			e.Op = []byte(op)
			acl, public := model.EventACL(e)
			again, same := model.EventACL(e)
			if acl != again || public != same {
				t.Errorf("EventACL(%q): %q %s, then %q %s", a, acl, public, again, same)
			}
			if public == model.Yes && acl == "" {
				t.Errorf("EventACL(%q) is public without saying how", a)
			}
			if acl == "none" && public != model.No {
				t.Errorf("EventACL(%q) sets none and is %s", a, public)
			}
			if e.Grant[0] != nil && bytes.Contains(a, []byte(allUsers)) && public == model.No {
				t.Errorf("EventACL(%q) grants to everybody and is not public", a)
			}
		}
	}
}
