package store

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
)

// words is the dictionary of one field of one batch: an open-addressing table
// over an arena of bytes.
type words struct {
	last   []byte // the value looked up last: logs repeat themselves
	lastAs uint16 // its code
	slots  []word
	start  []uint32 // start[i] .. start[i+1] in arena is value i
	known  int      // values known before the batch at hand
	arena  []byte
}

// A word is a slot of the table; code 0 is an empty one. Up to 16 bytes lo, hi
// and len are the value itself; of a longer one they are its ends and a hash.
type word struct {
	lo, hi uint64
	len    uint32
	code   uint16
}

// age ends a batch of so many rows. It forgets all values, and says so, if they
// were mostly new or are too many.
func (w *words) age(rows int) (forgot bool) {
	if n := w.len(); n > maxKnown || n-w.known > rows/2 {
		clear(w.slots)
		w.last, w.lastAs = nil, 0
		w.start, w.arena, forgot = w.start[:0], w.arena[:0], true
	}
	w.known = w.len()
	return forgot
}

// len returns the number of values.
func (w *words) len() int { return max(0, len(w.start)-1) }

// value returns value i, from 0.
func (w *words) value(i int) []byte { return w.arena[w.start[i]:w.start[i+1]] }

// code returns the code of v.
func (w *words) code(v []byte) uint16 {
	n := len(v)
	if n > 16 && n == len(w.last) && v[n-1] == w.last[n-1] && string(v) == string(w.last) {
		return w.lastAs
	}
	if 2*w.len() >= len(w.slots) {
		w.grow()
	}
	lo, hi := ends(v)
	mask := len(w.slots) - 1
	for i := place(lo, hi, n) & mask; ; i = (i + 1) & mask {
		s := &w.slots[i]
		if s.lo == lo && s.hi == hi && int(s.len) == n && s.code != 0 && (n <= 16 || string(v) == string(w.value(int(s.code-firstValue)))) {
			if n > 16 {
				w.last, w.lastAs = w.value(int(s.code-firstValue)), s.code
			}
			return s.code
		}
		if s.code == 0 {
			*s = word{lo, hi, uint32(n), w.add(v)}
			return s.code
		}
	}
}

func (w *words) add(v []byte) uint16 {
	if len(w.start) == 0 {
		w.start = append(w.start, 0)
	}
	w.arena = append(w.arena, v...)
	w.start = append(w.start, uint32(len(w.arena)))
	return uint16(len(w.start)-2) + firstValue
}

func (w *words) grow() {
	old := w.slots
	w.slots = make([]word, max(64, 2*len(old)))
	mask := len(w.slots) - 1
	for _, s := range old {
		if s.code == 0 {
			continue
		}
		i := place(s.lo, s.hi, int(s.len)) & mask
		for w.slots[i].code != 0 {
			i = (i + 1) & mask
		}
		w.slots[i] = s
	}
}

// quickSeed makes places differ from process to process. A batch is small, so
// that values made to meet in it cost little.
var quickSeed = maphash.Bytes(seed, []byte("quick"))

// ends returns up to 16 bytes as two numbers that no other value of the length
// has. Of a longer value it returns the first and the last eight bytes, the
// last mixed with a hash of what lies between.
func ends(v []byte) (lo, hi uint64) {
	n := len(v)
	switch {
	case n > 32:
		return maphash.Bytes(seed, v), binary.LittleEndian.Uint64(v[n-8:])
	case n > 16:
		between := mix(binary.LittleEndian.Uint64(v[8:])^quickSeed, binary.LittleEndian.Uint64(v[n-16:])^0x9e3779b97f4a7c15)
		return binary.LittleEndian.Uint64(v) ^ between, binary.LittleEndian.Uint64(v[n-8:])
	case n >= 8:
		return binary.LittleEndian.Uint64(v), binary.LittleEndian.Uint64(v[n-8:])
	case n >= 4:
		return uint64(binary.LittleEndian.Uint32(v))<<32 | uint64(binary.LittleEndian.Uint32(v[n-4:])), 0
	case n > 0:
		return uint64(v[0])<<16 | uint64(v[n/2])<<8 | uint64(v[n-1]), 0
	}
	return 0, 0
}

// place returns where in a table to look for a value first.
func place(lo, hi uint64, n int) int {
	return int(mix(lo^quickSeed, hi^uint64(n)<<56^0x9e3779b97f4a7c15))
}

func mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}
