package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// demoSource is the name of the built-in evidence.
const demoSource = "demo:"

// A choice is one line of the picker.
type choice struct {
	uri   string
	about string
}

// A picker asks where the evidence is: the demo, what was opened before, or a
// path that is typed.
type picker struct {
	in     input
	recent []string
	cursor int
	busy   bool
	stop   string // the key that stops waiting
	err    error
}

func newPicker(recent []string) *picker { return &picker{recent: recent} }

// choices returns the lines that fit what is typed: the typed path first.
func (p *picker) choices() []choice {
	var out []choice
	typed := strings.TrimSpace(p.in.text)
	if typed != "" {
		out = append(out, choice{typed, "open this file or folder"})
	}
	if typed == "" {
		out = append(out, choice{demoSource, "an incident to try, built in: no AWS needed"})
	}
	for _, r := range p.recent {
		if r == demoSource && typed == "" {
			continue // it stands first already
		}
		if r != typed && strings.Contains(strings.ToLower(r), strings.ToLower(typed)) {
			out = append(out, choice{r, "opened before"})
		}
	}
	return out
}

// key takes what is typed.
func (p *picker) key(msg tea.Msg) {
	if p.in.key(msg) {
		p.cursor, p.err = 0, nil
	}
}

// doPicker performs an action of the picker.
func (a *app) doPicker(act action) tea.Cmd {
	p := a.picker
	list := p.choices()
	switch act {
	case actUp, actDown:
		p.cursor, _ = moveIn(act, p.cursor, len(list), len(list))
	case actClear:
		p.in.set("")
		p.cursor, p.err = 0, nil
	case actEscape:
		if p.busy {
			a.opening++
			p.busy = false
			return nil
		}
		return tea.Quit
	case actAccept:
		if p.busy || p.cursor >= len(list) {
			return nil
		}
		p.busy, p.err = true, nil
		return a.open(home(list[p.cursor].uri, a.cfg.variable("HOME")))
	}
	return nil
}

// home spells out "~/" at the beginning of a path, as a shell does.
func home(path, dir string) string {
	if rest, short := strings.CutPrefix(path, "~/"); short && dir != "" {
		return strings.TrimSuffix(dir, "/") + "/" + rest
	}
	return path
}

// draw draws the picker over the whole screen r.
func (p *picker) draw(c *canvas, r rect, version string) {
	c.print(r.x+1, r.y, r.w-2, title, "s3sleuth "+version)
	w := min(r.w-4, 92)
	x, y := r.x+max((r.w-w)/3, 2), r.y+max(min((r.h-14)/3, 5), 1)
	c.print(x, y, w, title, "Where is the evidence?")
	if r.h >= 14 {
		c.print(x, y+1, w, dim, "A folder or file of CloudTrail logs or S3 access logs, plain or .gz.")
		y++
	}
	box := rect{x, y + 1, w, 3}
	drawBox(c, box, accent, "path", "")
	line := box.inset(2, 1)
	p.in.draw(c, line, plain)
	if p.in.text == "" {
		c.print(line.x+1, line.y, line.w-1, dim, "type a path, as ~/evidence or ./AWSLogs/file.json.gz")
	}
	p.drawChoices(c, rect{x, box.y + 3, w, r.y + r.h - 3 - box.y - 3})
}

func (p *picker) drawChoices(c *canvas, r rect) {
	y := r.y
	switch {
	case p.busy:
		c.print(r.x+1, y, r.w, accent, "opening …   "+p.stop+" stop waiting")
		y += 2
	case p.err != nil:
		pieces, _ := wrap("error: "+p.err.Error(), r.w-2)
		for _, s := range pieces[:min(len(pieces), 3)] {
			c.print(r.x+1, y, r.w, danger, s)
			y++
		}
		y++
	}
	list := p.choices()
	from := max(p.cursor-(r.y+r.h-y)+1, 0)
	for i := from; i < len(list) && y < r.y+r.h; i++ {
		row := rect{r.x, y, r.w, 1}
		n, _ := c.print(row.x+2, y, row.w*2/3, accent, list[i].uri)
		c.print(row.x+max(n+4, 28), y, row.w-max(n+4, 28), dim, list[i].about)
		if i == p.cursor {
			c.restyle(row, lit)
			c.set(row.x, y, accent|lit, '▌')
		}
		c.hit(row, actLine, i)
		y++
	}
}
