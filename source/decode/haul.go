package decode

import (
	"bytes"
	"fmt"
	"io"
	"runtime/debug"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

const (
	// batchRecords is how many records are handed over at once: enough that the
	// hand-over costs nothing. The first batches are smaller, beginning with
	// firstRecords and doubling, so that there is something to see at once.
	batchRecords = 8192
	firstRecords = 512
	// batchProblems is how many problems are handed over without records.
	batchProblems = 256
)

// A Haul is what a part of a file gave.
type Haul struct {
	Batch    *store.Batch    // nil for no records
	Problems []model.Problem // without the file's name
	Other    [model.NumOther]int
}

// A Hauler decodes one file after another and hands over what it finds in
// hauls. It is not safe for concurrent use.
type Hauler struct {
	Empty func() *store.Batch // gives an empty batch
	Send  func(Haul) error    // takes a haul over; an error ends the file

	decoder *Decoder
	now     Haul
	room    int // records that fill a batch
}

// File decodes a whole file. What is left to hand over at its end is returned
// with the error that says what is lost of the file. A fault in a decoder is
// such an error: one file must never cost the others.
func (h *Hauler) File(r io.Reader, path PathFacts) (rest Haul, err error) {
	if h.decoder == nil {
		h.decoder = New()
		h.room = max(h.room, firstRecords)
	}
	defer func() {
		if fault := recover(); fault != nil {
			h.decoder = nil
			err = fmt.Errorf("fault in s3sleuth: %v at %s", fault, panicPlace())
		}
		rest, h.now = h.now, Haul{}
	}()
	return Haul{}, h.decoder.File(r, path, h.output())
}

// output takes what the decoder finds.
func (h *Hauler) output() Output {
	return Output{
		Record: func(r *model.Record) error {
			if h.now.Batch == nil {
				h.now.Batch = h.Empty()
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
	}
}

func (h *Hauler) send() error {
	haul := h.now
	h.now = Haul{}
	return h.Send(haul)
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
