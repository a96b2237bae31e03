package model

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// spaceAt returns the bytes of the white space character at s[i], or 0. What
// people paste may hold any kind of it.
func spaceAt(s string, i int) int {
	if r, n := utf8.DecodeRuneInString(s[i:]); unicode.IsSpace(r) {
		return n
	}
	return 0
}

// skipSpaces returns the first place from i on that is no white space.
func skipSpaces(s string, i int) int {
	for i < len(s) {
		n := spaceAt(s, i)
		if n == 0 {
			break
		}
		i += n
	}
	return i
}

// A word is a value without quotes.
type word struct {
	text string // escapes resolved
	glob string // the same as a Glob pattern: \ before a * ? or \ that stands for itself
	wild bool   // holds * or ? as wildcards
	end  int
}

// readWord reads from i to white space, to a closing parenthesis that was not
// opened in the word or, in a list, to a comma. A \ takes the meaning from
// punctuation and white space; before anything else it is a backslash.
func readWord(s string, i int, inList bool) word {
	var w word
	var text, glob strings.Builder
	depth := 0
	for w.end = i; w.end < len(s); {
		c := s[w.end]
		if spaceAt(s, w.end) > 0 || c == ')' && depth == 0 || c == ',' && inList && depth == 0 {
			break
		}
		_, size := utf8.DecodeRuneInString(s[w.end:])
		plain := s[w.end : w.end+size]
		switch c {
		case '(':
			depth++
		case ')':
			depth--
		case '*', '?':
			w.wild = true
			text.WriteByte(c)
			glob.WriteByte(c)
			w.end++
			continue
		case '\\':
			if n := escapedAt(s, w.end+1); n > 0 {
				plain = s[w.end+1 : w.end+1+n]
				w.end++
				size = n
			}
		}
		w.end += size
		text.WriteString(plain)
		if plain == `\` || plain == "*" || plain == "?" {
			glob.WriteByte('\\')
		}
		glob.WriteString(plain)
	}
	w.text, w.glob = text.String(), glob.String()
	return w
}

// escapedAt returns the bytes of the character at s[i] if a backslash before it is an escape.
func escapedAt(s string, i int) int {
	if i >= len(s) {
		return 0
	}
	if c := s[i]; c > ' ' && c < 0x7f && !letter(c) && (c < '0' || c > '9') {
		return 1
	}
	return spaceAt(s, i)
}

// readRegexp reads /.../ at i. It ends at the first slash that stands before
// white space, a parenthesis or comma, or the end; ok is false when white space
// comes first: then it is a plain word.
func readRegexp(s string, i int) (text string, end int, ok bool) {
	for end = i + 1; end < len(s) && spaceAt(s, end) == 0; end++ {
		switch s[end] {
		case '\\':
			if end+1 < len(s) && spaceAt(s, end+1) == 0 {
				end++
			}
		case '/':
			next := end + 1
			if end > i+1 && (next == len(s) || s[next] == ')' || s[next] == ',' || spaceAt(s, next) > 0) {
				return s[i+1 : end], next, true
			}
		}
	}
	return "", i, false
}

// readRange reads [A TO B] at i; ok is false when it is none.
func readRange(s string, i int) (low, high string, end int, ok bool) {
	n := strings.IndexByte(s[i:], ']')
	if n < 0 {
		return "", "", i, false
	}
	parts := strings.Fields(s[i+1 : i+n])
	for at, part := range parts {
		if strings.EqualFold(part, "TO") && at > 0 && at < len(parts)-1 {
			return strings.Join(parts[:at], " "), strings.Join(parts[at+1:], " "), i + n + 1, true
		}
	}
	return "", "", i, false
}

// keywordAt returns AND, OR or NOT if one stands at s[i], and its length.
func keywordAt(s string, i int) (keyword string, n int) {
	rest := s[i:]
	if strings.HasPrefix(rest, "||") {
		return "OR", 2
	}
	if strings.HasPrefix(rest, "&&") {
		return "AND", 2
	}
	for _, keyword := range []string{"AND", "OR", "NOT"} {
		n := len(keyword)
		if len(rest) < n || !strings.EqualFold(rest[:n], keyword) {
			continue
		}
		if len(rest) == n || rest[n] == '(' || rest[n] == ')' || spaceAt(rest, n) > 0 {
			return keyword, n
		}
	}
	return "", 0
}
