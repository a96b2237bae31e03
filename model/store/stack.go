package store

import (
	"context"

	"s3sleuth/model"
)

// A Split divides matches into classes by the value of one field.
type Split struct {
	Field   model.Field
	Classes int
	// Class tells the class of a value, from 0 to Classes-1. It is called about
	// once per distinct value, from any goroutine.
	Class func(value []byte, recorded bool) int
}

// unclassed marks a code whose class was not asked for yet.
const unclassed = 0xff

// Stack counts the matches of each class by time, in bins of equal length from
// from to to (Unix milliseconds, half open): counts[class][bin]. It is nil for
// fields that are not kept as columns (id, request, numbers, time).
func (r *Rows) Stack(ctx context.Context, by Split, bins int, from, to int64) (counts [][]int, err error) {
	if by.Field >= columns || by.Classes >= unclassed || bins <= 0 || to <= from {
		return nil, nil
	}
	type tally struct {
		classes []uint8 // by dictionary code
		counts  []int   // class * bins + bin
	}
	tallies := make([]tally, workers())
	dict := r.view.dicts[by.Field]
	scale := float64(bins) / float64(to-from)
	parallel(len(r.match), func(worker, k int) {
		s := r.view.segs[k]
		if r.count[k] == 0 || s.last < from || s.first >= to || ctx.Err() != nil {
			return
		}
		t := &tallies[worker]
		if t.counts == nil {
			t.counts, t.classes = make([]int, by.Classes*bins), unclassedCodes(dict.codes())
		}
		column := &s.cols[by.Field]
		r.match[k].each(s.n, func(i int) {
			at := s.time(i)
			if at < from || at >= to {
				return
			}
			code := column.code(i)
			class := t.classes[code]
			if class == unclassed {
				class = by.classOf(dict, code)
				t.classes[code] = class
			}
			t.counts[int(class)*bins+min(int(float64(at-from)*scale), bins-1)]++
		})
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	counts = make([][]int, by.Classes)
	for c := range counts {
		counts[c] = make([]int, bins)
		for _, t := range tallies {
			if t.counts != nil {
				for b, n := range t.counts[c*bins : (c+1)*bins] {
					counts[c][b] += n
				}
			}
		}
	}
	return counts, nil
}

func unclassedCodes(n int) []uint8 {
	out := make([]uint8, n)
	for i := range out {
		out[i] = unclassed
	}
	return out
}

func (s *Split) classOf(dict view, code uint32) uint8 {
	if code < firstValue {
		return uint8(s.Class(nil, false))
	}
	return uint8(s.Class(dict.value(code), true))
}
