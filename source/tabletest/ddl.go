package tabletest

import (
	"fmt"
	"maps"
	"strings"
)

// A definition is what a CREATE EXTERNAL TABLE of Athena says.
type definition struct {
	database, name              string
	columns, partitions         []column
	serde, input, output        string
	serdeProperties, properties map[string]string
	location                    string
}

// A column has a type as Hive writes it, without blanks.
type column struct{ name, kind string }

// A parser reads the tokens of a statement, the first mistake of which it keeps.
type parser struct {
	tokens []string
	err    error
}

// parse reads a statement. It takes the clauses that the project writes, in
// the order of Hive's grammar, and nothing else.
func parse(statement string) (*definition, error) {
	p := &parser{}
	p.tokens, p.err = tokens(statement)
	d := &definition{serdeProperties: map[string]string{}, properties: map[string]string{}}
	p.want("CREATE", "EXTERNAL", "TABLE")
	d.database = p.name()
	p.want(".")
	d.name = p.name()
	d.columns = p.columns()
	if p.has("PARTITIONED", "BY") {
		d.partitions = p.columns()
	}
	p.want("ROW", "FORMAT", "SERDE")
	d.serde = p.text()
	if p.has("WITH", "SERDEPROPERTIES") {
		d.serdeProperties = p.properties()
	}
	if p.has("STORED", "AS", "INPUTFORMAT") {
		d.input = p.text()
		p.want("OUTPUTFORMAT")
		d.output = p.text()
	}
	p.want("LOCATION")
	d.location = p.text()
	if p.has("TBLPROPERTIES") {
		maps.Copy(d.properties, p.properties())
	}
	if p.err == nil && len(p.tokens) > 0 {
		p.err = fmt.Errorf("%q behind the end", p.tokens[0])
	}
	return d, p.err
}

// tokens cuts a statement: words, single marks, and texts, which keep their first quote.
func tokens(s string) (list []string, err error) {
	const marks = "(),.<>:="
	for s != "" {
		switch c := s[0]; {
		case c == ' ' || c == '\n':
			s = s[1:]
		case c == '\'' || c == '`':
			text, rest, ok := quoted(s)
			if !ok {
				return nil, fmt.Errorf("a text without an end: %.40s", s)
			}
			list, s = append(list, text), rest
		case strings.IndexByte(marks, c) >= 0:
			list, s = append(list, s[:1]), s[1:]
		default:
			end := strings.IndexAny(s, " \n'`"+marks)
			if end < 0 {
				end = len(s)
			}
			list, s = append(list, s[:end]), s[end:]
		}
	}
	return list, nil
}

// quoted takes a text from the front of s: its first quote and its content, in
// which a backslash makes the character behind it stand for itself.
func quoted(s string) (text, rest string, ok bool) {
	var b strings.Builder
	b.WriteByte(s[0])
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == s[0]:
			return b.String(), s[i+1:], true
		case s[i] == '\\' && s[0] == '\'' && i+1 < len(s):
			i++
		}
		b.WriteByte(s[i])
	}
	return "", "", false
}

// has takes the given words if they are next.
func (p *parser) has(words ...string) bool {
	for i, word := range words {
		if i >= len(p.tokens) || p.tokens[i] != word {
			return false
		}
	}
	p.tokens = p.tokens[len(words):]
	return true
}

func (p *parser) want(words ...string) {
	if p.err == nil && !p.has(words...) {
		p.err = fmt.Errorf("%s is not where it belongs: %.5q", strings.Join(words, " "), p.tokens[:min(5, len(p.tokens))])
	}
}

func (p *parser) next() string {
	if len(p.tokens) == 0 {
		if p.err == nil {
			p.err = fmt.Errorf("the statement ends too early")
		}
		return ""
	}
	token := p.tokens[0]
	p.tokens = p.tokens[1:]
	return token
}

func (p *parser) name() string { return strings.TrimPrefix(p.next(), "`") }

func (p *parser) text() string {
	text, ok := strings.CutPrefix(p.next(), "'")
	if !ok && p.err == nil {
		p.err = fmt.Errorf("a text is missing before %.5q", p.tokens[:min(5, len(p.tokens))])
	}
	return text
}

// columns reads a list of names and types in brackets.
func (p *parser) columns() (list []column) {
	p.want("(")
	for p.err == nil {
		c := column{name: p.name()}
		c.kind = p.kind()
		list = append(list, c)
		if p.has(")") {
			break
		}
		p.want(",")
	}
	return list
}

// kind reads a type.
func (p *parser) kind() string {
	switch word := p.next(); word {
	case "string", "bigint":
		return word
	case "array":
		p.want("<")
		of := p.kind()
		p.want(">")
		return "array<" + of + ">"
	case "map":
		p.want("<")
		key := p.kind()
		p.want(",")
		v := p.kind()
		p.want(">")
		return "map<" + key + "," + v + ">"
	case "struct":
		p.want("<")
		var list []string
		for p.err == nil {
			name := p.name()
			p.want(":")
			list = append(list, name+":"+p.kind())
			if p.has(">") {
				break
			}
			p.want(",")
		}
		return "struct<" + strings.Join(list, ",") + ">"
	default:
		if p.err == nil {
			p.err = fmt.Errorf("%q is no type that the project writes", word)
		}
		return ""
	}
}

// properties reads a list of 'name' = 'value' in brackets.
func (p *parser) properties() map[string]string {
	list := map[string]string{}
	p.want("(")
	for p.err == nil {
		name := p.text()
		p.want("=")
		list[name] = p.text()
		if p.has(")") {
			break
		}
		p.want(",")
	}
	return list
}
