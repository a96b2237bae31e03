package decode

import (
	"bytes"
	"fmt"
)

// getObject is an event of ordinary length and shape; its verbs are a number
// (twelve digits wide in the event ID) and a letter.
const getObject = `{"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLEEXAMPLEID1:etl-worker-%03[2]d",` +
	`"arn":"arn:aws:sts::111122223333:assumed-role/etl-reader/etl-worker-%03[2]d","accountId":"111122223333","accessKeyId":"ASIAEXAMPLEEXAMPLE%02[2]d",` +
	`"sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAEXAMPLEEXAMPLEID1","arn":"arn:aws:iam::111122223333:role/etl-reader",` +
	`"accountId":"111122223333","userName":"etl-reader"},"attributes":{"creationDate":"2026-11-20T07:58:12Z","mfaAuthenticated":"false"}}},` +
	`"eventTime":"2026-11-20T08:%02[3]d:%02[2]dZ","eventSource":"s3.amazonaws.com","eventName":"GetObject","awsRegion":"eu-central-1","sourceIPAddress":"192.0.2.%[2]d",` +
	`"userAgent":"[Boto3/1.34.51 md/Botocore#1.34.51 ua/2.0 os/linux#5.10.210 md/arch#x86_64 lang/python#3.11.6 md/pyimpl#CPython Botocore/1.34.51]",` +
	`"requestParameters":{"bucketName":"example-reports","Host":"example-reports.s3.eu-central-1.amazonaws.com","key":"daily/2026/11/20/part-%05[1]d.parquet"},` +
	`"responseElements":null,"additionalEventData":{"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":0,` +
	`"AuthenticationMethod":"AuthHeader","x-amz-id-2":"3xAmPLe+host+id/2026/abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOP=","bytesTransferredOut":%[1]d},` +
	`"requestID":"EXAMPLE0%08[1]d","eventID":"11111111-2222-4333-8444-%012[1]d","readOnly":true,"resources":[{"type":"AWS::S3::Object",` +
	`"ARN":"arn:aws:s3:::example-reports/daily/2026/11/20/part-%05[1]d.parquet"},{"accountId":"111122223333","type":"AWS::S3::Bucket",` +
	`"ARN":"arn:aws:s3:::example-reports"}],"eventType":"AwsApiCall","managementEvent":false,"recipientAccountId":"111122223333","eventCategory":"Data",` +
	`"tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"example-reports.s3.eu-central-1.amazonaws.com"}}`

// sampleEvents returns n events, all different.
func sampleEvents(n int) [][]byte {
	events := make([][]byte, n)
	for i := range events {
		events[i] = fmt.Appendf(nil, getObject, i, i%60, i/60%60)
	}
	return events
}

// recordsFile returns a log file of n events as CloudTrail delivers it, inflated.
func recordsFile(n int) []byte {
	return slicesJoin(`{"Records":[`, sampleEvents(n), `,`, `]}`)
}

func slicesJoin(before string, parts [][]byte, sep, after string) []byte {
	return append(append([]byte(before), bytes.Join(parts, []byte(sep))...), after...)
}
