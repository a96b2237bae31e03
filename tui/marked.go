package tui

import (
	"slices"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/tui/export"
)

// mostNamed is how many marked records a command line names by their IDs.
const mostNamed = 100

// A markedRecords is what the export dialog writes of the marks, and the filter
// that names those records; nil where it would be long, or one has no ID.
type markedRecords struct {
	rows  []store.Row
	named model.Expr
}

// markedNow returns the marked records.
func (a *app) markedNow() *markedRecords {
	m := &markedRecords{}
	for row := range a.marks.rows {
		m.rows = append(m.rows, row)
	}
	slices.Sort(m.rows)
	if len(m.rows) > mostNamed {
		return m
	}
	var named model.Expr
	for _, row := range m.rows {
		id, has := a.sess.snapshot.Text(row, model.FieldID)
		if !has || id == "" {
			return m
		}
		named = model.Include(named, model.Pick{Field: model.FieldID, Value: id, Recorded: true})
	}
	m.named = named
	return m
}

// onlyMarked makes a job write the marked records alone, in order of time.
func (b *exportBox) onlyMarked(a *app, j *export.Job) {
	if b.marked == nil { // marks cannot change while the dialog is open
		b.marked = a.markedNow()
	}
	j.Sort, j.Filter, j.Marked = nil, b.marked.named, b.marked.rows
}

// commandNote tells the command line that prints what the file holds.
func (b *exportBox) commandNote(command string) boxNote {
	switch {
	case b.what != writeMarked:
		return boxNote{plain, "$ " + command, false}
	case command == "":
		return boxNote{dim, "There is no short command line for these records: they are many, or one has no ID.", false}
	}
	return boxNote{plain, "$ " + command + "   (every record with these IDs)", false}
}
