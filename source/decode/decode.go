package decode

import (
	"fmt"
	"io"

	"s3sleuth/model"
	"s3sleuth/source/decode/inflate"
)

// Output takes what a decoder finds in one file. A record is valid until its
// function returns. Problems come without the file's name; their lines count
// from the start of what is being decoded.
type Output struct {
	Record  func(*model.Record) error // an error ends the decoding and is returned
	Problem func(model.Problem)
	Other   func(model.Other, int)

	// Point takes places where a gzip file can be read from again, see [OpenAt]:
	// one every 2 MiB, inflated. It may be nil.
	Point func(inflate.Point)
}

// A Decoder reads log files of every kind, one after another. It keeps buffers
// and what it has derived, so a worker should have one and keep it. It is not
// safe for concurrent use.
type Decoder struct {
	inflate inflater
	lines   lineReader
	access  *AccessLog
	events  EventDecoder
	record  model.Record
}

// New returns a decoder.
func New() *Decoder {
	d := &Decoder{access: NewAccessLog(PathFacts{})}
	d.events.AccessJSON = d.access.Object
	return d
}

// File reads a whole file, gzip or not, whatever its kind. All records that can
// be had are handed over before an error, which says what is lost: the data
// ends early, is damaged or cannot be read.
func (d *Decoder) File(r io.Reader, path PathFacts, out Output) error {
	src, err := d.inflate.open(r, out.Point)
	if err != nil {
		return err
	}
	d.lines.reset(src, 0)
	head := d.lines.head(SniffSize)
	switch Sniff(head) {
	case FormatEmpty:
		// More than SniffSize bytes of white space are no log either.
		if d.lines.err == io.EOF {
			out.Other(model.OtherEmpty, 1)
			return nil
		}
		return d.unknown(out)
	case FormatAccessLog:
		if loneReturns(head) {
			return d.pass(oldMac, out)
		}
		d.access.SetPath(path)
		return d.text(-1, out)
	case FormatJSON:
		d.access.SetPath(path)
		return d.events.Decode(d.lines.rest(), out)
	}
	return d.unknown(out)
}

// unknown passes a file over that Sniff does not know.
func (d *Decoder) unknown(out Output) error { return d.pass(strange(d.lines.head(SniffSize)), out) }

// pass passes a file over and says what it is, unless its first bytes could not
// be read.
func (d *Decoder) pass(f foreign, out Output) error {
	if d.lines.err != nil && d.lines.err != io.EOF {
		return d.lines.err
	}
	p := f.problem()
	if p.Aside {
		out.Other(model.OtherFile, 1)
	}
	out.Problem(p)
	return nil
}

// Chunk reads the access-log lines that begin in [from, to) of a plain text
// file, so that several decoders can share a large one. It returns how many
// lines it met; the line numbers of its problems count from the chunk's first.
func (d *Decoder) Chunk(r io.ReaderAt, from, to int64, path PathFacts, out Output) (lines int, err error) {
	const far = 1 << 62 // the last line may end anywhere behind to
	d.access.SetPath(path)
	if from == 0 {
		d.lines.reset(io.NewSectionReader(r, 0, far), 0)
		err = d.text(to, out)
		return d.lines.number, err
	}
	// The line that the byte before from belongs to is another chunk's.
	d.lines.reset(io.NewSectionReader(r, from-1, far-from), from-1)
	if _, ok := d.lines.next(); !ok {
		return 0, d.lines.failure()
	}
	d.lines.number = 0
	err = d.text(to, out)
	return d.lines.number, err
}

// text reads access-log lines that begin before the offset to, or all if it is negative.
func (d *Decoder) text(to int64, out Output) error {
	rec := &d.record
	for to < 0 || d.lines.offset < to {
		line, ok := d.lines.next()
		if !ok {
			break
		}
		reason := line.refused
		if reason == "" {
			if blank(line.bytes) {
				continue
			}
			if err := d.access.Line(line.bytes, rec); err != nil {
				reason = err.Error()
			}
		}
		if reason != "" {
			out.Problem(model.Problem{Line: line.number, Offset: line.offset, Length: line.length, Reason: reason})
			continue
		}
		rec.Offset, rec.Length = line.offset, line.length
		if err := out.Record(rec); err != nil {
			return err
		}
	}
	return d.lines.failure()
}

// blank says whether a line holds no field.
func blank(line []byte) bool {
	for _, c := range line {
		if c != ' ' && c != '\r' {
			return false
		}
	}
	return true
}

// failure returns the error that ended the stream, nil at its end.
func (l *lineReader) failure() error {
	if l.err == nil || l.err == io.EOF {
		return nil
	}
	return fmt.Errorf("after line %d: %w", l.number, l.err)
}
