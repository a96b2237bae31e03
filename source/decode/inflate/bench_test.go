package inflate

import (
	"bytes"
	"compress/gzip"
	"flag"
	"io"
	"os"
	"testing"
)

var stored = flag.String("gz", "", "gzip file for BenchmarkRead, as testdata/gen/bulk makes them; without it a text made here")

// BenchmarkRead inflates a file in memory, here and in the standard library, in
// one run.
func BenchmarkRead(b *testing.B) {
	data := packed(b, text(16<<20), 6)
	if *stored != "" {
		var err error
		if data, err = os.ReadFile(*stored); err != nil {
			b.Fatal(err)
		}
	}
	r, buf := new(bytes.Reader), make([]byte, 256<<10)
	run := func(reset func(io.Reader) error, from io.Reader) func(*testing.B) {
		return func(b *testing.B) {
			n := 0
			for b.Loop() {
				r.Reset(data)
				if err := reset(r); err != nil {
					b.Fatal(err)
				}
				for {
					k, err := from.Read(buf)
					n += k
					if err == io.EOF {
						break
					}
					if err != nil {
						b.Fatal(err)
					}
				}
			}
			b.SetBytes(int64(n / b.N))
		}
	}
	z, std := New(), new(gzip.Reader)
	b.Run("here", run(func(r io.Reader) error { z.Reset(r); return nil }, z))
	b.Run("with points", run(func(r io.Reader) error { z.Reset(r); z.MakePoints(2<<20, func(Point) {}); return nil }, z))
	b.Run("standard library", run(std.Reset, std))
}

// BenchmarkResume begins again at a point.
func BenchmarkResume(b *testing.B) {
	data := packed(b, text(4<<20), 6)
	_, points := pointsOf(b, data, 2<<20)
	z, r, buf := New(), new(bytes.Reader), make([]byte, 1)
	for b.Loop() {
		r.Reset(data[points[0].Start():])
		if err := z.Resume(r, points[0]); err != nil {
			b.Fatal(err)
		}
		if _, err := z.Read(buf); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(points[0].Size()), "B/point")
}
