package inflate

import (
	"fmt"
	"math/bits"
)

// build makes the table of a code: lengths are those of the symbols' codes, 0
// for a symbol that does not occur, and meaning their entries. The table is
// looked up by root bits.
//
// A code must be complete. As the standard library and zlib do, it lets pass a
// single code of one bit, and no code at all: using a code that is not there is
// the error then.
func build(table []entry, root uint, lengths []uint8, meaning []entry) error {
	_, err := buildShort(table, root, lengths, meaning, nil)
	return err
}

// A literal is one whose code is short enough that another's may follow it in a table.
type literal struct {
	entry
	code uint
}

// buildShort is build that gives the literals with codes of less than root bits as
// well, the shortest first, in room.
func buildShort(table []entry, root uint, lengths []uint8, meaning []entry, room []literal) ([]literal, error) {
	var count [maxBits + 1]int
	for _, n := range lengths {
		count[n]++
	}
	// 1. Is the code complete, and where do the symbols of a length begin when
	// they are ordered by length?
	used, longest := 0, uint(0)
	var begin [maxBits + 2]int
	for n := uint(1); n <= maxBits; n++ {
		if used <<= 1; count[n] > 0 {
			used += count[n]
			longest = n
			if used > 1<<n {
				return nil, fmt.Errorf("%w: more codes than there is room for", ErrCorrupt)
			}
		}
		begin[n+1] = begin[n] + count[n]
	}
	used >>= maxBits - longest
	if used != 1<<longest {
		if longest > 1 {
			return nil, fmt.Errorf("%w: codes missing", ErrCorrupt)
		}
		for i := range table[:1<<root] {
			table[i] = isOther
		}
		if longest == 0 {
			return nil, nil
		}
	}
	// 2. Order the symbols.
	var ordered [litSymbols + 2]uint16
	for symbol, n := range lengths {
		if n > 0 {
			ordered[begin[n]] = uint16(symbol)
			begin[n]++
		}
	}
	return fillTable(table, root, &count, ordered[:begin[longest]], meaning, room), nil
}

// fillTable gives out the codes, in the order of their symbols. The bits of a
// code stand in the input first bit lowest, so codes count up from the highest
// bit down. While codes are n bits long, the first 1<<n entries are kept; they
// are doubled for the next length. It appends the short literals to short.
func fillTable(table []entry, root uint, count *[maxBits + 1]int, ordered []uint16, meaning []entry, short []literal) []literal {
	code, next := uint(0), 0
	for n := uint(1); n <= root; n++ {
		for range count[n] {
			e := coded(meaning[ordered[next]], n)
			table[code] = e
			if e&isLiteral != 0 && n < root {
				short = append(short, literal{e, code})
			}
			next++
			code = following(code, n)
		}
		if n < root {
			copy(table[1<<n:2<<n], table[:1<<n])
		}
	}
	end := uint(1) << root // of the table so far
	part, partBits := ^uint(0), uint(0)
	for n := root + 1; n <= maxBits; n++ {
		for left := count[n]; left > 0; left-- {
			if first := code & (1<<root - 1); first != part {
				part, partBits = first, n-root
				for room := left; room < 1<<partBits; {
					partBits++
					room = room<<1 + count[root+partBits]
				}
				table[part] = isOther | isPart | entry(end)<<16 | entry(partBits)<<8 | entry(root)
				end += 1 << partBits
			}
			e := coded(meaning[ordered[next]], n-root)
			for i := code >> root; i < 1<<partBits; i += 1 << (n - root) {
				table[end-1<<partBits+i] = e
			}
			next++
			code = following(code, n)
		}
	}
	return short
}

// following returns the code of n bits after code; 0 after the last.
func following(code, n uint) uint {
	zeros := ^code & (1<<n - 1)
	if zeros == 0 {
		return 0
	}
	bit := uint(1) << (bits.Len(zeros) - 1)
	return code&(bit-1) | bit
}

// coded returns the entry of a symbol whose code takes n bits.
func coded(e entry, n uint) entry {
	if e&isLiteral != 0 {
		return e + entry(n)<<10 + entry(n)
	}
	return e + entry(n)<<8 + entry(n)
}

// pair joins literals: where a short one is followed, within the bits that the
// table is looked up by, by another, both become one entry.
func pair(table *[litSize]entry, short []literal) {
	for _, first := range short {
		for _, second := range short {
			use := first.use() + second.use()
			if use > litBits {
				break // those behind take more still
			}
			joined := isLiteral | second.entry&0xff0000<<8 | first.entry&0xff0000 | first.entry&(15<<10) | 2<<8 | entry(use)
			for i := first.code | second.code<<first.use(); i < 1<<litBits; i += 1 << use {
				table[i] = joined
			}
		}
	}
}
