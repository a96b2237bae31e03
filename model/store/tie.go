package store

import (
	"cmp"
	"slices"
	"strings"
)

// Records of the same time stand in the order of where they lie: by name of file,
// then by offset. Workers bring them in another order with every reading.

// compare orders rows by time, then by where they lie.
func (v *Snapshot) compare(a, b Row) int {
	return cmp.Or(cmp.Compare(v.Time(a), v.Time(b)), v.tied(a, b))
}

// tied orders rows by where they lie.
func (v *Snapshot) tied(a, b Row) int {
	if a == b {
		return 0
	}
	x, y := v.Ref(a), v.Ref(b)
	if x.File != y.File {
		return strings.Compare(v.files[x.File], v.files[y.File])
	}
	return cmp.Or(cmp.Compare(x.Offset, y.Offset), cmp.Compare(a, b))
}

// untie puts rows of the same time, which stand in the order they were taken in,
// in the order of where they lie. order is nil where the rows themselves stand in
// order of time, and so is the result where they stand right.
func (w *builder) untie(order []uint16, files []string) []uint16 {
	row := func(i int) uint16 {
		if order == nil {
			return uint16(i)
		}
		return order[i]
	}
	at := make([]uint16, 0, w.n) // by row: its run
	for k := range w.runs {
		end := w.n
		if k+1 < len(w.runs) {
			end = w.runs[k+1].row
		}
		for len(at) < end {
			at = append(at, uint16(k))
		}
	}
	compare := func(a, b uint16) int {
		x, y := &w.runs[at[a]], &w.runs[at[b]]
		if x.file != y.file {
			return strings.Compare(files[x.file], files[y.file])
		}
		return cmp.Or(cmp.Compare(x.base+int64(w.off[a]), y.base+int64(w.off[b])), cmp.Compare(a, b))
	}
	for from := 0; from < w.n; {
		to := from + 1
		right := true
		for ; to < w.n && w.time[row(to)] == w.time[row(from)]; to++ {
			right = right && compare(row(to-1), row(to)) < 0
		}
		if !right {
			if order == nil {
				order = make([]uint16, w.n)
				for i := range order {
					order[i] = uint16(i)
				}
			}
			slices.SortFunc(order[from:to], compare)
		}
		from = to
	}
	return order
}
