package tui

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/tui/text"
)

// A contrast is the comparison of the selected time with the rest: which values
// are more or less frequent there. The cursor goes from value to value.
type contrast struct {
	gen    uint64
	cancel context.CancelFunc
	stale  bool // the selection has changed since
	err    error
	ans    *store.Comparison
	page   page
	width  int // that the lines were made for
}

// brushPause is how long the selection rests before it is compared.
const brushPause = 100 * time.Millisecond

// compareSoon compares once the selection has rested for a moment.
func (a *app) compareSoon() tea.Cmd {
	gen := a.versus.ask(nil)
	return a.after(brushPause, func(time.Time) tea.Msg { return brushedMsg{gen} })
}

// ask gives up the comparison on its way for another one.
func (v *contrast) ask(cancel context.CancelFunc) (gen uint64) {
	if v.cancel != nil {
		v.cancel()
	}
	v.gen++
	v.cancel, v.stale = cancel, true
	return v.gen
}

// compareNow compares the selection with the rest of the matches, while the
// timeline has the keys.
func (a *app) compareNow() tea.Cmd {
	if !a.timing() || a.q.answer == nil || len(a.graph.bins) == 0 {
		return nil
	}
	ctx, cancel := context.WithCancel(a.ctx)
	gen, rows, fields := a.versus.ask(cancel), a.q.answer.Rows, a.facets.plain(func(column) bool { return true })
	from, to, _ := a.graph.selected()
	return func() tea.Msg {
		got, err := rows.Compare(ctx, from, to, fields)
		return contrastMsg{gen, got, err}
	}
}

// contrasted shows a comparison.
func (a *app) contrasted(msg contrastMsg) {
	v := &a.versus
	if msg.gen != v.gen || errors.Is(msg.err, context.Canceled) {
		return
	}
	v.stale, v.err, a.dirty = false, msg.err, true
	if msg.err == nil {
		v.ans = msg.cmp
		v.page.idle = a.focus != paneCompare
		v.fill(v.width)
	}
}

// fill makes the lines for a width; a cursor in use stays on its value, if it
// is told.
func (v *contrast) fill(w int) {
	v.width = w
	if v.ans == nil {
		return
	}
	was, had := v.page.target()
	var lines []pageLine
	lines = append(lines, v.side("MORE IN THE SELECTION", v.ans.Over)...)
	lines = append(lines, v.side("LESS IN THE SELECTION", v.ans.Under)...)
	if note := contrastNote(v.ans); note != "" {
		pieces, _ := wrap(note, w-2)
		for _, s := range pieces {
			lines = append(lines, pageLine{runs: []run{{dim, s}}})
		}
	}
	v.page.cursor, v.page.top = 0, 0
	v.page.set(lines)
	for i, l := range lines {
		if had && !v.page.idle && l.target != nil && *l.target == was {
			v.page.cursor = i
			v.page.scroll()
		}
	}
}

// contrastNote says what is not told.
func contrastNote(c *store.Comparison) string {
	switch {
	case c.In == 0:
		return "Nothing was matched in the selection."
	case c.Rest == 0:
		return "The selection is all that matches: there is no rest to compare it with."
	case len(c.Alike) == 0:
		return ""
	}
	var names []string
	for _, f := range c.Alike {
		names = append(names, f.String())
	}
	return "no clear difference: " + strings.Join(names, ", ")
}

// The columns of a comparison. In a narrow one the counts go: their base stands
// in the heading.
const (
	contrastField  = 13
	contrastCount  = 9
	contrastShare  = 6
	contrastPoints = 8
	contrastWide   = 74 // columns from which the counts are shown
)

// valueWidth returns the room of the values.
func (v *contrast) valueWidth() int {
	fixed := contrastField + 2*contrastShare + contrastPoints
	if v.width >= contrastWide {
		fixed += 2 * contrastCount
	}
	return max(v.width-2-fixed, 8)
}

// side makes the lines of the values on one side.
func (v *contrast) side(head string, list []store.Difference) []pageLine {
	if len(list) == 0 {
		return nil
	}
	room, rest := contrastShare, "rest"
	if v.width >= contrastWide {
		room, rest = room+contrastCount, "the rest"
	}
	lines := []pageLine{{runs: []run{
		{title, pad(head, contrastField+v.valueWidth()-3)}, {dim, padLeft("selection", room+3)}, {dim, padLeft(rest, room)}, {dim, padLeft("points", contrastPoints)},
	}}}
	for i := range list {
		lines = append(lines, v.line(&list[i]))
	}
	return lines
}

// line tells one value.
func (v *contrast) line(d *store.Difference) pageLine {
	pick := model.Pick{Field: d.Field, Value: d.Text, Recorded: d.Recorded}
	name, escaped := text.Display(text.Mask(valueName(d.Field, d.Text)))
	st, sign, shade := plain, "▲ +", warn
	if !d.Recorded {
		name, st = absentName(d.Field), dim
	}
	if d.Points < 0 {
		sign, shade = "▼ −", accent
	}
	room := v.valueWidth() - 1
	value := []run{{st, pad(cutName(name, room), room+1)}}
	if escaped {
		value = []run{{st, pad(cutName(name, room-2), room-1)}, {warn | bold, "⚠ "}}
	}
	runs := append([]run{{accent, pad(d.Field.String(), contrastField)}}, value...)
	part := func(n, all int, st style) {
		if v.width >= contrastWide {
			runs = append(runs, run{dim, padLeft(count(n), contrastCount)})
		}
		runs = append(runs, run{st, padLeft(percentOf(n, all), contrastShare)})
	}
	part(d.In, v.ans.In, plain|bold)
	part(d.Rest, v.ans.Rest, plain)
	points := fmt.Sprintf("%s%.0f", sign, math.Abs(d.Points)*100)
	return pageLine{runs: append(runs, run{shade, padLeft(points, contrastPoints)}), target: &pick}
}

// padLeft puts blanks before s.
func padLeft(s string, w int) string { return strings.Repeat(" ", max(w-width(s), 0)) + s }

// percentOf returns n of all as "31 %". What is not nothing, or not everything,
// is not rounded to it.
func percentOf(n, all int) string {
	if all == 0 {
		return "–"
	}
	p := int(math.Round(float64(n) / float64(all) * 100))
	switch {
	case p == 0 && n > 0:
		return "<1 %"
	case p == 100 && n < all:
		return ">99 %"
	}
	return itoa(p) + " %"
}

// drawContrast draws the comparison into r: in a box when there is room for one.
func (a *app) drawContrast(r rect) {
	v := &a.versus
	if r.h < 2 {
		return
	}
	focused := a.focus == paneCompare
	const name = "SELECTION COMPARED"
	base := a.contrastBase(r.w - len(name) - 9)
	in := rect{r.x, r.y + 1, r.w, r.h - 1}
	if a.fr.tier == tierTwo {
		st := border
		if focused {
			st = accent
		}
		drawBox(&a.c, r, st, name, base)
		in = r.inset(1, 1)
	} else {
		n, _ := a.c.print(r.x+1, r.y, r.w-2, title, name)
		a.c.print(r.x+n+3, r.y, r.w-n-4, dim, base)
	}
	switch {
	case v.err != nil:
		a.c.print(in.x+1, in.y, in.w-2, danger, "error: "+v.err.Error())
		return
	case v.ans == nil:
		a.c.print(in.x+1, in.y, in.w-2, dim, "comparing …")
		return
	}
	if v.width != in.w {
		v.fill(in.w)
	}
	v.page.idle = !focused
	v.page.draw(&a.c, in)
	if v.stale {
		a.c.restyle(in, faint)
	}
}

// contrastBase says how many records are compared, in w columns.
func (a *app) contrastBase(w int) string {
	v := &a.versus
	switch {
	case v.stale:
		return "comparing …"
	case v.ans == nil || v.err != nil:
		return ""
	}
	so := ""
	if a.coverage().State != model.Complete {
		so = ", read so far"
	}
	base := count(v.ans.In) + " with the other " + plural(v.ans.Rest, "match") + so
	if width(base) > w {
		base = short(v.ans.In) + " with " + short(v.ans.Rest) + so
	}
	return base
}

// doContrast performs an action of the comparison.
func (a *app) doContrast(act action) tea.Cmd {
	p := &a.versus.page
	switch {
	case act == actOpen:
		return a.refine(actInclude)
	case act == actUp && p.cursor == p.stop(0, 1):
		a.focus = paneHist // above the first value is the graph
	default:
		p.do(act)
	}
	return nil
}

// clickCompare puts the cursor on a value of the comparison; on the cursor it
// includes the value.
func (a *app) clickCompare(i int) tea.Cmd {
	p := &a.versus.page
	if !a.timing() || !p.lines[i].stops() {
		return nil
	}
	if a.focus == paneCompare && p.cursor == i {
		return a.refine(actInclude)
	}
	a.focus, p.cursor = paneCompare, i
	return nil
}

// enterCompare goes from the graph to the comparison, when it tells a value.
func (a *app) enterCompare() {
	if p := &a.versus.page; a.versus.ans != nil && p.cursor >= 0 && len(p.lines) > 0 && a.fr.compare.h > 1 {
		a.focus = paneCompare
		return
	}
	a.flash = "no value is clearly more or less frequent in the selection"
}
