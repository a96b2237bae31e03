package decode

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime/debug"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source/decode/inflate"
)

const (
	// batchRecords is how many records are handed over at once: enough that the
	// hand-over costs nothing. The first batches are smaller, beginning with
	// firstRecords, a screen's worth many times over, and doubling, so that there
	// is something to see at once.
	batchRecords = 4096
	firstRecords = 1000
	// batchProblems is how many problems are handed over without records.
	batchProblems = 256
)

// A Haul is what a part of a file gave.
type Haul struct {
	Batch    *store.Batch    // nil for no records
	Problems []model.Problem // without the file's name
	Other    [model.NumOther]int

	home *spares
}

// Release gives the batch back to the hauler that filled it, once what is wanted
// of it is copied. It may be called from any goroutine.
func (h *Haul) Release() {
	if h.Batch != nil {
		h.Batch.Reset()
		h.home.put(h.Batch)
		h.Batch = nil
	}
}

// A Hauler decodes one file after another and hands over what it finds in
// hauls. It is not safe for concurrent use.
type Hauler struct {
	Send  func(Haul) error    // takes a haul over; an error ends the file
	Point func(inflate.Point) // as [Output]'s; may be nil

	decoder *Decoder
	now     Haul
	room    int // records that fill a batch
	spare   spares
}

// File decodes a whole file. What is left to hand over at its end is returned
// with the error that says what is lost of the file. A fault in a decoder is
// such an error: one file must never cost the others.
func (h *Hauler) File(r io.Reader, path PathFacts) (Haul, error) {
	return h.guard(func(d *Decoder) error { return d.File(r, path, h.output()) })
}

// Chunk decodes a part of a text file, as [Decoder.Chunk] does, and else is as
// File. lines is how many lines it met.
func (h *Hauler) Chunk(r io.ReaderAt, from, to int64, path PathFacts) (lines int, rest Haul, err error) {
	rest, err = h.guard(func(d *Decoder) (err error) {
		lines, err = d.Chunk(r, from, to, path, h.output())
		return err
	})
	return lines, rest, err
}

// guard runs a decoder and turns a fault in it into an error.
func (h *Hauler) guard(run func(*Decoder) error) (rest Haul, err error) {
	if h.decoder == nil {
		h.decoder = New()
		h.room = max(h.room, firstRecords)
	}
	defer func() {
		if fault := recover(); fault != nil {
			h.decoder = nil
			err = Fault(fault)
		}
		rest, h.now = h.now, Haul{}
	}()
	return Haul{}, run(h.decoder)
}

// output takes what the decoder finds.
func (h *Hauler) output() Output {
	return Output{
		Record: func(r *model.Record) error {
			if h.now.Batch == nil {
				h.now.Batch, h.now.home = h.spare.get(), &h.spare
			}
			h.now.Batch.Add(r)
			if h.now.Batch.Len() < h.room {
				return nil
			}
			h.room = min(2*h.room, batchRecords)
			return h.send()
		},
		Problem: func(p model.Problem) {
			h.now.Problems = append(h.now.Problems, p)
			if len(h.now.Problems) >= batchProblems {
				// When this fails the reading has ended, which the next read reports.
				_ = h.send()
			}
		},
		Other: func(what model.Other, n int) { h.now.Other[what] += n },
		Point: h.Point,
	}
}

func (h *Hauler) send() error {
	haul := h.now
	h.now = Haul{}
	return h.Send(haul)
}

// Fault makes an error of what was recovered from a panic; it names the place.
func Fault(recovered any) error {
	return fmt.Errorf("fault in s3sleuth: %v at %s", recovered, panicPlace())
}

// Guard is deferred by what runs beside the goroutine that serves a scan: a panic
// goes there and ends the scan as an error, with what was read kept, and takes no
// terminal with it.
func Guard(ctx context.Context, faults chan<- error) {
	if fault := recover(); fault != nil {
		select {
		case faults <- Fault(fault):
		case <-ctx.Done():
		}
	}
}

// panicPlace returns the function and line a recovered fault came from.
func panicPlace() string {
	lines := bytes.Split(debug.Stack(), []byte("\n"))
	for i, line := range lines {
		if bytes.HasPrefix(line, []byte("panic(")) && i+3 < len(lines) {
			return string(bytes.TrimSpace(lines[i+3]))
		}
	}
	return "an unknown place"
}
