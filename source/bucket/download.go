package bucket

import (
	"context"
	"io"

	"s3sleuth/source"
)

// A download is an object on its way to a worker: its bytes come in chunks, or
// from the cache.
type download struct {
	*object
	ctx    context.Context // ends when nobody wants the rest
	cancel context.CancelFunc
	chunks []*chunk
	given  int    // chunks given to fetchers
	held   int64  // bytes of chunks given and not yet let go
	kept   *entry // where the cache holds it; nil for not

	// Of the answer to the first chunk's call.
	stored  source.Encryption
	version string
}

// newDownload cuts an object into chunks.
func newDownload(ctx context.Context, o *object) *download {
	d := &download{object: o}
	d.ctx, d.cancel = context.WithCancel(ctx)
	for from := int64(0); from < o.size; from += chunkBytes {
		d.chunks = append(d.chunks, &chunk{of: d, from: from, to: min(from+chunkBytes, o.size), arrived: make(chan struct{})})
	}
	return d
}

// A body reads a download chunk by chunk.
type body struct {
	*download
	next   int
	rest   []byte
	want   func() error        // asks for the chunks behind the first
	letGo  func(n int64) error // n bytes are not held any more
	tee    io.Writer           // takes what is read; nil for nobody
	failed error
}

func (r *body) Read(p []byte) (int, error) {
	for len(r.rest) == 0 {
		if r.failed != nil {
			return 0, r.failed
		}
		if err := r.chunk(); err != nil {
			r.failed = err
			return 0, err
		}
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// chunk waits for the next chunk.
func (r *body) chunk() error {
	if r.next == len(r.chunks) {
		return io.EOF
	}
	if r.next == 1 {
		if err := r.want(); err != nil {
			return err
		}
	}
	if r.next > 0 {
		c := r.chunks[r.next-1]
		c.data = nil
		if err := r.letGo(c.to - c.from); err != nil {
			return err
		}
	}
	c := r.chunks[r.next]
	select {
	case <-c.arrived:
	case <-r.ctx.Done():
		return r.ctx.Err()
	}
	if c.err != nil {
		return c.err
	}
	r.next++
	r.rest = c.data
	if r.tee != nil {
		// A cache that cannot be written is no reason to read less.
		if _, err := r.tee.Write(c.data); err != nil {
			r.tee = nil
		}
	}
	return nil
}
