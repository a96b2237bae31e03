package tui

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"s3sleuth/model"
	"s3sleuth/tui/text"
)

// A node is one value of a JSON text. Its members are read when it is opened.
type node struct {
	name   string   // member name, or "[2]"
	path   []string // names from the root on; array places are left out
	raw    json.RawMessage
	depth  int
	open   bool
	loaded bool
	kids   []*node
	err    error // its members cannot be read
}

// maxMembers bounds how many members of one object are shown.
const maxMembers = 50_000

var errTooMany = errors.New("only the first 50,000 members are shown")

// branch says whether the node has members.
func (n *node) branch() bool { return len(n.raw) > 0 && (n.raw[0] == '{' || n.raw[0] == '[') }

// load reads the members, once.
func (n *node) load() {
	if n.loaded || !n.branch() {
		return
	}
	n.loaded = true
	d := json.NewDecoder(bytes.NewReader(n.raw))
	if _, err := d.Token(); err != nil {
		n.err = err
		return
	}
	for i := 0; d.More(); i++ {
		if i == maxMembers {
			n.err = errTooMany
			return
		}
		kid := &node{depth: n.depth + 1, name: "[" + strconv.Itoa(i) + "]", path: n.path}
		if n.raw[0] == '{' {
			t, err := d.Token()
			if err != nil {
				n.err = err
				return
			}
			kid.name, _ = t.(string)
			kid.path = append(slices.Clone(n.path), kid.name)
		}
		if n.err = d.Decode(&kid.raw); n.err != nil {
			return
		}
		n.kids = append(n.kids, kid)
	}
}

// set opens or closes the node and, if deep, all below it.
func (n *node) set(open, deep bool) {
	if !n.branch() {
		return
	}
	n.open = open
	if open {
		n.load()
	}
	if deep {
		for _, k := range n.kids {
			k.set(open, true)
		}
	}
}

// newTree reads a JSON text as a tree with its first two levels open. A text
// that is no JSON value is an error.
func newTree(raw []byte) (*node, error) {
	var whole json.RawMessage
	if err := json.Unmarshal(raw, &whole); err != nil {
		return nil, fmt.Errorf("this is not a JSON value: %w", err)
	}
	root := &node{raw: bytes.TrimSpace(whole)}
	root.set(true, false)
	for _, k := range root.kids {
		k.set(k.name == "requestParameters" || k.name == "tlsDetails", false)
	}
	return root, nil
}

// lines returns the visible lines of the tree.
func (n *node) lines() []pageLine {
	var out []pageLine
	n.walk(func(k *node) { out = append(out, k.line()) })
	return out
}

func (n *node) walk(visit func(*node)) {
	visit(n)
	if n.open {
		for _, k := range n.kids {
			k.walk(visit)
		}
	}
}

// nameWidth is the column that values of a tree begin at, from their name.
const nameWidth = 26

func (n *node) line() pageLine {
	l := pageLine{indent: 2 * n.depth, node: n}
	sign := "  "
	if n.branch() {
		sign = "▸ "
		if n.open {
			sign = "▾ "
		}
	}
	name := n.name
	if n.depth > 0 {
		pad := max(nameWidth-2*n.depth-width(name), 1)
		l.runs = append(l.runs, run{dim, sign}, run{accent, name}, run{plain, strings.Repeat(" ", pad)})
	} else {
		l.runs = append(l.runs, run{dim, sign})
	}
	if n.branch() {
		l.runs = append(l.runs, run{dim, n.summary()})
		if n.err != nil {
			l.runs = append(l.runs, run{warn, "  " + n.err.Error()})
		}
		return l
	}
	value, recorded := n.value()
	st, shown := literal, value
	switch {
	case len(n.raw) > 0 && n.raw[0] == '"':
		st, shown = text2, `"`+text.Mask(value)+`"`
	case len(n.raw) > 0 && (n.raw[0] == '-' || n.raw[0] >= '0' && n.raw[0] <= '9'):
		st = number
	case !recorded:
		shown = "null"
	}
	l.runs = append(l.runs, run{st, shown})
	l.target = &model.Pick{Field: model.FieldPath, Path: model.JoinPath(n.path...), Value: value, Recorded: recorded}
	return l
}

// value returns a leaf's value, a string without its quotes and escapes; null
// is not recorded.
func (n *node) value() (value string, recorded bool) {
	if len(n.raw) > 0 && n.raw[0] == '"' {
		if json.Unmarshal(n.raw, &value) == nil {
			return value, true
		}
	}
	value = string(n.raw)
	return value, value != "null"
}

// summary says what a branch holds, as "{6}  AssumedRole  legacy".
func (n *node) summary() string {
	n.load()
	ends := "[]"
	if n.raw[0] == '{' {
		ends = "{}"
	}
	s := ends[:1] + strconv.Itoa(len(n.kids)) + ends[1:]
	if n.open || n.depth == 0 {
		return s
	}
	for _, k := range n.kids {
		if len(s) > 48 {
			break
		}
		if v, recorded := k.value(); recorded && !k.branch() {
			s += "  " + text.Mask(v)
		}
	}
	return s
}
