package tui

import (
	"math"
	"slices"
	"time"
)

// A hist is the histogram of the matches over time, one bin a column.
type hist struct {
	bins     []int
	read     []int // records read in each bin, matching or not; nil when reading is complete
	from, to int64 // Unix milliseconds, half open
	cursor   int
	anchor   int     // other end of the selection; -1: none
	log      bool    // heights are by the logarithm of the count
	layers   *layers // the bins by the values of a field; nil: not coloured
	flat     bool    // the terminal cannot show them
	clock    clock
}

// setAnswer shows other bins. Cursor and selection stay at their times; a
// selection that lies outside is dropped.
func (h *hist) setAnswer(bins, read []int, from, to int64) {
	at, other := h.middle(h.cursor), h.middle(max(h.anchor, 0))
	h.bins, h.read, h.from, h.to = bins, read, from, to
	if h.anchor >= 0 {
		h.anchor = h.bin(other)
		if other < from || other >= to || at < from || at >= to {
			h.anchor = -1
		}
	}
	h.moveTime(at)
}

// start returns when bin i begins, in Unix milliseconds; i may be len(bins).
func (h *hist) start(i int) int64 {
	if len(h.bins) == 0 {
		return h.from
	}
	return h.from + int64(float64(h.to-h.from)*float64(i)/float64(len(h.bins)))
}

func (h *hist) middle(i int) int64 { return (h.start(i) + h.start(i+1)) / 2 }

// bin returns the bin that holds a time, or the nearest.
func (h *hist) bin(ms int64) int {
	if h.to <= h.from {
		return 0
	}
	return max(min(int(float64(ms-h.from)/float64(h.to-h.from)*float64(len(h.bins))), len(h.bins)-1), 0)
}

// moveTime puts the cursor on the bin that holds a time.
func (h *hist) moveTime(ms int64) {
	if h.to > h.from {
		h.cursor = h.bin(ms)
	}
}

func (h *hist) move(i int) { h.cursor = max(min(i, len(h.bins)-1), 0) }

// selection returns the bins chosen: those from the anchor to the cursor, or
// the one under the cursor.
func (h *hist) selection() (a, b int) {
	if h.anchor < 0 {
		return h.cursor, h.cursor + 1
	}
	return min(h.anchor, h.cursor), max(h.anchor, h.cursor) + 1
}

// selected returns the time and the matches of the selection.
func (h *hist) selected() (from, to int64, n int) {
	a, b := h.selection()
	for _, k := range h.bins[min(a, len(h.bins)):min(b, len(h.bins))] {
		n += k
	}
	return h.start(a), h.start(b), n
}

// toPeak goes to the highest peak, from there to the next highest (1) or the
// one before (-1), and says whether there is one.
func (h *hist) toPeak(step int) bool {
	peaks := h.peaks()
	to := 0
	if i := slices.Index(peaks, h.cursor); i >= 0 {
		to = i + step
	}
	if to < 0 || to >= len(peaks) {
		return false
	}
	h.move(peaks[to])
	return true
}

// peaks returns the bins that are higher than those beside them and than twice
// the usual one, the highest first.
func (h *hist) peaks() []int {
	some := slices.DeleteFunc(slices.Clone(h.bins), func(n int) bool { return n == 0 })
	if len(some) == 0 {
		return nil
	}
	slices.Sort(some)
	least := 2 * some[len(some)/2]
	at := func(i int) int {
		if i < 0 || i >= len(h.bins) {
			return 0
		}
		return h.bins[i]
	}
	var peaks []int
	for i, n := range h.bins {
		if n > least && n >= at(i-1) && n > at(i+1) {
			peaks = append(peaks, i)
		}
	}
	slices.SortStableFunc(peaks, func(i, j int) int { return h.bins[j] - h.bins[i] })
	return peaks
}

// do performs a movement and says whether act is one.
func (h *hist) do(act action) bool {
	switch act {
	case actLeft:
		h.move(h.cursor - 1)
	case actRight:
		h.move(h.cursor + 1)
	case actFirst:
		h.move(0)
	case actLast:
		h.move(len(h.bins) - 1)
	case actSelect:
		if h.anchor < 0 {
			h.anchor = h.cursor
		} else {
			h.anchor = -1
		}
	case actSelectLeft, actSelectRight:
		if h.anchor < 0 {
			h.anchor = h.cursor
		}
		if act == actSelectLeft {
			h.move(h.cursor - 1)
		} else {
			h.move(h.cursor + 1)
		}
	default:
		return false
	}
	return true
}

// unread says whether nothing was read in bin i while reading is not complete:
// an empty bin is then no answer.
func (h *hist) unread(i int) bool { return h.read != nil && i < len(h.read) && h.read[i] == 0 }

// labels is the room left of the graph for its scale.
const labels = 8

// plot returns where the bins stand in r: right of the scale when there are
// several lines.
func plot(r rect) rect {
	if r.h < 2 {
		return rect{r.x + 1, r.y, r.w - 2, r.h}
	}
	return rect{r.x + labels, r.y, r.w - labels - 1, r.h - 1}
}

var heights = [9]rune{' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'}

// draw draws the graph into r: one line without a scale, or several with a
// scale at the left and times below.
func (h *hist) draw(c *canvas, r rect, focused bool) {
	p := plot(r)
	if p.empty() || len(h.bins) == 0 {
		return
	}
	top := h.top()
	a, b := h.selection()
	for i := range min(len(h.bins), p.w) {
		chosen := focused && i >= a && i < b
		h.drawBin(c, rect{p.x + i, p.y, 1, p.h}, i, top, chosen)
		if chosen && r.h == 1 {
			c.restyle(rect{p.x + i, p.y, 1, 1}, reverse)
		}
	}
	c.hit(p, actBin, 0)
	if r.h == 1 {
		return
	}
	h.drawScale(c, r, p, top)
	h.drawAxis(c, rect{p.x, r.y + r.h - 1, p.w, 1})
}

// top returns the count that fills the height.
func (h *hist) top() int {
	top := 1
	for _, n := range h.bins {
		top = max(top, n)
	}
	return top
}

// height returns how much of full stands for n of top: what is not nothing can
// be seen.
func (h *hist) height(n, top, full int) int {
	if n <= 0 {
		return 0
	}
	part := n * full / top
	if h.log {
		part = int(math.Log1p(float64(n)) / math.Log1p(float64(top)) * float64(full))
	}
	return max(part, 1)
}

func (h *hist) drawBin(c *canvas, r rect, i, top int, chosen bool) {
	st := bar
	if chosen {
		c.fill(r, lit, ' ')
		st = warn | lit
	}
	if h.unread(i) {
		c.fill(r, hatch, '░')
		return
	}
	part := h.height(h.bins[i], top, r.h*8)
	if h.layers != nil && !h.flat {
		h.layers.draw(c, r, i, part, chosen)
		return
	}
	for y := range r.h {
		full := max(min(part-(r.h-1-y)*8, 8), 0)
		if full > 0 {
			c.set(r.x, r.y+y, st, heights[full])
		}
	}
}

func (h *hist) drawScale(c *canvas, r, p rect, top int) {
	at := func(y int, s string, g rune) {
		c.print(p.x-2-len(s), y, len(s), dim, s)
		c.set(p.x-1, y, border, g)
	}
	c.fill(rect{p.x - 1, p.y, 1, p.h}, border, '│')
	at(p.y, short(top), '┤')
	if p.h >= 3 && top > 1 {
		half := top / 2
		if h.log {
			half = int(math.Expm1(math.Log1p(float64(top)) / 2))
		}
		at(p.y+p.h/2, short(half), '┤')
	}
	at(p.y+p.h, "0", '└')
}

// steps are the distances between labels of the axis.
var steps = []time.Duration{
	time.Second, 5 * time.Second, 10 * time.Second, 30 * time.Second, time.Minute, 5 * time.Minute, 10 * time.Minute, 30 * time.Minute,
	time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, day, 2 * day, 7 * day, 14 * day, 30 * day, 90 * day, 365 * day,
}

// drawAxis writes times below the bins, at round moments.
func (h *hist) drawAxis(c *canvas, r rect) {
	c.fill(r, border, '─')
	if h.to <= h.from {
		return
	}
	step := steps[len(steps)-1].Milliseconds()
	for _, s := range steps {
		room := len(axisFormat(s.Milliseconds(), h.to-h.from)) + 3 // the mark, the label, a gap
		if int(float64(r.w)*float64(s.Milliseconds())/float64(h.to-h.from)) >= room {
			step = s.Milliseconds()
			break
		}
	}
	format := axisFormat(step, h.to-h.from)
	_, offset := h.clock.in(h.from).Zone() // labels stand at round moments of the zone
	east := int64(offset) * 1000
	first := (h.from+east)/step*step - east
	if first < h.from {
		first += step
	}
	for t := first; t < h.to; t += step {
		x := r.x + int(float64(t-h.from)/float64(h.to-h.from)*float64(r.w))
		s := h.clock.in(t).Format(format)
		if x+1+len(s) > r.x+r.w {
			break
		}
		c.set(x, r.y, border, '┬')
		c.print(x+1, r.y, len(s), dim, s)
	}
}

// axisFormat returns how labels step milliseconds apart are written.
func axisFormat(step, span int64) string {
	switch {
	case step >= (30 * day).Milliseconds():
		return "Jan 2006"
	case step >= day.Milliseconds():
		return "Mon 02 Jan"
	case step >= time.Minute.Milliseconds() && span > day.Milliseconds():
		return "Mon 02 15:04"
	case step >= time.Minute.Milliseconds():
		return "15:04"
	}
	return "15:04:05"
}

// axis rounds a range outwards, so that the bins begin and end at times a
// person would write.
func axis(from, to int64) (int64, int64) {
	unit := time.Second
	switch span := time.Duration(to-from) * time.Millisecond; {
	case span > 3*day:
		unit = time.Hour
	case span > 3*time.Hour:
		unit = time.Minute
	}
	u := unit.Milliseconds()
	from = from / u * u
	if to%u != 0 {
		to = to/u*u + u
	}
	return from, max(to, from+u)
}
