package tui

import (
	"context"
	"errors"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// A timeBox is the dialog that chooses a range of time: two ends to type, the
// zone they are in, and ranges that are often wanted. What the range would match
// is counted while it is chosen.
type timeBox struct {
	ends   [2]input // from, until
	errs   [2]error
	spans  [2]int64 // what the ends say; 0 is open
	utc    bool     // times are typed and shown in UTC, not in the zone of the screen
	zones  bool     // there is a choice
	ready  []readyRange
	at     int // line: the ends, the zone, then the ready ranges
	top    int
	gen    uint64
	cancel context.CancelFunc
	asking bool
	counts string
	wrong  error // of the count
}

// The lines of the dialog before the ready ranges.
const (
	timeFrom = iota
	timeUntil
	timeZone
	timeReady
)

// timeEnds are the names of the ends.
var timeEnds = [2]string{"From", "Until"}

// A readyRange is a range that is often wanted.
type readyRange struct {
	name     string
	from, to int64 // 0 and 0 is all that was read
}

// timeAskMsg: nothing was typed for a moment. timeCountMsg: the store has told
// what the range matches.
type (
	timeAskMsg   struct{ gen uint64 }
	timeCountMsg struct {
		gen    uint64
		answer *store.Answer
		err    error
	}
)

// openTime opens the dialog on the time that is shown.
func (a *app) openTime() tea.Cmd {
	if a.q.answer == nil {
		return nil
	}
	b := &timeBox{utc: a.clock.utc(), zones: !a.clock.utc(), ready: a.readyRanges(), gen: a.times}
	a.timeBox = b
	s := a.shown()
	b.set(b.clock(a), s.from, s.to)
	return a.timeChanged()
}

// clock returns what writes and reads the times of the dialog.
func (b *timeBox) clock(a *app) clock {
	if b.utc {
		return clock{}
	}
	return a.clock
}

// set puts a range into the two ends.
func (b *timeBox) set(c clock, from, to int64) {
	for i, ms := range [2]int64{from, to} {
		b.ends[i].set("")
		if ms != 0 {
			b.ends[i].set(c.moment(ms))
		}
	}
}

// readyRanges returns the ranges that are often wanted of what was read, of the
// record under the cursor, and up to now; in whole minutes.
func (a *app) readyRanges() []readyRange {
	list := []readyRange{{name: "all that was read"}}
	add := func(name string, from, to time.Time) {
		list = append(list, readyRange{name, from.Truncate(time.Minute).UnixMilli(), to.Add(time.Minute - 1).Truncate(time.Minute).UnixMilli()})
	}
	if _, last, some := a.sess.snapshot.Bounds(); some {
		end := time.UnixMilli(last + 1).Add(time.Minute - 1).Truncate(time.Minute)
		add("the last hour that was read", end.Add(-time.Hour), end)
		add("the last 24 hours that were read", end.Add(-day), end)
		add("the last 7 days that were read", end.Add(-7*day), end)
	}
	if row, has := a.table.current(); has {
		at := a.clock.in(a.table.ans.Snapshot.Time(row))
		add("15 minutes around the record", at.Add(-15*time.Minute), at.Add(15*time.Minute))
		add("an hour around the record", at.Add(-time.Hour), at.Add(time.Hour))
		y, m, d := at.Date()
		add("the record's day", time.Date(y, m, d, 0, 0, 0, 0, at.Location()), time.Date(y, m, d+1, 0, 0, 0, 0, at.Location()))
	}
	now := a.cfg.Now()
	add("24 hours up to now", now.Add(-day), now)
	add("7 days up to now", now.Add(-7*day), now)
	return list
}

// read reads the two ends; each may count from the other.
func (b *timeBox) read(a *app) {
	r := timeReader{zone: b.clock(a).zone(), now: a.cfg.Now()}
	first, last, some := a.sess.snapshot.Bounds()
	if some {
		r.day = first
	}
	relative := func(s string) bool { return s != "" && (s[0] == '-' || s[0] == '+') }
	order := [2]int{timeFrom, timeUntil}
	if relative(b.ends[timeFrom].text) {
		order = [2]int{timeUntil, timeFrom}
	}
	b.spans = [2]int64{}
	for _, i := range order {
		r.other = b.spans[1-i]
		if r.edge = first; i == timeFrom && some {
			r.edge = last + 1
		}
		b.spans[i], b.errs[i] = r.read(b.ends[i].text)
		if b.errs[i] != nil {
			b.spans[i] = 0
		}
	}
	if b.spans[0] != 0 && b.spans[1] != 0 && b.spans[1] <= b.spans[0] && b.errs[0] == nil && b.errs[1] == nil {
		b.errs[1] = errors.New("the range ends before it begins")
	}
}

// chosen returns the range that enter takes.
func (b *timeBox) chosen() (from, to int64, err error) {
	if b.at >= timeReady {
		r := b.ready[b.at-timeReady]
		return r.from, r.to, nil
	}
	for i, name := range timeEnds {
		if b.errs[i] != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", name, b.errs[i]))
		}
	}
	return b.spans[0], b.spans[1], err
}

// timeChanged reads what is chosen and soon asks what it matches.
func (a *app) timeChanged() tea.Cmd {
	b := a.timeBox
	b.read(a)
	b.stop()
	a.times++
	b.gen, b.counts, b.wrong, b.asking = a.times, "", nil, false
	if _, _, err := b.chosen(); err != nil {
		return nil
	}
	b.asking = true
	gen := b.gen
	return a.after(typingPause, func(time.Time) tea.Msg { return timeAskMsg{gen} })
}

// stop ends the count that is running.
func (b *timeBox) stop() {
	if b.cancel != nil {
		b.cancel()
		b.cancel = nil
	}
}

// timeAsk counts what the range matches.
func (a *app) timeAsk(msg timeAskMsg) tea.Cmd {
	b := a.timeBox
	if b == nil || msg.gen != b.gen {
		return nil
	}
	var ctx context.Context
	ctx, b.cancel = context.WithCancel(a.ctx)
	from, to, _ := b.chosen()
	snap, gen := a.sess.snapshot, msg.gen
	q := store.Question{Where: a.shown().where, From: from, To: to, Raw: rawOf(a.sess.src)}
	return func() tea.Msg {
		ans, err := snap.Ask(ctx, q)
		return timeCountMsg{gen, ans, err}
	}
}

// timeCounted shows what the range matches.
func (a *app) timeCounted(msg timeCountMsg) {
	b := a.timeBox
	if b == nil || msg.gen != b.gen {
		return
	}
	a.dirty, b.asking, b.wrong = true, false, msg.err
	if msg.err != nil {
		return
	}
	b.counts = count(msg.answer.Matched) + " match of " + count(msg.answer.Read) + " read in this time; now " + count(a.q.answer.Matched)
	if c := a.coverage(); c.State != model.Complete {
		b.counts += "; " + stateText(c)
	}
}

// timeTyped takes a key or a paste into the end under the cursor.
func (a *app) timeTyped(msg tea.Msg) tea.Cmd {
	if b := a.timeBox; b.at <= timeUntil && b.ends[b.at].key(msg) {
		return a.timeChanged()
	}
	return nil
}

// doTime performs an action of the dialog.
func (a *app) doTime(act action) tea.Cmd {
	b := a.timeBox
	switch act {
	case actEscape:
		a.closeTime()
		return nil
	case actUp, actPrevPane:
		return a.timeMove(-1)
	case actDown, actNextPane:
		return a.timeMove(1)
	case actClear:
		if b.at <= timeUntil {
			b.ends[b.at].set("")
			return a.timeChanged()
		}
	case actRight, actLeft:
		if b.at == timeZone {
			b.rezone(a)
			return a.timeChanged()
		}
	case actAccept:
		return a.takeTime()
	}
	return nil
}

// timeMove goes to another line.
func (a *app) timeMove(by int) tea.Cmd {
	b := a.timeBox
	n := timeReady + len(b.ready)
	b.at = (b.at + by + n) % n
	if b.at == timeZone && !b.zones {
		b.at += by
	}
	return a.timeChanged()
}

// rezone shows the ends in the other zone.
func (b *timeBox) rezone(a *app) {
	b.utc = !b.utc
	for i := range b.ends {
		if b.spans[i] != 0 {
			b.ends[i].set(b.clock(a).moment(b.spans[i]))
		}
	}
}

// takeTime shows the range chosen.
func (a *app) takeTime() tea.Cmd {
	from, to, err := a.timeBox.chosen()
	if err != nil {
		return nil
	}
	s := *a.hist.now()
	s.from, s.to, s.label = from, to, "all times"
	switch {
	case from != 0 && to != 0:
		s.label = "time " + a.clock.bareRange(from, to)
	case from != 0:
		s.label = "since " + a.clock.moment(from)
	case to != 0:
		s.label = "until " + a.clock.moment(to)
	}
	a.closeTime()
	cmd := a.commit(s)
	if cmd == nil {
		a.flash = "that is the time that is shown already"
	}
	return cmd
}

func (a *app) closeTime() {
	a.timeBox.stop()
	a.times++
	a.timeBox = nil
}

// clickTime goes to a line; a click on the zone changes it, one on the chosen
// ready range takes it.
func (a *app) clickTime(line int) tea.Cmd {
	b := a.timeBox
	again := b.at == line
	b.at = line
	switch {
	case line == timeZone:
		b.rezone(a)
	case again && line >= timeReady:
		return a.takeTime()
	}
	return a.timeChanged()
}
