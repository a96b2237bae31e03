package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/source"
)

// doSQL performs an action of the SQL page.
func (a *app) doSQL(act action) tea.Cmd {
	p := a.sql
	if !p.running.IsZero() {
		if act == actEscape && a.sess.loading() {
			a.stop()
			a.flash = "the query is being stopped"
		}
		return nil
	}
	asked := p.sure || p.counts
	counts := p.counts
	p.sure, p.counts = false, false
	switch act {
	case actAccept:
		if asked && counts {
			return a.countSQL()
		}
		return a.acceptSQL(asked)
	case actTally:
		return a.acceptTally()
	case actEscape:
		if asked || p.tally.running {
			p.stopTally()
			return nil
		}
		return a.leaveSQL()
	case actFilter:
		p.typed = &entry{title: "FILTER", example: "tls:none -is:aws-service", wide: sqlEntry, take: a.takeFilter, in: input{text: p.text, caret: len(p.text)}}
	case actTime:
		p.typed = newTimeEntry(sqlEntry, a.cfg.Now, a.takeSpan)
	case actNextPane:
		p.engine = (p.engine + 1) % len(p.engines)
		return a.askBill()
	case actCopy:
		if p.known && p.err == nil {
			all := strings.Join(p.bill.Statements, ";\n\n") + ";\n"
			return a.copyText(plural(len(p.bill.Statements), "statement"), all)
		}
	default:
		if to, moved := moveIn(act, p.top, max(p.length-p.height+1, 1), p.height); moved {
			p.top = to
		}
	}
	return nil
}

// acceptSQL runs the statements, what is paid for only once that was asked.
func (a *app) acceptSQL(asked bool) tea.Cmd {
	p := a.sql
	switch limit := a.cfg.Options.MaxScan; {
	case !p.known || p.err != nil || p.tally.running:
	case limit > 0 && p.bill.Bytes > limit:
		a.flash = "not run: more than --max-scan " + model.Size(limit) + " would be scanned"
	case p.bill.Price > 0 && !asked:
		p.sure = true
	default:
		return a.runSQL()
	}
	return nil
}

// leaveSQL goes back to where the page was opened.
func (a *app) leaveSQL() tea.Cmd {
	p := a.sql
	p.close()
	p.stopTally()
	a.sql = nil
	if a.sess != nil && p.from == nil {
		return nil
	}
	return a.backToPicker(p.from, p.uri)
}

// sqlEntry is how wide the line is that a filter or a time is typed in.
const sqlEntry = 100

// takeFilter takes another filter, or says what is wrong with it.
func (a *app) takeFilter(text string) (cmd tea.Cmd, wrong string) {
	p := a.sql
	x, err := parse(text, a.cfg.Now())
	if err != nil {
		return nil, "col " + itoa(err.Column) + ": " + err.Message
	}
	p.text = text
	if x == nil {
		p.where = nil
		return a.askBill(), ""
	}
	from, to, rest := model.Lift(x)
	if !from.IsZero() {
		p.within.From = from
	}
	if !to.IsZero() {
		p.within.To = to
	}
	if !from.IsZero() || !to.IsZero() {
		p.text = filterText(some(rest))
	}
	p.where = some(rest)
	return a.askBill(), ""
}

// takeSpan takes another range of time.
func (a *app) takeSpan(r source.Range) tea.Cmd {
	a.sql.within = bounded(r, a.cfg.Now())
	return a.askBill()
}
