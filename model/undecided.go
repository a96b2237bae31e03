package model

import "strings"

// undecidedName is the word before the colon of an [Undecided].
const undecidedName = "unknown"

// undecidedLength returns the length of "unknown:" or "unknown=" at the start of s, or 0.
func undecidedLength(s string) int {
	n := len(undecidedName)
	if len(s) > n && strings.EqualFold(s[:n], undecidedName) && (s[n] == ':' || s[n] == '=') {
		return n + 1
	}
	return 0
}

// undecided reads "unknown:" and a filter in parentheses.
func (p *parser) undecided() Expr {
	start := p.pos
	p.pos += undecidedLength(p.text[start:])
	if !p.at('(') {
		p.undecidedWithout(start)
		return nil
	}
	p.value = 0
	x := p.group()
	p.value = 0
	if t, ok := x.(*Text); ok && p.problem == nil && t.Pattern.Op == Equal {
		p.noteWord(t.Pattern.Text)
	}
	return Undecided{x}
}

// undecidedWithout explains that the filter stands in parentheses.
func (p *parser) undecidedWithout(start int) {
	e := &ParseError{Message: undecidedName + " takes a filter in parentheses", Example: undecidedName + ":(tls:1.2)"}
	word := readWord(p.text, p.pos, false)
	if f, ok := LookUp(word.text); ok {
		e.Hint = "for records without a value write -has:" + f.name(word.text)
	} else if word.end > p.pos {
		e.Hint = "write " + undecidedName + ":(" + show(p.text[p.pos:word.end]) + ")"
		e.Example = ""
	}
	p.fail(start, e)
}

// noteWord notes that the name of a field alone is a text to search for, of which
// no record is unknown.
func (p *parser) noteWord(name string) {
	if f, ok := LookUp(name); ok {
		p.hint = undecidedName + ": takes conditions, as " + undecidedName + ":(" + f.name(name) + ":<value>); for records without a value write -has:" + f.name(name)
	}
}
