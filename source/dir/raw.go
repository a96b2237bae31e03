package dir

import (
	"bytes"
	"container/list"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"s3sleuth/source/decode"
)

const (
	// cacheBytes bounds the inflated files that are kept.
	cacheBytes = 256 << 20
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
	f, err := d.tree.Open(name)
	if err != nil {
		return nil, errors.New(reason(err))
	}
	defer f.Close()
	was, err := d.unchanged(name, f)
	if err != nil {
		return nil, err
	}
	if at, ok := f.(io.ReaderAt); ok && !zipped(at) {
		raw := make([]byte, length)
		if _, err := io.ReadFull(io.NewSectionReader(at, offset, int64(length)), raw); err != nil {
			return nil, errors.New("the file ends before it")
		}
		return raw, nil
	}
	d.mu.Lock()
	text, known := d.inside.get(name, was)
	d.mu.Unlock()
	if !known {
		return d.inflate(ctx, name, was, f, offset, length)
	}
	if offset+int64(length) > int64(len(text)) {
		return nil, errors.New("the file ends before it")
	}
	return text[offset : offset+int64(length) : offset+int64(length)], nil
}

// unchanged returns the file's version, or an error if a scan read another one.
func (d *Dir) unchanged(name string, f fs.File) (version, error) {
	info, err := f.Stat()
	if err != nil {
		return version{}, errors.New(reason(err))
	}
	is := version{info.Size(), info.ModTime()}
	d.mu.Lock()
	was, known := d.seen[name]
	d.mu.Unlock()
	if known && (was.size != is.size || !was.modified.Equal(is.modified)) {
		return version{}, errors.New("the file has changed since it was read")
	}
	return is, nil
}

// zipped says whether a file begins as gzip does.
func zipped(at io.ReaderAt) bool {
	var magic [2]byte
	_, err := at.ReadAt(magic[:], 0)
	return err == nil && magic == [2]byte{0x1f, 0x8b}
}

// inflate reads a compressed file up to the record, and on to its end if that
// is not far, to keep it for the next record asked for.
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
	have := int64(text.Len())
	if err != nil {
		// The end, or a damaged rest: what stands before it is all there is.
		d.mu.Lock()
		d.inside.put(name, was, text.Bytes())
		d.mu.Unlock()
		if have < end {
			return nil, fmt.Errorf("the file ends before it: %w", err)
		}
	}
	if have >= end {
		return bytes.Clone(text.Bytes()[offset:end]), nil
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
			return nil, fmt.Errorf("the file ends before it: %w", err)
		}
		skipped += n
	}
	raw := make([]byte, length)
	if _, err := io.ReadFull(r, raw); err != nil {
		return nil, fmt.Errorf("the file ends before it: %w", err)
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
	c.bytes += len(text)
	for c.bytes > cacheBytes && c.order.Len() > 1 {
		c.drop(c.order.Back())
	}
}

func (c *cache) drop(e *list.Element) {
	was := c.order.Remove(e).(inflated)
	delete(c.files, was.name)
	c.bytes -= len(was.text)
}
