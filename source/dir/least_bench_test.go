package dir_test

import (
	"bytes"
	"errors"
	"hash/maphash"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// BenchmarkLeast is what no reader of access-log lines can do without, done in the
// plainest way by two goroutines: finding the lines; cutting them at blanks; looking
// up the parts by which lines repeat each other; telling doubles and keeping the
// key. It makes no record of any line, so it is what BenchmarkFolder can be held to.
func BenchmarkLeast(b *testing.B) {
	if *logs == "" {
		b.Skip("no folder of lines: give one with -logs")
	}
	files, err := filepath.Glob(filepath.Join(*logs, "*"))
	if err != nil {
		b.Fatal(err)
	}
	for steps, name := range []string{"lines", "tokens", "parts", "doubles"} {
		b.Run(name, func(b *testing.B) {
			lines := 0
			for b.Loop() {
				lines += leastOf(b, files, steps)
			}
			b.ReportMetric(float64(lines)/b.Elapsed().Seconds(), "records/s")
		})
	}
}

// leastOf reads files as far as steps go, and counts their lines.
func leastOf(b *testing.B, files []string, steps int) (lines int) {
	next := make(chan string, len(files))
	for _, f := range files {
		next <- f
	}
	close(next)
	var mu sync.Mutex
	seen := make(slots, 1<<22)
	var workers sync.WaitGroup
	for range 2 {
		workers.Go(func() {
			w := &least{steps: steps, window: make([]byte, 1<<20), own: make(slots, 1<<21)}
			for name := range next {
				w.ids = w.ids[:0]
				if err := w.file(name); err != nil {
					b.Error(err)
				}
				mu.Lock()
				for _, id := range w.ids {
					seen.add(id)
				}
				mu.Unlock()
			}
			mu.Lock()
			defer mu.Unlock()
			lines += w.lines
		})
	}
	workers.Wait()
	return lines
}

type least struct {
	steps  int
	window []byte
	lines  int
	starts []int // of the tokens behind the first
	parts  [4][4096][]byte
	ids    []uint64
	own    slots
	keys   []byte
}

func (w *least) file(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	for have := 0; ; {
		n, err := f.Read(w.window[have:min(len(w.window), have+256<<10)])
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		have += n
		from := 0
		for end := bytes.IndexByte(w.window[:have], '\n'); end >= 0; end = bytes.IndexByte(w.window[from:have], '\n') {
			w.line(w.window[from : from+end])
			from += end + 1
		}
		have = copy(w.window, w.window[from:have])
	}
}

func (w *least) line(line []byte) {
	w.lines++
	if w.steps < 1 {
		return
	}
	w.starts = w.starts[:0]
	for i, j := 0, bytes.IndexByte(line, ' '); j >= 0; j = bytes.IndexByte(line[i:], ' ') {
		i += j + 1
		w.starts = append(w.starts, i)
	}
	t := w.starts
	if w.steps < 2 || len(t) < 24 {
		return
	}
	for k, part := range [...][]byte{line[t[0]:t[1]], line[t[4]:t[5]], line[t[14]:t[17]], line[t[len(t)-9]:]} {
		if known := &w.parts[k][maphash.Bytes(leastSeed, part)%4096]; !bytes.Equal(*known, part) {
			*known = append((*known)[:0], part...)
		}
	}
	if w.steps < 3 {
		return
	}
	w.ids = append(w.ids, maphash.Bytes(leastSeed, line[t[2]:t[8]]))
	if key := line[t[7]:t[8]]; w.own.add(maphash.Bytes(leastSeed, key)) {
		w.keys = append(w.keys, key...)
	}
}

var leastSeed = maphash.MakeSeed()

// slots are a set of hashes.
type slots []uint64

// add says whether a hash is new.
func (s slots) add(hash uint64) bool {
	mask := uint64(len(s) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		switch s[i] {
		case hash:
			return false
		case 0:
			s[i] = hash
			return true
		}
	}
}
