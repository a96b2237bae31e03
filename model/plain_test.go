package model

import (
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

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
	case Undecided:
		return map[Truth]Truth{Yes: No, No: No, Unknown: Yes}[p.eval(x.X)]
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
	case Undecided:
		return p.eval(x.X) == Unknown
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
		return plainRegexp(`(?s)` + fold + `^` + globRegexp(p.Text) + `$`).MatchString(v)
	case Regexp:
		return plainRegexp(fold + p.Text).MatchString(v)
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

// plainRegexp compiles a regular expression once.
func plainRegexp(text string) *regexp.Regexp {
	re := plainRegexps[text]
	if re == nil {
		re = regexp.MustCompile(text)
		plainRegexps[text] = re
	}
	return re
}

var plainRegexps = map[string]*regexp.Regexp{}

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
