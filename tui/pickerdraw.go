package tui

import (
	"cmp"

	"s3sleuth/source"
)

// The sizes from which the picker shows what is under the cursor: beside the
// list, or below it.
const (
	asideFrom, asideWidth = 110, 46
	belowFrom, belowLines = 20, 7
)

// draw draws the picker over the whole screen r, but for its last line.
func (p *picker) draw(c *canvas, r rect, version string) {
	p.drawHeader(c, r.row(0), version)
	y := 1
	if r.h >= 16 {
		c.print(r.x+1, 1, r.w-2, title, "Where is the evidence?")
		y = 2
	}
	list := rect{r.x + 1, y, r.w - 2, r.h - 2 - y}
	if r.w >= asideFrom && r.h >= belowFrom {
		aside := rect{r.w - asideWidth - 1, y, asideWidth, list.h}
		list.w -= asideWidth + 1
		drawBox(c, aside, border, "WHAT IT IS", "")
		p.drawAbout(c, aside.inset(2, 1), true)
	}
	p.drawInput(c, &list)
	if r.w < asideFrom && r.h >= belowFrom {
		below := rect{list.x, list.y + list.h - belowLines, list.w, belowLines}
		list.h -= belowLines
		c.fill(below.row(0), border, '─')
		below.y, below.h = below.y+1, below.h-1
		p.drawAbout(c, below, false)
	}
	p.drawState(c, &list)
	p.drawLines(c, list)
	if r.h >= 16 {
		c.print(r.x+1, r.y+r.h-2, r.w-2, dim, "Read only: nothing is ever written to AWS.")
	}
	if p.login != nil {
		p.login.draw(c, rect{list.x + 4, y + 1, list.w - 4, r.h - 3 - y})
	}
}

// drawHeader names the program, and as whom AWS is or would be asked.
func (p *picker) drawHeader(c *canvas, r rect, version string) {
	n, _ := c.print(r.x+1, r.y, r.w-2, title, "s3sleuth "+version)
	who := cmp.Or(p.aws.survey.Login.Profile, p.options.Profile)
	if who == "" {
		who = "default profile"
	} else {
		who = "profile " + who
	}
	if account := p.aws.survey.Login.Account; account != "" {
		who += " ▸ " + account
	}
	if region := cmp.Or(p.aws.survey.Login.Region, p.options.Region); region != "" {
		who += " / " + region
	}
	c.print(r.x+n+4, r.y, r.w-n-5, dim, who)
}

// drawInput draws the line that is typed into at the top of r, which it leaves
// without it.
func (p *picker) drawInput(c *canvas, r *rect) {
	line := rect{r.x, r.y, r.w, 1}
	used := 1
	if r.h >= 14 {
		box := rect{r.x, r.y, r.w, 3}
		drawBox(c, box, accent, "type to search", "or a path, or s3://bucket/prefix")
		line, used = box.inset(2, 1), 3
	} else {
		c.print(line.x, line.y, 2, accent|bold, ">")
		line.x, line.w = line.x+2, line.w-2
	}
	if p.in.text == "" {
		c.print(line.x+1, line.y, line.w-1, dim, "~/evidence   ./AWSLogs/file.json.gz   s3://logs/AWSLogs/")
	}
	p.in.draw(c, line, plain)
	r.y, r.h = r.y+used, r.h-used
}

// drawState says that a source is being opened, or why it cannot be, at the top
// of r, which it leaves without that.
func (p *picker) drawState(c *canvas, r *rect) {
	used := 0
	switch {
	case p.busy:
		c.print(r.x+1, r.y, r.w-1, accent, "opening …   "+p.stop+" stop waiting")
		used = 1
	case p.err != nil:
		say := "error: " + p.err.Error()
		if hint := source.Advice(p.err); hint != "" {
			say += "; " + hint
		}
		pieces, _ := wrap(say, r.w-2)
		for i, s := range pieces[:min(len(pieces), 3, r.h)] {
			c.print(r.x+1, r.y+i, r.w-1, danger, s)
			used++
		}
	}
	r.y, r.h = r.y+used, r.h-used
}

// drawLines draws the list, scrolled so that the cursor's line is seen.
func (p *picker) drawLines(c *canvas, r rect) {
	p.width = r.w
	lines := p.lines()
	cursor, n := 0, 0
	wide := 0
	for i, l := range lines {
		if l.choosable() {
			if n == p.cursor {
				cursor = i
			}
			n++
			wide = max(wide, width(l.shown()))
		}
	}
	wide = min(wide, r.w*3/5)
	if cursor < r.h-1 {
		p.top = 0 // what stands above the first line is not out of reach
	}
	p.top = max(min(max(p.top, cursor-r.h+1), cursor, len(lines)-r.h), 0)
	n = 0
	for i, l := range lines {
		on := l.choosable()
		if i >= p.top && i < p.top+r.h {
			row := r.row(i - p.top)
			l.draw(c, row, wide)
			if on {
				c.hit(row, actLine, n)
			}
			if on && n == p.cursor {
				c.restyle(row, lit)
				c.set(row.x, row.y, accent|lit, '▌')
			}
		}
		if on {
			n++
		}
	}
	if p.top+r.h < len(lines) && r.h > 0 {
		c.set(r.x+r.w, r.y+r.h-1, accent, '▾')
	}
}

// draw draws one line; wide is the width of the sources' column.
func (l pickLine) draw(c *canvas, r rect, wide int) {
	switch {
	case l.head != "":
		n, _ := c.print(r.x, r.y, r.w, dim|bold, l.head)
		if w := width(l.right); n+w+3 <= r.w {
			c.print(r.x+r.w-w, r.y, w, dim, l.right)
		}
	case l.note != "":
		c.print(r.x+2, r.y, r.w-2, l.st, l.note)
	case l.uri == "":
		c.print(r.x+2, r.y, r.w-2, accent, l.about)
	default:
		n, _ := c.print(r.x+2, r.y, min(r.w-2, max(wide, r.w/3)), accent, l.shown())
		if x := max(n, wide) + 4; x < r.w {
			c.print(r.x+x, r.y, r.w-x, dim, l.about)
		}
	}
}
