package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// A list is a long list over the screen: the problems, or all values of a
// field. It can be narrowed by a text, and a problem can be opened.
type list struct {
	gen      uint64
	title    string
	field    model.Field // of values
	problems []model.Problem
	values   []store.Value
	matched  int
	note     string // above the lines
	loading  bool
	err      error
	filter   string
	shown    []int // indexes into problems or values
	cursor   int
	top      int
	height   int
	opened   *page // a refused line, opened
}

// maxValues is how many values of a field the list shows.
const maxValues = 5000

// openProblems lists what could not be read.
func (a *app) openProblems() tea.Cmd {
	if a.sess == nil {
		return nil
	}
	a.lists++
	a.list = &list{gen: a.lists, title: "PROBLEMS", loading: true}
	gen, load := a.lists, a.sess.loader
	return func() tea.Msg { return problemsMsg{gen, load.Problems(0)} }
}

// openValues lists all values of the field under the cursor.
func (a *app) openValues(in place) tea.Cmd {
	f := a.table.field()
	if in == inFacets {
		f = a.facets.line().field
	}
	if f == model.FieldTime || a.q.answer == nil {
		a.flash = "times are counted by the histogram"
		return nil
	}
	return a.openValuesOf(f)
}

// openValuesOf lists all values of a field.
func (a *app) openValuesOf(f model.Field) tea.Cmd {
	a.lists++
	a.list = &list{gen: a.lists, title: "ALL VALUES OF " + strings.ToUpper(f.String()), field: f, loading: true}
	gen, s, ctx, snap := a.lists, a.shown(), a.ctx, a.q.answer.Snapshot
	q := store.Question{Where: s.where, From: s.from, To: s.to, Facets: []model.Field{f}, Top: maxValues, LeaveOut: true, Raw: rawOf(a.sess.src)}
	return func() tea.Msg {
		ans, err := snap.Ask(ctx, q)
		if err != nil {
			return valuesMsg{gen: gen, err: err}
		}
		return valuesMsg{gen: gen, facet: ans.Facets[0], base: ans.Matched}
	}
}

// listed takes what a list waits for.
func (a *app) listed(msg tea.Msg) {
	l := a.list
	if l == nil {
		return
	}
	switch msg := msg.(type) {
	case problemsMsg:
		if msg.gen == l.gen {
			l.problems, l.loading = msg.list, false
			l.note = problemsNote(a.coverage())
		}
	case valuesMsg:
		if msg.gen == l.gen {
			l.setValues(msg)
		}
	case refusedMsg:
		if msg.gen == l.gen {
			l.open(msg, a.w)
		}
	}
	l.narrow(l.filter)
	a.dirty = true
}

func (l *list) setValues(msg valuesMsg) {
	l.loading, l.err, l.values, l.matched = false, msg.err, msg.facet.Values, msg.base
	l.note = plural(msg.facet.Distinct, "value")
	if n := len(msg.facet.Values); n < msg.facet.Distinct {
		l.note = fmt.Sprintf("the %s most frequent of %s values", count(n), count(msg.facet.Distinct))
	}
	if msg.facet.NotRecorded > 0 {
		l.note += "; not recorded in " + plural(msg.facet.NotRecorded, "record")
	}
}

// problemsNote says over what the problems are.
func problemsNote(c model.Coverage) string {
	parts := []string{plural(c.Failed, "file") + " unread or cut short", plural(c.Damaged, "line") + " or events refused", plural(c.Duplicates, "duplicate") + " left out"}
	for i, n := range c.Other {
		if n > 0 {
			parts = append(parts, count(n)+" "+model.OtherNames[i]+" not read as requests")
		}
	}
	return strings.Join(parts, ", ")
}

// narrow shows only lines that hold a text.
func (l *list) narrow(filter string) {
	l.filter, l.shown = filter, l.shown[:0]
	low := strings.ToLower(filter)
	for i := range max(len(l.problems), len(l.values)) {
		if low == "" || strings.Contains(strings.ToLower(l.text(i)), low) {
			l.shown = append(l.shown, i)
		}
	}
	l.cursor = max(min(l.cursor, len(l.shown)-1), 0)
}

// text returns what a line says, for narrowing.
func (l *list) text(i int) string {
	if l.problems != nil {
		p := l.problems[i]
		return p.File + " " + p.Reason + " " + p.Hint
	}
	return l.values[i].Text
}

// picked returns the value under the cursor.
func (l *list) picked() (model.Pick, bool) {
	if l.values == nil || len(l.shown) == 0 {
		return model.Pick{}, false
	}
	return model.Pick{Field: l.field, Value: l.values[l.shown[l.cursor]].Text, Recorded: true}, true
}

// doList performs an action of a list.
func (a *app) doList(act action) tea.Cmd {
	l := a.list
	switch act {
	case actBack, actEscape:
		switch {
		case l.opened != nil:
			l.opened = nil
		case l.filter != "" && act == actEscape:
			l.narrow("")
		default:
			a.list = nil
		}
	case actFind:
		a.find = &input{}
	case actOpen:
		return a.openLine()
	default:
		if l.opened != nil {
			l.opened.do(act)
			return nil
		}
		l.cursor, _ = moveIn(act, l.cursor, len(l.shown), l.height)
	}
	return nil
}

// openLine includes a value, or opens the bytes of a problem.
func (a *app) openLine() tea.Cmd {
	l := a.list
	if len(l.shown) == 0 || l.opened != nil {
		return nil
	}
	if l.values != nil {
		cmd := a.refine(actInclude)
		a.list = nil
		return cmd
	}
	p := l.problems[l.shown[l.cursor]]
	if p.Length == 0 || p.Offset < 0 {
		l.open(refusedMsg{problem: p}, a.w)
		return nil
	}
	ctx, src, gen := a.ctx, a.sess.src, l.gen
	return func() tea.Msg {
		raw, err := src.Raw(ctx, p.File, p.Offset, p.Length)
		return refusedMsg{gen: gen, problem: p, raw: raw, err: err}
	}
}

// open shows one problem whole.
func (l *list) open(msg refusedMsg, w int) {
	p := msg.problem
	w -= 4
	lines := labelled("FILE", "", p.File, w)
	if p.Offset >= 0 {
		at := "byte " + count(int(p.Offset))
		if p.Line > 0 {
			at += ", line " + count(p.Line)
		}
		lines = append(lines, labelled("PLACE", "", at, w)...)
	}
	lines = append(lines, labelled("REASON", "", p.Reason, w)...)
	lines = append(lines, labelled("HINT", "", p.Hint, w)...)
	lines = append(lines, pageLine{})
	switch {
	case msg.err != nil:
		lines = append(lines, refused("its bytes cannot be read: "+msg.err.Error(), w)...)
	case msg.raw != nil:
		lines = append(lines, rawLines(msg.raw, w)...)
	}
	l.opened = &page{}
	l.opened.set(lines)
}

// doFind performs an action of the line that takes a text to find.
func (a *app) doFind(act action) tea.Cmd {
	text := a.find.text
	switch act {
	case actClear:
		a.find.set("")
		return nil
	case actAccept:
		switch {
		case a.list != nil:
			a.list.narrow(text)
		case a.detail != nil:
			a.detail.setFind(text)
			if p := &a.detail.pages[a.detail.tab]; text != "" && !p.seek(1) {
				a.flash = "not found in this tab"
			}
		}
	case actEscape:
	default:
		return nil
	}
	a.find = nil
	return nil
}
