package tui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/source"
)

// An entry is a line over a page that something is typed in: it closes when
// what was typed is taken, and else says what is wrong with it.
type entry struct {
	in      input
	title   string
	note    string // beside the title
	example string // while nothing is typed
	wrong   string // with what is typed
	wide    int    // columns at most
	take    func(text string) (cmd tea.Cmd, wrong string)
}

// newTimeEntry returns the line that a range of time is typed in.
func newTimeEntry(wide int, now func() time.Time, take func(source.Range) tea.Cmd) *entry {
	return &entry{title: "TIME", note: "UTC", example: "2026-11-01..2026-11-08, 2026-11-01T10:00.., 24h", wide: wide, take: func(text string) (tea.Cmd, string) {
		x, err := model.Parse("time:"+text, now())
		if err != nil {
			x, err = model.Parse("since:"+text, now())
		}
		if err != nil {
			return nil, "no range of time: write 2026-11-01..2026-11-08, 2026-11-01T10:00.. or 24h"
		}
		from, to, _ := model.Lift(x)
		return take(source.Range{From: from, To: to}), ""
	}}
}

// key takes a key or a paste.
func (e *entry) key(msg tea.Msg) {
	if e.in.key(msg) {
		e.wrong = ""
	}
}

// do performs an action; open says that the line stays.
func (e *entry) do(act action) (cmd tea.Cmd, open bool) {
	switch act {
	case actEscape:
		return nil, false
	case actClear:
		e.in.set("")
		e.wrong = ""
	case actAccept:
		cmd, e.wrong = e.take(strings.TrimSpace(e.in.text))
		return cmd, e.wrong != ""
	}
	return nil, true
}

// draw draws the line over r.
func (e *entry) draw(c *canvas, r rect) {
	w := min(r.w, e.wide)
	box := rect{max((r.w-w)/2, 0), max(r.h/3, 1), w, 4}
	c.fill(box, plain, ' ')
	drawBox(c, box, accent, e.title, e.note)
	in := box.inset(2, 1)
	if e.in.text == "" {
		c.print(in.x+1, in.y, in.w-1, dim, e.example)
	}
	e.in.draw(c, in.row(0), plain)
	c.print(in.x, in.y+1, in.w, danger, e.wrong)
}

// entry returns the line that is typed in, nil for none.
func (a *app) entry() *entry {
	switch {
	case a.sql != nil:
		return a.sql.typed
	case a.scope != nil:
		return a.scope.typed
	}
	return nil
}

// doEntry performs an action of the line.
func (a *app) doEntry(act action) tea.Cmd {
	cmd, open := a.entry().do(act)
	switch {
	case open:
	case a.sql != nil:
		a.sql.typed = nil
	default:
		a.scope.typed = nil
	}
	return cmd
}
