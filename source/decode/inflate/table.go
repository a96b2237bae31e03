package inflate

const (
	maxBits = 15 // of a code

	litSymbols  = 286 // literals, the end of the block, lengths
	distSymbols = 30

	// A table is looked up by the next litBits or distBits of the input; a longer
	// code by a second look into a part behind. A part that tells apart codes with
	// k more bits has 1<<k entries and takes more than k symbols, so that all parts
	// of litSymbols codes take less than 1,000 entries, those of distSymbols less than 500.
	litBits  = 11
	distBits = 8
	litSize  = 1 << 12
	distSize = 1 << 10
)

// An entry of a table says what the next bits of the input are.
//
//	bits 0 to 5     how many bits to use up, all told
//	for one or two literals, which have isLiteral:
//	bits 8 and 9    how many they are
//	bits 10 to 13   how many bits the first takes
//	bits 16 to 31   the literals, the first in the lower byte
//	for a length or distance:
//	bits 8 to 11    how many bits its code takes; what more is used up is added to the base
//	bits 16 to 31   the base
//	for what has isOther:
//	nothing more    no such code: corrupt data
//	isEnd           the end of the block
//	isPart          a longer code: bits 8 to 11 are how many bits to look it up by,
//	                bits 16 to 31 where the part of the table begins
type entry uint32

const (
	isEnd     entry = 1 << 12
	isPart    entry = 1 << 13
	isOther   entry = 1 << 14
	isLiteral entry = 1 << 15
)

// use returns how many bits the entry uses up.
func (e entry) use() uint { return uint(e & 63) }

// value returns the length or distance that the entry and the bits behind its
// code make; bits begin with the code.
func (e entry) value(bits uint64) uint {
	return uint(e>>16) + uint(bits&(1<<(e&63)-1)>>(e>>8&15))
}

// longer returns where in a table of size entries the entry of a longer code
// stands, of which the bits that e was looked up by are used up.
func (e entry) longer(bits, size uint64) uint64 {
	return (uint64(e>>16) + bits&(1<<(e>>8&15)-1)) & (size - 1)
}

// code returns how many of them are the code; not for literals.
func (e entry) code() uint { return uint(e >> 8 & 15) }

// tables are those of the block being read, and what it takes to make them.
type tables struct {
	lit      [litSize]entry
	dist     [distSize]entry
	isFixed  bool // lit and dist are those of fixed blocks
	lengths  [len(meaning.lit) + len(meaning.dist)]uint8
	literals [litSymbols + 2]literal // room for the short ones
}

// symbols are the entries of all symbols, without the length of their codes.
type symbols struct {
	lit  [litSymbols + 2]entry
	dist [distSymbols + 2]entry
}

// meaning returns the entries of all symbols. Lengths are 3 to 258: eight that
// have one value each, then groups of four with one more bit in each group, and
// 258 alone. Distances are 1 to 32768, in the same way by groups of two.
var meaning = func() (s symbols) {
	for v := range 256 {
		s.lit[v] = isLiteral | entry(v)<<16 | 1<<8
	}
	s.lit[256] = isOther | isEnd
	base := 3
	for v := 257; v < 285; v++ {
		extra := max(0, (v-261)/4)
		s.lit[v] = entry(base)<<16 | entry(extra)
		base += 1 << extra
	}
	s.lit[285] = 258 << 16
	s.lit[286], s.lit[287] = isOther, isOther
	base = 1
	for v := range 30 {
		extra := max(0, (v-2)/2)
		s.dist[v] = entry(base)<<16 | entry(extra)
		base += 1 << extra
	}
	s.dist[30], s.dist[31] = isOther, isOther
	return s
}()
