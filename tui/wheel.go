package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// wheelPause is how long turns of the wheel gather: a frame at 60 a second. A
// burst of them then costs the drawing of one.
const wheelPause = 16 * time.Millisecond

// wheelLines is how many lines one turn scrolls.
const wheelLines = 3

// A wheel gathers what the mouse wheel turned since the screen was drawn last.
type wheel struct {
	turns int       // that wait, down positive
	at    tea.Mouse // where the pointer was
	waits bool      // a pause runs; turns wait for its end
}

// wheelMsg: the pause has ended.
type wheelMsg struct{}

// turned takes a turn of the wheel. The first is seen at once, those that follow
// within a frame are scrolled together.
func (a *app) turned(m tea.Mouse) tea.Cmd {
	turn := map[tea.MouseButton]int{tea.MouseWheelDown: 1, tea.MouseWheelUp: -1}[m.Button]
	if turn == 0 {
		return nil
	}
	w := &a.wheel
	w.turns += turn
	w.at = m
	if w.waits {
		return nil
	}
	return a.scrolled()
}

// scrolled scrolls what waits, and lets turns gather again when there was any.
func (a *app) scrolled() tea.Cmd {
	a.wheel.waits = a.wheel.turns != 0
	if !a.wheel.waits {
		return nil
	}
	return tea.Batch(a.scrollNow(), a.after(wheelPause, func(time.Time) tea.Msg { return wheelMsg{} }))
}

// scrollNow scrolls what waits: whatever comes after it must find it done.
func (a *app) scrollNow() tea.Cmd {
	n := a.wheel.turns
	if n == 0 {
		return nil
	}
	a.wheel.turns, a.dirty = 0, true
	act := actDown
	if n < 0 {
		act, n = actUp, -n
	}
	return a.scroll(a.wheel.at, act, n*wheelLines)
}

// scroll scrolls what has the keys, or what is under the pointer, by n lines.
func (a *app) scroll(m tea.Mouse, act action, n int) (cmd tea.Cmd) {
	in := a.place()
	for range n {
		switch {
		case in == inTable && a.fr.facets.holds(m.X, m.Y) && a.fr.tier == tierTwo:
			a.facets.do(act)
		case in == inFacets && !a.fr.facets.holds(m.X, m.Y):
			a.table.do(act)
		case in&(inHistogram|inCompare) != 0 && a.fr.table.holds(m.X, m.Y):
			a.table.do(act)
		case in == inHistogram && a.fr.compare.holds(m.X, m.Y):
			a.versus.page.do(act)
		case in&(inPages|inTyping&^inInput|inColumns|inScope|inTime) != 0 && in != inHistogram:
			cmd = a.do(in, act) // the last one counts: a prompt plans the line it stops at
		}
	}
	return cmd
}
