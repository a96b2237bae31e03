package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
)

// A list is the problems over the screen. It can be narrowed by a text, and a
// problem can be opened.
type list struct {
	gen      uint64
	title    string
	problems []model.Problem
	note     string // above the lines
	loading  bool
	err      error
	filter   string
	shown    []int // indexes into problems
	cursor   int
	top      int
	height   int
	opened   *page // a refused line, opened
}

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
	case refusedMsg:
		if msg.gen == l.gen {
			l.open(msg, a.w)
		}
	}
	l.narrow(l.filter)
	a.dirty = true
}

// problemsNote says why reading ended before its end, and over what the problems
// are.
func problemsNote(c model.Coverage) string {
	parts := []string{plural(c.Failed, "file") + " unread or cut short", plural(c.Damaged, "line") + " or events refused", plural(c.Duplicates, "duplicate") + " left out"}
	if c.Differing > 0 {
		parts = append(parts, count(c.Differing)+" of them not alike")
	}
	for i, n := range c.Other {
		if n > 0 {
			parts = append(parts, otherText(i, n)+" not read as requests")
		}
	}
	note := strings.Join(parts, ", ")
	if c.Reason != "" && c.State != model.Complete {
		note = stateText(c) + ": " + c.Reason + ". " + note
	}
	return note
}

// narrow shows only lines that hold a text.
func (l *list) narrow(filter string) {
	l.filter, l.shown = filter, l.shown[:0]
	low := strings.ToLower(filter)
	for i := range l.problems {
		if low == "" || strings.Contains(strings.ToLower(l.text(i)), low) {
			l.shown = append(l.shown, i)
		}
	}
	l.cursor = max(min(l.cursor, len(l.shown)-1), 0)
}

// text returns what a line says, for narrowing.
func (l *list) text(i int) string {
	p := l.problems[i]
	return p.File + " " + p.Reason + " " + p.Hint
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

// openLine opens the bytes of a problem.
func (a *app) openLine() tea.Cmd {
	l := a.list
	if len(l.shown) == 0 || l.opened != nil {
		return nil
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
		case a.scope != nil:
			a.scope.find, a.scope.cursor = strings.ToLower(text), 1
		case a.values != nil:
			a.find = nil
			a.values.find, a.values.fresh = text, true
			return a.askValues()
		case a.list != nil:
			a.list.narrow(text)
		case a.detail != nil:
			a.detail.setFind(text)
			if p := &a.detail.pages[a.detail.tab]; text != "" && !p.seek(1) {
				a.flash = "not found in this tab"
			}
		default:
			a.find = nil
			return a.searchFacet(text)
		}
	case actEscape:
	default:
		return nil
	}
	a.find = nil
	return nil
}
