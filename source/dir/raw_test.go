package dir_test

import (
	"bytes"
	"context"
	"io/fs"
	"math/rand/v2"
	"testing"
	"testing/fstest"

	"s3sleuth/source"
	"s3sleuth/source/dir"
	"s3sleuth/source/sourcetest"
)

// forward is a file system whose files can be read from front to back only.
type forward struct{ fstest.MapFS }

func (f forward) Open(name string) (fs.File, error) {
	file, err := f.MapFS.Open(name)
	if _, folder := file.(fs.ReadDirFile); folder || err != nil {
		return file, err
	}
	return struct{ fs.File }{file}, nil
}

// TestRawFarInside opens records of a compressed file of many pieces: in order,
// which meets all that lie across two pieces, and at random; before and after
// the file was scanned.
func TestRawFarInside(t *testing.T) {
	text := sourcetest.Lines(1, 30_000, begin)
	text = bytes.Join([][]byte{text, bytes.Repeat([]byte("a"), 3<<20), text[:len(text)/2]}, []byte("\n")) // a line longer than a piece
	files := fstest.MapFS{"a.log.gz": {Data: sourcetest.Gzip(text)}, "a.log": {Data: text}}
	type place struct{ from, to int }
	var lines []place
	for from := 0; from < len(text); {
		n := bytes.IndexByte(text[from:], '\n') + 1
		if n == 0 {
			n = len(text) - from
		}
		lines = append(lines, place{from, from + n})
		from += n
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		lines = append(lines, lines[rnd.IntN(len(lines))])
	}
	disk := write(t, map[string][]byte{"a.log.gz": files["a.log.gz"].Data})
	tests := []struct {
		name    string
		src     *dir.Dir
		file    string
		scanned bool
	}{
		{"on disk", open(t, disk), disk + "/a.log.gz", true},
		{"on disk, not scanned", open(t, disk), disk + "/a.log.gz", false},
		{"embedded", dir.New("x", files, "a.log.gz"), "a.log.gz", true},
		{"read from the front only", dir.New("x", forward{files}, "a.log.gz"), "a.log.gz", true},
		{"not compressed", dir.New("x", files, "a.log"), "a.log", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if test.scanned {
				load(t, test.src, source.Range{})
				if points := dir.PointBytes(test.src); (points > 0) != (test.file != "a.log") {
					t.Errorf("points of %d bytes", points)
				}
			}
			for i, l := range lines {
				if !test.scanned && i%3001 != 0 {
					continue // the file is inflated up to there each time
				}
				raw, err := test.src.Raw(context.Background(), test.file, int64(l.from), l.to-l.from)
				if err != nil || !bytes.Equal(raw, text[l.from:l.to]) {
					t.Fatalf("bytes %d to %d: %d bytes and %v", l.from, l.to, len(raw), err)
				}
			}
			for _, behind := range []int{len(text) - 1, len(text), len(text) + 10<<20} {
				if _, err := test.src.Raw(context.Background(), test.file, int64(behind), 10); err == nil {
					t.Errorf("no error at byte %d of %d", behind, len(text))
				}
			}
		})
	}
}
