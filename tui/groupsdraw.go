package tui

import (
	"strings"
	"time"

	"s3sleuth/model"
	"s3sleuth/tui/text"
)

// drawGroups draws the combinations over the screen.
func (a *app) drawGroups() {
	c, l := &a.c, a.groups
	box := rect{0, 1, a.w, a.h - 3}
	c.fill(rect{0, 1, a.w, a.h - 1}, plain, ' ')
	names := make([]string, len(l.by))
	for i, f := range l.by {
		names[i] = headOf(f)
	}
	note := orderNames[l.order]
	if cov := a.coverage(); cov.State != model.Complete {
		note += "   " + stateText(cov)
	}
	drawBox(c, box, accent, "COUNT BY "+strings.Join(names, ", "), note)
	l.draw(c, box.inset(2, 1), a.coverage())
	foot := rect{0, a.h - 2, a.w, 1}
	if !a.drawFlash(foot) && l.cursor < len(l.groups) {
		n, _ := c.print(1, foot.y, foot.w-2, accent, "filter ")
		c.print(1+n, foot.y, foot.w-2-n, plain, text.Mask(filterText(l.condition(l.cursor))))
	}
	a.drawHints(rect{0, a.h - 1, a.w, 1})
}

// note says how many combinations there are, and over what they are counted.
func (l *groupList) note(c model.Coverage) string {
	s := plural(l.distinct, "combination")
	if n := len(l.groups); n < l.distinct {
		s = "the first " + count(n) + " of " + s
	}
	s += " in " + plural(l.base, "record")
	if l.unreadable > 0 {
		s += ", " + count(l.unreadable) + " of them could not be read again"
	}
	if c.State != model.Complete {
		s += " read so far"
	}
	return s
}

func (l *groupList) draw(c *canvas, r rect, cov model.Coverage) {
	switch {
	case l.err != nil:
		c.print(r.x, r.y, r.w, danger, "error: "+l.err.Error())
		return
	case l.busy && l.groups == nil:
		say := "counting …"
		if n := l.read.Load(); n > 0 {
			say += " " + count(int(n)) + " records' bytes read, each once"
		}
		c.print(r.x, r.y, r.w, dim, say)
		return
	}
	c.print(r.x, r.y, r.w, dim, l.note(cov))
	cols := l.layout(r.w)
	cols.head(c, r.row(1), l.by)
	l.height = max(r.h-2, 1)
	l.top = max(min(max(l.top, l.cursor-l.height+1), l.cursor), 0)
	for i := 0; i < r.h-2 && l.top+i < len(l.groups); i++ {
		row := r.row(i + 2)
		l.drawLine(c, row, l.top+i, cols)
		c.hit(row, actLine, l.top+i)
		if l.top+i == l.cursor {
			c.point(rect{row.x - 1, row.y, row.w + 1, 1})
		}
	}
	if len(l.groups) == 0 {
		c.print(r.x, r.y+2, r.w, dim, "no record matches")
	}
	if l.top+r.h-2 < len(l.groups) {
		c.set(r.x+r.w, r.y+r.h-1, accent, '▾')
	}
	if l.busy && !l.quiet {
		c.restyle(r, faint)
	}
}

// groupCols are the widths of the list's columns; what has no room is 0.
type groupCols struct {
	fields            []int // each with a blank behind it
	count, share, bar int
	seen              int
}

const groupTimes = "01-02 15:04:05"

// layout divides w columns: the values go before the bar, and that before the
// times. Of values that do not fit the longest are cut.
func (l *groupList) layout(w int) groupCols {
	want := make([]int, len(l.by))
	for i, f := range l.by {
		want[i] = width(headOf(f))
	}
	for line, g := range l.groups[:min(len(l.groups), 1000)] {
		for i := range g.Values {
			want[i] = max(want[i], min(width(l.name(line, i)), 64))
		}
	}
	all := 0
	for _, n := range want {
		all += n + 2
	}
	cols := groupCols{count: 11, share: 6}
	free := w - cols.count - cols.share
	if w >= 60 && free-all >= 8 || w >= 120 {
		cols.bar = 8
	}
	if free-cols.bar-all >= 2*(len(groupTimes)+2) {
		cols.seen = len(groupTimes) + 2
	}
	cols.fields = shareOut(want, free-cols.bar-2*cols.seen-2*len(want))
	for i := range cols.fields {
		cols.fields[i] += 2
	}
	return cols
}

// shareOut gives each of several columns what it wants, or where that is too much,
// cuts the widest.
func shareOut(want []int, room int) []int {
	out := make([]int, len(want))
	for left, open := max(room, 0), len(want); open > 0; {
		fair, settled := left/open, false
		for i, n := range want {
			if out[i] == 0 && n <= fair {
				out[i], left, open, settled = max(n, 1), left-n, open-1, true
				break
			}
		}
		if settled {
			continue
		}
		for i := range want {
			if out[i] == 0 {
				out[i] = max(fair, 1)
			}
		}
		break
	}
	return out
}

func (g groupCols) head(c *canvas, r rect, by []column) {
	x, end := r.x+2, r.x+r.w
	for i, f := range by {
		c.print(x, r.y, min(g.fields[i]-2, end-x), title, headOf(f))
		x += g.fields[i]
	}
	x = g.numbers(r)
	c.print(x, r.y, g.count, dim, padLeft("records", g.count))
	c.print(x+g.count, r.y, g.share, dim, padLeft("share", g.share))
	if g.seen > 0 {
		x = end - 2*g.seen
		c.print(x, r.y, g.seen, dim, padLeft("first seen", g.seen))
		c.print(x+g.seen, r.y, g.seen, dim, padLeft("last seen UTC", g.seen))
	}
}

// numbers returns where the numbers begin.
func (g groupCols) numbers(r rect) int { return r.x + r.w - g.count - g.share - g.bar - 2*g.seen }

// name returns the value of a line's i-th field as it is shown.
func (l *groupList) name(line, i int) string {
	if !l.groups[line].Values[i].Recorded {
		return absentName(l.by[i].field)
	}
	return text.Mask(l.names[i][line])
}

func (l *groupList) drawLine(c *canvas, r rect, line int, cols groupCols) {
	g := &l.groups[line]
	x, at := r.x+2, cols.numbers(r)
	for i, v := range g.Values {
		w := min(cols.fields[i]-2, at-x)
		st := plain
		switch {
		case !v.Recorded:
			st = dim
		case l.by[i].field == model.FieldTLS:
			st = tlsStyle(v.Text)
		}
		c.printValue(rect{x, r.y, w, 1}, st, l.name(line, i), l.by[i].field)
		x += cols.fields[i]
	}
	c.print(at, r.y, cols.count, plain, padLeft(count(g.Count), cols.count))
	c.print(at+cols.count, r.y, cols.share, plain, padLeft(percentOf(g.Count, l.base), cols.share))
	at += cols.count + cols.share
	if cols.bar > 0 {
		drawBar(c, rect{at + 1, r.y, cols.bar - 1, 1}, g.Count, l.base)
		at += cols.bar
	}
	if cols.seen > 0 {
		c.print(at, r.y, cols.seen, dim, padLeft(time.UnixMilli(g.First).UTC().Format(groupTimes), cols.seen))
		c.print(at+cols.seen, r.y, cols.seen, dim, padLeft(time.UnixMilli(g.Last).UTC().Format(groupTimes), cols.seen))
	}
}
