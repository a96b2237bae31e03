package source

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

const (
	// tellEvery is how often Tell is called.
	tellEvery = 100 * time.Millisecond
	// flushEvery is how long records wait at most before a snapshot shows them,
	// at first. Each flush costs the store a segment, so a load that goes on for
	// hours shows the last of a slow source later: after 1/flushShare of its time.
	flushEvery = 200 * time.Millisecond
	flushShare = 256
	// maxProblems bounds the list of problems; their numbers in Coverage go on.
	maxProblems = 1_000_000
	// maxAside bounds the list of files set aside in the same way.
	maxAside = 10_000
)

// A Loader reads a source into a store and keeps account of it. The methods
// but Run may be called from any goroutine.
type Loader struct {
	// Tell, if set before the first Run, is told the coverage some ten times a second
	// while Run reads, from a goroutine of its own.
	Tell func(model.Coverage)

	src    Source
	within Range

	storing sync.Mutex // held by whoever appends or flushes
	store   *store.Store
	waiting bool // records were appended since the last flush

	mu       sync.Mutex // guards what follows
	coverage model.Coverage
	problems []model.Problem
	aside    []model.Problem
	ran      bool
	finished map[string]struct{} // files read to their end
	open     map[string]*account // the other files of which something is known
	paused   chan struct{}       // closed when the reading may go on; nil when it is not held
}

// NewLoader returns a loader that will read the range r of src into st.
func NewLoader(src Source, st *store.Store, r Range) *Loader {
	return &Loader{src: src, store: st, within: r, finished: make(map[string]struct{}), open: make(map[string]*account)}
}

// Run reads until the source ends, ctx ends or the store is full. What was read
// stays in the store. The error is nil also when files failed: Coverage tells.
//
// Once it has returned, Run may be called again. It then reads the files that
// were not read to their end, the failed ones included, each from its beginning;
// Coverage goes on from what it was and counts nothing twice.
func (l *Loader) Run(ctx context.Context) error {
	l.begin()
	err := l.scan(ctx)
	l.flush()
	return l.end(ctx, err)
}

// scan reads the source, and tells of it meanwhile.
func (l *Loader) scan(ctx context.Context) error {
	ticking, stop := context.WithCancel(ctx)
	var done sync.WaitGroup
	var fault any
	done.Go(func() {
		defer func() { fault = recover() }()
		l.tick(ticking)
	})
	defer func() { // also where the source panics
		stop()
		done.Wait()
		if fault != nil {
			panic(fault) // where the caller can recover it, and give a terminal back
		}
	}()
	return l.src.Scan(ctx, l.within, &intake{Loader: l, ctx: ctx})
}

// end settles the state. Only an error of the source itself is returned.
func (l *Loader) end(ctx context.Context, err error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := &l.coverage
	switch {
	case errors.Is(err, store.ErrFull):
		c.State, c.Full = model.Partial, true
		c.Reason = fmt.Sprintf("stopped at %s records: memory limit reached (%s in use); narrow with --since and --until or raise --memory",
			model.Count(c.Records), model.Size(l.store.Memory()))
		return nil
	case errors.Is(err, ErrBudget):
		c.State, c.Reason = model.Partial, err.Error()
		return nil
	case errors.Is(err, store.ErrPieces):
		c.State = model.Partial
		c.Reason = fmt.Sprintf("stopped at %s records: they came in %v; open the source anew to go on", model.Count(c.Records), store.ErrPieces)
		return nil
	case err != nil && ctx.Err() != nil && !(c.FilesFinal && c.FilesRead >= c.Files):
		c.State, c.Reason = model.Partial, "cancelled"
		if c.Stage != "" {
			c.Reason += " while " + c.Stage
		}
		return nil
	case err != nil && ctx.Err() == nil:
		c.State, c.Reason = model.Stopped, err.Error()
		if advice := Advice(err); advice != "" {
			c.Reason += "; " + advice
		}
		return err
	case c.Failed > 0 || c.Damaged > 0:
		c.State, c.Reason = model.Partial, unread(c.Failed, c.Damaged)
		return nil
	}
	c.State = model.Complete
	return nil
}

// unread says how much could not be read, as "1 file not read whole, 3 records refused".
func unread(failed, damaged int) string {
	var parts []string
	if failed > 0 {
		parts = append(parts, model.Counted(failed, "file")+" not read whole")
	}
	if damaged > 0 {
		parts = append(parts, model.Counted(damaged, "record")+" refused")
	}
	return strings.Join(parts, ", ")
}

// Coverage returns what has been read so far.
func (l *Loader) Coverage() model.Coverage {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := l.coverage
	if c.State == model.Loading && l.paused != nil {
		c.State = model.Paused
	}
	return c
}

// Problems returns what could not be read so far, in the order it was met, from
// the n-th on. The list ends at a million; Coverage counts them all.
func (l *Loader) Problems(n int) []model.Problem {
	l.mu.Lock()
	defer l.mu.Unlock()
	if n >= len(l.problems) {
		return nil
	}
	return l.problems[n:len(l.problems):len(l.problems)]
}

// Aside returns the files that are set aside since they hold no log, each with
// what it is. The list ends at ten thousand; Coverage counts them all.
func (l *Loader) Aside() []model.Problem {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.aside[:len(l.aside):len(l.aside)]
}

// Pause holds the reading (true) or lets it go on (false).
func (l *Loader) Pause(on bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case on && l.paused == nil:
		l.paused = make(chan struct{})
	case !on && l.paused != nil:
		close(l.paused)
		l.paused = nil
	}
}

// hold waits while the reading is paused.
func (l *Loader) hold(ctx context.Context) error {
	l.mu.Lock()
	paused := l.paused
	l.mu.Unlock()
	if paused == nil {
		return nil
	}
	select {
	case <-paused:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// tick tells how the reading goes and shows what a slow source has delivered.
func (l *Loader) tick(ctx context.Context) {
	began, flushed := time.Now(), time.Now()
	shown := l.store.Snapshot().Generation()
	ticker := time.NewTicker(tellEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-ticker.C:
			if l.Tell != nil {
				l.Tell(l.Coverage())
			}
			if now.Sub(flushed) < max(flushEvery, now.Sub(began)/flushShare) {
				continue
			}
			flushed = now
			if generation := l.store.Snapshot().Generation(); generation != shown {
				shown = generation // the store shows its records by itself: they come fast
				continue
			}
			l.flush()
			shown = l.store.Snapshot().Generation()
		}
	}
}

func (l *Loader) flush() {
	l.storing.Lock()
	defer l.storing.Unlock()
	if l.waiting {
		l.store.Flush()
		l.waiting = false
	}
}
