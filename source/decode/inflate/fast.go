package inflate

import "encoding/binary"

// fast reads symbols while there is input to read ahead and room to write, and
// says whether the block has ended. It reads up to inSlack bytes ahead and
// writes up to outSlack bytes beyond outLast: four pairs of literals, a match of
// 258 and what is copied in excess.
//
// The bits above the lowest have of bits are those that follow in the input, so
// that filling up takes no branch; only the lower six bits of have count.
func (z *Reader) fast() (ended bool, err error) {
	const litMask, distMask = 1<<litBits - 1, 1<<distBits - 1
	in, out := &z.in, &z.out
	lit, dist := &z.lit, &z.dist
	bits, have := z.bits, z.have
	pos, last := uint(z.pos), uint(z.end-inSlack)
	write, begin := uint(z.write), uint(z.begin)
	if last > inSize-inSlack {
		return false, nil // never: it tells the compiler where the input ends
	}
	for pos < last && write < outLast {
		bits, have, pos = refill(in, bits, have, pos)
		e := lit[bits&litMask]
		if e&isLiteral != 0 {
			bits, have, write = bits>>(e&63), have-uint(e), put(out, write, e)
			if e = lit[bits&litMask]; e&isLiteral != 0 {
				bits, have, write = bits>>(e&63), have-uint(e), put(out, write, e)
				if e = lit[bits&litMask]; e&isLiteral != 0 {
					bits, have, write = bits>>(e&63), have-uint(e), put(out, write, e)
					continue
				}
			}
			bits, have, pos = refill(in, bits, have, pos)
		}
		// The longest match takes 48 bits.
		if e&isOther != 0 {
			if e&isPart != 0 {
				bits, have = bits>>litBits, have-litBits
				e = lit[e.longer(bits, litSize)]
			}
			if e&isLiteral != 0 {
				bits, have, write = bits>>(e&63), have-uint(e), put(out, write, e)
				continue
			}
			if e&isOther != 0 {
				if ended = e&isEnd != 0; ended {
					bits, have = bits>>(e&63), have-uint(e)
				} else {
					err = errNoCode
				}
				break
			}
		}
		length := e.value(bits)
		bits, have = bits>>(e&63), have-uint(e)
		e = dist[bits&distMask]
		if e&isOther != 0 {
			if e&isPart != 0 {
				bits, have = bits>>distBits, have-distBits
				e = dist[e.longer(bits, distSize)]
			}
			if e&isOther != 0 {
				err = errNoCode
				break
			}
		}
		far := e.value(bits)
		bits, have = bits>>(e&63), have-uint(e)
		if far > write-begin {
			err = errTooFar
			break
		}
		to, from := write, write-far
		write += length
		if far >= 16 {
			copy32(out, to, from)
			if length <= 32 {
				continue
			}
			if far >= 32 { // what is copied at once does not overlap
				for to, from = to+32, from+32; to < write; to, from = to+32, from+32 {
					src, dst := out[from:from+32], out[to:to+32]
					*(*[16]byte)(dst[:16]) = *(*[16]byte)(src[:16])
					*(*[16]byte)(dst[16:]) = *(*[16]byte)(src[16:])
				}
				continue
			}
		}
		for to < write { // where the match overlaps itself, twice as much each time
			to += uint(copy(out[to:write], out[from:to]))
		}
	}
	// Give back the whole bytes.
	have &= 63
	z.pos = int(pos - have>>3)
	z.have = have & 7
	z.bits = bits & (1<<z.have - 1)
	z.write = int(write)
	return ended, err
}

// refill takes bytes into bits until at least 56 are there.
func refill(in *[inSize]byte, bits uint64, have, pos uint) (uint64, uint, uint) {
	bits |= binary.LittleEndian.Uint64(in[pos:pos+8]) << (have & 63)
	return bits, have | 56, pos + 7 - have>>3&7
}

// put writes one or two literals and returns where the next byte goes.
func put(out *[outSize]byte, write uint, e entry) uint {
	binary.LittleEndian.PutUint16(out[write:write+2], uint16(e>>16))
	return write + uint(e>>8&3)
}

// copy32 copies 32 bytes to where at least 16 bytes before them come from. The
// place they come from is below outLast; saying so again spares a check.
func copy32(out *[outSize]byte, to, from uint) {
	from &= outLast - 1
	src, dst := (*[32]byte)(out[from:from+32]), (*[32]byte)(out[to:to+32])
	*(*[16]byte)(dst[:16]) = *(*[16]byte)(src[:16])
	*(*[16]byte)(dst[16:]) = *(*[16]byte)(src[16:])
}
