package dir

import (
	"context"
	"errors"
	"io"
	"math"

	"s3sleuth/source/decode"
	"s3sleuth/source/decode/inflate"
)

var errChanged = errors.New("the file has changed since it was read")

// Raw returns the original bytes of a record, or of a refused line; an event
// that lies in its file as a JSON string comes without that wrapping. It fails
// when the file is not the one any more that was read. The bytes must not be changed.
func (d *Dir) Raw(ctx context.Context, name string, offset int64, length int) ([]byte, error) {
	d.mu.Lock()
	was, scanned := d.seen[name]
	d.mu.Unlock()
	f := decode.StoredFile{Name: name, Size: -1}
	if scanned {
		f.Version, f.Size = was, was.size
	}
	f.From = func(_ context.Context, at, _ int64) (io.ReadCloser, error) { return d.from(name, was, scanned, at) }
	return d.texts.Raw(ctx, f, offset, length)
}

// from opens a file from an offset on, unless it is another now than it was.
func (d *Dir) from(name string, was version, scanned bool, at int64) (io.ReadCloser, error) {
	f, err := d.tree.Open(name)
	if err != nil {
		return nil, errors.New(reason(err))
	}
	info, err := f.Stat()
	switch {
	case err != nil:
		err = errors.New(reason(err))
	case scanned && was != versionOf(info):
		err = errChanged
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	if r, ok := f.(io.ReaderAt); ok {
		return rest{io.NewSectionReader(r, at, math.MaxInt64-at), f}, nil
	}
	if _, err := io.CopyN(io.Discard, f, at); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// A rest reads a file from an offset on, and closes it.
type rest struct {
	io.Reader
	io.Closer
}

// keep takes a point of a file that is being read, unless the file has changed
// since it was listed first.
func (d *Dir) keep(f *file, at inflate.Point) {
	d.mu.Lock()
	was := d.seen[f.name]
	d.mu.Unlock()
	if now := (version{f.size, f.modified.UnixNano()}); was == now {
		d.texts.Keep(f.name, now, at)
	}
}
