package model

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"
	"time"
)

// The laws of a filter, over random filters and random records, against a second
// evaluator: a plain one that works on strings, knows nothing of compiled
// patterns and follows the rules as docs/query.md states them.

// The vocabulary is small, so that conditions meet values.
var (
	lawWords = []string{
		"acme-logs", "ACME-Backup", "public-read", "private,grant:READ:AllUsers", "a b", "", "-", "x\x00y", `q"\`, "é", "*", "k?",
		"a%20b", "a%2520b", "a+b", "a%2Bb", "bb%", "200", "404", "GetObject", "REST.GET.OBJECT", "s3.amazonaws.com", "or", "aws-cli/2.1", "(x)",
	}
	lawAddresses = []string{"10.0.0.1", "10.1.2.3", "192.0.2.7", "2001:db8::1", "2001:DB8:0:0:0:0:0:1", "::ffff:10.0.0.1", "s3.amazonaws.com", "AWS Internal/3"}
	lawTimes     = []string{"2026-11-01", "2026-11", "2026-11-01T10", "2026-11-01T10:30", "2026-11-01T10:30:15", "2026-11-01T10:30:15.250Z", "2026-12-31"}
	lawNumbers   = []string{"0", "1", "999", "1000", "1KB", "1024", "1MB"}
	lawNow       = time.Date(2026, 11, 8, 12, 0, 0, 0, time.UTC)
)

func one[T any](r *rand.Rand, from []T) T { return from[r.Intn(len(from))] }

// randomRecord returns a record with about half of its fields recorded.
func randomRecord(r *rand.Rand) *plainRecord {
	p := &plainRecord{
		kind: one(r, []Kind{AccessLog, CloudTrail}), text: map[Field]string{}, answered: map[Field]bool{}, number: map[Field]int64{},
		time: time.Date(2026, time.Month(10+r.Intn(3)), 1+r.Intn(3), 9+r.Intn(3), 29+r.Intn(3), 14+r.Intn(3), r.Intn(4)*250e6, time.UTC),
	}
	for f := range NumText {
		switch r.Intn(4) {
		case 0:
			if Fields[f].Absence == Answer {
				p.answered[f] = true
			}
		case 1, 2:
			p.text[f] = one(r, lawWords)
			if f == FieldIP {
				p.text[f] = one(r, lawAddresses)
			}
		}
	}
	p.text[FieldKind] = p.kind.String()
	p.text[FieldTLS] = one(r, tlsNames[:])
	for f := FieldBytes; f < fieldEndNumber; f++ {
		if r.Intn(3) > 0 {
			p.number[f] = one(r, []int64{0, 1, 999, 1000, 1001, 1024, 1e6})
		}
	}
	for i := range p.facts {
		p.facts[i] = Truth(r.Intn(3))
	}
	return p
}

// randomCondition writes one condition as a user might.
func randomCondition(r *rand.Rand) string {
	switch r.Intn(12) {
	case 0:
		return "is:" + one(r, FactNames[:])
	case 1:
		return "has:" + Fields[r.Intn(int(FieldPath))].Name
	case 2:
		return one(r, []string{quote(one(r, lawWords)), "acme", "*cme?l*", "/(?:acme|a)-/", `\*`, "-*", "*", "-(*)", "raw:x", "userIdentity.arn:x"})
	}
	f := Field(r.Intn(int(FieldPath)))
	op := one(r, []string{":", ":", "!="})
	if r.Intn(3) > 0 {
		return Fields[f].Name + op + randomValue(r, f)
	}
	var values []string
	for range 1 + r.Intn(12) {
		values = append(values, randomValue(r, f))
	}
	return Fields[f].Name + op + "(" + strings.Join(values, one(r, []string{", ", " OR ", " ", ","})) + ")"
}

func randomValue(r *rand.Rand, f Field) string {
	words, compares := lawWords, false
	switch {
	case f == FieldTLS:
		words, compares = []string{"1.0", "1.1", "TLSv1.2", "1.3"}, true
		if r.Intn(2) == 0 {
			return one(r, append([]string{"1.*", "TLSv1.?", "n*", "/^n|1/"}, tlsNames[:]...))
		}
	case f == FieldKind:
		words = []string{"accesslog", "CloudTrail", "other"}
	case f == FieldTime:
		words, compares = lawTimes, true
		if r.Intn(4) == 0 {
			return one(r, []string{"2026-11-01..2026-11-02", "2026-10..2026-11-01T10:30", "2026-11..", "..2026-11-02"})
		}
	case f.IsNumber():
		words, compares = lawNumbers, true
	case f == FieldStatus:
		words, compares = []string{"200", "404", "300"}, true
		if r.Intn(3) == 0 {
			return one(r, []string{"4xx", "2XX", "/0$/", "2*", `"-"`})
		}
	case f == FieldIP:
		words = lawAddresses
		if r.Intn(3) == 0 {
			return one(r, []string{"10.0.0.0/8", "10.0.0.1/32", "2001:db8::/32", "::/0", "0.0.0.0/0", "[10.0.0.0 TO 10.0.255.255]", "*.amazonaws.com", "/^AWS/"})
		}
	}
	word := one(r, words)
	if !compares {
		return one(r, []string{quote(word), quote(word), printGlob(strings.NewReplacer(`\`, `\\`, "?", "*").Replace(word)+"*", false), "/a.?b|logs$/"})
	}
	switch r.Intn(3) {
	case 0:
		return one(r, []string{"<", "<=", ">", ">="}) + word
	case 1:
		return "[" + word + " TO " + one(r, words) + "]"
	}
	return word
}

// randomExpr grows a tree over conditions that parse.
func randomExpr(t testing.TB, r *rand.Rand, depth int) Expr {
	t.Helper()
	if depth == 0 || r.Intn(4) == 0 {
		for range 100 {
			if x, err := Parse(randomCondition(r), lawNow); err == nil {
				return x
			}
		}
		t.Fatal("no random condition parses")
	}
	var parts []Expr
	for range 2 + r.Intn(3) {
		parts = append(parts, randomExpr(t, r, depth-1))
	}
	switch r.Intn(7) {
	case 0, 1:
		return And(parts)
	case 2, 3:
		return Or(parts)
	case 4:
		return Undecided{parts[0]}
	}
	return Not{parts[0]}
}

// sameTree says where two filters differ, as trees; "" if they do not.
func sameTree(a, b Expr) string {
	parts := func(a, b []Expr) string {
		if len(a) != len(b) {
			return fmt.Sprintf("%d and %d parts", len(a), len(b))
		}
		for i := range a {
			if d := sameTree(a[i], b[i]); d != "" {
				return d
			}
		}
		return ""
	}
	if fmt.Sprintf("%T", a) != fmt.Sprintf("%T", b) {
		return fmt.Sprintf("%T %v and %T %v", a, a, b, b)
	}
	switch a := a.(type) {
	case And:
		return parts(a, b.(And))
	case Or:
		return parts(a, b.(Or))
	case Not:
		return sameTree(a.X, b.(Not).X)
	case Undecided:
		return sameTree(a.X, b.(Undecided).X)
	}
	if x, y := spelledOut(a), spelledOut(b); x != y {
		return x + " and " + y
	}
	return ""
}

// spelledOut prints all that a condition is made of.
func spelledOut(x Expr) string {
	pattern := func(p Pattern) string {
		return fmt.Sprintf("{%d %q %q %d %d %d %v %v}", p.Op, p.Text, p.High, p.by, p.lo, p.hi, p.from, p.tls)
	}
	switch x := x.(type) {
	case *Has:
		return fmt.Sprintf("has %d %q", x.Field, x.Path)
	case *Text:
		return "text " + pattern(x.Pattern)
	case *Raw:
		return "raw " + pattern(x.Pattern)
	case *Cmp:
		s := fmt.Sprintf("cmp %d %q %v", x.Field, x.Path, x.Differs)
		for _, p := range x.Patterns {
			s += pattern(p)
		}
		return s
	}
	return fmt.Sprintf("%#v", x)
}

// checkLaws holds one filter and one record against the laws.
func checkLaws(t *testing.T, x, y Expr, p *plainRecord) {
	t.Helper()
	r := p.record()
	eval, match := x.Eval(r), x.Match(r)
	wrong := func(law string) {
		t.Helper()
		t.Fatalf("%s\nfilter %v\nand    %v\nrecord %v %v %v %v\neval %v match %v", law, x, y, p.text, p.answered, p.number, p.time, eval, match)
	}
	switch {
	case eval != p.eval(x):
		wrong("Eval is not Kleene evaluation: " + p.eval(x).String())
	case match != p.match(x):
		wrong("Match does not take unknown conditions as no")
	case eval != Unknown && match != (eval == Yes):
		wrong("Match differs where Kleene decides")
	case (Not{x}).Match(r) == match:
		wrong("-X is not the complement of X")
	case (Not{And{x, y}}).Eval(r) != (Or{Not{x}, Not{y}}).Eval(r) || (Not{And{x, y}}).Match(r) != (Or{Not{x}, Not{y}}).Match(r):
		wrong("De Morgan: not (x and y)")
	case (Not{Or{x, y}}).Eval(r) != (And{Not{x}, Not{y}}).Eval(r) || (Not{Or{x, y}}).Match(r) != (And{Not{x}, Not{y}}).Match(r):
		wrong("De Morgan: not (x or y)")
	case (Undecided{x}).Eval(r) != Of(eval == Unknown) || (Undecided{x}).Match(r) != (eval == Unknown):
		wrong("unknown:(X) is not where X is unknown")
	case (Undecided{Not{x}}).Eval(r) != (Undecided{x}).Eval(r):
		wrong("X and -X are not unknown alike")
	case WhereUnknown(And{x, y}).Eval(r) != (Undecided{And{x, y}}).Eval(r):
		wrong("WhereUnknown is not unknown:(x and y)")
	}
	if s := Simplify(x); s.Eval(r) != eval || s.Match(r) != match {
		wrong("Simplify changes the answer: " + s.String())
	}
	from, to, rest := Lift(And{x, y})
	lifted := Simplify(rest)
	in := (from.IsZero() || !r.When().Before(from)) && (to.IsZero() || r.When().Before(to))
	if both := (And{x, y}); (in && lifted.Match(r)) != both.Match(r) || Of(in).And(lifted.Eval(r)) != both.Eval(r) {
		wrong(fmt.Sprintf("Lift loses something: %v %v %v", from, to, rest))
	}
}

func TestLaws(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	const rounds = 4000
	decided := map[Truth]int{}
	for range rounds {
		x, y, p := randomExpr(t, r, 2), randomExpr(t, r, 1), randomRecord(r)
		checkLaws(t, x, y, p)
		decided[x.Eval(p.record())]++
	}
	for _, truth := range []Truth{Yes, No, Unknown} { // else the laws were tried on nothing
		if decided[truth] < rounds/20 {
			t.Errorf("only %d of %d answers are %v", decided[truth], rounds, truth)
		}
	}
}

func TestPrintThenParse(t *testing.T) {
	r := rand.New(rand.NewSource(2))
	for range 1500 {
		x := randomExpr(t, r, 3)
		y, err := Parse(x.String(), lawNow)
		if err != nil {
			t.Fatalf("%v does not parse: %v", x, err)
		}
		if d := sameTree(x, y); d != "" {
			t.Fatalf("%v parses to %v: %s", x, y, d)
		}
	}
}

func TestSimplifyShape(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	var check func(x Expr, top bool)
	check = func(x Expr, top bool) {
		t.Helper()
		parts := func(parts []Expr) {
			if len(parts) < 2 {
				t.Fatalf("%v has %d parts", x, len(parts))
			}
			for _, part := range parts {
				if fmt.Sprintf("%T", part) == fmt.Sprintf("%T", x) {
					t.Fatalf("%v is nested in itself", x)
				}
				check(part, false)
			}
		}
		switch x := x.(type) {
		case And:
			parts(x)
		case Or:
			parts(x)
		case Not:
			if _, double := x.X.(Not); double {
				t.Fatalf("double negation: %v", x)
			}
			check(x.X, false)
		case Undecided:
			if _, negated := x.X.(Not); negated {
				t.Fatalf("a negation right within unknown: %v", x)
			}
			check(x.X, false)
		case Const:
			if !top {
				t.Fatal("a constant within a filter")
			}
		}
	}
	for range 1000 {
		check(Simplify(randomExpr(t, r, 3)), true)
	}
}

// FuzzParse holds what parses against the laws, and what does not against its promises.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"tls:none -is:aws-service bucket:acme-*", `ua:"Mozilla/5.0 (X11; \x00)" OR key:/a.b/`, "((a", "-(*)", `f:("a", b\ *, [1 TO 2])`,
		"time:2026-11-01..2026-11-02 since:24h", `requestParameters."a\u{41}b".c!=x`, "ip:(10.0.0.0/8, ::1)", `ip:"fe80::1%eth0"`, "bytes:>=1.5MB", "a:b", "OR", "tls:>1.0",
		"-unknown:(tls:1.2 OR unknown:(-raw:x *))", "unknown:(-*)", "unknown=(time:2026-11-01 -(bytes:>1))", "unknown:tls", "UNKNOWN:((", "unknown!=(a)",
	} {
		f.Add(seed, int64(1))
	}
	f.Fuzz(func(t *testing.T, text string, seed int64) {
		Hint(text)
		CompletionAt(text, int(seed))
		x, err := Parse(text, lawNow)
		if err != nil {
			if e := err.(*ParseError); e.Column < 1 || e.Column > len([]rune(text))+1 || e.Message == "" {
				t.Fatalf("%q: %#v", text, e)
			}
			return
		}
		y, err := Parse(x.String(), lawNow)
		if err != nil {
			t.Fatalf("%q prints as %q: %v", text, x, err)
		}
		if d := sameTree(x, y); d != "" {
			t.Fatalf("%q prints as %q: %s", text, x, d)
		}
		r := rand.New(rand.NewSource(seed))
		p := randomRecord(r)
		eval, match := x.Eval(p.record()), x.Match(p.record())
		if eval != Unknown && match != (eval == Yes) {
			t.Fatalf("%q: eval %v, match %v", text, eval, match)
		}
		if s := Simplify(x); s.Eval(p.record()) != eval || s.Match(p.record()) != match {
			t.Fatalf("%q: Simplify changes the answer: %v", text, s)
		}
	})
}
