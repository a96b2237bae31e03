package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model/store"
)

// again ends the count that is running and returns the context of the next one.
func (l *valueList) again(ctx context.Context) context.Context {
	if l.cancel != nil {
		l.cancel()
	}
	ctx, l.cancel = context.WithCancel(ctx)
	return ctx
}

// closeValues closes the list; a count that is running ends.
func (a *app) closeValues() {
	if a.values != nil {
		a.values.cancel()
	}
	a.values = nil
}

// askPathValues counts the values at a path, telling how many records' bytes were
// read for it.
func (a *app) askPathValues(ctx context.Context, snap *store.Snapshot, q store.Question) tea.Cmd {
	l := a.values
	gen, path, read := l.gen, l.path, l.read
	q.Progress = func(n int) { read.Store(int64(n)) }
	return tea.Batch(
		func() tea.Msg {
			f, err := snap.PathFacet(ctx, q, path)
			return valuesMsg{gen: gen, facet: f, err: err}
		},
		a.lookAtValues(gen),
	)
}

// valuesTickMsg: time to look how far the count is.
type valuesTickMsg struct{ gen uint64 }

func (a *app) lookAtValues(gen uint64) tea.Cmd {
	return a.after(nextTick, func(time.Time) tea.Msg { return valuesTickMsg{gen} })
}

// valuesTicked shows how far the count is.
func (a *app) valuesTicked(msg valuesTickMsg) tea.Cmd {
	if a.values == nil || msg.gen != a.values.gen || !a.values.busy {
		return nil
	}
	a.dirty = true
	return a.lookAtValues(msg.gen)
}

// progress tells how many records' bytes were read, where that takes time.
func (l *valueList) progress() string {
	if n := l.read.Load(); n > 0 {
		return " " + count(int(n)) + " records' bytes read, each once"
	}
	return ""
}
