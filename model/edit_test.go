package model

import (
	"math/rand"
	"testing"
)

func TestEdit(t *testing.T) {
	pick := func(name, value string) Pick {
		f, ok := LookUp(name)
		if !ok {
			t.Fatal(name)
		}
		p := Pick{Field: f, Value: value, Recorded: value != "(none)"}
		if f == FieldPath {
			p.Path = name
		}
		return p
	}
	for _, tt := range []struct{ filter, key, field, value, want string }{
		// Include: a term, a longer list, nothing twice.
		{"", "+", "bucket", "acme", "bucket:acme"},
		{"tls:none", "+", "bucket", "acme", "tls:none bucket:acme"},
		{"bucket:a tls:none", "+", "bucket", "b", "bucket:(a, b) tls:none"},
		{"bucket:(a, b)", "+", "bucket", "B", "bucket:(a, b)"},
		{"bucket:a*", "+", "bucket", "acme", "bucket:a*"},
		{"bucket:a*", "+", "bucket", "b", "bucket:(a*, b)"},
		{"bucket:a* bucket:*b", "+", "bucket", "c", "bucket:(a*, c) bucket:(*b, c)"},
		{"bucket:a OR tls:none", "+", "bucket", "b", "(bucket:a OR tls:none) bucket:b"},
		{"(bucket:a OR bucket:b) is:read", "+", "bucket", "c", "(bucket:(a, c) OR bucket:b) is:read"},
		{"-bucket:(a, b)", "+", "bucket", "b", "-bucket:a bucket:b"},
		{"-bucket:a", "+", "bucket", "a", "bucket:a"},
		{"bucket!=a", "+", "bucket", "a", "has:bucket bucket:a"},
		{"tls:none", "+", "tls", "1.0", "tls:(none, 1.0)"},
		{"tls:<1.2", "+", "tls", "1.1", "tls:<1.2"},
		{"", "+", "ip", "AWS Internal/3", `ip:"AWS Internal/3"`},
		{"ip:10.0.0.0/8", "+", "ip", "10.1.2.3", "ip:10.0.0.0/8"},
		{"bytes:>1000", "+", "bytes", "5", "bytes:(>1000, 5)"},
		{"bytes:>1000", "+", "bytes", "5000", "bytes:>1000"},
		{"time:2026-11-01", "+", "time", "2026-11-01T10:30:15.250Z", "time:2026-11-01"},
		{"", "+", "requestParameters.x-amz-acl", `["public-read"]`, `requestParameters.x-amz-acl:"[\"public-read\"]"`},
		{"eventName:PutObject", "+", "errorCode", "AccessDenied", "eventName:PutObject errorCode:AccessDenied"},
		{"unknown:(tls:<1.2)", "+", "tls", "no-evidence", "unknown:(tls:<1.2) tls:no-evidence"},

		// Exclude: out of the list, or a term of its own.
		{"", "-", "bucket", "acme", "-bucket:acme"},
		{"-bucket:a", "-", "bucket", "b", "-bucket:(a, b)"},
		{"-bucket:a", "-", "bucket", "A", "-bucket:a"},
		{"bucket:(a, b)", "-", "bucket", "b", "bucket:a"},
		{"bucket:a", "-", "bucket", "a", "-bucket:a"},
		{"bucket:a", "-", "bucket", "b", "bucket:a"},
		{"bucket:a*", "-", "bucket", "acme", "bucket:a* -bucket:acme"},
		{"tls:(none, <1.2)", "-", "tls", "1.0", "tls:(none, <1.2) -tls:1.0"},
		{"tls:(none, <1.2)", "-", "tls", "none", "tls:<1.2"},

		// A value that is not recorded.
		{"", "+", "acl", "(none)", "-has:acl"},
		{"acl:public-read", "+", "acl", "(none)", "acl:public-read OR -has:acl"},
		{"acl:public-read OR -has:acl", "+", "acl", "private", "acl:(public-read, private) OR -has:acl"},
		{"acl:public-read OR -has:acl", "-", "acl", "(none)", "acl:public-read"},
		{"has:acl", "+", "acl", "(none)", "-has:acl"},
		{"-has:acl", "+", "acl", "private", "-has:acl OR acl:private"},
		{"-has:acl", "-", "acl", "(none)", "has:acl"},
		{"", "-", "acl", "(none)", "has:acl"},
		{"has:acl", "-", "acl", "(none)", "has:acl"},
		{"", "+", "requestParameters.key", "(none)", "-has:requestParameters.key"},

		// Only, and without.
		{"bucket:(a, b) -bucket:c has:bucket tls:none", "o", "bucket", "d", "tls:none bucket:d"},
		{"bucket:a (bucket:b OR tls:none)", "w", "bucket", "", "bucket:b OR tls:none"},
		{"-(bucket:a OR -has:bucket) is:read", "w", "bucket", "", "is:read"},
		{"bucket:a", "w", "bucket", "", ""},
		{"unknown:(tls:<1.2) tls:unknown", "o", "tls", "no-evidence", "unknown:(tls:<1.2) tls:no-evidence"},
		{"unknown:(bucket:a)", "w", "bucket", "", "unknown:(bucket:a)"},
		{"eventName:a errorCode:b", "w", "eventName", "", "errorCode:b"},
	} {
		x, p := mustParse(t, tt.filter), pick(tt.field, tt.value)
		var got Expr
		switch tt.key {
		case "+":
			got = Include(x, p)
		case "-":
			got = Exclude(x, p)
		case "o":
			got = Only(x, p)
		default:
			got = WithoutField(x, p.Field, p.Path)
		}
		if got.String() != tt.want {
			t.Errorf("%q %s %s=%s: %s, want %s", tt.filter, tt.key, tt.field, tt.value, got, tt.want)
		}
		if d := sameTree(x, mustParse(t, tt.filter)); d != "" {
			t.Errorf("%q %s %s=%s changed the filter it was given: %s", tt.filter, tt.key, tt.field, tt.value, d)
		}
	}
}

// What a key press makes of a filter parses back, lets the value in or shuts it
// out, and holds for any bytes a log may contain.
func TestEditAnyValue(t *testing.T) {
	r := rand.New(rand.NewSource(6))
	for range 2000 {
		x, p := randomExpr(t, r, 2), randomRecord(r)
		f := Field(r.Intn(int(NumText)))
		pick := Pick{Field: f, Recorded: true, Value: randomBytes(r)}
		switch f {
		case FieldTLS:
			pick.Value = one(r, tlsNames[:])
		case FieldKind: // every record has one of three
			pick.Value = p.kind.String()
		case FieldOp, FieldOperation: // two values compare: a term may hold through the other
			continue
		}
		p.text[f] = pick.Value
		record := p.record()
		for name, edited := range map[string]Expr{"include": Include(x, pick), "exclude": Exclude(x, pick), "only": Only(x, pick)} {
			if d := sameTree(edited, mustParse(t, edited.String())); d != "" {
				t.Fatalf("%s %q of %v: %v does not parse back: %s", name, pick.Value, x, edited, d)
			}
			rest := WithoutField(edited, f, "")
			switch {
			case name == "exclude" && edited.Match(record):
				t.Fatalf("%v still matches after exclude %v=%q: %v", x, f, pick.Value, edited)
			case name == "only" && edited.Match(record) != rest.Match(record):
				t.Fatalf("%v only %v=%q: %v", x, f, pick.Value, edited)
			}
		}
		if !Include(Const(true), pick).Match(record) {
			t.Fatalf("include %v=%q does not match it", f, pick.Value)
		}
	}
}

func randomBytes(r *rand.Rand) string {
	if r.Intn(2) == 0 {
		return one(r, lawWords)
	}
	b := make([]byte, r.Intn(6))
	for i := range b {
		b[i] = byte(r.Intn(256))
	}
	return string(b)
}

func TestTerms(t *testing.T) {
	for text, want := range map[string][]string{
		"":                      nil,
		"*":                     nil,
		"a":                     {"a"},
		"a (b c) -d":            {"a", "b", "c", "-d"},
		"a OR b":                {"a OR b"},
		"(a OR b) bucket:(x,y)": {"a OR b", "bucket:(x, y)"},
	} {
		var got []string
		for _, term := range Terms(mustParse(t, text)) {
			got = append(got, term.String())
		}
		if len(got) != len(want) {
			t.Fatalf("%s: %q, want %q", text, got, want)
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%s: %q, want %q", text, got, want)
			}
		}
	}
}

func TestLift(t *testing.T) {
	for _, tt := range []struct{ text, from, to, rest string }{
		{"", "", "", "nil"},
		{"since:2026-11-01", "2026-11-01T00:00:00Z", "", "nil"},
		{"since:2026-11-01 since:2026-11-03 since:2026-11-02", "2026-11-03T00:00:00Z", "", "nil"},
		{"time:2026-11-01 tls:none", "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z", "tls:none"},
		{"time:[2026-11-01 TO 2026-11-02]", "2026-11-01T00:00:00Z", "2026-11-03T00:00:00Z", "nil"},
		{"since:2026-11-01 (until:2026-11-05 a) until:2026-11-03 b", "2026-11-01T00:00:00Z", "2026-11-03T00:00:00Z", "a b"},
		{"time:(2026-11-01, 2026-11-03)", "", "", "time:(2026-11-01, 2026-11-03)"},
		{"time!=2026-11-01 -time:2026-11-02", "", "", "time!=2026-11-01 -time:2026-11-02"},
		{"time:2026-11-01 OR a", "", "", "time:2026-11-01 OR a"},
		{"unknown:(time:2026-11-01 a)", "", "", "unknown:(time:2026-11-01 a)"},
		{"unknown:(since:2026-11-01) until:2026-11-03", "", "2026-11-03T00:00:00Z", "unknown:(time:>=2026-11-01)"},
	} {
		from, to, rest := Lift(mustParse(t, tt.text))
		text := "nil"
		if rest != nil {
			text = rest.String()
		}
		for _, got := range []struct{ got, want string }{{formatMoment(from), tt.from}, {formatMoment(to), tt.to}, {text, tt.rest}} {
			if got.want == "" {
				got.want = "0001-01-01T00:00:00Z"
			}
			if got.got != got.want {
				t.Errorf("%s: %s, want %s", tt.text, got.got, got.want)
			}
		}
	}
}

func TestWhereUnknown(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"tls:1.2", "unknown:(tls:1.2)"},
		{"tls:1.2 OR is:read", "unknown:(tls:1.2 OR is:read)"},
		{"since:2026-11-01 tls:1.2 until:2026-11-03 -bucket:a", "time:>=2026-11-01 time:<2026-11-03 unknown:(tls:1.2 -bucket:a)"},
		{"-time:2026-11-01 tls:1.2", "unknown:(-time:2026-11-01 tls:1.2)"},
		{"", "unknown:(*)"},
	} {
		if got := WhereUnknown(mustParse(t, tt.text)).String(); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.text, got, tt.want)
		}
	}
}
