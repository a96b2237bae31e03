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
		p.typed, p.typing, p.wrong = &input{text: p.text, caret: len(p.text)}, act, ""
	case actTime:
		p.typed, p.typing, p.wrong = &input{}, act, ""
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

// doSQLText performs an action of the line that a filter or a time is typed in.
func (a *app) doSQLText(act action) tea.Cmd {
	p := a.sql
	switch act {
	case actEscape:
		p.typed = nil
	case actClear:
		p.typed.set("")
		p.wrong = ""
	case actAccept:
		text := strings.TrimSpace(p.typed.text)
		take := a.takeFilter
		if p.typing == actTime {
			take = a.takeSpan
		}
		if p.wrong = take(text); p.wrong == "" {
			p.typed = nil
			return a.askBill()
		}
	}
	return nil
}

// takeFilter takes another filter and says what is wrong with it.
func (a *app) takeFilter(text string) (wrong string) {
	p := a.sql
	x, err := parse(text, a.cfg.Now())
	if err != nil {
		return "col " + itoa(err.Column) + ": " + err.Message
	}
	p.text = text
	if x == nil {
		p.where = nil
		return ""
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
	return ""
}

// takeSpan takes another range of time and says what is wrong with it.
func (a *app) takeSpan(text string) (wrong string) {
	p := a.sql
	x, err := model.Parse("time:"+text, a.cfg.Now())
	if err != nil {
		x, err = model.Parse("since:"+text, a.cfg.Now())
	}
	if err != nil {
		return "no range of time: write 2026-11-01..2026-11-08, 2026-11-01T10:00.. or 24h"
	}
	from, to, _ := model.Lift(x)
	p.within = bounded(source.Range{From: from, To: to}, a.cfg.Now())
	return ""
}
