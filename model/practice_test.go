package model

import "testing"

// Two conditions that practitioners write in SQL can be typed, mean the same,
// and differ from the verdicts where those know better.
func TestPractitionersConditions(t *testing.T) {
	const (
		// tlsDetails.tlsversion IS NULL AND sourceIPAddress NOT IN (five services)
		plainHTTP = "-has:tlsDetails.tlsversion sourceIPAddress!=(config.amazonaws.com, ssm.amazonaws.com, s3.amazonaws.com, cloudtrail.amazonaws.com, securitylake.amazonaws.com)"
		// eventName = 'PutObject' AND (requestParameters LIKE '%x-amz-acl%public-read%' OR requestParameters LIKE '%x-amz-acl%authenticated-read%')
		publicACL = "eventName:PutObject requestParameters:(*x-amz-acl*public-read*, *x-amz-acl*authenticated-read*)"
	)
	for _, tt := range []struct {
		name, filter, event string
		want                bool
	}{
		{"neither version nor cipher", plainHTTP, `{"sourceIPAddress":"192.0.2.1"}`, true},
		{"version", plainHTTP, `{"sourceIPAddress":"192.0.2.1","tlsDetails":{"tlsVersion":"TLSv1.2"}}`, false},
		{"object without the version", plainHTTP, `{"sourceIPAddress":"192.0.2.1","tlsDetails":{"clientProvidedHostHeader":"h"}}`, true},
		{"null", plainHTTP, `{"sourceIPAddress":"192.0.2.1","tlsDetails":null}`, true},
		{"one of the five services", plainHTTP, `{"sourceIPAddress":"config.amazonaws.com"}`, false},
		{"taken wrongly: a sixth service", plainHTTP, `{"sourceIPAddress":"athena.amazonaws.com"}`, true},
		{"taken wrongly: a cipher means TLS", plainHTTP, `{"sourceIPAddress":"192.0.2.1","additionalEventData":{"CipherSuite":"ECDHE-RSA-AES128-GCM-SHA256"}}`, true},
		{"no address: NOT IN is not true of NULL", plainHTTP, `{}`, false},

		{"public-read", publicACL, `{"eventName":"PutObject","requestParameters":{"x-amz-acl":"public-read"}}`, true},
		{"in an array", publicACL, `{"eventName":"PutObject","requestParameters":{"x-amz-acl":["authenticated-read"]}}`, true},
		{"public-read-write", publicACL, `{"eventName":"PutObject","requestParameters":{"x-amz-acl":"public-read-write"}}`, true},
		{"private", publicACL, `{"eventName":"PutObject","requestParameters":{"x-amz-acl":"private"}}`, false},
		{"missed: another operation", publicACL, `{"eventName":"PutObjectAcl","requestParameters":{"x-amz-acl":"public-read"}}`, false},
		{"missed: a grant header", publicACL, `{"eventName":"PutObject","requestParameters":{"x-amz-grant-read":"uri=http://acs.amazonaws.com/groups/global/AllUsers"}}`, false},
		{"taken wrongly: a key that holds the text", publicACL, `{"eventName":"PutObject","requestParameters":{"x-amz-acl":"private","key":"public-read.txt"}}`, true},
		{"no parameters", publicACL, `{"eventName":"PutObject","requestParameters":null}`, false},
	} {
		if got := matchEvent(mustParse(t, tt.filter), []byte(tt.event)); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// matchEvent is Match for filters on JSON paths alone.
func matchEvent(x Expr, event []byte) bool {
	switch x := x.(type) {
	case And:
		for _, part := range x {
			if !matchEvent(part, event) {
				return false
			}
		}
		return true
	case Not:
		return !matchEvent(x.X, event)
	case *Has:
		return x.JSON(CloudTrail, event)
	case *Cmp:
		return x.JSON(CloudTrail, event) == Yes
	}
	panic("not on JSON paths")
}
