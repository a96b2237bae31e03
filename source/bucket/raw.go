package bucket

import (
	"context"
	"errors"
	"hash/maphash"
	"io"
	"strings"

	"s3sleuth/source/aws"
	"s3sleuth/source/decode"
	"s3sleuth/source/decode/inflate"
)

var (
	errForeign = errors.New("not an object of this source")
	errChanged = errors.New("the object has changed since it was read")
)

// Raw returns the original bytes of a record, from the cache where it holds the
// object, else from S3. It fails when the object is not the one any more that
// was read. The bytes must not be changed.
func (b *Bucket) Raw(ctx context.Context, file string, offset int64, length int) ([]byte, error) {
	b.mu.Lock()
	was, scanned := b.seen[file]
	b.mu.Unlock()
	f := decode.StoredFile{Name: file, Size: -1}
	if scanned {
		f.Version, f.Size = was.content, was.size
	}
	f.From = func(ctx context.Context, at, n int64) (io.ReadCloser, error) {
		return b.from(ctx, file, was, scanned, at, n)
	}
	return b.texts.Raw(ctx, f, offset, length)
}

// from opens the stored bytes of an object from an offset on: n of them, or all
// where n is negative.
func (b *Bucket) from(ctx context.Context, file string, was version, scanned bool, at, n int64) (io.ReadCloser, error) {
	if !strings.HasPrefix(file, b.file("")) {
		return nil, errForeign
	}
	if cached := b.cached(file, was, scanned); cached != nil {
		return io.NopCloser(io.NewSectionReader(cached, at, max(0, was.size-at))), nil
	}
	server, err := b.connect(ctx)
	if err != nil {
		return nil, err
	}
	want := aws.Want{Key: b.key(file), From: at}
	if n >= 0 {
		want.To = at + n
	}
	b.calls.get.Add(1)
	out, err := server.getter.Get(ctx, want)
	if err != nil {
		return nil, b.explain(err, "s3:GetObject", file)
	}
	if scanned && maphash.String(etags, out.ETag) != was.etag {
		out.Body.Close()
		return nil, errChanged
	}
	return out.Body, nil
}

// cached returns what the cache holds of an object as it was read, nil for nothing.
func (b *Bucket) cached(file string, was version, scanned bool) *io.SectionReader {
	e := b.cache.find(b.place(), b.key(file))
	if !scanned || e == nil || e.size != was.size || maphash.String(etags, e.etag) != was.etag {
		return nil
	}
	r, err := b.cache.open(e)
	if err != nil {
		return nil // S3 has it still
	}
	return r
}

// keep takes a point of an object that is being read.
func (b *Bucket) keep(o *object, at inflate.Point) {
	b.texts.Keep(o.name, versionOf(o).content, at)
}
