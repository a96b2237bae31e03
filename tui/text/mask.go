package text

import (
	"regexp"
	"strings"
)

// Masked stands in place of a secret.
const Masked = "MASKED"

// secretStart finds a secret parameter of a presigned URL up to its value: in a
// query, in a query that stands percent-encoded (once or more often) inside
// another URL, or as a JSON member. Groups: 1 the separator.
var secretStart = regexp.MustCompile(`(?i)(?:^|[?&;"'\s,{(]|%(?:25)*(?:3f|26|22|3b)|\\u00[0-9a-f]{2})` +
	`(?:x(?:-|%(?:25)*2d)amz(?:-|%(?:25)*2d)(?:signature|security(?:-|%(?:25)*2d)token)|signature)` +
	`("\s*:\s*"|=|\\u003d|%(?:25)*3d)`)

// secretEnd finds the end of such a value. The secrets are hexadecimal or
// base64, so none of these is ever part of one, encoded or not.
var secretEnd = regexp.MustCompile(`(?i)[&\s"'<>;\\]|%(?:25)*(?:26|22|3b|20)`)

// Mask returns s with the secrets of presigned URLs replaced by [Masked]: the
// values of X-Amz-Signature, X-Amz-Security-Token and Signature, in any case
// and however often the URL is percent-encoded. Credentials' names
// (X-Amz-Credential, AWSAccessKeyId) stay: they are evidence and open nothing.
func Mask(s string) string {
	if !mayHoldSecret(s) {
		return s
	}
	var b strings.Builder
	for {
		m := secretStart.FindStringSubmatchIndex(s)
		if m == nil {
			break
		}
		b.WriteString(s[:m[3]])
		s = s[m[3]:]
		end := len(s)
		if e := secretEnd.FindStringIndex(s); e != nil {
			end = e[0]
		}
		if end > 0 {
			b.WriteString(Masked)
		}
		s = s[end:]
	}
	b.WriteString(s)
	return b.String()
}

// mayHoldSecret is a cheap test that lets nearly all text pass untouched.
func mayHoldSecret(s string) bool {
	for i := 0; i+5 <= len(s); i++ {
		switch s[i] | 0x20 {
		case 's': // signature
			if i+9 <= len(s) && strings.EqualFold(s[i:i+9], "signature") {
				return true
			}
		case 't': // security-token
			if strings.EqualFold(s[i:i+5], "token") {
				return true
			}
		}
	}
	return false
}
