package tui

import (
	"strings"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// A table shows records, a screenful of them: only what is visible is looked
// up. Its cursor stands on a cell and stays on the same record when the answer
// under it changes.
type table struct {
	ans    *store.Answer
	cols   []column
	widths []int          // of the values seen, by column
	sizes  map[column]int // widths that the user set; replaced, never changed
	clock  clock
	desc   bool // newest first
	small  bool

	cursor int // place in the order shown, from 0
	top    int // place of the first line shown
	col    int
	first  int // leftmost column shown after TIME
	height int // lines shown
	drawn  int // width of the table as last drawn
	seen   seen

	moved bool // the user has chosen a place; until then the top is followed
	newer int  // records that came in below the lines shown since the cursor moved

	cells rawCells // values that stand in the records' bytes only

	markField column // "*": the cells that hold markValue are underlined
	markValue string
	marked    bool
}

// A seen is the part of an answer that the columns were measured by.
type seen struct {
	ans                *store.Answer
	top, height, first int
}

// len returns the number of records in the table.
func (t *table) len() int {
	if t.ans == nil || t.ans.Rows == nil {
		return 0
	}
	return t.ans.Rows.Len()
}

// at returns the record at a place of the order shown.
func (t *table) at(i int) store.Row {
	if t.flipped() {
		i = t.len() - 1 - i
	}
	return orderOf(t.ans).At(i)
}

// place returns where row stands in the order shown, or where the next record
// stands when it is no match.
func (t *table) place(row store.Row) (i int, found bool) {
	i, found = orderOf(t.ans).Rank(row)
	if t.flipped() {
		i = t.len() - 1 - i
	}
	return max(min(i, t.len()-1), 0), found
}

// current returns the record under the cursor.
func (t *table) current() (store.Row, bool) {
	if t.cursor < 0 || t.cursor >= t.len() {
		return 0, false
	}
	return t.at(t.cursor), true
}

// column returns the column under the cursor.
func (t *table) column() column { return t.cols[min(t.col, len(t.cols)-1)] }

// field returns the field of the column under the cursor.
func (t *table) field() model.Field { return t.column().field }

// setColumns takes the columns chosen, or else the fields the filter speaks of,
// and keeps the cursor on its column. At first it stands on the operation: a time
// is no value to include.
func (t *table) setColumns(chosen []column, filtered []model.Field, small bool) {
	was := column{field: model.FieldOp}
	if len(t.cols) > 0 {
		was = t.column()
	}
	t.cols, t.small = columnsFor(filtered, small), small
	if chosen != nil {
		t.cols = append([]column{{field: model.FieldTime}}, chosen...)
	}
	t.widths, t.seen = make([]int, len(t.cols)), seen{}
	t.col = 0
	for i, f := range t.cols {
		if f == was {
			t.col = i
		}
	}
	t.sample()
}

// setAnswer shows another answer, newest first when it is in order of time. The cursor stays on its record at its line of
// the screen; lost says that the record is not in the answer. fresh says that
// something else was asked than before, not only of more records.
func (t *table) setAnswer(ans *store.Answer, desc, fresh bool) (lost bool) {
	row, had := t.current()
	below, line := t.below(), t.cursor-t.top
	t.ans, t.desc = ans, desc
	if !had || !t.moved {
		t.cursor, t.top = 0, 0
	} else {
		i, found := t.place(row)
		t.cursor, t.top, lost = i, i-line, !found
	}
	t.scroll()
	switch {
	case fresh:
		t.newer = 0
		clear(t.widths)
	case t.moved && !lost:
		t.newer += max(t.below()-below, 0)
	}
	t.sample()
	return lost
}

// restore puts the cursor on row, on the given line of the screen.
func (t *table) restore(row store.Row, line int) {
	if t.len() == 0 {
		return
	}
	i, _ := t.place(row)
	t.cursor, t.top, t.moved = i, i-line, true
	t.scroll()
}

// below returns how many records stand below the lines shown.
func (t *table) below() int { return max(t.len()-t.top-t.height, 0) }

// reverse turns the order round, with the cursor on its record.
func (t *table) reverse() {
	row, had := t.current()
	t.desc, t.newer = !t.desc, 0
	if had && t.moved {
		i, _ := t.place(row)
		t.top += i - t.cursor
		t.cursor = i
	} else {
		t.cursor, t.top = 0, 0
	}
	t.scroll()
}

// moveTo puts the cursor on a place, as near as there is one.
func (t *table) moveTo(i int) {
	t.cursor, t.moved, t.newer = i, true, 0
	t.scroll()
}

// moveColumn puts the cursor on a column.
func (t *table) moveColumn(i int) { t.col = max(min(i, len(t.cols)-1), 0) }

// scroll brings the cursor into the records and into sight.
func (t *table) scroll() {
	t.cursor = max(min(t.cursor, t.len()-1), 0)
	h := max(t.height, 1)
	t.top = min(max(t.top, t.cursor-h+1), t.cursor)
	t.top = max(min(t.top, t.len()-h), 0)
}

// do performs a movement and says whether act is one.
func (t *table) do(act action) bool {
	page := max(t.height-1, 1)
	switch act {
	case actUp:
		t.moveTo(t.cursor - 1)
	case actDown:
		t.moveTo(t.cursor + 1)
	case actHalfUp:
		t.moveTo(t.cursor - page/2)
	case actHalfDown:
		t.moveTo(t.cursor + page/2)
	case actPageUp:
		t.moveTo(t.cursor - page)
	case actPageDown:
		t.moveTo(t.cursor + page)
	case actTop:
		t.moveTo(0)
		t.moved = false
	case actBottom:
		t.moveTo(t.len() - 1)
	case actLeft:
		t.moveColumn(t.col - 1)
	case actRight:
		t.moveColumn(t.col + 1)
	case actFirst:
		t.moveColumn(0)
	case actLast:
		t.moveColumn(len(t.cols) - 1)
	default:
		return false
	}
	return true
}

// sample widens the columns by records around the cursor. Records far apart
// would cost the store much more to find.
func (t *table) sample() {
	const apart = 5
	from := max(t.top-120, 0)
	for i := range 48 {
		t.measure(from+i*apart, 0, len(t.cols))
	}
}

// measurePage widens the columns in sight by the records in sight.
func (t *table) measurePage() {
	now := seen{t.ans, t.top, t.height, t.first}
	if t.seen == now {
		return
	}
	t.seen = now
	for i := range min(t.height, t.len()-t.top) {
		t.measure(t.top+i, t.first, min(t.first+10, len(t.cols)))
	}
}

// measure widens columns a to b by the record at place i.
func (t *table) measure(i, a, b int) {
	if i >= t.len() {
		return
	}
	row := t.at(i)
	for c := max(a, 1); c < b; c++ {
		if t.widths[c] >= widestOf(t.cols[c].field, wideTable) {
			continue
		}
		s, _ := t.cell(row, t.cols[c])
		if t.cols[c].field == model.FieldIP && strings.HasSuffix(s, ".amazonaws.com") {
			continue // a service: the principal says it, addresses need the room
		}
		t.widths[c] = min(max(t.widths[c], width(s[:min(len(s), 512)])), widestOf(t.cols[c].field, wideTable))
	}
}
