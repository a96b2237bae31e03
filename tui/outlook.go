package tui

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// An outlook is what can be reached from one record. It is worked out in the
// background: the record's twin in the other log first, then what is behind
// each way, one after the other, then whether the two logs speak of one host.
type outlook struct {
	gen     uint64
	of      subject
	ways    []way
	looked  bool // witnesses is known
	running bool
	err     error // the witnesses could not be looked for
	witnesses
	ctx    context.Context
	cancel context.CancelFunc
	change int    // grows with every change, for whoever draws it
	wanted action // the way to take as soon as the twin is known
}

// witnesses are the records of one request in both logs.
type witnesses struct {
	here, there int     // records of the request in this log, and in the other
	tally       tally   // of all of them
	twin        subject // tells of the same act in the other log; v is nil without one
	hosts       hosts
}

// hosts are the host IDs that the two logs write beside the request ID.
type hosts struct {
	asked, known bool
	mine, other  string // "" is not recorded
	err          error
}

// look turns to a record, unless it is looked at already.
func (a *app) look(of subject) tea.Cmd {
	if o := a.out; o != nil && o.of == of {
		return a.lookOn()
	}
	if a.out != nil {
		a.out.cancel()
	}
	a.looks++
	gen := a.looks
	ctx, cancel := context.WithCancel(a.ctx)
	start := a.hist.list[0]
	a.out = &outlook{gen: gen, of: of, ways: waysFrom(of, subject{}, start.from, start.to), ctx: ctx, cancel: cancel, running: true}
	q := store.Question{From: start.from, To: start.to}
	return func() tea.Msg { return findWitnesses(ctx, of, q, gen) }
}

// findWitnesses looks for the records of the same request.
func findWitnesses(ctx context.Context, of subject, q store.Question, gen uint64) tea.Msg {
	msg := witnessMsg{gen: gen}
	id := of.text(model.FieldRequest)
	if id == "" {
		return msg
	}
	q.Where = only(nil, model.Pick{Field: model.FieldRequest, Value: id, Recorded: true})
	ans, err := of.v.Ask(ctx, q)
	if err != nil {
		msg.err = err
		return msg
	}
	msg.tally = tallyOf(ans)
	best, keys := 0, map[string]bool{}
	for i := range ans.Rows.Len() {
		other := subject{of.v, ans.Rows.At(i)}
		if other.is(model.Denied) {
			msg.tally.refused++
		}
		if key := other.text(model.FieldKey); key != "" {
			keys[key] = true
		}
		if (other.kind() == model.AccessLog) == (of.kind() == model.AccessLog) {
			msg.here++
			continue
		}
		msg.there++
		if n := of.likeness(other); n > best {
			best, msg.twin = n, other
		}
	}
	msg.tally.others = len(keys)
	return msg
}

// likeness says how surely two records of one request tell of the same act: 3
// for the same operation on the same key, less for less, never 0.
func (s subject) likeness(t subject) int {
	n := 1
	for _, f := range []model.Field{model.FieldOp, model.FieldKey} {
		if sameValue(f, s.text(f), t.text(f)) {
			n++
		}
	}
	return n
}

// sameAct says that a twin tells of the same operation on the same key, not
// only of the same request.
func (o *outlook) sameAct() bool { return o.twin.v != nil && o.of.likeness(o.twin) == 3 }

// sameValue compares two values as a filter does: without regard to case where
// the field has none, keys however they are encoded.
func sameValue(f model.Field, a, b string) bool {
	if a == b {
		return true
	}
	if a == "" || b == "" {
		return false
	}
	is := func(a, b string) bool {
		c, ok := model.Include(nil, model.Pick{Field: f, Value: a, Recorded: true}).(*model.Cmp)
		return ok && c.Value([]byte(b)) == model.Yes
	}
	return is(a, b) || is(b, a)
}

// lookOn returns the next step of the outlook, nil when all is known.
func (a *app) lookOn() tea.Cmd {
	o := a.out
	if o.running {
		return nil
	}
	ctx, gen, raw := o.ctx, o.gen, rawOf(a.sess.src)
	for i := range o.ways {
		if w := &o.ways[i]; w.lacks == "" && !w.tally.done {
			o.running = true
			v, q := o.of.v, w.question(raw)
			return func() tea.Msg { return tallyMsg{gen, i, countWay(ctx, v, q)} }
		}
	}
	if a.detail == nil || a.detail.subject != o.of || !o.sameAct() || o.hosts.asked {
		return nil
	}
	o.running, o.hosts.asked = true, true
	of, twin, cut := o.of, o.twin, a.cfg.Fields
	return func() tea.Msg { return hostsMsg{gen, readHosts(ctx, raw, of, twin, cut)} }
}

// countWay counts what is behind a way.
func countWay(ctx context.Context, v *store.Snapshot, q store.Question) tally {
	ans, err := v.Ask(ctx, q)
	if err != nil {
		return tally{done: true, err: err}
	}
	t := tallyOf(ans)
	if len(ans.Facets) > 0 {
		t.others = ans.Facets[0].Distinct
	}
	q.Where, q.Facets = both(q.Where, &model.Is{Fact: model.Denied}), nil
	if ans, t.err = v.Ask(ctx, q); t.err == nil {
		t.refused = ans.Matched
	}
	return t
}

// tallyOf returns the counts of an answer, and when its matches were.
func tallyOf(ans *store.Answer) tally {
	t := tally{done: true, matched: ans.Matched, unknown: ans.Unknown, read: ans.Read}
	if n := ans.Rows.Len(); n > 0 {
		t.first, t.last = ans.Snapshot.Time(ans.Rows.At(0)), ans.Snapshot.Time(ans.Rows.At(n-1))
	}
	return t
}

// both is the conjunction of two filters; nil takes every record.
func both(x, y model.Expr) model.Expr {
	return none(model.And(append(model.Terms(x), model.Terms(y)...)))
}

// readHosts reads the host IDs from the original bytes of both records.
func readHosts(ctx context.Context, raw store.RawFunc, of, twin subject, cut func([]byte) []string) (h hosts) {
	h.asked, h.known = true, true
	h.mine, h.err = hostID(ctx, raw, of, cut)
	if h.err == nil {
		h.other, h.err = hostID(ctx, raw, twin, cut)
	}
	return h
}

// hostID returns x-amz-id-2 as a record writes it, "" where it writes none.
func hostID(ctx context.Context, raw store.RawFunc, s subject, cut func([]byte) []string) (string, error) {
	b, err := s.v.Raw(ctx, s.row, raw)
	if err != nil {
		return "", err
	}
	if s.kind() != model.AccessLog {
		id, _ := model.PathText(s.kind(), b, "additionalEventData.x-amz-id-2")
		return id, nil
	}
	const place = 18 // field 19
	if cut == nil {
		return "", nil
	}
	if fields := cut(b); len(fields) > place && fields[place] != "-" {
		return fields[place], nil
	}
	return "", nil
}

// seen takes a step of the outlook and goes on with the next.
func (a *app) seen(msg tea.Msg) tea.Cmd {
	o := a.out
	if o == nil {
		return nil
	}
	switch msg := msg.(type) {
	case witnessMsg:
		if msg.gen != o.gen {
			return nil
		}
		start := a.hist.list[0]
		o.witnesses, o.err, o.looked = msg.witnesses, msg.err, true
		o.ways = waysFrom(o.of, o.twin, start.from, start.to)
		for i := range o.ways {
			if o.ways[i].act == actPivotRequest {
				o.ways[i].tally = msg.tally
			}
		}
	case tallyMsg:
		if msg.gen != o.gen {
			return nil
		}
		if errors.Is(msg.tally.err, context.Canceled) {
			return nil
		}
		o.ways[msg.way].tally = msg.tally
	case hostsMsg:
		if msg.gen != o.gen {
			return nil
		}
		o.hosts = msg.hosts
	}
	o.running, a.dirty = false, true
	o.change++
	if act := o.wanted; act != actNone && a.pivot != nil {
		o.wanted = actNone
		return a.doPivot(act)
	}
	return a.lookOn()
}

// take replaces what is shown by what a way leads to, as one step.
func (a *app) take(w way) tea.Cmd {
	if w.lacks != "" {
		a.flash = w.name + ": " + w.lacks
		return nil
	}
	s := *a.hist.now()
	s.where, s.text, s.from, s.to, s.label = w.where, filterText(w.where), w.from, w.to, w.label
	cmd := a.commit(s)
	if cmd == nil {
		a.flash = "this is what is shown already"
		return nil
	}
	a.hist.now().opened = a.origin()
	if w.lands {
		h := a.hist.now()
		h.row, h.line, h.col, h.held, h.followed = w.land, a.table.height/2, a.table.column(), true, false
	}
	a.closePivot()
	a.closeValues()
	a.detail, a.list, a.sheet, a.compare = nil, nil, nil, nil
	a.focus, a.drawer = paneTable, false
	return cmd
}
