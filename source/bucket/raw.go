package bucket

import (
	"bufio"
	"bytes"
	"container/list"
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"strings"

	"s3sleuth/source/aws"
	"s3sleuth/source/decode"
)

const (
	// maxRaw is the longest record, or refused line, that Raw returns.
	maxRaw = 64 << 20
	// textBytes bounds the inflated objects that are kept in memory.
	textBytes = 128 << 20
	// directBytes is the offset from which a record of a plain object is got by
	// itself and not with all that stands before it.
	directBytes = 1 << 20
)

var (
	errBehind  = errors.New("the object ends before it")
	errChanged = errors.New("the object has changed since it was read")
)

// Raw returns the original bytes of a record, from the cache where it holds the
// object, else from S3. It fails when the object is not the one any more that
// was read. The bytes must not be changed.
func (b *Bucket) Raw(ctx context.Context, file string, offset int64, length int) ([]byte, error) {
	if offset < 0 || length < 0 || length > maxRaw {
		return nil, fmt.Errorf("read %s at byte %d: %d bytes cannot be shown", file, offset, length)
	}
	raw, err := b.raw(ctx, file, offset, length)
	if err != nil {
		return nil, fmt.Errorf("read %s at byte %d: %w", file, offset, err)
	}
	return decode.EventBytes(raw), nil
}

func (b *Bucket) raw(ctx context.Context, file string, offset int64, length int) ([]byte, error) {
	if !strings.HasPrefix(file, b.file("")) {
		return nil, errors.New("not an object of this source")
	}
	b.mu.Lock()
	was, scanned := b.seen[file]
	text, kept := b.texts.get(file)
	b.mu.Unlock()
	if kept {
		return cut(text, offset, length)
	}
	var stored io.Reader
	cached := b.cached(file, was, scanned)
	if cached != nil {
		stored = cached
	} else {
		body, err := b.content(ctx, file, was, scanned, 0, 0)
		if err != nil {
			return nil, err
		}
		defer body.Close()
		stored = body
	}
	buf := bufio.NewReaderSize(stored, 64<<10)
	if magic, err := buf.Peek(2); err == nil && !bytes.Equal(magic, []byte{0x1f, 0x8b}) && offset >= directBytes {
		if cached != nil {
			return exactly(io.NewSectionReader(cached, offset, int64(length)), length)
		}
		return b.direct(ctx, file, was, scanned, offset, length)
	}
	r, err := decode.Open(buf)
	if err != nil {
		return nil, err
	}
	return b.inflate(ctx, file, r, offset, length)
}

// cut returns the bytes of a record in the text of its object.
func cut(text []byte, offset int64, length int) ([]byte, error) {
	end := offset + int64(length)
	if end > int64(len(text)) {
		return nil, errBehind
	}
	return text[offset:end:end], nil
}

// exactly reads a record of a known length.
func exactly(r io.Reader, length int) ([]byte, error) {
	raw := make([]byte, length)
	if _, err := io.ReadFull(r, raw); err != nil {
		return nil, fmt.Errorf("%w: %w", errBehind, err)
	}
	return raw, nil
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

// content gets the stored bytes [from, to) of an object; to 0 is all of them.
func (b *Bucket) content(ctx context.Context, file string, was version, scanned bool, from, to int64) (io.ReadCloser, error) {
	server, err := b.connect(ctx)
	if err != nil {
		return nil, err
	}
	b.calls.get.Add(1)
	out, err := server.getter.Get(ctx, aws.Want{Key: b.key(file), From: from, To: to})
	if err != nil {
		return nil, b.explain(err, "s3:GetObject", file)
	}
	if scanned && maphash.String(etags, out.ETag) != was.etag {
		out.Body.Close()
		return nil, errChanged
	}
	return out.Body, nil
}

// direct reads a record of a plain object by its place.
func (b *Bucket) direct(ctx context.Context, file string, was version, scanned bool, offset int64, length int) ([]byte, error) {
	if scanned && offset+int64(length) > was.size {
		return nil, errBehind
	}
	if length == 0 {
		return nil, nil
	}
	part, err := b.content(ctx, file, was, scanned, offset, offset+int64(length))
	if err != nil {
		return nil, err
	}
	defer part.Close()
	return exactly(part, length)
}

// inflate reads an object up to the record, and on to its end if that is not
// far, to keep it for the next record asked for.
func (b *Bucket) inflate(ctx context.Context, file string, r io.Reader, offset int64, length int) ([]byte, error) {
	var text bytes.Buffer
	_, err := io.CopyN(&text, r, textBytes)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		// The end, or a damaged rest: what stands before it is all there is.
		b.mu.Lock()
		b.texts.put(file, text.Bytes())
		b.mu.Unlock()
		return cut(text.Bytes(), offset, length)
	case offset+int64(length) <= textBytes:
		raw, err := cut(text.Bytes(), offset, length)
		return bytes.Clone(raw), err
	}
	all := io.MultiReader(bytes.NewReader(text.Bytes()), r)
	if _, err := io.CopyN(io.Discard, all, offset); err != nil {
		return nil, fmt.Errorf("%w: %w", errBehind, err)
	}
	return exactly(all, length)
}

// texts keeps the inflated objects used last, within textBytes. The zero value is empty.
type texts struct {
	order list.List // of text, the one used last in front
	files map[string]*list.Element
	bytes int
}

type text struct {
	file  string
	bytes []byte
}

func (t *texts) get(file string) ([]byte, bool) {
	e := t.files[file]
	if e == nil {
		return nil, false
	}
	t.order.MoveToFront(e)
	return e.Value.(text).bytes, true
}

func (t *texts) put(file string, b []byte) {
	if t.files == nil {
		t.files = make(map[string]*list.Element)
	}
	if t.files[file] != nil {
		return
	}
	t.files[file] = t.order.PushFront(text{file, b})
	t.bytes += cap(b)
	for t.bytes > textBytes && t.order.Len() > 1 {
		was := t.order.Remove(t.order.Back()).(text)
		delete(t.files, was.file)
		t.bytes -= cap(was.bytes)
	}
}
