package explain

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/source"
	"s3sleuth/source/dir"
	"s3sleuth/source/sourcetest"
)

// line is an access-log line; changes are pairs of what stands in a usual one and
// what is to stand there instead.
func line(changes ...string) string {
	return strings.NewReplacer(changes...).Replace(`79a59df900b949e5 acme-static [01/Nov/2026:10:00:00 +0000] 192.0.2.3 ` +
		`arn:aws:iam::111122223333:user/alice 3E57427F3EXAMPLE REST.GET.OBJECT a.txt "GET /a.txt HTTP/1.1" 200 - 113 113 7 6 "-" "aws-cli/2.1" - ` +
		`hostid= SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader acme-static.s3.eu-west-1.amazonaws.com TLSv1.2 - -`)
}

// event is a CloudTrail event, changed like a line.
func event(changes ...string) string {
	return strings.NewReplacer(changes...).Replace(`{"Records":[{"eventVersion":"1.11","userIdentity":{"type":"IAMUser","principalId":"AIDAIOSFODNN7EXAMPLE",` +
		`"arn":"arn:aws:iam::111122223333:user/alice","accountId":"111122223333","accessKeyId":"AKIAIOSFODNN7EXAMPLE","userName":"alice"},` +
		`"eventTime":"2026-11-01T10:00:00Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","awsRegion":"eu-west-1","sourceIPAddress":"192.0.2.3",` +
		`"userAgent":"[aws-cli/2.1]","requestParameters":{"bucketName":"acme-static","key":"a.txt","Host":"acme-static.s3.eu-west-1.amazonaws.com"},` +
		`"responseElements":null,"additionalEventData":{"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","AuthenticationMethod":"AuthHeader"},` +
		`"requestID":"3E57427F3EXAMPLE","eventID":"11111111-2222-4333-8444-555555555555","readOnly":true,"eventType":"AwsApiCall","managementEvent":false,` +
		`"recipientAccountId":"111122223333","eventCategory":"Data","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256"}}]}`)
}

// Changes of a usual record.
const (
	lineGet   = `REST.GET.OBJECT a.txt "GET /a.txt HTTP/1.1" 200 -`
	lineTLS   = "SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader acme-static.s3.eu-west-1.amazonaws.com TLSv1.2 - -"
	lineUser  = "arn:aws:iam::111122223333:user/alice"
	eventTLS  = `,"tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256"}`
	eventSuit = `"CipherSuite":"TLS_AES_128_GCM_SHA256",`
	eventGet  = `"eventName":"GetObject"`
	eventKey  = `"key":"a.txt"`
	eventUser = `{"type":"IAMUser","principalId":"AIDAIOSFODNN7EXAMPLE","arn":"arn:aws:iam::111122223333:user/alice","accountId":"111122223333","accessKeyId":"AKIAIOSFODNN7EXAMPLE","userName":"alice"}`
	eventAuth = `"AuthenticationMethod":"AuthHeader"`
)

// One record for each kind of sentence: what it says, and what it is drawn from.
func TestSentences(t *testing.T) {
	const (
		tlsFields  = "field 24 (TLS version), field 21 (cipher)"
		tlsMembers = "tlsDetails, additionalEventData.CipherSuite"
		lineFine   = "fine: It was sent over TLS 1.2. Cipher suite ECDHE-RSA-AES128-GCM-SHA256. [" + tlsFields + "]"
		eventFine  = "fine: It was sent over TLS 1.3. Cipher suite TLS_AES_128_GCM_SHA256. [" + tlsMembers + "]"
		nothing    = "Nothing was read or changed."
		everybody  = "Everybody, or every AWS account, gets access while Block Public Access and object ownership allow it."
	)
	for _, c := range []struct {
		name, record string
		want         []string
	}{
		// How it was sent.
		{"TLS 1.2", line(), []string{lineFine}},
		{"TLS 1.3, an event", event(), []string{eventFine}},
		{"TLS 1.1", line("TLSv1.2", "TLSv1.1"), []string{
			"warn: It was sent over TLS 1.1, which is below 1.2. A deny on s3:TlsVersion below 1.2 would have refused it. [" + tlsFields + "]",
		}},
		{"plain HTTP", line(lineTLS, "SigV4 - AuthHeader acme-static.s3.eu-west-1.amazonaws.com - - -"), []string{
			`bad: This request was sent WITHOUT TLS. TLS version and cipher are both "-" although it came over the network. A deny on aws:SecureTransport = false would have refused it. [` + tlsFields + "]",
		}},
		{"a website", line(lineGet, `WEBSITE.GET.OBJECT a.txt "GET /a.txt HTTP/1.1" 200 -`, lineTLS, "- - - acme-static.s3-website-eu-west-1.amazonaws.com - - -", lineUser, "-"), []string{
			"bad: This request was sent WITHOUT TLS. It came through an S3 website endpoint, which speaks plain HTTP only. [" + tlsFields + "]",
			`warn: Nobody signed it: the request is anonymous. [field 5 (requester) is "-"]`,
		}},
		{"no evidence of TLS", event(eventTLS, "", eventSuit, ""), []string{
			"warn: Nothing in this event shows that TLS was used. Neither a TLS version nor a cipher is recorded where one is due. This is a suspicion, not a proof: the bucket's access log would tell. [" + tlsMembers + "]",
		}},
		{"a cipher without a version", event(eventTLS, ""), []string{
			"fine: TLS was used; its version is not recorded. Cipher suite TLS_AES_128_GCM_SHA256. [additionalEventData.CipherSuite]",
		}},
		{"a cipher without a version, in a line", line("TLSv1.2", "-"), []string{
			"fine: TLS was used; its version is not recorded. Cipher suite ECDHE-RSA-AES128-GCM-SHA256. [field 21 (cipher)]",
		}},
		{"no request", line(lineGet, "S3.EXPIRE.OBJECT a.txt - - -", lineTLS, "- - - - - - -", lineUser, "AmazonS3", "192.0.2.3", "-", `"aws-cli/2.1"`, `"-"`), []string{
			"aside: No network request: S3 did this itself, so TLS does not come into it. [field 7 (operation)]",
			"aside: An AWS service made it. [field 5 (requester)]",
			"warn: It deletes. [field 7 (operation)]",
		}},
		{"a copy's source", line(lineGet, "REST.COPY.OBJECT_GET a.txt - 200 -", lineTLS, "SigV4 - - - - - -"), []string{
			"aside: This record cannot say whether TLS was used. It tells of the source of a copy: the line of the copy's destination records how the request came. [" + tlsFields + "]",
		}},
		{"a line from before the TLS field", line(" "+lineTLS, ""), []string{
			"aside: This record cannot say whether TLS was used. The line is older than the TLS fields, or names no host, or what stands in them is no version of TLS. [" + tlsFields + "]",
		}},

		// How it ended.
		{"refused", line(lineGet, `REST.GET.OBJECT a.txt "GET /a.txt HTTP/1.1" 403 AccessDenied`), []string{
			lineFine, "warn: It was REFUSED: 403 AccessDenied. " + nothing + " [field 10 (status), field 11 (error code)]",
		}},
		{"refused, an event", event(eventGet, eventGet+`,"errorCode":"AccessDenied","errorMessage":"Access Denied"`), []string{
			eventFine, "warn: It was REFUSED: AccessDenied. " + nothing + " [errorCode]",
		}},
		{"failed", line(lineGet, `REST.GET.OBJECT a.txt "GET /a.txt HTTP/1.1" 404 NoSuchKey`), []string{
			lineFine, "warn: It failed: 404 NoSuchKey. [field 10 (status), field 11 (error code)]",
		}},
		{"failed, an event", event(eventGet, eventGet+`,"errorCode":"NoSuchKey"`), []string{eventFine, "warn: It failed: NoSuchKey. [errorCode]"}},

		// What it did to a list.
		{"a public list", event(eventGet, `"eventName":"PutObjectAcl"`, eventKey, eventKey+`,"x-amz-acl":"public-read"`), []string{
			eventFine, "bad: It set a PUBLIC access control list: public-read. " + everybody + " [requestParameters]",
		}},
		{"a public list, refused", event(eventGet, `"eventName":"PutObjectAcl","errorCode":"AccessDenied"`, eventKey, eventKey+`,"x-amz-acl":"public-read"`), []string{
			eventFine, "warn: It was REFUSED: AccessDenied. " + nothing + " [errorCode]",
			"warn: It tried to set a PUBLIC access control list: public-read. The request failed, so the list was not applied. [requestParameters]",
		}},
		{"a public list, by a presigned URL", line(lineGet, `REST.PUT.OBJECT a.txt "PUT /a.txt?x-amz-acl=public-read&X-Amz-Signature=0123456789abcdef HTTP/1.1" 200 -`, "AuthHeader", "QueryString"), []string{
			lineFine, "bad: It set a PUBLIC access control list: the presigned URL asks for it. " + everybody + " [field 9 (request-URI)]",
			"aside: It used a presigned URL. Whoever has such a URL can use it until it runs out. Signatures are masked here. [field 22 (authentication type)]",
		}},
		{"a private list", event(eventGet, `"eventName":"PutObject"`, eventKey, eventKey+`,"x-amz-acl":"private"`), []string{
			eventFine, "fine: It set an access control list that is not public: private. [requestParameters]",
		}},
		{"no list", event(eventGet, `"eventName":"PutObject"`), []string{eventFine, "fine: It could set an access control list and set none. [requestParameters]"}},
		{"a list was needed", line("TLSv1.2 - -", "TLSv1.2 - Yes"), []string{
			lineFine, "warn: It needed an access control list to be allowed. With ACLs disabled (BucketOwnerEnforced) it would be refused. The list itself is never in an access log. [field 26 (aclRequired)]",
		}},

		// Who called.
		{"nobody", event(eventUser, `{"type":"AWSAccount","principalId":"","accountId":"ANONYMOUS_PRINCIPAL"}`), []string{
			eventFine, "warn: Nobody signed it: the request is anonymous. [userIdentity]",
		}},
		{"by a service for somebody", event(`"userName":"alice"}`, `"userName":"alice","invokedBy":"athena.amazonaws.com"}`), []string{
			eventFine, "aside: The AWS service athena.amazonaws.com made it on the caller's behalf. [userIdentity.invokedBy]",
		}},
		{"a service", line(lineUser, "svc:delivery.logs.amazonaws.com"), []string{lineFine, "aside: The AWS service delivery.logs.amazonaws.com made it. [field 5 (requester)]"}},
		{"a presigned URL", event(eventAuth, `"AuthenticationMethod":"QueryString"`), []string{
			eventFine, "aside: It used a presigned URL. Whoever has such a URL can use it until it runs out. Signatures are masked here. [additionalEventData.AuthenticationMethod]",
		}},

		// What it does.
		{"it deletes", event(eventGet, `"eventName":"DeleteObject"`), []string{eventFine, "warn: It deletes. [eventName]"}},
		{"it would have deleted", event(eventGet, `"eventName":"DeleteObject","errorCode":"AccessDenied"`), []string{
			eventFine, "warn: It was REFUSED: AccessDenied. " + nothing + " [errorCode]",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v, l := sourcetest.Load(t, dir.New("x", fstest.MapFS{"logs/a": {Data: []byte(c.record)}}, "logs"), source.Range{})
			if v.Len() != 1 {
				t.Fatalf("%d records, %+v", v.Len(), l.Problems(0))
			}
			var got []string
			for _, x := range Sentences(v, 0) {
				weight := [...]string{Aside: "aside", Fine: "fine", Warn: "warn", Bad: "bad"}[x.Weight]
				got = append(got, fmt.Sprintf("%s: %s [%s]", weight, strings.TrimSpace(x.Says+" "+x.Because), x.Evidence))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
