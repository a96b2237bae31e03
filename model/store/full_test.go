package store

import (
	"errors"
	"slices"
	"testing"

	"s3sleuth/model"
)

// TestSegmentsAreBounded: a store that was flushed as often as a Row can tell
// takes no more, and every record it took can still be named.
func TestSegmentsAreBounded(t *testing.T) {
	s := New(Options{})
	add := func() error {
		b := NewBatch()
		b.Add(&model.Record{Time: int64(s.rows)})
		_, _, err := s.Append("a.log", b)
		return err
	}
	if err := add(); err != nil {
		t.Fatal(err)
	}
	s.Flush()
	s.segs = slices.Repeat(s.segs, maxSegments-segmentsAhead)
	if err := add(); err != nil {
		t.Fatalf("one segment before the bound: %v", err)
	}
	s.Flush()
	last := Row(uint32(len(s.segs)-1) << 16)
	if seg, _ := s.Snapshot().at(last); seg != s.segs[len(s.segs)-1] {
		t.Errorf("row %d is not in the last segment", last)
	}
	if err := add(); !errors.Is(err, ErrPieces) {
		t.Errorf("at the bound: %v, want ErrPieces", err)
	}
}
