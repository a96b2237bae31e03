package tui

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
)

// openSources asks for another source. What is open stays until one is opened.
func (a *app) openSources() tea.Cmd {
	if a.saving.running {
		a.flash = "a file is being written"
		return nil
	}
	a.picker = a.newPicker()
	return a.lookNear()
}

// leaveSession ends with the open source: what was asked of it and what lies
// over it goes, what belongs to the screen stays. Answers that are under way
// are late by their generations.
func (a *app) leaveSession() {
	if a.sess == nil {
		return
	}
	a.sess.cancel()
	for _, cancel := range []func(){a.q.cancel, a.versus.cancel} {
		if cancel != nil {
			cancel()
		}
	}
	a.sess = nil
	a.q, a.versus, a.jump = query{gen: a.q.gen + 1}, contrast{gen: a.versus.gen + 1}, jump{gen: a.jump.gen + 1}
	a.typing, a.lists, a.looks, a.pivots, a.sheets, a.prompts = a.typing+1, a.lists+1, a.looks+1, a.pivots+1, a.sheets+1, a.prompts+1
	a.hist = newHistory()
	a.table.cells.forget()
	a.table = table{cells: a.table.cells, clock: a.table.clock, small: a.table.small, height: a.table.height}
	a.table.setColumns(nil, nil, a.narrow())
	a.facets.list, a.facets.chosen, a.facets.search = nil, nil, facetSearch{}
	a.facets.build()
	a.side, a.graph = preview{}, hist{anchor: -1, log: a.graph.log, flat: a.graph.flat, clock: a.graph.clock}
	a.split, a.brush, a.focus, a.drawer, a.noted = split{}, brush{}, paneTable, false, false
	a.detail, a.list, a.values, a.groups, a.about, a.fields, a.find, a.chooser, a.box = nil, nil, nil, nil, nil, nil, nil, nil, nil
	a.out, a.pivot, a.sheet, a.compare, a.note, a.marks = nil, nil, nil, nil, nil, marks{}
	a.sought, a.soughtText = nil, ""
	a.hist.now().look = a.lookNow()
}

// planOpen opens a source by its name, or asks for one.
func (a *app) planOpen(arg string) (plan, error) {
	if a.saving.running {
		return plan{}, errors.New("a file is being written")
	}
	uri := strings.TrimSpace(arg)
	if uri == "" {
		return plan{say: "choose another source; this one stays open until then", run: a.openSources}, nil
	}
	return plan{say: "closes " + a.sess.uri + " with " + model.Counted(a.coverage().Records, "record") + " and reads " + uri, run: func() tea.Cmd {
		a.picker = a.newPicker()
		a.picker.in.set(uri)
		return a.takeLine(pickLine{uri: uri})
	}}, nil
}

// sourceWords are the sources to open without typing.
func sourceWords(a *app) []string {
	out := []string{demoSource + "\tbuilt-in evidence"}
	for _, uri := range a.cfg.Recent {
		if uri != demoSource {
			out = append(out, uri+"\topened before")
		}
	}
	return out
}
