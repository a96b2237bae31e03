package decode

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"s3sleuth/source/decode/inflate"
)

const (
	// Logs shrink 5- to 60-fold. A file is taken for a bomb once it has given
	// bombBytes and more than bombRatio times what it stores.
	bombBytes = 256 << 20
	bombRatio = 300

	// pointEvery is how far the points lie apart where a file can be read from,
	// in inflated bytes: at most as much is inflated to open a record. A point
	// takes some 6 KB, so 5 bytes for each event of 1.7 KB.
	pointEvery = 2 << 20
)

// ErrBomb ends a file that inflates beyond anything a log does.
var ErrBomb = fmt.Errorf("inflates more than %d-fold, no log does: not read on", bombRatio)

// magic is how gzip data begins.
var magic = [2]byte{0x1f, 0x8b}

// inflater reads a file's bytes, inflating them where they are gzip, all members
// to the end. It can be used for one file after another.
type inflater struct {
	stored counter
	begin  [2]byte // of the file
	gz     *inflate.Reader
	given  int64 // inflated bytes so far
}

// counter counts the bytes read through it.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// Open returns a reader of r's bytes, inflated where they are gzip by their
// first bytes. Reading to the end gives io.EOF only if nothing was lost: an
// archive that ends early, is damaged or has foreign bytes behind it gives all
// that can be had and then an error that says so.
func Open(r io.Reader) (io.Reader, error) {
	var f inflater
	return f.open(r, nil)
}

// OpenAt returns a reader of the inflated bytes of a gzip file from p.Offset on;
// see [Output]. The reader r gives the file's bytes from p.Start() on. Errors are
// as those of [Open].
func OpenAt(r io.Reader, p inflate.Point) (io.Reader, error) {
	f := &inflater{stored: counter{r, p.Start()}, gz: inflate.New(), given: p.Offset}
	return f, f.explain(f.gz.Resume(&f.stored, p))
}

// open goes on to another file; point, which may be nil, takes places where it can
// be read from later. What it returns is valid until the next call.
func (f *inflater) open(r io.Reader, point func(inflate.Point)) (io.Reader, error) {
	f.stored = counter{r: r}
	f.given, f.begin = 0, [2]byte{}
	n, err := io.ReadFull(r, f.begin[:])
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	whole := io.MultiReader(bytes.NewReader(f.begin[:n]), r)
	if f.begin != magic {
		return whole, nil
	}
	f.stored.r = whole
	if f.gz == nil {
		f.gz = inflate.New()
	}
	f.gz.Reset(&f.stored)
	if point != nil {
		f.gz.MakePoints(pointEvery, point)
	}
	return f, nil
}

// Read reads inflated bytes.
func (f *inflater) Read(p []byte) (int, error) {
	n, err := f.gz.Read(p)
	f.given += int64(n)
	if err == nil && f.given > bombBytes && f.given > bombRatio*f.stored.n {
		err = ErrBomb
	}
	return n, f.explain(err)
}

// explain says in words what a gzip error means.
func (f *inflater) explain(err error) error {
	switch {
	case err == nil || err == io.EOF || err == ErrBomb:
		return err
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("gzip data ends early, after %d inflated bytes: %w", f.given, err)
	case errors.Is(err, inflate.ErrHeader) && f.given > 0:
		return fmt.Errorf("foreign bytes behind the gzip data, after %d inflated bytes: %w", f.given, err)
	case errors.Is(err, inflate.ErrChecksum):
		return fmt.Errorf("gzip data is damaged before inflated byte %d: %w", f.given, err)
	}
	return fmt.Errorf("gzip data cannot be read on after %d inflated bytes: %w", f.given, err)
}
