package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/tui/text"
)

// pathCells are the values at JSON paths that the table shows. They stand in the
// records' original bytes, which are read for the lines in sight only, in the
// background.
type pathCells struct {
	gen     uint64
	running bool
	cancel  context.CancelFunc
	read    map[pathAt]pathCell
}

// A pathAt is a path of a record.
type pathAt struct {
	row  store.Row
	path string
}

// A pathCell is the value there.
type pathCell struct {
	text     string // whole, secrets included
	recorded bool
	lost     bool // the bytes cannot be read again
}

// maxPathCells bounds the values kept; those out of sight are read again.
const maxPathCells = 20_000

// pathCellsMsg: values at paths were read.
type pathCellsMsg struct {
	gen  uint64
	read map[pathAt]pathCell
}

// paths returns the JSON paths among the columns.
func (t *table) paths() []string {
	var out []string
	for _, c := range t.cols {
		if c.path != "" {
			out = append(out, c.path)
		}
	}
	return out
}

// missing returns the records in sight of which some path was not read.
func (t *table) missing(paths []string) []store.Row {
	var out []store.Row
	for i := t.top; i < min(t.top+t.height, t.len()); i++ {
		row := t.at(i)
		for _, path := range paths {
			if _, known := t.cells.read[pathAt{row, path}]; !known {
				out = append(out, row)
				break
			}
		}
	}
	return out
}

// readCells reads the values at paths that are in sight and not known yet, one
// screenful at a time.
func (a *app) readCells() tea.Cmd {
	t := &a.table
	paths := t.paths()
	if len(paths) == 0 || t.cells.running || a.sess == nil || t.ans == nil {
		return nil
	}
	rows := t.missing(paths)
	if len(rows) == 0 {
		return nil
	}
	ctx, cancel := context.WithCancel(a.ctx)
	t.cells.gen++
	t.cells.running, t.cells.cancel = true, cancel
	gen, snap, raw := t.cells.gen, t.ans.Snapshot, rawOf(a.sess.src)
	return func() tea.Msg {
		defer cancel()
		return pathCellsMsg{gen, readPaths(ctx, snap, raw, rows, paths)}
	}
}

// readPaths reads the values of some records at some paths, until ctx ends.
func readPaths(ctx context.Context, snap *store.Snapshot, raw store.RawFunc, rows []store.Row, paths []string) map[pathAt]pathCell {
	out := make(map[pathAt]pathCell)
	for _, row := range rows {
		kind := snap.Kind(row)
		var b []byte
		var err error
		if kind != model.AccessLog { // which has no paths
			b, err = snap.Raw(ctx, row, raw)
		}
		if ctx.Err() != nil {
			break
		}
		for _, path := range paths {
			cell := pathCell{lost: err != nil}
			if err == nil {
				cell.text, cell.recorded = model.PathText(kind, b, path)
			}
			out[pathAt{row, path}] = cell
		}
	}
	return out
}

// cellsRead shows what was read.
func (a *app) cellsRead(msg pathCellsMsg) {
	t := &a.table
	if msg.gen != t.cells.gen {
		return
	}
	t.cells.running, a.dirty = false, true
	if t.cells.read == nil || len(t.cells.read) > maxPathCells {
		t.cells.read = map[pathAt]pathCell{}
	}
	for at, cell := range msg.read {
		t.cells.read[at] = cell
	}
	t.seen = seen{} // the columns are measured anew
}

// forget drops what was read of another source.
func (p *pathCells) forget() {
	if p.cancel != nil {
		p.cancel()
	}
	*p = pathCells{gen: p.gen + 1}
}

// cell returns what the table shows of a record in a column, see [cellText]. A
// path whose bytes are still being read shows as "…".
func (t *table) cell(row store.Row, c column) (s string, recorded bool) {
	v := t.ans.Snapshot
	if c.path == "" {
		return cellText(v, row, c.field)
	}
	cell, known := t.cells.read[pathAt{row, c.path}]
	switch {
	case !known && v.Kind(row) != model.AccessLog:
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
	if c.path == "" {
		value, recorded := t.ans.Snapshot.Text(row, c.field)
		return model.Pick{Field: c.field, Value: value, Recorded: recorded}, c.field != model.FieldTime
	}
	cell, known := t.cells.read[pathAt{row, c.path}]
	known = known && !cell.lost || t.ans.Snapshot.Kind(row) == model.AccessLog
	return model.Pick{Field: c.field, Path: c.path, Value: cell.text, Recorded: cell.recorded}, known
}

// title is the heading of a column; of a path it is the last name.
func (c column) title() string {
	if steps, ok := model.SplitPath(c.path); ok && c.path != "" {
		return steps[len(steps)-1]
	}
	return model.Fields[c.field].Title
}
