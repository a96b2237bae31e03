package tui

import (
	"testing"

	"s3sleuth/model"
)

// An ordinary table of 120 columns shows who asked, and one of 80 cuts no address:
// operation and bucket give the room, down to their least and no further.
func TestColumnsGiveRoomForWhoAsked(t *testing.T) {
	cols := columnsFor(nil, false)
	widths := map[model.Field]int{model.FieldOp: 17, model.FieldStatus: 3, model.FieldTLS: 11, model.FieldBucket: 16, model.FieldIP: 15, model.FieldPrincipal: 24}
	table := func() *table {
		tb := &table{cols: cols, widths: make([]int, len(cols))}
		for i, f := range cols {
			tb.widths[i] = widths[f.field]
		}
		return tb
	}
	const timeWidth, gap = 14, 1
	for _, c := range []struct {
		w, op, bucket int
	}{
		{100, 0, 0}, // room enough
		{86, 5, 0},
		{83, 5, 3},
		{80, 1, 0}, // not enough for who asked, but for the address
		{79, 2, 0},
		{70, 0, 0}, // enough for neither
	} {
		got := table().squeeze(c.w, timeWidth, gap)
		if got[model.FieldOp] != c.op || got[model.FieldBucket] != c.bucket {
			t.Errorf("%d columns: operation gives %d and bucket %d, want %d and %d", c.w, got[model.FieldOp], got[model.FieldBucket], c.op, c.bucket)
		}
	}
	sized := table()
	sized.sizes = map[column]int{{field: model.FieldOp}: 17}
	if got := sized.squeeze(79, timeWidth, gap); got[model.FieldOp] != 0 {
		t.Errorf("a column with a size of the user's gives %d", got[model.FieldOp])
	}
}
