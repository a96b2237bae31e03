package tui

import (
	"bytes"
	"strings"

	"s3sleuth/model"
	"s3sleuth/tui/text"
)

// maxRaw is how many bytes of a record the Raw tab shows.
const maxRaw = 1 << 20

// rawLines shows bytes as they are, escaped where a terminal would obey them,
// with secrets of presigned URLs masked, and coloured when they are JSON.
func rawLines(raw []byte, w int) []pageLine {
	var out []pageLine
	total, rest := len(raw), ""
	if total > maxRaw {
		raw, rest = raw[:maxRaw], ", of which the first "+model.Size(maxRaw)+" are shown"
	}
	isJSON := len(bytes.TrimSpace(raw)) > 0 && strings.IndexByte("{[", bytes.TrimSpace(raw)[0]) >= 0
	state := jsonState{}
	for _, line := range strings.Split(text.Mask(string(raw)), "\n") {
		for _, p := range chop(line, w-2) {
			l := pageLine{runs: []run{{plain, p}}}
			if isJSON {
				l.runs = state.paint(p)
			}
			out = append(out, l)
		}
	}
	return append(out, pageLine{}, pageLine{runs: []run{{dim, plural(total, "byte") + rest}}})
}

// A jsonState colours JSON text that comes in pieces.
type jsonState struct {
	inString, escape bool
	value            bool   // a string that stands here is a value, not a name
	in               []byte // the open brackets
}

// paint cuts a piece into runs of one colour each.
func (j *jsonState) paint(s string) []run {
	var out []run
	from := 0
	last := j.style(0)
	for i := 0; i < len(s); i++ {
		st := j.step(s[i])
		if st != last && i > from {
			out = append(out, run{last, s[from:i]})
			from = i
		}
		last = st
	}
	return append(out, run{last, s[from:]})
}

// style returns the colour of a character outside strings.
func (j *jsonState) style(c byte) style {
	switch {
	case j.inString && j.value:
		return text2
	case j.inString:
		return accent
	case strings.IndexByte("{}[],: ", c) >= 0:
		return dim
	case c >= '0' && c <= '9' || c == '-' || c == '.':
		return number
	}
	return literal
}

// step takes one character and returns its colour.
func (j *jsonState) step(c byte) style {
	if j.inString {
		st := j.style(c)
		switch {
		case j.escape:
			j.escape = false
		case c == '\\':
			j.escape = true
		case c == '"':
			j.inString = false
		}
		return st
	}
	switch c {
	case '"':
		j.inString = true
	case ':':
		j.value = true
	case '{', '[':
		j.in, j.value = append(j.in, c), c == '['
	case '}', ']':
		j.in = j.in[:max(len(j.in)-1, 0)]
	case ',':
		j.value = len(j.in) > 0 && j.in[len(j.in)-1] == '['
	}
	return j.style(c)
}
