package model

import (
	"fmt"
	"math/rand"
	"net/netip"
	"strings"
	"testing"
)

// answers asks a condition for values and returns those with each answer, as
// "yes: a b; unknown: c"; the answer no is left out.
func answers(t *testing.T, text string, values []string) string {
	t.Helper()
	c, ok := mustParse(t, text).(*Cmp)
	if !ok {
		t.Fatalf("%s is no comparison", text)
	}
	var yes, unknown []string
	for _, v := range values {
		switch c.Value([]byte(v)) {
		case Yes:
			yes = append(yes, v)
		case Unknown:
			unknown = append(unknown, v)
		}
	}
	s := "yes: " + strings.Join(yes, " ")
	if len(unknown) > 0 {
		s += "; unknown: " + strings.Join(unknown, " ")
	}
	return s
}

func TestTLS(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"tls:none", "yes: none; unknown: no-evidence unknown"},
		{"tls:-", "yes: none; unknown: no-evidence unknown"},
		{"tls:1.2", "yes: 1.2; unknown: no-evidence unversioned unknown"},
		{"tls:TLSv1", "yes: 1.0; unknown: no-evidence unversioned unknown"},
		{"tls:<1.2", "yes: 1.0 1.1; unknown: no-evidence unversioned unknown"},
		{"tls:>=TLSV1.2", "yes: 1.2 1.3; unknown: no-evidence unversioned unknown"},
		{"tls:[1.1 TO 1.2]", "yes: 1.1 1.2; unknown: no-evidence unversioned unknown"},
		{"tls:TLSv1.*", "yes: 1.0 1.1 1.2 1.3; unknown: no-evidence unversioned unknown"},
		{"tls:(none, <1.2)", "yes: none 1.0 1.1; unknown: no-evidence unversioned unknown"},
		{"tls:no-evidence", "yes: no-evidence"},
		{"tls:unversioned", "yes: unversioned"},
		{"tls:Unknown", "yes: unknown"},
		{"tls:n/a", "yes: n/a"},
		{"tls:(none, no-evidence)", "yes: none no-evidence; unknown: unknown"},
		{"tls!=none", "yes: 1.0 1.1 1.2 1.3 unversioned n/a; unknown: no-evidence unknown"},
		{"tls!=1.2", "yes: none 1.0 1.1 1.3 n/a; unknown: no-evidence unversioned unknown"},
		{"tls!=no-evidence", "yes: none 1.0 1.1 1.2 1.3 unversioned unknown n/a"},
	} {
		if got := answers(t, tt.text, tlsNames[:]); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.text, got, tt.want)
		}
	}
	has := mustParse(t, "has:tls").(*Has)
	var got []string
	for _, v := range tlsNames {
		if has.Value([]byte(v)) {
			got = append(got, v)
		}
	}
	if want := "none 1.0 1.1 1.2 1.3 unversioned"; strings.Join(got, " ") != want {
		t.Errorf("has:tls: %v, want %s", got, want)
	}
}

func TestValue(t *testing.T) {
	for _, tt := range []struct{ text, values, want string }{
		// Whole values, without regard to case; * and ? are wildcards unless quoted.
		{"bucket:acme", "acme ACME acme-logs", "yes: acme ACME"},
		{"bucket:acme-*", "acme acme-logs ACME-x", "yes: acme-logs ACME-x"},
		{"bucket:a?c", "abc aéc ac abbc", "yes: abc aéc"},
		{`bucket:"a*c"`, "abc a*c", "yes: a*c"},
		{"bucket!=acme", "acme other", "yes: other"},
		{"ua:/^curl|wget$/", "curl/7 x-WGET wget/1", "yes: curl/7 x-WGET"},
		{"id:abc", "abc ABC", "yes: abc"},
		{"operation:REST.*", "REST.PUT.OBJECT PutObject", "yes: REST.PUT.OBJECT"},

		// Long lists are looked up, with the same result.
		{"bucket:(a, b, c, d, e, f, G, h, i-*)", "A g i-1 i z", "yes: A g i-1"},
		{"key:(a, b, c, d, e, f, G, h)", "A g a G", "yes: a G"},
		{"ip:(192.0.2.1, 192.0.2.2, 192.0.2.3, 192.0.2.4, 192.0.2.5, 2001:db8::1, s3.amazonaws.com, 10.0.0.0/8)", "192.0.2.3 192.0.2.6 2001:DB8:0::1 S3.amazonaws.com 10.9.9.9 ::ffff:192.0.2.1", "yes: 192.0.2.3 2001:DB8:0::1 S3.amazonaws.com 10.9.9.9 ::ffff:192.0.2.1"},

		// Keys: with regard to case; raw, decoded once or twice, + as a space.
		{"key:Photo.jpg", "Photo.jpg photo.jpg", "yes: Photo.jpg"},
		{`key:"a b"`, "a%20b a+b a%2520b a%2Bb a%252Bb", "yes: a%20b a+b a%2520b"},
		{`key:"a b c"`, "a+b%2520c a%20b+c", "yes: a+b%2520c a%20b+c"},
		{"key:a+b", "a+b a%2Bb a%252Bb a%20b", "yes: a+b a%2Bb a%252Bb"},
		{"key:a%20b", "a%20b a%2520b", "yes: a%20b a%2520b"},
		{`key:*\ b/*`, "x%20b/c x+b%2Fc x_b/c", "yes: x%20b/c x+b%2Fc"},
		{`key:/\sb$/`, "x%20b x_b x+b", "yes: x%20b x+b"},
		{"key:100%", "100% 100%25 100%zz", "yes: 100% 100%25"},
		{"key:/logs/2026/", "logs/2026 a-logs/2026-x logs/2025", "yes: logs/2026 a-logs/2026-x"},
		{`key:"/logs/2026/"`, "/logs/2026/ logs/2026", "yes: /logs/2026/"},

		// Addresses compare as addresses; what is none is a decided no.
		{"ip:10.0.0.0/8", "10.1.2.3 ::ffff:10.1.2.3 11.0.0.1 s3.amazonaws.com 2001:db8::1", "yes: 10.1.2.3 ::ffff:10.1.2.3"},
		{"ip:10.9.9.9/8", "10.1.2.3 11.0.0.1", "yes: 10.1.2.3"},
		{"ip:::ffff:10.0.0.0/104", "10.1.2.3 11.0.0.1", "yes: 10.1.2.3"},
		{"ip:2001:db8::/32", "2001:db8::1 2001:DB8:1::5 2001:db9::1 10.0.0.1", "yes: 2001:db8::1 2001:DB8:1::5"},
		{"ip:::/0", "10.0.0.1 2001:db8::1", "yes: 2001:db8::1"},
		{"ip:2001:db8::1", "2001:DB8:0:0:0:0:0:1 2001:db8::2", "yes: 2001:DB8:0:0:0:0:0:1"},
		{"ip:[192.0.2.10 TO 192.0.2.20]", "192.0.2.9 192.0.2.10 192.0.2.20 192.0.2.21", "yes: 192.0.2.10 192.0.2.20"},
		{"ip!=10.0.0.0/8", "10.1.2.3 s3.amazonaws.com", "yes: s3.amazonaws.com"},
		{"ip:*.amazonaws.com", "config.amazonaws.com 10.0.0.1", "yes: config.amazonaws.com"},
		{"ip:192.0.2.*", "192.0.2.7 192.0.3.7", "yes: 192.0.2.7"},

		// Status is text with classes, ranges and comparisons.
		{"status:4xx", "200 400 403 499 500 4xx", "yes: 400 403 499"},
		{"status:>=400", "200 404 503 -", "yes: 404 503"},
		{"status:[300 TO 399]", "299 304 400", "yes: 304"},
		{"status:40?", "403 413", "yes: 403"},
		{"status!=4xx", "200 404", "yes: 200"},

		// Several ACLs joined by commas: each and the whole.
		{"acl:public-read", "public-read public-read,none private", "yes: public-read public-read,none"},
		{"acl:grant:READ:AllUsers", "grant:READ:AllUsers grant:WRITE:AllUsers,grant:READ:AllUsers", "yes: grant:READ:AllUsers grant:WRITE:AllUsers,grant:READ:AllUsers"},
		{`acl:"a,b"`, "a,b a b", "yes: a,b"},
		{"acl:grant:*:AllUsers", "private,grant:READ:AllUsers private", "yes: private,grant:READ:AllUsers"},
		{"acl:grant:WRITE*AllUsers", "grant:WRITE:id,grant:READ:AllUsers grant:WRITE_ACP:AllUsers", "yes: grant:WRITE_ACP:AllUsers"},
		{"acl:/WRITE.*AllUsers/", "grant:WRITE:id,grant:READ:AllUsers grant:WRITE:AllUsers,private", "yes: grant:WRITE:AllUsers,private"},
		{"acl!=private", "private,grant:READ:AllUsers none", "yes: none"},
	} {
		if got := answers(t, tt.text, strings.Fields(tt.values)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestNumber(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"bytes:1000", "1000"},
		{"bytes:1KB", "1000"},
		{"bytes:1KiB", "1024"},
		{"bytes:>1kb", "1001 1024 1000000"},
		{"bytes:>=1.001kB", "1001 1024 1000000"},
		{"bytes:<1000", "0 999"},
		{"bytes:<=1000B", "0 999 1000"},
		{"bytes:[999 TO 1000]", "999 1000"},
		{"bytes:(0, >1MiB, 1MB)", "0 1000000"},
		{"bytes!=(0, 1MB)", "999 1000 1001 1024"},
		{"turnaround:>1s", "1001 1024 1000000"},
		{"turnaround:999ms", "999"},
	} {
		c := mustParse(t, tt.text).(*Cmp)
		var got []string
		for _, n := range []int64{0, 999, 1000, 1001, 1024, 1e6} {
			if c.Number(n) == Yes {
				got = append(got, fmt.Sprint(n))
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %v, want %s", tt.text, got, tt.want)
		}
	}
}

func TestMoment(t *testing.T) {
	times := []string{
		"2026-10-31T23:59:59.999Z", "2026-11-01T00:00:00.000Z", "2026-11-01T10:30:15.250Z", "2026-11-01T10:31:00.000Z",
		"2026-11-01T23:59:59.999Z", "2026-11-02T00:00:00.000Z", "2026-11-08T11:59:59.999Z",
	}
	for _, tt := range []struct{ text, want string }{
		// A time names a span as long as its last unit.
		{"time:2026-11-01", "1 2 3 4"},
		{"time:2026-11", "1 2 3 4 5 6"},
		{"time:2026-11-01T10", "2 3"},
		{"time:2026-11-01T10:30", "2"},
		{"time:2026-11-01T10:30:15Z", "2"},
		{"time:2026-11-01T10:30:15.250Z", "2"},
		{"time:2026-11-01T10:30:15.251Z", ""},
		{"time:2026-11-01T19:30+09:00", "2"},
		{`time:"2026-11-01 10:30"`, "2"},

		// A..B is half open, [A TO B] holds both spans.
		{"time:2026-11-01..2026-11-02", "1 2 3 4"},
		{"time:[2026-11-01 TO 2026-11-02]", "1 2 3 4 5"},
		{"time:2026-11-01T10:31..", "3 4 5 6"},
		{"time:..2026-11-01", "0"},

		// Comparisons stay clear of the span.
		{"time:<2026-11-01", "0"},
		{"time:<=2026-11-01", "0 1 2 3 4"},
		{"time:>2026-11-01", "5 6"},
		{"time:>=2026-11-01", "1 2 3 4 5 6"},
		{"time!=2026-11-01", "0 5 6"},
		{"time:(2026-10, 2026-11-02)", "0 5"},

		// since: includes its bound, until: does not; lengths count back from now.
		{"since:2026-11-02", "5 6"},
		{"until:2026-11-02", "0 1 2 3 4"},
		{"since:1m", "6"},
		{"until:1w", "0 1 2 3"},
		{"since:6d12h", "5 6"},
		{"time:7d..6d12h", "4"},
	} {
		c := mustParse(t, tt.text).(*Cmp)
		var got []string
		for i, text := range times {
			from, _, ok := parseMoment(text)
			if !ok {
				t.Fatal(text)
			}
			if c.Moment(from) == Yes {
				got = append(got, fmt.Sprint(i))
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %v, want %s", tt.text, got, tt.want)
		}
	}
}

func TestAbsent(t *testing.T) {
	var silent, answered Record
	silent.Reset(CloudTrail)
	answered.Reset(AccessLog)
	for f := range NumText {
		answered.None(f)
	}
	for _, tt := range []struct {
		text             string
		silent, answered Truth
	}{
		{"error:AccessDenied", Unknown, No},
		{"error!=AccessDenied", Unknown, No},
		{"-error:AccessDenied", Unknown, Yes},
		{"has:error", No, No},
		{"-has:error", Yes, Yes},
		{"acl:public-read", Unknown, Unknown},
		{"-acl:public-read", Unknown, Unknown},
		{"tls:none", Unknown, Unknown},
		{"bytes:>1", Unknown, Unknown},
		{"op:PutObject", Unknown, Unknown},
		{"requestParameters.key:x", Unknown, Unknown},
		{"has:requestParameters.key", Unknown, No},
		{"is:joined", Unknown, Unknown},
		{"mallory", No, No},
	} {
		x := mustParse(t, tt.text)
		if got := x.Eval(&silent); got != tt.silent {
			t.Errorf("%s on silence: %v, want %v", tt.text, got, tt.silent)
		}
		if got := x.Eval(&answered); got != tt.answered {
			t.Errorf("%s on an answer: %v, want %v", tt.text, got, tt.answered)
		}
	}
}

func TestOpTakesBothSpellings(t *testing.T) {
	var r Record
	r.Reset(AccessLog)
	r.Text[FieldOp], r.Text[FieldOperation] = []byte("PutObject"), []byte("REST.PUT.OBJECT")
	for text, want := range map[string]Truth{
		"op:PutObject":              Yes,
		"op:REST.PUT.*":             Yes,
		"op!=REST.PUT.OBJECT":       No,
		"op!=PutObject":             No,
		"op!=GetObject":             Yes,
		"operation:PutObject":       No,
		"operation:REST.PUT.OBJECT": Yes,
	} {
		if got := mustParse(t, text).Eval(&r); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

func TestTextAndRaw(t *testing.T) {
	for _, tt := range []struct {
		text, value string
		want        bool
	}{
		{"mallory", "arn:aws:iam::111122223333:user/Mallory", true},
		{"mallory", "mallor", false},
		{`""`, "x", true},
		{`"a b"`, "xA By", true},
		{"m*y", "a Mallory b", true},
		{"m?y", "a may b", true},
		{"/y$/", "Mallory", true},
		{"/^y/", "Mallory", false},
		{"raw:Mallory", `{"userName":"Mallory"}`, true},
		{"raw:mallory", `{"userName":"Mallory"}`, false},
		{`raw:"\"userName\":\"M"`, `{"userName":"Mallory"}`, true},
		{"raw:user*Mallory", `{"userName":"Mallory"}`, true},
		{"raw:/M[a-z]+y/", `{"userName":"Mallory"}`, true},
		{"raw:/m[a-z]+y\"/", `{"userName":"Mallory"}`, false},
	} {
		var got bool
		switch x := mustParse(t, tt.text).(type) {
		case *Text:
			got = x.Holds([]byte(tt.value))
		case *Raw:
			got = x.Holds([]byte(tt.value))
		}
		if got != tt.want {
			t.Errorf("%s in %s: %v", tt.text, tt.value, got)
		}
	}
}

func TestFinder(t *testing.T) {
	r := rand.New(rand.NewSource(4))
	text := func(n int) string {
		b := make([]byte, r.Intn(n))
		for i := range b {
			b[i] = "aAbBeE-%\xff"[r.Intn(9)]
		}
		return string(b)
	}
	for range 20000 {
		value, part := text(12), text(4)
		folded, exact := newFinder(part, false), newFinder(part, true)
		if got, want := folded.in([]byte(value)), strings.Contains(foldASCII(value), foldASCII(part)); got != want {
			t.Fatalf("%q in %q, folded: %v", part, value, got)
		}
		if got, want := exact.in([]byte(value)), strings.Contains(value, part); got != want {
			t.Fatalf("%q in %q: %v", part, value, got)
		}
	}
}

// FuzzAddress holds the address parser against package netip.
func FuzzAddress(f *testing.F) {
	for _, seed := range []string{
		"192.0.2.1", "2001:db8::1", "::", "::1", "1::", "::ffff:192.0.2.1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8",
		"1:2:3:4:5:6:7:8:9", "1:2:3:4::5:6:7:8", "1::2::3", ":::", "1.2.3", "1.2.3.256", "01.2.3.4", "1.2.3.4.", "12345::", "::1%eth0", "1:2:3:4:5:6:7:1.2.3.4", "s3.amazonaws.com", "", ":",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		want, err := netip.ParseAddr(text)
		got, ok := parseAddress([]byte(text))
		if ok != (err == nil && want.Zone() == "") {
			t.Fatalf("%q: %v, netip says %v", text, ok, err)
		}
		if ok && netip.AddrFrom16(got) != netip.AddrFrom16(want.As16()) {
			t.Fatalf("%q: %v, want %v", text, netip.AddrFrom16(got), want)
		}
	})
}

func TestNothingAllocates(t *testing.T) {
	long := strings.Repeat("x", 300) + "curl"
	for _, tt := range []struct{ text, value string }{
		{"bucket:acme", "ACME"},
		{"bucket:(a, b, c, d, e, f, g, acme*)", "acme-logs"},
		{"bucket:acme-*logs", "ACME-x-logs"},
		{"key:\"a b c\"", "a%2520b+c"},
		{"key:a*", "%61%20b+c"},
		{"ip:10.0.0.0/8", "10.1.2.3"},
		{"ip:2001:db8::/32", "config.amazonaws.com"},
		{"ip:(10.0.0.1, 10.0.0.2, 10.0.0.3, 10.0.0.4, 10.0.0.5, 10.0.0.6, 10.0.0.7, 10.0.0.8)", "10.0.0.7"},
		{"tls:<1.2", "no-evidence"},
		{"acl:public-read", "private,public-read"},
		{"status:4xx", "404"},
		{"ua:/curl/", "curl"},
	} {
		c, v := mustParse(t, tt.text).(*Cmp), []byte(tt.value)
		if n := testing.AllocsPerRun(100, func() { c.Value(v) }); n != 0 {
			t.Errorf("%s: %v allocations", tt.text, n)
		}
	}
	text, raw, v := mustParse(t, "CURL").(*Text), mustParse(t, "raw:curl").(*Raw), []byte(long)
	if n := testing.AllocsPerRun(100, func() { text.Holds(v); raw.Holds(v) }); n != 0 {
		t.Errorf("a bare word: %v allocations", n)
	}
}
