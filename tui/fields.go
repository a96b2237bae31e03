package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
)

// A fieldChoice chooses which fields are facets, and in which order: those
// chosen stand first.
type fieldChoice struct {
	list   []column // fields, and the paths that were chosen
	on     int      // that many of them are chosen
	cursor int
	top    int
	height int
	counts fieldCounts
}

// openFields lets the user choose the facets, and tells what each field holds.
func (a *app) openFields() tea.Cmd {
	c := &fieldChoice{list: slices.Clone(a.facets.fields), on: len(a.facets.fields)}
	for f := range model.NumFields {
		if f != model.FieldPath && f != model.FieldTime && !slices.Contains(c.list, column{field: f}) {
			c.list = append(c.list, column{field: f})
		}
	}
	c.cursor = max(slices.Index(c.list, a.facets.line().column), 0)
	a.fields = c
	return a.countFields()
}

// toggle chooses the field under the cursor as the last one, or drops it. One
// field always stays.
func (c *fieldChoice) toggle() {
	f, was := c.list[c.cursor], c.cursor < c.on
	if was && c.on == 1 {
		return
	}
	c.list = slices.Delete(c.list, c.cursor, c.cursor+1)
	if was {
		c.on--
	}
	c.list = slices.Insert(c.list, c.on, f)
	if !was {
		c.on++
	}
}

// shift moves the field under the cursor among the chosen ones.
func (c *fieldChoice) shift(by int) {
	to := c.cursor + by
	if c.cursor < c.on && to >= 0 && to < c.on {
		c.list[c.cursor], c.list[to] = c.list[to], c.list[c.cursor]
		c.cursor = to
	}
}

// doFields performs an action of the choice; it takes effect when it is left.
func (a *app) doFields(act action) tea.Cmd {
	c := a.fields
	switch act {
	case actEscape, actBack, actFields:
		a.closeFields()
		return a.setFields(c.list[:c.on])
	case actOpen, actChoose:
		c.toggle()
	case actNextRecord:
		c.shift(1)
	case actPrevRecord:
		c.shift(-1)
	default:
		c.cursor, _ = moveIn(act, c.cursor, len(c.list), c.height)
	}
	return nil
}

// setFields takes other facets; a new one is open.
func (a *app) setFields(list []column) tea.Cmd {
	f := a.facets
	if slices.Equal(f.fields, list) {
		return nil
	}
	for _, field := range list {
		if !slices.Contains(f.fields, field) {
			f.open[field] = true
		}
	}
	f.fields = slices.Clone(list)
	f.build()
	return a.ask()
}

// drawFields draws the choice over the screen.
func (a *app) drawFields() {
	c, l := &a.c, a.fields
	box := rect{max((a.w-96)/2, 0), 1, min(a.w, 96), a.h - 3}
	c.fill(box, plain, ' ')
	drawBox(c, box, accent, "FACETS", count(l.on)+" of "+count(len(l.list))+" fields")
	r := box.inset(2, 1)
	wide := r.w >= 60
	if wide {
		l.counts.head(c, rect{r.x + 17, r.y, r.w - 17, 1}, a.coverage())
		r.y, r.h = r.y+1, r.h-1
	}
	l.height = max(r.h, 1)
	l.top = max(min(max(l.top, l.cursor-l.height+1), l.cursor), 0)
	for i := 0; i < r.h && l.top+i < len(l.list); i++ {
		row, f := r.row(i), l.list[l.top+i]
		sign, st := "[ ]", dim
		if l.top+i < l.on {
			sign, st = "[x]", plain
		}
		c.print(row.x, row.y, 3, accent, sign)
		n, _ := c.print(row.x+4, row.y, row.w-4, st|bold, f.String())
		if rest := (rect{row.x + 17, row.y, row.w - 17, 1}); wide && n <= 13 {
			l.counts.draw(c, rest, f)
		} else {
			c.print(row.x+max(17, n+5), row.y, row.w-max(17, n+5), dim, f.help())
		}
		c.hit(row, actLine, l.top+i)
		if l.top+i == l.cursor {
			c.point(rect{row.x - 1, row.y, row.w + 1, 1})
		}
	}
	if l.top+r.h < len(l.list) {
		c.set(r.x+r.w, r.y+r.h-1, accent, '▾')
	}
	c.fill(rect{0, a.h - 2, a.w, 2}, plain, ' ')
	f := l.list[l.cursor]
	c.print(1, a.h-2, a.w-2, dim, headOf(f)+": "+f.help())
	a.drawHints(rect{0, a.h - 1, a.w, 1})
}
