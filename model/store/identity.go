package store

import (
	"encoding/binary"
	"hash/maphash"

	"s3sleuth/model"
)

// key16 is an identity or a request ID in 16 bytes: a UUID as its 16 bytes,
// another text of at most 16 ASCII bytes as it is, padded with zeros, anything
// else as two hashes of 64 bits with seeds of this process.
type key16 [16]byte

// shape tells how a row's identity and request ID are kept.
type shape uint8

const (
	reqNone shape = iota
	reqText       // the text itself
	reqUUID
	reqHash
	reqMask shape = 3

	idUUID  shape = 1 << 2 // the identity is the event ID, a UUID
	idHash  shape = 2 << 2 // the identity starts with the hash of the event ID
	idMask  shape = 3 << 2 // neither: the id is the request ID, or there is none
	noIdent shape = 1 << 4 // nothing to tell duplicates by

	plainEvent shape = 1 << 5 // the record is Plain
	shapeEnd   shape = 1 << 6
)

// identify returns what tells a record from every other: the event ID of a
// CloudTrail event (equal IDs then compare the account), and of an access-log
// line its request ID with operation, bucket, key, version and time, as a hash: one
// job has one ID in all buckets. Of the key its own hash goes in: one request that
// names many keys has few enough that no two of these meet.
func (b *Batch) identify(r *model.Record, key uint64) (ident, request key16, sh shape) {
	request, sh = requestKey(r.Value(model.FieldRequest))
	id := r.Value(model.FieldID)
	switch {
	case r.Kind == model.AccessLog && sh == reqNone, r.Kind != model.AccessLog && len(id) == 0:
		return key16{}, request, sh | noIdent
	case r.Kind == model.AccessLog:
		buf := binary.LittleEndian.AppendUint64(b.buf[:0], uint64(r.Time))
		buf = append(append(buf, request[:]...), byte(sh))
		buf = binary.LittleEndian.AppendUint64(buf, key)
		for _, f := range [...]model.Field{model.FieldOperation, model.FieldBucket} {
			v := r.Value(f)
			buf = append(binary.AppendUvarint(buf, uint64(len(v))), v...)
		}
		b.buf = append(buf, r.Version...)
		return hash16(b.buf), request, sh
	}
	if u, ok := parseUUID(id); ok {
		return u, request, sh | idUUID
	}
	b.buf = append(binary.AppendUvarint(b.buf[:0], uint64(len(id))), id...)
	b.buf = append(b.buf, r.Value(model.FieldAccount)...)
	ident = hash16(b.buf)
	binary.LittleEndian.PutUint64(ident[:], maphash.Bytes(seed, id))
	return ident, request, sh | idHash
}

func hash16(p []byte) (k key16) {
	binary.LittleEndian.PutUint64(k[:8], maphash.Bytes(seed, p))
	binary.LittleEndian.PutUint64(k[8:], maphash.Bytes(otherSeed, p))
	return k
}

// requestKey packs a request ID.
func requestKey(id []byte) (k key16, sh shape) {
	switch {
	case len(id) == 0:
		return k, reqNone
	case len(id) <= 16 && isASCII(id):
		copy(k[:], id)
		return k, reqText
	}
	if u, ok := parseUUID(id); ok {
		return u, reqUUID
	}
	return hash16(id), reqHash
}

// isASCII says whether every byte is a visible ASCII character.
func isASCII(p []byte) bool {
	if len(p) == 16 { // as nearly every request ID is
		const ones, highs = 0x0101010101010101, 0x8080808080808080
		lo, hi := binary.LittleEndian.Uint64(p), binary.LittleEndian.Uint64(p[8:])
		// A byte below '!' borrows, one above '~' carries or has its top bit.
		return (lo|hi|(lo-'!'*ones)|(hi-'!'*ones)|(lo+ones)|(hi+ones))&highs == 0
	}
	for _, c := range p {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return true
}

// parseUUID reads a UUID in its usual spelling, lower case.
func parseUUID(s []byte) (k key16, ok bool) {
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return k, false
	}
	for i, j := 0, 0; i < 16; i++ {
		if j == 8 || j == 13 || j == 18 || j == 23 {
			j++
		}
		hi, lo := unhex[s[j]], unhex[s[j+1]]
		if hi|lo > 15 {
			return k, false
		}
		k[i] = hi<<4 | lo
		j += 2
	}
	return k, true
}

var unhex = func() (t [256]byte) {
	for i := range t {
		t[i] = 255
	}
	for i, c := range "0123456789abcdef" {
		t[c] = byte(i)
	}
	return t
}()

// appendUUID writes k as a UUID.
func appendUUID(buf []byte, k key16) []byte {
	const hex = "0123456789abcdef"
	for i, c := range k {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			buf = append(buf, '-')
		}
		buf = append(buf, hex[c>>4], hex[c&15])
	}
	return buf
}

// appendRequest writes the request ID kept as k; exact is false where only a hash is kept.
func appendRequest(buf []byte, k key16, sh shape) (_ []byte, exact bool) {
	switch sh & reqMask {
	case reqText:
		n := len(k)
		for n > 0 && k[n-1] == 0 {
			n--
		}
		return append(buf, k[:n]...), true
	case reqUUID:
		return appendUUID(buf, k), true
	case reqHash:
		return buf, false
	}
	return buf, true
}

// seen is the set of identities in a store: an open-addressing table of row
// numbers, eight bytes a slot, where half of each slot is a part of the hash,
// so that an identity is fetched only to confirm a hit.
type seen struct {
	slots []uint64 // tag << 32 | row + 1
	n     int
}

// tag is a part of the identity's hash with the process's seed: event IDs can be
// chosen so that a plain one puts them all in one place. That of a line is a hash
// as it is.
func (r *batchRow) tag() uint32 {
	if r.shape&idMask == 0 {
		return binary.LittleEndian.Uint32(r.ident[:])
	}
	return uint32(maphash.Bytes(seed, r.ident[:]))
}

// find returns the row for which same says yes among those with the tag.
func (s *seen) find(tag uint32, same func(Row) bool) (Row, bool) {
	if len(s.slots) == 0 {
		return 0, false
	}
	mask := uint32(len(s.slots) - 1)
	for i := tag & mask; ; i = (i + 1) & mask {
		slot := s.slots[i]
		if slot == 0 {
			return 0, false
		}
		if uint32(slot>>32) == tag {
			if row := Row(slot) - 1; same(row) {
				return row, true
			}
		}
	}
}

// add puts a row in; it must not be in the set.
func (s *seen) add(tag uint32, row Row) {
	if 8*(s.n+1) > 7*len(s.slots) {
		s.grow()
	}
	s.n++
	s.put(uint64(tag)<<32 | uint64(row+1))
}

func (s *seen) put(slot uint64) {
	mask := uint32(len(s.slots) - 1)
	i := uint32(slot>>32) & mask
	for s.slots[i] != 0 {
		i = (i + 1) & mask
	}
	s.slots[i] = slot
}

func (s *seen) grow() {
	old := s.slots
	s.slots = newSlots(max(1024, 2*len(old)))
	for _, slot := range old {
		if slot != 0 {
			s.put(slot)
		}
	}
}
