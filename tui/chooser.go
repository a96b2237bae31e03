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
	fields []model.Field // the columns shown, then the others
	shown  int           // how many of them are shown
	usual  bool          // nothing was chosen: the filter's fields and the usual ones
	cursor int
	top    int
	sizes  map[model.Field]int // of the table, when the chooser was opened
}

// openColumns opens the chooser on the column under the cursor.
func (a *app) openColumns() {
	ch := &chooser{sizes: a.table.sizes, usual: a.hist.now().cols == nil}
	ch.set(a.table.cols[1:])
	ch.cursor = max(slices.Index(ch.fields, a.table.field()), 0)
	a.chooser = ch
}

// set takes the columns shown, and puts every other field of a record behind.
func (ch *chooser) set(shown []model.Field) {
	ch.fields, ch.shown = slices.Clone(shown), len(shown)
	for f := range model.NumFields {
		if f != model.FieldTime && f != model.FieldPath && !slices.Contains(shown, f) {
			ch.fields = append(ch.fields, f)
		}
	}
}

// chosen returns the columns to show after TIME; nil is the usual ones.
func (ch *chooser) chosen() []model.Field {
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
		ch.set(a.table.cols[1:])
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
func (a *app) showColumns(cols []model.Field) {
	a.table.setColumns(cols, fieldsOf(a.shown().where), a.narrow())
}

// takeColumns is the step to other columns; nil is the usual ones.
func (a *app) takeColumns(cols []model.Field) tea.Cmd {
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
		info := model.Fields[ch.fields[k]]
		st, mark := plain|bold, '✓'
		if k >= ch.shown {
			st, mark = plain, ' '
		}
		c.set(row.x+1, row.y, ok, mark)
		c.print(row.x+3, row.y, 13, st, info.Title)
		c.print(row.x+17, row.y, row.w-18, dim, info.Help)
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
