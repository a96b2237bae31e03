package dir

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"slices"

	"s3sleuth/source/decode"
	"s3sleuth/source/decode/inflate"
)

const (
	// maxKept is the largest uncompressed file that is kept; of a larger one the
	// record alone is read.
	maxKept = 4 << 20
	// maxRaw is the longest record, or refused line, that Raw returns.
	maxRaw = 64 << 20
	// step is how much is inflated between two looks at the context.
	step = 1 << 20
)

// Raw returns the original bytes of a record, or of a refused line; an event
// that lies in its file as a JSON string comes without that wrapping. It fails
// when the file is not the one any more that was read. The bytes must not be changed.
func (d *Dir) Raw(ctx context.Context, name string, offset int64, length int) ([]byte, error) {
	if offset < 0 || length < 0 || length > maxRaw {
		return nil, fmt.Errorf("read %s at byte %d: %d bytes cannot be shown", name, offset, length)
	}
	raw, err := d.raw(ctx, name, offset, offset+int64(length))
	if err != nil {
		return nil, fmt.Errorf("read %s at byte %d: %w", name, offset, err)
	}
	return decode.EventBytes(raw), nil
}

// errBehind is a record that lies behind the end of its file.
var errBehind = errors.New("the file ends before it")

// raw puts the bytes of a record together from the pieces that it lies in, one
// as a rule.
func (d *Dir) raw(ctx context.Context, name string, offset, end int64) ([]byte, error) {
	var raw []byte
	for {
		text, err := d.text(ctx, name, offset, end)
		if err != nil {
			return nil, err
		}
		if n := end - offset; n <= int64(len(text)) {
			if raw == nil {
				return text[:n:n], nil
			}
			return append(raw, text[:n]...), nil
		}
		raw = append(raw, text...)
		offset += int64(len(text))
	}
}

// A stretch is the part of a file that is wanted, and where it is read from.
type stretch struct {
	offset, end int64         // the bytes wanted
	from        inflate.Point // the last point before them
	to          int64         // offset of the next point; 0 for none
}

// text returns what a file holds from an offset on, inflated: as far as end, or
// as the piece that the offset lies in. It is never empty where end is behind offset.
func (d *Dir) text(ctx context.Context, name string, offset, end int64) ([]byte, error) {
	d.mu.Lock()
	was, scanned := d.seen[name]
	from, to := d.points.around(name, offset)
	i, kept := d.inside.get(piece{name, from.Offset}, was)
	d.mu.Unlock()
	// What was read then is good, whatever the file is now.
	if !kept || !scanned || !i.whole && int64(len(i.text)) < end-from.Offset {
		var err error
		if i, err = d.open(ctx, name, stretch{offset, end, from, to}); err != nil {
			return nil, err
		}
	}
	skip := offset - i.from
	if skip > int64(len(i.text)) || skip == int64(len(i.text)) && end > offset {
		return nil, errBehind
	}
	return i.text[skip:], nil
}

// open reads a piece of a file that holds the beginning of a stretch.
func (d *Dir) open(ctx context.Context, name string, s stretch) (inflated, error) {
	f, err := d.tree.Open(name)
	if err != nil {
		return inflated{}, errors.New(reason(err))
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return inflated{}, errors.New(reason(err))
	}
	is := version{info.Size(), info.ModTime()}
	d.mu.Lock()
	was, scanned := d.seen[name]
	d.mu.Unlock()
	if scanned && !was.is(is) {
		return inflated{}, errors.New("the file has changed since it was read")
	}
	if at, ok := f.(io.ReaderAt); ok && is.size > maxKept && !zipped(at) {
		text := make([]byte, s.end-s.offset)
		if _, err := io.ReadFull(io.NewSectionReader(at, s.offset, s.end-s.offset), text); err != nil {
			return inflated{}, errBehind
		}
		return inflated{piece: piece{name, s.offset}, text: text}, nil
	}
	i := inflated{piece: piece{name, s.from.Offset}, version: is}
	r, err := reader(f, s.from)
	if err != nil {
		return inflated{}, err
	}
	if s.end-i.from > cacheBytes {
		i.from = s.offset
		i.text, err = beyond(ctx, r, s.offset-s.from.Offset, s.end-s.offset)
		return i, err
	}
	if err := i.read(ctx, r, s); err != nil {
		return inflated{}, err
	}
	d.mu.Lock()
	d.inside.put(i)
	d.mu.Unlock()
	return i, nil
}

// zipped says whether a file begins as gzip does.
func zipped(at io.ReaderAt) bool {
	var magic [2]byte
	_, err := at.ReadAt(magic[:], 0)
	return err == nil && magic == [2]byte{0x1f, 0x8b}
}

// reader returns a reader of a file's text from a point on.
func reader(f fs.File, from inflate.Point) (io.Reader, error) {
	if from.Offset == 0 {
		return decode.Open(f)
	}
	if at, ok := f.(io.ReaderAt); ok {
		return decode.OpenAt(io.NewSectionReader(at, from.Start(), math.MaxInt64-from.Start()), from)
	}
	if _, err := io.CopyN(io.Discard, f, from.Start()); err != nil {
		return nil, errBehind
	}
	return decode.OpenAt(f, from)
}

// read reads the piece whole where its end is known or not far. Else it reads
// twice as far as it must, so that whoever wants one record after the other
// reads all of them twice at most.
func (i *inflated) read(ctx context.Context, r io.Reader, s stretch) error {
	limit := int(max(maxKept, min(2*(s.end-i.from), cacheBytes)))
	if s.to > 0 {
		limit = int(min(s.to-i.from, cacheBytes))
		i.text = make([]byte, 0, limit)
	}
	for len(i.text) < limit {
		if err := ctx.Err(); err != nil {
			return err
		}
		if len(i.text) == cap(i.text) {
			i.text = slices.Grow(i.text, max(len(i.text), 64<<10))
		}
		n, err := r.Read(i.text[len(i.text):min(len(i.text)+step, cap(i.text), limit)])
		i.text = i.text[:len(i.text)+n]
		if err != nil {
			// The end, or a damaged rest: what stands before it is all there is.
			i.whole = true
			return nil
		}
	}
	i.whole = s.to > 0 && i.from+int64(limit) == s.to
	return nil
}

// beyond reads n bytes that lie further in than is kept.
func beyond(ctx context.Context, r io.Reader, skip, n int64) ([]byte, error) {
	for skip > 0 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		k, err := io.CopyN(io.Discard, r, min(step, skip))
		if skip -= k; err != nil {
			return nil, fmt.Errorf("%w: %w", errBehind, err)
		}
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(r, text); err != nil {
		return nil, fmt.Errorf("%w: %w", errBehind, err)
	}
	return text, nil
}
