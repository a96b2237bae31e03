package dir

import (
	"bytes"
	"container/list"
	"context"
	"errors"
	"fmt"
	"io"

	"s3sleuth/source/decode"
)

const (
	// cacheBytes bounds the files that are kept, inflated.
	cacheBytes = 256 << 20
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
	raw, err := d.raw(ctx, name, offset, length)
	if err != nil {
		return nil, fmt.Errorf("read %s at byte %d: %w", name, offset, err)
	}
	return decode.EventBytes(raw), nil
}

func (d *Dir) raw(ctx context.Context, name string, offset int64, length int) ([]byte, error) {
	d.mu.Lock()
	was, scanned := d.seen[name]
	text, kept := d.inside.get(name, was)
	d.mu.Unlock()
	if kept && scanned {
		return part(text, offset, length) // what was read then, whatever the file is now
	}
	f, err := d.tree.Open(name)
	if err != nil {
		return nil, errors.New(reason(err))
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, errors.New(reason(err))
	}
	is := version{info.Size(), info.ModTime()}
	if scanned && (was.size != is.size || !was.modified.Equal(is.modified)) {
		return nil, errors.New("the file has changed since it was read")
	}
	if at, ok := f.(io.ReaderAt); ok && is.size > maxKept && !zipped(at) {
		raw := make([]byte, length)
		if _, err := io.ReadFull(io.NewSectionReader(at, offset, int64(length)), raw); err != nil {
			return nil, errBehind
		}
		return raw, nil
	}
	return d.inflate(ctx, name, is, f, offset, length)
}

// errBehind is a record that lies behind the end of its file.
var errBehind = errors.New("the file ends before it")

// part returns the bytes of a record in the text of its file.
func part(text []byte, offset int64, length int) ([]byte, error) {
	end := offset + int64(length)
	if end > int64(len(text)) {
		return nil, errBehind
	}
	return text[offset:end:end], nil
}

// zipped says whether a file begins as gzip does.
func zipped(at io.ReaderAt) bool {
	var magic [2]byte
	_, err := at.ReadAt(magic[:], 0)
	return err == nil && magic == [2]byte{0x1f, 0x8b}
}

// inflate reads a file up to the record, and on to its end if that is not far,
// to keep it for the next record asked for.
func (d *Dir) inflate(ctx context.Context, name string, was version, f io.Reader, offset int64, length int) ([]byte, error) {
	r, err := decode.Open(f)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	end := offset + int64(length)
	for text.Len() <= cacheBytes {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if _, err = io.CopyN(&text, r, step); err != nil {
			break
		}
	}
	if err != nil {
		// The end, or a damaged rest: what stands before it is all there is.
		d.mu.Lock()
		d.inside.put(name, was, text.Bytes())
		d.mu.Unlock()
		return part(text.Bytes(), offset, length)
	}
	if int64(text.Len()) >= end {
		raw, err := part(text.Bytes(), offset, length)
		return bytes.Clone(raw), err
	}
	return beyond(ctx, io.MultiReader(bytes.NewReader(text.Bytes()), r), offset, length)
}

// beyond reads a record that lies further in than is kept.
func beyond(ctx context.Context, r io.Reader, offset int64, length int) ([]byte, error) {
	for skipped := int64(0); skipped < offset; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n, err := io.CopyN(io.Discard, r, min(step, offset-skipped))
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errBehind, err)
		}
		skipped += n
	}
	raw := make([]byte, length)
	if _, err := io.ReadFull(r, raw); err != nil {
		return nil, fmt.Errorf("%w: %w", errBehind, err)
	}
	return raw, nil
}

// A cache keeps the inflated files used last, within cacheBytes. The zero cache is empty.
type cache struct {
	order list.List // of inflated, the one used last in front
	files map[string]*list.Element
	bytes int
}

type inflated struct {
	name string
	version
	text []byte
}

func (c *cache) get(name string, is version) ([]byte, bool) {
	e := c.files[name]
	if e == nil || e.Value.(inflated).version != is {
		return nil, false
	}
	c.order.MoveToFront(e)
	return e.Value.(inflated).text, true
}

func (c *cache) put(name string, is version, text []byte) {
	if c.files == nil {
		c.files = make(map[string]*list.Element)
	}
	if e := c.files[name]; e != nil {
		c.drop(e)
	}
	c.files[name] = c.order.PushFront(inflated{name, is, text})
	c.bytes += cap(text)
	for c.bytes > cacheBytes && c.order.Len() > 1 {
		c.drop(c.order.Back())
	}
}

func (c *cache) drop(e *list.Element) {
	was := c.order.Remove(e).(inflated)
	delete(c.files, was.name)
	c.bytes -= cap(was.text)
}
