package tui

// The least heights of what the timeline shows when it has the keys.
const (
	boxedFrom = 15 // lines for all of it, from which the graph gets a box
	tableFrom = 11 // lines below the graph, from which the table stays
)

// frameNow returns where everything stands: the layout of the screen, with a
// legend when the histogram is coloured, with the facets pulled out of their drawer,
// and with a larger graph and the comparison while the timeline has the keys.
func (a *app) frameNow() frame {
	f := layout(a.w, a.h)
	if f.hist.empty() {
		return f
	}
	if a.timing() {
		return f.timeline(a.split.on)
	}
	if a.split.on {
		f = f.legended()
	}
	if a.drawer && f.tier == tierOne {
		f = f.beside()
	}
	return f
}

// narrow says that the table has little room: what tells a record apart and what
// the filter speaks of come first in it.
func (a *app) narrow() bool { return a.fr.tier == tierSmall || a.fr.tier == tierOne && a.drawer }

// timing says whether the timeline or its comparison has the keys.
func (a *app) timing() bool { return a.focus == paneHist || a.focus == paneCompare }

// legended makes room for a legend below the graph.
func (f frame) legended() frame {
	f.legend = rect{0, f.hist.y + f.hist.h, f.w, 1}
	f.table.y++
	f.table.h--
	if f.tier == tierTwo {
		f.facets.y++
		f.facets.h--
		f.preview.y++
		f.preview.h = max(f.preview.h-1, 0)
	}
	f.message = f.table
	return f
}

// timeline gives the graph more room and puts the comparison between it and the
// table, which goes when there is no room.
func (f frame) timeline(legend bool) frame {
	top, end := f.hist.y, f.h-2
	bars := 2
	boxed := end-top >= boxedFrom
	if boxed {
		bars = max(f.h/8, 3)
	}
	f.graph = rect{0, top, f.w, bars + 1}
	if boxed {
		f.graph.y++
	}
	y := f.graph.y + f.graph.h
	f.brace = rect{0, y, f.w, 1}
	y++
	if legend {
		f.legend = rect{1, y, f.w - 2, 1}
		y++
	}
	if boxed {
		y++
		f.histBox = rect{0, top, f.w, y - top}
	}
	f.hist = rect{0, top, f.w, y - top}
	x := 0
	if f.tier == tierTwo {
		f.facets.y, f.facets.h = y, end-y
		x = f.facets.w
		if !f.preview.empty() {
			f.preview.y, f.preview.h = y, end-y
		}
	}
	w := f.w - x - f.preview.w
	rest, table := end-y, 0
	if rest >= tableFrom {
		table = rest * 2 / 5
	}
	f.compare = rect{x, y, w, max(rest-table, 0)}
	f.table = rect{x, y + f.compare.h, w, table}
	f.message = f.table
	return f
}
