package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many combining marks in a row are shown; more of them would
// climb over the neighbouring lines.
const maxMarks = 4

// Display returns s as text that a terminal shows and does not obey, on one
// line, and whether anything had to be escaped.
//
// Control characters (C0, DEL, C1), format characters (bidirectional controls,
// zero-width and tag characters), line and paragraph separators, private and
// unassigned code points, letters that draw nothing, invalid UTF-8 and more
// than four combining marks in a row become visible escapes: \n \r \t, \x1b for
// a byte, \u202e and \U000e0041 for a code point. All other text stays as it
// is, backslashes included.
func Display(s string) (shown string, escaped bool) {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 || c >= 0x7f {
			return displayFrom(s, i)
		}
	}
	return s, false
}

// displayFrom is Display for text whose first n bytes are printable ASCII.
func displayFrom(s string, n int) (string, bool) {
	var b strings.Builder
	b.Grow(len(s) + 16)
	b.WriteString(s[:n])
	escaped := false
	marks := 0
	for i := n; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if unicode.Is(unicode.M, r) {
			marks++
		} else {
			marks = 0
		}
		if r == utf8.RuneError && size == 1 {
			fmt.Fprintf(&b, `\x%02x`, s[i])
			escaped = true
		} else if marks > maxMarks || !showable(r) {
			writeEscape(&b, r)
			escaped = true
		} else {
			b.WriteString(s[i : i+size])
		}
		i += size
	}
	return b.String(), escaped
}

// showable says whether r takes its place on the line and does nothing else.
func showable(r rune) bool {
	switch r {
	case '\u115f', '\u1160', '\u3164', '\uffa0': // Hangul fillers: letters that draw nothing
		return false
	}
	return unicode.IsGraphic(r)
}

func writeEscape(b *strings.Builder, r rune) {
	switch {
	case r == '\n':
		b.WriteString(`\n`)
	case r == '\r':
		b.WriteString(`\r`)
	case r == '\t':
		b.WriteString(`\t`)
	case r < 0x80:
		fmt.Fprintf(b, `\x%02x`, r)
	case r < 0x10000:
		fmt.Fprintf(b, `\u%04x`, r)
	default:
		fmt.Fprintf(b, `\U%08x`, r)
	}
}
