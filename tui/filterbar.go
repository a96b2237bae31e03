package tui

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
)

// A filterBar is the line the filter is typed in. It knows whether what stands
// there is a filter; what it means for the records the app asks.
type filterBar struct {
	in      input
	editing bool
	where   model.Expr // of the text, when err is nil
	err     *model.ParseError
	hint    string   // what the text was perhaps meant to be
	recent  []string // filters applied before, the latest last; once each
	at      int      // place in recent; len(recent) is the line itself
	typed   string   // the line itself, while recent ones are looked at
	tab     completing
	off     []string // conditions switched off
	opens   string   // the key that begins editing
	chips   *chips   // while one goes from condition to condition
}

// begin starts editing with the caret at the end.
func (f *filterBar) begin(text string, now time.Time) {
	f.editing, f.at, f.typed = true, len(f.recent), text
	f.set(text, now)
}

// end stops editing.
func (f *filterBar) end() { f.editing, f.chips = false, nil }

// set replaces the line.
func (f *filterBar) set(text string, now time.Time) {
	f.in.set(text)
	f.tab = completing{}
	f.check(now)
}

// check parses the line.
func (f *filterBar) check(now time.Time) {
	f.where, f.err = parse(f.in.text, now)
	f.hint = model.Hint(f.in.text)
}

// parse reads a filter; an empty one is nil and means every record.
func parse(text string, now time.Time) (model.Expr, *model.ParseError) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	x, err := model.Parse(text, now)
	if err == nil {
		return x, nil
	}
	var p *model.ParseError
	if !errors.As(err, &p) {
		p = &model.ParseError{Column: 1, Message: err.Error()}
	}
	return nil, p
}

// key takes a key or a paste and says whether the line changed.
func (f *filterBar) key(msg tea.Msg, now time.Time) (changed bool) {
	f.tab = completing{}
	if changed = f.in.key(msg); changed {
		f.at = len(f.recent)
		f.check(now)
	}
	return changed
}

// walk shows an earlier (-1) or later (1) filter.
func (f *filterBar) walk(by int, now time.Time) (changed bool) {
	to := f.at + by
	if to < 0 || to > len(f.recent) {
		return false
	}
	if f.at == len(f.recent) {
		f.typed = f.in.text
	}
	f.at = to
	if to == len(f.recent) {
		f.set(f.typed, now)
	} else {
		f.set(f.recent[to], now)
	}
	return true
}

// draw draws the line into r: the text with its parts coloured, the caret, and
// at the right whether it is a filter. shown stands there while nothing is typed.
func (f *filterBar) draw(c *canvas, r rect, shown string) {
	text := shown
	if f.editing {
		text = f.in.text
	}
	room := rect{r.x, r.y, r.w - 2, 1}
	if f.editing && f.chips != nil {
		f.chips.draw(c, room)
		c.set(r.x+r.w-1, r.y, ok, '✓')
		return
	}
	if n := width(text) + 3; len(f.off) > 0 && n < room.w {
		drawOff(c, rect{room.x + n, room.y, room.w - n, 1}, f.off)
	}
	if text == "" && !f.editing && len(f.off) > 0 {
		return
	}
	if text == "" && !f.editing {
		say := "every record   type " + f.opens + " for a filter, as tls:none op:PutObject"
		if width(say) > room.w {
			say = "every record   " + f.opens + " filter"
		}
		c.print(room.x, room.y, room.w, dim, say)
		return
	}
	from := 0
	if f.editing {
		from = f.in.scroll(c, room)
	}
	f.drawText(c, room, text, from)
	switch {
	case f.unfinished():
		c.set(r.x+r.w-1, r.y, dim, '…')
	case f.editing && f.err != nil:
		c.set(r.x+r.w-1, r.y, danger|bold, '✗')
	default:
		c.set(r.x+r.w-1, r.y, ok, '✓')
	}
}

// unfinished says that what is typed is wrong only for what is still to come.
func (f *filterBar) unfinished() bool {
	return f.editing && f.err != nil && f.err.Column > utf8.RuneCountInString(f.in.text)
}

// byteOf returns the byte at which the n-th character of s begins.
func byteOf(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}

func (f *filterBar) drawText(c *canvas, r rect, text string, from int) {
	wrong := -1
	if f.editing && f.err != nil {
		wrong = byteOf(text, max(f.err.Column-1, 0))
	}
	x := r.x
	for _, piece := range paint(text) {
		start, end := max(piece.from, from), piece.to
		if end <= start {
			continue
		}
		st := piece.st
		if wrong >= 0 && end > wrong {
			if start < wrong {
				n, _ := c.print(x, r.y, r.x+r.w-x, st, text[start:wrong])
				x, start = x+n, wrong
			}
			st = danger | under
		}
		n, _ := c.print(x, r.y, r.x+r.w-x, st, text[start:end])
		x += n
	}
}

// A painted is a piece of a filter in one style.
type painted struct {
	from, to int
	st       style
}

// paint colours a filter as one types it: field names, operators, the rest. It
// understands no more than that and holds for text that is no filter, too.
func paint(s string) []painted {
	var out []painted
	add := func(from, to int, st style) {
		if to > from {
			out = append(out, painted{from, to, st})
		}
	}
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && s[j] != ' ' {
			j++
		}
		word := s[i:j]
		switch strings.ToUpper(word) {
		case "AND", "OR", "NOT", "||":
			add(i, j, literal)
		default:
			k := i
			for k < j && strings.IndexByte("-!(", s[k]) >= 0 {
				k++
			}
			add(i, k, danger)
			if colon := strings.IndexAny(s[k:j], ":="); colon > 0 {
				add(k, k+colon+1, accent)
				k += colon + 1
				if strings.EqualFold(s[k-colon-1:k], "unknown:") {
					j = k // a filter follows
				}
			}
			add(k, j, plain)
		}
		i = j
		for j < len(s) && s[j] == ' ' {
			j++
		}
		add(i, j, plain)
		i = j
	}
	return out
}
