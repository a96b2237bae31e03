package dir

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"s3sleuth/source/decode/inflate"
)

// PointBytes is what the points of all files take; benchmarks tell it.
func PointBytes(d *Dir) int { return d.points.size }

// madePoints returns points some 100,000 bytes apart.
func madePoints(t *testing.T, n int) (made []inflate.Point) {
	t.Helper()
	noise := make([]byte, (n+2)*100_000)
	rnd := rand.NewChaCha8([32]byte{})
	_, _ = rnd.Read(noise)
	var stored bytes.Buffer
	w, _ := gzip.NewWriterLevel(&stored, flate.NoCompression)
	_, _ = w.Write(noise)
	w.Close()
	z := inflate.New()
	z.Reset(&stored)
	z.MakePoints(100_000, func(p inflate.Point) { made = append(made, p) })
	if _, err := io.Copy(io.Discard, z); err != nil || len(made) < n {
		t.Fatalf("%d points, %v", len(made), err)
	}
	return made[:n]
}

func TestPointsAround(t *testing.T) {
	made := madePoints(t, 3)
	a, b, c := made[0].Offset, made[1].Offset, made[2].Offset
	var p points
	for _, at := range append(made, made...) { // read twice
		p.add("x.gz", at)
	}
	tests := []struct {
		name             string
		offset, from, to int64
	}{
		{"x.gz", 0, 0, a},
		{"x.gz", a - 1, 0, a},
		{"x.gz", a, a, b},
		{"x.gz", b - 1, a, b},
		{"x.gz", b + 1, b, c},
		{"x.gz", c, c, 0},
		{"x.gz", 1 << 60, c, 0},
		{"y.gz", a, 0, 0},
	}
	for _, test := range tests {
		from, to := p.around(test.name, test.offset)
		if from.Offset != test.from || to != test.to {
			t.Errorf("around %s, %d: %d and %d, want %d and %d", test.name, test.offset, from.Offset, to, test.from, test.to)
		}
	}
	if want := made[0].Size() + made[1].Size() + made[2].Size(); p.size != want {
		t.Errorf("%d bytes, want %d", p.size, want)
	}
}

func TestPointsAreBounded(t *testing.T) {
	at := madePoints(t, 1)[0]
	p := points{size: pointBytes - at.Size()}
	p.add("x.gz", at)
	p.add("y.gz", at)
	if len(p.of["x.gz"]) != 1 || len(p.of["y.gz"]) != 0 || p.size != pointBytes {
		t.Errorf("%d and %d points, %d bytes", len(p.of["x.gz"]), len(p.of["y.gz"]), p.size)
	}
}

// TestPointsOfAnotherVersion reads a file that changed after it was listed first.
func TestPointsOfAnotherVersion(t *testing.T) {
	d := newDir("x", nil, nil)
	then := file{name: "x.gz", size: 10, modified: time.Unix(1, 0)}
	now := file{name: "x.gz", size: 10, modified: time.Unix(2, 0)}
	d.remember([]file{then})
	at := madePoints(t, 1)[0]
	d.keep(&now, at)
	if d.points.size > 0 {
		t.Error("the point of a file that changed was kept")
	}
	d.keep(&then, at)
	if d.points.size == 0 {
		t.Error("the point of the file was not kept")
	}
}
