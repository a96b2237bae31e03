package tui

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model/store"
)

// A look is how the screen shows an answer: what no question depends on. It is
// part of each step of the history, so that undo brings it back. What it refers
// to is never changed, only replaced.
type look struct {
	marked map[store.Row]bool
	set    uint64 // which set of marks marked is
	facets []column
	order  store.Order
	split  split
	log    bool
	clock  clock
	shade  string
	sizes  map[column]int
}

// A stepKind says which steps are alike: several of them in a row are one crumb,
// and sizes of one column are one step.
type stepKind uint8

const (
	stepOther stepKind = iota
	stepMarks
	stepSize
)

// A standing is where one stands in the records.
type standing struct {
	row      store.Row // the record under the cursor, when held
	held     bool
	line     int // of the screen
	col      column
	followed bool // the cursor had not been moved
}

// standing returns where one stands now.
func (a *app) standing() standing {
	row, held := a.table.current()
	return standing{row, held, a.table.cursor - a.table.top, a.table.column(), !a.table.moved}
}

// lookNow returns how the screen shows things now.
func (a *app) lookNow() look {
	return look{
		marked: a.marks.rows, set: a.marks.set,
		facets: a.facets.fields, order: a.facets.order,
		split: a.split, log: a.graph.log,
		clock: a.clock, shade: a.shade, sizes: a.table.sizes,
	}
}

// wear shows things as l says.
func (a *app) wear(l look) {
	a.marks.rows, a.marks.set, a.marks.ranged = l.marked, l.set, false
	if f := a.facets; !slices.Equal(f.fields, l.facets) || f.order != l.order {
		f.fields, f.order = l.facets, l.order
		f.build()
	}
	if a.split != l.split {
		a.split, a.graph.layers = l.split, nil
	}
	a.graph.log = l.log
	a.setClock(l.clock)
	a.shade = l.shade
	a.restyle(a.isDark, a.isMono)
	a.table.sizes = l.sizes
}

// from tells what l changed of another look, "" for nothing.
func (l *look) from(was *look) (label string, kind stepKind) {
	switch {
	case l.set != was.set && len(l.marked) == 0:
		return "no marks", stepMarks
	case l.set != was.set:
		return plural(len(l.marked), "mark"), stepMarks
	case !slices.Equal(l.facets, was.facets):
		return "facets", stepOther
	case l.order != was.order:
		return "facets " + orderNames[l.order], stepOther
	case l.split != was.split && l.split.on:
		return "coloured by " + l.split.field.String(), stepOther
	case l.split != was.split:
		return "one colour", stepOther
	case l.log != was.log:
		return map[bool]string{true: "log scale", false: "linear scale"}[l.log], stepOther
	case l.clock.relative != was.clock.relative:
		return map[bool]string{true: "relative times", false: "absolute times"}[l.clock.relative], stepOther
	case l.clock != was.clock:
		return "times in " + l.clock.name(), stepOther
	case l.shade != was.shade:
		return "theme " + cmp.Or(l.shade, "auto"), stepOther
	case !maps.Equal(l.sizes, was.sizes):
		return sizedText(l.sizes, was.sizes), stepSize
	}
	return "", stepOther
}

// sizedText names the columns that got another width.
func sizedText(is, was map[column]int) string {
	var names []string
	for _, sizes := range []map[column]int{is, was} {
		for c := range sizes {
			a, before := was[c]
			b, now := is[c]
			if name := strings.ToLower(c.title()); (a != b || before != now) && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return "width of " + strings.Join(names, ", ")
}

// keep takes a step of the history when the last key or click changed how things
// look; at is where one stood before it.
func (a *app) keep(at standing) {
	if a.sess == nil || a.chooser != nil {
		return
	}
	was, is := a.hist.now(), a.lookNow()
	label, kind := is.from(&was.look)
	if label == "" {
		return
	}
	s := *was
	s.look, s.label, s.kind, s.held, s.opened = is, label, kind, false, nil
	if kind == stepSize && was.kind == kind && was.label == label && a.hist.at == len(a.hist.list)-1 {
		*was = s // one width after the other of the same column
		return
	}
	if !a.noted {
		was.standing = at
	}
	a.hist.add(s)
}

// walk goes back or forward in the history.
func (a *app) walk(by int) tea.Cmd {
	a.leave()
	was := a.hist.now()
	if !a.hist.walk(by) {
		a.flash = "there is nothing to undo"
		if by > 0 {
			a.flash = "there is nothing to redo"
		}
		return nil
	}
	is := a.hist.now()
	switch by {
	case -1:
		a.flash = "undone: " + was.label + "   " + a.key(actRedo) + " redo"
	case 1:
		a.flash = "again: " + is.label + "   " + a.key(actUndo) + " undo"
	default:
		a.flash = "step " + itoa(a.hist.at+1) + ": " + is.label
	}
	a.wear(is.look)
	if asksSame(was, is) {
		a.stand(is)
		return nil
	}
	return a.arrive()
}

// asksSame says that two steps put the same question: going from one to the other
// changes only how the answer is shown.
func asksSame(a, b *state) bool {
	return sameQuestion(a, b) && slices.Equal(a.look.facets, b.look.facets) && a.look.order == b.look.order && a.look.split == b.look.split
}

// sameQuestion says that two steps are of the same records, in the same columns
// and order.
func sameQuestion(a, b *state) bool {
	return a.text == b.text && a.from == b.from && a.to == b.to && a.desc == b.desc && sameSort(a.by, b.by) &&
		slices.Equal(a.cols, b.cols) && slices.Equal(a.off, b.off)
}

// stand goes where one stood in a step whose answer is on the screen.
func (a *app) stand(s *state) {
	if i := slices.Index(a.table.cols, s.col); s.held && i >= 0 {
		a.table.col = i
	}
	if s.held && !s.followed {
		a.table.restore(s.row, s.line)
	}
	s.held = false
}

// crumbs returns the steps that the breadcrumb shows: of marks that were set one
// after the other the last, and always the one where one is.
func (h *history) crumbs() []int {
	var out []int
	for i := range h.list {
		alike := i+1 < len(h.list) && h.list[i].kind == stepMarks && h.list[i+1].kind == stepMarks
		if !alike || i == h.at {
			out = append(out, i)
		}
	}
	return out
}
