package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
)

// An origin is what a step was taken from: the lists and the record that lay over
// the screen when enter opened other records from there. It is never changed, and
// what it refers to is used again only when one goes back.
type origin struct {
	detail  *detail
	compare *comparison
	sheet   *sheet
	values  *valueList
	groups  *groupList
}

// origin returns what lies over the screen now.
func (a *app) origin() *origin {
	return &origin{a.detail, a.compare, a.sheet, a.values, a.groups}
}

// wayBack returns the step that was opened from somewhere and is only narrowed
// since, and whether there is one. A question of its own, typed later, is no part
// of it any more.
func (h *history) wayBack() (step int, has bool) {
	for i := h.at; i > 0; i-- {
		if h.list[i].opened == nil {
			continue
		}
		now := termTexts(h.now().where)
		lost := func(t string) bool { return !slices.Contains(now, t) }
		return i, !slices.ContainsFunc(termTexts(h.list[i].where), lost)
	}
	return 0, false
}

// termTexts returns the conditions of a filter, all of which hold, as text.
func termTexts(x model.Expr) []string {
	var out []string
	for _, t := range model.Terms(x) {
		out = append(out, t.String())
	}
	return out
}

// goBack leaves records that enter opened: the step before is shown again, and
// over it what they were opened from. has is false when they were not.
func (a *app) goBack() (cmd tea.Cmd, has bool) {
	step, has := a.hist.wayBack()
	if !has {
		return nil, false
	}
	label, from := a.hist.list[step].label, a.hist.list[step].opened
	ahead := a.hist.at - step + 1
	cmd = a.walk(-ahead)
	a.flash = "back from " + label + "   " + a.key(actRedo) + " forward again"
	if ahead > 1 {
		a.flash = "back from " + label + " and what narrowed it   " + a.key(actRedo) + " forward again"
	}
	return tea.Batch(cmd, a.reopen(from)), true
}

// reopen lays over the screen what lay there. What was still being counted is
// counted anew.
func (a *app) reopen(o *origin) tea.Cmd {
	var cmds []tea.Cmd
	if a.detail, a.compare = o.detail, o.compare; a.detail != nil {
		a.detail.width = 0
		cmds = append(cmds, a.look(a.detail.subject))
		a.detail.out = a.out
	}
	switch was := o.sheet; {
	case was != nil && was.counted:
		a.sheet = was
	case was != nil:
		cmds = append(cmds, a.openSheet(was.who))
	}
	if a.values = o.values; a.values != nil && a.values.busy {
		cmds = append(cmds, a.askValues())
	}
	if a.groups = o.groups; a.groups != nil && a.groups.busy {
		cmds = append(cmds, a.askGroups())
	}
	return tea.Batch(cmds...)
}
