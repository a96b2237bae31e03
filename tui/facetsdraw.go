package tui

import (
	"strings"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// draw draws the lines into r; focused says that keys come here.
func (f *facets) draw(c *canvas, r rect, focused bool) {
	f.height = r.h
	f.scroll()
	sp := f.spaces(r.w)
	for i := 0; i < r.h && f.top+i < len(f.lines); i++ {
		row := r.row(i)
		f.drawLine(c, row, f.lines[f.top+i], sp)
		c.hit(row, actFacetLine, f.top+i)
		if f.top+i == f.cursor && focused {
			f.point(c, row, sp)
		}
	}
	if f.top+r.h < len(f.lines) {
		c.set(r.x+r.w, r.y+r.h-1, accent, '▾') // beside the lines: none of them loses a digit
	}
}

// point marks the line under the cursor as the table marks its row and cell. What
// stands before a field's name, or before a value that the filter names, stays.
func (f *facets) point(c *canvas, r rect, sp facetSpace) {
	l := f.line()
	name, sign := rect{r.x + 2, r.y, r.w - 2, 1}, rune(0)
	switch l.kind {
	case facetHead:
		sign = f.sign(l.column)
	case facetValue, facetNone:
		name.w, sign = sp.name, f.mark(l.pick())
	}
	c.restyle(name, reverse)
	c.point(r)
	if sign != 0 {
		c.set(r.x, r.y, accent|bold|lit, sign)
	}
}

// sign is what stands before the name of a field: whether it is open.
func (f *facets) sign(c column) rune {
	if f.open[c] {
		return '▾'
	}
	return '▸'
}

func (f *facets) drawLine(c *canvas, r rect, l facetLine, sp facetSpace) {
	switch l.kind {
	case facetHead:
		f.drawHead(c, r, l)
	case facetMore:
		c.print(r.x+2, r.y, r.w-2, dim, "… "+count(l.value.Count)+" more   "+f.all)
	case facetFault:
		c.print(r.x+2, r.y, r.w-2, warn, l.name)
	case facetNone:
		f.drawValue(c, r, l, sp, absentName(l.field), dim)
	case facetValue:
		st := plain
		switch {
		case !l.value.In:
			st = dim
		case l.field == model.FieldTLS:
			st = tlsStyle(l.value.Text)
		case l.field == model.FieldPrincipal && l.value.Text == "anonymous":
			st = warn
		}
		f.drawValue(c, r, l, sp, l.name, st)
	}
}

func (f *facets) drawHead(c *canvas, r rect, l facetLine) {
	st := title
	if !f.open[l.column] {
		st = dim
	}
	c.set(r.x, r.y, dim, f.sign(l.column))
	name := headOf(l.column)
	if l.path != "" { // its end tells most
		name = cutName(name, r.w-4-width(f.countedFor(l)))
	}
	c.print(r.x+2, r.y, r.w-2, st, name)
	if !f.open[l.column] {
		return
	}
	n := f.countedFor(l)
	if found := f.search.found(l.column); found != nil {
		n = "\"" + f.search.text + "\" " + count(found.Distinct) + " of " + n
	}
	c.print(r.x+r.w-width(n)-1, r.y, width(n)+1, dim, " "+n)
}

// headOf returns a column's name as a heading: a path keeps its letters.
func headOf(c column) string {
	if c.path != "" {
		return c.path
	}
	return strings.ToUpper(c.String())
}

// drawValue draws mark, name, bar and count. A value outside the filter shows
// how many records it would add, and no bar: its name takes that room.
func (f *facets) drawValue(c *canvas, r rect, l facetLine, sp facetSpace, name string, st style) {
	number, end := facetNumber(l.value), r.x+r.w
	nameWidth := sp.name
	if !l.value.In {
		nameWidth = r.w - 2 - width(number) - 1
	}
	if why := name + "  why? " + f.why; l.kind == facetNone && width(why) <= nameWidth {
		name = why
	}
	if l.value.In {
		drawBar(c, rect{r.x + 2 + sp.name + 1, r.y, sp.bar, 1}, l.value.Count, f.matched)
	} else {
		st = dim
	}
	mark := st
	if m := f.mark(l.pick()); m != 0 {
		c.set(r.x, r.y, accent|bold, m)
		st |= bold
	}
	if f.chosen.has(l.pick()) {
		c.set(r.x+1, r.y, accent|bold, '●')
		st |= bold
	}
	c.print(end-width(number), r.y, width(number), mark, number)
	c.fill(rect{r.x + 2, r.y, nameWidth, 1}, st, ' ')
	c.printValue(rect{r.x + 2, r.y, nameWidth, 1}, st, name, l.field)
}

// facetNumber is the count of a value, or what it would add.
func facetNumber(v store.Value) string {
	if !v.In {
		return "(+" + short(v.Count) + ")"
	}
	if n := count(v.Count); len(n) <= facetCount {
		return n
	}
	return short(v.Count)
}

// facetCount is how wide a count may be before it is told in short.
const facetCount = 9

// A facetSpace is how wide name and bar of a value are, the same in all facets:
// a longer bar is then more records, wherever it stands.
type facetSpace struct{ name, bar int }

// spaces shares out a line of w columns: first the widest count, then the longest
// name, of which a quarter of the room is kept for the bars.
func (f *facets) spaces(w int) facetSpace {
	name, number := 8, 0
	for _, l := range f.lines {
		if l.kind != facetValue && l.kind != facetNone || !l.value.In {
			continue
		}
		number = max(number, width(facetNumber(l.value)))
		if l.kind == facetNone {
			name = max(name, width(absentName(l.field)))
		} else {
			name = max(name, width(l.name))
		}
	}
	room := max(w-2-1-1-number, 0) // mark, and a space before and behind the bar
	name = min(name, room*3/4)
	return facetSpace{name, room - name}
}

// eighths are bars of one to seven eighths of a column, as far as glyphs that
// are not used for anything else go.
var eighths = [8]rune{' ', '▏', '▎', '▍', '▍', '▋', '▊', '▉'}

// drawBar draws n of all as a bar that fills r when they are equal. What is not
// nothing can be seen.
func drawBar(c *canvas, r rect, n, all int) {
	if n <= 0 || all <= 0 || r.w <= 0 {
		return
	}
	part := max(min(n*r.w*8/all, r.w*8), 1)
	for i := 0; i < part/8; i++ {
		c.set(r.x+i, r.y, bar, '█')
	}
	if part%8 > 0 {
		c.set(r.x+part/8, r.y, bar, eighths[part%8])
	}
}
