package decode

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The parts of a well-formed line with 27 fields, to be put together with others.
const (
	owner   = "0b1c2d3e4f5061728394a5b6c7d8e9f00b1c2d3e4f5061728394a5b6c7d8e9f0"
	head    = owner + " acme-data [03/Nov/2026:10:15:42 +0000] 192.0.2.7 "
	caller  = "arn:aws:iam::111122223333:user/ana "
	get     = "7Q1ZK3M5X8RTEXMP REST.GET.OBJECT reports/q3.csv "
	uri     = `"GET /reports/q3.csv HTTP/1.1" `
	numbers = "200 - 4096 4096 21 19 "
	agents  = `"https://example.com/" "aws-cli/2.17.0 Python/3.11" `
	tail    = "vKp1.8sWx hostID+/2Q= SigV4 TLS_AES_128_GCM_SHA256 AuthHeader acme-data.s3.eu-west-1.amazonaws.com TLSv1.3 - - eu-west-1"
)

const goodLine = head + caller + get + uri + numbers + agents + tail

// cutLine cuts a line and returns its fields; those it does not have are missing.
func cutLine(t *testing.T, line string) []string {
	t.Helper()
	var f accessFields
	if err := f.cut([]byte(line)); err != nil {
		t.Fatalf("refused: %v\n%s", err, line)
	}
	fields := make([]string, f.n)
	for i := range fields {
		fields[i] = string(f.v[i])
	}
	return fields
}

func TestCut(t *testing.T) {
	want := []string{
		owner, "acme-data", "03/Nov/2026:10:15:42 +0000", "192.0.2.7", "arn:aws:iam::111122223333:user/ana",
		"7Q1ZK3M5X8RTEXMP", "REST.GET.OBJECT", "reports/q3.csv", "GET /reports/q3.csv HTTP/1.1", "200", "-", "4096", "4096", "21", "19",
		"https://example.com/", "aws-cli/2.17.0 Python/3.11", "vKp1.8sWx", "hostID+/2Q=", "SigV4", "TLS_AES_128_GCM_SHA256", "AuthHeader",
		"acme-data.s3.eu-west-1.amazonaws.com", "TLSv1.3", "-", "-", "eu-west-1",
	}
	// A line is as long as the year it was written in; what AWS appends next is passed over.
	tokens := strings.Split(tail, " ")
	for n := leastFields; n <= logFields; n++ {
		line := head + caller + get + uri + numbers + agents + strings.Join(tokens[:n-logVersion], " ")
		if diff := cmp.Diff(want[:n], cutLine(t, line)); diff != "" {
			t.Errorf("%d fields: -want +got\n%s", n, diff)
		}
	}
	if diff := cmp.Diff(want, cutLine(t, goodLine+" new newer")); diff != "" {
		t.Errorf("29 fields: -want +got\n%s", diff)
	}
}

func TestCutOneField(t *testing.T) {
	tests := []struct {
		name  string
		line  string
		field int
		want  string
	}{
		{"requester with blanks, a CloudFront origin access identity", head + "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2EXAMPLEID " + get + uri + numbers + agents + tail, logRequester, "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2EXAMPLEID"},
		{"operation behind a requester with blanks", head + "an identity of four words " + get + uri + numbers + agents + tail, logOperation, "REST.GET.OBJECT"},
		{"request ID that is a UUID", head + "- 6f1d2c3b-0a9e-4d87-8c6b-5a4f3e2d1c0b S3.COMPUTE.OBJECT.CHECKSUM k - " + numbers + agents + tail, logRequest, "6f1d2c3b-0a9e-4d87-8c6b-5a4f3e2d1c0b"},
		{"operation of four parts", head + "- 6f1d2c3b-0a9e-4d87-8c6b-5a4f3e2d1c0b S3.COMPUTE.OBJECT.CHECKSUM k - " + numbers + agents + tail, logOperation, "S3.COMPUTE.OBJECT.CHECKSUM"},
		{"operation of two parts", head + caller + `7Q1ZK3M5X8RTEXMP SOAP.ListAllMyBuckets - "POST /soap HTTP/1.1" ` + numbers + agents + tail, logOperation, "SOAP.ListAllMyBuckets"},
		{"request ID and operation as nobody writes them yet", head + caller + "short QUERY.GET.OBJECT k " + uri + numbers + agents + tail, logOperation, "QUERY.GET.OBJECT"},
		{"requester of one token where a user agent forges a pair", head + caller + "short QUERY.GET.OBJECT k " + uri + numbers + `"-" "x 7Q1ZK3M5X8RTEXMP REST.GET.OBJECT y" ` + tail, logRequester, "arn:aws:iam::111122223333:user/ana"},
		{"IPv6", owner + " b [03/Nov/2026:10:15:42 +0000] 2001:db8::7 " + caller + get + uri + numbers + agents + tail, logIP, "2001:db8::7"},
		{"no URI, bare dash", head + caller + get + "- " + numbers + agents + tail, logURI, "-"},
		{"no URI, quoted dash", head + caller + get + `"-" ` + numbers + agents + tail, logURI, "-"},
		{"no URI, a copy's source side: status in place", head + caller + get + "- " + numbers + "- - " + tail, logStatus, "200"},
		{"quotes in the URI", head + caller + get + `"GET /k?q="a"&r="b" HTTP/1.1" ` + numbers + agents + tail, logURI, `GET /k?q="a"&r="b" HTTP/1.1`},
		{"quote and blank in the URI", head + caller + get + `"GET /k?q="a b" HTTP/1.1" ` + numbers + agents + tail, logURI, `GET /k?q="a b" HTTP/1.1`},
		{"URI that ends in a quote", head + caller + get + `"GET /k"" ` + numbers + agents + tail, logURI, `GET /k"`},
		{"status behind a hostile URI", head + caller + get + `"GET /k?" 20 - 1 1 1 1 "x HTTP/1.1" 403 AccessDenied 1 - 2 - ` + agents + tail, logStatus, "403"},
		{"referer that ends in a stray quote", head + caller + get + uri + numbers + `"http://example.com/?id=452"" "Mozilla/5.0" ` + tail, logReferer, `http://example.com/?id=452"`},
		{"blanks in the referer", head + caller + get + uri + numbers + `"an odd referer" "Mozilla/5.0" ` + tail, logReferer, "an odd referer"},
		{"referer, then a user agent that is a bare dash", head + caller + get + uri + numbers + `"http://example.com/" - ` + tail, logReferer, "http://example.com/"},
		{"host behind a user agent that is a bare dash", head + caller + get + uri + numbers + `"http://example.com/" - ` + tail, logHost, "acme-data.s3.eu-west-1.amazonaws.com"},
		{"referer that forges a user agent and what follows", head + caller + get + uri + numbers + `"x" - v h SigV4 C AuthHeader forged.example TLSv1.3 -" "curl/8.5" ` + tail, logHost, "acme-data.s3.eu-west-1.amazonaws.com"},
		{"user agent that forges the fields behind it", head + caller + get + uri + numbers + `"-" "x" - h SigV4 C AuthHeader forged.example TLSv1.3 - -" ` + tail, logTLS, "TLSv1.3"},
		{"user agent that forges a whole host", head + caller + get + uri + numbers + `"-" "x" - h SigV4 C AuthHeader forged.example TLSv1.3 - -" ` + tail, logHost, "acme-data.s3.eu-west-1.amazonaws.com"},
		{"user agent of a shell exploit", head + caller + get + uri + numbers + `"-" "() { :; }; echo "Content-Type: text/plain"; echo; /bin/id" ` + tail, logAgent, `() { :; }; echo "Content-Type: text/plain"; echo; /bin/id`},
		{"user agent that is one quote", head + caller + get + uri + numbers + `"-" """ ` + tail, logAgent, `"`},
		{"referer and user agent of other makers: empty quotes", head + caller + get + uri + numbers + `"" "" ` + tail, logAgent, ""},
		{"version behind empty quotes", head + caller + get + uri + numbers + `"" "" ` + tail, logVersion, "vKp1.8sWx"},
		{"user agent sent empty", head + caller + get + uri + numbers + `"-" "-" ` + tail, logAgent, "-"},
		{"user agent not recorded", head + caller + get + uri + numbers + "- - " + tail, logAgent, ""},
		{"quote inside a later field", head + caller + get + uri + numbers + agents + strings.Replace(tail, "hostID", `host"ID`, 1), logTLS, "TLSv1.3"},
		{"key of bytes that are no text", head + caller + "7Q1ZK3M5X8RTEXMP REST.GET.OBJECT \xff\x00\xef.rar " + uri + numbers + agents + tail, logKey, "\xff\x00\xef.rar"},
		{"lifecycle action: nothing but dashes", head + "AmazonS3 366DB3C4B325AB11 S3.EXPIRE.OBJECT k " + `"-" - - - 317 - - "-" "-" ` + "ver1 host1 - - - - - - -", logSize, "317"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := cutLine(t, test.line)[test.field]; got != test.want {
				t.Errorf("field %d is %q, want %q", test.field+1, got, test.want)
			}
		})
	}
}

func TestCutRefuses(t *testing.T) {
	tests := []struct{ name, line, want string }{
		{"one word", "hello", "no time in [brackets] as third field"},
		{"nothing", "", "no time in [brackets] as third field"},
		{"another log", `192.0.2.7 - - [03/Nov/2026:10:15:42 +0000] "GET / HTTP/1.1" 200 12`, "no time in [brackets] as third field"},
		{"ends inside the time", owner + " b [03/Nov/2026:10", "3 fields"},
		{"ends behind the numbers", strings.TrimRight(head+caller+get+uri+numbers, " "), "15 fields, at least 18 are needed"},
		{"ends behind the user agent", strings.TrimRight(head+caller+get+uri+numbers+agents, " "), "17 fields, at least 18 are needed"},
		{"no end of the time", strings.Replace(goodLine, "]", "", 1), "no end of the time in [brackets]"},
		{"status of four digits", strings.Replace(goodLine, " 200 ", " 2000 ", 1), "no request-URI with status"},
		{"bytes that are no number", strings.Replace(goodLine, " 4096 ", " 4k ", 1), "no request-URI with status"},
		{"URI without quotes", strings.Replace(goodLine, `"GET`, `GET`, 1), "no request-URI with status"},
		{"user agent without quotes", head + caller + get + uri + numbers + `"-" curl/8.5 ` + tail, "no quotes around referer and user agent"},
		{"user agent without its last quote", head + caller + get + uri + numbers + `"-" "curl/8.5 ` + tail, "no quotes around referer and user agent"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var f accessFields
			err := f.cut([]byte(test.line))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error is %v, want %q", err, test.want)
			}
		})
	}
}

// TestCutHostileLines cuts the longest lines there are, made to be searched
// again and again. Each takes milliseconds; were the time to grow with the
// square of the length, the test would not end before its time-out.
func TestCutHostileLines(t *testing.T) {
	for _, unit := range []string{`" `, `"a `, `" "`, `" - `, `" 200 - 1 1 1 1 x`, "[ ", "] ", " ", "7Q1ZK3M5X8RTEXMP ", "REST.X "} {
		for _, before := range []string{"", "a b [ ", head, head + caller + get + `"`, head + caller + get + uri + numbers + `"`} {
			line := before + strings.Repeat(unit, (MaxLine-len(before))/len(unit))
			var f accessFields
			if f.cut([]byte(line)) == nil && !strings.HasPrefix(before, head) {
				t.Errorf("%q... repeating %q is taken for a line", before, unit)
			}
		}
	}
}

// FuzzCut cuts any bytes: never a panic, and every field lies in the line.
func FuzzCut(f *testing.F) {
	f.Add([]byte(goodLine))
	f.Add([]byte(head + "- 6f1d2c3b-0a9e-4d87-8c6b-5a4f3e2d1c0b S3.COMPUTE.OBJECT.CHECKSUM k - - - - 100 - - - - " + tail))
	f.Add([]byte(head + caller + get + `"GET /k?" 20 - 1 1 1 1 "x HTTP/1.1" ` + numbers + `"x" - y" "z" ` + tail))
	f.Fuzz(func(t *testing.T, line []byte) {
		line = bytes.TrimRight(line, " \r\n")
		var fields accessFields
		if fields.cut(line) != nil {
			return
		}
		if fields.n < leastFields || fields.n > logFields {
			t.Fatalf("%d fields", fields.n)
		}
		for i, v := range fields.v {
			if !bytes.Contains(line, v) || i >= fields.n && v != nil {
				t.Fatalf("field %d is %q", i+1, v)
			}
		}
	})
}

// FuzzCutRoundTrip puts a line together from fields of any content that the
// format allows and wants them back.
func FuzzCutRoundTrip(f *testing.F) {
	f.Add("acme", "arn:aws:iam::111122223333:user/ana", "k", "GET /k HTTP/1.1", "-", "curl/8.5", "v", "host")
	f.Add("acme", "two words", `k"`, `GET /"k" HTTP/1.1`, `a" b`, `x" - h SigV4 C A forged TLSv1.3 - -`, "-", "-")
	f.Fuzz(func(t *testing.T, bucket, requester, key, uri, referer, agent, version, host string) {
		token := func(s string) string {
			s = strings.Map(func(r rune) rune {
				if r == ' ' || r == '"' || r == '\n' || r == '\r' {
					return '_'
				}
				return r
			}, s)
			return "x" + s
		}
		// What cannot stand in a field: a pair that ends the requester, a quote in
		// it or in a token, the end of the referer in the referer.
		requester = "r" + strings.NewReplacer("\"", "_", "\n", "_", "\r", "_", ".", "_").Replace(requester)
		uri = strings.NewReplacer(`" `, "_", "\n", "_", "\r", "_").Replace(uri)
		referer = strings.NewReplacer(`" `, "_", "\n", "_", "\r", "_").Replace(referer)
		agent = strings.NewReplacer("\n", "_", "\r", "_").Replace(agent)
		want := []string{
			owner, token(bucket), "03/Nov/2026:10:15:42 +0000", "192.0.2.7", requester, "7Q1ZK3M5X8RTEXMP", "REST.GET.OBJECT", token(key), uri,
			"200", "-", "4096", "4096", "21", "19", referer, agent, token(version), "id=", "SigV4", "-", "AuthHeader", token(host), "-", "-", "Yes", "-",
		}
		quoted := map[int]bool{logURI: true, logReferer: true, logAgent: true}
		var line strings.Builder
		for i, v := range want {
			switch {
			case i == logTime:
				v = "[" + v + "]"
			case quoted[i]:
				v = `"` + v + `"`
			}
			line.WriteString(v + " ")
		}
		got := cutLine(t, strings.TrimRight(line.String(), " "))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("-want +got\n%s\n%s", diff, line.String())
		}
	})
}
