package decode

import (
	"strings"
	"testing"
)

func TestSniff(t *testing.T) {
	tests := []struct {
		name, head string
		want       Format
	}{
		{"nothing", "", FormatEmpty},
		{"white space", " \r\n\t\n", FormatEmpty},
		{"a byte order mark", "\xef\xbb\xbf", FormatEmpty},
		{"access log", goodLine + "\n" + goodLine, FormatAccessLog},
		{"access log behind a byte order mark", "\xef\xbb\xbf" + goodLine, FormatAccessLog},
		{"access log behind a line of something else", "exported by hand\n\n" + goodLine + "\n", FormatAccessLog},
		{"access log whose lines are all damaged", head + caller + "\n" + head, FormatAccessLog},
		{"access log cut off in its first line", (head + caller + strings.Repeat("k", SniffSize))[:SniffSize], FormatAccessLog},
		{"trail file", `{"Records":[{"eventVersion":"1.11"`, FormatJSON},
		{"events as an array", ` [ {"userIdentity":{},"eventName":"PutObject"}]`, FormatJSON},
		{"CloudWatch envelope", `{"owner":"111122223333","logEvents":[{"message":"{\"eventVersion\"`, FormatJSON},
		{"digest file", `{"awsAccountId":"111122223333","digestStartTime":"2026-11-03T10:00:00Z"`, FormatJSON},
		{"access log as JSON", `{"schema_version_id":"V_1_0","bucket_name":"acme-data"}`, FormatJSON},
		{"other JSON", `{"name":"left-pad","version":"1.3.0"}`, FormatUnknown},
		{"web server log", `192.0.2.7 - - [03/Nov/2026:10:15:42 +0000] "GET / HTTP/1.1" 200 12`, FormatUnknown},
		{"load balancer log", `https 2026-11-03T10:15:42.125Z app/acme/50dc 192.0.2.7:2817 - -1 -1 -1 400 - 0 272 "- http://example.com:443- -" "-" - -`, FormatUnknown},
		{"text", "# README\nnothing to see\n", FormatUnknown},
		{"binary", "\x7fELF\x02\x01\x01\x00\x00", FormatUnknown},
		{"zeros", strings.Repeat("\x00", SniffSize), FormatUnknown},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Sniff([]byte(test.head)); got != test.want {
				t.Errorf("format is %d, want %d", got, test.want)
			}
		})
	}
}

func FuzzSniff(f *testing.F) {
	f.Add([]byte(goodLine))
	f.Add([]byte("a b [\n]"))
	f.Fuzz(func(_ *testing.T, head []byte) { Sniff(head) })
}
