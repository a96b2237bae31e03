package export

import (
	"cmp"
	"context"
	"io"
	"slices"

	"s3sleuth/model/store"
)

// writeMarked writes the records that were marked, and no others.
func (j *Job) writeMarked(ctx context.Context, w io.Writer, written func(rows int)) (Outcome, error) {
	rows := slices.Clone(j.Marked)
	slices.SortFunc(rows, func(a, b store.Row) int {
		return cmp.Or(cmp.Compare(j.Snapshot.Time(a), j.Snapshot.Time(b)), ComparePlaces(j.Snapshot, a, b))
	})
	if j.Newest {
		slices.Reverse(rows)
	}
	l := &Listing{Evidence: j.Evidence, Chosen: rows, Columns: j.Columns, Limit: len(rows), Written: written}
	return Outcome{len(rows), len(rows), 0, j.Snapshot.Len()}, j.list(ctx, w, l)
}

// list writes records in the job's format.
func (j *Job) list(ctx context.Context, w io.Writer, l *Listing) error {
	switch j.Format {
	case CSV:
		return l.CSV(ctx, w)
	case Original:
		return l.Original(ctx, w, false)
	}
	return l.JSON(ctx, w)
}
