package tui

import (
	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
)

// under returns the value under the cursor of what has the keys.
func (a *app) under() (model.Pick, bool) {
	switch {
	case a.compare != nil:
		return a.compare.page.target()
	case a.sheet != nil:
		return a.sheet.page.target()
	case a.values != nil: // it may lie over a record
		return a.values.picked()
	case a.detail != nil:
		return a.detail.target()
	}
	switch a.focus {
	case paneFacets:
		return a.facets.picked()
	case paneCompare:
		return a.versus.page.target()
	}
	row, has := a.table.current()
	if !has {
		return model.Pick{}, false
	}
	return a.table.pick(row, a.table.column())
}

// refine includes, excludes or keeps only the value under the cursor.
func (a *app) refine(act action) tea.Cmd {
	picks := a.picks()
	if len(picks) == 0 {
		if a.table.field() == model.FieldTime && a.focus == paneTable && a.detail == nil {
			a.flash = "a time is narrowed by " + a.key(actZoomIn) + ", or along the histogram by " + a.key(actHistogram)
		}
		return nil
	}
	s := *a.hist.now()
	s.where = refined(s.where, act, picks)
	s.text, s.label = filterText(s.where), ""
	cmd := a.commit(s)
	switch {
	case cmd == nil:
		a.flash = "the filter says so already"
	case act == actExclude && len(picks) == 1:
		a.flash = a.kept(picks[0])
	}
	if c := a.choosing(); c != nil {
		*c = nil
	}
	return cmd
}

// kept says what an exclusion keeps that a reader may not think of: records
// without a value do not match the excluded one.
func (a *app) kept(p model.Pick) string {
	if !p.Recorded || a.q.answer == nil || p.Field < model.NumFields && model.Fields[p.Field].Absence == model.Answer {
		return ""
	}
	for _, fc := range a.q.answer.Facets {
		if fc.Field == p.Field && fc.NotRecorded > 0 {
			return "left out " + p.Value + "; kept " + plural(fc.NotRecorded, "record") + " without a recorded " + p.Field.String()
		}
	}
	return ""
}
