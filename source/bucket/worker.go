package bucket

import (
	"context"
	"errors"
	"io"

	"s3sleuth/source/decode"
	"s3sleuth/source/decode/inflate"
)

// reportBytes makes a worker report that meets no records.
const reportBytes = 4 << 20

// A report is what a worker found since its last one, all of one download.
type report struct {
	of    *download
	haul  decode.Haul
	bytes int64 // stored bytes read
	letGo int64 // bytes that are not held any more
	want  bool  // the chunks behind the first are wanted
	done  bool  // the last report
	err   error // why the rest of the object is lost
}

// A worker decodes one download after another.
type worker struct {
	*scan
	ctx    context.Context
	hauler decode.Hauler

	now  report // what is not reported yet
	read int64  // stored bytes of the object read so far
}

func newWorker(ctx context.Context, s *scan) *worker {
	w := &worker{scan: s, ctx: ctx}
	w.hauler = decode.Hauler{
		Send:  func(h decode.Haul) error { w.now.haul = h; return w.send() },
		Point: func(p inflate.Point) { w.b.keep(w.now.of.object, p) },
	}
	return w
}

func (w *worker) run() {
	defer decode.Guard(w.ctx, w.faults)
	for {
		select {
		case d := <-w.work:
			w.now, w.read = report{of: d}, 0
			rest, err := w.do(d)
			if w.ctx.Err() != nil {
				return
			}
			w.now.haul, w.now.err, w.now.done = rest, err, true
			if !errors.Is(err, errDamaged) {
				w.now.bytes += d.size - w.read // what was passed over or lost
			}
			if w.send() != nil {
				return
			}
		case <-w.ctx.Done():
			return
		}
	}
}

// do decodes a download.
func (w *worker) do(d *download) (decode.Haul, error) {
	if d.kept != nil {
		r, err := w.b.cache.open(d.kept)
		if err != nil {
			return decode.Haul{}, err
		}
		d.stored = d.kept.stored
		return w.hauler.File(&meter{r, w}, d.PathFacts)
	}
	r := &body{
		download: d,
		want:     func() error { w.now.want = true; return w.send() },
		letGo:    func(n int64) error { w.now.letGo += n; return w.send() },
	}
	if len(d.chunks) <= 1 {
		return w.hauler.File(&meter{r, w}, d.PathFacts)
	}
	k := w.b.cache.begin(w.b.place(), w.b.key(d.name), d)
	if k != nil {
		r.tee = k
		defer k.end()
	}
	return w.hauler.File(&meter{r, w}, d.PathFacts)
}

// send reports what was found so far.
func (w *worker) send() error {
	select {
	case w.reports <- w.now:
		w.now = report{of: w.now.of}
		return nil
	case <-w.ctx.Done():
		return w.ctx.Err()
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
