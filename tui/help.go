package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// A helpLine is one line of the help: a heading, a key, or what a word means.
type helpLine struct {
	head string
	bind *binding
	word *[2]string
}

// A help lists the keys of the place it was called from, then the others, as
// the key table has them. What is typed narrows it.
type help struct {
	keys   *keyTable
	from   place
	in     input
	cursor int
	top    int
}

func newHelp(keys *keyTable, from place) *help { return &help{keys: keys, from: from, cursor: 1} }

// words are what the marks on the screen mean.
var words = [...][2]string{
	{"LOADING PAUSED PARTIAL", "not all is read yet: a count is of what was read"},
	{"COMPLETE", "everything was read, nothing failed or was refused"},
	{"STOPPED", "an error ended the reading; what was read stays"},
	{"FOLLOWING", "everything was read, and new objects as they come"},
	{"that cannot say", "records that do not carry what the filter asks about"},
	{"(+n)", "records that the value would add to the result"},
	{"·  and  -", "the log cannot say  and  recorded as absent"},
	{"⚠", "holds characters a terminal obeys; shown escaped"},
	{"▲ +12  ▼ −12", "points: share of the selection less that of the rest"},
	{"●", "a marked record, or a value chosen in the facets"},
	{"○", "a record of the range being marked"},
	{"░", "nothing was read for this time yet"},
}

// lines returns what the help shows: bindings of this place first.
func (h *help) lines() []helpLine {
	find := strings.ToLower(strings.TrimSpace(h.in.text))
	var out []helpLine
	for _, here := range []bool{true, false} {
		var groups []string
		of := map[string][]helpLine{}
		for i := range h.keys.rows {
			b := &h.keys.rows[i]
			if (b.in&h.from != 0) != here || !strings.Contains(strings.ToLower(b.label+" "+b.help+" "+b.group+" "+actionNames[b.act]), find) {
				continue
			}
			if of[b.group] == nil {
				groups = append(groups, b.group)
			}
			of[b.group] = append(of[b.group], helpLine{bind: b})
		}
		for _, g := range groups {
			head := g
			if !here {
				head += ", elsewhere"
			}
			out = append(append(out, helpLine{head: head}), of[g]...)
		}
	}
	for i, w := range words {
		if !strings.Contains(strings.ToLower(w[0]+" "+w[1]), find) {
			continue
		}
		if len(out) == 0 || out[len(out)-1].word == nil {
			out = append(out, helpLine{head: "WHAT THE WORDS AND MARKS MEAN"})
		}
		out = append(out, helpLine{word: &words[i]})
	}
	return out
}

// key takes what is typed into the search.
func (h *help) key(msg tea.Msg) {
	if h.in.key(msg) {
		h.cursor, h.top = 0, 0
	}
}

// doHelp performs an action of the help. Enter does what the line says.
func (a *app) doHelp(act action) tea.Cmd {
	h := a.help
	lines := h.lines()
	switch act {
	case actEscape:
		a.help = nil
	case actAccept:
		if h.cursor >= len(lines) || lines[h.cursor].bind == nil || lines[h.cursor].bind.in&h.from == 0 {
			return nil
		}
		a.help = nil
		return a.do(h.from, lines[h.cursor].bind.act)
	default:
		h.cursor, _ = moveIn(act, h.cursor, len(lines), 10)
	}
	return nil
}

// draw draws the help over the screen r.
func (h *help) draw(c *canvas, r rect) {
	box := rect{r.x + max((r.w-96)/2, 0), r.y + 1, min(r.w, 96), max(r.h-2, 3)}
	c.fill(box, plain, ' ')
	drawBox(c, box, accent, "HELP", "type to search   "+h.keys.first(inHelp, actAccept)+" do it   "+h.keys.first(inHelp, actEscape)+" close")
	in := box.inset(2, 1)
	c.print(in.x, in.y, 2, accent, "› ")
	h.in.draw(c, rect{in.x + 2, in.y, in.w - 2, 1}, plain)
	h.drawLines(c, rect{in.x, in.y + 1, in.w, in.h - 1})
}

func (h *help) drawLines(c *canvas, r rect) {
	lines := h.lines()
	h.cursor = max(min(h.cursor, len(lines)-1), 0)
	h.top = min(max(h.top, h.cursor-r.h+1), h.cursor)
	if len(lines) == 0 {
		c.print(r.x, r.y+1, r.w, dim, "no key does that")
	}
	for i := 0; i < r.h && h.top+i < len(lines); i++ {
		l, row := lines[h.top+i], r.row(i)
		switch {
		case l.word != nil:
			c.print(row.x+1, row.y, 23, accent, l.word[0])
			c.print(row.x+24, row.y, row.w-24, plain, l.word[1])
		case l.bind == nil:
			c.print(row.x, row.y, row.w, title, l.head)
		default:
			c.print(row.x+1, row.y, 10, accent, l.bind.label)
			st := plain
			if l.bind.in&h.from == 0 {
				st = dim
			}
			n, _ := c.print(row.x+12, row.y, row.w-12, st, l.bind.help)
			if name := actionNames[l.bind.act]; row.w-n-16 > len(name) { // as a key file calls it
				c.print(row.x+row.w-len(name), row.y, len(name), dim, name)
			}
		}
		if h.top+i == h.cursor {
			c.restyle(row, lit)
			c.set(row.x-1, row.y, accent|lit, '▌')
		}
	}
	if h.top+r.h < len(lines) {
		c.set(r.x+r.w, r.y+r.h-1, accent, '▾')
	}
}
