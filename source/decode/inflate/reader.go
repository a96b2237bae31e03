package inflate

import (
	"errors"
	"hash/crc32"
	"io"
)

// What a stream can fail with, besides an error of its reader. Each may come
// wrapped; one that ends early fails with [io.ErrUnexpectedEOF].
var (
	ErrHeader   = errors.New("no gzip header")
	ErrCorrupt  = errors.New("corrupt compressed data")
	ErrChecksum = errors.New("checksum or length differs")
)

const (
	history  = 32 << 10 // bytes a match can reach back
	outSlack = 320      // bytes written beyond outLast at most: see fast
	outLast  = 128 << 10
	outSize  = outLast + outSlack
)

// A Reader inflates one gzip stream after another; New makes one. It holds some
// 250 KB whatever the stream, and is not safe for concurrent use.
type Reader struct {
	input
	decode func(*Reader) error // reads on: a header, a block, a part of one
	err    error               // that ended the stream

	out     [outSize]byte
	read    int   // of the bytes in out that Read has not given yet
	write   int   // where the next byte goes in out
	summed  int   // out[summed:write] is not in the checksum yet
	begin   int   // of the member in out: no match reaches further back
	before  int64 // bytes inflated before out[0], of all members
	check   uint32
	length  uint32 // of the member so far, as its trailer counts it
	partial bool   // the member was not read from its beginning: no checksum
	final   bool   // the block is the member's last
	stored  int    // bytes left of a stored block

	points pointMaker
	tables
}

// New returns a reader that has nothing to read until Reset.
func New() *Reader { return &Reader{err: io.EOF} }

// Reset goes on to the gzip stream r. Points are not made until MakePoints.
func (z *Reader) Reset(r io.Reader) {
	z.input.reset(r, 0)
	z.restart(0)
	z.decode = (*Reader).header
	z.points.give = nil
}

// restart empties the output. What follows is the stream's byte at.
func (z *Reader) restart(at int64) {
	z.err = nil
	z.read, z.write, z.summed, z.begin, z.before = 0, 0, 0, 0, at
	z.check, z.length, z.partial, z.final = 0, 0, false, false
}

// Read reads inflated bytes. It returns io.EOF after a whole last member.
func (z *Reader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for z.read == z.write {
		if z.err != nil {
			return 0, z.err
		}
		z.advance()
	}
	n := copy(p, z.out[z.read:z.write])
	z.read += n
	return n, nil
}

// advance reads on in the stream, when all output has been given.
func (z *Reader) advance() {
	if z.write >= outLast {
		z.slide()
	}
	z.err = z.decode(z)
	fresh := z.out[z.summed:z.write]
	z.check = crc32.Update(z.check, crc32.IEEETable, fresh)
	z.length += uint32(len(fresh))
	z.summed = z.write
}

// slide drops all output but what matches can reach.
func (z *Reader) slide() {
	drop := z.write - history
	copy(z.out[:history], z.out[drop:z.write])
	z.before += int64(drop)
	z.begin = max(0, z.begin-drop)
	z.read, z.write, z.summed = history, history, history
}
