package tui

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// A column is a field, or the values at a JSON path of a CloudTrail event.
type column struct {
	field model.Field
	path  string // of model.FieldPath
}

// String returns the column's name as a filter spells it.
func (c column) String() string {
	if c.path != "" {
		return c.path
	}
	return c.field.String()
}

// help tells in a line what the column holds.
func (c column) help() string {
	if c.path != "" {
		return "a path of CloudTrail events: what it holds is read from their original bytes"
	}
	return model.Fields[c.field].Help
}

// A pathFacet is a facet of a JSON path. Its counts come after those of the
// fields: they read the original bytes of every CloudTrail match, once.
type pathFacet struct {
	facet   store.Facet
	counted bool            // facet is an answer, to an earlier question perhaps
	asked   string          // the question that was answered last, or stopped
	view    *store.Snapshot // that it was asked of
	err     error
	stopped bool
}

// A pathRun is the facet of a path being counted. There is one at a time.
type pathRun struct {
	gen     uint64
	running bool
	cancel  context.CancelFunc
	path    string
	asked   string
	view    *store.Snapshot
	read    *atomic.Int64 // records whose bytes were read for it
}

type (
	// pathMsg: the values at a path were counted.
	pathMsg struct {
		gen   uint64
		facet store.Facet
		err   error
	}
	// pathTickMsg: time to look how far the counting is.
	pathTickMsg struct{ gen uint64 }
)

// pathQuestion returns what the facet of a path asks now, and a name for it.
func (a *app) pathQuestion(path string) (q store.Question, name string) {
	s, f := a.shown(), a.facets
	q = store.Question{Where: s.where, From: s.from, To: s.to, Top: facetTop, LeaveOut: true, Order: f.order, Raw: rawOf(a.sess.src)}
	if f.search.col.path == path {
		q.Find = f.search.text
	}
	return q, filterText(s.where) + " " + itoa(int(s.from)) + " " + itoa(int(s.to)) + " " + orderNames[f.order] + " " + q.Find
}

// askPaths counts the next facet of a path that is open and not up to date. A
// count for another question than the one on the screen is stopped.
func (a *app) askPaths() tea.Cmd {
	r := &a.pathRun
	if a.sess == nil || a.q.answer == nil {
		return nil
	}
	if r.running {
		if _, name := a.pathQuestion(r.path); name == r.asked && a.facets.open[column{model.FieldPath, r.path}] {
			return nil
		}
		r.cancel()
		r.running = false
	}
	snap := a.q.answer.Snapshot
	for _, c := range a.facets.fields {
		if c.path == "" || !a.facets.open[c] {
			continue
		}
		q, name := a.pathQuestion(c.path)
		if p := a.facets.path(c.path); p.asked != name || p.view != snap && !p.stopped {
			return a.askPath(c.path, name, snap, q)
		}
	}
	return nil
}

// askPath counts the values at a path in the background.
func (a *app) askPath(path, name string, snap *store.Snapshot, q store.Question) tea.Cmd {
	ctx, cancel := context.WithCancel(a.ctx)
	read := new(atomic.Int64)
	q.Progress = func(n int) { read.Store(int64(n)) }
	gen := a.pathRun.gen + 1
	a.pathRun = pathRun{gen: gen, running: true, cancel: cancel, path: path, asked: name, view: snap, read: read}
	return tea.Batch(
		func() tea.Msg {
			defer cancel()
			f, err := snap.PathFacet(ctx, q, path)
			return pathMsg{gen, f, err}
		},
		a.after(slowAfter, func(time.Time) tea.Msg { return pathTickMsg{gen} }),
	)
}

// pathTicked shows how far the counting is.
func (a *app) pathTicked(msg pathTickMsg) tea.Cmd {
	if msg.gen != a.pathRun.gen || !a.pathRun.running {
		return nil
	}
	a.dirty = true
	a.facets.reading, a.facets.readNow = a.pathRun.path, int(a.pathRun.read.Load())
	return a.after(nextTick, func(time.Time) tea.Msg { return pathTickMsg{msg.gen} })
}

// pathCounted shows what was counted and goes on with the next path.
func (a *app) pathCounted(msg pathMsg) tea.Cmd {
	r := &a.pathRun
	if msg.gen != r.gen || !r.running {
		return nil
	}
	r.running, a.dirty, a.facets.reading = false, true, ""
	p := a.facets.path(r.path)
	p.asked, p.view, p.err, p.stopped = r.asked, r.view, nil, false
	switch {
	case errors.Is(msg.err, context.Canceled):
		p.stopped = true
	case msg.err != nil:
		p.err = msg.err
	default:
		p.facet, p.counted = msg.facet, true
		if a.facets.search.col.path == r.path {
			a.facets.search.answer = &p.facet
		}
	}
	a.facets.build()
	return a.askPaths()
}

// stopPaths stops the counting of a path; what was read is kept for the next time.
func (a *app) stopPaths() {
	r := &a.pathRun
	r.cancel()
	r.running, a.facets.reading = false, ""
	p := a.facets.path(r.path)
	p.asked, p.view, p.stopped = r.asked, r.view, true
	a.facets.build()
	a.flash = "counting " + r.path + " was stopped; fold and open it to go on"
}

// path returns the facet of a path.
func (f *facets) path(path string) *pathFacet {
	if f.paths == nil {
		f.paths = map[string]*pathFacet{}
	}
	if f.paths[path] == nil {
		f.paths[path] = &pathFacet{facet: store.Facet{Field: model.FieldPath, Path: path}}
	}
	return f.paths[path]
}

// togglePath makes a path a facet, the first one, or drops it, and says what the
// counting costs.
func (a *app) togglePath(path string) tea.Cmd {
	c := column{model.FieldPath, path}
	list := a.facets.without(c)
	if len(list) < len(a.facets.fields) {
		a.flash = path + " is no facet any more"
		return a.setFields(list)
	}
	a.flash = path + " is a facet now: the bytes of " + plural(a.q.answer.Matched, "match") + " are read once, in the background"
	return a.setFields(append([]column{c}, list...))
}

// fault tells why the counts of a facet are not there, or not of all.
func (f *facets) fault(c column) string {
	if c.path == "" {
		return ""
	}
	switch p := f.path(c.path); {
	case p.err != nil:
		return "error: " + p.err.Error()
	case p.stopped:
		return "counting was stopped"
	case p.facet.Unreadable > 0:
		return count(p.facet.Unreadable) + " could not be read again"
	}
	return ""
}

// countedFor returns what stands at the right of a facet's head: how many values
// there are, or how far the counting is.
func (f *facets) countedFor(l facetLine) string {
	switch {
	case f.reading != "" && l.path == f.reading:
		return "read " + short(f.readNow) + " …"
	case l.of == nil:
		return "…"
	}
	return count(l.of.Distinct)
}

// pathNamed returns a JSON path as a filter spells it; is is false for anything else.
func pathNamed(name string) (path string, is bool) {
	x, err := model.Parse(name+":*", time.Time{})
	if err != nil {
		return "", false
	}
	has, is := x.(*model.Has)
	if !is || has.Field != model.FieldPath {
		return "", false
	}
	return has.Path, true
}

// doTreePath makes the path under the tree's cursor a facet or a column, or lists
// its values.
// One that is a column of the records, too, is taken as that: it is counted at once.
func (a *app) doTreePath(act action) tea.Cmd {
	p, has := a.detail.target()
	if !has {
		a.flash = "there is no value under the cursor: open the branch and go to one"
		return nil
	}
	c := column{p.Field, p.Path}
	switch {
	case act == actValues:
		return a.openValuesOf(c)
	case act == actColumns:
		return a.toggleColumn(c)
	case c.path != "":
		return a.togglePath(c.path)
	}
	list := a.facets.without(c)
	a.flash = c.String() + " is a facet, the first one, now"
	return a.setFields(append([]column{c}, list...))
}
