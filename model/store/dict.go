package store

import (
	"bytes"
	"encoding/binary"
)

// chunkSize is the size of the slabs that values are kept in.
const chunkSize = 1 << 20

// A dict numbers the distinct values of one field, from firstValue. Values lie
// in slabs, one after the other, so that millions of them are few objects.
// One goroutine adds; a view taken from it never changes.
type dict struct {
	view
	slots []uint64 // hash tag << 32 | code
	used  int      // bytes of the last slab in use
	size  int64    // bytes held by the slabs
}

// A view is a dict as it was at one moment.
type view struct {
	n      int       // values
	at     []*places // where they lie; index is code - firstValue
	chunks [][]byte
}

// places are where some values lie: slab << 32 | offset. They stand in pieces of
// one size, so that a dictionary grows without being copied.
type places [1 << placesBits]uint64

const placesBits = 10

// codes returns the number of codes, those that stand for no value included.
func (v view) codes() int { return v.n + firstValue }

// value returns the value of a code of at least firstValue.
func (v view) value(code uint32) []byte {
	i := code - firstValue
	at := v.at[i>>placesBits][i%(1<<placesBits)]
	p := v.chunks[at>>32][uint32(at):]
	n, w := binary.Uvarint(p)
	return p[w : w+int(n) : w+int(n)]
}

// intern returns the code of v; tag is the lower half of its hash.
func (d *dict) intern(v []byte, tag uint32) uint32 {
	if 4*(d.n+1) > 3*len(d.slots) {
		d.grow()
	}
	mask := uint32(len(d.slots) - 1)
	for i := tag & mask; ; i = (i + 1) & mask {
		slot := d.slots[i]
		if slot == 0 {
			code := d.add(v)
			d.slots[i] = uint64(tag)<<32 | uint64(code)
			return code
		}
		if uint32(slot>>32) == tag && bytes.Equal(d.value(uint32(slot)), v) {
			return uint32(slot)
		}
	}
}

func (d *dict) add(v []byte) uint32 {
	need := len(v) + binary.MaxVarintLen32
	if len(d.chunks) == 0 || len(d.chunks[len(d.chunks)-1])-d.used < need {
		// Small dictionaries start small; the slabs before are never touched again.
		size := max(need, min(chunkSize, 1024<<min(len(d.chunks), 10)))
		d.chunks = append(d.chunks, make([]byte, size))
		d.used = 0
		d.size += int64(size)
	}
	// Views read the slab only up to where it was written when they were taken.
	last := len(d.chunks) - 1
	if d.n%(1<<placesBits) == 0 {
		d.at = append(d.at, new(places))
	}
	d.at[d.n>>placesBits][d.n%(1<<placesBits)] = uint64(last)<<32 | uint64(d.used)
	d.n++
	d.used += binary.PutUvarint(d.chunks[last][d.used:], uint64(len(v)))
	d.used += copy(d.chunks[last][d.used:], v)
	return uint32(d.n-1) + firstValue
}

func (d *dict) grow() {
	old := d.slots
	d.slots = newSlots(max(64, 2*len(old)))
	mask := uint32(len(d.slots) - 1)
	for _, slot := range old {
		if slot == 0 {
			continue
		}
		i := uint32(slot>>32) & mask
		for d.slots[i] != 0 {
			i = (i + 1) & mask
		}
		d.slots[i] = slot
	}
}

// newSlots returns n empty slots. Memory that is new to the process is handed
// over by the system page by page, and twice where it is read before it is
// written, as an empty slot is; so each page is written here.
func newSlots(n int) []uint64 {
	slots := make([]uint64, n)
	for i := 0; i < n; i += 4096 / 8 {
		slots[i] = 0
	}
	return slots
}

// aheadRows is how many look-ups in a large table are made ready at a time.
const aheadRows = 64

// ahead reads the slots that tags will be looked for in. A slot of a large table
// is far away in memory: read like this they are waited for all at once.
func ahead(slots []uint64, tags []uint32) (sum uint64) {
	if len(slots) == 0 {
		return 0
	}
	mask := uint32(len(slots) - 1)
	for _, t := range tags {
		sum += slots[t&mask]
	}
	return sum
}

// memory returns the bytes held, about.
func (d *dict) memory() int64 {
	return d.size + int64(8*len(places{})*len(d.at)+8*len(d.slots))
}
