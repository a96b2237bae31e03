package decode

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
	"time"

	"s3sleuth/model"
)

// oneRecord decodes a stream of one event.
func oneRecord(t *testing.T, stream string) *model.Record {
	t.Helper()
	var one *model.Record
	err := DecodeEvents(strings.NewReader(stream), func(r *model.Record) error {
		if one != nil {
			t.Fatalf("more than one record in %s", stream)
		}
		kept := *r
		for f, text := range r.Text {
			kept.Text[f] = bytes.Clone(text)
		}
		one = &kept
		return nil
	}, func(p model.Problem) { t.Fatalf("%s: %s", stream, p.Reason) }, nil)
	if err != nil || one == nil {
		t.Fatalf("no record in %s: %v", stream, err)
	}
	return one
}

// fieldText returns what a record says of a field: its text, "none" or "silent".
func fieldText(r *model.Record, f model.Field) string {
	switch {
	case f.IsNumber():
		if n := r.Number[f-model.NumText]; n != model.NotRecorded {
			return strconv.FormatInt(n, 10)
		}
		return "silent"
	case r.Value(f) != nil:
		return string(r.Value(f))
	case r.HasAnswer(f):
		return "none"
	}
	return "silent"
}

func TestEventFields(t *testing.T) {
	const (
		object = `{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::from-object/a/b.txt"}`
		bucket = `{"accountId":"111122223333","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::from-bucket"}`
	)
	tests := []struct {
		name, members string // members come after those of ev and win
		field         model.Field
		want          string
	}{
		{"kind", ``, model.FieldKind, "cloudtrail"},
		{"id", ``, model.FieldID, "1"},
		{"request", `"requestID":"EXAMPLE1"`, model.FieldRequest, "EXAMPLE1"},
		{"op", ``, model.FieldOp, "GetObject"},
		{"operation", ``, model.FieldOperation, "GetObject"},
		{"source", ``, model.FieldSource, "s3.amazonaws.com"},
		{"region", `"awsRegion":"eu-central-1"`, model.FieldRegion, "eu-central-1"},
		{"account", `"recipientAccountId":"111122223333","userIdentity":{"accountId":"444455556666"}`, model.FieldAccount, "111122223333"},
		{"account as a number", `"recipientAccountId":111122223333`, model.FieldAccount, "111122223333"},
		{"ip", `"sourceIPAddress":"2001:db8::1"`, model.FieldIP, "2001:db8::1"},
		{"ip, service", `"sourceIPAddress":"cloudtrail.amazonaws.com"`, model.FieldIP, "cloudtrail.amazonaws.com"},
		{"ip, empty", `"sourceIPAddress":""`, model.FieldIP, "silent"},
		{"ua", `"userAgent":"curl/8.5"`, model.FieldUA, "curl/8.5"},
		{"ua in brackets", `"userAgent":"[aws-cli/2.15]"`, model.FieldUA, "aws-cli/2.15"},
		{"ua in two pairs of brackets", `"userAgent":"[[x]]"`, model.FieldUA, "[x]"},
		{"ua of a bracket", `"userAgent":"["`, model.FieldUA, "["},
		{"ua of brackets", `"userAgent":"[]"`, model.FieldUA, "silent"},
		{"ua empty", `"userAgent":""`, model.FieldUA, "silent"},
		{"ua with escapes", `"userAgent":"[a\"b\\c\u00e9\ud83d\ude00\ud800x]"`, model.FieldUA, "a\"b\\cé😀\ufffdx"},
		{"error", `"errorCode":"AccessDenied"`, model.FieldError, "AccessDenied"},
		{"no error", ``, model.FieldError, "none"},
		{"error null", `"errorCode":null`, model.FieldError, "none"},
		{"vpce", `"vpcEndpointId":"vpce-0example"`, model.FieldVPCE, "vpce-0example"},
		{"no vpce", ``, model.FieldVPCE, "none"},

		{"type", `"userIdentity":{"type":"IAMUser"}`, model.FieldType, "IAMUser"},
		{"arn", `"userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ana"}`, model.FieldARN, "arn:aws:iam::111122223333:user/ana"},
		{"principal", `"userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/etl/worker-7"}`, model.FieldPrincipal, "arn:aws:iam::111122223333:role/etl"},
		{"principal of Identity Center", `"userIdentity":{"type":"IdentityCenterUser","accountId":"111122223333","onBehalfOf":{"userId":"94482488-3041-7026","identityStoreArn":"arn:aws:identitystore::111122223333:identitystore/d-1"},"credentialId":"x"}`, model.FieldPrincipal, "94482488-3041-7026"},
		{"principal of Identity Center without a user", `"userIdentity":{"type":"IdentityCenterUser","accountId":"111122223333","onBehalfOf":null}`, model.FieldPrincipal, "111122223333"},
		{"session", `"userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/etl/worker-7"}`, model.FieldSession, "worker-7"},
		{"access key", `"userIdentity":{"accessKeyId":"AKIAIOSFODNN7EXAMPLE"}`, model.FieldAccessKey, "AKIAIOSFODNN7EXAMPLE"},
		{"access key empty", `"userIdentity":{"accessKeyId":""}`, model.FieldAccessKey, "silent"},
		{"via", `"userIdentity":{"type":"AssumedRole","invokedBy":"athena.amazonaws.com"}`, model.FieldVia, "athena.amazonaws.com"},
		{"no via", `"userIdentity":{"type":"IAMUser"}`, model.FieldVia, "none"},
		{"mfa", `"userIdentity":{"sessionContext":{"attributes":{"mfaAuthenticated":"true"}}}`, model.FieldMFA, "true"},
		{"mfa as a word", `"userIdentity":{"sessionContext":{"attributes":{"mfaAuthenticated":true}}}`, model.FieldMFA, "true"},
		{"mfa false", `"userIdentity":{"sessionContext":{"attributes":{"mfaAuthenticated":"false"}}}`, model.FieldMFA, "false"},
		{"no mfa", `"userIdentity":{"sessionContext":{"attributes":{}}}`, model.FieldMFA, "none"},
		{"identity null", `"userIdentity":{"type":"IAMUser","invokedBy":"x"},"userIdentity":null`, model.FieldVia, "none"},
		{"identity again", `"userIdentity":{"type":"IAMUser","accessKeyId":"x"},"userIdentity":{"type":"Root"}`, model.FieldAccessKey, "silent"},

		{"bucket", `"requestParameters":{"bucketName":"example"},"resources":[` + bucket + `]`, model.FieldBucket, "example"},
		{"bucket in an array", `"requestParameters":{"bucketName":["example"]}`, model.FieldBucket, "example"},
		{"bucket of resources", `"requestParameters":{"bucketName":""},"resources":[` + object + `,` + bucket + `]`, model.FieldBucket, "from-bucket"},
		{"bucket of an object", `"requestParameters":null,"resources":[` + object + `]`, model.FieldBucket, "from-object"},
		{"bucket of a prefix", `"resources":[{"type":"AWS::S3::Object","ARNPrefix":"arn:aws:s3:::from-prefix/"},` + bucket + `]`, model.FieldBucket, "from-bucket"},
		{"bucket of a directory bucket", `"resources":[{"type":"AWS::S3Express::Object","ARN":"arn:aws:s3express:us-west-2:111122223333:bucket/example--usw2-az1--x-s3/k"}]`, model.FieldBucket, "example--usw2-az1--x-s3"},
		{"bucket of an outpost", `"eventSource":"s3-outposts.amazonaws.com","resources":[{"type":"AWS::S3Outposts::Object","ARN":"arn:aws:s3-outposts:us-east-1:111122223333:outpost/op-1/bucket/example/object/a/b"}]`, model.FieldBucket, "example"},
		{"bucket behind an access point's ARN", `"requestParameters":{"bucketName":"arn:aws:s3:eu-central-1:111122223333:accesspoint/ap"},"resources":[` + object + `,` + bucket + `]`, model.FieldBucket, "from-bucket"},
		{"bucket behind an access point's alias", `"requestParameters":{"bucketName":"ap-0example-s3alias"},"resources":[` + bucket + `]`, model.FieldBucket, "from-bucket"},
		{"bucket behind an access point that is not told", `"requestParameters":{"bucketName":"m0example.mrap"},"resources":[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::m0example.mrap/k"}]`, model.FieldBucket, "m0example.mrap"},
		{"bucket of nothing", `"resources":[{"type":"AWS::KMS::Key","ARN":"arn:aws:kms:eu-central-1:111122223333:key/x"},{}, [], 5, null]`, model.FieldBucket, "silent"},
		{"bucket of odd resources", `"resources":{"type":"AWS::S3::Bucket"}`, model.FieldBucket, "silent"},
		{"bucket of empty resources", `"resources":""`, model.FieldBucket, "silent"},
		{"key", `"requestParameters":{"key":"a/b c"}`, model.FieldKey, "a/b c"},
		{"key, other case", `"requestParameters":{"Key":"a/b"}`, model.FieldKey, "a/b"},
		{"key in an array", `"requestParameters":{"key":[ "a\/b" ]}`, model.FieldKey, "a/b"},
		{"key in an empty array", `"requestParameters":{"key":[]}`, model.FieldKey, "silent"},
		{"key of resources", `"eventType":"AwsServiceEvent","resources":[` + bucket + `, ` + object + ` ]`, model.FieldKey, "a/b.txt"},
		{"key of an access point", `"resources":[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:eu-central-1:111122223333:accesspoint/ap/object/a/b"}]`, model.FieldKey, "a/b"},
		{"key on an outpost", `"eventSource":"s3-outposts.amazonaws.com","resources":[{"type":"AWS::S3Outposts::Object","ARN":"arn:aws:s3-outposts:us-east-1:111122223333:outpost/op-1/bucket/example/object/a/b"}]`, model.FieldKey, "a/b"},
		{"key of an outpost's access point", `"eventSource":"s3-outposts.amazonaws.com","resources":[{"type":"AWS::S3Outposts::Object","ARN":"arn:aws:s3-outposts:us-east-1:111122223333:outpost/op-1/accesspoint/ap/object/a/b"}]`, model.FieldKey, "a/b"},
		{"key of another service", `"eventSource":"dynamodb.amazonaws.com","requestParameters":{"key":"no"}`, model.FieldKey, "silent"},
		{"key of resources, another service", `"eventSource":"kms.amazonaws.com","resources":[` + object + `]`, model.FieldKey, "silent"},
		{"host", `"requestParameters":{"Host":"b.s3.amazonaws.com"},"tlsDetails":{"clientProvidedHostHeader":"no"}`, model.FieldHost, "b.s3.amazonaws.com"},
		{"host in an array", `"requestParameters":{"host":["s3.us-west-2.amazonaws.com"]}`, model.FieldHost, "s3.us-west-2.amazonaws.com"},
		{"host of tlsDetails", `"tlsDetails":{"clientProvidedHostHeader":"b.s3.amazonaws.com"}`, model.FieldHost, "b.s3.amazonaws.com"},
		{"endpoint", `"requestParameters":{"bucketName":"b","Host":"s3.us-west-2.amazonaws.com"}`, model.FieldEndpoint, "path-style"},

		{"cipher", `"tlsDetails":{"cipherSuite":"A"},"additionalEventData":{"CipherSuite":"B"}`, model.FieldCipher, "A"},
		{"cipher of additionalEventData", `"additionalEventData":{"CipherSuite":"B"}`, model.FieldCipher, "B"},
		{"tls", `"tlsDetails":{"tlsVersion":"TLSv1.3"}`, model.FieldTLS, "1.3"},
		{"tls, cipher only", `"additionalEventData":{"CipherSuite":"B"}`, model.FieldTLS, "unversioned"},
		{"tls, nothing", `"sourceIPAddress":"192.0.2.1","tlsDetails":null`, model.FieldTLS, "no-evidence"},
		{"tls, console", `"sourceIPAddress":"192.0.2.1","sessionCredentialFromConsole":"true"`, model.FieldTLS, "unknown"},
		{"auth", `"additionalEventData":{"AuthenticationMethod":"QueryString"}`, model.FieldAuth, "QueryString"},
		{"no auth", `"additionalEventData":{}`, model.FieldAuth, "none"},
		{"auth not told", ``, model.FieldAuth, "silent"},
		{"signature", `"additionalEventData":{"SignatureVersion":"SigV4"}`, model.FieldSignature, "SigV4"},
		{"acl required", `"additionalEventData":{"aclRequired":"Yes"}`, model.FieldACLRequired, "Yes"},
		{"acl not required", `"additionalEventData":{"x-amz-id-2":"x"}`, model.FieldACLRequired, "none"},
		{"bytes", `"additionalEventData":{"bytesTransferredOut":12345}`, model.FieldBytes, "12345"},
		{"bytes as a float", `"additionalEventData":{"bytesTransferredOut":120.0}`, model.FieldBytes, "120"},
		{"bytes with an exponent", `"additionalEventData":{"bytesTransferredOut":1.2E3}`, model.FieldBytes, "1200"},
		{"bytes as a string", `"additionalEventData":{"bytesTransferredOut":"7"}`, model.FieldBytes, "7"},
		{"bytes below zero", `"additionalEventData":{"bytesTransferredOut":-1}`, model.FieldBytes, "silent"},
		{"bytes beyond measure", `"additionalEventData":{"bytesTransferredOut":1e400}`, model.FieldBytes, "silent"},
		{"size", `"additionalEventData":{}`, model.FieldSize, "silent"},
		{"status", `"errorCode":"AccessDenied"`, model.FieldStatus, "silent"},
		{"referer", ``, model.FieldReferer, "silent"},

		{"acl", `"eventName":"PutObject","requestParameters":{"x-amz-acl":"public-read"}`, model.FieldACL, "public-read"},
		{"acl, other case", `"eventName":"PutObject","requestParameters":{"X-Amz-Acl":["public-read"]}`, model.FieldACL, "public-read"},
		{"acl of a grant", `"eventName":"PutObject","requestParameters":{"x-amz-grant-read":"uri=\"http://acs.amazonaws.com/groups/global/AllUsers\""}`, model.FieldACL, "grant:READ:AllUsers"},
		{"acl of a body", `"eventName":"PutBucketAcl","requestParameters":{"AccessControlPolicy":{"AccessControlList":{"Grant":{"Grantee":{"URI":"http://acs.amazonaws.com/groups/global/AuthenticatedUsers"},"Permission":"WRITE"}}}}`, model.FieldACL, "grant:WRITE:AuthenticatedUsers"},
		{"acl of a grant among the headers", `"eventName":"PutBucketAcl","requestParameters":{"accessControlList":{"x-amz-grant-read-acp":"uri=\"http://acs.amazonaws.com/groups/global/AllUsers\""}}`, model.FieldACL, "grant:READ_ACP:AllUsers"},
		{"acl twice, in two cases", `"eventName":"PutObject","requestParameters":{"X-Amz-Acl":"public-read","x-amz-acl":"private"}`, model.FieldACL, "private,public-read"},
		{"acl of an upload by form", `"eventName":"PostObject","requestParameters":{"acl":"public-read"}`, model.FieldACL, "public-read"},
		{"acl as a flag", `"eventName":"PutObjectAcl","requestParameters":{"acl":[""],"x-amz-acl":["private"]}`, model.FieldACL, "private"},
		{"acl not set", `"eventName":"PutObject","requestParameters":{}`, model.FieldACL, "none"},
		{"acl not told", `"eventName":"PutObject"`, model.FieldACL, "silent"},
		{"acl not told, null", `"eventName":"PutObject","requestParameters":null`, model.FieldACL, "silent"},
		{"acl not told, hidden", `"eventName":"PutObject","requestParameters":"HIDDEN_DUE_TO_SECURITY_REASONS"`, model.FieldACL, "silent"},
		{"client", `"userAgent":"[aws-cli/2.15.30 Python/3.11]","userIdentity":{"type":"IAMUser"}`, model.FieldClient, "aws-cli/2.15"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			members := []string{}
			if test.members != "" {
				members = append(members, test.members)
			}
			got := oneRecord(t, ev("1", members...))
			if text := fieldText(got, test.field); text != test.want {
				t.Errorf("%s: %s is %q, want %q", test.members, test.field, text, test.want)
			}
		})
	}
}

func TestEventConditions(t *testing.T) {
	const anonymous = `"userIdentity":{"type":"AWSAccount","principalId":"","accountId":"anonymous"}`
	tests := []struct {
		members string
		fact    model.Fact
		want    model.Truth
	}{
		{anonymous, model.Anonymous, model.Yes},
		{`"userIdentity":{"type":"IAMUser"}`, model.Anonymous, model.No},
		{`"userIdentity":{"type":"AWSService","invokedBy":"s3.amazonaws.com"}`, model.AWSService, model.Yes},
		{`"userIdentity":{"type":"AssumedRole","invokedBy":"athena.amazonaws.com"}`, model.AWSService, model.Yes},
		{`"sourceIPAddress":"config.amazonaws.com"`, model.AWSService, model.Yes},
		{`"sourceIPAddress":"AWS Internal"`, model.AWSService, model.Yes},
		{`"sourceIPAddress":"192.0.2.1","userIdentity":{"type":"IAMUser"}`, model.AWSService, model.No},
		{``, model.Read, model.Yes},
		{``, model.Write, model.No},
		{`"readOnly":false`, model.Read, model.No},
		{`"readOnly":false`, model.Write, model.Yes},
		{`"eventName":"PutObject","readOnly":"true"`, model.Write, model.No},
		{`"eventName":"PutObject"`, model.Write, model.Yes},
		{`"eventName":"PutObject"`, model.Delete, model.No},
		{`"eventName":"DeleteObject","readOnly":false`, model.Delete, model.Yes},
		{`"errorCode":"AccessDenied"`, model.Denied, model.Yes},
		{`"errorCode":"NoSuchKey"`, model.Denied, model.No},
		{``, model.Denied, model.No},
		{`"eventName":"PutObject","requestParameters":{"x-amz-acl":"public-read"}`, model.PublicACL, model.Yes},
		{`"eventName":"PutObject","requestParameters":{"x-amz-acl":"private"}`, model.PublicACL, model.No},
		{`"eventName":"PutObject"`, model.PublicACL, model.Unknown},
		{`"requestParameters":{"Host":"b.s3-website-us-east-1.amazonaws.com","bucketName":"b"},` + anonymous, model.Website, model.Yes},
		{`"requestParameters":{"Host":"b.s3.us-east-1.amazonaws.com","bucketName":"b"},` + anonymous, model.Website, model.No},
		{anonymous, model.Website, model.Unknown},
		{`"userIdentity":{"type":"IAMUser"}`, model.Website, model.No},
	}
	for _, test := range tests {
		members := []string{}
		if test.members != "" {
			members = append(members, test.members)
		}
		got := oneRecord(t, ev("1", members...))
		if truth := got.Facts.Get(test.fact); truth != test.want {
			t.Errorf("%s: is:%s is %s, want %s", test.members, model.FactNames[test.fact], truth, test.want)
		}
	}
}

func TestParseEventTime(t *testing.T) {
	for _, s := range []string{
		"2026-11-20T08:15:30Z", "1970-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2024-02-29T12:00:00Z", "2000-02-29T00:00:00Z",
		"2026-03-01T00:00:00Z", "2026-12-31T23:59:59Z", "2026-11-20T08:15:30.123Z", "2026-11-20T08:15:30.123456789Z", "2026-11-20T08:15:30+02:00",
		"0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
		"2025-02-29T12:00:00Z", "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-00-10T00:00:00Z", "2026-13-10T00:00:00Z", "2026-11-00T00:00:00Z",
		"2026-11-20T24:00:00Z", "2026-11-20T08:60:30Z", "2026-11-20T08:15:60Z", "2o26-11-20T08:15:30Z", "2026-11-20T08:15:3-Z", "2026-11-20 08:15:30Z", "", "2026",
	} {
		want, err := time.Parse(time.RFC3339, s)
		got, ok := parseEventTime([]byte(s))
		if ok != (err == nil) || ok && got != want.UnixMilli() {
			t.Errorf("%s: %d, %v; want %d, %v", s, got, ok, want.UnixMilli(), err)
		}
	}
}

func TestEventBytes(t *testing.T) {
	for _, test := range []struct{ raw, want string }{
		{`{"a":"\u0041"}`, `{"a":"\u0041"}`},
		{`"{\"a\":\"\\u0041\\n\"}"`, `{"a":"\u0041\n"}`},
		{`"\/\b\f\n\r\t"`, "/\b\f\n\r\t"},
		{`"\ud83d\ude00 \ud83d \ude00\ud83dx \ud83d\u0041"`, "😀 \ufffd \ufffd\ufffdx \ufffdA"},
		{`"\x \u12 \u12g4 \"`, `\x \u12 \u12g4 \`},
		{`"`, `"`},
		{``, ``},
	} {
		if got := EventBytes([]byte(test.raw)); string(got) != test.want {
			t.Errorf("%s: %q, want %q", test.raw, got, test.want)
		}
	}
}
