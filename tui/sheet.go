package tui

import (
	"context"
	"errors"
	"strings"
	"time"

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
	err      error // the calls could not be counted
	total    tally
	outcomes [numOutcomes]tally
	twice    int // records whose request stands in both logs
	counted  bool
	parts    []sheetPart
	open     map[model.Field]bool // parts shown whole
	unfold   string               // the key that shows a part whole
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
	values []store.Value // by count
	more   int           // values beyond those
	none   int           // records without a value
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

// outcomeFilters are the outcomes as filters: every record meets one of them. A
// line of an access log without a status does not tell; CloudTrail tells by the
// absence of an error that a call was done.
var outcomeFilters = [numOutcomes]string{
	"-is:denied -has:error -status:>=400 (-kind:accesslog OR has:status)",
	"is:denied",
	"-is:denied (has:error OR status:>=400)",
	"-is:denied -has:error kind:accesslog -has:status",
}

// filter returns the condition that a call had the outcome.
func (o outcome) filter() model.Expr {
	x, _ := model.Parse(outcomeFilters[o], time.Time{})
	return x
}

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
		from: start.from, to: start.to, v: a.q.answer.Snapshot, open: map[model.Field]bool{}, unfold: a.keys.first(inSheet, actOpen),
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
	ask := func(x model.Expr) tally {
		q := q
		q.Where = both(q.Where, x)
		ans, err := v.Ask(ctx, q)
		if err != nil {
			msg.err = err
			return tally{}
		}
		return tallyOf(ans)
	}
	msg.total = ask(nil)
	for o := range numOutcomes {
		msg.outcomes[o] = ask(o.filter())
	}
	return msg
}

// next counts part i, and after the last how many records tell of requests that
// stand in both logs.
func (s *sheet) next(i int) tea.Cmd {
	ctx, v, q, gen := s.ctx, s.v, s.question(), s.gen
	switch {
	case i > len(s.parts):
		return nil
	case i == len(s.parts):
		return func() tea.Msg {
			q.Where = both(q.Where, &model.Is{Fact: model.Joined})
			ans, err := v.Ask(ctx, q)
			if err != nil {
				return nil
			}
			return sheetMsg{gen: gen, part: i, twice: ans.Matched}
		}
	}
	f := s.parts[i].field
	return func() tea.Msg {
		q.Facets, q.Top, q.Seen = []model.Field{f}, sheetTop, true
		ans, err := v.Ask(ctx, q)
		if err != nil {
			return sheetMsg{gen: gen, part: i, err: err}
		}
		return sheetMsg{gen: gen, part: i, facet: ans.Facets[0]}
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
		if msg.gen == s.gen && !errors.Is(msg.err, context.Canceled) {
			s.err, s.total, s.outcomes, s.width = msg.err, msg.total, msg.outcomes, 0
		}
	case sheetMsg:
		if msg.gen != s.gen || errors.Is(msg.err, context.Canceled) {
			return nil
		}
		s.width = 0
		if s.twice = msg.twice; msg.part < len(s.parts) {
			s.parts[msg.part].set(msg)
		}
		s.counted = msg.part == len(s.parts)
		return s.next(msg.part + 1)
	}
	return nil
}

// set takes the counted values.
func (p *sheetPart) set(msg sheetMsg) {
	p.done, p.err = true, msg.err
	p.values, p.none, p.more = msg.facet.Values, msg.facet.NotRecorded, msg.facet.Distinct-len(msg.facet.Values)
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
