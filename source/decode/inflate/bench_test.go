package inflate

import (
	"bytes"
	"compress/gzip"
	"flag"
	"io"
	"os"
	"testing"

	kgzip "github.com/klauspost/compress/gzip"
)

var file = flag.String("gz", "", "gzip file")

func BenchmarkInflate(b *testing.B) {
	data, err := os.ReadFile(*file)
	if err != nil {
		b.Skip(err)
	}
	s, _ := gzip.NewReader(bytes.NewReader(data))
	text, _ := io.ReadAll(s)
	z := New()
	z.Reset(bytes.NewReader(data))
	got, err := io.ReadAll(z)
	if err != nil || !bytes.Equal(got, text) {
		b.Fatal(err, len(got), len(text))
	}
	buf := make([]byte, 256<<10)
	for _, who := range []string{"own", "klauspost", "own", "klauspost"} {
		b.Run(who, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			k := new(kgzip.Reader)
			for b.Loop() {
				var r io.Reader = z
				if who == "own" {
					z.Reset(bytes.NewReader(data))
				} else {
					k.Reset(bytes.NewReader(data))
					r = k
				}
				for {
					if _, err := r.Read(buf); err != nil {
						if err == io.EOF {
							break
						}
						b.Fatal(err)
					}
				}
			}
		})
	}
}
