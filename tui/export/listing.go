package export

import (
	"cmp"
	"context"
	"encoding/csv"
	"io"
	"iter"
	"slices"

	"s3sleuth/model/store"
	"s3sleuth/tui/text"
)

// A Listing is records to write, in order of time unless Sorted tells another.
type Listing struct {
	Evidence
	Rows    *store.Rows
	Sorted  *store.Sorted // the same in another order; nil: in order of time
	Columns []Column      // of CSV and JSON
	Newest  bool          // newest first; in order of time only
	Chosen  []store.Row   // write these, as they stand, instead of Rows
	Limit   int           // records to write; no more than Rows are

	// Written is told after each record how many were written; it may be nil.
	Written func(n int)
}

// Records yields what to write, in order. Records of one moment come in the order
// of their files and of their places there, which no run changes.
func (l *Listing) Records() iter.Seq[*Record] {
	if l.Chosen != nil {
		return l.chosen
	}
	return func(yield func(*Record) bool) {
		v, rows := l.Snapshot, l.Rows
		written := 0
		for begin := 0; begin < rows.Len() && written < l.Limit; {
			moment := l.moment(begin)
			begin += len(moment)
			slices.SortFunc(moment, func(a, b store.Row) int { return ComparePlaces(v, a, b) })
			if l.Newest && l.Sorted == nil {
				slices.Reverse(moment)
			}
			for _, row := range moment[:min(len(moment), l.Limit-written)] {
				if !yield(l.Record(row)) {
					return
				}
				written++
				if l.Written != nil {
					l.Written(written)
				}
			}
		}
	}
}

// chosen yields the records chosen.
func (l *Listing) chosen(yield func(*Record) bool) {
	for i, row := range l.Chosen {
		if !yield(l.Record(row)) {
			return
		}
		if l.Written != nil {
			l.Written(i + 1)
		}
	}
}

// moment returns the begin-th record to write and those after it of the same
// time, and of the same value where it goes by values.
func (l *Listing) moment(begin int) []store.Row {
	first := l.at(begin)
	moment := []store.Row{first}
	for i := begin + 1; i < l.Rows.Len(); i++ {
		row := l.at(i)
		if l.Sorted == nil && l.Snapshot.Time(row) != l.Snapshot.Time(first) || l.Sorted != nil && !l.Sorted.Alike(row, first) {
			break
		}
		moment = append(moment, row)
	}
	return moment
}

// at returns the i-th record to write, but for the order within a moment.
func (l *Listing) at(i int) store.Row {
	switch {
	case l.Sorted != nil:
		return l.Sorted.At(i)
	case l.Newest:
		i = l.Rows.Len() - 1 - i
	}
	return l.Rows.At(i)
}

// ComparePlaces orders rows by the name of their file, then by their offset in it.
func ComparePlaces(v *store.Snapshot, a, b store.Row) int {
	x, y := v.Ref(a), v.Ref(b)
	return cmp.Or(cmp.Compare(v.File(x.File), v.File(y.File)), cmp.Compare(x.Offset, y.Offset))
}

// CSV writes a header and one line a record.
func (l *Listing) CSV(ctx context.Context, w io.Writer) error {
	out := csv.NewWriter(w)
	row := make([]string, len(l.Columns))
	for i, col := range l.Columns {
		row[i] = col.Name
	}
	if err := out.Write(row); err != nil {
		return err
	}
	for r := range l.Records() {
		for k, col := range l.Columns {
			value, recorded, err := r.Value(ctx, col)
			if err != nil {
				return err
			}
			row[k] = csvCell(value, recorded)
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// JSON writes one object a record and line; what is not recorded is left out.
func (l *Listing) JSON(ctx context.Context, w io.Writer) error {
	var b []byte
	for r := range l.Records() {
		var err error
		if b, err = r.AppendJSON(ctx, b[:0], l.Columns); err != nil {
			return err
		}
		if _, err := w.Write(append(b, '\n')); err != nil {
			return err
		}
	}
	return nil
}

// Original writes the records' original bytes, a line feed behind each, secrets
// masked. With escaped they can go to a terminal.
func (l *Listing) Original(ctx context.Context, w io.Writer, escaped bool) error {
	for r := range l.Records() {
		if err := r.WriteOriginal(ctx, w, escaped); err != nil {
			return err
		}
	}
	return nil
}

// WriteOriginal writes the record's original bytes and a line feed, secrets
// masked. With escaped they can go to a terminal.
func (r *Record) WriteOriginal(ctx context.Context, w io.Writer, escaped bool) error {
	raw, err := r.Original(ctx)
	if err != nil {
		return err
	}
	line := text.Mask(string(raw))
	if escaped {
		line = Shown(line)
	}
	_, err = io.WriteString(w, line+"\n")
	return err
}
