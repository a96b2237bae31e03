package decode

import "encoding/binary"

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
	if k.in != in || i < 0 || i > len(b)-nameWords*8 {
		return atNone, 0
	}
	// All words of the longest name are compared: to stop early takes longer.
	at := (*[nameWords * 8]byte)(b[i : i+nameWords*8])
	if (binary.LittleEndian.Uint64(at[:8])^k.words[0])&k.masks[0]|
		(binary.LittleEndian.Uint64(at[8:16])^k.words[1])&k.masks[1]|
		(binary.LittleEndian.Uint64(at[16:24])^k.words[2])&k.masks[2]|
		(binary.LittleEndian.Uint64(at[24:])^k.words[3])&k.masks[3] != 0 {
		return atNone, 0
	}
	q.last = no
	return k.slot, i + int(k.whole)
}

// note notes that the known name at place no came.
func (q *sequence) note(no uint8) {
	q.next[q.last%uint8(len(known))] = no
	q.last = no
}
