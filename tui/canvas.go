package tui

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"s3sleuth/tui/text"
)

// A rect is a place on the screen in cells; x and y count from 0.
type rect struct{ x, y, w, h int }

// empty says that nothing can be drawn in r.
func (r rect) empty() bool { return r.w <= 0 || r.h <= 0 }

// row returns the i-th line of r, empty when there is none.
func (r rect) row(i int) rect {
	if i < 0 || i >= r.h {
		return rect{}
	}
	return rect{r.x, r.y + i, r.w, 1}
}

// inset returns r without dx columns at both sides and dy lines above and below.
func (r rect) inset(dx, dy int) rect { return rect{r.x + dx, r.y + dy, r.w - 2*dx, r.h - 2*dy} }

// holds says whether the cell (x, y) lies in r.
func (r rect) holds(x, y int) bool { return x >= r.x && x < r.x+r.w && y >= r.y && y < r.y+r.h }

// A cell is one place of the canvas. A negative rune is a grapheme of several
// runes: -1-i is clusters[i]. A zero rune is covered by a wide one to its left.
type cell struct {
	r  rune
	st style
}

// A canvas is the screen being drawn: cells, what a click on them means, and
// where the terminal's own cursor stands. Every string drawn on it passes the
// sanitiser, so no value of a log can reach the terminal in another way.
type canvas struct {
	w, h     int
	cells    []cell
	clusters []string
	hits     []hit
	caret    rect // of one cell; empty: no cursor
}

// A hit says what a click into a rectangle does.
type hit struct {
	rect
	act   action
	index int
}

// reset makes the canvas w by h blank cells.
func (c *canvas) reset(w, h int) {
	c.w, c.h = w, h
	if n := w * h; cap(c.cells) < n {
		c.cells = make([]cell, n)
	} else {
		c.cells = c.cells[:n]
	}
	for i := range c.cells {
		c.cells[i] = cell{r: ' '}
	}
	c.clusters, c.hits, c.caret = c.clusters[:0], c.hits[:0], rect{}
}

// hit notes that a click into r does act with index.
func (c *canvas) hit(r rect, act action, index int) {
	c.hits = append(c.hits, hit{r, act, index})
}

// at returns what a click at (x, y) does: what was drawn last wins.
func (c *canvas) at(x, y int) (hit, bool) {
	for i := len(c.hits) - 1; i >= 0; i-- {
		if c.hits[i].holds(x, y) {
			return c.hits[i], true
		}
	}
	return hit{}, false
}

// set puts a glyph of the program itself (one column wide) at (x, y).
func (c *canvas) set(x, y int, st style, r rune) {
	if x >= 0 && x < c.w && y >= 0 && y < c.h {
		c.cells[y*c.w+x] = cell{r, st}
	}
}

// fill draws the program's own glyph over r.
func (c *canvas) fill(r rect, st style, g rune) {
	for y := max(r.y, 0); y < min(r.y+r.h, c.h); y++ {
		for x := max(r.x, 0); x < min(r.x+r.w, c.w); x++ {
			c.cells[y*c.w+x] = cell{g, st}
		}
	}
}

// restyle adds attributes to every cell of r.
func (c *canvas) restyle(r rect, add style) {
	for y := max(r.y, 0); y < min(r.y+r.h, c.h); y++ {
		for x := max(r.x, 0); x < min(r.x+r.w, c.w); x++ {
			c.cells[y*c.w+x].st |= add
		}
	}
}

// bytesPerColumn is more than one column of sanitised text ever takes, so that
// no more of a long value has to be looked at.
const bytesPerColumn = 64

// point marks the line the cursor is on, and puts the terminal's own cursor
// there: magnifiers and screen readers follow it.
func (c *canvas) point(r rect) {
	c.restyle(r, lit)
	c.set(r.x, r.y, accent|lit, '▌')
	c.caret = rect{r.x, r.y, 1, 1}
}

// print draws s from (x, y), at most w columns wide, and returns the columns it
// took. A string that is cut ends in "…". hurt says that the sanitiser changed s.
func (c *canvas) print(x, y, w int, st style, s string) (n int, hurt bool) {
	if w = min(w, c.w-x); w <= 0 || y < 0 || y >= c.h || x < 0 {
		return 0, false
	}
	s, hurt = text.Display(s[:min(len(s), bytesPerColumn*(w+1))])
	row := c.cells[y*c.w : (y+1)*c.w]
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf && (i+1 == len(s) || s[i+1] < utf8.RuneSelf) {
			if n == w {
				cut(row, x, n, st)
				return n, hurt
			}
			row[x+n] = cell{rune(s[i]), st}
			n, i = n+1, i+1
			continue
		}
		g, wide := ansi.FirstGraphemeCluster(s[i:], ansi.GraphemeWidth)
		if g == "" {
			break
		}
		i += len(g)
		if wide == 0 {
			continue // a mark without a letter to sit on
		}
		if n+wide > w {
			cut(row, x, n, st)
			return n, hurt
		}
		row[x+n] = cell{c.glyph(g), st}
		for k := 1; k < wide; k++ {
			row[x+n+k] = cell{0, st}
		}
		n += wide
	}
	return n, hurt
}

// cut replaces the last glyph of the n columns drawn from x by "…".
func cut(row []cell, x, n int, st style) {
	if n == 0 {
		return
	}
	i := x + n - 1
	for i > x && row[i].r == 0 {
		row[i] = cell{' ', st}
		i--
	}
	row[i] = cell{'…', st}
}

// glyph returns the cell rune of a grapheme.
func (c *canvas) glyph(g string) rune {
	if r, n := utf8.DecodeRuneInString(g); n == len(g) {
		return r
	}
	c.clusters = append(c.clusters, g)
	return rune(-len(c.clusters))
}

// render returns the canvas as text with colours. No line is wider than the
// canvas; blanks at a line's end are left out.
func (c *canvas) render(th *theme) string {
	var b strings.Builder
	b.Grow(len(c.cells)*2 + 1024)
	for y := range c.h {
		if y > 0 {
			b.WriteByte('\n')
		}
		c.renderRow(&b, th, c.cells[y*c.w:(y+1)*c.w])
	}
	return b.String()
}

func (c *canvas) renderRow(b *strings.Builder, th *theme, row []cell) {
	end := len(row)
	for end > 0 && row[end-1].r == ' ' && !row[end-1].st.visibleBlank() {
		end--
	}
	last := plain
	for i := 0; i < end; {
		ce, n := row[i], c.columns(row[i:])
		if n == 0 { // half of a wide glyph: what was drawn over the other half stays in its column
			ce.r, n = ' ', 1
		}
		i += n
		if ce.st != last {
			if last != plain {
				b.WriteString("\x1b[m")
			}
			b.WriteString(th.sgr(ce.st))
			last = ce.st
		}
		switch {
		case ce.r > 0 && ce.r < utf8.RuneSelf:
			b.WriteByte(byte(ce.r))
		case ce.r > 0:
			b.WriteRune(th.glyph(ce.r))
		case ce.r < 0:
			b.WriteString(c.clusters[-1-ce.r])
		}
	}
	if last != plain {
		b.WriteString("\x1b[m")
	}
}

// columns returns how many cells the glyph at the start of row takes, 0 when not
// all of them are its own any more.
func (c *canvas) columns(row []cell) int {
	const firstWide, box, boxEnd = 0x1100, 0x2500, 0x25fb // frames and bars are most of what is not ASCII
	n := 1
	switch r := row[0].r; {
	case r == 0:
		return 0
	case r < 0:
		n = ansi.StringWidth(c.clusters[-1-r])
	case r >= firstWide && (r < box || r > boxEnd):
		n = ansi.StringWidth(string(r))
	}
	for k := 1; k < n; k++ {
		if k == len(row) || row[k].r != 0 {
			return 0
		}
	}
	return max(n, 1)
}

// width returns the columns that s takes once sanitised.
func width(s string) int {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c >= 0x7f {
			s, _ = text.Display(s)
			return ansi.StringWidth(s)
		}
	}
	return len(s)
}
