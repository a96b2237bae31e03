package decode

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"s3sleuth/source/decode/inflate"
)

const (
	// maxKept is the largest uncompressed file that is kept; of a larger one the
	// record alone is read.
	maxKept = 4 << 20
	// maxRaw is the longest record, or refused line, that Raw returns.
	maxRaw = 64 << 20
	// rawStep is how much is inflated between two looks at the context.
	rawStep = 1 << 20
	// behindPoint is how many stored bytes are read beyond those that a point's
	// offset lies behind: inflating looks a little ahead.
	behindPoint = 64
)

// errBehind is a record that lies behind the end of its file.
var errBehind = errors.New("the file ends before it")

// Texts opens single records of files that were read. Of a gzip file it keeps
// where inflating can begin again, and the pieces inflated last. The zero value is
// ready. It may be used from any goroutine.
type Texts struct {
	mu     sync.Mutex
	points points
	pieces pieces
}

// A StoredFile is where the bytes of a file can be had from.
type StoredFile struct {
	Name string
	// Version tells by == whether the file is another than it was. Of one that is
	// nil nothing is kept.
	Version any
	Size    int64 // as stored; -1 is not known
	// From opens the stored bytes from an offset on: at least n of them, or all
	// where n is negative. It fails when they are not the version's any more.
	From func(ctx context.Context, at, n int64) (io.ReadCloser, error)
}

func (f *StoredFile) known() fileVersion { return fileVersion{f.Name, f.Version} }

// Keep takes a point of a file that is being read, as [Output] gives it.
func (t *Texts) Keep(name string, version any, at inflate.Point) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.points.add(fileVersion{name, version}, at)
}

// PointBytes is what the points take, in bytes of memory.
func (t *Texts) PointBytes() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.points.size
}

// Raw returns the original bytes of a record, or of a refused line, by its place
// in the inflated text; an event that lies in its file as a JSON string comes
// without that wrapping. The bytes must not be changed.
func (t *Texts) Raw(ctx context.Context, f StoredFile, offset int64, length int) ([]byte, error) {
	if offset < 0 || length < 0 || length > maxRaw {
		return nil, fmt.Errorf("read %s at byte %d: %d bytes cannot be shown", f.Name, offset, length)
	}
	raw, err := t.raw(ctx, &f, offset, offset+int64(length))
	if err != nil {
		return nil, fmt.Errorf("read %s at byte %d: %w", f.Name, offset, err)
	}
	return EventBytes(raw), nil
}

// raw puts the bytes of a record together from the pieces that it lies in, one
// as a rule.
func (t *Texts) raw(ctx context.Context, f *StoredFile, offset, end int64) ([]byte, error) {
	var raw []byte
	for {
		text, err := t.text(ctx, f, offset, end)
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
	from, to    inflate.Point // the last point before them and the next; zero for none
}

// text returns what a file holds from an offset on, inflated: as far as end, or
// as the piece that the offset lies in. It is never empty where end is behind offset.
func (t *Texts) text(ctx context.Context, f *StoredFile, offset, end int64) ([]byte, error) {
	var from, to inflate.Point
	var p pieceText
	kept := false
	if f.Version != nil {
		t.mu.Lock()
		from, to = t.points.around(f.known(), offset)
		p, kept = t.pieces.get(piece{f.known(), from.Offset})
		t.mu.Unlock()
	}
	// What was read then is good, whatever the file is now.
	if !kept || !p.whole && int64(len(p.text)) < end-from.Offset {
		var err error
		if p, err = t.open(ctx, f, stretch{offset, end, from, to}); err != nil {
			return nil, err
		}
	}
	skip := offset - p.from
	if skip > int64(len(p.text)) || skip == int64(len(p.text)) && end > offset {
		return nil, errBehind
	}
	return p.text[skip:], nil
}

// open reads a piece of a file that holds the beginning of a stretch.
func (t *Texts) open(ctx context.Context, f *StoredFile, s stretch) (pieceText, error) {
	if s.from.Offset == 0 && (f.Size < 0 || f.Size > maxKept) {
		zipped, err := f.zipped(ctx)
		if err != nil {
			return pieceText{}, err
		}
		if !zipped {
			text, err := f.part(ctx, s.offset, s.end-s.offset)
			return pieceText{piece: piece{f.known(), s.offset}, text: text}, err
		}
	}
	far := s.end-s.from.Offset > pieceBytes
	need := int64(-1)
	if s.to.Offset > 0 && !far {
		need = s.to.Start() - s.from.Start() + behindPoint
	}
	stored, err := f.stream(ctx, s.from.Start(), need)
	if err != nil {
		return pieceText{}, err
	}
	defer stored.Close()
	p, err := t.inflated(ctx, f, stored, s, far)
	if stored.failed != nil { // what did not come is not what the file lacks
		return pieceText{}, stored.failed
	}
	if err == nil && f.Version != nil && !far {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.pieces.put(p)
	}
	return p, err
}

// inflated reads a piece from stored bytes; of a far stretch, that alone.
func (t *Texts) inflated(ctx context.Context, f *StoredFile, stored io.Reader, s stretch, far bool) (pieceText, error) {
	var r io.Reader
	var err error
	if s.from.Offset == 0 {
		r, err = Open(stored)
	} else {
		r, err = OpenAt(stored, s.from)
	}
	if err != nil {
		return pieceText{}, err
	}
	if far {
		text, err := beyond(ctx, r, s.offset-s.from.Offset, s.end-s.offset)
		return pieceText{piece: piece{f.known(), s.offset}, text: text}, err
	}
	p := pieceText{piece: piece{f.known(), s.from.Offset}}
	return p, p.read(ctx, r, s)
}

// A stream is stored bytes on their way. It tells a break of the way from the
// end of the file: a body that breaks off ends in io.ErrUnexpectedEOF, as a gzip
// file that is cut does.
type stream struct {
	io.ReadCloser
	failed error
}

func (f *StoredFile) stream(ctx context.Context, at, n int64) (*stream, error) {
	r, err := f.From(ctx, at, n)
	return &stream{ReadCloser: r}, err
}

func (s *stream) Read(p []byte) (int, error) {
	n, err := s.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		s.failed = err
	}
	return n, err
}

// zipped says whether a file begins as gzip does.
func (f *StoredFile) zipped(ctx context.Context) (bool, error) {
	r, err := f.stream(ctx, 0, int64(len(magic)))
	if err != nil {
		return false, err
	}
	defer r.Close()
	var begin [len(magic)]byte
	_, err = io.ReadFull(r, begin[:])
	if r.failed != nil {
		return false, r.failed
	}
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return begin == magic, err
}

// part returns n stored bytes from an offset on.
func (f *StoredFile) part(ctx context.Context, at, n int64) ([]byte, error) {
	if f.Size >= 0 && at+n > f.Size {
		return nil, errBehind
	}
	text := make([]byte, n)
	if n == 0 {
		return text, nil
	}
	r, err := f.stream(ctx, at, n)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if _, err := io.ReadFull(r, text); err != nil {
		if r.failed != nil {
			return nil, r.failed
		}
		return nil, fmt.Errorf("%w: %w", errBehind, err)
	}
	return text, nil
}

// read reads the piece whole where its end is known or not far. Else it reads
// twice as far as it must, so that whoever wants one record after the other
// reads all of them twice at most.
func (p *pieceText) read(ctx context.Context, r io.Reader, s stretch) error {
	limit := int(max(maxKept, min(2*(s.end-p.from), pieceBytes)))
	if s.to.Offset > 0 {
		limit = int(min(s.to.Offset-p.from, pieceBytes))
		p.text = make([]byte, 0, limit)
	}
	for len(p.text) < limit {
		if err := ctx.Err(); err != nil {
			return err
		}
		if len(p.text) == cap(p.text) {
			p.text = slices.Grow(p.text, max(len(p.text), 64<<10))
		}
		n, err := r.Read(p.text[len(p.text):min(len(p.text)+rawStep, cap(p.text), limit)])
		p.text = p.text[:len(p.text)+n]
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			// The end, or a damaged rest: what stands before it is all there is. The
			// caller knows whether the stored bytes broke off instead.
			p.whole = true
			return nil
		}
	}
	p.whole = s.to.Offset > 0 && p.from+int64(limit) == s.to.Offset
	return nil
}

// beyond reads n bytes that lie further in than is kept.
func beyond(ctx context.Context, r io.Reader, skip, n int64) ([]byte, error) {
	for skip > 0 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		k, err := io.CopyN(io.Discard, r, min(rawStep, skip))
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
