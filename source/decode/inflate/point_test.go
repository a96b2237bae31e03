package inflate

import (
	"bytes"
	"io"
	"slices"
	"testing"
)

// pointsOf reads a stream and returns its text and the points made every n bytes.
func pointsOf(t testing.TB, stored []byte, n int64) (text []byte, points []Point) {
	t.Helper()
	z := New()
	z.Reset(bytes.NewReader(stored))
	z.MakePoints(n, func(p Point) { points = append(points, p) })
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return text, points
}

// TestPoints begins again at every point of files with blocks of all kinds.
func TestPoints(t *testing.T) {
	log := text(900_000)
	files := map[string][]byte{
		"one member":   packed(t, log, 6),
		"quick":        packed(t, log, 1),
		"stored":       packed(t, log, 0),
		"many members": slices.Concat(packed(t, log[:10], 6), packed(t, log, 6), packed(t, log[:100_000], 0), packed(t, nil, 6), packed(t, log, 1)),
	}
	z := New()
	for name, stored := range files {
		want, points := pointsOf(t, stored, 100_000)
		if least := len(want) / 300_000; len(points) < least {
			t.Errorf("%s: %d points in %d bytes, want %d at least", name, len(points), len(want), least)
		}
		last := int64(0)
		for _, p := range points {
			if p.Offset-last < 100_000 {
				t.Errorf("%s: points at %d and %d", name, last, p.Offset)
			}
			last = p.Offset
			if err := z.Resume(bytes.NewReader(stored[p.Start():]), p); err != nil {
				t.Fatalf("%s, at %d: %v", name, p.Offset, err)
			}
			if got, err := io.ReadAll(z); err != nil || !bytes.Equal(got, want[p.Offset:]) {
				t.Errorf("%s, at %d: %d bytes and %v, want %d bytes", name, p.Offset, len(got), err, int64(len(want))-p.Offset)
			}
		}
	}
}

func TestNoPointsInAShortFile(t *testing.T) {
	if _, points := pointsOf(t, packed(t, text(99_999), 0), 100_000); len(points) > 0 {
		t.Errorf("%d points", len(points))
	}
}

// TestPointOfAnotherFile goes on in bytes that the point was not made of.
func TestPointOfAnotherFile(t *testing.T) {
	stored := packed(t, text(900_000), 6)
	_, points := pointsOf(t, stored, 100_000)
	z := New()
	if err := z.Resume(bytes.NewReader(nil), points[0]); err == nil {
		_, err = io.ReadAll(z)
		if err != io.ErrUnexpectedEOF {
			t.Errorf("at the end of a file: %v", err)
		}
	}
	if err := z.Resume(bytes.NewReader(bytes.Repeat([]byte{0xff}, 1000)), points[0]); err == nil {
		if _, err = io.ReadAll(z); err == nil {
			t.Error("no error in bytes that are no blocks")
		}
	}
}
