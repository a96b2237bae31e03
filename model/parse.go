package model

import (
	"fmt"
	"net/netip"
	"strings"
	"time"
)

// Limits of a filter. Long lists of indicators fit; nesting is bounded since
// trees are walked by recursion.
const (
	maxFilter = 4 << 20 // bytes
	maxDepth  = 100     // parentheses and negations around one condition
)

// Parse reads a filter. Relative times (since:24h) count back from now. An empty
// text is Const(true). The error is a *ParseError.
func Parse(text string, now time.Time) (Expr, error) {
	p := &parser{text: text, now: now}
	x := p.filter()
	if p.problem != nil {
		return nil, p.problem
	}
	return x, nil
}

// Hint returns what a filter that parses was perhaps meant to be, or "". It
// notices a value with blanks that was not quoted: ua:Mozilla/5.0 (X11; Linux).
func Hint(text string) string {
	p := &parser{text: text}
	p.filter()
	return p.hint
}

// A ParseError says what is wrong with a filter and where.
type ParseError struct {
	Column  int    // in characters, from 1
	Message string // what is wrong, as `unknown field "bukket"`
	Hint    string // what to write instead; may be empty
	Example string // a filter that works; may be empty
}

// Error returns "col 4: message: hint (for example ...)".
func (e *ParseError) Error() string {
	text := fmt.Sprintf("col %d: %s", e.Column, e.Message)
	if e.Hint != "" {
		text += ": " + e.Hint
	}
	if e.Example != "" {
		text += " (for example " + e.Example + ")"
	}
	return text
}

// A parser reads one filter by recursive descent. After the first problem its
// functions return at once with anything.
type parser struct {
	text    string
	pos     int
	depth   int
	now     time.Time
	problem *ParseError

	// A condition on a field whose values often hold blanks, without quotes, and
	// what follows it: from there on, loose words are probably part of the value.
	value int // place of the value; 0 if the last condition was none of this kind
	field string
	hint  string
}

// fail notes the first problem, at byte i of the text.
func (p *parser) fail(i int, e *ParseError) {
	if p.problem == nil {
		e.Column = column(p.text, i)
		p.problem = e
	}
}

func (p *parser) space() { p.pos = skipSpaces(p.text, p.pos) }

func (p *parser) end() bool { return p.problem != nil || p.pos == len(p.text) }

// at says whether c is the next byte.
func (p *parser) at(c byte) bool { return p.pos < len(p.text) && p.text[p.pos] == c }

// filter = [ or ]
func (p *parser) filter() Expr {
	if len(p.text) > maxFilter {
		p.fail(0, &ParseError{Message: fmt.Sprintf("filter longer than %d MiB", maxFilter>>20)})
		return nil
	}
	if p.space(); p.end() {
		return Const(true)
	}
	x := p.or()
	if p.space(); !p.end() {
		p.fail(p.pos, &ParseError{Message: "closing parenthesis without an opening one", Hint: `quote it to search for it: ")"`})
	}
	return x
}

// or = and { "OR" and }
func (p *parser) or() Expr {
	parts := Or{p.and()}
	for p.space(); !p.end(); p.space() {
		keyword, n := keywordAt(p.text, p.pos)
		if keyword != "OR" {
			break
		}
		p.pos += n
		p.value = 0
		parts = append(parts, p.and())
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return parts
}

// and = not { [ "AND" ] not }
func (p *parser) and() Expr {
	parts := And{p.not()}
	for p.space(); !p.end() && !p.at(')'); p.space() {
		keyword, n := keywordAt(p.text, p.pos)
		if keyword == "OR" {
			break
		}
		if keyword == "AND" {
			p.pos += n
			p.value = 0
		}
		parts = append(parts, p.not())
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return parts
}

// not = ( "NOT" | "-" | "!" ) not | prim
func (p *parser) not() Expr {
	p.space()
	n := p.negation()
	if n == 0 {
		return p.prim()
	}
	if !p.deeper() {
		return nil
	}
	p.pos += n
	if p.at('*') && n == 1 { // "-*" is the constant, "-(*)" its negation
		if w := readWord(p.text, p.pos, false); onlyStars(w.glob) {
			p.pos = w.end
			p.depth--
			return Const(false)
		}
	}
	x := p.not()
	p.depth--
	return Not{x}
}

// negation returns the length of the negation at the parser's place, or 0. A
// "-" or "!" before white space is a word.
func (p *parser) negation() int {
	if keyword, n := keywordAt(p.text, p.pos); keyword == "NOT" {
		return n
	}
	next := p.pos + 1
	if (p.at('-') || p.at('!')) && next < len(p.text) && p.text[next] != ')' && spaceAt(p.text, next) == 0 {
		return 1
	}
	return 0
}

// deeper counts one more level of nesting.
func (p *parser) deeper() bool {
	if p.depth++; p.depth > maxDepth {
		p.fail(p.pos, &ParseError{Message: fmt.Sprintf("nested deeper than %d levels", maxDepth)})
	}
	return p.problem == nil
}

// prim = "(" or ")" | "unknown:" "(" or ")" | field op values | text
func (p *parser) prim() Expr {
	if p.space(); p.problem != nil {
		return nil
	}
	if keyword, n := keywordAt(p.text, p.pos); keyword != "" || p.pos == len(p.text) || p.at(')') {
		p.missing(keyword, n)
		return nil
	}
	if p.at('(') {
		return p.group()
	}
	if n := fieldLength(p.text[p.pos:]); n > 0 {
		name, rest := p.text[p.pos:p.pos+n], p.text[p.pos+n:]
		switch {
		case undecidedLength(p.text[p.pos:]) > 0:
			return p.undecided()
		case strings.HasPrefix(rest, "!="):
			return p.condition(name, 2, true)
		case strings.HasPrefix(rest, ":") && p.pastedText(name):
		case strings.HasPrefix(rest, ":"), strings.HasPrefix(rest, "="):
			return p.condition(name, 1, false)
		}
	}
	return p.bareText()
}

// missing explains why there is no condition where one is due.
func (p *parser) missing(keyword string, n int) {
	switch before := strings.TrimRight(p.text[:p.pos], " \t\r\n"); {
	case keyword != "":
		p.fail(p.pos, &ParseError{Message: "no condition before " + p.text[p.pos:p.pos+n], Hint: `quote it to search for the word: "` + p.text[p.pos:p.pos+n] + `"`})
	case strings.HasSuffix(before, "("):
		p.fail(p.pos, &ParseError{Message: "nothing between the parentheses", Example: "(tls:none OR tls:<1.2)"})
	case before == "":
		p.fail(p.pos, &ParseError{Message: "closing parenthesis without an opening one", Hint: `quote it to search for it: ")"`})
	default:
		p.fail(p.pos, &ParseError{Message: "a condition is missing here", Example: "tls:none OR tls:<1.2"})
	}
}

// group = "(" or ")"
func (p *parser) group() Expr {
	open := p.pos
	loose := p.value
	if !p.deeper() {
		return nil
	}
	p.pos++
	x := p.or()
	p.space()
	if !p.at(')') {
		p.fail(open, &ParseError{Message: "parenthesis is not closed"})
		return nil
	}
	p.pos++
	p.depth--
	if loose > 0 && p.hint != "" {
		p.loosen(loose)
	}
	return x
}

// pastedText says whether what looks like field:value is a pasted ARN or IPv6
// address, which is searched for as text.
func (p *parser) pastedText(name string) bool {
	w := readWord(p.text, p.pos, false)
	if strings.EqualFold(name, "arn") {
		partition, _, ok := strings.Cut(w.text[len("arn:"):], ":")
		return ok && strings.HasPrefix(partition, "aws")
	}
	_, err := netip.ParseAddr(w.text)
	return err == nil
}

// bareText = quoted | regex | bare
func (p *parser) bareText() Expr {
	start, loose := p.pos, p.value
	l, any := p.value1("text", false)
	if p.problem != nil {
		return nil
	}
	if any {
		return Const(true)
	}
	if l.op >= Between {
		p.fail(start, &ParseError{Message: "a comparison or range needs a field before it", Hint: "quote it to search for the text", Example: "bytes:>1000"})
		return nil
	}
	pattern, problem := compilePart(l, false)
	if problem != nil {
		p.fail(start, problem)
		return nil
	}
	if loose > 0 && !l.quoted {
		p.loosen(loose)
	}
	return &Text{Pattern: pattern}
}

// loosen notes that the words up to here are probably part of the value at start.
func (p *parser) loosen(start int) {
	p.value = start
	p.hint = p.quoted(start, p.pos)
}

// quoted is the advice to quote a value that goes from byte start to end.
func (p *parser) quoted(start, end int) string {
	return "quote a value that holds blanks: " + p.field + ":" + quote(p.text[start:end])
}
