package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// A loginChoice chooses the profile or the Region that AWS is asked with. Any
// name can be typed.
type loginChoice struct {
	what   action // actProfile or actRegion
	in     input
	all    []string
	cursor int
}

// openLogin opens the choice of a profile or a Region.
func (p *picker) openLogin(what action, regions []string) {
	c := &loginChoice{what: what, all: regions}
	now := p.options.Region
	if what == actProfile {
		c.all, now = p.profiles, p.options.Profile
	}
	c.cursor = max(slices.Index(c.names(), now), 0)
	p.login = c
}

// names returns what fits the text that is typed, and the text itself.
func (c *loginChoice) names() []string {
	typed := strings.TrimSpace(c.in.text)
	var out []string
	for _, name := range c.all {
		if strings.Contains(strings.ToLower(name), strings.ToLower(typed)) {
			out = append(out, name)
		}
	}
	if typed != "" && !slices.Contains(out, typed) {
		out = append(out, typed)
	}
	return out
}

func (c *loginChoice) key(msg tea.Msg) {
	if c.in.key(msg) {
		c.cursor = 0
	}
}

// doLogin performs an action of the choice. Another login is asked at once where
// AWS was asked before.
func (a *app) doLogin(act action) tea.Cmd {
	p := a.picker
	c := p.login
	names := c.names()
	switch act {
	case actUp, actDown, actPageUp, actPageDown:
		c.cursor, _ = moveIn(act, c.cursor, len(names), pickerPage)
	case actClear:
		c.in.set("")
		c.cursor = 0
	case actEscape:
		p.login = nil
	case actAccept:
		if c.cursor >= len(names) {
			return nil
		}
		p.login = nil
		if c.what == actProfile {
			p.options.Profile = names[c.cursor]
		} else {
			p.options.Region = names[c.cursor]
		}
		if p.aws.state != lookupNone {
			return a.lookInAWS()
		}
	}
	return nil
}

// draw draws the choice as a box over r.
func (c *loginChoice) draw(cv *canvas, r rect) {
	names := c.names()
	box := rect{r.x, r.y, min(r.w, 44), min(max(len(names), 1)+3, r.h)}
	cv.fill(box, plain, ' ')
	name, hint := "PROFILE", "type a profile"
	if c.what == actRegion {
		name, hint = "REGION", "type a Region"
	}
	drawBox(cv, box, accent, name, "")
	in := box.inset(2, 1)
	if c.in.text == "" {
		cv.print(in.x+1, in.y, in.w-1, dim, hint)
	}
	c.in.draw(cv, in.row(0), plain)
	h := in.h - 1
	top := max(c.cursor-h+1, 0)
	for i := 0; i < h && top+i < len(names); i++ {
		row := in.row(1 + i)
		cv.print(row.x+2, row.y, row.w-2, plain, names[top+i])
		cv.hit(row, actLine, top+i)
		if top+i == c.cursor {
			cv.restyle(row, lit)
			cv.set(row.x, row.y, accent|lit, '▌')
		}
	}
	if len(names) == 0 {
		cv.print(in.x+1, in.y+1, in.w-1, dim, "none is configured here")
	}
}
