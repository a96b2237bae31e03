package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
)

// A chooser chooses the columns of the table: those shown come first, in their
// order, and the table beside it follows at once. Leaving it without taking
// them brings the table back as it was.
type chooser struct {
	fields []column // the columns shown, then the others
	shown  int      // how many of them are shown
	usual  bool     // nothing was chosen: the filter's fields and the usual ones
	cursor int
	top    int
	sizes  map[column]int // of the table, when the chooser was opened
}

// openColumns opens the chooser on the column under the cursor.
func (a *app) openColumns() {
	ch := &chooser{sizes: a.table.sizes, usual: a.hist.now().cols == nil}
	ch.set(a.table.cols[1:], a.facets.fields)
	ch.cursor = max(slices.Index(ch.fields, a.table.column()), 0)
	a.chooser = ch
}

// set takes the columns shown, and puts the JSON paths that are facets and every
// other field of a record behind.
func (ch *chooser) set(shown, facets []column) {
	ch.fields, ch.shown = slices.Clone(shown), len(shown)
	offer := func(c column) {
		if !slices.Contains(ch.fields, c) {
			ch.fields = append(ch.fields, c)
		}
	}
	for _, c := range facets {
		if c.path != "" {
			offer(c)
		}
	}
	for f := range model.NumFields {
		if f != model.FieldTime && f != model.FieldPath {
			offer(column{field: f})
		}
	}
}

// chosen returns the columns to show after TIME; nil is the usual ones.
func (ch *chooser) chosen() []column {
	if ch.usual {
		return nil
	}
	return slices.Clone(ch.fields[:ch.shown])
}

// toggle shows or hides the field under the cursor. A field that is shown comes
// last, one that is hidden first of the others.
func (ch *chooser) toggle() {
	f := ch.fields[ch.cursor]
	switch {
	case ch.cursor >= ch.shown:
		ch.move(ch.shown)
		ch.shown++
	case ch.shown == 1:
		return // a table keeps a column beside TIME
	default:
		ch.move(ch.shown - 1)
		ch.shown--
		ch.cursor = min(slices.Index(ch.fields, f), ch.cursor)
	}
	ch.usual = false
}

// move brings the field under the cursor to another place.
func (ch *chooser) move(to int) {
	f := ch.fields[ch.cursor]
	ch.fields = slices.Insert(slices.Delete(ch.fields, ch.cursor, ch.cursor+1), to, f)
}

// shift moves a shown column by one place and the cursor with it.
func (ch *chooser) shift(by int) {
	to := ch.cursor + by
	if ch.cursor >= ch.shown || to < 0 || to >= ch.shown {
		return
	}
	ch.move(to)
	ch.cursor, ch.usual = to, false
}

// doColumns performs an action of the chooser.
func (a *app) doColumns(act action) tea.Cmd {
	ch := a.chooser
	switch act {
	case actAccept:
		return a.takeColumns(ch.chosen())
	case actEscape:
		a.chooser, a.table.sizes = nil, ch.sizes
		a.showColumns(a.hist.now().cols)
		return nil
	case actToggle:
		at := ch.cursor
		ch.toggle()
		ch.cursor = at
	case actHigher:
		ch.shift(-1)
	case actLower:
		ch.shift(1)
	case actReset:
		a.table.sizes, ch.usual = nil, true
		a.showColumns(nil)
		ch.set(a.table.cols[1:], a.facets.fields)
	case actWider, actNarrower:
		a.table.resize(ch.fields[ch.cursor], act)
		return nil
	default:
		ch.cursor, _ = moveIn(act, ch.cursor, len(ch.fields), 10)
	}
	a.showColumns(ch.chosen())
	if i := slices.Index(a.table.cols, ch.fields[ch.cursor]); i > 0 {
		a.table.moveColumn(i)
	}
	return nil
}

// showColumns shows columns without taking a step.
func (a *app) showColumns(cols []column) {
	a.table.setColumns(cols, fieldsOf(a.shown().where), a.narrow())
}

// takeColumns is the step to other columns; nil is the usual ones.
func (a *app) takeColumns(cols []column) tea.Cmd {
	a.chooser = nil
	s := *a.hist.now()
	s.cols, s.label = cols, "columns"
	if cols == nil {
		s.label = "usual columns"
	}
	cmd := a.commit(s)
	if cmd == nil {
		a.showColumns(cols)
	}
	return cmd
}

// toggleColumn makes what is under the cursor a column of the table, the first after
// TIME, or drops it.
func (a *app) toggleColumn(c column) tea.Cmd {
	cols := slices.Clone(a.table.cols[1:])
	say := " is a column now, the first one after TIME"
	i := slices.Index(cols, c)
	switch {
	case i >= 0 && len(cols) == 1:
		a.flash = "a table keeps a column beside TIME"
		return nil
	case i >= 0:
		cols, say = slices.Delete(cols, i, i+1), " is no column any more"
	default:
		cols = slices.Insert(cols, 0, c)
	}
	cmd := a.takeColumns(cols)
	a.flash = c.String() + say
	return cmd
}

// leastHelp is the room from which a field is explained on its line; the one
// under the cursor is explained at the foot of the screen.
const leastHelp = 14

// draw draws the chooser into r.
func (ch *chooser) draw(c *canvas, r rect) {
	c.fill(r, plain, ' ')
	note := itoa(ch.shown) + " of " + itoa(len(ch.fields))
	if ch.usual {
		note = "the usual ones"
	}
	drawBox(c, r, accent, "COLUMNS", note)
	in := r.inset(2, 1)
	ch.top = max(min(max(ch.top, ch.cursor-in.h+1), ch.cursor), 0)
	for i := 0; i < in.h && ch.top+i < len(ch.fields); i++ {
		k, row := ch.top+i, in.row(i)
		col := ch.fields[k]
		st, mark := plain|bold, '✓'
		if k >= ch.shown {
			st, mark = plain, ' '
		}
		c.set(row.x+1, row.y, ok, mark)
		if col.path != "" {
			c.print(row.x+3, row.y, row.w-4, st, col.path)
		} else {
			c.print(row.x+3, row.y, 13, st, col.title())
			if room := row.w - 18; room >= leastHelp {
				c.print(row.x+17, row.y, room, dim, col.help())
			}
		}
		c.hit(row, actLine, k)
		if k == ch.cursor {
			c.restyle(row, lit)
			c.set(row.x, row.y, accent|lit, '▌')
		}
	}
	if ch.top+in.h < len(ch.fields) {
		c.set(r.x+r.w-1, r.y+r.h-2, accent, '▾')
	}
}
