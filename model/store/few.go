package store

import "encoding/binary"

// mostFew is the most codes for which it is faster to compare each row's code
// with them, eight rows at a time, than to look it up: a comparison takes a third
// of a look-up.
const mostFew = 3

// few returns the codes of n that the table lets through, or those that it does
// not, where either are few: then the rows that have one of them are the wanted
// rows, or the others if not is set.
func few(lut []uint8, bit uint8) (codes []uint8, not, ok bool) {
	var room [2][mostFew]uint8
	var have [2]int
	for code, v := range lut {
		in := 0
		if v&bit != 0 {
			in = 1
		}
		if have[in] < mostFew {
			room[in][have[in]] = uint8(code)
		}
		have[in]++
	}
	if have[0] < have[1] {
		return room[0][:min(have[0], mostFew)], true, have[0] <= mostFew
	}
	return room[1][:min(have[1], mostFew)], false, have[1] <= mostFew
}

const (
	ones  = 0x0101010101010101
	lows  = 0x7f * ones
	highs = 0x80 * ones
)

// differ has the top bit of each byte set that is not 0; the other bits are anything.
func differ(x uint64) uint64 { return x&lows + lows | x }

// gather returns the top bits of eight bytes, the first byte's lowest.
func gather(x uint64) uint64 { return x >> 7 & ones * 0x0102040810204080 >> 56 }

// scanFew sets the bits of out for the rows whose code is one of codes, which are
// one to mostFew, or for all others if not is set.
func scanFew(out *bitset, rows []uint8, codes []uint8, not bool) {
	a := uint64(codes[0]) * ones
	b, c := a, a
	if len(codes) > 1 {
		b = uint64(codes[1]) * ones
		c = b
	}
	if len(codes) > 2 {
		c = uint64(codes[2]) * ones
	}
	flip := ^uint64(0)
	if not {
		flip = 0
	}
	word := func(row *[64]uint8) (w uint64) {
		for i := 0; i < 64; i += 8 {
			x := binary.LittleEndian.Uint64(row[i : i+8])
			other := differ(x ^ a)
			if len(codes) > 1 {
				other &= differ(x^b) & differ(x^c)
			}
			w |= gather(other) << i
		}
		return w ^ flip
	}
	whole := len(rows) >> 6
	for k := range whole {
		out[k] = word((*[64]uint8)(rows[k<<6:]))
	}
	if rest := rows[whole<<6:]; len(rest) > 0 {
		var last [64]uint8
		copy(last[:], rest)
		out[whole] = word(&last) & tail(len(rows))
	}
}
