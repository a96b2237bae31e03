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

// maxBatch bounds a batch, so that two bytes hold any of its codes.
const maxBatch = 1<<16 - firstValue

// seed is the seed of every hash of the process: random, so that nobody can
// write log lines whose hashes meet.
var (
	seed      = maphash.MakeSeed()
	otherSeed = maphash.MakeSeed()
)

// A Batch is a run of records of one file, as columns of codes into small
// dictionaries of its own. One worker fills it; it is not safe for concurrent use.
type Batch struct {
	n     int
	words [model.NumText]words
	codes [model.NumText][]uint16
	nums  [model.NumNumber][]int64
	facts []model.Facts
	time  []int64
	off   []int64
	len   []uint32
	ident []key16
	req   []key16
	shape []shape
	buf   []byte // scratch for identities
}

// NewBatch returns an empty batch.
func NewBatch() *Batch { return &Batch{} }

// Len returns the number of records in the batch.
func (b *Batch) Len() int { return b.n }

// Full says whether the batch takes no more records.
func (b *Batch) Full() bool { return b.n >= maxBatch }

// Reset empties the batch and keeps its memory.
func (b *Batch) Reset() {
	b.n = 0
	for f := range b.words {
		b.words[f].reset()
		b.codes[f] = b.codes[f][:0]
	}
	for i := range b.nums {
		b.nums[i] = b.nums[i][:0]
	}
	b.facts, b.time, b.off, b.len = b.facts[:0], b.time[:0], b.off[:0], b.len[:0]
	b.ident, b.req, b.shape = b.ident[:0], b.req[:0], b.shape[:0]
}

// Add copies what the store keeps of r. The batch must not be Full.
func (b *Batch) Add(r *model.Record) {
	for f := range model.FieldID {
		b.codes[f] = append(b.codes[f], b.code(r, f))
	}
	for i, n := range r.Number {
		b.nums[i] = append(b.nums[i], n)
	}
	ident, request, sh := b.identify(r)
	b.ident = append(b.ident, ident)
	b.req = append(b.req, request)
	b.shape = append(b.shape, sh)
	b.facts = append(b.facts, r.Facts)
	b.time = append(b.time, r.Time)
	b.off = append(b.off, r.Offset)
	b.len = append(b.len, uint32(r.Length))
	b.n++
}

func (b *Batch) code(r *model.Record, f model.Field) uint16 {
	switch v := r.Text[f]; {
	case v != nil && r.Stable&(1<<f) != 0:
		return b.words[f].stableCode(v)
	case v != nil:
		return b.words[f].code(v)
	case r.Answered&(1<<f) != 0:
		return codeAnswered
	}
	return codeSilent
}

// words is the dictionary of one field of one batch: an open-addressing table
// over an arena of bytes.
type words struct {
	last   []byte // the value looked up last: logs repeat themselves
	lastAs uint16 // its code
	slots  []word
	start  []uint32 // start[i] .. start[i+1] in arena is value i
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
