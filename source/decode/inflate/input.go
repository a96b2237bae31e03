package inflate

import "io"

const (
	inSize  = 64 << 10
	inSlack = 32 // bytes read ahead at most by one turn of fast
)

// An input is a stream of bits, the lowest of a byte first.
type input struct {
	src    io.Reader
	ended  error // of src
	in     [inSize]byte
	pos    int    // of the next byte in in
	end    int    // of the bytes in in
	passed int64  // bytes of the stream before in[0]
	bits   uint64 // taken from in and not used yet
	have   uint   // how many; less than 8 between two calls
}

// reset goes on to src, whose first byte is the stream's byte at.
func (i *input) reset(src io.Reader, at int64) {
	i.src, i.ended = src, nil
	i.pos, i.end, i.passed = 0, 0, at
	i.bits, i.have = 0, 0
}

// fill reads once from src, if there is room and src has not ended.
func (i *input) fill() {
	if i.ended != nil || i.end-i.pos == inSize {
		return
	}
	copy(i.in[:], i.in[i.pos:i.end])
	i.passed += int64(i.pos)
	i.pos, i.end = 0, i.end-i.pos
	const tries = 100 // a reader may return nothing for a while, not forever
	for range tries {
		n, err := i.src.Read(i.in[i.end:])
		i.end += n
		i.ended = err
		if n > 0 || err != nil {
			return
		}
	}
	i.ended = io.ErrNoProgress
}

// short returns why the stream ended before it should have.
func (i *input) short() error {
	if i.ended == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return i.ended
}

// more takes one more byte into bits.
func (i *input) more() error {
	if i.pos == i.end {
		if i.fill(); i.pos == i.end {
			return i.short()
		}
	}
	i.bits |= uint64(i.in[i.pos]) << i.have
	i.pos++
	i.have += 8
	return nil
}

// take reads n bits, at most 32.
func (i *input) take(n uint) (uint32, error) {
	for i.have < n {
		if err := i.more(); err != nil {
			return 0, err
		}
	}
	v := uint32(i.bits & (1<<n - 1))
	i.bits >>= n
	i.have -= n
	return v, nil
}

// align goes to the next whole byte.
func (i *input) align() {
	i.bits >>= i.have & 7
	i.have &^= 7
}

// at is the place in the stream, in bits.
func (i *input) at() int64 { return (i.passed+int64(i.pos))<<3 - int64(i.have) }
