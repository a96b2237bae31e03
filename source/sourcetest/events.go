package sourcetest

import (
	"bytes"
	"fmt"
	"time"
)

// Events returns n CloudTrail events, one JSON object each, that differ in ID and
// key. Equal seeds give equal events. The first is of begin, each later one a
// second younger; operation, TLS version, address and outcome take turns.
func Events(seed, n int, begin time.Time) [][]byte {
	ops := []string{"GetObject", "PutObject", "DeleteObject", "HeadObject", "PutObjectAcl"}
	tls := []string{`{"tlsVersion":"TLSv1.2","cipherSuite":"ECDHE-RSA-AES128-GCM-SHA256","clientProvidedHostHeader":"acme-static.s3.eu-west-1.amazonaws.com"}`, `{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256"}`, `{}`}
	events := make([][]byte, n)
	for i := range n {
		fault := ""
		if i%7 == 0 {
			fault = `"errorCode":"AccessDenied","errorMessage":"Access Denied",`
		}
		op := ops[i%len(ops)]
		events[i] = fmt.Appendf(nil, `{"eventVersion":"1.11","userIdentity":{"type":"IAMUser","principalId":"AIDAIOSFODNN7EXAMPLE","arn":"arn:aws:iam::111122223333:user/alice",`+
			`"accountId":"111122223333","accessKeyId":"AKIAIOSFODNN7EXAMPLE","userName":"alice"},"eventTime":%q,"eventSource":"s3.amazonaws.com","eventName":%q,`+
			`"awsRegion":"eu-west-1","sourceIPAddress":"192.0.2.%d","userAgent":"[aws-cli/2.1]",%s"requestParameters":{"bucketName":"acme-static","key":"reports/%d/%d.csv"},`+
			`"responseElements":null,"additionalEventData":{"SignatureVersion":"SigV4","AuthenticationMethod":"AuthHeader","bytesTransferredOut":%d},"requestID":"%08X%08X",`+
			`"eventID":"%08x-0000-4000-8000-%012x","readOnly":%v,"eventType":"AwsApiCall","managementEvent":false,"recipientAccountId":"111122223333","eventCategory":"Data","tlsDetails":%s}`,
			begin.Add(time.Duration(i)*time.Second).UTC().Format(time.RFC3339), op, i%250+1, fault, seed, i, i, seed, i, seed, i, i%5 == 0 || i%5 == 3, tls[i%len(tls)])
	}
	return events
}

// Delivered returns events as CloudTrail delivers them, in one file.
func Delivered(events [][]byte) []byte {
	return fmt.Appendf(nil, `{"Records":[%s]}`, bytes.Join(events, []byte(",")))
}
