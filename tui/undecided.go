package tui

import (
	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
)

// listUndecided takes a step to the records about which the filter is unknown:
// those counted as "that cannot say".
func (a *app) listUndecided() tea.Cmd {
	if a.q.answer == nil || a.q.answer.Unknown == 0 {
		a.flash = "every record can say: yes or no"
		return nil
	}
	s := *a.hist.now()
	s.where = model.WhereUnknown(s.where)
	s.text, s.label = filterText(s.where), "cannot say"
	return a.commit(s)
}

// drawUndecided draws how many records cannot say, and the key that lists them,
// at x up to end, in fewer words where they have no room: a number is not cut. It
// returns where it ends.
func (a *app) drawUndecided(x, y, end int) int {
	from := x + 3
	n := count(a.q.answer.Unknown)
	say := "   and " + n + " that cannot say"
	for _, less := range []string{"   " + n + " cannot say", "   · " + n, " · " + n, ""} {
		if x+width(say) > end {
			say = less
		}
	}
	w, _ := a.c.print(x, y, end-x, warn, say)
	x += w
	if key := "  " + a.key(actUndecided) + " list"; x+width(key) <= end {
		w, _ = a.c.print(x, y, end-x, dim, key)
		x += w
	}
	a.c.hit(rect{from, y, x - from, 1}, actUndecided, 0)
	return x
}
