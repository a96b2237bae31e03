package tui

import "strings"

// drawTime draws the dialog over the screen, with its keys on the last line.
func (a *app) drawTime() {
	c, b := &a.c, a.timeBox
	c.fill(rect{0, a.h - 2, a.w, 2}, plain, ' ')
	w := min(a.w, 84)
	need := 4 + toInt(b.zones) // the ends, the zone, what is chosen, its count
	room := a.h - 4 - need
	rows := max(min(len(b.ready), room), 1)
	note := toInt(room > rows)
	gap := toInt(room >= rows+3)
	h := need + rows + note + 2*gap + 2
	box := rect{(a.w - w) / 2, max((a.h-2-h)/3, 0), w, h}
	c.fill(box, plain, ' ')
	side := "in " + b.clock(a).name()
	if box.y == 0 { // it hides how complete the count below is
		side += "   " + stateText(a.coverage())
	}
	drawBox(c, box, accent, "TIME", side)
	in := box.inset(2, 1)
	y := in.y
	for i, name := range timeEnds {
		a.drawTimeEnd(rect{in.x, y, in.w, 1}, i, name)
		y++
	}
	if b.zones {
		a.drawTimeZone(rect{in.x, y, in.w, 1})
		y++
	}
	y += gap
	b.top = min(max(b.top, b.at-timeReady-rows+1, 0), max(b.at-timeReady, 0), len(b.ready)-rows)
	for i := range rows {
		a.drawReady(rect{in.x, y, in.w, 1}, b.top+i)
		y++
	}
	if b.top+rows < len(b.ready) {
		c.set(box.x+box.w-1, y-1, accent, '▾')
	}
	a.drawTimeFoot(rect{in.x, y + gap, in.w, 2 + note})
	foot := rect{0, a.h - 2, a.w, 1}
	a.drawFlash(foot)
	a.drawHints(rect{0, a.h - 1, a.w, 1})
}

// drawTimeEnd draws one end: what is typed, and what it is read as or what is
// wrong with it.
func (a *app) drawTimeEnd(r rect, i int, name string) {
	c, b := &a.c, a.timeBox
	st := dim
	if b.at == i {
		st = accent | bold
		c.set(r.x-1, r.y, accent, '▌')
	}
	c.print(r.x+1, r.y, 6, st, name)
	field := rect{r.x + 8, r.y, min(25, r.w-8), 1}
	text := plain
	if b.at >= timeReady {
		text = dim
	}
	if b.at == i {
		b.ends[i].draw(c, field, text)
	} else {
		c.print(field.x, field.y, field.w, text, b.ends[i].text)
	}
	c.hit(rect{r.x, r.y, r.w, 1}, actChoice, i)
	x, end := field.x+field.w+1, r.x+r.w
	switch {
	case b.at >= timeReady: // a ready range is chosen
	case b.errs[i] != nil:
		c.print(x, r.y, end-x, danger, b.errs[i].Error())
	case b.ends[i].text == "":
		c.print(x, r.y, end-x, dim, "open: "+[]string{"from the oldest record", "to the newest record"}[i])
	default:
		c.print(x, r.y, end-x, dim, "= "+b.clock(a).end(b.spans[i]))
	}
}

// drawTimeZone draws the zones to choose from.
func (a *app) drawTimeZone(r rect) {
	c, b := &a.c, a.timeBox
	st := dim
	if b.at == timeZone {
		st = accent | bold
		c.set(r.x-1, r.y, accent, '▌')
		c.caret = rect{r.x + 8, r.y, 1, 1}
	}
	c.print(r.x+1, r.y, 6, st, "Zone")
	x := r.x + 8
	for i, o := range []string{"UTC", a.clock.name()} {
		mark, st := "( ) ", dim
		if b.utc == (i == 0) {
			mark, st = "(•) ", plain|bold
		}
		n, _ := c.print(x, r.y, r.x+r.w-x, st, mark+o)
		x += n + 3
	}
	c.hit(r, actChoice, timeZone)
}

// drawReady draws a ready range.
func (a *app) drawReady(r rect, i int) {
	c, b := &a.c, a.timeBox
	ready := b.ready[i]
	from, to := ready.from, ready.to
	if from == 0 && to == 0 {
		if first, last, some := a.sess.snapshot.Bounds(); some {
			from, to = axis(first, last+1)
		}
	}
	when := ""
	if to > from {
		when = b.clock(a).bareRange(from, to)
	}
	n, _ := c.print(r.x+1, r.y, r.w-1, plain, ready.name)
	if w := width(when); n+w+5 <= r.w {
		c.print(r.x+r.w-w-1, r.y, w, dim, when)
	}
	c.hit(r, actChoice, timeReady+i)
	if b.at == timeReady+i {
		c.restyle(r, lit)
		c.set(r.x-1, r.y, accent, '▌')
		c.caret = rect{r.x, r.y, 1, 1}
	}
}

// drawTimeFoot draws the range chosen, what it matches, and how times are
// written.
func (a *app) drawTimeFoot(r rect) {
	c, b := &a.c, a.timeBox
	from, to, err := b.chosen()
	say := "all that was read"
	switch cl := b.clock(a); {
	case from != 0 && to != 0:
		say = cl.bareRange(from, to) + " " + cl.between(from, to)
	case from != 0:
		say = "from " + cl.end(from)
	case to != 0:
		say = "until " + cl.end(to)
	}
	switch {
	case err != nil:
		c.print(r.x+1, r.y, r.w-1, danger, strings.ReplaceAll(err.Error(), "\n", "; "))
	default:
		c.print(r.x+1, r.y, r.w-1, plain|bold, say)
	}
	switch {
	case b.wrong != nil:
		c.print(r.x+1, r.y+1, r.w-1, danger, "error: "+b.wrong.Error())
	case b.asking:
		c.print(r.x+1, r.y+1, r.w-1, dim, "counting …")
	default:
		c.print(r.x+1, r.y+1, r.w-1, plain, b.counts)
	}
	if r.h < 3 {
		return
	}
	note := "as 2026-11-03 10:30, 10:30, 24h (ago), -2h, +2h (from the other end), Z, +01:00"
	if width(note)+1 > r.w {
		note = "as 2026-11-03 10:30, 10:30, 24h (ago), -2h, +2h, Z"
	}
	c.print(r.x+1, r.y+2, r.w-1, dim, note)
}
