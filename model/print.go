package model

import (
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"
)

// String joins the parts with a space.
func (x And) String() string { return join(x, " ", "*") }

// String joins the parts with OR.
func (x Or) String() string { return join(x, " OR ", "-*") }

// String puts a "-" before the part.
func (x Not) String() string {
	if c, ok := x.X.(Const); ok { // "-*" is the constant false
		return "-(" + nested(c) + ")"
	}
	return "-" + nested(x.X)
}

// String puts the part in parentheses, always.
func (x Undecided) String() string {
	text := x.X.String()
	if text == "" {
		text = nested(x.X)
	}
	return undecidedName + ":(" + text + ")"
}

// String is empty for true, which is the empty filter, and "-*" for false.
func (x Const) String() string {
	if x {
		return ""
	}
	return "-*"
}

// String prints is:fact.
func (x *Is) String() string { return "is:" + FactNames[x.Fact] }

// String prints has:field.
func (x *Has) String() string { return "has:" + x.Field.name(x.Path) }

// String prints the word, in quotes where it would be read as something else.
func (x *Text) String() string {
	p := &x.Pattern
	switch {
	case p.Op == Glob:
		return printGlob(p.Text, true)
	case p.Op == Equal && !plainWord(p.Text), p.Op == Equal && strings.ContainsAny(p.Text, ":=") && !isAddress(p.Text),
		p.Op == Equal && strings.ContainsRune("-!|&", rune(p.Text[0])):
		return quote(p.Text)
	}
	return p.print(FieldPath)
}

// String prints raw:text.
func (x *Raw) String() string { return "raw:" + x.Pattern.print(FieldPath) }

// String prints field:value or field:(value, value).
func (x *Cmp) String() string {
	var b strings.Builder
	b.WriteString(x.Field.name(x.Path))
	if x.Differs {
		b.WriteString("!=")
	} else {
		b.WriteByte(':')
	}
	if len(x.Patterns) != 1 {
		b.WriteByte('(')
	}
	for i := range x.Patterns {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(x.Patterns[i].print(x.Field))
	}
	if len(x.Patterns) != 1 {
		b.WriteByte(')')
	}
	return b.String()
}

// join prints the parts of an And or Or; empty says what having none means.
func join(parts []Expr, between, empty string) string {
	if len(parts) == 0 {
		return empty
	}
	var b strings.Builder
	for i, part := range parts {
		if i > 0 {
			b.WriteString(between)
		}
		b.WriteString(nested(part))
	}
	return b.String()
}

// nested prints a part of a larger filter, in parentheses where it has parts itself.
func nested(x Expr) string {
	switch x := x.(type) {
	case And:
		return "(" + x.String() + ")"
	case Or:
		return "(" + x.String() + ")"
	case Const:
		if x {
			return "*"
		}
	}
	return x.String()
}

// print writes one value of a condition on field f.
func (p *Pattern) print(f Field) string {
	switch p.Op {
	case Equal:
		if plainValue(f, p.Text) {
			return p.Text
		}
		return quote(p.Text)
	case Glob:
		return printGlob(p.Text, false)
	case Between:
		return "[" + p.Text + " TO " + p.High + "]"
	case Within:
		if text := p.Text + ".." + p.High; !plainWord(text) {
			return quote(text)
		}
		return p.Text + ".." + p.High
	case CIDR, Regexp:
		return literal{op: p.Op, text: p.Text}.written()
	}
	if sign := (literal{op: p.Op}).written(); !plainWord(p.Text) {
		return sign + quote(p.Text)
	}
	return literal{op: p.Op, text: p.Text}.written()
}

// plainWord says whether a text means itself without quotes.
func plainWord(text string) bool {
	if text == "" || strings.ContainsRune("/[<>", rune(text[0])) || !utf8.ValidString(text) {
		return false
	}
	for _, r := range text {
		if strings.ContainsRune("\"\\*?(),", r) || unicode.IsSpace(r) || !unicode.IsPrint(r) {
			return false
		}
	}
	keyword, _ := keywordAt(text, 0)
	return keyword == ""
}

// plainValue says whether a value of field f means itself without quotes.
func plainValue(f Field, text string) bool {
	if !plainWord(text) || text == "-" {
		return false
	}
	switch f {
	case FieldARN: // a whole ARN after "arn:" would be taken for a pasted one
		return !strings.HasPrefix(text, "aws")
	case FieldIP:
		_, is := parseAddress([]byte(text)) // one with a zone is no address here
		return is || !strings.Contains(text, "/") && !likeAddress(text)
	case FieldStatus:
		_, problem := compileStatus(literal{text: text})
		return problem == nil
	}
	return true
}

func isAddress(text string) bool {
	_, err := netip.ParseAddr(text)
	return err == nil
}

// printGlob writes a wildcard pattern. bare means that it stands without a field.
func printGlob(text string, bare bool) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == '\\': // begins an escape, which is kept
			_, next := utf8.DecodeRuneInString(text[i+1:])
			n += next
		case strings.ContainsRune(`"(),`, r), unicode.IsSpace(r),
			i == 0 && strings.ContainsRune("/[<>", r),
			bare && (r == ':' || r == '=' || i == 0 && strings.ContainsRune("-!|&", r)):
			b.WriteByte('\\')
		}
		b.WriteString(text[i : i+n])
		i += n
	}
	return b.String()
}
