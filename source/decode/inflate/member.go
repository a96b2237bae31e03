package inflate

import (
	"hash/crc32"
	"io"
)

// The flags of a member's header.
const (
	flagHeaderCheck = 1 << 1
	flagExtra       = 1 << 2
	flagName        = 1 << 3
	flagComment     = 1 << 4
)

// header reads a member's header. The stream may end where one would begin.
func (z *Reader) header() error {
	if z.pos == z.end {
		if z.fill(); z.pos == z.end && z.ended == io.EOF {
			return io.EOF
		}
	}
	z.check = 0
	var fixed [10]byte // magic, method, flags, time, two more
	for i := range fixed {
		b, err := z.headerByte()
		if err != nil {
			return err
		}
		fixed[i] = b
	}
	if fixed[0] != 0x1f || fixed[1] != 0x8b || fixed[2] != 8 {
		return ErrHeader
	}
	if err := z.headerFields(fixed[3]); err != nil {
		return err
	}
	z.check, z.length, z.partial = 0, 0, false
	z.begin = z.write
	z.decode = (*Reader).block
	return nil
}

// headerFields passes over the fields that the flags announce.
func (z *Reader) headerFields(flags byte) error {
	if flags&flagExtra != 0 {
		low, _ := z.headerByte() // an error stays, and comes again
		high, err := z.headerByte()
		for n := int(low) | int(high)<<8; n > 0 && err == nil; n-- {
			_, err = z.headerByte()
		}
		if err != nil {
			return err
		}
	}
	for _, flag := range [...]byte{flagName, flagComment} {
		for c := flags & flag; c != 0; {
			var err error
			if c, err = z.headerByte(); err != nil {
				return err
			}
		}
	}
	if flags&flagHeaderCheck != 0 {
		want := z.check & 0xffff
		if got, err := z.take(16); err != nil {
			return err
		} else if got != want {
			return ErrHeader
		}
	}
	return nil
}

// headerByte reads one byte of a header, and reckons it in the checksum.
func (z *Reader) headerByte() (byte, error) {
	b, err := z.take(8)
	if err == nil {
		z.check = crc32.Update(z.check, crc32.IEEETable, z.in[z.pos-1:z.pos])
	}
	return byte(b), err
}

// trailer compares a member with its checksum and length.
func (z *Reader) trailer() error {
	z.align()
	check, err := z.take(32)
	if err != nil {
		return err
	}
	length, err := z.take(32)
	if err != nil {
		return err
	}
	if !z.partial && (check != z.check || length != z.length) {
		return ErrChecksum
	}
	z.decode = (*Reader).header
	return nil
}
