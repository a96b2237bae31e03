package tui

import (
	"maps"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model/store"
)

// marks are the records that the user has marked, to compare them. A range is
// marked from an anchor to the cursor. Rows are stable, so marks stay on their
// records whatever the filter shows.
type marks struct {
	rows   map[store.Row]bool // replaced, never changed: steps of the history hold it
	set    uint64             // which set rows is: another number for every change
	last   uint64             // the number given last
	anchor store.Row          // where a range was begun, while ranging
	ranged bool
}

// maxMarks bounds what one range marks.
const maxMarks = 10_000

// change replaces the marks.
func (m *marks) change(rows map[store.Row]bool) {
	m.last++
	m.rows, m.set = rows, m.last
}

// toggle marks a record, or takes its mark.
func (m *marks) toggle(r store.Row) {
	rows := maps.Clone(m.rows)
	switch {
	case rows[r]:
		delete(rows, r)
	case rows == nil:
		rows = map[store.Row]bool{r: true}
	default:
		rows[r] = true
	}
	m.change(rows)
}

// drop takes every mark.
func (m *marks) drop() { m.change(nil) }

// markRecord marks the record under the cursor, or ends a range with it, and
// goes on to the next.
func (a *app) markRecord() {
	row, has := a.table.current()
	if !has {
		return
	}
	if a.marks.ranged {
		a.endRange()
		return
	}
	a.marks.toggle(row)
	a.sayMarks()
	a.table.moveTo(a.table.cursor + 1)
}

// markRange begins a range at the cursor, or marks all from where it began.
func (a *app) markRange() {
	row, has := a.table.current()
	switch {
	case !has:
	case a.marks.ranged:
		a.endRange()
	default:
		a.marks.anchor, a.marks.ranged = row, true
		a.flash = "a range begins here   " + a.key(actRange) + " marks up to the cursor   " + a.key(actEscape) + " forgets it"
	}
}

// endRange marks the records from the anchor to the cursor.
func (a *app) endRange() {
	m, t := &a.marks, &a.table
	m.ranged = false
	from, found := t.place(m.anchor)
	if !found {
		a.flash = "the record where the range began is no longer in the result"
		return
	}
	to := t.cursor
	if from > to {
		from, to = to, from
	}
	if to-from >= maxMarks {
		a.flash = "a range marks " + count(maxMarks) + " records at most, this one has " + count(to-from+1)
		return
	}
	rows := make(map[store.Row]bool, len(m.rows)+to-from+1)
	maps.Copy(rows, m.rows)
	for i := from; i <= to; i++ {
		rows[t.at(i)] = true
	}
	m.change(rows)
	a.sayMarks()
}

// sayMarks tells how many records are marked and what can be done with them.
func (a *app) sayMarks() {
	switch n := len(a.marks.rows); n {
	case 0:
		a.flash = "no record is marked"
	case 1:
		a.flash = "1 record is marked   " + a.key(actCompare) + " on another compares the two"
	case 2:
		a.flash = "2 records are marked   " + a.key(actCompare) + " compares them"
	default:
		a.flash = count(n) + " records are marked   " + a.key(actEscape) + " takes the marks"
	}
}

// inRange says whether a place of the table lies in the range being marked.
func (m *marks) inRange(t *table, i int) bool {
	if !m.ranged {
		return false
	}
	from, found := t.place(m.anchor)
	return found && i >= min(from, t.cursor) && i <= max(from, t.cursor)
}

// drawMarks draws the signs of marked records in the margin of the table r.
func (a *app) drawMarks(r rect) {
	m, t := &a.marks, &a.table
	if len(m.rows) == 0 && !m.ranged {
		return
	}
	for i := 0; i < t.height && t.top+i < t.len(); i++ {
		st := accent | bold
		if t.top+i == t.cursor {
			st |= lit
		}
		switch {
		case m.rows[t.at(t.top+i)]:
			a.c.set(r.x, r.y+1+i, st, '●')
		case m.inRange(t, t.top+i):
			a.c.set(r.x, r.y+1+i, st, '○')
		}
	}
}

// leaveMarks takes the marks away when esc comes twice, and says whether there
// were any.
func (a *app) leaveMarks() bool {
	m := &a.marks
	switch {
	case m.ranged:
		m.ranged = false
	case len(m.rows) == 0:
		return false
	case a.leaving == actEscape:
		m.drop()
		a.leaving = actNone
		a.flash = "no record is marked"
	default:
		a.leaving = actEscape
		a.flash = a.key(actEscape) + " again takes the " + plural(len(m.rows), "mark")
	}
	return true
}

// compareMarked compares two marked records, or the one marked with the one
// under the cursor.
func (a *app) compareMarked() tea.Cmd {
	row, has := a.table.current()
	if !has {
		return nil
	}
	v := a.table.ans.Snapshot
	var rows []store.Row
	for r := range a.marks.rows {
		rows = append(rows, r)
	}
	if len(rows) == 1 && rows[0] != row {
		rows = append(rows, row)
	}
	switch {
	case len(rows) < 2:
		a.flash = "mark a record with " + a.key(actMarkRecord) + ", then " + a.key(actCompare) + " on another compares the two"
		return nil
	case len(rows) > 2:
		a.flash = "two records are compared at a time; " + count(len(rows)) + " are marked   " + a.key(actEscape) + " takes the marks"
		return nil
	}
	first, second := subject{v, rows[0]}, subject{v, rows[1]}
	if v.Time(rows[0]) > v.Time(rows[1]) || v.Time(rows[0]) == v.Time(rows[1]) && rows[0] > rows[1] {
		first, second = second, first
	}
	a.compare = &comparison{pair: pair{first, second}}
	return nil
}
