package tui

import "s3sleuth/model"

// The narrowest and the widest a user can make a column, and by how much at once.
const (
	leastSize = 3
	mostSize  = 120
	sizeStep  = 2
)

// widthOf returns how wide column i is in a table of width w: as the user set
// it, or else as its values need.
func (t *table) widthOf(i, w int) int {
	f := t.cols[i]
	if n, set := t.sizes[f]; set {
		return n
	}
	return max(min(t.widths[i], widestOf(f, w)), len(model.Fields[f].Title)+width(t.sign(i)))
}

// resize makes a column wider or narrower. TIME has the width of its times.
func (t *table) resize(f model.Field, act action) {
	for i, col := range t.cols {
		if col != f || i == 0 {
			continue
		}
		by := sizeStep
		if act == actNarrower {
			by = -sizeStep
		}
		sizes := map[model.Field]int{f: max(min(t.widthOf(i, t.drawn)+by, mostSize), leastSize)}
		for other, w := range t.sizes {
			if other != f {
				sizes[other] = w
			}
		}
		t.sizes = sizes
	}
}
