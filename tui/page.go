package tui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"s3sleuth/model"
	"s3sleuth/tui/text"
)

// A run is a piece of a line in one style.
type run struct {
	st style
	s  string
}

// A pageLine is one line of a page: where it begins, what it says, and the
// value that + and - act on, if it shows one.
type pageLine struct {
	indent int
	runs   []run
	right  run // at the right edge, when there is room
	target *model.Pick
	node   *node // of a tree
}

// plainText returns what the line says, without styles.
func (l *pageLine) plainText() string {
	var b strings.Builder
	for _, r := range l.runs {
		b.WriteString(r.s)
	}
	return b.String()
}

// stops says whether the cursor can rest on the line.
func (l *pageLine) stops() bool { return l.target != nil || l.node != nil }

// A page is a text one scrolls through. Where lines show values the cursor goes
// from value to value, else the page moves.
type page struct {
	lines  []pageLine
	cursor int // line; -1 where no line shows a value
	top    int
	height int
	find   string
	idle   bool // the keys go elsewhere: the cursor is not drawn
}

// set shows other lines and keeps the place.
func (p *page) set(lines []pageLine) {
	p.lines = lines
	if p.cursor >= 0 {
		p.cursor = p.stop(p.cursor, 1)
	} else {
		p.cursor = p.stop(0, 1)
	}
	p.scroll()
}

// stop returns the first line from i on, in direction step, where the cursor
// can rest; else the nearest in the other direction; -1 when there is none.
func (p *page) stop(i, step int) int {
	i = max(min(i, len(p.lines)-1), 0)
	for _, s := range []int{step, -step} {
		for k := i; k >= 0 && k < len(p.lines); k += s {
			if p.lines[k].stops() {
				return k
			}
		}
	}
	return -1
}

// target returns the value under the cursor.
func (p *page) target() (model.Pick, bool) {
	if p.cursor < 0 || p.cursor >= len(p.lines) || p.lines[p.cursor].target == nil {
		return model.Pick{}, false
	}
	return *p.lines[p.cursor].target, true
}

// do performs a movement and says whether act is one.
func (p *page) do(act action) bool {
	if p.cursor < 0 {
		to, moved := moveIn(act, p.top, max(len(p.lines)-p.height+1, 1), p.height)
		if moved {
			p.top = to
		}
		return moved
	}
	to, moved := moveIn(act, p.cursor, len(p.lines), p.height)
	if !moved {
		return false
	}
	step := 1
	if to < p.cursor {
		step = -1
	}
	p.cursor = p.stop(to, step)
	p.scroll()
	return true
}

func (p *page) scroll() {
	h := max(p.height, 1)
	if p.cursor >= 0 {
		p.top = min(max(p.top, p.cursor-h+1), p.cursor)
		if p.cursor == p.stop(0, 1) {
			p.top = 0 // what stands above the first value is not out of reach
		}
		if p.cursor == p.stop(len(p.lines)-1, -1) && len(p.lines)-1-p.cursor < h {
			p.top = len(p.lines) - h
		}
	}
	p.top = max(min(p.top, len(p.lines)-h), 0)
}

// seek goes to the next line (step 1) or the one before (-1) that holds the
// text looked for, round the ends, and says whether there is one.
func (p *page) seek(step int) bool {
	if p.find == "" || len(p.lines) == 0 {
		return false
	}
	at := max(p.cursor, p.top)
	for k := 1; k <= len(p.lines); k++ {
		i := ((at+step*k)%len(p.lines) + len(p.lines)) % len(p.lines)
		if !strings.Contains(strings.ToLower(p.lines[i].plainText()), strings.ToLower(p.find)) {
			continue
		}
		if p.lines[i].stops() {
			p.cursor = i
			p.scroll()
			return true
		}
		if p.cursor < 0 {
			p.top = i
			p.scroll()
			return true
		}
	}
	return false
}

// draw draws the page into r.
func (p *page) draw(c *canvas, r rect) {
	if p.height != r.h {
		p.height = r.h
		p.scroll()
	}
	for i := 0; i < r.h && p.top+i < len(p.lines); i++ {
		p.drawLine(c, r.row(i), p.top+i)
	}
	if p.top+r.h < len(p.lines) {
		c.set(r.x+r.w-1, r.y+r.h-1, accent, '▾')
	}
}

func (p *page) drawLine(c *canvas, r rect, i int) {
	l := &p.lines[i]
	x := r.x + 1 + l.indent
	end := r.x + r.w
	var plain strings.Builder
	for _, piece := range l.runs {
		n, hurt := c.print(x, r.y, end-x, piece.st, piece.s)
		if x += n; hurt {
			x++
			n, _ = c.print(x, r.y, end-x, warn|bold, "⚠")
			x += n
		}
		shown, _ := text.Display(piece.s)
		plain.WriteString(shown)
	}
	if w := width(l.right.s); w > 0 && x+3+w <= end {
		c.print(end-1-w, r.y, w, l.right.st, l.right.s)
	}
	if p.find != "" {
		p.underline(c, rect{r.x + 1 + l.indent, r.y, x - r.x - 1 - l.indent, 1}, plain.String())
	}
	if i == p.cursor && !p.idle {
		c.point(r)
	}
	c.hit(r, actLine, i)
}

// underline marks the text looked for in a line that says s.
func (p *page) underline(c *canvas, r rect, s string) {
	low, find := strings.ToLower(s), strings.ToLower(p.find)
	for from := 0; ; {
		i := strings.Index(low[from:], find)
		if i < 0 || len(low) != len(s) {
			return
		}
		a := ansi.StringWidth(s[:from+i])
		w := min(ansi.StringWidth(s[from+i:from+i+len(find)]), r.w-a)
		c.restyle(rect{r.x + a, r.y, w, 1}, under|bold)
		from += i + len(find)
	}
}
