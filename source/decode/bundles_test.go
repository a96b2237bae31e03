package decode

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
)

// TestLineBundlesSayWhatFieldsSay mixes parts of lines at random: a decoder that
// has met each of them must say what one says that sees its first line.
func TestLineBundlesSayWhatFieldsSay(t *testing.T) {
	parts := [][]string{
		{owner},
		{"acme", "other", "-"},
		{"[03/Nov/2026:10:15:42 +0000] 192.0.2.7"},
		{"-", "arn:aws:iam::111122223333:user/ana", "arn:aws:sts::111122223333:assumed-role/etl/nightly", "svc:cloudfront.amazonaws.com", "AmazonS3"},
		{"7Q1ZK3M5X8RTEXMP"},
		{"REST.GET.OBJECT", "REST.PUT.OBJECT", "REST.PUT.ACL", "WEBSITE.GET.OBJECT", "REST.COPY.OBJECT_GET", "S3.EXPIRE.OBJECT", "BATCH.DELETE.OBJECT"},
		{"-", "a/b"},
		{`"PUT /a HTTP/1.1"`, `"PUT /a?x-amz-acl=public-read&X-Amz-Signature=0 HTTP/1.1"`, `"GET /?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F2026 HTTP/1.1"`, "-"},
		{"200 -", "403 AccessDenied", "403 -", "- -"},
		{"- - 1 1"},
		{`"-"`, `"http://example.com/"`, "-"},
		{`"curl/8.5"`, `"-"`, "-", `"S3Console/0.4"`, `"athena.amazonaws.com"`},
		{"- id=", "v id="},
		{"", "-", "SigV4", "SigV4 TLS_AES_128_GCM_SHA256", "- -"},
		{"", "AuthHeader", "QueryString", "-"},
		{"", "acme.s3.eu-west-1.amazonaws.com", "s3.amazonaws.com", "acme.s3-website-us-east-1.amazonaws.com", "-"},
		{"", "TLSv1.3", "TLSv1", "-"},
		{"", "- -", "- Yes", "- yes eu-west-1"},
	}
	for _, path := range []PathFacts{{}, {Account: "111122223333", Region: "eu-west-1", Bucket: "acme"}} {
		d := NewAccessLog(path)
		rnd := rand.New(rand.NewPCG(1, 2))
		for range 10_000 {
			var line []string
			for _, of := range parts {
				if p := of[rnd.IntN(len(of))]; p != "" {
					line = append(line, p)
				}
			}
			compare(t, strings.Join(line, " "), d.Line, NewAccessLog(path).Line)
		}
	}
}

// TestPathOfTheFileAtHand reads one line in files of two accounts in turn.
func TestPathOfTheFileAtHand(t *testing.T) {
	line := []byte(owner + ` acme [03/Nov/2026:10:15:42 +0000] 192.0.2.7 - 7Q1ZK3M5X8RTEXMP REST.GET.OBJECT a "GET /a HTTP/1.1" 200 - 1 1 1 1 "-" "-" -`)
	d := NewAccessLog(PathFacts{})
	var rec model.Record
	for _, account := range []string{"111122223333", "444455556666", "", "111122223333"} {
		d.SetPath(PathFacts{Account: account})
		for range 3 {
			if err := d.Line(line, &rec); err != nil {
				t.Fatal(err)
			}
			if got := string(rec.Value(model.FieldAccount)); got != account {
				t.Errorf("in a file of account %q: account %q", account, got)
			}
		}
	}
}

// TestEventBundlesSayWhatFieldsSay does the same with members of events.
func TestEventBundlesSayWhatFieldsSay(t *testing.T) {
	parts := [][]string{
		{
			"", `"userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ana","accessKeyId":"AKIAIOSFODNN7EXAMPLE"}`,
			`"userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/etl/n","sessionContext":{"attributes":{"mfaAuthenticated":"true"}}}`,
			`"userIdentity":{"type":"AWSAccount","principalId":"","accountId":"anonymous"}`, `"userIdentity":{"type":"AWSService","invokedBy":"athena.amazonaws.com"}`, `"userIdentity":"x"`,
		},
		{"", `"userAgent":"[aws-cli/2.15]"`, `"userAgent":"athena.amazonaws.com"`, `"userAgent":""`},
		{"", `"sourceIPAddress":"192.0.2.1"`, `"sourceIPAddress":"athena.amazonaws.com"`, `"sourceIPAddress":""`},
		{"", `"eventType":"AwsServiceEvent"`, `"eventType":"AwsVpceEvent"`, `"eventType":"AwsApiCall"`},
		{"", `"eventVersion":"1.05"`},
		{"", `"eventSource":"kms.amazonaws.com"`},
		{"", `"awsRegion":"eu-west-1"`, `"awsRegion":"us-east-1"`},
		{"", `"recipientAccountId":"111122223333"`},
		{"", `"eventName":"PutObject"`, `"eventName":"PutBucketAcl"`, `"eventName":"DeleteObject"`},
		{"", `"errorCode":"AccessDenied"`, `"errorCode":"NoSuchKey"`},
		{"", `"readOnly":true`, `"readOnly":"false"`},
		{
			"", `"requestParameters":null`, `"requestParameters":{"bucketName":"b","key":"k","Host":"b.s3.amazonaws.com","x-amz-acl":"public-read"}`,
			`"requestParameters":{"bucketName":"c","x-amz-grant-read":"uri=\"http://acs.amazonaws.com/groups/global/AllUsers\""}`,
			`"requestParameters":{"bucketName":"b","host":"b.s3-website-us-east-1.amazonaws.com"}`,
		},
		{"", `"additionalEventData":{}`, `"additionalEventData":{"SignatureVersion":"SigV4","AuthenticationMethod":"QueryString","CipherSuite":"A","aclRequired":"Yes"}`},
		{"", `"tlsDetails":{"tlsVersion":"TLSv1.2","cipherSuite":"-"}`, `"tlsDetails":{"tlsVersion":"odd","clientProvidedHostHeader":"h"}`},
		{"", `"sessionCredentialFromConsole":"true"`},
		{"", `"vpcEndpointId":"vpce-0example"`},
	}
	decode := func(d *EventDecoder) func([]byte, *model.Record) error {
		return func(text []byte, rec *model.Record) error {
			n := 0
			err := d.Decode(bytes.NewReader(text), Output{Record: func(r *model.Record) error { *rec = *r; n++; return nil }})
			if err == nil && n != 1 {
				err = fmt.Errorf("%d records", n)
			}
			return err
		}
	}
	var d EventDecoder
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 10_000 {
		var more []string
		for _, of := range parts {
			if p := of[rnd.IntN(len(of))]; p != "" {
				more = append(more, p)
			}
		}
		compare(t, ev("1", more...), decode(&d), decode(new(EventDecoder)))
	}
}

// compare wants the same record of a text from a decoder that has seen much and
// from a new one.
func compare(t *testing.T, text string, old, fresh func([]byte, *model.Record) error) {
	t.Helper()
	dumped := func(decode func([]byte, *model.Record) error) string {
		var rec model.Record
		if err := decode([]byte(text), &rec); err != nil {
			return err.Error()
		}
		var b bytes.Buffer
		dump(&b, &rec)
		return b.String()
	}
	if diff := cmp.Diff(dumped(fresh), dumped(old)); diff != "" {
		t.Fatalf("%s: -new +old\n%s", text, diff)
	}
}
