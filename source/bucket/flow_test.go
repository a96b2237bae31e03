package bucket

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/source/sourcetest"
)

// TestTheNewestComeFirst: of what is listed, the newest objects are asked for first.
func TestTheNewestComeFirst(t *testing.T) {
	files := make(map[string][]byte)
	const n = 500
	for i := range n {
		at := begin.Add(time.Duration(i) * time.Minute)
		files["access/"+at.Format("2006-01-02-15-04-05-")+fmt.Sprintf("%016X", i)] = sourcetest.Lines(i, 1, at)
	}
	f := serve(t, files)
	var mu sync.Mutex
	var asked []string
	f.fault = func(_ http.ResponseWriter, r *http.Request, key string) bool {
		if key != "" && r.Method == http.MethodGet {
			mu.Lock()
			asked = append(asked, key)
			mu.Unlock()
		}
		return false
	}
	sourcetest.Load(t, f.open(t, "", nil), source.Range{})
	if len(asked) != n {
		t.Fatalf("%d objects were asked for, want %d", len(asked), n)
	}
	// Calls that are made at a time arrive in any order.
	newest := slices.Sorted(slices.Values(asked))[n-3*mostCalls/2:]
	for i, key := range asked[:startCalls] {
		if !slices.Contains(newest, key) {
			t.Errorf("call %d asks for %s, of the older ones", i, key)
		}
	}
}

// blocked is a sink that takes nothing until it is released.
type blocked struct {
	sink
	release chan struct{}
}

func (b blocked) Batch(string, *store.Batch) error {
	<-b.release
	return nil
}

// TestWhatIsGotAndNotDecodedIsBounded: of objects that come slowly, as many are
// asked for at a time as may be held, though more calls could be made; and while
// nothing is taken of what was got, no more are asked for.
func TestWhatIsGotAndNotDecodedIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("holds 200 MB")
	}
	data := sourcetest.Lines(1, 25_000, begin)
	data = data[:min(len(data), chunkBytes)]
	files := make(map[string][]byte)
	for i := range 2 * holdBytes / len(data) {
		files[fmt.Sprintf("%03d.log", i)] = data
	}
	f := serve(t, files)
	const slow = time.Second
	f.fault = func(http.ResponseWriter, *http.Request, string) bool { time.Sleep(slow); return false }
	b := blocked{release: make(chan struct{})}
	ended := make(chan error, 1)
	src := f.open(t, "", nil)
	go func() { ended <- src.Scan(context.Background(), source.Range{}, b) }()
	for f.gets.Load() == 0 {
		time.Sleep(10 * time.Millisecond)
	}
	time.Sleep(3 * slow)
	got := f.gets.Load()
	if most := int64(holdBytes / len(data)); got > most || got < most/2 {
		t.Errorf("%d objects of %d MiB were got while nothing was taken, want %d, which is %d MiB", got, len(data)>>20, most, int64(holdBytes)>>20)
	}
	close(b.release)
	if err := <-ended; err != nil || f.gets.Load() != int64(len(files)) {
		t.Errorf("%v after %d of %d objects", err, f.gets.Load(), len(files))
	}
}

// TestCallsAtATime: with latency, 64 calls are made at a time at once, more when
// objects are small, and never more than 256.
func TestCallsAtATime(t *testing.T) {
	f := serve(t, small(4000))
	f.fault = func(http.ResponseWriter, *http.Request, string) bool { time.Sleep(20 * time.Millisecond); return false }
	sourcetest.Load(t, f.open(t, "", nil), source.Range{})
	if n := f.most.Load(); n <= startCalls || n > mostCalls+listsAtOnce {
		t.Errorf("%d calls at a time, want more than %d and at most %d", n, startCalls, mostCalls)
	}
}

// TestNothingIsWrittenToStderr: what the clients would log would tear the screen.
func TestNothingIsWrittenToStderr(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	was := os.Stderr
	os.Stderr = w
	f := serve(t, flat())
	for key := range f.content {
		// A checksum that the SDK cannot check, of which it would warn.
		f.headers[key] = http.Header{"X-Amz-Checksum-Crc32": {"AAAAAA==-2"}, "X-Amz-Checksum-Type": {"COMPOSITE"}}
	}
	f.fault = each(1, refusing(500, "InternalError", "We encountered an internal error."))
	v, _ := sourcetest.Load(t, f.open(t, "", nil), source.Range{})
	os.Stderr = was
	w.Close()
	said, _ := io.ReadAll(r)
	if said = bytes.TrimSpace(said); len(said) > 0 || v.Len() != objects*lines {
		t.Errorf("%d records, and on stderr: %s", v.Len(), said)
	}
}

// small returns n access-log objects of ten lines, as a quiet bucket's are.
func small(n int) map[string][]byte {
	files := make(map[string][]byte, n)
	for i := range n {
		at := begin.Add(time.Duration(i) * time.Second)
		files["access/"+at.Format("2006-01-02-15-04-05-")+fmt.Sprintf("%016X", i)] = sourcetest.Lines(i, 10, at)
	}
	return files
}
