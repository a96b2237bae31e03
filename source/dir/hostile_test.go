package dir_test

import (
	"bufio"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/source/sourcetest"
)

// These tests take seconds or write hundreds of megabytes; -short leaves them out.

// fill writes n bytes of one letter.
func fill(t *testing.T, w *bufio.Writer, n int) {
	t.Helper()
	block := strings.Repeat("a", 1<<20)
	for n > 0 {
		k := min(n, len(block))
		if _, err := w.WriteString(block[:k]); err != nil {
			t.Fatal(err)
		}
		n -= k
	}
}

// monster writes a sound line, a line of n bytes and another sound line, packed
// at a level unless that is gzip.NoCompression.
func monster(t *testing.T, path string, n, level int) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := bufio.NewWriter(f)
	var z *gzip.Writer
	if level != gzip.NoCompression {
		z, err = gzip.NewWriterLevel(f, level)
		if err != nil {
			t.Fatal(err)
		}
		out = bufio.NewWriter(z)
	}
	lines := strings.SplitAfter(string(sourcetest.Lines(7, 2, begin)), "\n")
	out.WriteString(lines[0])
	fill(t, out, n)
	out.WriteString("\n" + lines[1])
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	if z != nil {
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestLineOf200MB(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 200 MB")
	}
	const length = 200_000_000
	// At its quickest gzip packs it less than a bomb is packed.
	for _, level := range []int{gzip.NoCompression, gzip.BestSpeed} {
		t.Run(fmt.Sprintf("level %d", level), func(t *testing.T) {
			root := t.TempDir()
			monster(t, filepath.Join(root, "a.log"), length, level)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, l := load(t, open(t, root), source.Range{})
			runtime.ReadMemStats(&after)
			c, p := l.Coverage(), l.Problems(0)
			if c.Records != 2 || c.Damaged != 1 || c.Failed != 0 || len(p) != 1 || p[0].Line != 2 || p[0].Length != length {
				t.Errorf("coverage %+v, problems %+v; want 2 records and line 2 refused", c, p)
			}
			if took := after.TotalAlloc - before.TotalAlloc; took > 100<<20 {
				t.Errorf("allocated %s for it", model.Size(int64(took)))
			}
		})
	}
}

func TestZipBomb(t *testing.T) {
	if testing.Short() {
		t.Skip("inflates hundreds of megabytes")
	}
	root := t.TempDir()
	monster(t, filepath.Join(root, "bomb.gz"), 512<<20, gzip.DefaultCompression)
	started := time.Now()
	_, l := load(t, open(t, root), source.Range{})
	c, p := l.Coverage(), l.Problems(0)
	if c.Records != 1 || c.Failed != 1 || c.State != model.Partial || !strings.Contains(p[len(p)-1].Reason, "inflates more than") {
		t.Errorf("coverage %+v, problems %+v; want the line before it, and the bomb told", c, p)
	}
	t.Logf("given up after %v", time.Since(started))
}

// Test100000SmallFiles reads 1,000 files of one line under 100 names each.
func Test100000SmallFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("makes 100,000 directory entries")
	}
	const folders, files = 100, 1000
	root := t.TempDir()
	for i := range folders {
		folder := filepath.Join(root, fmt.Sprintf("%03d", i))
		if err := os.Mkdir(folder, 0o777); err != nil {
			t.Fatal(err)
		}
		for k := range files {
			path := filepath.Join(folder, fmt.Sprintf("%04d", k))
			var err error
			if i == 0 {
				err = os.WriteFile(path, sourcetest.Lines(k, 1, begin), 0o666)
			} else if err = os.Link(filepath.Join(root, "000", filepath.Base(path)), path); err != nil {
				t.Skip("no links here:", err)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	started := time.Now()
	_, l := load(t, open(t, root), source.Range{})
	c := l.Coverage()
	if c.Records != files || c.Duplicates != (folders-1)*files || c.Files != folders*files || c.FilesRead != folders*files || c.State != model.Complete {
		t.Errorf("coverage %+v", c)
	}
	t.Logf("%d files read in %v", c.Files, time.Since(started))
}

func TestCancelledBeforeItBegan(t *testing.T) {
	root := write(t, map[string][]byte{"a.log": sourcetest.Lines(1, 10, begin)})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var sink order
	if err := open(t, root).Scan(ctx, source.Range{}, &sink); err != context.Canceled || len(sink.files) > 0 {
		t.Errorf("Scan returns %v after records of %v; want context.Canceled and none", err, sink.files)
	}
	if _, err := open(t, root).Plan(ctx, source.Range{}); err != context.Canceled {
		t.Errorf("Plan returns %v", err)
	}
}
