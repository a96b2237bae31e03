package tui

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"s3sleuth/model"
)

// A remap is one line of a key file: an action and the keys that do it.
type remap struct {
	line int // from 1
	act  action
	name string
	keys []string
}

// A keyFault is a line of a key file that was not taken, and why.
type keyFault struct {
	line   int
	reason string
	hint   string
}

// parseKeys reads a key file: lines as
//
//	include = "+"
//	undo = ["u", "ctrl+x"]   # a comment
//
// which is TOML, and no more of it than that. A line that cannot be read is a
// fault and the others are taken.
func parseKeys(file string) (lines []remap, faults []keyFault) {
	seen := map[string]int{}
	n := 0
	for line := range strings.Lines(file) {
		n++
		m := remap{line: n}
		reason, hint := m.parse(strings.TrimSpace(strings.TrimPrefix(line, "\ufeff")))
		switch {
		case reason != "":
			faults = append(faults, keyFault{n, reason, hint})
		case m.name == "": // nothing on it
		case seen[m.name] > 0:
			faults = append(faults, keyFault{n, fmt.Sprintf("%q is set already, in line %d", m.name, seen[m.name]), "write all its keys in one list"})
		default:
			seen[m.name] = n
			lines = append(lines, m)
		}
	}
	return lines, faults
}

// parse reads one line; an empty reason says that it could.
func (m *remap) parse(s string) (reason, hint string) {
	if s == "" || s[0] == '#' {
		return "", ""
	}
	name, rest, is := strings.Cut(s, "=")
	name = strings.Trim(strings.TrimSpace(name), `"`)
	if !is {
		return "not of the form: action = \"key\"", "as: include = [\"+\", \"a\"]"
	}
	act, known := actionNamed(name)
	if !known {
		hint := "the help (?) shows the names"
		if near := model.Nearest(name, slices.Sorted(maps.Values(actionNames))); near != "" {
			hint = "did you mean " + near + "? The help (?) shows the names"
		}
		return fmt.Sprintf("unknown action %q", name), hint
	}
	keys, reason := parseStrings(strings.TrimSpace(rest))
	if reason != "" {
		return reason, "as: " + name + " = [\"+\", \"a\"]"
	}
	for _, sequence := range keys {
		for k := range strings.SplitSeq(sequence, " ") {
			if why := sendable(k); why != "" {
				return fmt.Sprintf("key %q: %s", k, why), ""
			}
		}
	}
	m.act, m.name, m.keys = act, name, keys
	return "", ""
}

// parseStrings reads "a" or ["a", "b"], and a comment behind it.
func parseStrings(s string) (out []string, reason string) {
	list := strings.HasPrefix(s, "[")
	s = strings.TrimPrefix(s, "[")
	for {
		s = strings.TrimLeft(s, " \t")
		if list && strings.HasPrefix(s, "]") {
			s = s[1:]
			break
		}
		if s == "" || s[0] != '"' && s[0] != '\'' {
			return nil, "a key stands in quotes"
		}
		end := strings.IndexByte(s[1:], s[0])
		if end < 0 {
			return nil, "a quote is not closed"
		}
		out = append(out, strings.ReplaceAll(s[1:1+end], `\\`, `\`))
		if s = strings.TrimLeft(s[end+2:], " \t"); !list {
			break
		}
		s = strings.TrimPrefix(s, ",")
	}
	if s = strings.TrimSpace(s); s != "" && s[0] != '#' {
		return nil, fmt.Sprintf("what is %q behind the keys?", s)
	}
	if len(out) == 0 {
		return nil, "no key; an action keeps at least one"
	}
	return out, ""
}

// remapped returns rows with the keys of a key file, and the lines that clash.
// Those are not taken, so that every key means one thing where it is pressed.
func remapped(rows []binding, lines []remap) ([]binding, []keyFault) {
	var faults []keyFault
	for {
		out := apply(rows, lines)
		bad := map[int]keyFault{}
		for _, c := range clashes(out) {
			for _, m := range lines {
				if m.act != c.a && m.act != c.b {
					continue
				}
				other := c.a
				if m.act == c.a {
					other = c.b
				}
				if _, told := bad[m.line]; !told {
					bad[m.line] = keyFault{m.line, fmt.Sprintf("%s: %q is the key of %q there", m.name, c.key, actionNames[other]), "give " + actionNames[other] + " another key, too, or choose another one here"}
				}
			}
		}
		if len(bad) == 0 {
			return out, faults
		}
		lines = slices.DeleteFunc(slices.Clone(lines), func(m remap) bool { _, is := bad[m.line]; return is })
		for _, line := range slices.Sorted(maps.Keys(bad)) {
			faults = append(faults, bad[line])
		}
	}
}

// apply gives actions other keys. Where one types, a single letter stays text:
// there an action keeps its keys unless another key that is no letter is given.
func apply(rows []binding, lines []remap) []binding {
	keys := map[action][]string{}
	for _, m := range lines {
		keys[m.act] = m.keys
	}
	var out []binding
	covered := map[action]place{}
	for _, b := range rows {
		given, is := keys[b.act]
		if !is {
			out = append(out, b)
			continue
		}
		b.in &^= covered[b.act]
		covered[b.act] |= b.in
		for _, part := range []place{b.in &^ inTyping, b.in & inTyping} {
			row := b
			row.in = part
			row.keys = given
			if part&inTyping != 0 {
				row.keys = slices.DeleteFunc(slices.Clone(given), func(k string) bool { return utf8.RuneCountInString(k) == 1 || k == "space" || strings.Contains(k, " ") })
			}
			if len(row.keys) == 0 {
				row.keys = b.keys
			}
			if row.in != 0 {
				row.label = keyLabel(row.keys)
				out = append(out, row)
			}
		}
	}
	return out
}

// keysOf returns the key table of a key file, and what of the file was not taken.
func keysOf(file []byte, path string) (*keyTable, []model.Problem) {
	lines, faults := parseKeys(string(file))
	rows, clashing := remapped(bindings, lines)
	var out []model.Problem
	for _, f := range append(faults, clashing...) {
		out = append(out, model.Problem{File: path, Line: f.line, Offset: -1, Reason: f.reason, Hint: f.hint})
	}
	slices.SortStableFunc(out, func(a, b model.Problem) int { return a.Line - b.Line })
	return newKeyTable(rows), out
}
