package dir

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"

	"s3sleuth/source/decode"
	"s3sleuth/source/decode/inflate"
)

// reportBytes makes a worker report that meets no records.
const reportBytes = 4 << 20

// A report is what a worker found since its last one, all from one task.
type report struct {
	task  *task
	haul  decode.Haul
	bytes int64 // stored bytes read

	done  bool    // the last report on the task
	split []*task // the file is to be read in these parts
	lines int     // of a part that is done: the lines that begin in it
	cut   bool    // the part could not be read to its end
}

// A worker reads one task after another.
type worker struct {
	*scan
	ctx    context.Context
	hauler decode.Hauler

	now  report // what is not reported yet
	read int64  // stored bytes of the task's file read so far
}

func newWorker(ctx context.Context, s *scan) *worker {
	w := &worker{scan: s, ctx: ctx}
	w.hauler = decode.Hauler{
		Send:  func(h decode.Haul) error { w.now.haul = h; return w.send() },
		Point: func(p inflate.Point) { w.dir.keep(w.now.task.file, p) },
	}
	return w
}

func (w *worker) run() {
	defer decode.Guard(w.ctx, w.faults)
	for {
		select {
		case t := <-w.tasks:
			w.now, w.read = report{task: t}, 0
			rest, err := w.do(t)
			w.now.haul, w.now.done = rest, true
			if err != nil && w.ctx.Err() == nil {
				w.now.haul.Problems = append(w.now.haul.Problems, wholeProblem(t.name, err))
				w.now.cut = true
			}
			w.settle(t)
			if w.send() != nil {
				return
			}
		case <-w.ctx.Done():
			return
		}
	}
}

// do reads a task.
func (w *worker) do(t *task) (decode.Haul, error) {
	f, err := w.dir.tree.Open(t.name)
	if err != nil {
		return decode.Haul{}, err
	}
	defer f.Close()
	if t.to > 0 {
		return w.part(t, f.(io.ReaderAt))
	}
	if w.now.split = w.divide(t, f); w.now.split != nil {
		return decode.Haul{}, nil
	}
	return w.hauler.File(&meter{f, w}, t.PathFacts)
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
func (w *worker) part(t *task, at io.ReaderAt) (rest decode.Haul, err error) {
	begins, err := lineBegins(w.ctx, at, t)
	if err != nil || !begins {
		return decode.Haul{}, err
	}
	w.now.lines, rest, err = w.hauler.Chunk(guarded{at, w.ctx}, t.from, t.to, t.PathFacts)
	return rest, err
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

// send reports what was found so far.
func (w *worker) send() error {
	for i := range w.now.haul.Problems {
		w.now.haul.Problems[i].File = w.now.task.name
	}
	select {
	case w.reports <- w.now:
		w.now = report{task: w.now.task}
		return nil
	case <-w.ctx.Done():
		return w.ctx.Err()
	}
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
