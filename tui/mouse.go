package tui

import (
	tea "charm.land/bubbletea/v2"
)

// pointed performs what the mouse does on what was drawn last.
func (a *app) pointed(msg tea.MouseMsg) tea.Cmd {
	m := msg.Mouse()
	switch msg.(type) {
	case tea.MouseWheelMsg:
		return a.turned(m)
	case tea.MouseMotionMsg:
		if a.brush.on && m.Button == tea.MouseLeft && a.focus == paneHist {
			return a.dragged(m.X)
		}
	case tea.MouseReleaseMsg:
		a.brush.on = false
	case tea.MouseClickMsg:
		if m.Button != tea.MouseLeft {
			return nil
		}
		if h, on := a.c.at(m.X, m.Y); on {
			a.dirty, a.flash = true, ""
			return tea.Batch(a.scrollNow(), a.click(h, m.X))
		}
	}
	return nil
}

// click performs a click on something drawn. A second click on the same cell
// opens it.
func (a *app) click(h hit, x int) tea.Cmd {
	if a.help != nil || a.bar.editing && h.act != actFilter || (a.prompt != nil || a.chooser != nil) && h.act != actLine {
		return nil
	}
	if a.box != nil {
		if h.act == actChoice && !a.saving.running {
			a.box.at = boxLine(h.index >> 8)
			if i := h.index & 0xff; i != 0xff {
				a.box.choose(a, a.box.at, i)
			}
		}
		return nil
	}
	if a.timeBox != nil {
		if h.act == actChoice {
			return a.clickTime(h.index)
		}
		return nil
	}
	if a.note != nil || a.pivot != nil && h.act != actWay {
		a.note = nil
		a.closePivot()
		return nil
	}
	switch h.act {
	case actWay:
		if a.pivot != nil {
			return a.takeOrWait(a.pivot.ways(a.out)[h.index])
		}
		return a.take(a.out.ways[h.index])
	case actCell:
		row, col := h.index>>8, h.index&0xff
		again := a.focus == paneTable && a.table.cursor == row && a.table.col == col
		a.focus = paneTable
		a.table.moveTo(row)
		a.table.moveColumn(col)
		if again {
			return a.openRecord()
		}
	case actFacetLine:
		again := a.focus == paneFacets && a.facets.cursor == h.index
		a.focus = paneFacets
		a.facets.moveTo(h.index)
		if again || a.facets.line().kind == facetHead {
			return a.doFacets(actOpen)
		}
	case actHead:
		return a.clickHead(h.index)
	case actBin:
		return a.pressBin(x)
	case actTab:
		a.detail.tab = tab(h.index)
	case actLine:
		return a.clickLine(h.index)
	case actFilter, actTime, actProblems, actHelp, actUndecided:
		return a.do(a.place(), h.act)
	}
	return nil
}

// clickLine puts the cursor on a line of what is open; on the cursor it opens.
func (a *app) clickLine(i int) tea.Cmd {
	switch {
	case a.help != nil, a.about != nil:
	case a.prompt != nil:
		return a.clickPrompt(i)
	case a.chooser != nil:
		again := a.chooser.cursor == i
		a.chooser.cursor = i
		if again {
			return a.doColumns(actToggle)
		}
	case a.values != nil:
		return a.clickValue(i)
	case a.groups != nil:
		return a.clickGroup(i)
	case a.fields != nil:
		a.fields.cursor = i
		return a.doFields(actChoose)
	case a.detail == nil && a.list == nil && a.picker == nil && a.scope == nil:
		return a.clickCompare(i)
	case a.scope != nil:
		a.scope.cursor = i
		return a.doScope(actToggle)
	case a.picker != nil && a.picker.login != nil:
		a.picker.login.cursor = i
		return a.doLogin(actAccept)
	case a.picker != nil:
		a.picker.cursor = i
		return a.doPicker(actAccept)
	case a.compare != nil:
		a.compare.page.click(i)
	case a.sheet != nil:
		if a.sheet.page.click(i) {
			return a.doSheet(actOpen)
		}
	case a.list != nil && a.list.opened == nil:
		if a.list.cursor == i {
			return a.openLine()
		}
		a.list.cursor = i
	case a.detail != nil:
		if a.detail.pages[a.detail.tab].click(i) {
			return a.doDetail(actOpen)
		}
	}
	return nil
}
