package model

import (
	"fmt"
	"math/rand"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The laws of a filter, over random filters and random records, against a second
// evaluator: a plain one that works on strings, knows nothing of compiled
// patterns and follows the rules as docs/query.md states them.

// A plainRecord is a record as the plain evaluator sees it.
type plainRecord struct {
	kind     Kind
	text     map[Field]string
	answered map[Field]bool
	number   map[Field]int64
	time     time.Time
	facts    [Joined]Truth
}

// record is the same record for the evaluator under test.
func (p *plainRecord) record() *Record {
	var r Record
	r.Reset(p.kind)
	r.Time = p.time.UnixMilli()
	for f, v := range p.text {
		r.Text[f] = []byte(v)
	}
	for f := range p.answered {
		r.Answered |= 1 << f
	}
	for f, n := range p.number {
		r.Number[f-NumText] = n
	}
	for fact, truth := range p.facts {
		r.Facts.Set(Fact(fact), truth)
	}
	return &r
}

// eval is Kleene evaluation, written out.
func (p *plainRecord) eval(x Expr) Truth {
	switch x := x.(type) {
	case And:
		worst := Yes
		for _, part := range x {
			switch p.eval(part) {
			case No:
				return No
			case Unknown:
				worst = Unknown
			}
		}
		return worst
	case Or:
		best := No
		for _, part := range x {
			switch p.eval(part) {
			case Yes:
				return Yes
			case Unknown:
				best = Unknown
			}
		}
		return best
	case Not:
		return map[Truth]Truth{Yes: No, No: Yes, Unknown: Unknown}[p.eval(x.X)]
	}
	return p.condition(x)
}

// match is evaluation with every unknown condition taken as no.
func (p *plainRecord) match(x Expr) bool {
	switch x := x.(type) {
	case And:
		return !slices.ContainsFunc(x, func(part Expr) bool { return !p.match(part) })
	case Or:
		return slices.ContainsFunc(x, p.match)
	case Not:
		return !p.match(x.X)
	}
	return p.condition(x) == Yes
}

func (p *plainRecord) condition(x Expr) Truth {
	switch x := x.(type) {
	case Const:
		return map[Const]Truth{true: Yes, false: No}[x]
	case *Is:
		if x.Fact == Joined {
			return Unknown
		}
		return p.facts[x.Fact]
	case *Has:
		return p.has(x)
	case *Text:
		for _, v := range p.text {
			if plainPart(x.Pattern, v) {
				return Yes
			}
		}
		return No
	case *Cmp:
		return p.compare(x)
	}
	return Unknown // raw
}

func (p *plainRecord) has(x *Has) Truth {
	v, recorded := p.text[x.Field]
	_, number := p.number[x.Field]
	switch x.Field {
	case FieldTime:
		return Yes
	case FieldPath:
		if p.kind == AccessLog {
			return No
		}
		return Unknown
	case FieldTLS:
		return Of(recorded && !slices.Contains([]string{"no-evidence", "unknown", "n/a"}, v))
	case FieldOp:
		_, own := p.text[FieldOperation]
		return Of(recorded || own)
	}
	return Of(recorded || number)
}

func (p *plainRecord) compare(x *Cmp) Truth {
	var values []string
	for _, f := range []Field{x.Field, FieldOperation} {
		if v, ok := p.text[f]; ok && (f == x.Field || x.Field == FieldOp) {
			values = append(values, v)
		}
	}
	if n, ok := p.number[x.Field]; ok {
		values = append(values, strconv.FormatInt(n, 10))
	}
	if x.Field == FieldTime {
		values = append(values, p.time.Format("2006-01-02T15:04:05.000Z"))
	}
	if len(values) == 0 || x.Field == FieldPath {
		if p.answered[x.Field] {
			return No
		}
		return Unknown
	}
	answer := No
	for _, pattern := range x.Patterns {
		for _, v := range values {
			switch plainValueIs(x.Field, pattern, v) {
			case Yes:
				answer = Yes
			case Unknown:
				if answer == No {
					answer = Unknown
				}
			}
		}
	}
	if x.Differs && answer != Unknown {
		return Of(answer == No)
	}
	return answer
}

// plainValueIs compares one value with one pattern.
func plainValueIs(f Field, p Pattern, v string) Truth {
	switch {
	case f == FieldTLS:
		return plainTLS(p, v)
	case f == FieldTime:
		return Of(plainTime(p, v))
	case f.IsNumber():
		return Of(plainRange(p, v, func(text string) float64 { n, _ := parseNumber(f, text); return float64(n) }))
	case f == FieldACL:
		for _, element := range append(strings.Split(v, ","), v) {
			if plainText(p, element, false) {
				return Yes
			}
		}
		return No
	case f == FieldKey:
		return Of(slices.ContainsFunc(plainKeyForms(v), func(form string) bool { return plainText(p, form, true) }))
	case f == FieldStatus && strings.HasSuffix(p.Text, "xx"):
		return Of(len(v) == 3 && v[0] == p.Text[0] && strings.Trim(v, "0123456789") == "")
	case f == FieldStatus && p.Op >= Between:
		return Of(strings.Trim(v, "0123456789") == "" && v != "" && plainRange(p, v, func(text string) float64 { n, _ := strconv.ParseFloat(text, 64); return n }))
	case f == FieldIP && p.Op != Glob && p.Op != Regexp:
		return Of(plainIP(p, v))
	}
	return Of(plainText(p, v, Fields[f].Exact))
}

func plainKeyForms(v string) []string {
	forms := []string{v, strings.ReplaceAll(v, "+", " ")}
	for range 2 {
		for _, form := range forms {
			if decoded, err := url.PathUnescape(form); err == nil {
				forms = append(forms, decoded)
			}
		}
	}
	return forms
}

func plainIP(p Pattern, v string) bool {
	address, err := netip.ParseAddr(v)
	switch p.Op {
	case CIDR:
		block := netip.MustParsePrefix(p.Text)
		return err == nil && block.Contains(address.Unmap())
	case Between:
		low, high := netip.MustParseAddr(p.Text).Unmap(), netip.MustParseAddr(p.High).Unmap()
		address = address.Unmap()
		return err == nil && low.Is4() == address.Is4() && low.Compare(address) <= 0 && address.Compare(high) <= 0
	}
	if same, wrong := netip.ParseAddr(p.Text); wrong == nil {
		return err == nil && same.Unmap() == address.Unmap()
	}
	return strings.EqualFold(p.Text, v)
}

func plainTLS(p Pattern, v string) Truth {
	versions := []string{"1.0", "1.1", "1.2", "1.3"}
	answer := No
	for _, word := range []string{"none", "1.0", "1.1", "1.2", "1.3", "no-evidence", "unversioned", "unknown", "n/a"} {
		version := slices.Contains(versions, word)
		var asked bool
		switch {
		case p.Op == Equal:
			asked = p.Text == word
		case p.Op >= Between:
			asked = version && plainRange(p, word, func(text string) float64 { n, _ := strconv.ParseFloat(text, 64); return n })
		default:
			asked = plainText(p, word, false) || version && p.Op == Glob && plainText(p, "TLSv"+word, false)
		}
		switch {
		case !asked:
		case word == v:
			answer = Yes
		case answer == No && (v == "no-evidence" || v == "unknown") && (version || word == "none"),
			answer == No && v == "unversioned" && version:
			answer = Unknown
		}
	}
	return answer
}

// plainTime compares times as text: all are in UTC, and a shorter one is the
// start of a span.
func plainTime(p Pattern, v string) bool {
	full := func(text string) string { return text + "0000-01-01T00:00:00.000Z"[len(text):] }
	last := func(text string) string { return text + "9999-12-31T23:59:59.999Z"[len(text):] } // sorts behind all of the span
	switch p.Op {
	case Equal:
		return full(p.Text) <= v && v <= last(p.Text)
	case Between:
		return full(p.Text) <= v && v <= last(p.High)
	case Within:
		return full(p.Text) <= v && v < full(p.High)
	case Less:
		return v < full(p.Text)
	case LessEqual:
		return v <= last(p.Text)
	case Greater:
		return v > last(p.Text)
	}
	return v >= full(p.Text)
}

func plainRange(p Pattern, v string, number func(string) float64) bool {
	n, low, high := number(v), number(p.Text), number(p.High)
	switch p.Op {
	case Between:
		return low <= n && n <= high
	case Less:
		return n < low
	case LessEqual:
		return n <= low
	case Greater:
		return n > low
	case GreaterEqual:
		return n >= low
	}
	return n == low
}

// plainText compares a whole value.
func plainText(p Pattern, v string, exact bool) bool {
	fold := map[bool]string{true: "", false: "(?i)"}[exact]
	switch p.Op {
	case Glob:
		return regexp.MustCompile(`(?s)` + fold + `^` + globRegexp(p.Text) + `$`).MatchString(v)
	case Regexp:
		return regexp.MustCompile(fold + p.Text).MatchString(v)
	}
	return v == p.Text || !exact && strings.EqualFold(v, p.Text)
}

// plainPart looks for a bare word.
func plainPart(p Pattern, v string) bool {
	if p.Op == Equal {
		return strings.Contains(strings.ToLower(v), strings.ToLower(p.Text))
	}
	if p.Op == Glob {
		p.Text = "*" + p.Text + "*"
	}
	return plainText(p, v, false)
}

func globRegexp(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '*':
			b.WriteString(".*")
		case '?':
			b.WriteString(".")
		case '\\':
			i++
			fallthrough
		default:
			n := i + width([]byte(text[i:]))
			b.WriteString(regexp.QuoteMeta(text[i:n]))
			i = n - 1
		}
	}
	return b.String()
}

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
	switch r.Intn(3) {
	case 0:
		return And(parts)
	case 1:
		return Or(parts)
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
	const rounds = 6000
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
	for range 5000 {
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
		"time:2026-11-01..2026-11-02 since:24h", `requestParameters."a\u{41}b".c!=x`, "ip:(10.0.0.0/8, ::1)", "bytes:>=1.5MB", "a:b", "OR", "tls:>1.0",
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
