package text_test

import (
	"strings"
	"testing"

	"s3sleuth/tui/text"
)

func TestMask(t *testing.T) {
	tests := []struct {
		name, in, want string
	}{
		{"no URL", "aws-cli/2.1", "aws-cli/2.1"},
		{
			"presigned, signature version 4",
			"GET /k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261101&X-Amz-Signature=0a1b2c HTTP/1.1",
			"GET /k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261101&X-Amz-Signature=MASKED HTTP/1.1",
		},
		{
			"session token before the signature",
			"/k?X-Amz-Security-Token=FwoG%2F%2BZXIv&X-Amz-Signature=ff&x-id=GetObject",
			"/k?X-Amz-Security-Token=MASKED&X-Amz-Signature=MASKED&x-id=GetObject",
		},
		{
			"signature version 2",
			"/k?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1&Signature=aGVsbG8%3D",
			"/k?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1&Signature=MASKED",
		},
		{"names in any case", "?x-amz-signature=ab", "?x-amz-signature=MASKED"},
		{"encoded hyphens", "?X%2DAmz%2DSignature=ab", "?X%2DAmz%2DSignature=MASKED"},
		{
			"a presigned URL inside another one",
			"https://www.example.com/?u=https%3A%2F%2Fb%2Fk%3FX-Amz-Signature%3Dab%26x%3D1&y=2",
			"https://www.example.com/?u=https%3A%2F%2Fb%2Fk%3FX-Amz-Signature%3DMASKED%26x%3D1&y=2",
		},
		{"encoded twice", "?u=k%253FX-Amz-Signature%253Dab%2526x", "?u=k%253FX-Amz-Signature%253DMASKED%2526x"},
		{"a JSON member", `{"X-Amz-Signature": "ab","x":1}`, `{"X-Amz-Signature": "MASKED","x":1}`},
		{"a URL in JSON with its ampersands escaped", `{"u":"/k?a=b\u0026Signature=ab\u0026c=d"}`, `{"u":"/k?a=b\u0026Signature=MASKED\u0026c=d"}`},
		{"an escaped equals sign", `"/k?Signature\u003dab"`, `"/k?Signature\u003dMASKED"`},
		{"an empty value", "?Signature=&x=1", "?Signature=&x=1"},
		{"part of another name", "?mysignature=ab&SignatureVersion=SigV4", "?mysignature=ab&SignatureVersion=SigV4"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := text.Mask(tt.in); got != tt.want {
				t.Errorf("Mask(%q)\n got %q\nwant %q", tt.in, got, tt.want)
			}
		})
	}
}

func FuzzMask(f *testing.F) {
	f.Add("/k?x=1")
	f.Add("https://h/%3F")
	f.Fuzz(func(t *testing.T, before string) {
		const mark = "5ec2e7"
		got := text.Mask(before + "&X-Amz-Signature=" + mark + "&a=b")
		if !strings.HasSuffix(got, "X-Amz-Signature=MASKED&a=b") || strings.Contains(strings.TrimPrefix(got, before), mark) {
			t.Fatalf("the signature after %q shows: %q", before, got)
		}
	})
}
