package bucket

import (
	"container/heap"
	"context"
	"errors"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/source/aws"
	"s3sleuth/source/decode"
)

const (
	// holdBytes bounds what is got and not yet decoded.
	holdBytes = 192 << 20
	// readyAhead is how many downloads from the cache wait for workers at most.
	readyAhead = 64
	// lostInARow is how many objects fail for want of a network, one after the
	// other, before the reading stops: it can go on later where it stopped.
	lostInARow = 32
)

// A scan is one run over a Bucket. The goroutine of run owns all its state: it
// takes objects from the listing, gives chunks to fetchers and downloads to
// workers, and hands what they report to the sink.
type scan struct {
	b      *Bucket
	sink   source.Sink
	server *server
	ctx    context.Context

	listed  chan listed    // from the listing; closed at its end
	failed  chan error     // what ended the listing
	fetches chan *chunk    // to the fetchers
	arrived chan *chunk    // from the fetchers
	work    chan *download // to the workers
	reports chan report    // from the workers
	faults  chan error     // what any of them panicked with

	queue   queue       // objects listed
	next    *chunk      // to give to a fetcher
	wanting []*download // that want chunks behind their first
	ready   []*download // whose first bytes are there
	open    int         // downloads begun and not done
	held    int64       // bytes given to fetchers and not let go
	window  window
	lost    int // objects that failed for want of a network, in a row

	files int
	bytes int64

	following bool // all that was there at first has been listed
}

func newScan(b *Bucket, sink source.Sink) *scan {
	workers := source.Workers()
	return &scan{
		b: b, sink: sink,
		listed:  make(chan listed, 16),
		failed:  make(chan error, 1),
		fetches: make(chan *chunk),
		arrived: make(chan *chunk, 64),
		work:    make(chan *download),
		reports: make(chan report, 2*workers),
		faults:  make(chan error),
		window:  newWindow(),
	}
}

// run reads everything. On cancel it returns at once; listing, fetchers and
// workers see the context end and follow, without anybody waiting for them.
func (s *scan) run(ctx context.Context, r source.Range) error {
	server, err := s.b.connect(ctx)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.server, s.ctx = server, ctx
	go s.list(ctx, r)
	for range source.Workers() {
		go newWorker(ctx, s).run()
	}
	return s.serve(ctx)
}

// list lists for serve.
func (s *scan) list(ctx context.Context, r source.Range) {
	defer decode.Guard(ctx, s.faults)
	s.b.cache.ready(s.b.place()) // before serve looks there, which must not wait
	send := func(l listed) error {
		select {
		case s.listed <- l:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	var err error
	if every := s.b.options.Follow; every > 0 {
		f := follower{b: s.b, within: r, every: every, send: send, told: make(map[string]bool)}
		if err = f.first(ctx); err == nil {
			err = f.run(ctx)
		}
	} else {
		err = newListing(s.b, r).run(ctx, send)
	}
	if err != nil {
		s.failed <- err
		return
	}
	close(s.listed)
}

// serve is the loop of the owning goroutine.
func (s *scan) serve(ctx context.Context) error {
	listing := s.listed
	for {
		s.prepare()
		if listing == nil && s.open == 0 && s.queue.Len() == 0 {
			return ctx.Err()
		}
		var fetches chan<- *chunk // nil, which blocks, while there is nothing to give
		if s.next != nil {
			fetches = s.fetches
		}
		var work chan<- *download
		var first *download
		if len(s.ready) > 0 {
			work, first = s.work, s.ready[0]
		}
		var err error
		select {
		case fetches <- s.next:
			s.give()
		case work <- first:
			s.ready = s.ready[1:]
		case c := <-s.arrived:
			err = s.arrive(c)
		case l, ok := <-listing:
			if !ok {
				listing = nil
			}
			err = s.take(l, !ok)
		case r := <-s.reports:
			err = s.deliver(r)
		case err = <-s.failed:
		case err = <-s.faults:
		case <-ctx.Done():
			err = ctx.Err()
		}
		if s.following && s.open == 0 && s.queue.Len() == 0 && errors.Is(err, context.Canceled) {
			return nil // everything there was is read, and nobody wants to wait for more
		}
		if err != nil {
			return err
		}
	}
}

// prepare readies the next chunk to get, if one may be got now, and downloads
// that the cache holds.
func (s *scan) prepare() {
	for s.next == nil && s.window.room() {
		if len(s.wanting) > 0 {
			d := s.wanting[0]
			if !s.fits(d.chunks[d.given]) {
				return
			}
			s.ask(d.chunks[d.given])
			return
		}
		if s.queue.Len() == 0 || len(s.ready) >= readyAhead {
			return
		}
		o := s.queue[0]
		if s.held > 0 && s.held+min(o.size, chunkBytes) > holdBytes {
			return
		}
		heap.Pop(&s.queue)
		s.b.remember(o, nil)
		s.open++
		d := newDownload(s.ctx, o)
		if d.kept = s.b.cache.look(s.b.place(), s.b.key(o.name), o); d.kept != nil || len(d.chunks) == 0 {
			s.ready = append(s.ready, d)
			continue
		}
		s.ask(d.chunks[0])
	}
}

// ask makes a chunk the next to get, by a fetcher that has nothing to do.
func (s *scan) ask(c *chunk) {
	s.next = c
	if s.window.short() {
		go s.fetch()
	}
}

func (s *scan) fits(c *chunk) bool { return s.held == 0 || s.held+c.to-c.from <= holdBytes }

// give notes that a fetcher took the next chunk.
func (s *scan) give() {
	d, n := s.next.of, s.next.to-s.next.from
	s.next = nil
	d.given++
	d.held += n
	s.held += n
	if len(s.wanting) > 0 && s.wanting[0] == d && d.given == len(d.chunks) {
		s.wanting = s.wanting[1:]
	}
	s.window.given()
}

// fetch gets chunks as long as the scan runs.
func (s *scan) fetch() {
	defer decode.Guard(s.ctx, s.faults)
	for {
		select {
		case c := <-s.fetches:
			s.b.get(c.of.ctx, s.server, c)
			if c.err == nil && len(c.of.chunks) == 1 {
				s.b.cache.put(s.b.place(), s.b.key(c.of.name), c.of, c.data)
			}
			select {
			case s.arrived <- c:
			case <-s.ctx.Done():
				return
			}
		case <-s.ctx.Done():
			return
		}
	}
}

// arrive takes a chunk back from its fetcher. An error that will be every
// call's ends the scan; what is being read then is not done.
func (s *scan) arrive(c *chunk) error {
	s.window.arrived(c)
	var fault *aws.Fault
	if errors.As(c.err, &fault) {
		s.lost++
		if fault.Kind != aws.Unreachable {
			s.lost = 0
		}
		if ends(fault) || s.lost == lostInARow {
			return c.err
		}
	} else if c.err == nil {
		s.lost = 0
	}
	if c.from == 0 {
		s.ready = append(s.ready, c.of)
	}
	return nil
}

// take queues listed objects and passes on what else the listing met.
func (s *scan) take(l listed, final bool) error {
	if l.fault != nil {
		return l.fault
	}
	for i := range l.objects {
		o := &l.objects[i]
		s.files++
		s.bytes += o.size
		if !s.sink.Has(o.name) {
			heap.Push(&s.queue, o)
		}
	}
	asides := l.digests
	switch {
	case l.problem != nil:
		asides = append(asides, l.problem.File)
	case l.passed != "":
		asides = append(asides, l.passed)
	}
	s.files += len(asides) // they lie there, so they count
	s.sink.Files(s.files, s.bytes, final)
	if l.skipped > 0 {
		s.sink.Skipped(l.skipped)
	}
	if l.stage != "" || final {
		s.sink.Stage(l.stage)
		s.following = s.following || l.follow
	}
	for _, name := range asides {
		s.aside(name, l)
	}
	return nil
}

// aside passes on what will not be opened.
func (s *scan) aside(name string, l listed) {
	switch {
	case s.sink.Has(name):
		return
	case l.problem != nil && l.problem.File == name:
		s.sink.Problem(*l.problem)
	case l.passed == name:
		s.sink.Other(name, model.OtherFile, 1)
	default:
		s.sink.Other(name, model.OtherDigest, 1)
	}
	s.sink.Done(name)
}

// deliver hands a worker's report to the sink.
func (s *scan) deliver(r report) error {
	d := r.of
	if r.haul.Batch != nil {
		err := s.sink.Batch(d.name, r.haul.Batch)
		r.haul.Release()
		if err != nil {
			return err
		}
	}
	if r.bytes > 0 {
		s.sink.Progress(d.name, r.bytes)
	}
	for what, n := range r.haul.Other {
		if n > 0 {
			s.sink.Other(d.name, model.Other(what), n)
		}
	}
	for _, p := range r.haul.Problems {
		p.File = d.name
		s.sink.Problem(p)
	}
	d.held -= r.letGo
	s.held -= r.letGo
	if r.want {
		s.wanting = append(s.wanting, d)
	}
	if r.done {
		s.finish(d, r.err)
	}
	return nil
}

// finish ends a download.
func (s *scan) finish(d *download, err error) {
	s.open--
	s.held -= d.held
	d.cancel()
	if errors.Is(err, errDamaged) {
		s.b.cache.forget(s.b.place(), s.b.key(d.name))
		heap.Push(&s.queue, d.object)
		return
	}
	if err != nil {
		s.sink.Problem(*problem(d.name, err))
	}
	for i := range s.wanting {
		if s.wanting[i] == d {
			s.wanting = append(s.wanting[:i], s.wanting[i+1:]...)
			break
		}
	}
	if s.next != nil && s.next.of == d {
		s.next = nil
	}
	s.b.remember(d.object, &d.stored)
	s.sink.Done(d.name)
}

// A queue holds objects, the newest first; a heap.
type queue []*object

func (q queue) Len() int      { return len(q) }
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(*object)) }

func (q queue) Less(i, j int) bool {
	if at, bt := q[i].when(), q[j].when(); !at.Equal(bt) {
		return at.After(bt)
	}
	return q[i].name < q[j].name
}

func (q *queue) Pop() any {
	old := *q
	last := old[len(old)-1]
	old[len(old)-1] = nil
	*q = old[:len(old)-1]
	return last
}
