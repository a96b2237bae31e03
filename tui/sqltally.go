package tui

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/tui/text"
)

// A sqlTally is what the engine counts before any record is moved.
type sqlTally struct {
	shown, running bool
	began          time.Time
	bill           source.Bill
	gen            uint64
	cancel         context.CancelFunc
	progress       *tallyProgress
	stage          string
	scanned        int64
	keys           []store.Key
	within         source.Range
	what           *source.Profile
	err            error
}

// tallyKeys are the fields that are counted on the engine, in the facets' order,
// and how many values of each.
var tallyKeys = facetFields[:len(facetFields)-2] // not what nearly every record has another of

const tallyTop = 5

type (
	// tallyBillMsg: what counting would run, and what it costs.
	tallyBillMsg struct {
		gen, tally uint64
		keys       []store.Key
		bill       source.Bill
		err        error
	}
	// tallyTickMsg: how far the counting is.
	tallyTickMsg struct{ gen, tally uint64 }
	// profileMsg: the engine has counted.
	profileMsg struct {
		gen, tally uint64
		what       *source.Profile
		err        error
	}
)

// acceptTally asks what counting costs, and counts where that is nothing.
func (a *app) acceptTally() tea.Cmd {
	p := a.sql
	if !p.known || p.err != nil || p.tally.running {
		return nil
	}
	if p.tally.what != nil {
		p.tally.shown = !p.tally.shown
		return nil
	}
	keys := []store.Key{{Field: model.FieldTime, Step: tallyStep(p.within).Milliseconds()}}
	for _, f := range tallyKeys {
		keys = append(keys, store.Key{Field: f})
	}
	p.tally = sqlTally{gen: p.tally.gen + 1, within: p.within}
	gen, tally, src, within, where, ctx := a.sqls, p.tally.gen, p.src, p.within, p.where, a.ctx
	return func() tea.Msg {
		b, err := src.BillProfile(ctx, within, where, keys, tallyTop)
		return tallyBillMsg{gen, tally, keys, b, err}
	}
}

// tallyStep is the width of the spans of time that are counted.
func tallyStep(r source.Range) time.Duration {
	if r.From.IsZero() || r.To.IsZero() {
		return day
	}
	for _, step := range []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 6 * time.Hour} {
		if r.To.Sub(r.From) <= 60*step {
			return step
		}
	}
	return day
}

// tallied takes what the commands of the counting answer.
func (a *app) tallied(msg tea.Msg) tea.Cmd {
	p := a.sql
	if p == nil {
		return nil
	}
	t := &p.tally
	switch msg := msg.(type) {
	case tallyBillMsg:
		if msg.gen != a.sqls || msg.tally != t.gen {
			return nil
		}
		a.dirty = true
		t.keys, t.bill, t.err = msg.keys, msg.bill, msg.err
		switch {
		case errors.Is(msg.err, source.ErrOnlyRecords):
			a.flash = "the engine cannot count this: " + msg.err.Error()
		case msg.err != nil:
			a.flash = msg.err.Error()
		case a.cfg.Options.MaxScan > 0 && msg.bill.Bytes > a.cfg.Options.MaxScan:
			a.flash = "not counted: more than --max-scan " + model.Size(a.cfg.Options.MaxScan) + " would be scanned"
		case msg.bill.Price > 0:
			p.counts = true
		default:
			return a.countSQL()
		}
	case tallyTickMsg:
		if msg.gen != a.sqls || msg.tally != t.gen || !t.running {
			return nil
		}
		a.dirty = true
		t.stage, t.scanned = t.progress.read()
		return a.tallyTick()
	case profileMsg:
		if msg.gen != a.sqls || msg.tally != t.gen {
			return nil
		}
		a.dirty = true
		t.running, t.what, t.err = false, msg.what, msg.err
		t.shown = msg.err == nil
		if msg.err != nil && !errors.Is(msg.err, context.Canceled) {
			a.flash = "not counted: " + msg.err.Error()
		}
	}
	return nil
}

// countSQL counts on the engine.
func (a *app) countSQL() tea.Cmd {
	p := a.sql
	t := &p.tally
	ctx, cancel := context.WithCancel(a.ctx)
	t.running, t.cancel, t.began, t.progress = true, cancel, a.cfg.Now(), &tallyProgress{}
	p.src.Watch(t.progress.tell)
	gen, tally, src, within, where, keys := a.sqls, t.gen, p.src, p.within, p.where, t.keys
	return tea.Batch(func() tea.Msg {
		defer src.Watch(nil)
		what, err := src.Profile(ctx, within, where, keys, tallyTop)
		return profileMsg{gen, tally, what, err}
	}, a.tallyTick())
}

func (a *app) tallyTick() tea.Cmd {
	gen, tally := a.sqls, a.sql.tally.gen
	return a.after(nextTick, func(time.Time) tea.Msg { return tallyTickMsg{gen, tally} })
}

// stopTally stops the counting on the service.
func (p *sqlPage) stopTally() {
	if p.tally.running {
		p.tally.cancel()
		p.tally.stage = "the query is being stopped"
	}
}

// drawTally draws what the engine has counted.
func (p *sqlPage) drawTally(a *app, r rect) {
	c, t := &a.c, &p.tally
	drawBox(c, r, accent, "COUNTED ON "+strings.ToUpper(p.bill.Engine), "not deduplicated")
	r = r.inset(2, 1)
	p.height = r.h
	p.drawLines(c, r, t.lines(r.w))
}

// lines tells the counts: in all, over time, then a field a block. What the
// engine cannot count is named.
func (t *sqlTally) lines(w int) [][]run {
	what := t.what
	state := model.Complete
	if len(what.Problems) > 0 {
		state = model.Partial
	}
	first := []run{{stateStyle(state), state.String() + "  "}, {plain | bold, count(what.Matched)}, {plain, " match of "}, {plain | bold, count(what.Read)}}
	if what.Unknown > 0 {
		first = append(first, run{warn, ", and " + count(what.Unknown) + " that cannot say"})
	}
	out := [][]run{first}
	for _, problem := range what.Problems {
		out = append(out, said(warn, "⚠ "+problem.Reason, w)...)
	}
	var not []string
	for _, key := range t.keys {
		i := slices.IndexFunc(what.Keys, func(k source.ProfileKey) bool { return k.Key == key })
		switch {
		case i < 0:
			not = append(not, key.Field.String())
		case len(what.Keys[i].Groups) == 0:
		case key.Field == model.FieldTime:
			out = append(out, t.overTime(&what.Keys[i], w)...)
		default:
			out = append(out, t.ofField(&what.Keys[i], w)...)
		}
	}
	if len(not) > 0 {
		out = append(out, nil)
		out = append(out, said(dim, "not counted, for only the records tell: "+strings.Join(not, ", "), w)...)
	}
	return out
}

// overTime draws the spans of time as columns.
func (t *sqlTally) overTime(k *source.ProfileKey, w int) [][]run {
	counts := map[int64]int{}
	first, last, most := int64(math.MaxInt64), int64(0), 1
	for _, g := range k.Groups {
		at, err := time.Parse(time.RFC3339, g.Values[0].Text)
		if err != nil {
			continue
		}
		ms := at.UnixMilli()
		first, last, most = min(first, ms), max(last, ms), max(most, g.Count)
		counts[ms] = g.Count
	}
	step := k.Key.Step
	if from, to := milliseconds(t.within.From), milliseconds(t.within.To); from != 0 && to != 0 {
		first, last = from/step*step, (to-1)/step*step
	}
	columns := int((last-first)/step) + 1
	wide := max(min(w/max(columns, 1), 4), 1)
	var line strings.Builder
	for i := range min(columns, w/wide) {
		n := counts[first+int64(i)*step]
		line.WriteString(strings.Repeat(string(heights[min((n*8+most-1)/most, 8)]), wide))
	}
	say := "from " + clock{}.moment(first) + " UTC, a column for " + span(time.Duration(step)*time.Millisecond) + ", at most " + count(most)
	if columns > w {
		say += ", the first " + count(w) + " of " + plural(columns, "column")
	}
	return [][]run{nil, {{bar, line.String()}}, {{dim, say}}}
}

// ofField tells the largest counts of a field.
func (t *sqlTally) ofField(k *source.ProfileKey, w int) [][]run {
	head := []run{{title, pad(strings.ToUpper(k.Key.Field.String()), w-12)}, {dim, fmt.Sprintf("%12s", plural(k.Distinct, "value"))}}
	out := [][]run{nil, head}
	for _, g := range k.Groups {
		name, _ := text.Display(text.Mask(g.Values[0].Text))
		st := plain
		switch {
		case !g.Values[0].Recorded:
			name, st = absentName(k.Key.Field), dim
		case k.Key.Field == model.FieldTLS:
			st = tlsStyle(name)
		}
		room := max(w-12, 8)
		out = append(out, []run{{st, pad("  "+cutName(name, room-3), room)}, {st, fmt.Sprintf("%12s", count(g.Count))}})
	}
	if rest := k.Distinct - len(k.Groups); rest > 0 {
		out = append(out, []run{{dim, "  … " + count(rest) + " more"}})
	}
	return out
}
