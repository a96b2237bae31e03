package model

import (
	"slices"
	"strings"
)

// condition reads "field op values" with the place on the field.
func (p *parser) condition(name string, opLength int, differs bool) Expr {
	start := p.pos
	op, special := Equal, strings.ToLower(name)
	field, known := FieldTime, true
	switch special {
	case "is", "has", "raw", undecidedName: // unknown: without != is read elsewhere
	case "since":
		op = GreaterEqual
	case "until":
		op = Less
	default:
		special = ""
		field, known = LookUp(name)
	}
	if !known || special == "" && p.misspeltMember(name, field) {
		p.unknownField(start, name, opLength)
		return nil
	}
	if differs && special != "" {
		p.fail(start, &ParseError{Message: name + " takes no !=", Hint: "write -" + name + ":"})
		return nil
	}
	p.value = 0
	p.pos += len(name) + opLength
	values := p.values(name)
	if p.problem != nil {
		return nil
	}
	var x Expr
	switch special {
	case "is":
		x = p.words(values, p.fact)
	case "has":
		x = p.words(values, p.has)
	case "raw":
		x = p.words(values, p.raw)
	case "since", "until":
		x = p.bound(values, op)
	default:
		path := ""
		if field == FieldPath {
			path = name
		}
		x = p.compare(field, path, differs, values)
	}
	p.noteLoose(name, field, special, values)
	return x
}

// misspeltMember says whether a JSON path begins with a near miss of a known member.
func (p *parser) misspeltMember(name string, field Field) bool {
	first, _, _ := strings.Cut(name, ".")
	return field == FieldPath && first != "" && eventMember(first) == "" && Nearest(first, eventMembers) != ""
}

// unknownField fails with what the name was probably meant to be.
func (p *parser) unknownField(start int, name string, opLength int) {
	e := &ParseError{Message: "unknown field " + quote(name)}
	if _, ok := SplitPath(name); !ok {
		p.fail(start, &ParseError{Message: "malformed JSON path: " + show(name), Example: "requestParameters.x-amz-acl:public-read"})
		return
	}
	first, rest, dotted := strings.Cut(name, ".")
	near := Nearest(name, append(fieldWords(), eventMembers...))
	if dotted {
		if near = Nearest(first, eventMembers); near != "" {
			near += "." + rest
		}
	}
	w := readWord(p.text, start+len(name)+opLength, false)
	switch {
	case near != "":
		e.Hint = "did you mean " + near + "?"
	case p.value > 0 && p.hint != "":
		e.Hint = p.quoted(p.value, len(p.text))
	default:
		e.Hint = "to search for the text, quote it: " + quote(show(p.text[start:w.end]))
	}
	p.fail(start, e)
}

// A value is one literal of a condition and its place.
type value struct {
	literal
	any   bool // * alone: any value
	start int
}

// values = "(" value { ("OR" | "," | " ") value } ")" | value
func (p *parser) values(name string) []value {
	if !p.at('(') {
		v := value{start: p.pos}
		v.literal, v.any = p.value1(name, false)
		if l := v.literal; !l.quoted && l.op == Equal && len(l.text) > 1 && strings.HasSuffix(l.text, ",") {
			p.fail(p.pos-1, &ParseError{Message: "a list stands in parentheses", Example: name + ":(" + show(l.text) + " ...)"})
		}
		return []value{v}
	}
	open := p.pos
	p.pos++
	var list []value
	for due := true; ; { // due: a separator was read and a value must follow
		p.space()
		keyword, n := keywordAt(p.text, p.pos)
		switch {
		case p.end():
			p.fail(open, &ParseError{Message: "list is not closed", Example: name + ":(a, b)"})
			return nil
		case p.at(')') && len(list) > 0 && !due:
			p.pos++
			return list
		case p.at(')'):
			p.fail(p.pos, &ParseError{Message: "a value is missing here", Example: name + ":(a, b)"})
			return nil
		case (keyword == "OR" || p.at(',')) && !due:
			p.pos += max(n, 1)
			due = true
			continue
		case keyword != "":
			p.fail(p.pos, &ParseError{
				Message: "a list holds alternatives, not " + p.text[p.pos:p.pos+n], Hint: "quote it if it is a value, else write two conditions",
				Example: name + ":a -" + name + ":b",
			})
			return nil
		case p.at('('):
			p.fail(p.pos, &ParseError{Message: "a list within a list", Hint: "quote the value if it begins so"})
			return nil
		}
		v := value{start: p.pos}
		v.literal, v.any = p.value1(name, true)
		list = append(list, v)
		due = false
	}
}

// value1 reads one value. any means that it is * alone.
func (p *parser) value1(name string, inList bool) (l literal, any bool) {
	start := p.pos
	switch {
	case p.at('"'):
		text, n, problem := unquote(p.text[start:])
		if problem != nil {
			p.fail(start+problem.Column, problem)
			return l, false
		}
		p.pos += n
		if p.pos < len(p.text) && !p.at(')') && !p.at(',') && spaceAt(p.text, p.pos) == 0 || p.at(',') && !inList {
			p.fail(p.pos, &ParseError{Message: "text right after a closing quote", Hint: `within quotes write \" for a quote; without them write "\ " for a blank`})
		}
		return literal{text: text, quoted: true}, false
	case p.at('/'):
		if text, end, ok := readRegexp(p.text, start); ok && (inList || end == len(p.text) || p.text[end] != ',') {
			p.pos = end
			return literal{op: Regexp, text: text}, false
		}
	case p.at('['):
		if low, high, end, ok := readRange(p.text, start); ok {
			p.pos = end
			return literal{op: Between, text: low, high: high}, false
		}
	case p.at('<') || p.at('>'):
		return p.comparison(name, inList), false
	}
	if n := fieldLength(p.text[start:]); n > 0 && strings.EqualFold(name, "has") {
		p.pos += n // member names in quotes may hold anything
		return literal{text: p.text[start:p.pos]}, false
	}
	w := readWord(p.text, start, inList)
	if w.end == start {
		p.fail(start, &ParseError{Message: "no value after " + name, Hint: "the value follows without a space", Example: name + `:"a value"`})
	}
	p.pos = w.end
	if w.wild {
		return literal{op: Glob, text: w.glob}, onlyStars(w.glob)
	}
	return literal{text: w.text}, false
}

// comparison reads >= <= < > and what follows.
func (p *parser) comparison(name string, inList bool) literal {
	op := map[string]PatternOp{"<": Less, "<=": LessEqual, ">": Greater, ">=": GreaterEqual}
	sign := p.text[p.pos : p.pos+1]
	if p.pos++; p.at('=') {
		p.pos++
		sign += "="
	}
	start := p.pos
	if p.at('"') {
		l, _ := p.value1(name, inList)
		l.op = op[sign]
		return l
	}
	w := readWord(p.text, start, inList)
	if w.end == start {
		p.fail(start, &ParseError{Message: "no value after " + sign, Hint: "the value follows without a space"})
	}
	p.pos = w.end
	return literal{op: op[sign], text: w.text}
}

// compare makes the condition of an ordinary field. A * among the values is "has".
func (p *parser) compare(field Field, path string, differs bool, values []value) Expr {
	var patterns []Pattern
	any := false
	for _, v := range values {
		if v.any {
			any = true
			continue
		}
		pattern, problem := compile(field, v.literal, p.now)
		if problem != nil {
			p.fail(v.start, problem)
			return nil
		}
		patterns = append(patterns, pattern)
	}
	switch {
	case any && differs:
		p.fail(values[0].start, &ParseError{Message: "no value differs from any value", Hint: "for records without one write -has:" + field.name(path)})
		return nil
	case any && len(patterns) == 0:
		return newHas(field, path)
	case any:
		return Or{newCmp(field, path, false, patterns), newHas(field, path)}
	}
	return newCmp(field, path, differs, patterns)
}

// name is the field as a filter spells it.
func (f Field) name(path string) string {
	if f == FieldPath {
		return path
	}
	return f.String()
}

// bound makes the condition of since: and until:.
func (p *parser) bound(values []value, op PatternOp) Expr {
	v := values[0]
	if len(values) > 1 || v.op != Equal || v.any {
		p.fail(v.start, &ParseError{Message: "one time is due here", Example: "since:2026-11-01, until:2026-11-02T12:00Z or since:24h"})
		return nil
	}
	v.op = op
	pattern, problem := compile(FieldTime, v.literal, p.now)
	if problem != nil {
		p.fail(v.start, problem)
		return nil
	}
	return newCmp(FieldTime, "", false, []Pattern{pattern})
}

// words makes the alternatives of is:, has: and raw:.
func (p *parser) words(values []value, one func(value) Expr) Expr {
	var parts Or
	for _, v := range values {
		parts = append(parts, one(v))
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return parts
}

// fact makes an is: condition.
func (p *parser) fact(v value) Expr {
	fact, ok := LookUpFact(v.text)
	if ok && v.op == Equal {
		return &Is{Fact: fact}
	}
	hint := "is: takes " + strings.Join(FactNames[:], ", ")
	if near := Nearest(v.text, FactNames[:]); near != "" {
		hint = "did you mean is:" + near + "?"
	}
	p.fail(v.start, &ParseError{Message: "unknown condition is:" + show(v.text), Hint: hint})
	return nil
}

// has makes a has: condition.
func (p *parser) has(v value) Expr {
	field, ok := LookUp(v.text)
	if !ok || v.op != Equal || p.misspeltMember(v.text, field) {
		p.unknownHas(v)
		return nil
	}
	if field == FieldPath {
		return newHas(field, v.text)
	}
	return newHas(field, "")
}

func (p *parser) unknownHas(v value) {
	e := &ParseError{Message: "unknown field " + quote(v.text), Example: "has:acl"}
	words := slices.Concat(fieldWords()[6:], eventMembers) // not since, until, is, has, raw and unknown
	first, rest, dotted := strings.Cut(v.text, ".")
	near := Nearest(first, words)
	if near != "" && dotted {
		near += "." + rest
	}
	if near != "" {
		e.Hint = "did you mean has:" + near + "?"
	}
	p.fail(v.start, e)
}

// raw makes a raw: condition.
func (p *parser) raw(v value) Expr {
	if v.op >= Between {
		p.fail(v.start, &ParseError{Message: "raw: searches for text: it takes no < > or [A TO B]", Hint: "quote the text if it begins so"})
		return nil
	}
	pattern, problem := compilePart(v.literal, true)
	if problem != nil {
		p.fail(v.start, problem)
		return nil
	}
	return &Raw{Pattern: pattern}
}

// noteLoose remembers a condition whose value may go on in the words that follow.
func (p *parser) noteLoose(name string, field Field, special string, values []value) {
	often := special == "raw" || special == "" && slices.Contains([]Field{FieldUA, FieldReferer, FieldKey, FieldSession, FieldPath, FieldARN}, field)
	if often && len(values) == 1 && values[0].op == Equal && !values[0].quoted {
		p.value, p.field = values[0].start, name
	}
}
