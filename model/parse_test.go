package model

import (
	"errors"
	"strings"
	"testing"
)

func mustParse(t testing.TB, text string) Expr {
	t.Helper()
	x, err := Parse(text, lawNow)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return x
}

func TestParse(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		// The empty filter, constants.
		{"", ""},
		{"  \t ", ""},
		{"*", ""},
		{"tls:none *", "tls:none *"},
		{"-*", "-*"},
		{"-(*)", "-(*)"},

		// Precedence: NOT before AND before OR.
		{"tls:none -is:aws-service bucket:acme-*", "tls:none -is:aws-service bucket:acme-*"},
		{"tls:none AND not is:read or !is:write", "(tls:none -is:read) OR -is:write"},
		{"a b OR c d", "(a b) OR (c d)"},
		{"a && b || c", "(a b) OR c"},
		{"NOT (a OR b) c", "-(a OR b) c"},
		{"NOT(a)b", "-a b"},
		{"--a", "--a"},
		{"!a", "-a"},
		{"((a))", "a"},
		{"(a b) c", "(a b) c"},
		{"- a", `"-" a`},

		// Values: as they are, quoted, wildcards, regular expressions.
		{"bucket=acme", "bucket:acme"},
		{"BUCKET:acme user:x src:192.0.2.1 event:PutObject agent:curl*", "bucket:acme principal:x ip:192.0.2.1 op:PutObject ua:curl*"},
		{"principal:arn:aws:iam::111122223333:role/app", "principal:arn:aws:iam::111122223333:role/app"},
		{`ua:"Mozilla/5.0 (X11)"`, `ua:"Mozilla/5.0 (X11)"`},
		{`ua:Mozilla/5.0\ (X11)`, `ua:"Mozilla/5.0 (X11)"`},
		{`ua:*X11;\ Linux*`, `ua:*X11;\ Linux*`},
		{`key:"a*b"`, `key:"a*b"`},
		{`key:a\*b`, `key:"a*b"`},
		{`key:a\*b*`, `key:a\*b*`},
		{`key:C:\dir\f*`, `key:C:\\dir\\f*`},
		{`key:"\x00\u{e9}\u{202e}é"`, `key:"\x00é\u{202e}é"`},
		{"key:/logs/2026/", "key:/logs/2026/"},
		{"key:/logs/2026", `key:"/logs/2026"`},
		{"key:a(b)c", `key:"a(b)c"`},
		{"(key:a)", "key:a"},
		{"key:a,b", `key:"a,b"`},
		{"error:or error:TO", `error:"or" error:TO`},
		{"id:*", "has:id"},
		{"id:**", "has:id"},
		{"bucket:(a OR b, c d,e)", "bucket:(a, b, c, d, e)"},
		{"bucket:(a)", "bucket:a"},
		{"bucket:(a, *)", "bucket:a OR has:bucket"},
		{"bucket!=(a b)", "bucket!=(a, b)"},
		{"key:(a(b,c),d)", `key:("a(b,c)", d)`},
		{`key:\/a*b/`, `key:\/a*b/`},

		// Each kind of field.
		{"tls:(-, tlsv1, TLSV1.2, <1.2, [TLSv1 TO 1.2])", "tls:(none, 1.0, 1.2, <1.2, [1.0 TO 1.2])"},
		{"ip:10.0.0.0/8 ip:2001:db8::/32 ip:config.amazonaws.com", "ip:10.0.0.0/8 ip:2001:db8::/32 ip:config.amazonaws.com"},
		{`ip:"AWS Internal/3"`, `ip:"AWS Internal/3"`},
		{"status:(404, 5XX, [400 TO 499], >=500)", "status:(404, 5xx, [400 TO 499], >=500)"},
		{"bytes:>1MB size:[1 TO 2kib] turnaround:>=1.5s", "bytes:>1MB size:[1 TO 2kib] turnaround:>=1.5s"},
		{"time:2026-11-01..2026-11-02", "time:2026-11-01..2026-11-02"},
		{"time:2026-11-01.. time:..2026-11-02", "time:>=2026-11-01 time:<2026-11-02"},
		{`time:"2026-11-01 10:00" time:[2026-11-01 10:00 TO 2026-11-02]`, `time:"2026-11-01 10:00" time:[2026-11-01 10:00 TO 2026-11-02]`},
		{"since:24h until:1d12h", "time:>=2026-11-07T12:00:00Z time:<2026-11-07T00:00:00Z"},
		{"since:2026-11-01 until:2026-11-02T10:30+09:00", "time:>=2026-11-01 time:<2026-11-02T10:30+09:00"},
		{"is:(read, Write)", "is:read OR is:write"},
		{"has:acl -has:(vpce, mfa)", "has:acl -(has:vpce OR has:mfa)"},
		{`raw:"a b" raw:/x.y/ raw:(p, q*)`, `raw:"a b" raw:/x.y/ (raw:p OR raw:q*)`},

		// What a filter cannot decide.
		{"unknown:(tls:1.2)", "unknown:(tls:1.2)"},
		{"Unknown=(tls:1.2 is:read) a", "unknown:(tls:1.2 is:read) a"},
		{"-unknown:(bucket:a OR bucket:b)", "-unknown:(bucket:a OR bucket:b)"},
		{"unknown:(unknown:(-(tls:1.2)) x)", "unknown:(unknown:(-tls:1.2) x)"},
		{"unknown:(*) unknown:(-*) unknown:( -(*) )", "unknown:(*) unknown:(-*) unknown:(-(*))"},
		{"unknown tls:unknown", "unknown tls:unknown"},

		// JSON paths.
		{"requestParameters.x-amz-acl:public-read", "requestParameters.x-amz-acl:public-read"},
		{"eventName:PutObject useragent:x", "eventName:PutObject useragent:x"},
		{"requestParameters.key:*", "has:requestParameters.key"},
		{`.newMember:x ."odd name"."a.b":x has:."odd name"`, `.newMember:x ."odd name"."a.b":x has:."odd name"`},
		{"additionalEventData.bytesTransferredOut:>1e6", "additionalEventData.bytesTransferredOut:>1e6"},

		// Text. What is pasted and only looks like a field is text too.
		{`mallory "two words" /x|y/ acme-*`, `mallory "two words" /x|y/ acme-*`},
		{"arn:aws:iam::111122223333:user/bob", `"arn:aws:iam::111122223333:user/bob"`},
		{"arn:aws-cn:iam::111122223333:user/bob", `"arn:aws-cn:iam::111122223333:user/bob"`},
		{"arn:arn:aws:iam::111122223333:user/bob", "arn:arn:aws:iam::111122223333:user/bob"},
		{`arn:"aws:iam::111122223333:user/bob"`, `arn:"aws:iam::111122223333:user/bob"`},
		{"fe80::1 2001:db8::1", "fe80::1 2001:db8::1"},
		{"12:30", `"12:30"`},
		{`a\:b*`, `a\:b*`},
	} {
		if got := mustParse(t, tt.text).String(); got != tt.want {
			t.Errorf("%s prints as %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"bukket:x", `col 1: unknown field "bukket": did you mean bucket?`},
		{"tls:none princ:x", `col 10: unknown field "princ": did you mean principal?`},
		{"é bukket:x", `col 3: unknown field "bukket": did you mean bucket?`},
		{"requestParamters.key:x", `col 1: unknown field "requestParamters.key": did you mean requestParameters.key?`},
		{"evntName:x", `col 1: unknown field "evntName": did you mean eventName?`},
		{"https://example.com/x", `col 1: unknown field "https": to search for the text, quote it: "https://example.com/x"`},
		{"ua:Mozilla/5.0 (Windows NT 10.0; rv:109.0)", `col 34: unknown field "rv": quote a value that holds blanks: ua:"Mozilla/5.0 (Windows NT 10.0; rv:109.0)"`},
		{"has:bukket", `col 5: unknown field "bukket": did you mean has:bucket? (for example has:acl)`},
		{"is:denid", "col 4: unknown condition is:denid: did you mean is:denied?"},
		{"is:zzz", "col 4: unknown condition is:zzz: is: takes anonymous, aws-service, read, write, delete, denied, public-acl, website, joined"},
		{"is!=read", "col 1: is takes no !=: write -is:"},
		{"unknown:tls", "col 1: unknown takes a filter in parentheses: for records without a value write -has:tls (for example unknown:(tls:1.2))"},
		{"a unknown:tls:1.2 b", "col 3: unknown takes a filter in parentheses: write unknown:(tls:1.2)"},
		{"unknown: (tls:1.2)", "col 1: unknown takes a filter in parentheses (for example unknown:(tls:1.2))"},
		{"unknown!=(tls:1.2)", "col 1: unknown takes no !=: write -unknown:"},
		{"unknown:()", "col 10: nothing between the parentheses (for example (tls:none OR tls:<1.2))"},
		{"unknown:(tls:1.2", "col 9: parenthesis is not closed"},
		{"unknwon:(tls:1.2)", `col 1: unknown field "unknwon": did you mean unknown?`},
		{strings.Repeat("unknown:(", 1e5), "col 909: nested deeper than 100 levels"},
		{"ip:10.0.0.0/33", "col 4: not a CIDR block: 10.0.0.0/33 (for example ip:10.0.0.0/8)"},
		{"ip:(192.0.2.1, 10.0.0.300)", "col 16: not an IP address: 10.0.0.300 (for example ip:192.0.2.7)"},
		{"ip:2001:db8::g", "col 4: not an IP address: 2001:db8::g (for example ip:192.0.2.7)"},
		{"ip:[10.0.0.9 TO 10.0.0.1]", "col 4: not a range of addresses: [10.0.0.9 TO 10.0.0.1] (for example ip:[192.0.2.10 TO 192.0.2.20])"},
		{"ua:/(/", "col 4: bad regular expression: missing closing ): `(?i)(` (for example ua:/(curl|wget)/)"},
		{"bytes:many", "col 7: not a number: many (for example bytes:>1000)"},
		{"bytes:1..5", "col 7: not a number: 1..5 (for example bytes:[1000 TO 2000])"},
		{"bytes:[5 TO 1]", "col 7: range ends before it begins: [5 TO 1] (for example bytes:>1000)"},
		{"bytes:1*", "col 7: bytes is a number: it takes no wildcards or regular expressions (for example bytes:>1000)"},
		{"bytes:0.5", "col 7: not a number: 0.5 (for example bytes:>1000)"},
		{"time:yesterday", "col 6: not a time: yesterday (for example time:>=2026-11-01T10:00Z, time:2026-11-01 or since:24h)"},
		{"time:24h", "col 6: a length of time is not a time: 24h: write since:24h (for example since:24h)"},
		{"time:2026-11-02..2026-11-01", "col 6: range ends before it begins: 2026-11-02..2026-11-01 (for example time:2026-11-01..2026-11-02)"},
		{"since:(1h, 2h)", "col 8: one time is due here (for example since:2026-11-01, until:2026-11-02T12:00Z or since:24h)"},
		{"tls:TLSv9", "col 5: unknown tls value: TLSv9: it is one of none, 1.0, 1.1, 1.2, 1.3, no-evidence, unversioned, unknown, n/a (for example tls:none or tls:<1.2)"},
		{"tls:>none", "col 5: unknown tls value: >none: only the versions 1.0, 1.1, 1.2 and 1.3 have an order (for example tls:none or tls:<1.2)"},
		{"status:ok", "col 8: not an HTTP status: ok (for example status:403, status:4xx or status:>=400)"},
		{"ua:<script>", `col 4: ua has no order: it takes no < > or [A TO B]: quote the value if it begins so (for example ua:"<value>")`},
		{"userIdentity.arn:>x", "col 18: not a number: >x: a JSON path compares numbers with < > and ranges (for example additionalEventData.bytesTransferredOut:>1000000)"},
		{"error:-", "col 7: - in a log means that nothing is recorded: write -has:error (for example -has:error)"},
		{"bucket: x", `col 8: no value after bucket: the value follows without a space (for example bucket:"a value")`},
		{"bucket:a, b", "col 9: a list stands in parentheses (for example bucket:(a, ...))"},
		{"bucket:(a", "col 8: list is not closed (for example bucket:(a, b))"},
		{"bucket:()", "col 9: a value is missing here (for example bucket:(a, b))"},
		{"bucket:(a AND b)", "col 11: a list holds alternatives, not AND: quote it if it is a value, else write two conditions (for example bucket:a -bucket:b)"},
		{"bucket:((a))", "col 9: a list within a list: quote the value if it begins so"},
		{"bucket!=*", "col 9: no value differs from any value: for records without one write -has:bucket"},
		{`ua:"x`, `col 4: quote without an end (for example ua:"Mozilla/5.0 (X11; Linux)")`},
		{`ua:"\d"`, `col 5: unknown escape in quotes: \d: write \\ for a backslash (for example key:"a\\b")`},
		{`ua:"a"b`, `col 7: text right after a closing quote: within quotes write \" for a quote; without them write "\ " for a blank`},
		{"a [1 TO 2]", "col 3: a comparison or range needs a field before it: quote it to search for the text (for example bytes:>1000)"},
		{">5", "col 1: a comparison or range needs a field before it: quote it to search for the text (for example bytes:>1000)"},
		{"(a", "col 1: parenthesis is not closed"},
		{"a)", `col 2: closing parenthesis without an opening one: quote it to search for it: ")"`},
		{"()", "col 2: nothing between the parentheses (for example (tls:none OR tls:<1.2))"},
		{"a OR", "col 5: a condition is missing here (for example tls:none OR tls:<1.2)"},
		{"OR a", `col 1: no condition before OR: quote it to search for the word: "OR"`},
		{"NOT", "col 4: a condition is missing here (for example tls:none OR tls:<1.2)"},
		{"eventName.:x", "col 1: malformed JSON path: eventName. (for example requestParameters.x-amz-acl:public-read)"},
		{strings.Repeat("(", 1e6), "col 101: nested deeper than 100 levels"},
		{strings.Repeat("-", 1e6) + "a", "col 101: nested deeper than 100 levels"},
		{strings.Repeat("a", 5<<20), "col 1: filter longer than 4 MiB"},
	} {
		_, err := Parse(tt.text, lawNow)
		var e *ParseError
		switch {
		case !errors.As(err, &e):
			t.Errorf("%.60s: error is %v", tt.text, err)
		case err.Error() != tt.want:
			t.Errorf("%.60s\ngot  %v\nwant %s", tt.text, err, tt.want)
		}
	}
}

func TestHint(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"ua:Mozilla/5.0 (X11; Linux)", `quote a value that holds blanks: ua:"Mozilla/5.0 (X11; Linux)"`},
		{"tls:none ua:aws-cli/2.1 Python/3.7 tls:1.2", `quote a value that holds blanks: ua:"aws-cli/2.1 Python/3.7"`},
		{`ua:"Mozilla/5.0" (X11; Linux)`, ""},
		{"ua:curl AND mallory", ""},
		{`ua:curl "mallory"`, ""},
		{"bucket:acme mallory", ""},
		{"ua:curl", ""},
		{"unknown:(tls)", "unknown: takes conditions, as unknown:(tls:<value>); for records without a value write -has:tls"},
		{"unknown:(tls:1.2) unknown:(mallory) unknown:(ua:curl) x", ""},
	} {
		if got := Hint(tt.text); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestQuoteAnyBytes(t *testing.T) {
	var every []byte
	for c := range 256 {
		every = append(every, byte(c))
	}
	for _, text := range []string{"", " ", `"\`, "é\u202e\u00a0\ufffd", string(every), "a\xffb", "\u2028"} {
		got, n, problem := unquote(quote(text) + " x")
		if got != text || n != len(quote(text)) || problem != nil {
			t.Errorf("%q: %q, %d, %v", text, got, n, problem)
		}
	}
}
