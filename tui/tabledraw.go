package tui

import (
	"strings"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/tui/text"
)

// A shown column is where a column stands on the screen.
type shownColumn struct {
	index int
	x, w  int
	cut   bool // does not fit whole
}

// timeLayout chooses how TIME is written in w columns: times shorten before
// columns drop, and leave out what is the same for all records.
func (t *table) timeLayout(w int) string {
	days, years := t.span()
	switch {
	case years && w >= 56, w >= wideTable && len(t.squeeze(w-1, len("2006-01-02 15:04:05"), 1)) == 0:
		return "2006-01-02 15:04:05"
	case years:
		return "06-01-02 15:04"
	case w >= 56 || days:
		return "01-02 15:04:05"
	}
	return "15:04:05"
}

// span says whether the records read lie in more than one day and in more than
// one year.
func (t *table) span() (days, years bool) {
	if t.ans == nil {
		return false, false
	}
	first, last, _ := t.ans.Snapshot.Bounds()
	a, b := t.clock.in(first), t.clock.in(last)
	return a.YearDay() != b.YearDay() || a.Year() != b.Year(), a.Year() != b.Year()
}

// arrange says which columns fit into w columns from x on, TIME first. The
// column under the cursor is always among them, whole if it can be.
func (t *table) arrange(x, w, timeWidth int) []shownColumn {
	if t.first = max(min(t.first, t.col), 1); t.col == 0 {
		t.first = 1
	}
	gap := 2
	if w < wideTable || len(t.squeeze(w, timeWidth, gap)) > 0 { // rather closer together than cut
		gap = 1
	}
	squeezed := t.squeeze(w, timeWidth, gap)
	for {
		out := []shownColumn{{index: 0, x: x, w: timeWidth}}
		at, fits := x+timeWidth+gap, t.col == 0
		for i := t.first; i < len(t.cols) && at < x+w; i++ {
			c := shownColumn{index: i, x: at, w: t.widthOf(i, w)}
			if t.first == 1 {
				c.w -= squeezed[t.cols[i].field]
			}
			if left := x + w - at; c.w > left {
				if left < 4 {
					break
				}
				c.w, c.cut = left, true
			}
			out = append(out, c)
			at += c.w + gap
			fits = fits || i == t.col && !c.cut
		}
		if fits || t.first >= t.col {
			return out
		}
		t.first++
	}
}

// draw draws headings and records into r; focused says that keys come here.
func (t *table) draw(c *canvas, r rect, focused bool) {
	if t.height = r.h - 1; t.height < 1 || r.w < 4 {
		return
	}
	t.scroll()
	t.drawn = r.w
	lay := t.timeLayout(r.w)
	t.measurePage()
	shown := t.arrange(r.x+1, r.w-1, len(lay))
	t.drawHead(c, r.row(0), shown)
	for i := 0; i < t.height && t.top+i < t.len(); i++ {
		t.drawRow(c, r.row(i+1), t.top+i, shown, lay, focused)
	}
}

func (t *table) drawHead(c *canvas, r rect, shown []shownColumn) {
	for _, s := range shown {
		st := dim | bold
		if s.index == t.col {
			st = accent | bold
		}
		name := t.cols[s.index].title()
		if s.index == 0 {
			name = "TIME"
			if zone := t.zoneName(); s.w >= len(zone)+7 {
				name = "TIME (" + zone + ")"
			}
		}
		sign := t.sign(s.index)
		c.print(s.x, r.y, s.w-width(sign), st, name)
		c.print(s.x+max(min(width(name), s.w-width(sign)), 0), r.y, s.w, accent|bold, sign)
		c.hit(rect{s.x, r.y, s.w + 1, 1}, actHead, s.index)
	}
	if last := shown[len(shown)-1]; last.cut || last.index < len(t.cols)-1 {
		c.set(r.x+r.w-1, r.y, accent, '▸')
	}
	if t.first > 1 && len(shown) > 1 {
		c.set(shown[1].x-1, r.y, accent, '◂')
	}
}

// sign returns what stands behind the name of the column that the records are in
// order of: its direction, in order of time only when that is newest first.
func (t *table) sign(i int) string {
	by := t.sorted()
	switch {
	case by == nil && i == 0 && t.desc, by != nil && t.cols[i].sorts(by) && by.Desc:
		return " ▼"
	case by != nil && t.cols[i].sorts(by):
		return " ▲"
	}
	return ""
}

func (t *table) drawRow(c *canvas, r rect, i int, shown []shownColumn, lay string, focused bool) {
	row, v := t.at(i), t.ans.Snapshot
	here := i == t.cursor
	for _, s := range shown {
		col := t.cols[s.index]
		f := col.field
		st := plain
		var value string
		if f == model.FieldTime {
			value = t.timeText(i, lay)
			st = dim
		} else {
			var recorded bool
			value, recorded = t.cell(row, col)
			st = cellStyle(v, row, f, value, recorded)
		}
		if t.marked && col == t.markField && t.holds(row) {
			st |= under | bold
		}
		t.drawCell(c, rect{s.x, r.y, s.w, 1}, st, value, f)
		if here && s.index == t.col && focused {
			c.restyle(rect{s.x, r.y, s.w, 1}, reverse)
		}
		c.hit(rect{s.x, r.y, s.w + 1, 1}, actCell, i<<8|s.index)
	}
	switch {
	case here && focused:
		c.point(r)
	case here:
		c.restyle(r, lit)
		c.set(r.x, r.y, accent|lit, '▌')
	}
}

// zoneName returns the zone of the times shown.
func (t *table) zoneName() string {
	if t.len() == 0 {
		return t.clock.abbreviation(0)
	}
	last := min(t.top+t.height, t.len()) - 1
	return t.clock.between(t.ans.Snapshot.Time(t.at(t.top)), t.ans.Snapshot.Time(t.at(max(last, t.top))))
}

// timeText returns the time of the record at place i: with relative times as
// its distance to the record under the cursor.
func (t *table) timeText(i int, lay string) string {
	ms := t.ans.Snapshot.Time(t.at(i))
	if t.clock.relative && i != t.cursor {
		s := t.clock.distance(ms, t.ans.Snapshot.Time(t.at(t.cursor)))
		return strings.Repeat(" ", max(len(lay)-width(s), 0)) + s
	}
	return t.clock.in(ms).Format(lay)
}

// drawCell draws one value.
func (t *table) drawCell(c *canvas, r rect, st style, value string, f model.Field) {
	x := r.x
	if f.IsNumber() { // numbers stand at the right
		x += max(r.w-len(value), 0)
	}
	c.printValue(rect{x, r.y, r.x + r.w - x, 1}, st, value, f)
}

// leastMiddle is the room from which a value is cut in the middle.
const leastMiddle = 9

// printValue prints a value of field f, with a sign when it had to be escaped. One
// whose end tells as much as its beginning is cut in the middle: buckets of one
// owner begin alike, keys of one folder, and what is done to one kind of thing, as
// PutBucketPolicy and PutBucketPublicAccessBlock.
func (c *canvas) printValue(r rect, st style, value string, f model.Field) {
	hurt := false
	if cut := cutOf(f, value); cut != nil && r.w >= leastMiddle && width(value) > r.w {
		value, hurt = text.Display(value)
		value = cut(value, r.w)
	}
	n, escaped := c.print(r.x, r.y, r.w, st, value)
	if hurt || escaped {
		c.sign(r, n)
	}
}

// cutOf returns how a value of field f is shortened, nil when it loses its end.
func cutOf(f model.Field, value string) func(string, int) string {
	switch f {
	case model.FieldOp:
		if strings.Contains(value, ".") { // the log's own name, which begins with what did it
			return nil
		}
		return cutMiddle
	case model.FieldBucket, model.FieldKey, model.FieldHost:
		return cutMiddle
	case model.FieldPrincipal, model.FieldARN:
		return cutWho
	}
	return nil
}

// sign says behind the n columns of a value that it had to be escaped.
func (c *canvas) sign(r rect, n int) { c.set(min(r.x+n, r.x+r.w-1), r.y, warn|bold, '⚠') }

// holds says whether the record carries the marked value.
func (t *table) holds(row store.Row) bool {
	p, _ := t.pick(row, t.markField)
	return p.Recorded && p.Value == t.markValue
}
