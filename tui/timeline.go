package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// A brush is a selection being drawn with the mouse.
type brush struct {
	on   bool
	from int64 // the time where it began, Unix milliseconds
}

// doTimeline performs an action of the histogram.
func (a *app) doTimeline(act action) tea.Cmd {
	g := &a.graph
	switch act {
	case actOpen:
		from, to, _ := g.selected()
		return a.setRange(from, to)
	case actDown:
		a.enterCompare()
		return nil
	case actLog:
		g.log = !g.log
		return nil
	case actNextMark, actPrevMark:
		if !g.toPeak(map[action]int{actNextMark: 1, actPrevMark: -1}[act]) {
			a.flash = "no further peak stands out"
		}
	default:
		g.do(act)
	}
	return a.selected()
}

// selected compares what is selected now and brings its records into sight.
func (a *app) selected() tea.Cmd {
	from, to, _ := a.graph.selected()
	if t := &a.table; t.len() > 0 && t.sorted() == nil { // else they stand here and there
		i := t.ans.Rows.After(from)
		if t.desc {
			i = t.len() - t.ans.Rows.After(to)
		}
		t.moveTo(i)
		t.top = t.cursor
		t.scroll()
	}
	return a.compareSoon()
}

// binAt returns the bin drawn at column x.
func (a *app) binAt(x int) int {
	p := plot(a.fr.graph)
	if p.w <= 0 {
		return 0
	}
	return (x - p.x) * len(a.graph.bins) / p.w
}

// pressBin begins a selection where the mouse was pressed.
func (a *app) pressBin(x int) tea.Cmd {
	at := a.binAt(x)
	was := a.timing()
	if a.toggleHistogram(inTable); a.focus != paneHist {
		return nil
	}
	a.graph.move(at)
	a.brush = brush{on: true, from: a.graph.middle(a.graph.cursor)}
	if was {
		return a.selected()
	}
	return tea.Batch(a.selected(), a.compareNow())
}

// dragged widens the selection to where the mouse is.
func (a *app) dragged(x int) tea.Cmd {
	g := &a.graph
	was, anchor := g.cursor, g.anchor
	g.move(a.binAt(x))
	if g.anchor = g.bin(a.brush.from); g.cursor == g.anchor {
		g.anchor = -1
	}
	if g.cursor == was && g.anchor == anchor {
		return nil
	}
	a.dirty = true
	return a.selected()
}

// drawTimeline draws the histogram; while it has the keys, with what is
// selected and the comparison of it.
func (a *app) drawTimeline() {
	c, f, g := &a.c, &a.fr, &a.graph
	g.flat = a.th.mono || a.th.ascii
	if !f.histBox.empty() {
		st := border
		if a.focus == paneHist {
			st = accent
		}
		drawBox(c, f.histBox, st, "TIMELINE  "+a.scaleText(), a.graphNote())
	}
	g.draw(c, f.graph, a.timing())
	if !f.brace.empty() {
		a.drawBrace(f.brace)
	}
	if g.layers != nil && !f.legend.empty() {
		from, to, of := 0, len(g.bins), "that match"
		if a.timing() {
			from, to = g.selection()
			of = "selected"
		}
		g.layers.drawLegend(c, f.legend, from, to, of, g.flat)
	}
	if !f.compare.empty() {
		a.drawContrast(f.compare)
	}
}

// scaleText says how much time a column is; nothing where there are none.
func (a *app) scaleText() string {
	if len(a.graph.bins) == 0 {
		return ""
	}
	return "1 column = " + span(time.Duration(a.graph.start(1)-a.graph.start(0))*time.Millisecond)
}

// graphNote says how the heights are to be read.
func (a *app) graphNote() string {
	note := "log scale: off"
	if a.graph.log {
		note = "log scale: on"
	}
	for i := range a.graph.bins {
		if a.graph.unread(i) {
			return "░ not read yet   " + note
		}
	}
	return note
}

// shortRange returns a range whose year stands elsewhere, as "11-06 01:04 →
// 02:48 (1 h 43 m)"; seconds only where they matter.
func (c clock) shortRange(from, to int64) string {
	layout := "01-02 15:04"
	if to-from < time.Hour.Milliseconds() {
		layout += ":05"
	}
	a, b := c.in(from).Format(layout), c.in(to).Format(layout)
	if a[:5] == b[:5] {
		b = b[6:]
	}
	return a + " → " + b + " (" + span(time.Duration(to-from)*time.Millisecond) + ")"
}

// drawBrace shows what is selected below the axis, and tells it.
func (a *app) drawBrace(r rect) {
	c, g := &a.c, &a.graph
	p := plot(a.fr.graph)
	from, to := g.selection()
	x, w := p.x+from, min(to, p.w)-from
	c.fill(rect{x, r.y, w, 1}, warn|bold, '─')
	c.set(x, r.y, warn|bold, '├')
	c.set(x+w-1, r.y, warn|bold, '┤')
	if w <= 1 {
		c.set(x, r.y, warn|bold, '▲')
	}
	t0, t1, n := g.selected()
	say := a.clock.shortRange(t0, t1)
	number := count(n) + " of " + plural(a.q.answer.Matched, "match")
	if g.anchor < 0 && g.unread(g.cursor) {
		number = "nothing was read here yet"
	}
	for _, text := range []string{say + "   " + number, say, number, ""} {
		room := width(text)
		switch end := r.x + r.w - 2; {
		case x+w+1+room <= end:
			c.print(x+w+1, r.y, room, plain, text)
		case p.x+room+1 <= x:
			c.print(x-room-1, r.y, room, plain, text)
		case room+4 <= w:
			at := x + (w-room)/2
			c.fill(rect{at - 1, r.y, room + 2, 1}, plain, ' ')
			c.print(at, r.y, room, plain, text)
		default:
			continue
		}
		return
	}
}
