package sql

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// quote is the one way a text gets into a statement: as a literal that the
// engine reads back as the same text, whatever it holds. What does not print is
// written as an escape, so that a statement can be shown and pasted. The text
// must be UTF-8 (see [quotable]): there is no literal for anything else.
func quote(s string) string {
	if strings.IndexFunc(s, hidden) < 0 {
		return "'" + strings.ReplaceAll(s, "'", "''") + "'"
	}
	var b strings.Builder
	b.WriteString("U&'")
	for _, r := range s {
		switch {
		case r == '\'':
			b.WriteString("''")
		case r == '\\':
			b.WriteString(`\\`)
		case !hidden(r):
			b.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(&b, `\+%06X`, r)
		default:
			fmt.Fprintf(&b, `\%04X`, r)
		}
	}
	b.WriteByte('\'')
	return b.String()
}

// quotes returns several literals as a list.
func quotes(values []string) string {
	literals := make([]string, len(values))
	for i, v := range values {
		literals[i] = quote(v)
	}
	return strings.Join(literals, ", ")
}

// hidden says whether a character would not show, or change what is shown.
func hidden(r rune) bool { return r != ' ' && !unicode.IsPrint(r) }

// quotable says whether a text can be a literal.
func quotable(s string) bool { return utf8.ValidString(s) }

// identifier is the one way a name given by the user gets into a statement.
func identifier(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// likeText takes the meaning from what LIKE would read as a wildcard.
func likeText(s string) string {
	return strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(s)
}

// likeGlob turns a wildcard text of the filter language into a LIKE pattern:
// * any characters, ? one, and \ takes the meaning from what follows.
func likeGlob(glob string) string {
	var b strings.Builder
	for i := 0; i < len(glob); i++ {
		c := glob[i]
		switch {
		case c == '*':
			b.WriteByte('%')
			continue
		case c == '?':
			b.WriteByte('_')
			continue
		case c == '\\' && i+1 < len(glob):
			i++
			c = glob[i]
		}
		if strings.IndexByte(`\%_`, c) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(c)
	}
	return b.String()
}

// globRuns returns the runs of plain text between the wildcards.
func globRuns(glob string) []string {
	var runs []string
	var run []byte
	for i := 0; i < len(glob); i++ {
		switch c := glob[i]; {
		case c == '*' || c == '?':
			runs = append(runs, string(run))
			run = nil
		case c == '\\' && i+1 < len(glob):
			i++
			run = append(run, glob[i])
		default:
			run = append(run, c)
		}
	}
	return append(runs, string(run))
}

// foldASCII returns s with A to Z in lower case: the filter language folds no other letters.
func foldASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
