package bucket

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/source/aws"
	"s3sleuth/source/decode"
)

// listsAtOnce is how many calls list at a time.
const listsAtOnce = 16

// listed is a piece of what a listing finds.
type listed struct {
	objects []object
	skipped int            // left out by key and range
	digests []string       // names of files or folders known by their keys, not read
	passed  string         // a file or folder not read: a dot in front, or another service's
	problem *model.Problem // a prefix that could not be listed
	stage   string         // the first stage is over, and this begins
	follow  bool           // all that was there has been listed, and what comes follows
	fault   error          // what the listing panicked with
}

// A listing finds the objects of a range, in two stages: first what is named
// inside the range and soon after, then what may hold its records besides.
type listing struct {
	b      *Bucket
	within source.Range
	wanted source.Range // objects outside of it are left out
	again  bool         // what is named before the range has been listed before
	client *s3.Client

	slots  chan struct{} // one for each call that may list now
	work   sync.WaitGroup
	cancel context.CancelCauseFunc

	mu    sync.Mutex // guards what follows, and serialises emit
	emit  func(listed) error
	later []job
	aside map[string]bool // folders of other services that were passed over
	begun bool            // a page has been listed
	known []stretch       // near stretches, for a source that is followed
}

// A job is a part of the second stage: a stretch, or the rest of a folder.
type job struct {
	stretch
	folder bool          // list the folder limit from after to end
	near   *atomic.Int64 // keys that the first stage found on the shelf
	share  float64       // how long the stretch is, the first stage's being 1; 0 is not known
}

func newListing(b *Bucket, r source.Range) *listing {
	return &listing{b: b, within: r, wanted: r, slots: make(chan struct{}, listsAtOnce), aside: make(map[string]bool)}
}

// run lists everything and returns the first error that ends it. emit is never
// called by two goroutines at a time.
func (l *listing) run(ctx context.Context, emit func(listed) error) error {
	ctx, end, err := l.ready(ctx, emit)
	if err != nil {
		return err
	}
	defer end()
	if s, ok := shelfOf(l.b.prefix); ok {
		l.shelf(ctx, s, "")
	} else {
		l.start(func() { l.folder(ctx, l.b.prefix, "", "") })
	}
	l.work.Wait()
	if err := context.Cause(ctx); err != nil {
		return err
	}
	return l.second(ctx)
}

// ready readies a listing; its context ends with the first error that ends it.
func (l *listing) ready(ctx context.Context, emit func(listed) error) (context.Context, func(), error) {
	server, err := l.b.connect(ctx)
	if err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	l.client, l.emit, l.cancel = server.client, emit, cancel
	return ctx, func() { cancel(nil) }, nil
}

// shelves lists what is named inside the range and soon after on shelves that
// are known, and looks for nothing else.
func (l *listing) shelves(ctx context.Context, known []stretch, emit func(listed) error) error {
	ctx, end, err := l.ready(ctx, emit)
	if err != nil {
		return err
	}
	defer end()
	for _, s := range known {
		near, _ := s.stretches(l.window(s.shelf))
		l.start(func() { l.stretch(ctx, near, nil) })
	}
	l.work.Wait()
	return context.Cause(ctx)
}

// second lists what the first stage left for later, and what comes to light by that.
func (l *listing) second(ctx context.Context) error {
	declined := 0
	for done := 0; done < len(l.later); {
		jobs, calls := l.later[done:], 0
		done = len(l.later)
		for _, j := range jobs {
			if calls += j.calls(); l.b.options.NotLate && !j.folder {
				declined += j.calls()
			}
		}
		if l.again {
			declined = 0
		} else if err := l.tell(listed{stage: fmt.Sprintf("listing late deliveries: about %s, %s",
			model.Counted(calls, "LIST call"), dollars(listPrice*float64(calls)))}); err != nil {
			return err
		}
		for _, j := range jobs {
			switch {
			case j.folder:
				l.start(func() { l.folder(ctx, j.limit, j.after, j.end) })
			case !l.b.options.NotLate && !l.again:
				l.start(func() { l.stretch(ctx, j.stretch, nil) })
			}
		}
		l.work.Wait()
		if err := context.Cause(ctx); err != nil {
			return err
		}
	}
	if declined == 0 {
		return nil
	}
	return l.tell(listed{problem: &model.Problem{
		File: l.b.name, Offset: -1, Whole: true,
		Reason: fmt.Sprintf("late deliveries were not listed (about %s), as asked", model.Counted(declined, "LIST call")),
		Hint:   "leave out --not-late to read them",
	}})
}

// calls estimates the calls that a job takes.
func (j *job) calls() int {
	if j.near == nil {
		return 1
	}
	return 1 + int(j.share*float64(j.near.Load())/pageKeys)
}

// start lets a part of the listing run beside the others.
func (l *listing) start(part func()) {
	l.work.Go(func() {
		defer func() {
			if fault := recover(); fault != nil {
				_ = l.tell(listed{fault: decode.Fault(fault)})
			}
		}()
		part()
	})
}

// tell hands a piece over, and ends the listing when nobody wants more.
func (l *listing) tell(p listed) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	err := l.emit(p)
	if err != nil {
		l.cancel(err)
	}
	return err
}

// page lists one page, when it is its turn.
func (l *listing) page(ctx context.Context, a ask) (page, error) {
	select {
	case l.slots <- struct{}{}:
	case <-ctx.Done():
		return page{}, ctx.Err()
	}
	defer func() { <-l.slots }()
	p, err := l.b.list(ctx, l.client, a)
	if err == nil {
		l.mu.Lock()
		l.begun = true
		l.mu.Unlock()
		return p, nil
	}
	return p, err
}

// failed ends the listing, or notes that one prefix of several cannot be listed.
func (l *listing) failed(ctx context.Context, prefix string, err error) {
	if ctx.Err() != nil {
		return
	}
	l.mu.Lock()
	begun := l.begun
	l.mu.Unlock()
	var fault *aws.Fault
	if !begun || !errors.As(err, &fault) || ends(fault) {
		l.cancel(err)
		return
	}
	_ = l.tell(listed{problem: problem(l.b.file(prefix), err)})
}

// ends says whether an error of one call will be every call's.
func ends(f *aws.Fault) bool {
	return f.Kind == aws.Expired || f.Kind == aws.NoAccount || f.Kind == aws.NoBucket || f.Kind == aws.Elsewhere
}

// problem is what could not be read, in words.
func problem(file string, err error) *model.Problem {
	p := &model.Problem{File: file, Offset: -1, Whole: true, Reason: err.Error()}
	var fault *aws.Fault
	if errors.As(err, &fault) {
		p.Reason, p.Hint = fault.Action+": "+fault.Reason(), fault.Hint
	}
	return p
}

// folder lists one level behind after and before end, and starts the levels below.
// An empty end is the folder's.
func (l *listing) folder(ctx context.Context, prefix, after, end string) {
	a := ask{prefix: prefix, delimiter: "/", after: after}
	for {
		p, err := l.page(ctx, a)
		if err != nil {
			l.failed(ctx, prefix, err)
			return
		}
		past := l.before(&p, end)
		for _, f := range p.folders {
			l.child(ctx, f)
		}
		if l.take(p.keys) != nil || past || p.next == "" {
			return
		}
		if last, s, year, ok := l.flat(prefix, p.keys); ok && end == "" {
			l.shelf(ctx, s, last)
			l.beside(s, year)
			return
		}
		a.next = p.next
	}
}

// before drops what does not come before end, and says whether there was such; an
// empty end is behind all.
func (l *listing) before(p *page, end string) (past bool) {
	if end == "" {
		return false
	}
	n := len(p.folders) + len(p.keys)
	p.folders = slices.DeleteFunc(p.folders, func(folder string) bool { return folder >= end })
	p.keys = slices.DeleteFunc(p.keys, func(o object) bool { return l.b.key(o.name) >= end })
	return len(p.folders)+len(p.keys) < n
}

// child lists one folder that another level holds.
func (l *listing) child(ctx context.Context, folder string) {
	name := path.Base(folder)
	if strings.HasPrefix(name, ".") {
		_ = l.tell(listed{passed: l.b.file(folder)})
		return
	}
	if ok, digest := decode.TrailFolder(name); ok && digest || !ok && foreign(folder) {
		l.mu.Lock()
		l.aside[name] = true
		l.mu.Unlock()
		if file := l.b.file(folder); digest {
			_ = l.tell(listed{digests: []string{file}})
		} else {
			_ = l.tell(listed{passed: file})
		}
		return
	}
	if l.b.outside(folder) {
		return
	}
	if s, ok := shelfOf(folder); ok {
		l.shelf(ctx, s, "")
		return
	}
	l.start(func() { l.folder(ctx, folder, "", "") })
}

// foreign says whether a folder is another service's: below AWSLogs and the
// account, where a trail's and an access log's folders are known by their names.
func foreign(folder string) bool {
	parts := strings.Split(strings.TrimSuffix(folder, "/"), "/")
	n := len(parts)
	above := slices.Index(parts, "AWSLogs")
	return above >= 0 && n >= 3 && decode.IsAccount(parts[n-2]) && n-above <= 4 && !decode.IsRegion(parts[n-1])
}

// window is the range as it counts on a shelf. A folder of a day may be that of
// the event: what is delivered late lies in one that has been listed before.
func (l *listing) window(s shelf) source.Range {
	r := l.within
	if l.again && s.days && !s.trail && !r.From.IsZero() {
		r.From = r.From.Add(-decode.AccessLogLate)
	}
	return r
}

// shelf lists what lies near the range, behind the key that is known already,
// and leaves the rest for later.
func (l *listing) shelf(ctx context.Context, s shelf, known string) {
	near, far := s.stretches(l.window(s))
	found := new(atomic.Int64)
	l.mu.Lock()
	l.known = append(l.known, near)
	for _, f := range far {
		j := job{stretch: f}
		if f.after == near.end {
			j.near, j.share = found, l.share(s)
		}
		if j.after = max(j.after, known); j.after < j.end {
			l.later = append(l.later, j)
		}
	}
	l.mu.Unlock()
	near.after = max(near.after, known)
	l.start(func() { l.stretch(ctx, near, found) })
}

// share is how long the time around a range is, the range with what comes soon being 1.
func (l *listing) share(s shelf) float64 {
	if l.within.From.IsZero() || l.within.To.IsZero() {
		return 0
	}
	late := decode.AccessLogLate
	if s.trail {
		late = decode.TrailLate
	}
	near := s.ceil(l.within.To.Add(soon)).Sub(s.floor(l.within.From))
	return float64(s.ceil(l.within.To.Add(late)).Sub(s.floor(l.within.From))-near) / float64(near)
}

// stretch lists a part of a shelf and counts its keys.
func (l *listing) stretch(ctx context.Context, s stretch, found *atomic.Int64) {
	behind := s.after > s.limit && !strings.HasPrefix(s.after, s.limit)
	if behind || s.end != "" && s.end <= max(s.limit, s.after) {
		return
	}
	a := ask{prefix: s.limit, after: s.after}
	for {
		p, err := l.page(ctx, a)
		if err != nil {
			l.failed(ctx, s.limit, err)
			return
		}
		past := l.before(&p, s.end)
		if found != nil {
			found.Add(int64(len(p.keys)))
		}
		if l.take(p.keys) != nil || past || p.next == "" {
			return
		}
		a.next = p.next
	}
}

// take hands over objects, less those that lie outside the range, are digests,
// stand for a folder or begin with a dot.
func (l *listing) take(keys []object) error {
	out := listed{objects: keys[:0]}
	for i := range keys {
		o := keys[i]
		switch {
		case o.size == 0 && strings.HasSuffix(o.name, "/"):
		case strings.HasPrefix(path.Base(o.name), "."):
			if err := l.tell(listed{passed: o.name}); err != nil {
				return err
			}
		case o.Digest:
			out.digests = append(out.digests, o.name)
		case o.Without(l.wanted.From, l.wanted.To):
			out.skipped++
		default:
			out.objects = append(out.objects, o)
		}
	}
	if len(out.objects) == 0 && out.skipped == 0 && len(out.digests) == 0 {
		return nil
	}
	return l.tell(out)
}

// notes says what was passed over without a look.
func (l *listing) notes() []string {
	if len(l.aside) == 0 {
		return nil
	}
	names := slices.Sorted(maps.Keys(l.aside))
	return []string{"folders passed over, for they hold no requests: " + strings.Join(names, ", ")}
}
