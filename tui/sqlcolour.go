package tui

import (
	"strings"

	"s3sleuth/tui/text"
)

// sqlWords are the words of SQL that are drawn as such.
var sqlWords = func() map[string]bool {
	words := map[string]bool{}
	for w := range strings.FieldsSeq(`SELECT FROM WHERE AND OR NOT IN LIKE ESCAPE IS NULL AS GROUP BY ORDER DESC ASC LIMIT NULLS FIRST LAST
		CAST CASE WHEN THEN ELSE END BETWEEN UNION ALL OVER PARTITION CROSS JOIN UNNEST ARRAY TRUE FALSE TIMESTAMP CREATE EXTERNAL TABLE`) {
		words[w] = true
	}
	return words
}()

// highlightSQL returns a statement as lines of a width, in colours. A line that
// is longer goes on in the next, further in; nothing is left out.
func highlightSQL(statement string, w int) [][]run {
	var out [][]run
	for _, line := range packed(statement, w) {
		out = append(out, flow(sqlRuns(line), w, "    ")...)
	}
	return out
}

// packed returns the lines of a statement, sanitised, with those that list columns
// put side by side: what is asked then stands on the first screen.
func packed(statement string, w int) []string {
	var out []string
	for line := range strings.SplitSeq(statement, "\n") {
		line, _ = text.Display(line)
		if n := len(out) - 1; n >= 0 && strings.HasSuffix(out[n], ",") && strings.HasPrefix(line, "    ") {
			if more := " " + strings.TrimLeft(line, " "); width(out[n])+width(more) <= w {
				out[n] += more
				continue
			}
		}
		out = append(out, line)
	}
	return out
}

// sqlRuns cuts a line into words, strings, numbers and what is between. A string
// does not go over the end of the line: the writer of statements escapes that.
func sqlRuns(line string) []run {
	var out []run
	for line != "" {
		n, st := sqlToken(line)
		out = append(out, run{st, line[:n]})
		line = line[n:]
	}
	return out
}

// sqlToken returns how long the first token is, and how it looks.
func sqlToken(s string) (n int, st style) {
	word := func(c byte) bool {
		return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
	}
	switch c := s[0]; {
	case c == '\'' || c == '"':
		n = 1 + strings.IndexByte(s[1:], c) + 1
		if n == 1 {
			n = len(s)
		}
		if c == '"' {
			return n, plain
		}
		return n, text2
	case strings.HasPrefix(s, "--"):
		return len(s), dim
	case !word(c):
		for n < len(s) && !word(s[n]) && s[n] != '\'' && s[n] != '"' && !strings.HasPrefix(s[n:], "--") {
			n++
		}
		return n, plain
	}
	for n < len(s) && word(s[n]) {
		n++
	}
	switch {
	case sqlWords[s[:n]]:
		return n, accent
	case strings.Trim(s[:n], "0123456789") == "":
		return n, number
	}
	return n, plain
}

// flow breaks runs into lines of w columns; all but the first begin with indent.
func flow(runs []run, w int, indent string) [][]run {
	w = max(w, 12)
	var out [][]run
	var line []run
	room := w
	for _, r := range runs {
		for r.s != "" {
			n := fitting(r.s, room)
			whole := width(r.s) <= w-len(indent)
			if room <= 0 || n < len(r.s) && whole && len(line) > 0 {
				out, line, room = append(out, line), []run{{plain, indent}}, w-len(indent)
				r.s = strings.TrimPrefix(r.s, " ")
				continue
			}
			line = append(line, run{r.st, r.s[:n]})
			room -= width(r.s[:n])
			r.s = r.s[n:]
		}
	}
	return append(out, line)
}
