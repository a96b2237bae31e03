package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"

	"s3sleuth/model"
)

// mergeTallies adds what all workers counted to what the first one did.
func mergeTallies(tallies []*groupTally, by []Key) *groupTally {
	all := tallies[0]
	for _, t := range tallies[1:] {
		for packed, g := range t.groups {
			packed = all.adopt(t, packed, by)
			sum := all.groups[packed]
			if sum == nil {
				all.groups[packed] = g
				continue
			}
			sum.count += g.count
			sum.first, sum.last = min(sum.first, g.first), max(sum.last, g.last)
		}
	}
	return all
}

// adopt returns a group of another worker's with the numbers that t has for its
// values. Only values without a code of the store are numbered by each worker.
func (t *groupTally) adopt(other *groupTally, packed string, by []Key) string {
	if len(other.texts) == 0 {
		return packed
	}
	t.buf = append(t.buf[:0], packed...)
	for i, key := range by {
		if code := packedCode(packed, i); key.worded() && code != noCode {
			binary.LittleEndian.PutUint64(t.buf[8*i:], t.word([]byte(other.texts[code])))
		}
	}
	return string(t.buf)
}

// worded says whether a key's values are numbered by each worker.
func (k Key) worded() bool {
	return !k.IsFact && k.Field >= columns && !k.Field.IsNumber() && k.Field != model.FieldTime
}

func packedCode(packed string, i int) uint64 {
	return binary.LittleEndian.Uint64([]byte(packed[8*i : 8*i+8]))
}

// A packedGroup is a group whose values are not spelled yet.
type packedGroup struct {
	packed string
	*groupCount
}

// first returns the first groups in an order; top 0 means all. Only these are
// spelled and sorted: mostly the others are many, each of a record or two.
func (t *groupTally) first(v *Snapshot, by []Key, order Order, top int) []Group {
	compare := func(a, b packedGroup) int {
		switch c := cmp.Compare(b.count, a.count); {
		case c != 0 && order == ByCount:
			return c
		case c != 0 && order == ByRarity:
			return -c
		}
		return t.compareValues(v, by, a.packed, b.packed)
	}
	n := limit(len(t.groups), top)
	best := make([]packedGroup, 0, min(2*n, len(t.groups)))
	sorted := 0 // that many of best are the first so far, in order
	for packed, g := range t.groups {
		one := packedGroup{packed, g}
		if sorted == n && n > 0 && compare(one, best[n-1]) >= 0 {
			continue
		}
		if best = append(best, one); len(best) == cap(best) && len(best) > n {
			slices.SortFunc(best, compare)
			best, sorted = best[:n], n
		}
	}
	slices.SortFunc(best, compare)
	out := make([]Group, min(n, len(best)))
	for i, g := range best[:len(out)] {
		out[i] = Group{Values: make([]Cell, len(by)), Count: g.count, First: g.first, Last: g.last}
		for k, key := range by {
			out[i].Values[k] = t.cell(v, key, packedCode(g.packed, k))
		}
	}
	return out
}

// compareValues compares the values of two groups, key by key.
func (t *groupTally) compareValues(v *Snapshot, by []Key, a, b string) int {
	for i, key := range by {
		x, y := packedCode(a, i), packedCode(b, i)
		if x == y {
			continue
		}
		c := 0
		if !key.IsFact && key.Field < columns {
			c = bytes.Compare(v.coded(key.Field, x), v.coded(key.Field, y))
		} else {
			c = cmp.Compare(t.cell(v, key, x).Text, t.cell(v, key, y).Text)
		}
		switch {
		case c != 0:
			return c
		case x == noCode: // one that is not recorded comes before the empty value
			return -1
		case y == noCode:
			return 1
		}
	}
	return 0
}

// coded returns the value of a packed code; what is not recorded has none.
func (v *Snapshot) coded(f model.Field, code uint64) []byte {
	if code == noCode {
		return nil
	}
	return v.dicts[f].value(uint32(code))
}
