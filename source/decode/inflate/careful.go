package inflate

import "fmt"

var errTooFar = fmt.Errorf("%w: a match begins before the data", ErrCorrupt)

// careful reads one symbol, and says whether it was the end of the block. It
// needs no more input than there is.
func (z *Reader) careful() (ended bool, err error) {
	e, err := z.lookUp(z.lit[:], litBits)
	switch {
	case err != nil:
		return false, err
	case e&isLiteral != 0:
		z.out[z.write] = byte(e >> 16)
		z.write++
		return false, nil
	case e&isEnd != 0:
		return true, nil
	}
	length, err := z.value(e)
	if err != nil {
		return false, err
	}
	if e, err = z.lookUp(z.dist[:], distBits); err != nil {
		return false, err
	}
	dist, err := z.value(e)
	if err != nil {
		return false, err
	}
	if dist > z.write-z.begin {
		return false, errTooFar
	}
	for range length {
		z.out[z.write] = z.out[z.write-dist]
		z.write++
	}
	return false, nil
}

// value returns the length or distance that an entry and the bits behind its code are.
func (z *Reader) value(e entry) (int, error) {
	more, err := z.take(e.use() - e.code())
	return int(e>>16) + int(more), err
}
