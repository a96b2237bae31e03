package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/tui/text"
)

// rawCells are the values of the table that stand in the records' original bytes
// only: those at JSON paths, and IDs of unusual shape. The bytes are read for the
// lines in sight only, in the background.
type rawCells struct {
	gen     uint64
	running bool
	cancel  context.CancelFunc
	read    map[cellAt]rawCell
}

// A cellAt is a cell of a record.
type cellAt struct {
	row store.Row
	column
}

// A rawCell is the value there.
type rawCell struct {
	text     string // whole, secrets included
	recorded bool
	lost     bool // the bytes cannot be read again
}

// maxRawCells bounds the values kept; those out of sight are read again.
const maxRawCells = 20_000

// rawCellsMsg: values were read.
type rawCellsMsg struct {
	gen  uint64
	read map[cellAt]rawCell
}

// inBytes says whether a value stands in the record's bytes only. A line of an
// access log has nothing at a path.
func inBytes(v *store.Snapshot, row store.Row, c column) bool {
	if c.path != "" {
		return v.Kind(row) != model.AccessLog
	}
	return !v.Exact(row, c.field)
}

// missing returns the cells in sight that stand in bytes which were not read yet,
// record by record.
func (t *table) missing() []cellAt {
	var cols []column
	for _, c := range t.cols {
		if c.path != "" || c.field == model.FieldID || c.field == model.FieldRequest {
			cols = append(cols, c)
		}
	}
	if len(cols) == 0 {
		return nil
	}
	var out []cellAt
	for i := t.top; i < min(t.top+t.height, t.len()); i++ {
		for _, c := range cols {
			at := cellAt{t.at(i), c}
			if _, known := t.cells.read[at]; !known && inBytes(t.ans.Snapshot, at.row, c) {
				out = append(out, at)
			}
		}
	}
	return out
}

// readCells reads the cells that are in sight and not known yet, one screenful at
// a time.
func (a *app) readCells() tea.Cmd {
	t := &a.table
	if t.cells.running || a.sess == nil || t.ans == nil {
		return nil
	}
	cells := t.missing()
	if len(cells) == 0 {
		return nil
	}
	ctx, cancel := context.WithCancel(a.ctx)
	t.cells.gen++
	t.cells.running, t.cells.cancel = true, cancel
	gen, snap, raw := t.cells.gen, t.ans.Snapshot, rawOf(a.sess.src)
	return func() tea.Msg {
		defer cancel()
		return rawCellsMsg{gen, readRaw(ctx, snap, raw, cells)}
	}
}

// readRaw reads cells, until ctx ends. The bytes of a record are read once for
// those that follow each other.
func readRaw(ctx context.Context, snap *store.Snapshot, raw store.RawFunc, cells []cellAt) map[cellAt]rawCell {
	out := make(map[cellAt]rawCell)
	var b []byte
	var err error
	for i, at := range cells {
		if i == 0 || at.row != cells[i-1].row {
			b, err = snap.Raw(ctx, at.row, raw)
		}
		if ctx.Err() != nil {
			break
		}
		cell := rawCell{lost: err != nil}
		switch {
		case err != nil:
		case at.path != "":
			cell.text, cell.recorded = model.PathText(snap.Kind(at.row), b, at.path)
		default:
			cell.text, cell.recorded = snap.IDIn(at.row, at.field, b)
			cell.lost = !cell.recorded
		}
		out[at] = cell
	}
	return out
}

// cellsRead shows what was read.
func (a *app) cellsRead(msg rawCellsMsg) {
	t := &a.table
	if msg.gen != t.cells.gen {
		return
	}
	t.cells.running, a.dirty = false, true
	if t.cells.read == nil || len(t.cells.read) > maxRawCells {
		t.cells.read = map[cellAt]rawCell{}
	}
	for at, cell := range msg.read {
		t.cells.read[at] = cell
	}
	t.seen = seen{} // the columns are measured anew
}

// forget drops what was read of another source.
func (p *rawCells) forget() {
	if p.cancel != nil {
		p.cancel()
	}
	*p = rawCells{gen: p.gen + 1}
}

// cell returns what the table shows of a record in a column, see [cellText]. A
// value whose bytes are still being read shows as "…".
func (t *table) cell(row store.Row, c column) (s string, recorded bool) {
	v := t.ans.Snapshot
	switch {
	case inBytes(v, row, c):
	case c.path != "":
		return "·", false
	default:
		return cellText(v, row, c.field)
	}
	cell, known := t.cells.read[cellAt{row, c}]
	switch {
	case !known:
		return "…", false
	case cell.lost:
		return "cannot be read again", false
	case !cell.recorded:
		return "·", false
	}
	return text.Mask(cell.text), true
}

// pick returns the value of a record in a column, whole; known is false for times
// and where bytes are still being read.
func (t *table) pick(row store.Row, c column) (p model.Pick, known bool) {
	p = model.Pick{Field: c.field, Path: c.path}
	switch v := t.ans.Snapshot; {
	case inBytes(v, row, c):
		cell, read := t.cells.read[cellAt{row, c}]
		p.Value, p.Recorded = cell.text, cell.recorded
		return p, read && !cell.lost
	case c.path == "":
		p.Value, p.Recorded = v.Text(row, c.field)
	}
	return p, c.field != model.FieldTime
}

// title is the heading of a column; of a path it is the last name.
func (c column) title() string {
	if steps, ok := model.SplitPath(c.path); ok && c.path != "" {
		return steps[len(steps)-1]
	}
	return model.Fields[c.field].Title
}
