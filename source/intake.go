package source

import (
	"context"
	"fmt"
	"strings"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// An intake is the Sink of one Run: it stores the records and keeps the account.
type intake struct {
	*Loader
	ctx     context.Context
	skipped int // files left out, as this Run has listed them
}

var _ Sink = (*intake)(nil)

// An account is what was counted of a file that is being read, was left in the
// middle or has failed. Such a file is read again from its beginning, and then
// what was counted is taken back.
type account struct {
	stored     int // records of it in the store
	again      int // of them, how many have yet to come again: no duplicates
	duplicates int
	differing  int
	damaged    int
	bytes      int64
	other      [model.NumOther]int
	failed     bool
	done       bool
}

// begin makes ready for reading, or for reading on.
func (l *Loader) begin() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.paused != nil {
		close(l.paused)
		l.paused = nil
	}
	if !l.ran {
		l.ran = true
		return
	}
	c := &l.coverage
	c.State, c.Reason, c.Stage, c.Full, c.FilesFinal = model.Loading, "", "", false, false
	for _, f := range l.open {
		f.takeBack(c)
	}
	l.problems, l.aside = l.ofFinished(l.problems), l.ofFinished(l.aside)
}

// ofFinished returns the problems of files that are not read again, in a new
// list: the old one may be in other hands.
func (l *Loader) ofFinished(problems []model.Problem) (kept []model.Problem) {
	for _, p := range problems {
		if l.open[p.File] == nil {
			kept = append(kept, p)
		}
	}
	return kept
}

// takeBack undoes what was counted of a file, but for its records: those stay in
// the store.
func (f *account) takeBack(c *model.Coverage) {
	c.Duplicates -= f.duplicates
	c.Differing -= f.differing
	c.Damaged -= f.damaged
	c.BytesRead -= f.bytes
	for what, n := range f.other {
		c.Other[what] -= n
	}
	if f.failed {
		c.Failed--
	}
	if f.done {
		c.FilesRead--
	}
	*f = account{stored: f.stored, again: f.stored}
}

// count changes the coverage and the account of a file.
func (in *intake) count(file string, change func(c *model.Coverage, f *account)) {
	in.mu.Lock()
	defer in.mu.Unlock()
	f := in.open[file]
	if f == nil {
		f = new(account)
		in.open[file] = f
	}
	change(&in.coverage, f)
}

// Files never announces less than an earlier listing did, until it has ended.
func (in *intake) Files(files int, bytes int64, final bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	c := &in.coverage
	c.FilesFinal = final
	if final {
		c.Files, c.Bytes, c.Skipped = files, bytes, in.skipped
		return
	}
	c.Files, c.Bytes = max(c.Files, files), max(c.Bytes, bytes)
}

func (in *intake) Stage(what string) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.coverage.Stage = what
}

func (in *intake) Skipped(files int) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.skipped += files
	in.coverage.Skipped = max(in.coverage.Skipped, in.skipped)
}

func (in *intake) Has(file string) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	_, has := in.finished[file]
	return has
}

func (in *intake) Batch(file string, b *store.Batch) error {
	if err := in.hold(in.ctx); err != nil {
		return err
	}
	in.storing.Lock()
	added, duplicates, err := in.store.Append(file, b)
	in.waiting = true
	twins := twinProblems(file, in.store.Twins())
	in.storing.Unlock()
	in.count(file, func(c *model.Coverage, f *account) {
		again := min(duplicates, f.again)
		f.again -= again
		f.stored += added
		f.duplicates += duplicates - again
		c.Records += added
		c.Duplicates += duplicates - again
		f.differing += len(twins)
		c.Differing += len(twins)
		in.list(twins...)
	})
	return err
}

// twinProblems tells of the records of a file that were left out and say otherwise
// than the ones that count.
func twinProblems(file string, twins []store.Twin) []model.Problem {
	var list []model.Problem
	for _, t := range twins {
		names := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			names[i] = f.String()
		}
		list = append(list, model.Problem{
			File: file, Offset: t.Offset, Length: t.Length, Twin: true,
			Reason: fmt.Sprintf("differs in %s from the record of the same identity that counts, in %s at byte %s", strings.Join(names, ", "), t.File, model.Count(int(t.At))),
		})
	}
	return list
}

// list adds to the problems. The caller holds mu.
func (in *intake) list(problems ...model.Problem) {
	in.problems = append(in.problems, problems[:min(len(problems), maxProblems-len(in.problems))]...)
}

func (in *intake) Progress(file string, bytes int64) {
	in.count(file, func(c *model.Coverage, f *account) {
		f.bytes += bytes
		c.BytesRead += bytes
	})
}

func (in *intake) Done(file string) {
	in.count(file, func(c *model.Coverage, f *account) {
		c.FilesRead++
		f.done = true
		if !f.failed {
			delete(in.open, file)
			in.finished[file] = struct{}{}
		}
	})
}

func (in *intake) Problem(p model.Problem) {
	in.count(p.File, func(c *model.Coverage, f *account) {
		switch {
		case p.Aside:
			if len(in.aside) < maxAside {
				in.aside = append(in.aside, p)
			}
			return
		case !p.Whole:
			c.Damaged++
			f.damaged++
		case !f.failed:
			c.Failed++
			f.failed = true
		}
		in.list(p)
	})
}

func (in *intake) Other(file string, what model.Other, n int) {
	in.count(file, func(c *model.Coverage, f *account) {
		c.Other[what] += n
		f.other[what] += n
	})
}
