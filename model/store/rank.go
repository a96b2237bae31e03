package store

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"net/netip"
	"slices"
	"sync"

	"s3sleuth/model"
)

// ranks keeps the order of the values of the field that was sorted by last. A
// store that grows only has its new values put in.
type ranks struct {
	mu     sync.Mutex
	field  model.Field
	sorted []uint32 // codes in order of their values
	rank   []uint32 // by code less firstValue: place in sorted
}

// of returns the place of every value of the view among all of the field, by
// code less firstValue. It stops within a moment when ctx ends.
func (r *ranks) of(ctx context.Context, f model.Field, v view) ([]uint32, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.field != f {
		r.field, r.sorted, r.rank = f, nil, nil
	}
	if len(r.rank) >= v.n {
		return r.rank, nil
	}
	o := newValueOrder(v, f == model.FieldIP, r.sorted)
	added, err := o.sort(ctx, len(r.sorted), v.n)
	if err != nil {
		return nil, err
	}
	// Both are new: whoever sorts by the old ones goes on with them.
	r.sorted = o.merge(r.sorted, added)
	r.rank = make([]uint32, len(r.sorted))
	for i, code := range r.sorted {
		r.rank[code-firstValue] = uint32(i)
	}
	return r.rank, nil
}

// A valueOrder puts the values of a dictionary in order.
type valueOrder struct {
	view
	addresses bool // order addresses by their number, other texts behind them
	skip      int  // bytes that all values begin with
}

// newValueOrder returns the order of the values of v, of which the first are
// sorted already.
func newValueOrder(v view, addresses bool, sorted []uint32) *valueOrder {
	o := &valueOrder{view: v, addresses: addresses}
	if addresses {
		return o
	}
	first := v.value(firstValue)
	o.skip = len(first)
	shorten := func(code uint32) {
		value := v.value(code)
		o.skip = min(o.skip, len(value))
		for o.skip > 0 && !bytes.Equal(value[:o.skip], first[:o.skip]) {
			o.skip--
		}
	}
	if len(sorted) > 0 { // the others lie between these
		shorten(sorted[0])
		shorten(sorted[len(sorted)-1])
	}
	for i := len(sorted); i < v.n && o.skip > 0; i++ {
		shorten(uint32(i) + firstValue)
	}
	return o
}

// A weighed value carries its first bytes, so that few comparisons look further.
type weighed struct {
	sortKey
	code uint32
}

func (o *valueOrder) weigh(code uint32) weighed {
	value := o.value(code)
	var first [16]byte
	if !o.addresses {
		copy(first[:], value[o.skip:])
	} else if a, err := netip.ParseAddr(string(value)); err == nil {
		first = a.As16()
	} else {
		return weighed{noKey, code}
	}
	return weighed{sortKey{binary.BigEndian.Uint64(first[:8]), binary.BigEndian.Uint64(first[8:])}, code}
}

func (o *valueOrder) compare(a, b weighed) int {
	switch {
	case a.hi != b.hi:
		return cmp.Compare(a.hi, b.hi)
	case a.lo != b.lo:
		return cmp.Compare(a.lo, b.lo)
	}
	return bytes.Compare(o.value(a.code), o.value(b.code))
}

// sortChunk is how many values are sorted at once.
const sortChunk = 1 << 15

// sort returns the values from the from-th to the to-th in order.
func (o *valueOrder) sort(ctx context.Context, from, to int) ([]weighed, error) {
	parts := make([][]weighed, spans(from, to, sortChunk))
	parallel(len(parts), func(_, i int) {
		if ctx.Err() != nil {
			return
		}
		at := from + i*sortChunk
		part := make([]weighed, 0, min(sortChunk, to-at))
		for n := at; n < min(at+sortChunk, to); n++ {
			part = append(part, o.weigh(uint32(n)+firstValue))
		}
		slices.SortFunc(part, o.compare)
		parts[i] = part
	})
	for len(parts) > 1 {
		joined := make([][]weighed, (len(parts)+1)/2)
		parallel(len(joined), func(_, i int) {
			switch {
			case ctx.Err() != nil:
			case 2*i+1 == len(parts):
				joined[i] = parts[2*i]
			default:
				joined[i] = o.join(parts[2*i], parts[2*i+1])
			}
		})
		parts = joined
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return parts[0], nil
}

// join merges two sorted lists.
func (o *valueOrder) join(a, b []weighed) []weighed {
	out := make([]weighed, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if o.compare(a[0], b[0]) < 0 {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// merge puts values into the list of those sorted before.
func (o *valueOrder) merge(sorted []uint32, added []weighed) []uint32 {
	out := make([]uint32, 0, len(sorted)+len(added))
	for _, code := range sorted {
		for w := o.weigh(code); len(added) > 0 && o.compare(added[0], w) < 0; added = added[1:] {
			out = append(out, added[0].code)
		}
		out = append(out, code)
	}
	for _, w := range added {
		out = append(out, w.code)
	}
	return out
}
