package bucket

import (
	"bytes"
	"context"
	"fmt"
	"math/rand"
	"net/http"
	"strings"
	"testing"
	"time"

	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/source/sourcetest"
)

func TestRaw(t *testing.T) {
	plain, packed := sourcetest.Lines(1, 20_000, begin), sourcetest.Lines(2, 300, begin)
	f := serve(t, map[string][]byte{"plain.log": plain, "packed.log": sourcetest.Gzip(packed)})
	for name, cache := range map[string]*Cache{"from S3": nil, "from the cache": NewCache(t.TempDir(), 1<<30)} {
		t.Run(name, func(t *testing.T) {
			b := f.open(t, "", cache)
			v, _ := sourcetest.Load(t, b, source.Range{})
			if v.Len() != 20_300 {
				t.Fatalf("%d records", v.Len())
			}
			got := f.gets.Load()
			line := bytes.IndexByte(plain[6<<20:], '\n') + 6<<20 + 1
			length := bytes.IndexByte(plain[line:], '\n')
			raw, err := b.Raw(context.Background(), "s3://logs/plain.log", int64(line), length)
			if err != nil || !bytes.Equal(raw, plain[line:line+length]) {
				t.Errorf("%q, %v", raw, err)
			}
			raw, err = b.Raw(context.Background(), "s3://logs/packed.log", 0, bytes.IndexByte(packed, '\n'))
			if err != nil || !bytes.HasPrefix(packed, raw) || len(raw) == 0 {
				t.Errorf("%q, %v", raw, err)
			}
			if n := f.gets.Load() - got; cache != nil && n != 0 {
				t.Errorf("%d objects got beside the cache", n)
			}
			if _, err := b.Raw(context.Background(), "s3://other/a", 0, 1); err == nil {
				t.Error("another bucket's object: no error")
			}
		})
	}
	b := f.open(t, "", nil)
	sourcetest.Load(t, b, source.Range{})
	f.put("packed.log", sourcetest.Gzip(plain[:3000]))
	if _, err := b.Raw(context.Background(), "s3://logs/packed.log", 0, 10); err == nil || !strings.Contains(err.Error(), "changed") {
		t.Errorf("an object that changed: %v", err)
	}
}

// TestRawFarInsideGetsAPiece opens records of a large compressed object that no
// cache holds: what is got is the piece of the object that the record lies in.
func TestRawFarInsideGetsAPiece(t *testing.T) {
	text := sourcetest.Lines(1, 60_000, begin)
	stored := sourcetest.Gzip(text)
	f := serve(t, map[string][]byte{"large.log.gz": stored})
	b := f.open(t, "", nil)
	sourcetest.Load(t, b, source.Range{})
	var asked []string
	f.fault = func(_ http.ResponseWriter, r *http.Request, _ string) bool {
		asked = append(asked, r.Header.Get("Range"))
		return false
	}
	for _, around := range []int{0, len(text) / 3, len(text) / 2, len(text)/2 + 1000, len(text) - 1000} {
		at := bytes.LastIndexByte(text[:around], '\n') + 1
		length := bytes.IndexByte(text[at:], '\n')
		raw, err := b.Raw(context.Background(), "s3://logs/large.log.gz", int64(at), length)
		if err != nil || !bytes.Equal(raw, text[at:at+length]) {
			t.Errorf("at %d of %d: %q, %v", at, len(text), raw, err)
		}
	}
	got := 0
	for _, span := range asked {
		var from, to int
		if n, _ := fmt.Sscanf(span, "bytes=%d-%d", &from, &to); n == 1 {
			to = len(stored)
		} else if n == 0 {
			t.Fatalf("all of the object was got: %q", asked)
		}
		got += to - from
	}
	if got > 2*len(stored)/3 || len(asked) > 5 {
		t.Errorf("%d bytes of %d were got, in %q", got, len(stored), asked)
	}
}

// BenchmarkOpenRecord opens records at random of a .gz object of 35 MB, inflated.
func BenchmarkOpenRecord(b *testing.B) {
	const records = 100_000
	f := serve(b, map[string][]byte{"large.log.gz": sourcetest.Gzip(sourcetest.Lines(1, records, begin))})
	for name, cache := range map[string]*Cache{"from-S3": nil, "from-cache": NewCache(b.TempDir(), 1<<30)} {
		src := f.open(b, "", cache)
		st := store.New(store.Options{})
		if err := source.NewLoader(src, st, source.Range{}).Run(context.Background()); err != nil {
			b.Fatal(err)
		}
		a, err := st.Snapshot().Ask(context.Background(), store.Question{})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			var worst time.Duration
			for b.Loop() {
				begin := time.Now()
				if _, err := a.Snapshot.Raw(context.Background(), a.Rows.At(rand.Intn(records)), src.Raw); err != nil {
					b.Fatal(err)
				}
				worst = max(worst, time.Since(begin))
			}
			b.ReportMetric(float64(worst.Microseconds())/1000, "ms-worst")
		})
	}
}
