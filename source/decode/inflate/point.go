package inflate

import (
	"bytes"
	"fmt"
	"io"

	"github.com/klauspost/compress/s2"
)

// A Point is a place in a gzip stream where inflating can begin again. It holds
// the 32 KiB before it, which matches can reach, compressed.
type Point struct {
	Offset int64 // of the next inflated byte, from the beginning of the stream
	at     int64 // of the next compressed bit
	reach  int   // bytes in window
	window []byte
}

// Start is the place of the stream's byte that inflating begins with.
func (p Point) Start() int64 { return p.at >> 3 }

// Size is how much memory the point takes, in bytes.
func (p Point) Size() int { return 64 + cap(p.window) }

// A pointMaker makes points while a stream is read.
type pointMaker struct {
	every int64 // bytes from one point to the next, at least
	next  int64 // place of the next
	give  func(Point)
	pack  []byte // scratch
}

// MakePoints has give called with a point at the first block that begins every
// bytes or more after the last point, until the next Reset.
func (z *Reader) MakePoints(every int64, give func(Point)) {
	z.points.every, z.points.next, z.points.give = every, every, give
}

// point makes a point of the place that is being read, if one is due. A block
// begins there.
func (z *Reader) point() {
	m := &z.points
	offset := z.before + int64(z.write)
	if m.give == nil || offset < m.next {
		return
	}
	m.next = offset + m.every
	window := z.out[max(z.begin, z.write-history):z.write]
	m.pack = s2.Encode(m.pack[:cap(m.pack)], window)
	m.give(Point{Offset: offset, at: z.at(), reach: len(window), window: bytes.Clone(m.pack)})
}

// Resume goes on to the rest of the stream that p was made of: r gives its bytes
// from p.Start() on. The checksum of the member that p lies in is not checked.
func (z *Reader) Resume(r io.Reader, p Point) error {
	z.Reset(r)
	z.passed = p.Start()
	z.restart(p.Offset - int64(p.reach))
	window := z.out[:p.reach]
	if got, err := s2.Decode(window, p.window); err != nil || len(got) != p.reach {
		return fmt.Errorf("%w: the bytes before a point", ErrCorrupt)
	}
	z.read, z.write, z.summed = p.reach, p.reach, p.reach
	z.partial = true
	z.decode = (*Reader).block
	_, z.err = z.take(uint(p.at & 7))
	return z.err
}
