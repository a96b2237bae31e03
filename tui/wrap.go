package tui

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"s3sleuth/tui/text"
)

// fitting returns how many bytes of s, which is sanitised, fit into w columns;
// at least one character, so that a caller gets on.
func fitting(s string, w int) int {
	n := 0
	for i := 0; i < len(s); {
		size, wide := 1, 1
		if s[i] >= utf8.RuneSelf || i+1 < len(s) && s[i+1] >= utf8.RuneSelf {
			g, columns := ansi.FirstGraphemeCluster(s[i:min(len(s), i+256)], ansi.GraphemeWidth)
			size, wide = max(len(g), 1), columns
		}
		if n += wide; n > w && i > 0 {
			return i
		}
		i += size
	}
	return len(s)
}

// wrap cuts s, sanitised, into lines of at most w columns, at blanks where they
// are near, else behind a sign that parts names; such a blank is left out.
// escaped says that the sanitiser changed s.
func wrap(s string, w int) (lines []string, escaped bool) {
	s, escaped = text.Display(s)
	w = max(w, 8)
	for {
		n := fitting(s, w)
		if n == len(s) {
			return append(lines, s), escaped
		}
		if i := strings.LastIndexByte(s[:n], ' '); i > n/2 && s[n] != ' ' {
			n = i
		} else if i := strings.LastIndexAny(s[:n], "/.:,-_&"); i > n/2 && s[n] != ' ' {
			n = i + 1
		}
		lines = append(lines, s[:n])
		s = strings.TrimPrefix(s[n:], " ")
	}
}

// chop cuts s, sanitised, into lines of w columns and leaves nothing out.
func chop(s string, w int) (lines []string) {
	s, _ = text.Display(s)
	w = max(w, 8)
	for {
		n := fitting(s, w)
		lines = append(lines, s[:n])
		if s = s[n:]; s == "" {
			return lines
		}
	}
}
