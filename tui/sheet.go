package tui

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// A sheet is what the records tell of one principal. It is counted in the
// background, one part after the other, over everything that was read.
type sheet struct {
	gen      uint64
	ctx      context.Context
	cancel   context.CancelFunc
	who      string
	where    model.Expr
	from, to int64
	v        *store.Snapshot
	total    tally
	outcomes [numOutcomes]spanOf
	twice    int // records whose request stands in both logs
	parts    []sheetPart
	open     map[model.Field]bool // parts shown whole
	page     page
	width    int
}

// A sheetPart is the values of one field among the principal's records.
type sheetPart struct {
	field  model.Field
	title  string
	close  bool // stands close to the part before
	done   bool
	err    error
	values []store.Group // by count, those without a value left out
	more   int           // values beyond those
	none   int           // records without a value
}

// A spanOf is a count with its first and last time.
type spanOf struct {
	count       int
	first, last int64
}

func (s *spanOf) add(g store.Group) {
	if s.count == 0 {
		s.first, s.last = g.First, g.Last
	}
	s.count += g.Count
	s.first, s.last = min(s.first, g.First), max(s.last, g.Last)
}

// An outcome is what became of a call.
type outcome uint8

const (
	succeeded outcome = iota
	refusedCall
	failedCall
	untold
	numOutcomes
)

var outcomeNames = [numOutcomes]string{"done", "refused", "failed", "cannot say"}

// outcomeFilters are the outcomes as filters.
var outcomeFilters = [numOutcomes]string{"-is:denied -has:error -status:>=400", "is:denied", "-is:denied (has:error OR status:>=400)", ""}

// sheetParts are the parts of a sheet, in order.
var sheetParts = []sheetPart{
	{field: model.FieldType, title: "TYPE", close: true},
	{field: model.FieldARN, title: "SEEN AS", close: true},
	{field: model.FieldSession, title: "SESSIONS"},
	{field: model.FieldIP, title: "ADDRESSES"},
	{field: model.FieldAccessKey, title: "ACCESS KEYS"},
	{field: model.FieldClient, title: "CLIENTS"},
	{field: model.FieldOp, title: "OPERATIONS"},
	{field: model.FieldBucket, title: "BUCKETS"},
	{field: model.FieldRegion, title: "REGIONS"},
	{field: model.FieldError, title: "ERRORS"},
	{field: model.FieldTLS, title: "TLS"},
	{field: model.FieldKind, title: "LOGS"},
}

// How many values of a part are asked for, and shown until it is opened.
const (
	sheetTop   = 200
	sheetShown = 4
)

// openSheet opens the sheet of a principal.
func (a *app) openSheet(who string) tea.Cmd {
	if a.q.answer == nil {
		return nil
	}
	a.sheets++
	ctx, cancel := context.WithCancel(a.ctx)
	start := a.hist.list[0]
	s := &sheet{
		gen: a.sheets, ctx: ctx, cancel: cancel, who: who, where: only(nil, model.Pick{Field: model.FieldPrincipal, Value: who, Recorded: true}),
		from: start.from, to: start.to, v: a.q.answer.Snapshot, open: map[model.Field]bool{},
	}
	s.parts = append(s.parts, sheetParts...)
	a.closeSheet()
	a.sheet = s
	v, q, gen := s.v, s.question(), s.gen
	cmds := []tea.Cmd{func() tea.Msg { return countCalls(ctx, v, q, gen) }}
	return tea.Batch(append(cmds, s.next(0))...)
}

// closeSheet closes the sheet; what is still being counted is cancelled.
func (a *app) closeSheet() {
	if a.sheet != nil {
		a.sheet.cancel()
		a.sheet = nil
	}
}

// question asks for the principal's records.
func (s *sheet) question() store.Question {
	return store.Question{Where: s.where, From: s.from, To: s.to}
}

// countCalls counts what became of the calls.
func countCalls(ctx context.Context, v *store.Snapshot, q store.Question, gen uint64) tea.Msg {
	msg := callsMsg{gen: gen}
	ans, groups, _, err := v.Groups(ctx, q, []store.Key{
		{IsFact: true, Fact: model.Denied}, {Field: model.FieldError}, {Field: model.FieldStatus}, {IsFact: true, Fact: model.Joined},
	}, 0)
	if err != nil {
		msg.total = tally{done: true, err: err}
		return msg
	}
	msg.total = tally{done: true, matched: ans.Matched, unknown: ans.Unknown, read: ans.Read}
	var all spanOf
	for _, g := range groups {
		all.add(g)
		msg.outcomes[outcomeOf(g.Values[0].Text, g.Values[1], g.Values[2])].add(g)
		if g.Values[3].Text == model.Yes.String() {
			msg.twice += g.Count
		}
	}
	msg.total.first, msg.total.last = all.first, all.last
	return msg
}

// outcomeOf tells what became of a call by its denied fact, error and status.
func outcomeOf(denied string, code, status store.Cell) outcome {
	switch {
	case denied == model.Yes.String():
		return refusedCall
	case code.Recorded || status.Recorded && status.Text >= "400":
		return failedCall
	case denied == model.Unknown.String() && !status.Recorded:
		return untold
	}
	return succeeded
}

// next counts part i.
func (s *sheet) next(i int) tea.Cmd {
	if i >= len(s.parts) {
		return nil
	}
	ctx, v, q, gen, f := s.ctx, s.v, s.question(), s.gen, s.parts[i].field
	return func() tea.Msg {
		_, groups, distinct, err := v.Groups(ctx, q, []store.Key{{Field: f}}, sheetTop+1)
		if err != nil {
			return sheetMsg{gen: gen, part: i, err: err}
		}
		return sheetMsg{gen: gen, part: i, groups: groups, distinct: distinct}
	}
}

// sheeted takes a part of the sheet and goes on with the next.
func (a *app) sheeted(msg tea.Msg) tea.Cmd {
	s := a.sheet
	if s == nil {
		return nil
	}
	a.dirty = true
	switch msg := msg.(type) {
	case callsMsg:
		if msg.gen == s.gen {
			s.total, s.outcomes, s.twice, s.width = msg.total, msg.outcomes, msg.twice, 0
		}
	case sheetMsg:
		if msg.gen != s.gen || errors.Is(msg.err, context.Canceled) {
			return nil
		}
		s.parts[msg.part].set(msg)
		s.width = 0
		return s.next(msg.part + 1)
	}
	return nil
}

// set takes the counted values; the records without one are no value.
func (p *sheetPart) set(msg sheetMsg) {
	p.done, p.err = true, msg.err
	for _, g := range msg.groups {
		if !g.Values[0].Recorded {
			p.none = g.Count
			continue
		}
		p.values = append(p.values, g)
	}
	seen := msg.distinct
	if p.none > 0 {
		seen--
	}
	p.values = p.values[:min(len(p.values), sheetTop)]
	p.more = seen - len(p.values)
}

// accountOf returns the account in an ARN or in a name that is one, "" when the
// name does not tell.
func accountOf(who string) string {
	if parts := strings.Split(who, ":"); len(parts) > 5 && parts[0] == "arn" {
		who = parts[4]
	}
	if len(who) == 12 && strings.Trim(who, "0123456789") == "" {
		return who
	}
	return ""
}

// doSheet performs an action of the sheet.
func (a *app) doSheet(act action) tea.Cmd {
	s := a.sheet
	switch act {
	case actBack, actEscape:
		a.closeSheet()
	case actInclude, actExclude, actOnly:
		return a.refineHere(act)
	case actOpen:
		if s.page.cursor < 0 || s.page.cursor >= len(s.page.lines) {
			return nil
		}
		switch l := s.page.lines[s.page.cursor]; {
		case l.way != nil:
			return a.take(*l.way)
		case l.unfold != nil:
			s.open[*l.unfold], s.width = true, 0
		}
	default:
		s.page.do(act)
	}
	return nil
}
