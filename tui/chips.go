package tui

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
)

// A chip is one condition of the filter line, by itself.
type chip struct {
	text string
	off  bool // switched off: it stays in the line and asks nothing
}

// chips are the conditions of the filter line while one goes from one to the
// next.
type chips struct {
	list   []chip
	cursor int
}

// openChips goes to the conditions of the line as it is typed.
func (a *app) openChips() {
	f := &a.bar
	if a.find != nil {
		return
	}
	if f.err != nil {
		a.flash = "the line is no filter yet: mend it first"
		return
	}
	ch := &chips{}
	for _, x := range model.Terms(f.where) {
		ch.list = append(ch.list, chip{text: x.String()})
	}
	for _, s := range f.off {
		ch.list = append(ch.list, chip{s, true})
	}
	if len(ch.list) == 0 {
		a.flash = "the filter has no condition yet"
		return
	}
	ch.cursor = len(ch.list) - 1
	f.chips = ch
}

// takeChips makes the line of the conditions that are on.
func (f *filterBar) takeChips(now time.Time) {
	var on []string
	f.off = nil
	for _, c := range f.chips.list {
		if c.off {
			f.off = append(f.off, c.text)
		} else {
			on = append(on, alone(c.text, now))
		}
	}
	f.set(strings.Join(on, " "), now)
}

// alone returns a condition as it stands beside others: an OR in brackets.
func alone(text string, now time.Time) string {
	if x, _ := parse(text, now); x != nil {
		if _, is := x.(model.Or); is {
			return "(" + text + ")"
		}
	}
	return text
}

// negated returns the opposite of a condition.
func negated(text string, now time.Time) string {
	x, wrong := parse(text, now)
	if wrong != nil || x == nil {
		return text
	}
	if n, is := x.(model.Not); is {
		return filterText(n.X)
	}
	return filterText(model.Not{X: x})
}

// doChips performs an action on the conditions.
func (a *app) doChips(act action) tea.Cmd {
	f, now := &a.bar, a.cfg.Now()
	ch := f.chips
	at := &ch.list[ch.cursor]
	switch act {
	case actLeft:
		ch.cursor = max(ch.cursor-1, 0)
		return nil
	case actRight:
		ch.cursor = min(ch.cursor+1, len(ch.list)-1)
		return nil
	case actNextPane:
		f.chips = nil
		return nil
	case actAccept, actEscape:
		f.chips = nil
		return a.doFilter(act)
	case actToggle:
		at.off = !at.off
	case actNegate:
		at.text = negated(at.text, now)
	case actRemove:
		ch.list = slices.Delete(ch.list, ch.cursor, ch.cursor+1)
		ch.cursor = max(min(ch.cursor, len(ch.list)-1), 0)
	default:
		return nil
	}
	f.takeChips(now)
	if len(ch.list) == 0 {
		f.chips = nil
	}
	return a.debounce()
}

// drawChips draws the conditions side by side, those switched off marked, and
// scrolled so that the one under the cursor is seen.
func (ch *chips) draw(c *canvas, r rect) {
	from := 0
	for used := 0; from < ch.cursor; from++ {
		used = 0
		for _, k := range ch.list[from : ch.cursor+1] {
			used += k.width() + 1
		}
		if used <= r.w {
			break
		}
	}
	x := r.x
	for i := from; i < len(ch.list) && x < r.x+r.w; i++ {
		k := ch.list[i]
		st := accent
		if k.off {
			st = dim
		}
		if i == ch.cursor {
			st |= reverse
		}
		n, _ := c.print(x, r.y, r.x+r.w-x, st, k.label())
		x += n + 1
	}
}

// label returns what a condition shows as: one switched off says so.
func (k chip) label() string {
	if k.off {
		return " off: " + k.text + " "
	}
	return " " + k.text + " "
}

func (k chip) width() int { return width(k.label()) }

// drawOff draws the conditions that are switched off behind a filter.
func drawOff(c *canvas, r rect, off []string) {
	x := r.x
	for _, s := range off {
		n, _ := c.print(x, r.y, r.x+r.w-x, dim, "off: "+s)
		x += n + 2
	}
}
