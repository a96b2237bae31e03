package tui

import (
	"fmt"
	"time"

	"s3sleuth/model"
	"s3sleuth/source"
)

// What reading a log bucket is expected to reach, to tell how long it takes.
const (
	objectsASecond = 1500
	bytesASecond   = 50 << 20
	bytesARecord   = 100 // in memory
)

// drawScope draws the scope over the whole screen.
func (a *app) drawScope() {
	s, c := a.scope, &a.c
	all := rect{0, 0, a.w, a.h}
	n, _ := c.print(1, 0, a.w-2, title, "s3sleuth")
	c.print(n+3, 0, a.w-n-4, plain, s.uri)
	y := 1
	if a.h >= 16 {
		c.print(1, 1, a.w-2, title, "What of it is to be read?")
		say := "nothing is read before " + a.keys.label(inScope, actAccept)
		if w := width(say); w+30 < a.w {
			c.print(a.w-1-w, 1, w, dim, say)
		}
		y = 2
	}
	list := rect{0, y, a.w, a.h - 2 - y}
	switch {
	case a.w >= twoWidth:
		side := rect{a.w - a.w*2/5, y, a.w * 2 / 5, list.h}
		list.w -= side.w
		drawBox(c, side, border, "WHAT THAT TAKES", "by listing only")
		s.drawPlan(c, side.inset(2, 1), a.cfg.Memory)
	case a.h >= 16:
		below := rect{0, list.y + list.h - 8, a.w, 8}
		list.h -= 8
		drawBox(c, below, border, "WHAT THAT TAKES", "by listing only")
		s.drawPlan(c, below.inset(2, 1), a.cfg.Memory)
	}
	s.drawLines(c, list)
	if s.typed != nil {
		s.typed.draw(c, all)
	}
	a.drawFlash(rect{0, a.h - 2, a.w, 1})
	if a.find != nil {
		a.drawFind(rect{0, a.h - 2, a.w, 1}, "SCOPE")
	}
	a.drawHints(rect{0, a.h - 1, a.w, 1})
}

// drawLines draws what can be chosen.
func (s *scope) drawLines(c *canvas, r rect) {
	note := ""
	switch {
	case !s.known:
		note = "… looking which accounts and Regions there are"
	case s.err != nil:
		note = "which parts there are is not known: " + s.err.Error()
	case s.more:
		note = "there are more than are listed"
	case s.find != "":
		note = "only what holds “" + s.find + "”"
	}
	if r.h >= 6 {
		drawBox(c, r, accent, "SCOPE", "")
		r = r.inset(2, 1)
	}
	if note != "" {
		r.h--
		c.print(r.x, r.y+r.h, r.w, dim, note)
	}
	lines := s.lines()
	s.cursor = max(min(s.cursor, len(lines)-1), 1)
	s.height = r.h
	s.top = max(min(max(s.top, s.cursor-r.h+1), s.cursor, len(lines)-r.h), 0)
	if s.cursor < r.h {
		s.top = 0
	}
	for i := 0; i < r.h && s.top+i < len(lines); i++ {
		k, row := s.top+i, r.row(i)
		l := lines[k]
		switch {
		case l.head != "":
			c.print(row.x, row.y, row.w, dim|bold, l.head)
			w := width(l.note)
			c.print(row.x+row.w-w, row.y, w, dim, l.note)
			continue
		case l.span >= 0:
			mark := "( ) "
			if l.span == s.span {
				mark = "(•) "
			}
			c.print(row.x+2, row.y, row.w-2, plain, mark+s.spans[l.span].name)
		default:
			mark, st := "[x] ", plain
			if s.off[l.part] {
				mark, st = "[ ] ", dim
			}
			n, _ := c.print(row.x+2, row.y, row.w-2, st, mark+l.part.name)
			if files, bytes := s.share(l.part); files > 0 {
				say := plural(files, "object") + ", " + model.Size(bytes)
				if w := width(say); n+w+4 <= row.w {
					c.print(row.x+row.w-w, row.y, w, dim, say)
				}
			}
		}
		c.hit(row, actLine, k)
		if k == s.cursor {
			c.point(row)
		}
	}
	if s.top+r.h < len(lines) {
		c.set(r.x+r.w, r.y+r.h-1, accent, '▾')
	}
}

// share returns what the plan would read of a part, 0 where it does not tell.
func (s *scope) share(part scopePart) (files int, bytes int64) {
	if !s.planned || s.planErr != nil {
		return 0, 0
	}
	for _, p := range s.plan.Parts {
		name := [numScopeGroups]string{scopeAccounts: p.Account, scopeRegions: p.Region, scopeBuckets: p.Bucket}[part.group]
		if name == part.name {
			files, bytes = files+p.Files, bytes+p.Bytes
		}
	}
	return files, bytes
}

// drawPlan says what reading the chosen parts takes.
func (s *scope) drawPlan(c *canvas, r rect, memory int64) {
	var lines [][]run
	switch p := s.plan; {
	case s.nothing() != "":
		lines = said(warn, "Nothing would be read: all "+s.nothing()+" are left out.", r.w)
	case s.planErr != nil:
		lines = said(danger, "✗ "+s.planErr.Error(), r.w)
		if hint := source.Advice(s.planErr); hint != "" {
			lines = append(lines, said(plain, hint, r.w)...)
		}
	case !s.planned:
		lines = said(accent, "… listing the keys", r.w)
	case p.Files == 0:
		lines = said(warn, "No object of this scope and time.", r.w)
	default:
		for _, l := range [][3]string{
			{"objects", count(p.Files), model.Size(p.Bytes) + ", of " + plural(p.Days, "day")},
			{"records", "≈ " + count(p.Records), memoryNeed(p.Records, memory)},
			{"requests", count(p.Requests), price(p.Dollars)},
			{"time", "≈ " + duration(p.Files, p.Bytes), fmt.Sprintf("at %s objects, %s a second", count(objectsASecond), model.Size(bytesASecond))},
		} {
			lines = append(lines, sum(l[0], l[1], l[2], r.w)...)
		}
		if memory > 0 && int64(p.Records)*bytesARecord > memory {
			lines = append(lines, said(warn, "⚠ more than memory takes: reading would end PARTIAL after about "+count(int(memory/bytesARecord))+" records. Narrow it, or raise --memory.", r.w)...)
		}
		lines = append(lines, nil)
		for _, note := range p.Notes {
			lines = append(lines, said(dim, note, r.w)...)
		}
	}
	for i, line := range lines[:min(len(lines), max(r.h, 0))] {
		x := r.x
		for _, piece := range line {
			n, _ := c.print(x, r.y+i, r.x+r.w-x, piece.st, piece.s)
			x += n
		}
	}
}

// sum tells one number of a plan: what, how much, and something beside it, or
// below where there is no room.
func sum(what, much, beside string, w int) [][]run {
	line := []run{{dim, pad(what, 10)}, {plain | bold, pad(much, 14) + " "}}
	if 25+width(beside) > w {
		return [][]run{line, {{dim, pad("", 10) + beside}}}
	}
	return [][]run{append(line, run{dim, beside})}
}

// memoryNeed says what the records take of the memory they may take.
func memoryNeed(records int, memory int64) string {
	s := model.Size(int64(records)*bytesARecord) + " of memory"
	if memory > 0 {
		s = model.Size(int64(records)*bytesARecord) + " of " + model.Size(memory) + " memory"
	}
	return s
}

// price says what requests cost.
func price(dollars float64) string {
	switch {
	case dollars == 0:
		return "free of charge"
	case dollars < 0.01:
		return "under one US cent at list prices"
	}
	return fmt.Sprintf("≈ $%.2f at list prices", dollars)
}

// duration says how long reading takes, roughly.
func duration(files int, bytes int64) string {
	d := max(float64(files)/objectsASecond, float64(bytes)/bytesASecond)
	return span(max(time.Duration(d*float64(time.Second)).Round(time.Second), time.Second))
}
