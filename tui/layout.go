package tui

// A tier is how much fits on the screen.
type tier uint8

const (
	tierWord  tier = iota // a sentence
	tierSmall             // the table with one line above
	tierOne               // one pane: the facets are a drawer
	tierTwo               // facets beside the table
)

// The sizes at which a tier begins, and the widths of the facet pane.
const (
	minWidth, minHeight = 40, 10
	oneWidth, oneHeight = 60, 16
	twoWidth, twoHeight = 100, 24
	previewFrom         = 160 // columns, and 30 lines
	previewWidth        = 50
	facetWidth          = 32
	facetWideWidth      = 42 // from 140 columns on
	facetByPreview      = 30
	drawerWidth         = 40
)

// A frame says where everything of the investigation stands. What has no room
// is empty.
type frame struct {
	tier    tier
	w, h    int
	header  rect
	crumbs  rect
	filter  rect // with its box in tierTwo
	chip    rect // time range
	count   rect
	hist    rect
	histBox rect // around the graph, while the timeline has the keys
	graph   rect // of the histogram, with its scale and axis
	brace   rect // what is selected, while the timeline has the keys
	legend  rect // of the histogram's colours
	compare rect // the selection compared with the rest
	facets  rect // with its box
	table   rect // with its box in tierTwo
	preview rect // with its box: the record under the cursor; only on wide screens
	cell    rect
	hints   rect
	message rect // where a popup or an empty result is written
}

// layout divides a screen of w by h.
func layout(w, h int) frame {
	f := frame{w: w, h: h}
	full := func(y, n int) rect { return rect{0, y, w, n} }
	switch {
	case w < minWidth || h < minHeight:
		f.message = full(0, h)
	case w < oneWidth || h < oneHeight:
		f.tier = tierSmall
		f.header, f.filter, f.count = full(0, 1), full(1, 1), full(2, 1)
		f.table, f.hints = full(3, h-4), full(h-1, 1)
	case w < twoWidth || h < twoHeight:
		f.tier = tierOne
		f.header, f.filter, f.count, f.hist = full(0, 1), full(1, 1), full(2, 1), full(3, 1)
		f.table, f.cell, f.hints = full(4, h-6), full(h-2, 1), full(h-1, 1)
		f.facets = rect{0, 4, min(drawerWidth, w-12), h - 6}
	default:
		f.tier = tierTwo
		f.header, f.crumbs = full(0, 1), full(1, 1)
		chip := 46
		f.filter, f.chip = rect{0, 2, w - chip, 3}, rect{w - chip, 2, chip, 3}
		f.count = full(5, 1)
		f.hist = full(6, min(max(h/8, 3), 8)+1)
		top, side := f.hist.y+f.hist.h, facetWidth
		right := 0
		switch {
		case w >= previewFrom && h >= 30:
			right, side = previewWidth+(w-previewFrom)/4, facetByPreview+(w-previewFrom)/8
		case w >= 140:
			side = facetWideWidth
		}
		f.facets, f.table = rect{0, top, side, h - top - 2}, rect{side, top, w - side - right, h - top - 2}
		f.preview = rect{w - right, top, right, h - top - 2}
		f.cell, f.hints = full(h-2, 1), full(h-1, 1)
	}
	if f.tier != tierWord {
		f.message = f.table
	}
	f.graph = f.hist
	return f
}

// beside gives the table what the drawer of facets leaves.
func (f frame) beside() frame {
	f.table.x, f.table.w = f.facets.w, f.w-f.facets.w
	f.facets.y, f.facets.h = f.table.y, f.table.h
	f.message = f.table
	return f
}

// rows returns the lines of the table that show records: without the box and
// the headings.
func (f *frame) rows() rect {
	r := f.table
	if f.tier == tierTwo {
		r = r.inset(1, 1)
	}
	r.y++
	r.h = max(r.h-1, 0)
	return r
}
