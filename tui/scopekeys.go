package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/source"
)

// doScope performs an action of the scope.
func (a *app) doScope(act action) tea.Cmd {
	s := a.scope
	lines := s.lines()
	s.cursor = max(min(s.cursor, len(lines)-1), 1)
	switch act {
	case actAccept:
		return a.takeScope()
	case actEscape:
		if s.find != "" {
			s.find = ""
			return nil
		}
		return a.leaveScope()
	case actToggle:
		return a.toggleScope(lines[s.cursor])
	case actOpenAll:
		return a.toggleGroup(lines[s.cursor])
	case actFind:
		a.find = &input{text: s.find, caret: len(s.find)}
	case actTime:
		s.typed = newTimeEntry(60, a.cfg.Now, a.takeScopeTime)
	default:
		to, _ := moveIn(act, s.cursor, len(lines), max(s.height, 1))
		step := 1
		if to < s.cursor {
			step = -1
		}
		s.cursor = s.stop(lines, to, step)
	}
	return nil
}

// toggleScope chooses a span, or takes a part or leaves it out.
func (a *app) toggleScope(l scopeLine) tea.Cmd {
	s := a.scope
	switch {
	case l.head != "":
		return nil
	case l.span >= 0:
		s.span = l.span
	default:
		s.off[l.part] = !s.off[l.part]
	}
	return a.planScope(replanPause)
}

// replanPause is how long a choice rests before it is planned.
const replanPause = 600 * time.Millisecond

// toggleGroup takes every part shown of the line's group, or only this one where
// all are taken.
func (a *app) toggleGroup(l scopeLine) tea.Cmd {
	s := a.scope
	if l.head != "" || l.span >= 0 {
		return nil
	}
	g := l.part.group
	all := s.kept(g) == len(s.parts[g])
	for _, name := range s.parts[g] {
		s.off[scopePart{g, name}] = all && name != l.part.name
	}
	return a.planScope(replanPause)
}

// takeScope reads what is chosen.
func (a *app) takeScope() tea.Cmd {
	s := a.scope
	if none := s.nothing(); none != "" {
		a.flash = "nothing would be read: all " + none + " are left out"
		return nil
	}
	s.close()
	a.scope = nil
	return a.begin(s.uri, s.src.Within(s.chosen()), s.spans[s.span].within)
}

// leaveScope goes back to the picker.
func (a *app) leaveScope() tea.Cmd {
	s := a.scope
	s.close()
	a.scope = nil
	return a.backToPicker(s.from, s.uri)
}

// backToPicker shows the picker that a page was opened from, or where there was
// none a new one, in which what was opened is typed.
func (a *app) backToPicker(from *picker, uri string) tea.Cmd {
	if a.picker = from; from != nil {
		return nil
	}
	a.picker = a.newPicker()
	a.picker.in.set(uri)
	return a.lookNear()
}

// takeScopeTime offers another range of time, and chooses it.
func (a *app) takeScopeTime(r source.Range) tea.Cmd {
	s := a.scope
	s.spans = append(s.spans, scopeSpan{rangeText(r), r})
	s.span, s.cursor = len(s.spans)-1, len(s.spans)
	return a.planScope(0)
}
