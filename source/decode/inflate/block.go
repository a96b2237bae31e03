package inflate

import "fmt"

// The three kinds of blocks; the fourth number is none.
const (
	kindStored = iota
	kindFixed
	kindDynamic
)

// block begins the next block, or the trailer after the last.
func (z *Reader) block() error {
	if z.final {
		z.final = false
		z.decode = (*Reader).trailer
		return nil
	}
	z.point()
	head, err := z.take(3)
	if err != nil {
		return err
	}
	z.final = head&1 != 0
	switch head >> 1 {
	case kindStored:
		return z.storedHeader()
	case kindFixed:
		z.fixed()
	case kindDynamic:
		if err := z.dynamic(); err != nil {
			return err
		}
	default:
		return fmt.Errorf("%w: unknown kind of block", ErrCorrupt)
	}
	z.decode = (*Reader).codes
	return nil
}

// storedHeader reads the length of a stored block.
func (z *Reader) storedHeader() error {
	z.align()
	n, err := z.take(32)
	if err != nil {
		return err
	}
	if n>>16 != ^n&0xffff {
		return fmt.Errorf("%w: length of a stored block", ErrCorrupt)
	}
	z.stored = int(n & 0xffff)
	z.decode = (*Reader).storedBytes
	return nil
}

// storedBytes copies what it can of a stored block. After its header, which ends
// with a whole byte, no bits are taken from the input.
func (z *Reader) storedBytes() error {
	for z.stored > 0 && z.write < outLast {
		if z.pos == z.end {
			if z.fill(); z.pos == z.end {
				return z.short()
			}
		}
		n := min(z.stored, outLast-z.write)
		n = copy(z.out[z.write:z.write+n], z.in[z.pos:z.end])
		z.write += n
		z.pos += n
		z.stored -= n
	}
	if z.stored == 0 {
		z.decode = (*Reader).block
	}
	return nil
}

// codes reads symbols until the block ends or the output is full.
func (z *Reader) codes() error {
	for z.write < outLast {
		if z.end-z.pos <= inSlack {
			z.fill()
		}
		run := (*Reader).careful
		if z.end-z.pos > inSlack {
			run = (*Reader).fast
		}
		if ended, err := run(z); err != nil {
			return err
		} else if ended {
			z.decode = (*Reader).block
			return nil
		}
	}
	return nil
}
