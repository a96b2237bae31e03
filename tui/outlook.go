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
	cancel context.CancelFunc
	change int    // grows with every change, for whoever draws it
	wanted action // the way to take as soon as the twin is known
}

// witnesses are the records of one request in both logs.
type witnesses struct {
	here, there int     // records of the request in this log, and in the other
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
	gen := uint64(1)
	if a.out != nil {
		a.out.cancel()
		gen = a.out.gen + 1
	}
	ctx, cancel := context.WithCancel(a.ctx)
	start := a.hist.list[0]
	a.out = &outlook{gen: gen, of: of, ways: waysFrom(of, subject{}, start.from, start.to), cancel: cancel, running: true}
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
	best := 0
	for i := range ans.Rows.Len() {
		other := subject{of.v, ans.Rows.At(i)}
		if (other.kind() == model.AccessLog) == (of.kind() == model.AccessLog) {
			msg.here++
			continue
		}
		msg.there++
		if n := of.likeness(other); n > best {
			best, msg.twin = n, other
		}
	}
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
	ctx, gen, raw := a.ctx, o.gen, rawOf(a.sess.src)
	for i := range o.ways {
		if w := &o.ways[i]; w.lacks == "" && !w.tally.done {
			o.running = true
			ctx, o.cancel = context.WithCancel(ctx)
			v, q := o.of.v, w.question(raw)
			return func() tea.Msg { return tallyMsg{gen, i, countWay(ctx, v, q)} }
		}
	}
	if a.detail == nil || a.detail.subject != o.of || !o.sameAct() || o.hosts.asked {
		return nil
	}
	o.running, o.hosts.asked = true, true
	ctx, o.cancel = context.WithCancel(ctx)
	of, twin := o.of, o.twin
	return func() tea.Msg { return hostsMsg{gen, readHosts(ctx, raw, of, twin, a.cfg.Fields)} }
}

// countWay counts what is behind a way.
func countWay(ctx context.Context, v *store.Snapshot, q store.Question) tally {
	t := tally{done: true}
	ans, groups, _, err := v.Groups(ctx, q, []store.Key{{IsFact: true, Fact: model.Denied}}, 0)
	if err != nil {
		t.err = err
		return t
	}
	t.matched, t.unknown, t.read = ans.Matched, ans.Unknown, ans.Read
	for i, g := range groups {
		if g.Values[0].Text == model.Yes.String() {
			t.refused = g.Count
		}
		if i == 0 {
			t.first, t.last = g.First, g.Last
		}
		t.first, t.last = min(t.first, g.First), max(t.last, g.Last)
	}
	if len(ans.Facets) > 0 {
		t.others = ans.Facets[0].Distinct
	}
	return t
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
	if w.lands {
		h := a.hist.now()
		h.row, h.line, h.col, h.held, h.followed = w.land, a.table.height/2, a.table.field(), true, false
	}
	a.closePivot()
	a.detail, a.list, a.sheet, a.compare = nil, nil, nil, nil
	a.focus, a.drawer = paneTable, false
	return cmd
}
