package decode

import (
	"encoding/binary"
	"math/bits"
)

// A sequence remembers which known name followed each the last time. Whoever
// writes events writes their members in one order, so that a name need mostly
// not be looked up, but only compared.
type sequence struct {
	last uint8
	next [len(known)]uint8
}

// expected returns the slot of the expected name, if it stands at i in b with its
// quotes and colon, and the place behind that; 0 if it does not.
func (q *sequence) expected(in object, b []byte, i int) (s slot, end int) {
	no := q.next[q.last%uint8(len(known))]
	k := &known[no%uint8(len(known))]
	if k.in != in || i < 0 || i > len(b)-8 || (binary.LittleEndian.Uint64(b[i:i+8])^k.start)&k.mask != 0 || k.mask == 0 {
		return atNone, 0
	}
	end = i + bits.OnesCount64(k.mask)/8 + len(k.end)
	if k.end != "" && (end > len(b) || string(b[i+8:end]) != k.end) {
		return atNone, 0
	}
	q.last = no
	return k.slot, end
}

// note notes that the known name at place no came.
func (q *sequence) note(no uint8) {
	q.next[q.last%uint8(len(known))] = no
	q.last = no
}
