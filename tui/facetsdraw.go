package tui

import (
	"strings"

	"s3sleuth/model"
)

// draw draws the lines into r; focused says that keys come here.
func (f *facets) draw(c *canvas, r rect, focused bool) {
	f.height = r.h
	f.scroll()
	for i := 0; i < r.h && f.top+i < len(f.lines); i++ {
		row := r.row(i)
		f.drawLine(c, row, f.lines[f.top+i])
		c.hit(row, actFacetLine, f.top+i)
		if f.top+i == f.cursor && focused {
			c.restyle(row, reverse)
			c.caret = rect{row.x, row.y, 1, 1}
		}
	}
	if f.top+r.h < len(f.lines) {
		c.set(r.x+r.w, r.y+r.h-1, accent, '▾') // beside the lines: none of them loses a digit
	}
}

func (f *facets) drawLine(c *canvas, r rect, l facetLine) {
	switch l.kind {
	case facetHead:
		f.drawHead(c, r, l)
	case facetMore:
		c.print(r.x+2, r.y, r.w-2, dim, "… "+count(l.value.Count)+" more   "+f.all)
	case facetFault:
		c.print(r.x+2, r.y, r.w-2, warn, l.name)
	case facetNone:
		f.drawValue(c, r, l, absentName(l.field), dim)
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
		f.drawValue(c, r, l, l.name, st)
	}
}

func (f *facets) drawHead(c *canvas, r rect, l facetLine) {
	sign, st := '▾', title
	if !f.open[l.column] {
		sign, st = '▸', dim
	}
	c.set(r.x, r.y, dim, sign)
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

// drawValue draws mark, name, count and bar. A value outside the filter shows
// how many records it would add, and no bar.
func (f *facets) drawValue(c *canvas, r rect, l facetLine, name string, st style) {
	const countWidth = 8
	barWidth := max(min((r.w-countWidth-14)/2, 12), 0)
	countEnd := r.x + r.w - barWidth - 1
	number := count(l.value.Count)
	if len(number) > countWidth {
		number = short(l.value.Count)
	}
	if !l.value.In {
		number, st = "(+"+short(l.value.Count)+")", dim
	}
	nameWidth := countEnd - len(number) - 1 - r.x - 2 // a name takes what its number leaves
	if why := name + "  why? " + f.why; l.kind == facetNone && len(why) <= nameWidth {
		name = why
	}
	if l.value.In {
		drawBar(c, rect{countEnd + 1, r.y, barWidth, 1}, l.value.Count, f.matched)
	}
	c.print(countEnd-len(number), r.y, len(number), st, number)
	if m := f.mark(l.pick()); m != 0 {
		c.set(r.x, r.y, accent|bold, m)
		st |= bold
	}
	if f.chosen.has(l.pick()) {
		c.set(r.x+1, r.y, accent|bold, '●')
		st |= bold
	}
	if n, hurt := c.print(r.x+2, r.y, nameWidth, st, name); hurt {
		c.set(r.x+2+min(n, nameWidth-1), r.y, warn|bold, '⚠')
	}
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
