package model

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// quote writes any bytes as a quoted text of the filter language: \" and \\ for
// themselves, \xNN for a byte, \u{N} for a character that would not show.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == utf8.RuneError && n == 1, r < ' ', r == 0x7f:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case !unicode.IsPrint(r):
			fmt.Fprintf(&b, `\u{%x}`, r)
		default:
			b.WriteRune(r)
		}
		i += n
	}
	b.WriteByte('"')
	return b.String()
}

// unquote reads a quoted text at the start of s. n is its length with quotes.
// The problem has its column counted from the start of s, in bytes.
func unquote(s string) (text string, n int, problem *ParseError) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '"':
			return b.String(), i + 1, nil
		case '\\':
			size := readEscape(&b, s[i:])
			if size == 0 {
				return "", 0, &ParseError{
					Column: i, Message: "unknown escape in quotes: " + show(firstRunes(s[i:], 2)),
					Hint: `write \\ for a backslash`, Example: `key:"a\\b"`,
				}
			}
			i += size - 1
		default:
			b.WriteByte(s[i])
		}
	}
	return "", 0, &ParseError{Message: "quote without an end", Example: `ua:"Mozilla/5.0 (X11; Linux)"`}
}

// readEscape reads \" \\ \xNN or \u{N} at the start of s and returns its length; 0 if it is none.
func readEscape(b *strings.Builder, s string) int {
	if len(s) < 2 {
		return 0
	}
	switch s[1] {
	case '"', '\\':
		b.WriteByte(s[1])
		return 2
	case 'x':
		if len(s) < 4 || hexDigit(s[2]) < 0 || hexDigit(s[3]) < 0 {
			return 0
		}
		b.WriteByte(byte(hexDigit(s[2])<<4 | hexDigit(s[3])))
		return 4
	case 'u':
		end := strings.IndexByte(s, '}')
		if end < 4 || s[2] != '{' {
			return 0
		}
		r, err := strconv.ParseUint(s[3:end], 16, 32)
		if err != nil || !utf8.ValidRune(rune(r)) {
			return 0
		}
		b.WriteRune(rune(r))
		return end + 1
	}
	return 0
}

// show prints a piece of a filter within a message: as it is when that is plain
// to see, else quoted, and cut when long.
func show(s string) string {
	const longest = 60
	if utf8.RuneCountInString(s) > longest {
		s = firstRunes(s, longest-1) + "…"
	}
	for _, r := range s {
		if !unicode.IsPrint(r) || r == utf8.RuneError {
			return strconv.Quote(s)
		}
	}
	return s
}

// firstRunes returns the first n characters of s.
func firstRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}
