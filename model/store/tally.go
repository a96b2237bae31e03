package store

import "math/bits"

// dense is the share of rows, one of so many, from which it is faster to look at
// all and add nothing for the others than to find each: no branch depends on which.
const dense = 4

// tallyOne counts the codes of the rows that sel lets through.
func tallyOne(counts *[256]uint32, codes []uint8, sel vec) {
	if sel.w == nil {
		for _, c := range codes {
			counts[c]++
		}
		return
	}
	words := sel.w[:words64(len(codes))]
	if dense*sel.count(len(codes)) > len(codes) {
		whole := len(codes) >> 6
		tallyDense(counts, codes[:whole<<6], words[:whole])
		words, codes = words[whole:], codes[whole<<6:]
	}
	for k, w := range words {
		for ; w != 0; w &= w - 1 {
			counts[codes[k<<6|bits.TrailingZeros64(w)]]++
		}
	}
}

// tallyDense counts 64 codes a word of sel, in four tables: most records have one
// of few values, and a count need not wait for the one before it.
func tallyDense(counts *[256]uint32, codes []uint8, sel []uint64) {
	var b, c, d [256]uint32
	for k, w := range sel {
		row := (*[64]uint8)(codes[k<<6:])
		for i := 0; i < 64; i += 4 {
			counts[row[i]] += uint32(w & 1)
			b[row[i+1]] += uint32(w >> 1 & 1)
			c[row[i+2]] += uint32(w >> 2 & 1)
			d[row[i+3]] += uint32(w >> 3 & 1)
			w >>= 4
		}
	}
	for i := range counts {
		counts[i] += b[i] + c[i] + d[i]
	}
}

// tallyTwo is tallyOne for columns of more than 256 values.
func tallyTwo(counts []uint32, codes []uint16, sel vec) {
	if sel.w == nil {
		for _, c := range codes {
			counts[c]++
		}
		return
	}
	words := sel.w[:words64(len(codes))]
	if dense*sel.count(len(codes)) > len(codes) {
		whole := len(codes) >> 6
		for k, w := range words[:whole] {
			for _, c := range (*[64]uint16)(codes[k<<6:]) {
				counts[c] += uint32(w & 1)
				w >>= 1
			}
		}
		words, codes = words[whole:], codes[whole<<6:]
	}
	for k, w := range words {
		for ; w != 0; w &= w - 1 {
			counts[codes[k<<6|bits.TrailingZeros64(w)]]++
		}
	}
}
