package tui

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/source"
)

// A sqlPage shows a filter as the statements that ask it where the records are
// too many to be read here, and what running them costs. Of a source on an
// engine it runs them, once that is confirmed; of any other it shows them.
type sqlPage struct {
	uri  string
	src  source.Billed // nil where nothing is run
	from *picker       // to go back to; nil when the source was given on the command line

	engines []Dialect // of a source that is read here: what the filter can be written for
	engine  int

	text   string
	where  model.Expr // nil is all records
	within source.Range

	bill    source.Bill
	err     error
	known   bool // bill or err are of what is shown
	bills   uint64
	unbill  context.CancelFunc
	typed   *entry // filter or time, while it is typed
	sure    bool   // asked whether to pay
	counts  bool   // asked whether to pay for counts
	hasty   bool   // to be run as soon as the bill is known
	running time.Time
	tally   sqlTally

	top, height, length int // of the statements
}

// A Dialect writes filters for one engine.
type Dialect struct {
	Name string // as "Athena, CloudTrail table"
	// Bill writes the statements; it runs nothing.
	Bill func(where model.Expr, within source.Range) (source.Bill, error)
}

// billMsg: what would run, and what it costs.
type billMsg struct {
	gen, bill uint64
	what      source.Bill
	err       error
}

// usualSpan is what an engine is asked about when no time is given.
const usualSpan = 24 * time.Hour

// openSQL shows what of a source on an engine would be run.
func (a *app) openSQL(uri string, src source.Billed) tea.Cmd {
	p := &sqlPage{uri: uri, src: src, from: a.picker, within: a.cfg.Range}
	if a.picker != nil {
		a.picker.aws.stop()
		a.picker.busy = false
	}
	a.picker = nil
	if !a.cfg.Options.AllTime {
		p.within = bounded(p.within, a.cfg.Now())
	}
	return a.showSQL(p)
}

// againSQL shows the filter of the investigation as statements.
func (a *app) againSQL() tea.Cmd {
	s := a.sess
	p := &sqlPage{uri: s.uri, src: s.billed, engines: a.cfg.Dialects}
	if p.src == nil && len(p.engines) == 0 {
		a.flash = "there is no engine to write statements for"
		return nil
	}
	p.within = a.within
	if q := a.shown(); q.from != 0 || q.to != 0 {
		p.within = source.Range{From: moments(q.from), To: moments(q.to)}
	}
	if from, to, known := a.extent(); p.src == nil && known {
		p.within = source.Range{From: moments(from), To: moments(to)}
	}
	if !a.cfg.Options.AllTime || p.src == nil {
		p.within = bounded(p.within, a.cfg.Now())
	}
	p.where = some(a.shown().where)
	p.text = filterText(p.where)
	return a.showSQL(p)
}

// moments returns Unix milliseconds as a time, the zero time for 0.
func moments(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// bounded gives a range the ends it does not have: an engine bills what it reads.
func bounded(r source.Range, now time.Time) source.Range {
	if r.To.IsZero() {
		r.To = now.UTC().Truncate(time.Minute)
	}
	if r.From.IsZero() {
		r.From = r.To.Add(-usualSpan)
	}
	return r
}

func (a *app) showSQL(p *sqlPage) tea.Cmd {
	a.sql = p
	a.sqls++
	return a.askBill()
}

// some returns nil for a filter that takes every record.
func some(x model.Expr) model.Expr {
	if len(model.Terms(x)) == 0 {
		return nil
	}
	return x
}

// narrowed returns the source of the page, without what does not match.
func (p *sqlPage) narrowed() source.Billed {
	if by, can := p.src.(source.Narrower); can && p.where != nil {
		if src, is := by.Narrow(p.where).(source.Billed); is {
			return src
		}
	}
	return p.src
}

// askBill asks what the filter would run. Nothing is paid for the answer.
func (a *app) askBill() tea.Cmd {
	p := a.sql
	p.close()
	ctx, cancel := context.WithCancel(a.ctx)
	p.unbill = cancel
	p.bills++
	p.known, p.sure, p.counts, p.err, p.tally = false, false, false, nil, sqlTally{}
	gen, bill, where, within := a.sqls, p.bills, p.where, p.within
	if p.src == nil {
		write := p.engines[p.engine].Bill
		return func() tea.Msg {
			b, err := write(where, within)
			return billMsg{gen, bill, b, err}
		}
	}
	src := p.narrowed()
	return func() tea.Msg {
		b, err := src.Bill(ctx, within)
		return billMsg{gen, bill, b, err}
	}
}

// close ends what the page asks.
func (p *sqlPage) close() {
	if p.unbill != nil {
		p.unbill()
	}
}

// billedNow takes what would run.
func (a *app) billedNow(msg billMsg) tea.Cmd {
	p := a.sql
	if p == nil || msg.gen != a.sqls || msg.bill != p.bills {
		return nil
	}
	p.bill, p.err, p.known, a.dirty = msg.what, msg.err, true, true
	p.top = 0
	if hasty := p.hasty; hasty {
		p.hasty = false
		return a.acceptSQL(false)
	}
	return nil
}

// planRun asks the engine anew.
func (a *app) planRun(string) (plan, error) {
	if a.sess.billed == nil {
		return plan{}, errors.New(a.sess.uri + " is read here; there is no engine to run anything on")
	}
	return plan{say: "asks " + a.sess.engine + " anew for what the filter says, what is paid for after a question", run: func() tea.Cmd {
		cmd := a.againSQL()
		a.sql.hasty = true
		return cmd
	}}, nil
}

// runSQL reads the records that match, with all that the screen does with any source.
func (a *app) runSQL() tea.Cmd {
	p := a.sql
	steps, same := a.hist, a.sess != nil && a.sess.uri == p.uri
	a.leaveSession()
	if same {
		a.hist = steps
		for i := range steps.list {
			steps.list[i].held, steps.list[i].counted = false, false // rows are others now
		}
	}
	s := *a.hist.now()
	if filterText(some(lifted(s).where)) != filterText(p.where) {
		s.text, s.where, s.label, s.off, s.held, s.counted = p.text, p.where, "", nil, false, false
		s.kind, s.look = stepOther, a.lookNow()
		s.label = label(a.hist.now().text, p.text)
		a.hist.add(s)
	}
	p.running, p.sure = a.cfg.Now(), false
	a.opening++
	cmd := a.start(p.uri, p.narrowed(), p.within)
	a.sess.billed, a.sess.engine, a.sess.narrowed = p.src, p.bill.Engine, p.where
	return cmd
}

// followSQL leaves the page once its records come, or says why none do.
func (a *app) followSQL() {
	p, s := a.sql, a.sess
	if p == nil || p.running.IsZero() {
		return
	}
	a.dirty = true
	c := &s.coverage
	switch {
	case s.snapshot.Len() > 0, s.done && c.State == model.Complete:
		p.close()
		a.sql = nil
	case s.done:
		p.running = time.Time{}
		p.err, a.flash = errorText(c.Reason), ""
	}
}

// An errorText is an error that is known by its words.
type errorText string

func (e errorText) Error() string { return string(e) }
