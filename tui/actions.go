package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
)

// do performs an action where keys go now.
func (a *app) do(in place, act action) tea.Cmd {
	switch act { // what means the same everywhere
	case actCancel:
		return a.cancelKey()
	case actMouse:
		a.mouse = !a.mouse
		a.flash = "mouse off: the terminal selects text   " + a.key(actMouse) + " on"
		if a.mouse {
			a.flash = "mouse on   " + a.key(actMouse) + " off, or hold Shift, to select text"
		}
		return nil
	case actRedraw:
		return tea.ClearScreen
	case actSuspend:
		return tea.Suspend
	}
	switch {
	case in == inHelp:
		return a.doHelp(act)
	case in == inEntry && a.find != nil:
		return a.doFind(act)
	case in == inInput:
		return a.doFilter(act)
	case in == inPicker:
		return a.doPicker(act)
	case in == inLogin:
		return a.doLogin(act)
	case in == inEntry:
		return a.doEntry(act)
	case in&(inSQL|inWritten) != 0 && act != actHelp:
		return a.doSQL(act)
	case in == inPalette:
		return a.doPrompt(act)
	case in&(inExport|inExportPath) != 0:
		return a.doExport(act)
	case in&(inTime|inTimeText) != 0:
		return a.doTime(act)
	}
	switch act {
	case actPalette:
		return a.openPrompt(in)
	case actCopy, actCopyRecord, actCopyPath:
		return a.copy(in, act)
	case actHelp:
		a.help = newHelp(a.keys, in)
		return nil
	}
	switch act {
	case actPivot:
		return a.openPivot(in)
	case actDescribe:
		if in != inNote {
			return a.describe(in)
		}
	}
	switch {
	case in == inScope:
		return a.doScope(act)
	case in == inNote:
		return a.doNote(act)
	case in == inPivot:
		return a.doPivot(act)
	case in == inPair:
		return a.doCompare(act)
	case in == inSheet:
		return a.doSheet(act)
	case in == inWhy:
		return a.doWhy(act)
	case in == inValues:
		return a.doValues(act)
	case in == inGroups:
		return a.doGroups(act)
	case in == inFields:
		return a.doFields(act)
	case in == inList:
		return a.doList(act)
	case in == inColumns:
		return a.doColumns(act)
	case in == inChips:
		return a.doChips(act)
	case in&inDetail != 0:
		return a.doDetail(act)
	}
	return a.doPanes(in, act)
}

// doPanes performs an action of the investigation.
func (a *app) doPanes(in place, act action) tea.Cmd {
	switch act {
	case actBack, actEscape:
		return a.back(act)
	case actFilter:
		a.leave()
		a.noted = true
		a.bar.begin(a.hist.now().text, a.cfg.Now())
		a.bar.off = a.hist.now().off
	case actUndecided:
		return a.listUndecided()
	case actUndo:
		return a.walk(-1)
	case actRedo:
		return a.walk(1)
	case actFacets:
		a.toggleFacets(in)
	case actHistogram:
		a.toggleHistogram(in)
		return a.compareNow()
	case actNextPane, actPrevPane:
		a.nextPane()
	case actSources:
		return a.openSources()
	case actSQL:
		return a.againSQL()
	case actPause:
		return a.pause()
	case actResume:
		return a.resume()
	case actProblems:
		return a.openProblems()
	case actValues:
		return a.openValues(in)
	case actGroups:
		return a.groupBy(a.underBy(in))
	case actStack:
		if in == inFacets {
			return a.colourFacet()
		}
		return a.recolour()
	case actInclude, actExclude, actOnly:
		if in == inHistogram {
			return a.cutOut()
		}
		return a.refine(act)
	case actExport:
		return a.openExport(in)
	case actQuickExport:
		return a.quickExport(in)
	case actZoomIn, actZoomOut:
		return a.zoom(in, act)
	case actTime:
		return a.openTime()
	default:
		return a.doPane(in, act)
	}
	return nil
}

// doPane performs what only one pane knows.
func (a *app) doPane(in place, act action) tea.Cmd {
	switch in {
	case inFacets:
		return a.doFacets(act)
	case inHistogram:
		return a.doTimeline(act)
	case inCompare:
		return a.doContrast(act)
	}
	switch act {
	case actOpen:
		return a.openRecord()
	case actSort:
		return a.sortColumn()
	case actReverse:
		return a.reverseOrder()
	case actMarkRecord:
		a.markRecord()
	case actRange:
		a.markRange()
	case actCompare:
		return a.compareMarked()
	case actColumns:
		a.openColumns()
	case actWider, actNarrower:
		a.table.resize(a.table.column(), act)
	case actMark:
		a.mark()
	case actNextMark:
		return a.goToMark(1)
	case actPrevMark:
		return a.goToMark(-1)
	case actNextError:
		return a.goToTrouble(1)
	case actPrevError:
		return a.goToTrouble(-1)
	default:
		a.table.do(act)
	}
	return nil
}

// back closes what is open; at the root q asks to quit and esc does nothing.
func (a *app) back(act action) tea.Cmd {
	switch {
	case a.focus == paneCompare:
		a.focus = paneHist
	case a.graph.anchor >= 0 && a.focus == paneHist:
		a.graph.anchor = -1
		return a.compareSoon()
	case a.focus == paneFacets && act == actEscape && len(a.facets.chosen) > 0:
		a.facets.chosen = nil
	case a.focus == paneFacets && act == actEscape && a.facets.search.text != "":
		return a.dropSearch()
	case a.focus != paneTable:
		a.focus, a.drawer = paneTable, false
	case act == actEscape && a.marks.ranged:
		a.marks.ranged = false
	case a.table.marked && act == actEscape:
		a.table.marked = false
	case act == actEscape && a.leaveMarks():
	case act == actBack:
		if cmd, has := a.goBack(); has {
			return cmd
		}
		return a.quitOnSecond(actBack, "press "+a.key(actBack)+" again to quit")
	}
	return nil
}

func (a *app) toggleHistogram(in place) {
	switch {
	case in&(inHistogram|inCompare) != 0:
		a.focus = paneTable
	case a.fr.hist.empty() || len(a.graph.bins) == 0:
		a.flash = "there is no histogram to move along"
	default:
		a.focus, a.drawer, a.graph.anchor = paneHist, false, -1
		if row, has := a.table.current(); has {
			a.graph.moveTime(a.table.ans.Snapshot.Time(row))
		}
	}
}

// nextPane goes from the table to the facets and back, and from the graph to
// its comparison and back.
func (a *app) nextPane() {
	switch a.focus {
	case paneHist:
		a.enterCompare()
		return
	case paneCompare:
		a.focus = paneHist
		return
	}
	if a.focus == paneTable && !a.fr.facets.empty() {
		a.toggleFacets(inTable)
		return
	}
	a.focus, a.drawer = paneTable, false
}

// doFacets performs an action of the facet pane.
func (a *app) doFacets(act action) tea.Cmd {
	f := a.facets
	switch act {
	case actOpen:
		switch l := f.line(); l.kind {
		case facetHead:
			return a.foldFacet(!f.open[l.column])
		case facetMore:
			return a.openValues(inFacets)
		}
		if l := f.line(); l.kind == facetValue && l.field == model.FieldPrincipal && f.mark(l.pick()) == '+' {
			return a.openSheet(l.value.Text)
		}
		return a.refine(actInclude)
	case actLeft:
		return a.foldFacet(false)
	case actRight:
		return a.foldFacet(true)
	case actSort:
		f.order = nextOrder(f.order)
		return a.ask()
	case actChoose:
		a.choose()
	case actClearField:
		return a.clearField()
	case actSearch:
		a.find = &input{}
	case actFields:
		return a.openFields()
	default:
		f.do(act)
	}
	return nil
}

// foldFacet opens or closes a field; an opened one has to be counted.
func (a *app) foldFacet(open bool) tea.Cmd {
	if a.facets.fold(open) {
		return a.ask()
	}
	return nil
}

// zoom narrows or widens the time on the screen fourfold, around the cursor.
func (a *app) zoom(in place, act action) tea.Cmd {
	from, to, known := a.extent()
	if !known {
		return nil
	}
	at := (from + to) / 2
	if row, has := a.table.current(); has && in&(inHistogram|inCompare) == 0 {
		at = a.table.ans.Snapshot.Time(row)
	} else if in&(inHistogram|inCompare) != 0 {
		at = a.graph.middle(a.graph.cursor)
	}
	if act == actZoomIn {
		half := max((to-from)/8, 500)
		return a.setRange(max(at-half, from), min(at+half, to))
	}
	half := (to - from) * 2
	first, last, some := a.sess.snapshot.Bounds()
	from, to = at-half, at+half
	if some && from <= first && to > last {
		from, to = 0, 0
	}
	return a.setRange(from, to)
}

// setRange shows a range of time; 0 and 0 is all that was read.
func (a *app) setRange(from, to int64) tea.Cmd {
	s := *a.hist.now()
	s.from, s.to = from, to
	s.label = "all times"
	if from != 0 || to != 0 {
		s.from, s.to = axis(from, to)
		s.label = "time " + a.clock.in(s.from).Format("01-02 15:04") + " +" + span(time.Duration(s.to-s.from)*time.Millisecond)
	}
	a.graph.anchor = -1
	return a.commit(s)
}

// cutOut leaves out the selected time.
func (a *app) cutOut() tea.Cmd {
	from, to, _ := a.graph.selected()
	layout := "2006-01-02T15:04:05.000Z"
	out := "-time:" + time.UnixMilli(from).UTC().Format(layout) + ".." + time.UnixMilli(to).UTC().Format(layout)
	s := *a.hist.now()
	text := out
	if s.text != "" {
		text = s.text + " " + out
		if _, is := s.where.(model.Or); is {
			text = "(" + s.text + ") " + out
		}
	}
	where, err := parse(text, a.cfg.Now())
	if err != nil {
		a.flash = err.Error()
		return nil
	}
	s.text, s.where, s.label = text, where, "a time cut out"
	a.graph.anchor = -1
	return a.commit(s)
}

// doFilter performs an action of the filter line.
func (a *app) doFilter(act action) tea.Cmd {
	changed := false
	switch act {
	case actAccept:
		if a.bar.err != nil {
			return nil
		}
		a.bar.end()
		s := *a.hist.now()
		s.text, s.where, s.off, s.label = a.bar.in.text, a.bar.where, a.bar.off, ""
		keep := a.rememberFilter(s.text)
		a.focus, a.drawer = paneTable, false
		if cmd := a.commit(s); cmd != nil {
			return tea.Batch(cmd, keep)
		}
		a.noted = false
		return tea.Batch(a.ask(), keep)
	case actEscape:
		a.bar.end()
		a.noted = false
		return a.ask()
	case actClear:
		changed = a.bar.in.text != ""
		a.bar.set("", a.cfg.Now())
	case actEarlier:
		changed = a.bar.walk(-1, a.cfg.Now())
	case actLater:
		changed = a.bar.walk(1, a.cfg.Now())
	case actNextPane:
		changed = a.bar.complete(a.cfg.Now(), a.facets)
	case actChips:
		a.openChips()
	case actOutside:
		return a.editFilter()
	}
	if changed {
		return a.debounce()
	}
	return nil
}
