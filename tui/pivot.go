package tui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/tui/text"
)

// A pivot is the menu of what can be looked at from here, with everything else
// dropped: the value under the cursor alone, and the ways out of the record.
type pivot struct {
	value  *way // of the value under the cursor; nil when there is none
	record bool // the app's outlook belongs to the menu
	cursor int
	gen    uint64
	cancel context.CancelFunc // of the count of the value
}

// openPivot opens the menu for what is under the cursor.
func (a *app) openPivot(in place) tea.Cmd {
	a.pivots++
	ctx, cancel := context.WithCancel(a.ctx)
	p := &pivot{gen: a.pivots, cancel: cancel}
	of, has := a.subjectUnder(in)
	var cmds []tea.Cmd
	if value, some := a.valueWay(); some {
		p.value = &value
		v, gen, q := a.q.answer.Snapshot, p.gen, value.question(rawOf(a.sess.src))
		cmds = append(cmds, func() tea.Msg { return pivotMsg{gen, countWay(ctx, v, q)} })
	}
	if has {
		p.record = true
		cmds = append(cmds, a.look(of))
		a.out.wanted = actNone
	}
	if p.value == nil && !has {
		a.flash = "there is no value and no record here to go from"
		cancel()
		return nil
	}
	a.pivot = p
	return tea.Batch(cmds...)
}

// closePivot closes the menu; what is still being counted for it is cancelled.
func (a *app) closePivot() {
	if a.pivot != nil {
		a.pivot.cancel()
		a.pivot = nil
	}
}

// subjectUnder returns the record that the cursor belongs to.
func (a *app) subjectUnder(in place) (subject, bool) {
	switch {
	case a.compare != nil:
		return a.compare.chosen(), true
	case a.sheet != nil || in == inFacets:
		return subject{}, false
	case a.detail != nil:
		return a.detail.subject, true
	}
	row, has := a.table.current()
	if !has {
		return subject{}, false
	}
	return subject{a.table.ans.Snapshot, row}, true
}

// valueWay returns the way to all records with the value under the cursor.
func (a *app) valueWay() (way, bool) {
	p, has := a.under()
	if !has || a.q.answer == nil {
		return way{}, false
	}
	name := p.Field.String()
	if p.Field == model.FieldPath {
		name = p.Path
	}
	start := a.hist.list[0]
	w := way{act: actPivotValue, name: "this " + name, from: start.from, to: start.to, where: only(nil, p)}
	if w.value, _ = valueShown(p); !p.Recorded {
		w.value = "not recorded"
	}
	if w.where == nil {
		w.lacks = "cannot be asked for"
	}
	return w, true
}

// ways returns the lines of the menu.
func (p *pivot) ways(o *outlook) []way {
	var out []way
	if p.value != nil {
		out = append(out, *p.value)
	}
	if p.record && o != nil {
		out = append(out, o.ways...)
	}
	return out
}

// doPivot performs an action of the menu.
func (a *app) doPivot(act action) tea.Cmd {
	p := a.pivot
	list := p.ways(a.out)
	switch act {
	case actBack, actEscape:
		a.closePivot()
		return nil
	case actOpen:
		return a.takeOrWait(list[p.cursor])
	}
	for _, w := range list {
		if w.act == act {
			return a.takeOrWait(w)
		}
	}
	if to, moved := moveIn(act, p.cursor, len(list), len(list)); moved {
		p.cursor = to
	} else if p.record || p.value == nil {
		a.flash = "that is not offered here"
	} else {
		a.flash = "there is no record under the cursor: only the value itself is offered"
	}
	return nil
}

// takeOrWait takes a way, or waits with it while the record's twin, which may
// say what the record does not, is still being looked for.
func (a *app) takeOrWait(w way) tea.Cmd {
	if w.lacks != "" && a.pivot.record && !a.out.looked {
		a.out.wanted = w.act
		return nil
	}
	return a.take(w)
}

// pivoted takes the count of the value under the cursor.
func (a *app) pivoted(msg pivotMsg) {
	if p := a.pivot; p != nil && p.value != nil && msg.gen == p.gen {
		p.value.tally, a.dirty = msg.tally, true
	}
}

// drawPivot draws the menu over the screen.
func (a *app) drawPivot(all rect) {
	c, p := &a.c, a.pivot
	list := p.ways(a.out)
	p.cursor = max(min(p.cursor, len(list)-1), 0)
	h := min(len(list)+4, all.h-1)
	w := min(all.w-2, 108)
	box := rect{(all.w - w) / 2, max((all.h-h)/2-1, 0), w, h}
	c.fill(box, plain, ' ')
	note := "everything else is dropped   " + a.key(actUndo) + " undoes it"
	if box.y == 0 { // it hides how complete the counts are
		note = stateText(a.coverage())
	}
	drawBox(c, box, accent, "PIVOT", note)
	in := box.inset(2, 1)
	rows := max(in.h-2, 1)
	top := max(p.cursor-rows+1, 0)
	for i := 0; i < rows && top+i < len(list); i++ {
		r := in.row(i)
		drawWay(c, r, a.keys.first(inPivot, list[top+i].act), &list[top+i])
		c.hit(r, actWay, top+i)
		if top+i == p.cursor {
			c.restyle(rect{r.x - 1, r.y, r.w + 2, 1}, lit)
			c.set(r.x-1, r.y, accent|lit, '▌')
		}
	}
	if len(list) > 0 {
		a.drawWayFoot(rect{in.x, in.y + in.h - 1, in.w, 1}, &list[p.cursor])
	}
}

// drawWayFoot says what the line under the cursor rests on.
func (a *app) drawWayFoot(r rect, w *way) {
	c, x := &a.c, r.x
	put := func(st style, s string) {
		n, _ := c.print(x, r.y, r.x+r.w-x, st, s)
		x += n
	}
	if a.flash != "" {
		put(warn, text.Mask(a.flash))
		return
	}
	if w.lacks != "" {
		put(dim, w.lacks)
		return
	}
	if w.tally.done && w.tally.err == nil {
		put(plain, w.base())
		if s := a.coverage(); s.State != model.Complete {
			put(stateStyle(s.State), "   "+stateText(s))
		}
		if w.tally.unknown > 0 {
			put(warn, "   "+count(w.tally.unknown)+" cannot say")
		}
		if s := w.tally.span(); s != "" {
			put(dim, "   "+s)
		}
	}
	if w.note != "" {
		put(dim, "   "+w.note)
	}
}

// drawWay draws one line of the menu: its key, name, value, counts.
func drawWay(c *canvas, r rect, key string, w *way) {
	st := plain
	if w.lacks != "" {
		st = dim
	}
	c.print(r.x, r.y, 3, accent|bold, key)
	names := 18
	if r.w < 72 {
		names = 12
	}
	c.print(r.x+3, r.y, names, dim, w.name)
	x, end := r.x+4+names, r.x+r.w
	said := 40
	if r.w < 72 {
		said = 10
	} else if r.w < 100 {
		said = 24
	}
	if w.lacks != "" {
		c.print(x, r.y, end-x, dim, w.lacks)
		return
	}
	value := rect{x, r.y, end - said - 1 - x, 1}
	if n, hurt := c.print(x, r.y, value.w, st, w.shown(value.w)); hurt {
		c.sign(value, n)
	}
	w.drawTally(c, rect{end - said, r.y, said, 1})
}

// drawTally draws what is behind a way in columns: records, how many of them
// were refused, how many different addresses or principals.
func (w *way) drawTally(c *canvas, r rect) {
	t := &w.tally
	if t.err != nil || !t.done {
		c.print(r.x, r.y, r.w, dim, t.said("")[0].s)
		return
	}
	column := func(x, w int, st style, s string) {
		c.print(r.x+x+w-width(s), r.y, width(s), st, s)
	}
	number := count(t.matched)
	if len(number) > 10 {
		number = short(t.matched)
	}
	column(0, 10, plain|bold, number)
	if r.w >= 24 && t.refused > 0 {
		column(10, 14, warn, short(t.refused)+" refused")
	}
	if r.w >= 40 && w.counted != "" && t.others > 0 {
		c.print(r.x+26, r.y, r.w-26, dim, short(t.others)+strings.TrimPrefix(plural(t.others, w.counted), count(t.others)))
	}
}
