package tui

import (
	"strings"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/tui/text"
)

// drawSheet draws the sheet over the whole screen.
func (a *app) drawSheet() {
	c, s := &a.c, a.sheet
	a.drawHeader(rect{0, 0, a.w, 1}, "Principal")
	y := 1
	x := 1
	n, hurt := c.print(x, y, a.w-2, title, s.who)
	if hurt {
		c.print(x+n+1, y, 12, warn, "⚠ escaped")
	}
	y++
	r := rect{0, y, a.w, a.h - y - 2}
	if a.fr.tier == tierTwo {
		drawBox(c, r, border, "", "")
		r = r.inset(1, 1)
	}
	s.fit(r.w-2, a.coverage())
	s.page.draw(c, r)
	foot := rect{0, a.h - 2, a.w, 1}
	if !a.drawFlash(foot) {
		a.drawPick(foot)
	}
	a.drawHints(rect{0, a.h - 1, a.w, 1})
}

// fit writes the page for a width, when it is not yet.
func (s *sheet) fit(w int, c model.Coverage) {
	if s.width != w {
		s.width = w
		s.page.set(s.lines(w, c))
	}
}

// lines writes the sheet: the calls, then part by part, then what is left out.
func (s *sheet) lines(w int, c model.Coverage) []pageLine {
	out := s.callLines(w)
	for i := range s.parts {
		out = append(out, s.partLines(&s.parts[i], w)...)
	}
	if s.twice > 0 {
		say := count(s.twice) + " of these records tell of requests that stand in both logs; such a request is counted in each"
		out = append(out, pageLine{})
		out = append(out, headed("NOTE", []string{say}, w)...)
	}
	return append(out, s.leftOut(w, c)...)
}

// The columns of a sheet: a title, the values, their counts.
const (
	sheetTitle = 13
	sheetCount = 10
)

// sheetWidths returns the columns of values and bars.
func sheetWidths(w int) (value, bar int) {
	const times = 27
	if bar = 12; w < 100 {
		bar = 0
	}
	const gaps = 3
	if bar > 0 {
		bar += gaps
	}
	return max(min(w-sheetTitle-sheetCount-bar-times-gaps, 60), 14), max(bar-gaps, 0)
}

// line writes one value with its count, share and times.
func (s *sheet) line(w int, head, name string, st style, t tally) pageLine {
	value, bars := sheetWidths(w)
	shown, escaped := text.Display(name)
	l := pageLine{runs: []run{{title, pad(head, sheetTitle)}, {st, pad(cutMiddle(shown, value), value+1)}, {plain, leftPad(count(t.matched), sheetCount)}}}
	if bars > 0 {
		l.runs = append(l.runs, run{bar, "  " + barText(t.matched, s.total.matched, bars)})
	}
	if escaped {
		l.runs = append(l.runs, run{warn, " ⚠"})
	}
	if t.matched > 0 {
		l.right = run{dim, briefRange(t.first, t.last)}
	}
	return l
}

// callLines tells how many calls there are and what became of them.
func (s *sheet) callLines(w int) []pageLine {
	account := accountOf(s.who)
	if account == "" {
		account = "not told by the name"
	}
	out := []pageLine{{runs: []run{{title, pad("ACCOUNT", sheetTitle)}, {plain, account}}}}
	switch {
	case s.err != nil:
		return append(out, pageLine{runs: []run{{danger, "error: " + s.err.Error()}}})
	case !s.total.done:
		return append(out, pageLine{runs: []run{{title, pad("RECORDS", sheetTitle)}, {dim, "counting …"}}})
	}
	all := s.line(w, "RECORDS", "of "+count(s.total.read)+" read", plain, s.total)
	all.way = &way{name: "principal", where: s.where, from: s.from, to: s.to}
	out = append(out, all)
	for o := range numOutcomes {
		t := s.outcomes[o]
		if o == untold && t.matched == 0 {
			continue
		}
		st := [...]style{ok, warn, warn, dim}[o]
		l := s.line(w, "", outcomeNames[o], st, t)
		if t.matched == 0 {
			l.runs[1].st = dim
		} else {
			l.way = &way{name: outcomeNames[o], where: both(s.where, o.filter()), from: s.from, to: s.to}
		}
		out = append(out, l)
	}
	return out
}

// partLines writes the values of one field.
func (s *sheet) partLines(p *sheetPart, w int) []pageLine {
	switch {
	case p.err != nil:
		return []pageLine{{}, {runs: []run{{title, pad(p.title, sheetTitle)}, {danger, "error: " + p.err.Error()}}}}
	case !p.done:
		return []pageLine{{}, {runs: []run{{title, pad(p.title, sheetTitle)}, {dim, "counting …"}}}}
	case len(p.values) == 0:
		return nil
	}
	var out []pageLine
	head := p.title
	if !p.close {
		out = append(out, pageLine{})
	}
	shown := sheetShown
	if s.open[p.field] {
		shown = len(p.values)
	}
	for _, v := range p.values[:min(shown, len(p.values))] {
		out = append(out, s.valueLine(p.field, v, w, head))
		head = ""
	}
	if left := len(p.values) - shown + p.more; left > 0 {
		f := p.field
		l := pageLine{runs: []run{{title, pad(head, sheetTitle)}, {dim, "… " + count(left) + " more"}}}
		if !s.open[f] {
			l.unfold = &f
			l.runs = append(l.runs, run{accent, "   " + s.unfold}, run{dim, " shows them"})
		}
		out = append(out, l)
	}
	if p.none > 0 {
		say := "not recorded"
		if model.Fields[p.field].Absence == model.Answer {
			say = "none"
		}
		out = append(out, pageLine{runs: []run{{title, pad(head, sheetTitle)}, {dim, say + " in " + plural(p.none, "record")}}})
	}
	return out
}

// valueLine writes one value of a field; enter leads to the principal's records
// with it.
func (s *sheet) valueLine(f model.Field, v store.Value, w int, head string) pageLine {
	st := plain
	switch f {
	case model.FieldTLS:
		st = tlsStyle(v.Text)
	case model.FieldError:
		st = warn
	}
	l := s.line(w, head, v.Text, st, tally{done: true, matched: v.Count, first: v.First, last: v.Last})
	p := model.Pick{Field: f, Value: v.Text, Recorded: true}
	l.target = &p
	l.way = &way{name: f.String(), where: include(s.where, p), from: s.from, to: s.to}
	return l
}

// leftOut tells what the sheet does not cover.
func (s *sheet) leftOut(w int, c model.Coverage) []pageLine {
	var list []string
	if s.total.unknown > 0 {
		list = append(list, plural(s.total.unknown, "record")+" that cannot say who called")
	}
	if c.State != model.Complete {
		list = append(list, "what was not read: "+stateText(c))
	}
	if lost := lostText(c); lost != "" {
		list = append(list, lost)
	}
	var none []string
	for _, p := range s.parts {
		if p.done && len(p.values) == 0 && p.none > 0 {
			none = append(none, strings.ToLower(p.title))
		}
	}
	if none != nil {
		list = append(list, "not recorded in any of these records: "+strings.Join(none, ", "))
	}
	list = append(list, "the filter and the time on the screen, which are not applied here")
	return append([]pageLine{{}}, headed("LEFT OUT", list, w)...)
}

// headed writes texts under a title, wrapped.
func headed(head string, list []string, w int) []pageLine {
	var out []pageLine
	for _, say := range list {
		pieces, _ := wrap(say, w-sheetTitle-2)
		for _, p := range pieces {
			out = append(out, pageLine{runs: []run{{title, pad(head, sheetTitle)}, {plain, p}}})
			head = ""
		}
	}
	return out
}

// leftPad puts blanks before s up to w columns.
func leftPad(s string, w int) string { return strings.Repeat(" ", max(w-width(s), 0)) + s }

// barText draws n of all as a bar in text, w columns at most.
func barText(n, all, w int) string {
	if n <= 0 || all <= 0 {
		return ""
	}
	part := max(min(n*w*8/all, w*8), 1)
	s := strings.Repeat("█", part/8)
	if part%8 > 0 {
		s += string(eighths[part%8])
	}
	return s
}
