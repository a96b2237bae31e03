package dir

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime/debug"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source/decode"
	"s3sleuth/source/decode/inflate"
)

const (
	// batchRecords is how many records are handed over at once: enough that the
	// hand-over costs nothing. A worker's first batches are smaller, beginning
	// with firstRecords and doubling, so that there is something to see at once.
	batchRecords = 4096
	firstRecords = 512
	// batchProblems and reportBytes make a worker report that meets no records.
	batchProblems = 256
	reportBytes   = 4 << 20
)

// A report is what a worker found since its last one, all from one task.
type report struct {
	task     *task
	batch    *store.Batch // records; nil for none
	home     *spares      // where the batch goes back to
	problems []model.Problem
	other    [model.NumOther]int
	bytes    int64 // stored bytes read

	done  bool    // the last report on the task
	split []*task // the file is to be read in these parts
	lines int     // of a part that is done: the lines that begin in it
	cut   bool    // the part could not be read to its end
}

// A worker reads one task after another.
type worker struct {
	*scan
	ctx     context.Context
	decoder *decode.Decoder

	spare spares
	now   report // what is not reported yet
	read  int64  // stored bytes of the task's file read so far
	room  int    // records that fill a batch
}

func newWorker(ctx context.Context, s *scan) *worker {
	return &worker{scan: s, ctx: ctx, decoder: decode.New(), room: firstRecords}
}

func (w *worker) run() {
	for {
		select {
		case t := <-w.tasks:
			w.now = report{task: t, home: &w.spare}
			w.read = 0
			w.do(t)
			w.now.done = true
			if w.send() != nil {
				return
			}
		case <-w.ctx.Done():
			return
		}
	}
}

// do reads a task. What goes wrong becomes a problem of its file, a fault in a
// decoder included: one file must never cost the others.
func (w *worker) do(t *task) {
	defer func() {
		if fault := recover(); fault != nil {
			w.decoder = decode.New()
			w.fail(t, fmt.Errorf("fault in s3sleuth: %v at %s", fault, faultPlace()))
		}
		w.settle(t)
	}()
	f, err := w.dir.tree.Open(t.name)
	if err != nil {
		w.fail(t, err)
		return
	}
	defer f.Close()
	if t.to > 0 {
		err = w.part(t, f.(io.ReaderAt))
	} else if w.now.split = w.divide(t, f); w.now.split == nil {
		err = w.decoder.File(&meter{f, w}, t.PathFacts, w.output())
	}
	if err != nil && w.ctx.Err() == nil {
		w.fail(t, err)
	}
}

// divide returns the parts of a file that several workers should share: a large
// one of plain text lines. Any other file has none.
func (w *worker) divide(t *task, f fs.File) []*task {
	at, ok := f.(io.ReaderAt)
	if !ok || t.size < splitBytes {
		return nil
	}
	head := make([]byte, decode.SniffSize)
	n, err := at.ReadAt(head, 0)
	if err != nil || decode.Sniff(head[:n]) != decode.FormatAccessLog {
		return nil
	}
	return divide(t.file)
}

// part reads the lines that begin in a part of a file.
func (w *worker) part(t *task, at io.ReaderAt) error {
	begins, err := lineBegins(w.ctx, at, t)
	if err != nil || !begins {
		return err
	}
	w.now.lines, err = w.decoder.Chunk(guarded{at, w.ctx}, t.from, t.to, t.PathFacts, w.output())
	return err
}

// lineBegins says whether a line begins in the part. It reads no further than
// the part: one line of many gigabytes is searched once, not once a part.
func lineBegins(ctx context.Context, at io.ReaderAt, t *task) (bool, error) {
	if t.from == 0 {
		return true, nil
	}
	buf := make([]byte, 64<<10)
	for from := t.from - 1; from < t.to-1; {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		n, err := at.ReadAt(buf[:min(int64(len(buf)), t.to-1-from)], from)
		if bytes.IndexByte(buf[:n], '\n') >= 0 {
			return true, nil
		}
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return false, err
		}
		from += int64(n)
	}
	return false, nil
}

// output takes what the decoder finds.
func (w *worker) output() decode.Output {
	return decode.Output{
		Record: func(r *model.Record) error {
			if w.now.batch == nil {
				w.now.batch = w.spare.get()
			}
			w.now.batch.Add(r)
			if w.now.batch.Len() < w.room {
				return nil
			}
			w.room = min(2*w.room, batchRecords)
			return w.send()
		},
		Problem: func(p model.Problem) {
			p.File = w.now.task.name
			w.now.problems = append(w.now.problems, p)
			if len(w.now.problems) >= batchProblems {
				// When this fails the context has ended, which the next read reports.
				_ = w.send()
			}
		},
		Other: func(what model.Other, n int) { w.now.other[what] += n },
		Point: func(p inflate.Point) { w.dir.keep(w.now.task.file, p) },
	}
}

// send reports what was found so far.
func (w *worker) send() error {
	select {
	case w.reports <- w.now:
		w.now = report{task: w.now.task, home: &w.spare}
		return nil
	case <-w.ctx.Done():
		return w.ctx.Err()
	}
}

// fail notes that the rest of the task's file is lost.
func (w *worker) fail(t *task, err error) {
	p := wholeProblem(t.name, err)
	w.now.problems = append(w.now.problems, p)
	w.now.cut = true
}

// settle makes the bytes reported for a file add up to its size, also where its
// rest was passed over or lost. A divided file's bytes are counted by its parts.
func (w *worker) settle(t *task) {
	switch {
	case len(w.now.split) > 0:
	case t.to > 0:
		w.now.bytes += t.to - t.from
	default:
		w.now.bytes += t.size - w.read
	}
}

// A meter counts what is read through it and stops when the context ends.
type meter struct {
	r io.Reader
	w *worker
}

func (m *meter) Read(p []byte) (int, error) {
	if err := m.w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := m.r.Read(p)
	m.w.read += int64(n)
	m.w.now.bytes += int64(n)
	if m.w.now.bytes >= reportBytes {
		if err := m.w.send(); err != nil {
			return n, err
		}
	}
	return n, err
}

// guarded stops reading when the context ends.
type guarded struct {
	io.ReaderAt
	ctx context.Context
}

func (g guarded) ReadAt(p []byte, at int64) (int, error) {
	if err := g.ctx.Err(); err != nil {
		return 0, err
	}
	return g.ReaderAt.ReadAt(p, at)
}

// faultPlace returns the function and line a recovered fault came from.
func faultPlace() string {
	lines := bytes.Split(debug.Stack(), []byte("\n"))
	for i, line := range lines {
		if bytes.HasPrefix(line, []byte("panic(")) && i+3 < len(lines) {
			return string(bytes.TrimSpace(lines[i+3]))
		}
	}
	return "an unknown place"
}
