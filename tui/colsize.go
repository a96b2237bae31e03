package tui

import (
	"slices"

	"s3sleuth/model"
)

// The narrowest and the widest a user can make a column, and by how much at once.
const (
	leastSize = 3
	mostSize  = 120
	sizeStep  = 2
)

// widthOf returns how wide column i is in a table of width w: as the user set
// it, or else as its values need.
func (t *table) widthOf(i, w int) int {
	c := t.cols[i]
	if n, set := t.sizes[c]; set {
		return n
	}
	widest := widestOf(c.field, w)
	return max(min(t.widths[i], widest), min(width(c.title()), widest)+width(t.sign(i)))
}

// resize makes a column wider or narrower. TIME has the width of its times.
func (t *table) resize(c column, act action) {
	for i, col := range t.cols {
		if col != c || i == 0 {
			continue
		}
		by := sizeStep
		if act == actNarrower {
			by = -sizeStep
		}
		sizes := map[column]int{c: max(min(t.widthOf(i, t.drawn)+by, mostSize), leastSize)}
		for other, w := range t.sizes {
			if other != c {
				sizes[other] = w
			}
		}
		t.sizes = sizes
	}
}

// squeezable says how narrow columns get for those behind them to be seen, step
// by step. A status and an address are never cut for it, and a TLS verdict stays
// told from the others: "no-evi…", "unvers…".
var squeezable = []struct {
	field model.Field
	least int
}{
	{model.FieldOp, 17},
	{model.FieldBucket, 16},
	{model.FieldPrincipal, 16},
	{model.FieldOp, 12},
	{model.FieldBucket, 13},
	{model.FieldPrincipal, 13},
	{model.FieldBucket, 11},
	{model.FieldTLS, 7},
	{model.FieldPrincipal, 11},
	{model.FieldBucket, 9},
	{model.FieldPrincipal, len("anonymous")},
}

// squeeze returns how much narrower columns of a table of width w are made so
// that it shows who asked, or else a whole address, or else the bucket, or the
// verdict on TLS. It is nothing when the room suffices or the columns cannot give
// enough, and no column with a size of the user's gives any.
func (t *table) squeeze(w, timeWidth, gap int) map[model.Field]int {
	for _, goal := range []model.Field{model.FieldPrincipal, model.FieldIP, model.FieldBucket, model.FieldTLS} {
		last := slices.Index(t.cols, column{field: goal})
		if last < 0 {
			continue
		}
		given, short := map[model.Field]int{}, timeWidth-w
		for i := 1; i <= last; i++ {
			short += gap + t.widthOf(i, w)
		}
		for _, s := range squeezable {
			c := column{field: s.field}
			i := slices.Index(t.cols, c)
			if _, set := t.sizes[c]; set || i < 0 || i > last || short <= 0 {
				continue
			}
			n := min(max(t.widthOf(i, w)-given[s.field]-s.least, 0), short)
			given[s.field] += n
			short -= n
		}
		if short <= 0 {
			return given
		}
	}
	return nil
}
