package store

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
	"unsafe"

	"s3sleuth/model"
)

// Codes that stand for no value. Values count from firstValue.
const (
	codeSilent   = iota // not recorded
	codeAnswered        // absent, and the absence is an answer
	firstValue
)

// MaxBatch is the most records of a batch. With maxKnown, the values that a field
// of it knows from before, it lets two bytes hold any code.
const (
	MaxBatch = 1 << 15
	maxKnown = 1 << 14
)

// seed is the seed of every hash of the process: random, so that nobody can
// write log lines whose hashes meet.
var (
	seed      = maphash.MakeSeed()
	otherSeed = maphash.MakeSeed()
)

// A Batch is a run of records of one file. Text is kept as codes into small
// dictionaries of the batch's own, which it keeps when it is used again: logs
// repeat themselves. One worker fills it; it is not safe for concurrent use.
type Batch struct {
	rows  []batchRow
	words [columns]words
	buf   []byte // scratch for identities

	// What the store that took the batch last made of the values: dictionary code by code.
	takenBy *Store
	trans   [columns][]uint32
}

// A batchRow is one record: about two cache lines, written at once.
type batchRow struct {
	codes   [columns]uint16
	facts   model.Facts
	shape   shape
	len     uint32
	time    int64
	off     int64
	numbers [model.NumNumber]int64
	ident   key16
	request key16
}

// NewBatch returns an empty batch.
func NewBatch() *Batch { return &Batch{} }

// Len returns the number of records in the batch.
func (b *Batch) Len() int { return len(b.rows) }

// Reset empties the batch and keeps its memory. A field whose values were mostly
// new, as keys are, forgets them: to look through them would take longer.
func (b *Batch) Reset() {
	for f := range b.words {
		w := &b.words[f]
		if n := w.len(); n > maxKnown || n-w.known > len(b.rows)/2 {
			w.reset()
			b.trans[f] = b.trans[f][:0]
		}
		w.known = w.len()
	}
	b.rows = b.rows[:0]
}

// Add copies what the store keeps of r. It panics beyond MaxBatch records.
func (b *Batch) Add(r *model.Record) {
	if len(b.rows) == MaxBatch {
		panic("store: batch of more than MaxBatch records")
	}
	b.rows = append(b.rows, batchRow{
		facts: r.Facts, len: uint32(r.Length), time: r.Time, off: r.Offset, numbers: r.Number,
	})
	row := &b.rows[len(b.rows)-1]
	row.ident, row.request, row.shape = b.identify(r)
	if r.Plain {
		row.shape |= plainEvent
	}
	for f := range columns {
		switch v := r.Text[f]; {
		case v == nil:
			row.codes[f] = uint16(r.Answered >> f & 1) // codeSilent or codeAnswered
		case r.Stable>>f&1 != 0:
			row.codes[f] = b.words[f].stableCode(v)
		default:
			row.codes[f] = b.words[f].code(v)
		}
	}
}

// words is the dictionary of one field of one batch: an open-addressing table
// over an arena of bytes.
type words struct {
	last   []byte // the value looked up last: logs repeat themselves
	lastAs uint16 // its code
	slots  []word
	start  []uint32 // start[i] .. start[i+1] in arena is value i
	known  int      // values known before the batch at hand
	arena  []byte
	stable []stableWord // by address; stableSlots of them once there is one
}

// A word is a slot of the table; code 0 is an empty one. Up to 16 bytes lo, hi
// and len are the value itself; of a longer one they are its ends and a hash.
type word struct {
	lo, hi uint64
	len    uint32
	code   uint16
}

// A stableWord is a value seen at an address where it stays. The pointer keeps
// the address from being used again.
type stableWord struct {
	at   *byte
	len  uint32
	code uint32
}

// stableSlots is some times the values a busy field has in one batch.
const stableSlots = 1 << stableBits

const stableBits = 11

func (w *words) reset() {
	clear(w.slots)
	clear(w.stable)
	w.last, w.lastAs = nil, 0
	w.start, w.arena = w.start[:0], w.arena[:0]
}

func (w *words) len() int { return max(0, len(w.start)-1) }

func (w *words) value(i int) []byte { return w.arena[w.start[i]:w.start[i+1]] }

// stableCode returns the code of a value whose bytes are never written again.
func (w *words) stableCode(v []byte) uint16 {
	at := unsafe.SliceData(v)
	if w.stable == nil {
		w.stable = make([]stableWord, stableSlots)
	}
	slot := &w.stable[uint64(uintptr(unsafe.Pointer(at)))*0x9e3779b97f4a7c15>>(64-stableBits)]
	if slot.at != at || int(slot.len) != len(v) || slot.code == 0 {
		*slot = stableWord{at, uint32(len(v)), uint32(w.code(v))}
	}
	return uint16(slot.code)
}

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
