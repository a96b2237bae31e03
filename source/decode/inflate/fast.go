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
		bits |= binary.LittleEndian.Uint64(in[pos:pos+8]) << (have & 63)
		pos += 7 - have>>3&7
		have |= 56
		e := lit[bits&litMask]
		if e&isLiteral != 0 {
			bits >>= e & 63
			have -= uint(e)
			binary.LittleEndian.PutUint16(out[write:write+2], uint16(e>>16))
			write += uint(e >> 8 & 3)
			e = lit[bits&litMask]
			if e&isLiteral != 0 {
				bits >>= e & 63
				have -= uint(e)
				binary.LittleEndian.PutUint16(out[write:write+2], uint16(e>>16))
				write += uint(e >> 8 & 3)
				e = lit[bits&litMask]
				if e&isLiteral != 0 {
					bits >>= e & 63
					have -= uint(e)
					binary.LittleEndian.PutUint16(out[write:write+2], uint16(e>>16))
					write += uint(e >> 8 & 3)
					continue
				}
			}
			bits |= binary.LittleEndian.Uint64(in[pos:pos+8]) << (have & 63)
			pos += 7 - have>>3&7
			have |= 56
		}
		// At least 56 bits: enough for the longest match, 48.
		if e&isOther != 0 {
			if e&isPart != 0 {
				bits >>= litBits
				have -= litBits
				e = lit[(uint64(e>>16)+bits&(1<<(e>>8&15)-1))&(litSize-1)]
			}
			if e&isLiteral != 0 {
				bits >>= e & 63
				have -= uint(e)
				out[write] = byte(e >> 16)
				write++
				continue
			}
			if e&isOther != 0 {
				if e&isEnd == 0 {
					err = errNoCode
					break
				}
				bits >>= e & 63
				have -= uint(e)
				ended = true
				break
			}
		}
		length := uint(e>>16) + uint(bits&(1<<(e&63)-1)>>(e>>8&15))
		bits >>= e & 63
		have -= uint(e)
		e = dist[bits&distMask]
		if e&isOther != 0 {
			if e&isPart != 0 {
				bits >>= distBits
				have -= distBits
				e = dist[(uint64(e>>16)+bits&(1<<(e>>8&15)-1))&(distSize-1)]
			}
			if e&isOther != 0 {
				err = errNoCode
				break
			}
		}
		far := uint(e>>16) + uint(bits&(1<<(e&63)-1)>>(e>>8&15))
		bits >>= e & 63
		have -= uint(e)
		if far > write-begin {
			err = errTooFar
			break
		}
		from := write - far
		to := write
		write += length
		switch {
		case far >= 16:
			for {
				a := binary.LittleEndian.Uint64(out[from : from+8])
				b := binary.LittleEndian.Uint64(out[from+8 : from+16])
				binary.LittleEndian.PutUint64(out[to:to+8], a)
				binary.LittleEndian.PutUint64(out[to+8:to+16], b)
				from += 16
				to += 16
				if to >= write {
					break
				}
			}
		default:
			for to < write {
				out[to] = out[from]
				to++
				from++
			}
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
