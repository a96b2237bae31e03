package tui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
)

// A query is the question being asked and the last answer.
type query struct {
	gen        uint64
	cancel     context.CancelFunc
	running    bool
	slow       bool          // it takes long enough to say so
	took       time.Duration // the last answer
	progress   *atomic.Int64 // records whose original bytes were read for it
	generation uint64        // of the snapshot asked
	asking     state         // what is being asked
	asked      state         // what the answer is about
	answer     *store.Answer
	parts      []part // of a filter that matches nothing
	err        error
}

const (
	typingPause = 150 * time.Millisecond
	slowAfter   = 100 * time.Millisecond
	maxParts    = 8
)

// lifted moves time conditions of a state's filter into its range.
func lifted(s state) state {
	if s.where == nil {
		return s
	}
	from, to, rest := model.Lift(s.where)
	if from.IsZero() && to.IsZero() {
		return s
	}
	s.where = rest
	if !from.IsZero() {
		s.from = max(s.from, from.UnixMilli())
	}
	if !to.IsZero() && (s.to == 0 || to.UnixMilli() < s.to) {
		s.to = to.UnixMilli()
	}
	return s
}

// extent returns the time on the screen: the range, with open ends at what is
// recorded. known is false while there is neither.
func (a *app) extent() (from, to int64, known bool) {
	s := a.shown()
	from, to = s.from, s.to
	if first, last, some := a.sess.snapshot.Bounds(); some {
		if from == 0 {
			from = first
		}
		if to == 0 {
			to = last + 1
		}
	}
	return from, to, to > from && from != 0
}

// ask asks the store what the screen shows. The question before it is cancelled.
func (a *app) ask() tea.Cmd {
	if a.sess == nil {
		return nil
	}
	if a.q.cancel != nil {
		a.q.cancel()
	}
	ctx, cancel := context.WithCancel(a.ctx)
	a.q.gen++
	a.q.cancel, a.q.running, a.q.slow, a.dirty = cancel, true, false, true
	done := new(atomic.Int64)
	a.q.progress = done
	snap := a.sess.snapshot
	a.q.generation = snap.Generation()
	s, by, find := a.shown(), a.split, a.facets.search
	a.q.asking = s
	q := store.Question{
		Where: s.where, From: s.from, To: s.to, Facets: a.facets.asked(), Top: facetTop, Order: a.facets.order, LeaveOut: true, Raw: rawOf(a.sess.src), Sort: s.by,
	}
	q.Progress = func(n int) { done.Store(int64(n)) }
	if from, to, known := a.extent(); known {
		q.BinFrom, q.BinTo = axis(from, to)
		q.Bins = max(plot(a.fr.graph).w, 0)
	}
	gen, complete, clock := a.q.gen, allRead(a.sess.coverage), a.cfg.Now
	return tea.Batch(
		func() tea.Msg {
			began := clock()
			msg := askStore(ctx, snap, q, by, find, gen, complete)
			msg.took = clock().Sub(began)
			return msg
		},
		a.slowly(gen),
	)
}

// slowly looks whether a question is still running after a moment.
func (a *app) slowly(gen uint64) tea.Cmd {
	return a.after(slowAfter, func(time.Time) tea.Msg { return slowMsg{gen} })
}

// patience tells that a question is still running.
func (a *app) patience(msg slowMsg) tea.Cmd {
	if msg.gen != a.q.gen || !a.q.running {
		return nil
	}
	a.q.slow, a.dirty = true, true
	return a.slowly(msg.gen)
}

// cancelQuestion stops a question that takes long; the last answer stays.
func (a *app) cancelQuestion() {
	a.q.cancel()
	a.q.gen++
	a.q.running, a.q.slow = false, false
	a.flash = "the question was cancelled: what is shown is the answer before   " + a.key(actUndo) + " undo"
}

// rawOf lets the store read original bytes of a source.
func rawOf(src source.Source) store.RawFunc { return src.Raw }

// allRead says that no file is left to read: what is missing then is missing
// here and there, not for a time.
func allRead(c model.Coverage) bool {
	return c.State == model.Complete || following(c) || c.State == model.Partial && c.FilesFinal && c.FilesRead >= c.Files
}

// askStore asks, and while files are left to read also what was read in each
// bin, so that a gap can be told from what was not read. A split histogram takes
// a second look at the matches.
func askStore(ctx context.Context, snap *store.Snapshot, q store.Question, by split, find facetSearch, gen uint64, complete bool) answerMsg {
	msg := answerMsg{gen: gen, from: q.BinFrom, to: q.BinTo}
	msg.answer, msg.err = snap.Ask(ctx, q)
	if msg.err == nil && !complete && q.Bins > 0 {
		all, err := snap.Ask(ctx, store.Question{Bins: q.Bins, BinFrom: q.BinFrom, BinTo: q.BinTo})
		if msg.err = err; err == nil {
			msg.read = all.Histogram
		}
	}
	if msg.err == nil && find.text != "" && find.col.path == "" {
		msg.found, msg.err = askFound(ctx, snap, q, find)
	}
	if msg.err == nil && by.on && q.Bins > 0 {
		msg.layers, msg.err = askLayers(ctx, msg.answer, q, by)
	}
	return msg
}

// answer shows what the store said.
func (a *app) answer(msg answerMsg) tea.Cmd {
	if msg.gen != a.q.gen {
		return nil
	}
	a.q.running, a.q.slow, a.dirty = false, false, true
	if msg.err != nil {
		if !errors.Is(msg.err, context.Canceled) {
			a.q.err = msg.err
		}
		return nil
	}
	had := a.q.answer != nil
	a.q.err, a.q.answer, a.q.took = nil, msg.answer, msg.took
	if h := a.hist.now(); !a.bar.editing {
		h.matched, h.counted = msg.answer.Matched, true
	}
	s, was := a.q.asking, a.q.asked
	a.q.asked = s
	a.facets.mark = func(p model.Pick) rune { return namedIn(s.where, p) }
	if a.facets.search.col.path == "" {
		a.facets.search.answer = msg.found
	}
	a.facets.setAnswer(msg.answer)
	a.graph.setAnswer(msg.answer.Histogram, msg.read, msg.from, msg.to)
	a.graph.layers = msg.layers
	fresh := filterText(s.where) != filterText(was.where) || s.from != was.from || s.to != was.to || s.desc != was.desc || !sameSort(s.by, was.by)
	if fresh || msg.answer.Matched > 0 {
		a.q.parts = nil
	}
	lost := a.table.setAnswer(msg.answer, s.desc, fresh)
	if h := a.hist.now(); h.held && !h.followed && !a.bar.editing {
		a.table.restore(h.row, h.line)
		h.held = false
	} else if lost && had && !a.bar.editing && a.flash == "" {
		a.flash = "that record is no longer in the result   " + a.key(actUndo) + " undo"
	}
	if a.detail != nil {
		a.detail.follow(&a.table)
	}
	more := tea.Batch(a.compareNow(), a.refreshValues(), a.refreshGroups(), a.askPaths())
	if msg.answer.Matched == 0 && len(model.Terms(s.where)) > 1 {
		return tea.Batch(more, a.askParts(s))
	}
	return more
}

// askParts asks what each part of a filter without a match matches on its own.
func (a *app) askParts(s state) tea.Cmd {
	snap, gen, raw := a.q.answer.Snapshot, a.q.gen, rawOf(a.sess.src)
	ctx, cancel := context.WithCancel(a.ctx)
	a.q.cancel = cancel
	return func() tea.Msg {
		msg := partsMsg{gen: gen}
		for _, x := range model.Terms(s.where)[:min(len(model.Terms(s.where)), maxParts)] {
			ans, err := snap.Ask(ctx, store.Question{Where: x, From: s.from, To: s.to, Raw: raw})
			if err != nil {
				return nil
			}
			msg.parts = append(msg.parts, part{x.String(), ans.Matched})
		}
		return msg
	}
}

func (a *app) setParts(msg partsMsg) {
	if msg.gen == a.q.gen {
		a.q.parts, a.dirty = msg.parts, true
	}
}

// debounce asks once the user has stopped typing for a moment.
func (a *app) debounce() tea.Cmd {
	a.typing++
	gen := a.typing
	return a.after(typingPause, func(time.Time) tea.Msg { return typedMsg{gen} })
}

// leave notes where one stands in the current state, for coming back.
func (a *app) leave() {
	a.hist.now().standing = a.standing()
}

// filterText returns a filter as text, "" for none.
func filterText(x model.Expr) string {
	if x == nil {
		return ""
	}
	return x.String()
}

// commit takes a new step of the investigation and asks.
func (a *app) commit(s state) tea.Cmd {
	was := a.hist.now()
	if l := lifted(s); l.from != s.from || l.to != s.to {
		s = l
		s.text = filterText(s.where)
	}
	if sameQuestion(&s, was) {
		return nil
	}
	if !a.noted {
		a.leave()
	}
	a.noted = false
	if s.label == "" {
		s.label = label(was.text, s.text)
		if s.text == was.text && !slices.Equal(s.off, was.off) {
			s.label = "off: " + strings.Join(s.off, " ")
		}
	}
	s.held, s.counted, s.kind, s.opened, s.look = false, false, stepOther, nil, a.lookNow()
	a.hist.add(s)
	return a.arrive()
}

// arrive shows the current state.
func (a *app) arrive() tea.Cmd {
	s := a.hist.now()
	a.table.setColumns(s.cols, fieldsOf(s.where), a.narrow())
	if s.held {
		for i, f := range a.table.cols {
			if f == s.col {
				a.table.col = i
			}
		}
		if s.followed {
			a.table.moved = false
		}
	}
	if a.table.desc != s.desc && s.by == nil && a.table.sorted() == nil {
		a.table.reverse()
	}
	a.table.newer = 0
	return a.ask()
}
