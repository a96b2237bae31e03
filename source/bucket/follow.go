package bucket

import (
	"context"
	"errors"
	"fmt"
	"time"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/source/aws"
	"s3sleuth/source/decode"
)

const (
	// overlap is how far back a look for new objects begins, by their names. A
	// record that is delivered late lies in an object named by its delivery; so
	// this is for deliveries that do not come in the order of their names, not for
	// how late a record may be. See listing.window for shelves on which it begins
	// earlier.
	overlap = 2 * time.Hour
	// fewCalls is how many calls a survey may take to be made with every look;
	// a larger one is made with every tenth.
	fewCalls   = 20
	surveyEach = 10
	// patience is how many looks may fail in a row for want of a network.
	patience = 5
)

var _ source.Noted = (*Bucket)(nil)

// Follow implements [source.Follower].
func (b *Bucket) Follow(every time.Duration) { b.options.Follow = every }

// Notes implements [source.Noted]: what looking again and again does not find.
func (b *Bucket) Notes(source.Range) []string {
	if b.options.Follow == 0 {
		return nil
	}
	return []string{fmt.Sprintf("new objects were looked for by names of the last %.0f h (access logs in folders of days: %.0f h): one that came later than that under its name is not among them",
		overlap.Hours(), (overlap + decode.AccessLogLate).Hours())}
}

// A follower keeps looking for new objects when everything else is listed.
type follower struct {
	b      *Bucket
	within source.Range
	every  time.Duration
	send   func(listed) error
	told   map[string]bool // names of what was handed over
	known  []stretch       // shelves of the last survey
	calls  int64           // that the last survey took
}

// tell hands over what was not handed over before.
func (f *follower) tell(l listed) error {
	if l.fault != nil || l.stage != "" || l.problem != nil && !f.told[l.problem.File] {
		if l.problem != nil {
			f.told[l.problem.File] = true
		}
		return f.send(l)
	}
	fresh := listed{skipped: l.skipped}
	for _, o := range l.objects {
		if !f.told[o.name] {
			f.told[o.name] = true
			fresh.objects = append(fresh.objects, o)
		}
	}
	for _, name := range l.digests {
		if !f.told[name] {
			f.told[name] = true
			fresh.digests = append(fresh.digests, name)
		}
	}
	if l.passed != "" && !f.told[l.passed] {
		f.told[l.passed] = true
		fresh.passed = l.passed
	}
	return f.send(fresh)
}

// first lists everything that is there.
func (f *follower) first(ctx context.Context) error {
	before, l := f.b.calls.list.Load(), newListing(f.b, f.within)
	if err := l.run(ctx, f.tell); err != nil {
		return err
	}
	f.known, f.calls = l.known, f.b.calls.list.Load()-before
	return nil
}

// run looks again and again, until ctx ends or looking has no use any more.
func (f *follower) run(ctx context.Context) error {
	last, failed := time.Now(), 0
	for n := 1; ; n++ {
		calls := max(int64(len(f.known)), 1)
		if f.calls <= fewCalls {
			calls = f.calls
		}
		if err := f.send(listed{follow: true, stage: fmt.Sprintf(source.Following+": about %s every %v, %s an hour",
			model.Counted(int(calls), "LIST call"), f.every, dollars(listPrice*float64(calls)*float64(time.Hour)/float64(f.every)))}); err != nil {
			return err
		}
		select {
		case <-time.After(f.every):
		case <-ctx.Done():
			return ctx.Err()
		}
		now := time.Now()
		err := f.look(ctx, last.Add(-overlap), f.calls <= fewCalls || n%surveyEach == 0)
		var fault *aws.Fault
		switch {
		case err == nil:
			last, failed = now, 0
		case errors.As(err, &fault) && (fault.Kind == aws.Unreachable || fault.Kind == aws.Throttled) && failed < patience:
			failed++
		default:
			return err
		}
	}
}

// look lists what is named from a time on: by a survey, or on the shelves that
// the last one found.
func (f *follower) look(ctx context.Context, from time.Time, survey bool) error {
	r := f.within
	if from.After(r.From) {
		r.From = from
	}
	l := newListing(f.b, r)
	l.again, l.wanted = true, f.within
	before := f.b.calls.list.Load()
	fresh := func(p listed) error { p.skipped = 0; return f.tell(p) }
	if survey {
		if err := l.run(ctx, fresh); err != nil {
			return err
		}
		f.known, f.calls = l.known, f.b.calls.list.Load()-before
		return nil
	}
	return l.shelves(ctx, f.known, fresh)
}
