package headless

import (
	"cmp"
	"iter"
	"slices"

	"s3sleuth/model/store"
)

// A listing is the answer of query.
type listing struct {
	request  *request
	evidence *evidence
	answer   *store.Answer
	columns  []column
	newest   bool // newest first
	limit    int  // records to print, at most those that match
}

// records yields what to print, in order. Records of one moment come in the order
// of their files and of their places there, which no run changes.
func (l *listing) records() iter.Seq[*record] {
	return func(yield func(*record) bool) {
		v, rows := l.evidence.snapshot, l.answer.Rows
		printed := 0
		for begin := 0; begin < rows.Len() && printed < l.limit; {
			moment := l.moment(begin)
			begin += len(moment)
			slices.SortFunc(moment, func(a, b store.Row) int { return comparePlaces(v, a, b) })
			if l.newest {
				slices.Reverse(moment)
			}
			for _, row := range moment[:min(len(moment), l.limit-printed)] {
				printed++
				if !yield(&record{evidence: l.evidence, row: row}) {
					return
				}
			}
		}
	}
}

// moment returns the begin-th record to print and those after it of the same time.
func (l *listing) moment(begin int) []store.Row {
	v, rows := l.evidence.snapshot, l.answer.Rows
	at := func(i int) store.Row {
		if l.newest {
			i = rows.Len() - 1 - i
		}
		return rows.At(i)
	}
	moment := []store.Row{at(begin)}
	for i := begin + 1; i < rows.Len() && v.Time(at(i)) == v.Time(moment[0]); i++ {
		moment = append(moment, at(i))
	}
	return moment
}

// comparePlaces orders rows by the name of their file, then by their offset in it.
func comparePlaces(v *store.Snapshot, a, b store.Row) int {
	x, y := v.Ref(a), v.Ref(b)
	return cmp.Or(cmp.Compare(v.File(x.File), v.File(y.File)), cmp.Compare(x.Offset, y.Offset))
}
