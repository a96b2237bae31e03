package model_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
)

func TestAccessLogCaller(t *testing.T) {
	tests := []struct {
		name, requester string
		want            model.Caller // ARN is what was logged, unless anonymous
	}{
		{"anonymous", "-", model.Caller{Principal: "anonymous", Anonymous: true}},
		{"anonymous, null", "", model.Caller{Principal: "anonymous", Anonymous: true}},
		{
			"IAM user", "arn:aws:iam::111122223333:user/kim",
			model.Caller{Principal: "arn:aws:iam::111122223333:user/kim", Type: "IAMUser", Account: "111122223333"},
		},
		{
			"IAM user with a path and signs", "arn:aws:iam::111122223333:user/eu/kim+a=b@example.com",
			model.Caller{Principal: "arn:aws:iam::111122223333:user/eu/kim+a=b@example.com", Type: "IAMUser", Account: "111122223333"},
		},
		{
			"role session", "arn:aws:sts::111122223333:assumed-role/Ops/dana",
			model.Caller{Principal: "arn:aws:iam::111122223333:role/Ops", Session: "dana", Type: "AssumedRole", Account: "111122223333"},
		},
		{
			"role session with an address for its name", "arn:aws:sts::111122223333:assumed-role/Ops/dana@example.com",
			model.Caller{Principal: "arn:aws:iam::111122223333:role/Ops", Session: "dana@example.com", Type: "AssumedRole", Account: "111122223333"},
		},
		{
			"role session in China", "arn:aws-cn:sts::111122223333:assumed-role/Ops/dana",
			model.Caller{Principal: "arn:aws-cn:iam::111122223333:role/Ops", Session: "dana", Type: "AssumedRole", Account: "111122223333"},
		},
		{
			"role session in GovCloud", "arn:aws-us-gov:sts::111122223333:assumed-role/Ops/dana",
			model.Caller{Principal: "arn:aws-us-gov:iam::111122223333:role/Ops", Session: "dana", Type: "AssumedRole", Account: "111122223333"},
		},
		{
			"role session cut before its name", "arn:aws:sts::111122223333:assumed-role/Ops",
			model.Caller{Principal: "arn:aws:iam::111122223333:role/Ops", Type: "AssumedRole", Account: "111122223333"},
		},
		{
			"role with a path, which is dropped", "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/Admin",
			model.Caller{Principal: "arn:aws:iam::111122223333:role/Admin", Type: "Role", Account: "111122223333"},
		},
		{
			"federated user", "arn:aws:sts::111122223333:federated-user/lee",
			model.Caller{Principal: "arn:aws:sts::111122223333:federated-user/lee", Type: "FederatedUser", Account: "111122223333"},
		},
		{
			"root", "arn:aws:iam::111122223333:root",
			model.Caller{Principal: "arn:aws:iam::111122223333:root", Type: "Root", Account: "111122223333"},
		},
		{"canonical user ID", canonical, model.Caller{Principal: canonical, Type: "CanonicalUser"}},
		{"origin access identity, by canonical ID", oai, model.Caller{Principal: oai, Type: "CanonicalUser"}},
		{
			"origin access identity, by name", "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2EXAMPLEID",
			model.Caller{Principal: "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2EXAMPLEID", Type: "OriginAccessIdentity"},
		},
		{"service", "svc:delivery.logs.amazonaws.com", model.Caller{Principal: "delivery.logs.amazonaws.com", Type: "AWSService", Service: true}},
		{"service without its mark", "cloudtrail.amazonaws.com", model.Caller{Principal: "cloudtrail.amazonaws.com", Type: "AWSService", Service: true}},
		{"S3 itself", "AmazonS3", model.Caller{Principal: "AmazonS3", Type: "AWSService", Service: true}},
		{"account", "444455556666", model.Caller{Principal: "444455556666", Type: "AWSAccount", Account: "444455556666"}},
		{"ID of another form", "E2EXAMPLEID", model.Caller{Principal: "E2EXAMPLEID"}},
		{"63 hex digits are no canonical ID", canonical[1:], model.Caller{Principal: canonical[1:]}},
		{"ARN of no identity", "arn:aws:s3:::acme-data", model.Caller{Principal: "arn:aws:s3:::acme-data"}},
		{"ARN cut short", "arn:aws:iam", model.Caller{Principal: "arn:aws:iam"}},
		{"service's name inside another", "evil.com/cloudtrail.amazonaws.com", model.Caller{Principal: "evil.com/cloudtrail.amazonaws.com"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if !tt.want.Anonymous {
				tt.want.ARN = tt.requester
			}
			if diff := cmp.Diff(tt.want, model.AccessLogCaller([]byte(tt.requester))); diff != "" {
				t.Errorf("caller (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEventCaller(t *testing.T) {
	b := func(s string) []byte { return []byte(s) }
	account := b("111122223333")
	tests := []struct {
		name string
		id   model.Identity
		want model.Caller
	}{
		{
			"IAM user",
			model.Identity{Type: b("IAMUser"), PrincipalID: b("AIDAEXAMPLE"), ARN: b("arn:aws:iam::111122223333:user/kim"), Account: account, UserName: b("kim")},
			model.Caller{Principal: "arn:aws:iam::111122223333:user/kim", ARN: "arn:aws:iam::111122223333:user/kim", Type: "IAMUser", Account: "111122223333"},
		},
		{
			"IAM user without ARN",
			model.Identity{Type: b("IAMUser"), PrincipalID: b("AIDAEXAMPLE"), Account: account, UserName: b("kim")},
			model.Caller{Principal: "kim", Type: "IAMUser", Account: "111122223333"},
		},
		{
			"root",
			model.Identity{Type: b("Root"), PrincipalID: account, ARN: b("arn:aws:iam::111122223333:root"), Account: account},
			model.Caller{Principal: "arn:aws:iam::111122223333:root", ARN: "arn:aws:iam::111122223333:root", Type: "Root", Account: "111122223333"},
		},
		{
			"role session, path of the role dropped",
			model.Identity{
				Type: b("AssumedRole"), PrincipalID: b("AROAEXAMPLE:dana"), ARN: b("arn:aws:sts::111122223333:assumed-role/Ops/dana"), Account: account,
				IssuerType: b("Role"), IssuerARN: b("arn:aws:iam::111122223333:role/team/blue/Ops"), IssuerUserName: b("Ops"),
			},
			model.Caller{
				Principal: "arn:aws:iam::111122223333:role/Ops", ARN: "arn:aws:sts::111122223333:assumed-role/Ops/dana",
				Session: "dana", Type: "AssumedRole", Account: "111122223333",
			},
		},
		{
			"role session without issuer",
			model.Identity{Type: b("AssumedRole"), PrincipalID: b("AROAEXAMPLE:dana"), ARN: b("arn:aws-us-gov:sts::111122223333:assumed-role/Ops/dana"), Account: account},
			model.Caller{
				Principal: "arn:aws-us-gov:iam::111122223333:role/Ops", ARN: "arn:aws-us-gov:sts::111122223333:assumed-role/Ops/dana",
				Session: "dana", Type: "AssumedRole", Account: "111122223333",
			},
		},
		{
			"role session without ARN",
			model.Identity{Type: b("AssumedRole"), PrincipalID: b("AROAEXAMPLE:dana"), Account: account, IssuerARN: b("arn:aws:iam::111122223333:role/Ops")},
			model.Caller{Principal: "arn:aws:iam::111122223333:role/Ops", Session: "dana", Type: "AssumedRole", Account: "111122223333"},
		},
		{
			"role session by its ID alone",
			model.Identity{Type: b("AssumedRole"), PrincipalID: b("AROAEXAMPLE:dana"), Account: account},
			model.Caller{Principal: "AROAEXAMPLE:dana", Session: "dana", Type: "AssumedRole", Account: "111122223333"},
		},
		{
			"federated user",
			model.Identity{
				Type: b("FederatedUser"), PrincipalID: b("111122223333:lee"), ARN: b("arn:aws:sts::111122223333:federated-user/lee"), Account: account,
				IssuerType: b("IAMUser"), IssuerARN: b("arn:aws:iam::111122223333:user/kim"),
			},
			model.Caller{Principal: "arn:aws:sts::111122223333:federated-user/lee", ARN: "arn:aws:sts::111122223333:federated-user/lee", Type: "FederatedUser", Account: "111122223333"},
		},
		{
			"SAML user",
			model.Identity{Type: b("SAMLUser"), PrincipalID: b("SampleKey:saml"), UserName: b("kim@example.com")},
			model.Caller{Principal: "kim@example.com", Type: "SAMLUser"},
		},
		{
			"web identity user",
			model.Identity{Type: b("WebIdentityUser"), PrincipalID: b("accounts.example.com:app:user"), UserName: b("1234567890")},
			model.Caller{Principal: "1234567890", Type: "WebIdentityUser"},
		},
		{
			"Identity Center user",
			model.Identity{Type: b("IdentityCenterUser"), Account: account, UserID: b("544894e8-80c1-707f-60e3-3ba6510dfac1")},
			model.Caller{Principal: "544894e8-80c1-707f-60e3-3ba6510dfac1", Type: "IdentityCenterUser", Account: "111122223333"},
		},
		{
			"service",
			model.Identity{Type: b("AWSService"), InvokedBy: b("cloudtrail.amazonaws.com")},
			model.Caller{Principal: "cloudtrail.amazonaws.com", Type: "AWSService", Service: true},
		},
		{
			"service without a name",
			model.Identity{Type: b("AWSService")},
			model.Caller{Principal: "AWSService", Type: "AWSService", Service: true},
		},
		{
			"service event without a type",
			model.Identity{Account: account, InvokedBy: b("AWS Internal")},
			model.Caller{Principal: "AWS Internal", Account: "111122223333", Service: true},
		},
		{
			"role through a service is still the role",
			model.Identity{Type: b("AssumedRole"), ARN: b("arn:aws:sts::111122223333:assumed-role/Ops/dana"), InvokedBy: b("athena.amazonaws.com")},
			model.Caller{
				Principal: "arn:aws:iam::111122223333:role/Ops", ARN: "arn:aws:sts::111122223333:assumed-role/Ops/dana",
				Session: "dana", Type: "AssumedRole", Account: "111122223333",
			},
		},
		{
			"anonymous",
			model.Identity{Type: b("AWSAccount"), PrincipalID: b(""), Account: b("anonymous")},
			model.Caller{Principal: "anonymous", Type: "AWSAccount", Anonymous: true},
		},
		{
			"anonymous, the older word",
			model.Identity{Type: b("Unknown"), PrincipalID: b("ANONYMOUS_PRINCIPAL"), Account: b("ANONYMOUS_PRINCIPAL")},
			model.Caller{Principal: "anonymous", Type: "Unknown", Anonymous: true},
		},
		{
			"a user who is called anonymous",
			model.Identity{Type: b("IAMUser"), PrincipalID: b("anonymous"), ARN: b("arn:aws:iam::111122223333:user/anonymous")},
			model.Caller{Principal: "arn:aws:iam::111122223333:user/anonymous", ARN: "arn:aws:iam::111122223333:user/anonymous", Type: "IAMUser", Account: "111122223333"},
		},
		{
			"another account's user",
			model.Identity{Type: b("AWSAccount"), PrincipalID: b("AIDAEXAMPLE"), Account: b("444455556666")},
			model.Caller{Principal: "444455556666", Type: "AWSAccount", Account: "444455556666"},
		},
		{
			"another account's role session",
			model.Identity{Type: b("AWSAccount"), PrincipalID: b("AROAEXAMPLE:dana"), Account: b("444455556666")},
			model.Caller{Principal: "444455556666", Session: "dana", Type: "AWSAccount", Account: "444455556666"},
		},
		{
			"another account's role session with its ARN",
			model.Identity{Type: b("AWSAccount"), PrincipalID: b("AROAEXAMPLE:dana"), ARN: b("arn:aws:sts::444455556666:assumed-role/Far/dana"), Account: b("444455556666")},
			model.Caller{
				Principal: "arn:aws:iam::444455556666:role/Far", ARN: "arn:aws:sts::444455556666:assumed-role/Far/dana",
				Session: "dana", Type: "AWSAccount", Account: "444455556666",
			},
		},
		{
			"unknown type with a name",
			model.Identity{Type: b("Unknown"), UserName: b("somebody")},
			model.Caller{Principal: "somebody", Type: "Unknown"},
		},
		{
			"type left out, told by the ARN",
			model.Identity{ARN: b("arn:aws:iam::111122223333:user/kim")},
			model.Caller{Principal: "arn:aws:iam::111122223333:user/kim", ARN: "arn:aws:iam::111122223333:user/kim", Type: "IAMUser", Account: "111122223333"},
		},
		{"nothing recorded", model.Identity{}, model.Caller{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, model.EventCaller(tt.id)); diff != "" {
				t.Errorf("caller (-want +got):\n%s", diff)
			}
		})
	}
}

// One caller is one principal, whichever log tells of the request.
func TestCallersAgree(t *testing.T) {
	tests := []struct {
		name, requester string
		id              model.Identity
	}{
		{
			"role with a path, which only CloudTrail's issuer shows", "arn:aws:sts::111122223333:assumed-role/Ops/dana",
			model.Identity{
				Type: []byte("AssumedRole"), ARN: []byte("arn:aws:sts::111122223333:assumed-role/Ops/dana"),
				IssuerType: []byte("Role"), IssuerARN: []byte("arn:aws:iam::111122223333:role/team/Ops"),
			},
		},
		{"IAM user", "arn:aws:iam::111122223333:user/eu/kim", model.Identity{Type: []byte("IAMUser"), ARN: []byte("arn:aws:iam::111122223333:user/eu/kim")}},
		{"nobody", "-", model.Identity{Type: []byte("AWSAccount"), Account: []byte("anonymous")}},
		{"service", "svc:cloudtrail.amazonaws.com", model.Identity{Type: []byte("AWSService"), InvokedBy: []byte("cloudtrail.amazonaws.com")}},
		{"another account", "444455556666", model.Identity{Type: []byte("AWSAccount"), Account: []byte("444455556666")}},
	}
	for _, tt := range tests {
		line, event := model.AccessLogCaller([]byte(tt.requester)), model.EventCaller(tt.id)
		if line.Principal != event.Principal || line.Session != event.Session || line.Anonymous != event.Anonymous || line.Service != event.Service {
			t.Errorf("%s: the access log says %+v, CloudTrail %+v", tt.name, line, event)
		}
	}
}
