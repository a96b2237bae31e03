package dir

import (
	"container/heap"
	"context"
	"time"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/source/decode"
)

// grace is how long reading waits for the listing to end, so that a folder of
// usual size is read newest first; of a huge one the newest known is begun with.
const grace = 15 * time.Millisecond

// alone is how long one worker reads without the others at most: until it has
// handed the first records over nobody takes memory and time from it, or from
// the screen that waits for them.
const alone = 50 * time.Millisecond

// A scan is one run over a Dir. The goroutine of run owns all its state: it
// takes files from the lister, gives tasks to the workers and hands what they
// report to the sink.
type scan struct {
	dir     *Dir
	sink    source.Sink
	workers int

	listed  chan listing // from the lister; closed at the end of the list
	tasks   chan *task   // to the workers
	reports chan report  // from the workers
	faults  chan error   // what lister or workers panicked with

	queue queue
	begun bool // something was read, or it takes long: all workers read
	open  int  // tasks given and not yet reported done
	files int
	bytes int64
	split map[*file]*parts
}

// A listing is what the lister found: some files, or one of the other things.
type listing struct {
	files   []file
	skipped int
	aside   string         // name of a file that will not be opened
	problem *model.Problem // why aside could not be read; else it is other
	other   model.Other
}

func newScan(d *Dir, sink source.Sink) *scan {
	workers := source.Workers()
	return &scan{
		dir: d, sink: sink, workers: workers,
		listed:  make(chan listing, 16),
		tasks:   make(chan *task),
		reports: make(chan report, 2*workers),
		faults:  make(chan error),
		split:   make(map[*file]*parts),
	}
}

// run reads everything. On cancel it returns at once; lister and workers see
// the context end and follow, without anybody waiting for them.
func (s *scan) run(ctx context.Context, r source.Range) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go s.list(ctx, r)
	for range s.workers {
		go newWorker(ctx, s).run()
	}
	err := s.serve(ctx)
	for _, p := range s.split {
		p.release(s.sink)
	}
	return err
}

// serve is the loop of the owning goroutine.
func (s *scan) serve(ctx context.Context) error {
	listed := s.listed
	ready, begin := time.After(grace), time.After(alone)
	for listed != nil || s.queue.Len() > 0 || s.open > 0 {
		var tasks chan *task // nil, which blocks, while there is nothing to give
		var next *task
		if s.queue.Len() > 0 && (ready == nil || listed == nil) && (s.begun || s.open == 0) {
			tasks, next = s.tasks, s.queue[0]
		}
		select {
		case tasks <- next:
			heap.Pop(&s.queue)
			s.open++
		case l, ok := <-listed:
			if !ok {
				listed = nil
			}
			s.take(l, !ok)
		case rep := <-s.reports:
			s.begun = s.begun || rep.split == nil
			if err := s.deliver(rep); err != nil {
				return err
			}
		case <-ready:
			ready = nil
		case <-begin:
			s.begun = true
		case err := <-s.faults:
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return ctx.Err()
}

// list walks the tree for serve.
func (s *scan) list(ctx context.Context, r source.Range) {
	defer decode.Guard(ctx, s.faults)
	send := func(l listing) error {
		select {
		case s.listed <- l:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	w := walker{
		tree: s.dir.tree, within: r,
		found:   func(files []file) error { return send(listing{files: files}) },
		skipped: func(n int) error { return send(listing{skipped: n}) },
		other:   func(name string, what model.Other) error { return send(listing{aside: name, other: what}) },
		problem: func(p model.Problem) error { return send(listing{aside: p.File, problem: &p}) },
	}
	if w.walk(ctx, s.dir.roots) == nil {
		close(s.listed)
	}
}

// take queues listed files and passes on what else the listing met.
func (s *scan) take(l listing, final bool) {
	s.dir.remember(l.files)
	for i := range l.files {
		f := &l.files[i]
		s.files++
		s.bytes += f.size
		if !s.sink.Has(f.name) {
			heap.Push(&s.queue, &task{file: f})
		}
	}
	if l.skipped > 0 {
		s.sink.Skipped(l.skipped)
	}
	if l.aside != "" {
		s.files++ // it lies there, so it counts
	}
	s.sink.Files(s.files, s.bytes, final)
	if l.aside == "" || s.sink.Has(l.aside) {
		return
	}
	if l.problem != nil {
		s.sink.Problem(*l.problem)
	} else {
		s.sink.Other(l.aside, l.other, 1)
		if l.other == model.OtherFile {
			s.sink.Problem(model.Problem{File: l.aside, Offset: -1, Aside: true, Reason: "names that begin with a dot are not looked into"})
		}
	}
	s.sink.Done(l.aside)
}

// deliver hands a worker's report to the sink.
func (s *scan) deliver(r report) error {
	f := r.task.file
	if r.haul.Batch != nil {
		err := s.sink.Batch(f.name, r.haul.Batch)
		r.haul.Release()
		if err != nil {
			return err
		}
	}
	if r.bytes > 0 {
		s.sink.Progress(f.name, r.bytes)
	}
	for what, n := range r.haul.Other {
		if n > 0 {
			s.sink.Other(f.name, model.Other(what), n)
		}
	}
	p := s.split[f]
	if p == nil {
		for _, problem := range r.haul.Problems {
			s.sink.Problem(problem)
		}
	} else {
		p.take(r, s.sink)
	}
	if r.done {
		s.open--
		s.finish(r, p)
	}
	return nil
}

// finish ends a task: the file is done, or in parts from now on, or a part is done.
func (s *scan) finish(r report, p *parts) {
	f := r.task.file
	switch {
	case len(r.split) > 0:
		s.split[f] = newParts(len(r.split))
		for _, t := range r.split {
			heap.Push(&s.queue, t)
		}
	case p == nil:
		s.sink.Done(f.name)
	case p.left == 0:
		delete(s.split, f)
		s.sink.Done(f.name)
	}
}

// A task is a file to read, or a part of one.
type task struct {
	*file
	part     int   // number of the part
	from, to int64 // of a part, in bytes; to is 0 for a whole file
}

// A queue holds tasks, the newest file first; a heap.
type queue []*task

func (q queue) Len() int      { return len(q) }
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(*task)) }

func (q queue) Less(i, j int) bool {
	a, b := q[i], q[j]
	if at, bt := a.when(), b.when(); !at.Equal(bt) {
		return at.After(bt)
	}
	if a.name != b.name {
		return a.name < b.name
	}
	return a.part < b.part
}

func (q *queue) Pop() any {
	old := *q
	last := old[len(old)-1]
	old[len(old)-1] = nil
	*q = old[:len(old)-1]
	return last
}
