package bucket

import (
	"bytes"
	"compress/gzip"
	"context"
	"net/http"
	"testing"
	"time"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/source/sourcetest"
)

// An object stored with Content-Encoding: gzip, as CloudTrail stores its own, comes
// as it is stored: the cache keeps those bytes, and places in it stay true.
func TestContentEncodingIsNotUndone(t *testing.T) {
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	if _, err := z.Write(sourcetest.Lines(1, 10, time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC))); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	f := serve(t, map[string][]byte{"a.log.gz": zipped.Bytes()})
	f.headers["a.log.gz"] = http.Header{"Content-Encoding": {"gzip"}}
	for _, cache := range []*Cache{nil, NewCache(t.TempDir(), 1<<20)} {
		b := f.open(t, "", cache)
		st := store.New(store.Options{})
		l := source.NewLoader(b, st, source.Range{})
		if err := l.Run(context.Background()); err != nil {
			t.Fatal(err)
		}
		if c := l.Coverage(); c.State != model.Complete || c.Records != 10 || c.BytesRead != int64(zipped.Len()) {
			t.Errorf("%v %s: %d records of %d bytes; want COMPLETE, 10 of %d", c.State, c.Reason, c.Records, c.BytesRead, zipped.Len())
		}
		v := st.Snapshot()
		if raw, err := v.Raw(context.Background(), store.Row(0), b.Raw); err != nil || len(raw) == 0 {
			t.Errorf("a record again: %q, %v", raw, err)
		}
		if cache == nil {
			continue
		}
		e := cache.find(b.place(), "a.log.gz")
		if e == nil {
			t.Fatal("the cache holds nothing")
		}
		kept := make([]byte, e.size)
		if _, err := e.in.pack.ReadAt(kept, e.offset); err != nil || !bytes.Equal(kept, zipped.Bytes()) {
			t.Errorf("the cache holds %d bytes that are not the %d stored, %v", len(kept), zipped.Len(), err)
		}
	}
}
