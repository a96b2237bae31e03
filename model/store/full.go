package store

import "errors"

// ErrFull is returned by Append when the store has reached its memory limit.
var ErrFull = errors.New("memory limit reached")

// ErrPieces is returned by Append when the store has as many segments as a Row
// can tell apart: so many came of flushing few records at a time.
var ErrPieces = errors.New("too many small pieces")

const (
	// maxSegments is how many segments a Row can name.
	maxSegments = 1 << 16
	// segmentsAhead is more than one batch can need.
	segmentsAhead = 16
)

// room says whether another batch fits.
func (s *Store) room() error {
	switch {
	case s.opts.Memory > 0 && s.Memory() > s.opts.Memory:
		return ErrFull
	case len(s.segs) > maxSegments-segmentsAhead:
		return ErrPieces
	}
	return nil
}
