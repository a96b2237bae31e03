package store

import "hash/maphash"

// words is the dictionary of one field of one batch: an open-addressing table
// over an arena of bytes.
type words struct {
	slots []uint64 // upper 48 bits of the value's hash, then its code; 0 is empty
	tags  []uint32 // lower half of each value's hash, as the store's dictionaries want it
	start []uint32 // start[i] .. start[i+1] in arena is value i
	arena []byte
	known int // values known before the batch at hand

	// Where values are mostly new there is little to find. Each is then taken as
	// new for some batches, until the next one that looks.
	blind int // such batches to come, that at hand included
}

// blindBatches is how many batches take a value as new that was new in nearly all rows.
const blindBatches = 7

// len returns the number of values.
func (w *words) len() int { return len(w.tags) }

// value returns value i, from 0.
func (w *words) value(i int) []byte { return w.arena[w.start[i]:w.start[i+1]] }

// age ends a batch of so many rows. It forgets all values, and says so, if they
// were mostly new or are too many.
func (w *words) age(rows int) (forgot bool) {
	if n := w.len(); n > maxKnown || n-w.known > rows/2 {
		clear(w.slots)
		w.tags, w.start, w.arena, forgot = w.tags[:0], w.start[:0], w.arena[:0], true
		if w.blind > 0 {
			w.blind--
		} else if n > rows-rows/8 {
			w.blind = blindBatches
		}
	}
	w.known = w.len()
	return forgot
}

// code returns the code of v.
func (w *words) code(v []byte) uint16 { return w.find(v, maphash.Bytes(seed, v)) }

// note returns a code of v, whose hash is given; in another row it may be another.
func (w *words) note(v []byte, hash uint64) uint16 {
	if w.blind > 0 {
		return w.add(v, uint32(hash))
	}
	return w.find(v, hash)
}

func (w *words) find(v []byte, hash uint64) uint16 {
	if 2*w.len() >= len(w.slots) {
		w.grow()
	}
	mask := uint64(len(w.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		slot := w.slots[i]
		if slot == 0 {
			code := w.add(v, uint32(hash))
			w.slots[i] = hash&^0xffff | uint64(code)
			return code
		}
		if (slot^hash)>>16 == 0 && string(v) == string(w.value(int(uint16(slot)-firstValue))) {
			return uint16(slot)
		}
	}
}

func (w *words) add(v []byte, tag uint32) uint16 {
	if len(w.start) == 0 {
		w.start = append(w.start, 0)
	}
	w.arena = append(w.arena, v...)
	w.start = append(w.start, uint32(len(w.arena)))
	w.tags = append(w.tags, tag)
	return uint16(len(w.tags)-1) + firstValue
}

func (w *words) grow() {
	old := w.slots
	w.slots = make([]uint64, max(64, 2*len(old)))
	mask := uint32(len(w.slots) - 1)
	for _, slot := range old {
		if slot == 0 {
			continue
		}
		i := w.tags[uint16(slot)-firstValue] & mask
		for w.slots[i] != 0 {
			i = (i + 1) & mask
		}
		w.slots[i] = slot
	}
}
