package decode

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"io"
	"math/rand/v2"
	"testing"

	"s3sleuth/source/decode/inflate"
)

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
		p.add(fileVersion{"x.gz", 1}, at)
	}
	tests := []struct {
		name             string
		version          int
		offset, from, to int64
	}{
		{"x.gz", 1, 0, 0, a},
		{"x.gz", 1, a - 1, 0, a},
		{"x.gz", 1, a, a, b},
		{"x.gz", 1, b - 1, a, b},
		{"x.gz", 1, b + 1, b, c},
		{"x.gz", 1, c, c, 0},
		{"x.gz", 1, 1 << 60, c, 0},
		{"y.gz", 1, a, 0, 0},
		{"x.gz", 2, b + 1, 0, 0}, // the file as it is now
	}
	for _, test := range tests {
		from, to := p.around(fileVersion{test.name, test.version}, test.offset)
		if from.Offset != test.from || to.Offset != test.to {
			t.Errorf("around %s, %d: %d and %d, want %d and %d", test.name, test.offset, from.Offset, to.Offset, test.from, test.to)
		}
	}
	if want := made[0].Size() + made[1].Size() + made[2].Size(); p.size != want {
		t.Errorf("%d bytes, want %d", p.size, want)
	}
}

func TestPointsAreBounded(t *testing.T) {
	at := madePoints(t, 1)[0]
	p := points{size: pointBytes - at.Size()}
	p.add(fileVersion{"x.gz", 1}, at)
	p.add(fileVersion{"y.gz", 1}, at)
	if len(p.of[fileVersion{"x.gz", 1}]) != 1 || len(p.of[fileVersion{"y.gz", 1}]) != 0 || p.size != pointBytes {
		t.Errorf("%d and %d points, %d bytes", len(p.of[fileVersion{"x.gz", 1}]), len(p.of[fileVersion{"y.gz", 1}]), p.size)
	}
}
