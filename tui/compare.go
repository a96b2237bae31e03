package tui

import (
	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
)

// A comparison shows two records side by side over the screen, what differs
// first.
type comparison struct {
	pair
	twins bool // two witnesses of one request
	side  int  // the record that + - and p take values from
	page  page
	width int
}

// chosen returns the record of the side the cursor is on.
func (m *comparison) chosen() subject { return m.pair[m.side] }

// fit writes the page for a width, when it is not yet.
func (m *comparison) fit(w int) {
	if m.width != w {
		m.width = w
		m.page.set(m.pairLines(m.fields(m.twins), w, m.side))
	}
}

// compareTwin compares the opened record with what the other log says of it.
func (a *app) compareTwin() tea.Cmd {
	d := a.detail
	switch o := a.out; {
	case o == nil || o.of != d.subject || !o.looked:
		a.flash = "the other log is still being looked through"
	case o.twin.v == nil:
		a.flash = "no record of the other log tells of this request"
	default:
		a.compare = &comparison{pair: pair{d.subject, o.twin}, twins: o.sameAct()}
	}
	return nil
}

// doCompare performs an action of the comparison.
func (a *app) doCompare(act action) tea.Cmd {
	m := a.compare
	switch act {
	case actBack, actEscape, actCompare:
		a.compare = nil
	case actLeft, actRight:
		m.side, m.width = 0, 0
		if act == actRight {
			m.side = 1
		}
	case actInclude, actExclude, actOnly:
		return a.refineHere(act)
	default:
		m.page.do(act)
	}
	return nil
}

// refineHere changes the filter from a value of a screen that stays open.
func (a *app) refineHere(act action) tea.Cmd {
	cmd := a.refine(act)
	if cmd != nil && a.flash == "" {
		a.flash = "the filter is now  " + a.hist.now().text + "   " + a.key(actBack) + " back to it, there " + a.key(actUndo) + " undoes"
	}
	return cmd
}

// drawCompare draws the comparison over the whole screen.
func (a *app) drawCompare() {
	c, m := &a.c, a.compare
	a.drawHeader(rect{0, 0, a.w, 1}, "Compare")
	r := rect{0, 1, a.w, a.h - 3}
	if a.fr.tier == tierTwo {
		drawBox(c, r, border, "", "")
		r = r.inset(1, 1)
	}
	w := r.w - 2
	m.fit(w)
	m.drawHeads(c, a.keys, rect{r.x, r.y, r.w, min(2, r.h)})
	m.page.draw(c, rect{r.x, r.y + 3, r.w, r.h - 3})
	foot := rect{0, a.h - 2, a.w, 1}
	if !a.drawFlash(foot) {
		a.drawPick(foot)
	}
	a.drawHints(rect{0, a.h - 1, a.w, 1})
}

// drawHeads draws which two records are compared, one a column.
func (m *comparison) drawHeads(c *canvas, keys *keyTable, r rect) {
	left, right := halves(r.w - 2)
	x := r.x + 3 + pairName
	c.print(r.x+1, r.y, pairName, dim, keys.first(inPair, actLeft)+"  "+keys.first(inPair, actRight)+"  side")
	for i, w := range [2]int{left, right} {
		s := m.pair[i]
		st := dim | bold
		if i == m.side {
			st = accent | bold | under
		}
		c.print(x, r.y, w, st, s.kind().String())
		op, _ := cellText(s.v, s.row, model.FieldOp)
		c.print(x, r.y+1, w, plain, moment(s.v.Time(s.row))+"  "+op)
		x += w + 2
	}
}

// drawPick draws the value under the cursor whole.
func (a *app) drawPick(r rect) {
	p, has := a.under()
	if !has {
		return
	}
	c, name := &a.c, p.Field.String()
	if p.Field == model.FieldPath {
		name = p.Path
	}
	n, _ := c.print(r.x+1, r.y, r.w-2, accent, name)
	value, recorded := valueShown(p)
	if !recorded {
		value = "not recorded"
	}
	c.print(r.x+n+2, r.y, r.w-n-3, dim, "=")
	c.print(r.x+n+4, r.y, r.w-n-5, plain, value)
}
