package tui

import (
	"fmt"
	"time"

	"s3sleuth/model"
	"s3sleuth/source"
)

// drawSQL draws the SQL page over the whole screen.
func (a *app) drawSQL() {
	p, c := a.sql, &a.c
	n, _ := c.print(1, 0, a.w-2, title, "s3sleuth")
	m, _ := c.print(n+3, 0, a.w-n-14, accent, p.uri)
	c.print(n+m+4, 0, 3, dim, "›")
	c.print(n+m+6, 0, 3, plain|bold, "SQL")
	p.drawEngines(c, rect{n + m + 12, 0, a.w - n - m - 13, 1})
	y := 1
	if a.h >= 16 {
		c.print(1, 1, a.w-2, dim, p.about())
		y = 2
	}
	a.drawAsked(rect{0, y, a.w, 2})
	y += 2
	foot := a.sqlFoot(a.w - 3)
	room := a.h - 2 - y
	size := min(len(foot), max(room-5, room/2))
	box := rect{0, y, a.w, room - size}
	if p.tally.shown {
		p.drawTally(a, box)
	} else {
		p.drawStatements(c, box)
	}
	for i, line := range foot[:max(size, 0)] {
		x := 2
		for _, piece := range line {
			n, _ := c.print(x, box.y+box.h+i, a.w-1-x, piece.st, piece.s)
			x += n
		}
	}
	if p.typed != nil {
		p.typed.draw(c, rect{0, 0, a.w, a.h})
	}
	if q := p.question(a.keys.first(inSQL, actAccept)); q != "" {
		c.print(1, a.h-2, a.w-2, warn|bold, q)
	} else {
		a.drawFlash(rect{0, a.h - 2, a.w, 1})
	}
	a.drawHints(rect{0, a.h - 1, a.w, 1})
}

// about says what the page shows.
func (p *sqlPage) about() string {
	if p.src == nil {
		return "The filter as it would be asked of an engine. Nothing is run from here."
	}
	return "The filter as it is asked of the engine. Nothing runs before you say so."
}

// drawEngines names the engine, or those to choose from.
func (p *sqlPage) drawEngines(c *canvas, r rect) {
	if p.src != nil {
		if w := width(p.bill.Engine); w <= r.w {
			c.print(r.x+r.w-w, r.y, w, dim, p.bill.Engine)
		}
		return
	}
	name := p.engines[p.engine].Name
	if len(p.engines) > 1 {
		name = fmt.Sprintf("%s  %d/%d", name, p.engine+1, len(p.engines))
	}
	if w := width(name); w <= r.w {
		c.print(r.x+r.w-w, r.y, w, accent, name)
	}
}

// drawAsked draws the filter and the time.
func (a *app) drawAsked(r rect) {
	p, c := a.sql, &a.c
	for i, l := range []struct {
		act  action
		text string
		none string
	}{
		{actFilter, p.text, "every record"},
		{actTime, p.span(a.clock), "all times"},
	} {
		row := r.row(i)
		n, _ := c.print(1, row.y, 3, accent, a.keys.first(inSQL|inWritten, l.act))
		if l.text == "" {
			c.print(n+2, row.y, r.w-n-3, dim, l.none)
		} else {
			c.print(n+2, row.y, r.w-n-3, plain|bold, l.text)
		}
		c.hit(row, l.act, 0)
	}
}

// span tells the range, and how long it is.
func (p *sqlPage) span(zone clock) string {
	from, to := milliseconds(p.within.From), milliseconds(p.within.To)
	switch {
	case from == 0 && to == 0:
		return ""
	case from == 0:
		return "before " + zone.end(to)
	case to == 0:
		return "from " + zone.end(from) + " on"
	}
	if zone.utc() {
		return zone.timeRange(from, to) + " UTC"
	}
	return zone.timeRange(from, to)
}

// drawStatements draws the statements, which scroll.
func (p *sqlPage) drawStatements(c *canvas, r rect) {
	note := ""
	if n := len(p.bill.Statements); n > 1 {
		note = plural(n, "statement")
	}
	if r.h < 4 {
		p.height = max(r.h, 0)
	} else {
		drawBox(c, r, accent, "STATEMENT", note)
		r = r.inset(2, 1)
		p.height = r.h
	}
	var lines [][]run
	switch {
	case p.err != nil:
		lines = said(danger, "✗ "+p.err.Error(), r.w)
		if hint := source.Advice(p.err); hint != "" {
			lines = append(lines, said(plain, hint, r.w)...)
		}
	case !p.known:
		lines = said(dim, "… writing the statement", r.w)
	default:
		for i, s := range p.bill.Statements {
			if i > 0 {
				lines = append(lines, nil)
			}
			lines = append(lines, highlightSQL(s, r.w)...)
		}
	}
	p.drawLines(c, r, lines)
}

// drawLines draws as many of the lines as fit, from where the page is scrolled to.
func (p *sqlPage) drawLines(c *canvas, r rect, lines [][]run) {
	p.length = len(lines)
	p.top = max(min(p.top, len(lines)-r.h), 0)
	for i := 0; i < r.h && p.top+i < len(lines); i++ {
		x := r.x
		for _, piece := range lines[p.top+i] {
			n, _ := c.print(x, r.y+i, r.x+r.w-x, piece.st, piece.s)
			x += n
		}
	}
	if p.top+r.h < len(lines) {
		c.set(r.x+r.w, r.y+r.h-1, accent, '▾')
	}
}

// sqlFoot says what the engine decides, what is left to do here, and what it
// costs; or how far it is.
func (a *app) sqlFoot(w int) [][]run {
	p := a.sql
	var lines [][]run
	if !p.running.IsZero() || p.tally.running {
		return a.runFoot(w)
	}
	if !p.known || p.err != nil {
		return a.paidFoot(w)
	}
	b := &p.bill
	var cost [][]run
	if p.src != nil {
		cost = said(plain, p.cost(), w)
	}
	if a.h < oneHeight { // what it costs is said where nothing else has room
		lines, cost = cost, nil
	}
	if len(b.Local) == 0 {
		lines = append(lines, said(ok, "✓ the engine decides every condition", w)...)
	}
	for _, x := range b.Local {
		lines = append(lines, said(warn, "⚠ narrowed there at most, decided here: "+x, w)...)
	}
	for _, x := range b.Notes {
		lines = append(lines, said(dim, "· "+x, w)...)
	}
	lines = append(lines, cost...)
	if b.Basis != "" {
		lines = append(lines, said(dim, "  "+b.Basis, w)...)
	}
	return append(lines, a.paidFoot(w)...)
}

// cost says what running the statements comes to.
func (p *sqlPage) cost() string {
	b := &p.bill
	scan := "Scan  not known beforehand"
	if b.Bytes >= 0 {
		scan = "Scan  ≈ " + model.Size(b.Bytes)
		if p.within.From.IsZero() || p.within.To.IsZero() {
			scan += " for all times"
		} else {
			scan += " for " + span(p.within.To.Sub(p.within.From))
		}
	}
	return scan + "     cost  " + costOf(b)
}

// costOf says what a bill comes to.
func costOf(b *source.Bill) string {
	rate := fmt.Sprintf("at $%.2f a TB", b.Price*1e12)
	switch dollars, known := b.Dollars(); {
	case b.Price == 0:
		return "nothing is billed"
	case !known:
		return "not known, " + rate
	default:
		return "≈ " + dollarsOf(dollars) + " " + rate
	}
}

// dollarsOf prints dollars, with more places where it is little.
func dollarsOf(d float64) string {
	if d > 0 && d < 0.1 {
		return fmt.Sprintf("$%.4f", d)
	}
	return fmt.Sprintf("$%.2f", d)
}

// runFoot tells how far a query is.
func (a *app) runFoot(w int) [][]run {
	p := a.sql
	began, stage, bytes := p.running, "", int64(0)
	if p.tally.running {
		began, stage, bytes = p.tally.began, p.tally.stage, p.tally.scanned
	} else {
		stage, bytes = a.sess.coverage.Stage, a.sess.coverage.BytesRead
	}
	if stage == "" {
		stage = "the query runs"
	}
	say := "… " + stage
	if bytes > 0 {
		say += "   " + model.Size(bytes) + " scanned"
	}
	lines := said(accent|bold, say, w)
	lines = append(lines, said(dim, "  for "+span(a.cfg.Now().Sub(began).Truncate(time.Second))+"   "+a.keys.first(inSQL, actEscape)+" stops it on the service", w)...)
	return append(lines, a.paidFoot(w)...)
}

// paidFoot says what was paid so far.
func (a *app) paidFoot(w int) [][]run {
	if s := paidText(a.sql.src); s != "" {
		return said(dim, "So far: "+s, w)
	}
	return nil
}

// paidText says what a source has scanned, and what that cost; "" for nothing.
func paidText(src source.Billed) string {
	if src == nil {
		return ""
	}
	s := src.Spent()
	if s.Queries == 0 {
		return ""
	}
	what := "1 query"
	if s.Queries > 1 {
		what = count(s.Queries) + " queries"
	}
	what += ", " + model.Size(s.Bytes) + " scanned"
	if s.Dollars > 0 {
		what += ", " + dollarsOf(s.Dollars) + " paid"
	}
	return what
}

// question asks whether to pay, "" when there is nothing to ask.
func (p *sqlPage) question(yes string) string {
	b, what := &p.bill, "Run it and pay"
	switch {
	case p.counts:
		b, what = &p.tally.bill, "Count on "+p.bill.Engine+" ("+plural(len(p.tally.bill.Statements), "statement")+") and pay"
	case !p.sure:
		return ""
	}
	how := "what it costs is not known"
	if dollars, known := b.Dollars(); known {
		how = "≈ " + dollarsOf(dollars)
	}
	return what + ": " + how + "?   " + yes + " yes   any other key no"
}
