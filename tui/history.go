package tui

import (
	"slices"
	"strings"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// A state is one step of an investigation: what is asked, and where one stood.
type state struct {
	text     string      // the filter as typed or as printed
	where    model.Expr  // nil: every record
	from, to int64       // Unix milliseconds, half open; 0 is open
	desc     bool        // newest first
	by       *store.Sort // order of a column; nil: of time
	cols     []column    // chosen for the table after TIME; nil: the usual ones
	off      []string    // conditions switched off
	matched  int         // records that matched when it was asked last
	counted  bool
	label    string // what this step did, as "tls:none"
	kind     stepKind
	opened   *origin // what enter opened these records from; nil: nothing
	look     look
	standing // where one was when one left it
}

// maxSteps bounds the history: the first steps are forgotten.
const maxSteps = 1000

// A history is the steps taken; undo and redo walk it. What lies ahead is kept
// until a new step is taken.
type history struct {
	list []state
	at   int
}

func newHistory() history { return history{list: []state{{label: "all"}}} }

// now returns the current step.
func (h *history) now() *state { return &h.list[h.at] }

// add takes a new step and drops what lay ahead.
func (h *history) add(s state) {
	h.list = append(h.list[:h.at+1], s)
	h.list = slices.Delete(h.list, 0, max(len(h.list)-maxSteps, 0))
	h.at = len(h.list) - 1
}

// walk goes back (-1) or forward (1) and says whether there was a step.
func (h *history) walk(by int) bool {
	if i := h.at + by; i >= 0 && i < len(h.list) {
		h.at = i
		return true
	}
	return false
}

// label names the step from one filter to the next: what was added, or the
// whole filter when more than that changed.
func label(was, is string) string {
	if is == "" {
		return "all"
	}
	if was != "" {
		if added, grown := strings.CutPrefix(is, was+" "); grown {
			return added
		}
	}
	return is
}

// fieldsOf returns the fields that a filter speaks of, in order, once each.
func fieldsOf(x model.Expr) []model.Field {
	var out []model.Field
	seen := map[model.Field]bool{}
	var walk func(model.Expr)
	walk = func(x model.Expr) {
		switch x := x.(type) {
		case model.And:
			for _, p := range x {
				walk(p)
			}
		case model.Or:
			for _, p := range x {
				walk(p)
			}
		case model.Not:
			walk(x.X)
		case model.Undecided:
			walk(x.X)
		case *model.Cmp:
			if !seen[x.Field] {
				seen[x.Field] = true
				out = append(out, x.Field)
			}
		case *model.Has:
			if !seen[x.Field] {
				seen[x.Field] = true
				out = append(out, x.Field)
			}
		}
	}
	walk(x)
	return out
}

// namedIn says how a filter treats a value: '+' where a term of it asks for the
// value, '-' where one rules it out, else 0.
func namedIn(x model.Expr, p model.Pick) rune {
	for _, t := range model.Terms(x) {
		sign := '+'
		if n, is := t.(model.Not); is {
			sign, t = '-', n.X
		}
		switch t := t.(type) {
		case *model.Cmp:
			if t.Field != p.Field || t.Path != p.Path || !p.Recorded {
				continue
			}
			if t.Differs {
				sign = '-'
			}
			for _, q := range t.Patterns {
				if q.Op == model.Equal && strings.EqualFold(q.Text, p.Value) {
					return sign
				}
			}
		case *model.Has:
			if t.Field == p.Field && t.Path == p.Path && !p.Recorded {
				return '+' + '-' - sign // has:f rules out what has none
			}
		}
	}
	return 0
}
