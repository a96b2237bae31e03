package tui

import (
	"strings"

	"s3sleuth/model"
	"s3sleuth/tui/text"
)

// valueShown returns a picked value as it may be shown: secrets masked.
func valueShown(p model.Pick) (string, bool) {
	return text.Mask(p.Value), p.Recorded
}

// drawDetail draws the opened record over the whole screen.
func (a *app) drawDetail() {
	c, d := &a.c, a.detail
	two := a.fr.tier == tierTwo
	where := "Record " + count(d.index+1) + " of " + count(a.table.len())
	if d.stray {
		where = "Record, not one of the " + plural(a.table.len(), "match")
	}
	a.drawHeader(rect{0, 0, a.w, 1}, where)
	y := 1
	if a.h >= 14 {
		a.drawHeadline(rect{1, y, a.w - 2, 1})
		y++
	}
	a.drawTabs(rect{1, y, a.w - 2, 1})
	y++
	r := rect{0, y, a.w, a.h - y - 2}
	if side := paneWidth(a.w); two && side > 0 && d.tab == tabExplained {
		r.w -= side
		a.drawPane(rect{r.x + r.w, r.y, side, r.h})
	}
	if two {
		drawBox(c, r, border, "", "")
		r = r.inset(1, 1)
	}
	d.fit(r.w - 2)
	d.pages[d.tab].draw(c, r)
	foot := rect{0, a.h - 2, a.w, 1}
	switch p, has := d.target(); {
	case a.find != nil:
		a.drawFind(foot, "find")
	case a.drawFlash(foot):
	case d.chosenWay() != nil:
		a.drawWayFoot(rect{1, foot.y, foot.w - 2, 1}, d.chosenWay())
	case has:
		name := p.Field.String()
		if p.Field == model.FieldPath {
			name = p.Path
		}
		n, _ := c.print(1, foot.y, foot.w-2, accent, name)
		value, recorded := valueShown(p)
		if !recorded {
			value = "null: not recorded"
		}
		c.print(n+2, foot.y, foot.w-n-3, dim, "=")
		c.print(n+4, foot.y, foot.w-n-5, plain, value)
	}
	a.drawHints(rect{0, a.h - 1, a.w, 1})
}

// drawHeadline draws the record in one line.
func (a *app) drawHeadline(r rect) {
	d := a.detail
	x := r.x
	for _, f := range []model.Field{model.FieldTime, model.FieldOp, model.FieldStatus, model.FieldError, model.FieldBucket, model.FieldPrincipal} {
		s, recorded := cellText(d.v, d.row, f)
		if f == model.FieldTime {
			s = a.clock.stamp(d.v.Time(d.row))
		}
		if !recorded {
			continue
		}
		st := cellStyle(d.v, d.row, f, s, true)
		if f == model.FieldOp {
			st |= bold
		}
		n, _ := a.c.print(x, r.y, r.x+r.w-x, st, s)
		x += n + 3
	}
}

func (a *app) drawTabs(r rect) {
	c, x := &a.c, r.x
	for i, name := range tabNames {
		st := dim
		if tab(i) == a.detail.tab {
			st, name = accent|bold|under, " "+name+" "
		} else {
			name = " " + name + " "
		}
		n, _ := c.print(x, r.y, r.w, st, name)
		c.hit(rect{x, r.y, n, 1}, actTab, i)
		x += n + 2
	}
	page := &a.detail.pages[a.detail.tab]
	if page.find != "" {
		say := "find: " + page.find + "   " + a.keys.first(inDetail, actNextMark) + " " + a.keys.first(inDetail, actPrevMark) + " next, previous"
		if more := say + "   " + a.key(actEscape) + " clear"; width(more) <= r.x+r.w-x-2 {
			say = more
		}
		c.print(x+2, r.y, r.x+r.w-x-2, dim, say)
	}
}

// drawFind draws the line that takes a text to find.
func (a *app) drawFind(r rect, name string) {
	n, _ := a.c.print(r.x+1, r.y, r.w, accent|bold, name+" /")
	a.find.draw(&a.c, rect{r.x + n + 2, r.y, r.w - n - 3, 1}, plain)
}

// drawList draws a list over the screen, with its keys on the last line.
func (a *app) drawList() {
	c, l := &a.c, a.list
	c.fill(rect{0, a.h - 2, a.w, 2}, plain, ' ')
	box := rect{0, 1, a.w, a.h - 3}
	c.fill(box, plain, ' ')
	note := ""
	if !l.loading && l.opened == nil {
		note = count(len(l.shown)) + " of " + count(len(l.problems))
	}
	drawBox(c, box, accent, l.title, note)
	l.draw(c, box.inset(2, 1))
	foot := rect{0, a.h - 2, a.w, 1}
	if a.find != nil {
		a.drawFind(foot, "show lines with")
	} else {
		a.drawFlash(foot)
	}
	a.drawHints(rect{0, a.h - 1, a.w, 1})
}

func (l *list) draw(c *canvas, r rect) {
	if l.opened != nil {
		l.opened.draw(c, r)
		return
	}
	switch {
	case l.loading:
		c.print(r.x, r.y, r.w, dim, "counting …")
		return
	case l.err != nil:
		c.print(r.x, r.y, r.w, danger, "error: "+l.err.Error())
		return
	}
	note := l.note
	if l.filter != "" {
		note = "lines with \"" + l.filter + "\"   " + note
	}
	says, _ := wrap(note, r.w)
	if most := max(r.h/3, 1); len(says) > most { // the rest is for the lines
		says = append(says[:most-1], strings.Join(says[most-1:], " "))
	}
	for i, s := range says {
		c.print(r.x, r.y+i, r.w, dim, s)
	}
	r.y += len(says) + 1
	r.h -= len(says) + 1
	if len(l.shown) == 0 {
		say := "everything that was read could be read"
		if l.filter != "" {
			say = "no line"
		}
		c.print(r.x, r.y, r.w, dim, say)
		return
	}
	l.height = max(r.h, 1)
	l.top = min(max(l.top, l.cursor-l.height+1), l.cursor)
	for i := 0; i < r.h && l.top+i < len(l.shown); i++ {
		row := r.row(i)
		l.drawProblem(c, row, l.problems[l.shown[l.top+i]])
		c.hit(row, actLine, l.top+i)
		if l.top+i == l.cursor {
			c.point(rect{row.x - 1, row.y, row.w + 1, 1})
		}
	}
}

func (l *list) drawProblem(c *canvas, r rect, p model.Problem) {
	at := p.File
	if p.Line > 0 {
		at += ":" + itoa(p.Line)
	}
	st := warn
	if p.Whole {
		st = danger
	}
	w := r.w / 2
	if over := width(at) - w; over > 0 { // the end of a path tells more than its beginning
		at = "…" + tail(at, w-1)
	}
	n, _ := c.print(r.x, r.y, w, plain, at)
	x := r.x + max(n, min(w, 40)) + 2
	c.print(x, r.y, r.x+r.w-x, st, p.Reason)
}

// tail returns the last w columns of s, about.
func tail(s string, w int) string {
	s, _ = text.Display(s)
	for i := range s {
		if width(s[i:]) <= w {
			return s[i:]
		}
	}
	return ""
}
