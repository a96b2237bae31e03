package model

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// JSON answers a condition on a JSON path (FieldPath) from an event's bytes. A
// path that is missing or null is not recorded. An access-log line has no paths.
// Strings compare without quotes and escapes, objects and arrays as compact
// JSON text, arrays by each element too.
func (c *Cmp) JSON(kind Kind, raw []byte) Truth {
	if kind == AccessLog {
		return Unknown
	}
	v := pathVisitor{want: c}
	v.walk(raw, c.steps, 0)
	if !v.recorded {
		return c.Absent(false)
	}
	return Of(v.found != c.Differs)
}

// JSON says whether the event's bytes carry a value at the path.
func (h *Has) JSON(kind Kind, raw []byte) bool {
	if kind == AccessLog {
		return false
	}
	var v pathVisitor
	v.walk(raw, h.steps, 0)
	return v.recorded
}

// PathText returns the value at a JSON path of an event as text: a string as it
// is, anything else as compact JSON, the values of several array elements as one
// JSON array. ok is false where the path is missing or null, and for an
// access-log line.
func PathText(kind Kind, raw []byte, path string) (text string, ok bool) {
	steps, ok := SplitPath(path)
	if !ok || kind == AccessLog {
		return "", false
	}
	v := pathVisitor{all: true}
	v.walk(raw, steps, 0)
	switch len(v.values) {
	case 0:
		return "", false
	case 1:
		return string(JSONText(v.values[0])), true
	}
	var list bytes.Buffer
	joined := slices.Concat([]byte("["), bytes.Join(v.values, []byte(",")), []byte("]"))
	if json.Compact(&list, joined) != nil {
		return "", false
	}
	return list.String(), true
}

// maxArrays bounds arrays within arrays on a path: deeper is no log.
const maxArrays = 64

// A pathVisitor compares every value that a path leads to.
type pathVisitor struct {
	want     *Cmp // nil: only whether there is one
	all      bool // collect them instead
	recorded bool
	found    bool
	values   [][]byte
}

// walk follows the steps from the value raw; through an array, from each element.
func (v *pathVisitor) walk(raw []byte, steps []string, arrays int) {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || v.done() {
		return
	}
	switch {
	case raw[0] == '[' && len(steps) > 0:
		v.elements(raw, steps, arrays)
	case len(steps) == 0:
		v.visit(raw, arrays)
	case raw[0] == '{':
		if member := jsonMember(raw, steps[0]); member != nil {
			v.walk(member, steps[1:], arrays)
		}
	}
}

// done says that nothing more can change the answer.
func (v *pathVisitor) done() bool { return v.recorded && !v.all && (v.found || v.want == nil) }

// elements walks each element of an array.
func (v *pathVisitor) elements(raw []byte, steps []string, arrays int) {
	if arrays >= maxArrays {
		return
	}
	for rest := raw[1:]; !v.done(); {
		element, after := jsonValue(rest)
		if element == nil {
			return
		}
		v.walk(element, steps, arrays+1)
		if after = jsonSpace(after); len(after) == 0 || after[0] != ',' {
			return
		}
		rest = after[1:]
	}
}

// visit compares one value at the end of the path.
func (v *pathVisitor) visit(raw []byte, arrays int) {
	if string(raw) == "null" {
		return
	}
	v.recorded = true
	if v.all {
		v.values = append(v.values, raw)
	}
	if v.want == nil {
		return
	}
	v.found = v.found || v.want.holds(JSONText(raw))
	if raw[0] == '[' {
		v.elements(raw, nil, arrays)
	}
}

// JSONText returns a JSON value as a condition compares it: a string without
// quotes and escapes, anything else as compact JSON. It may share raw's memory.
func JSONText(raw []byte) []byte {
	if len(raw) == 0 {
		return nil
	}
	switch raw[0] {
	case '"':
		if inner := raw[1:max(1, len(raw)-1)]; bytes.IndexByte(inner, '\\') < 0 {
			return inner
		}
		var s string
		if json.Unmarshal(raw, &s) == nil {
			return []byte(s)
		}
	case '{', '[':
		var compact bytes.Buffer
		if bytes.ContainsAny(raw, " \t\r\n") && json.Compact(&compact, raw) == nil {
			return compact.Bytes()
		}
	}
	return raw
}

// jsonMember returns the value of a member of an object: the last one of
// exactly that name, else the last one that differs in case only, else nil.
func jsonMember(object []byte, name string) (value []byte) {
	exact := false
	for rest := object[1:]; ; {
		key, after := jsonValue(rest)
		after = jsonSpace(after)
		if len(key) < 2 || key[0] != '"' || len(after) == 0 || after[0] != ':' {
			return value
		}
		member, after := jsonValue(after[1:])
		if member == nil {
			return value
		}
		switch text := JSONText(key); {
		case string(text) == name:
			value, exact = member, true
		case !exact && len(text) == len(name) && strings.EqualFold(string(text), name):
			value = member
		}
		if after = jsonSpace(after); len(after) == 0 || after[0] != ',' {
			return value
		}
		rest = after[1:]
	}
}

// jsonValue returns the first value of text and what follows it; nil when there
// is none. It trusts that strings and brackets are closed and, when they are
// not, returns nil.
func jsonValue(text []byte) (value, after []byte) {
	text = jsonSpace(text)
	if len(text) == 0 {
		return nil, nil
	}
	end := 0
	switch text[0] {
	case '"':
		end = jsonString(text)
	case '{', '[':
		end = jsonNested(text)
	default:
		for end < len(text) && strings.IndexByte(" \t\r\n,:]}", text[end]) < 0 {
			end++
		}
	}
	if end <= 0 {
		return nil, nil
	}
	return text[:end], text[end:]
}

// jsonString returns the length of the string that text begins with, or -1.
func jsonString(text []byte) int {
	for i := 1; i < len(text); i++ {
		n := bytes.IndexByte(text[i:], '"')
		if n < 0 {
			return -1
		}
		end := i + n
		slashes := 0
		for text[end-1-slashes] == '\\' { // the opening quote stops it
			slashes++
		}
		if i = end; slashes%2 == 0 {
			return end + 1
		}
	}
	return -1
}

// jsonNested returns the length of the object or array that text begins with, or -1.
func jsonNested(text []byte) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		for i < len(text)-1 && !jsonMark[text[i]] {
			i++
		}
		switch text[i] {
		case '"':
			n := jsonString(text[i:])
			if n < 0 {
				return -1
			}
			i += n - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return -1
}

// jsonMark holds the bytes that matter to whoever skips an object or array.
var jsonMark = [256]bool{'"': true, '{': true, '}': true, '[': true, ']': true}

// jsonSpace returns text without leading white space.
func jsonSpace(text []byte) []byte {
	for len(text) > 0 && (text[0] == ' ' || text[0] == '\n' || text[0] == '\r' || text[0] == '\t') {
		text = text[1:]
	}
	return text
}
