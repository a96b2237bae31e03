package model

import (
	"math"
	"regexp"
	"strings"
	"time"
)

// A literal is one value as the parser read it, before its field gives it a meaning.
type literal struct {
	op         PatternOp
	text, high string
	quoted     bool
}

// compile makes the pattern of a literal for field f. Relative times count back
// from now. A problem has no column yet.
func compile(f Field, l literal, now time.Time) (Pattern, *ParseError) {
	switch {
	case f == FieldTime:
		return compileTime(l, now)
	case f.IsNumber():
		return compileNumber(f, l)
	case f == FieldTLS:
		return compileTLS(l)
	case f == FieldIP:
		return compileIP(l)
	case f == FieldStatus:
		return compileStatus(l)
	case f == FieldPath && l.op >= Between:
		return compileFloat(l)
	}
	return compileText(f, l)
}

// compileText compiles for a field without an order.
func compileText(f Field, l literal) (Pattern, *ParseError) {
	name := Fields[f].Name
	if f == FieldPath {
		name = "requestParameters.key"
	}
	p := Pattern{Op: l.op, Text: l.text, High: l.high, exact: Fields[f].Exact}
	switch {
	case l.op >= Between:
		return p, &ParseError{
			Message: name + " has no order: it takes no < > or [A TO B]",
			Hint:    "quote the value if it begins so", Example: name + `:"<value>"`,
		}
	case l.op == Regexp:
		return p, p.compileRegexp()
	case l.op == Glob:
		p.by, p.glob = byGlob, newGlob(l.text, p.exact, false)
	case l.text == "-" && !l.quoted && f != FieldUA && f != FieldKey && f != FieldPath:
		return p, &ParseError{
			Message: "- in a log means that nothing is recorded", Hint: "write -has:" + name,
			Example: "-has:" + name,
		}
	default:
		p.folded = l.text
		if !p.exact {
			p.folded = foldASCII(l.text)
		}
	}
	return p, nil
}

// compileRegexp compiles the pattern's text. Regular expressions fold case as their field does.
func (p *Pattern) compileRegexp() *ParseError {
	flags := "(?i)"
	if p.exact {
		flags = ""
	}
	re, err := regexp.Compile(flags + p.Text)
	if err != nil {
		reason := strings.TrimPrefix(err.Error(), "error parsing regexp: ")
		return &ParseError{Message: "bad regular expression: " + show(reason), Example: "ua:/(curl|wget)/"}
	}
	p.by, p.re = byRegexp, re
	return nil
}

// compilePart compiles a bare word or a "raw:" value: what it matches is part of a longer text.
func compilePart(l literal, exact bool) (Pattern, *ParseError) {
	p := Pattern{Op: l.op, Text: l.text, exact: exact}
	switch l.op {
	case Regexp:
		return p, p.compileRegexp()
	case Glob:
		p.by, p.glob = byGlob, newGlob(l.text, exact, true)
	default:
		p.by, p.part = byPart, newFinder(l.text, exact)
	}
	return p, nil
}

// compileIP compiles an address, a block, a range of addresses, or the name of a service.
func compileIP(l literal) (Pattern, *ParseError) {
	p := Pattern{Op: l.op, Text: l.text, High: l.high, by: byAddress}
	address, isAddress := parseAddress([]byte(l.text))
	switch {
	case l.op == Between:
		high, ok := parseAddress([]byte(l.high))
		if !isAddress || !ok || address.is4() != high.is4() || string(address[:]) > string(high[:]) {
			return p, &ParseError{
				Message: "not a range of addresses: [" + show(l.text) + " TO " + show(l.high) + "]",
				Example: "ip:[192.0.2.10 TO 192.0.2.20]",
			}
		}
		p.from, p.to = address, high
		return p, nil
	case l.op == Equal && isAddress:
		p.from, p.to = address, address
		return p, nil
	case l.op == Equal && !l.quoted && strings.Contains(l.text, "/"):
		p.Op = CIDR
		var ok bool
		if p.from, p.to, ok = parseBlock(l.text); !ok {
			return p, &ParseError{Message: "not a CIDR block: " + show(l.text), Example: "ip:10.0.0.0/8"}
		}
		return p, nil
	case l.op == Equal && !l.quoted && likeAddress(l.text):
		return p, &ParseError{Message: "not an IP address: " + show(l.text), Example: "ip:192.0.2.7"}
	}
	return compileText(FieldIP, l)
}

// likeAddress says whether a text was surely meant to be an address: the names
// of services have letters and no colon.
func likeAddress(text string) bool {
	return strings.Contains(text, ":") || strings.Trim(text, "0123456789.") == ""
}

// compileStatus compiles an HTTP status: 404, 4xx, 40?, a comparison or a range.
func compileStatus(l literal) (Pattern, *ParseError) {
	p := Pattern{Op: l.op, Text: l.text, High: l.high, by: byNumber}
	if class := foldASCII(l.text); l.op == Equal && len(class) == 3 && class[1:] == "xx" && '1' <= class[0] && class[0] <= '5' {
		p.Text = class
		p.lo = int64(class[0]-'0') * 100
		p.hi = p.lo + 99
		return p, nil
	}
	n, ok := decimal([]byte(l.text))
	if l.op >= Between || l.op == Equal && !l.quoted && l.text != "-" {
		high, highOK := n, true
		if l.op == Between {
			high, highOK = decimal([]byte(l.high))
		}
		if !ok || !highOK || n > high {
			return p, &ParseError{Message: "not an HTTP status: " + show(l.written()), Example: "status:403, status:4xx or status:>=400"}
		}
		if l.op >= Between {
			p.lo, p.hi = numberRange(l.op, n, high)
			return p, nil
		}
	}
	return compileText(FieldStatus, l)
}

// compileNumber compiles a value of a number field.
func compileNumber(f Field, l literal) (Pattern, *ParseError) {
	p := Pattern{Op: l.op, Text: l.text, High: l.high, by: byNumber}
	if l.op == Glob || l.op == Regexp {
		return p, &ParseError{Message: f.String() + " is a number: it takes no wildcards or regular expressions", Example: f.String() + ":>1000"}
	}
	n, ok := parseNumber(f, l.text)
	high, highOK := n, ok
	if l.op == Between {
		high, highOK = parseNumber(f, l.high)
	}
	if !ok || !highOK || n > high {
		what, example := "not a number: ", f.String()+":>1000"
		if ok && highOK {
			what = "range ends before it begins: "
		}
		if strings.Contains(l.text, "..") {
			example = f.String() + ":[1000 TO 2000]"
		}
		return p, &ParseError{Message: what + show(l.written()), Example: example}
	}
	p.lo, p.hi = numberRange(l.op, n, high)
	return p, nil
}

// numberRange returns the first and the last number that an operator allows.
func numberRange(op PatternOp, n, high int64) (lo, hi int64) {
	switch op {
	case Less:
		return math.MinInt64, n - 1
	case LessEqual:
		return math.MinInt64, n
	case Greater:
		return n + 1, math.MaxInt64
	case GreaterEqual:
		return n, math.MaxInt64
	}
	return n, high
}

// compileFloat compiles a comparison on a JSON path: numbers only.
func compileFloat(l literal) (Pattern, *ParseError) {
	p := Pattern{Op: l.op, Text: l.text, High: l.high, by: byFloat}
	x, ok := parseFloat(l.text)
	y, highOK := x, ok
	if l.op == Between {
		y, highOK = parseFloat(l.high)
	}
	if !ok || !highOK || x > y {
		return p, &ParseError{
			Message: "not a number: " + show(l.written()), Hint: "a JSON path compares numbers with < > and ranges",
			Example: "additionalEventData.bytesTransferredOut:>1000000",
		}
	}
	p.x, p.y = x, y
	return p, nil
}

// compileTime compiles a time, a range of times or, in a comparison, a length of time before now.
func compileTime(l literal, now time.Time) (Pattern, *ParseError) {
	p := Pattern{Op: l.op, Text: l.text, High: l.high, by: byNumber, lo: math.MinInt64, hi: math.MaxInt64}
	if l.op == Glob || l.op == Regexp {
		return p, &ParseError{Message: "time takes no wildcards or regular expressions", Example: "time:2026-11-01"}
	}
	if from, to, ok := strings.Cut(l.text, ".."); ok && l.op == Equal {
		switch {
		case to == "" && from != "":
			p.Op, p.Text = GreaterEqual, from
		case from == "" && to != "":
			p.Op, p.Text = Less, to
		default:
			p.Op, p.Text, p.High = Within, from, to
		}
	}
	low, problem := p.moment(&p.Text, now)
	if problem != nil {
		return p, problem
	}
	high := low
	if p.Op == Between || p.Op == Within {
		if high, problem = p.moment(&p.High, now); problem != nil {
			return p, problem
		}
	}
	switch p.Op {
	case Equal, Between:
		p.lo, p.hi = low[0], high[1]-1
	case Within:
		p.lo, p.hi = low[0], high[0]-1
	case Less:
		p.hi = low[0] - 1
	case LessEqual:
		p.hi = low[1] - 1
	case Greater:
		p.lo = low[1]
	case GreaterEqual:
		p.lo = low[0]
	}
	if p.lo > p.hi {
		return p, &ParseError{Message: "range ends before it begins: " + show(l.written()), Example: "time:2026-11-01..2026-11-02"}
	}
	return p, nil
}

// moment reads one bound, as Unix milliseconds from inclusive to exclusive, and
// makes a relative one absolute.
func (p *Pattern) moment(text *string, now time.Time) (span [2]int64, problem *ParseError) {
	if ago, ok := parseAgo(*text); ok {
		if p.Op == Equal {
			return span, &ParseError{Message: "a length of time is not a time: " + show(*text), Hint: "write since:" + *text, Example: "since:24h"}
		}
		*text = formatMoment(now.Add(-ago))
	}
	from, to, ok := parseMoment(*text)
	if !ok {
		return span, &ParseError{Message: "not a time: " + show(*text), Example: "time:>=2026-11-01T10:00Z, time:2026-11-01 or since:24h"}
	}
	return [2]int64{from, to}, nil
}

// compileTLS compiles words, versions and ranges of versions.
func compileTLS(l literal) (Pattern, *ParseError) {
	p := Pattern{Op: l.op, Text: l.text, High: l.high}
	problem := &ParseError{
		Message: "unknown tls value: " + show(l.written()),
		Hint:    "it is one of " + strings.Join(tlsNames[:], ", "), Example: "tls:none or tls:<1.2",
	}
	var allows func(TLS) bool
	switch l.op {
	case Equal:
		p.Text = tlsSpelling(l.text)
		allows = func(t TLS) bool { return t.String() == p.Text }
	case Glob:
		g := newGlob(l.text, false, false)
		allows = func(t TLS) bool {
			return g.match([]byte(t.String())) || isVersion(t) && g.match([]byte("TLSv"+t.String()))
		}
	case Regexp:
		if problem := p.compileRegexp(); problem != nil {
			return p, problem
		}
		allows = func(t TLS) bool { return p.re.MatchString(t.String()) }
	default:
		p.Text, p.High = tlsSpelling(l.text), tlsSpelling(l.high)
		low, _ := tlsWord([]byte(p.Text))
		high, _ := tlsWord([]byte(p.High))
		if !isVersion(low) || l.op == Between && !isVersion(high) {
			problem.Hint = "only the versions 1.0, 1.1, 1.2 and 1.3 have an order"
			return p, problem
		}
		from, to := numberRange(l.op, int64(low), int64(high))
		allows = func(t TLS) bool { return isVersion(t) && from <= int64(t) && int64(t) <= to }
	}
	p.tls = tlsAnswers(allows)
	if p.tls == [len(tlsNames)]Truth{} {
		return p, problem
	}
	return p, nil
}

// isVersion says whether a verdict is one of the four versions.
func isVersion(t TLS) bool { return TLS10 <= t && t <= TLS13 }

// written is the literal about as the user wrote it, for a message.
func (l literal) written() string {
	switch l.op {
	case Between:
		return "[" + l.text + " TO " + l.high + "]"
	case Less:
		return "<" + l.text
	case LessEqual:
		return "<=" + l.text
	case Greater:
		return ">" + l.text
	case GreaterEqual:
		return ">=" + l.text
	case Regexp:
		return "/" + l.text + "/"
	}
	return l.text
}
