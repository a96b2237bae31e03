package tui

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

func itoa(n int) string { return strconv.Itoa(n) }

// drawInvestigation draws filter, histogram, facets and table.
func (a *app) drawInvestigation() {
	f := &a.fr
	a.drawHeader(f.header, "Investigate")
	a.drawCrumbs(f.crumbs)
	a.drawFilter()
	a.drawCount(f.count)
	stale := a.bar.editing && a.bar.err != nil
	a.drawTimeline()
	a.drawTable()
	if row, has := a.table.current(); has && !f.preview.empty() {
		a.side.draw(&a.c, f.preview, a.table.ans.Snapshot, row, a.keys.first(inTable, actOpen))
	}
	if f.tier == tierTwo || a.drawer {
		a.drawFacets()
	}
	if stale {
		a.c.restyle(rect{0, f.count.y, a.w, f.h - f.count.y - 2}, faint)
	}
	if f.cell.empty() {
		if a.flash != "" {
			a.drawFlash(f.hints)
			return
		}
	} else {
		a.drawCell(f.cell)
	}
	a.drawHints(f.hints)
}

// drawHeader draws where one is and, at the right, how complete the data is.
func (a *app) drawHeader(r rect, where string) {
	c := &a.c
	cov := a.sess.coverage
	end := r.x + r.w - 1
	if a.fr.tier == tierTwo {
		zone := a.clock.name()
		w := width(zone)
		c.print(end-w, r.y, w, dim, zone)
		end -= w + 3
	}
	state := stateText(cov)
	if way := a.stateKey(); way != "" && a.fr.tier != tierTwo {
		state += " " + way
	}
	w := width(state)
	c.print(end-w, r.y, w, stateStyle(cov.State), state)
	end -= w + 1
	if a.sess.loading() && a.fr.tier == tierTwo {
		n, _ := percent(cov)
		c.fill(rect{end - 12, r.y, 12, 1}, hatch, '░')
		drawBar(c, rect{end - 12, r.y, 12, 1}, n, 100)
		end -= 13
	}
	if say := a.paidHeader(); say != "" && a.fr.tier == tierTwo {
		w := width(say)
		c.print(end-w-2, r.y, w, dim, say)
		end -= w + 5
	}
	x := r.x + 1
	if a.fr.tier == tierTwo {
		n, _ := c.print(x, r.y, end-x, title, "s3sleuth")
		x += n + 2
	}
	n, _ := c.print(x, r.y, max(end-x-width(where)-5, 8), accent, a.sess.uri)
	x += n + 1
	c.set(x, r.y, dim, '›')
	n, _ = c.print(x+2, r.y, end-x-2, plain|bold, where)
	x += n + 3
	if a.fr.tier == tierOne && a.detail == nil {
		c.print(x, r.y, end-x, dim, a.step())
	}
}

// stateKey returns the key that changes the completeness: what stops reading, or
// reads on.
func (a *app) stateKey() string {
	switch {
	case a.sess.loading():
		return a.key(actCancel)
	case a.sess.coverage.Resumes():
		return a.key(actResume)
	}
	return ""
}

// step says where in the history one stands, as "‹4/6›".
func (a *app) step() string { return "‹" + itoa(a.hist.at+1) + "/" + itoa(len(a.hist.list)) + "›" }

// drawCrumbs draws the history: the steps up to here, and what lies ahead.
func (a *app) drawCrumbs(r rect) {
	if r.empty() {
		return
	}
	c := &a.c
	n, _ := c.print(r.x+1, r.y, r.w, dim, a.step())
	x, end := r.x+n+3, r.x+r.w-1
	list, crumbs := a.hist.list, a.hist.crumbs()
	from := slices.Index(crumbs, a.hist.at)
	for room := end - x - 8; from > 0; from-- {
		room -= width(list[crumbs[from]].label) + 3
		if room < width(list[crumbs[from-1]].label)+3 {
			break
		}
	}
	if from > 0 {
		c.print(x, r.y, 3, dim, "… ›")
		x += 4
	}
	for k, i := range crumbs[from:] {
		if x >= end {
			break
		}
		st := dim
		if i == a.hist.at {
			st = plain | bold
		} else if i > a.hist.at {
			st = dim | faint
		}
		n, _ := c.print(x, r.y, end-x, st, list[i].label)
		x += n + 1
		if from+k+1 < len(crumbs) && x < end-2 {
			c.set(x, r.y, border, '›')
			x += 2
		}
	}
}

// drawFilter draws the filter line and the time on the screen.
func (a *app) drawFilter() {
	c, f := &a.c, &a.fr
	shown := a.hist.now().text
	if !a.bar.editing {
		a.bar.off = a.hist.now().off
	}
	if f.tier != tierTwo {
		st := dim
		if a.bar.editing {
			st = accent | bold
		}
		c.set(f.filter.x+1, f.filter.y, st, '/')
		a.bar.draw(c, rect{f.filter.x + 3, f.filter.y, f.filter.w - 4, 1}, shown)
		c.hit(f.filter, actFilter, 0)
		return
	}
	st := border
	if a.bar.editing {
		st = accent
	}
	drawBox(c, f.filter, st, "filter  "+a.key(actFilter), "")
	a.bar.draw(c, f.filter.inset(2, 1), shown)
	c.hit(f.filter, actFilter, 0)
	name := "time  " + a.key(actTime) + "  " + a.key(actZoomIn) + " " + a.key(actZoomOut)
	if !a.clock.utc() {
		name = "time in " + a.clock.name() + "  " + a.key(actTime) + "  " + a.key(actZoomIn) + " " + a.key(actZoomOut)
	}
	drawBox(c, f.chip, border, name, a.scaleText())
	c.hit(f.chip, actTime, 0)
	if from, to, known := a.extent(); known {
		r := f.chip.inset(2, 1)
		st := dim
		if s := a.shown(); s.from != 0 || s.to != 0 {
			st = plain
		}
		c.print(r.x, r.y, r.w, st, a.clock.bareRange(axis(from, to)))
	}
}

// drawCount draws the error of the filter line, or how much matches of how much
// was read.
func (a *app) drawCount(r rect) {
	c := &a.c
	x, end := r.x+1, r.x+r.w-1
	if a.bar.editing && a.bar.err != nil {
		a.drawError(r)
		return
	}
	if a.q.err != nil {
		c.print(x, r.y, end-x, danger, "error: "+a.q.err.Error())
		return
	}
	if a.q.answer == nil {
		c.print(x, r.y, end-x, dim, "asking …")
		return
	}
	ans, s := a.q.answer, a.q.asked
	put := func(st style, s string) {
		n, _ := c.print(x, r.y, end-x, st, s)
		x += n
	}
	put(plain|bold, count(ans.Matched))
	put(plain, " match of ")
	put(plain|bold, count(ans.Read))
	put(plain, " read")
	a.drawNarrowed(put)
	if s.from != 0 || s.to != 0 {
		put(dim, " in this time")
	}
	if ans.Unknown > 0 {
		x = a.drawUndecided(x, r.y, end)
	}
	if by := a.table.sorted(); by != nil {
		put(dim, "   by "+sortName(by))
	}
	if a.q.slow {
		say := "   updating …"
		if a.sorting() {
			say = "   sorting by " + a.q.asking.by.Field.String() + " …"
		}
		put(dim, say)
		if n := a.q.progress.Load(); n > 0 {
			put(dim, " "+count(int(n))+" records' bytes read   "+a.key(actCancel)+" cancel")
		}
	}
	if a.fr.tier == tierTwo {
		a.drawProgress(rect{x + 3, r.y, end - x - 3, 1})
	} else if from, to, known := a.extent(); known {
		say := a.clock.timeRange(axis(from, to))
		if midnight := " 00:00"; width(say)+3 > end-x && strings.Count(say, midnight) == 2 {
			say = strings.ReplaceAll(say, midnight, "") // whole days
			if i := strings.Index(say, " ("); width(say)+3 > end-x && i > 5 {
				say = say[5:i]
			}
		}
		if w := width(say); w+3 <= end-x {
			c.print(end-w, r.y, w, dim, say)
		}
	}
}

// drawError draws what is wrong with the filter and what would be right.
func (a *app) drawError(r rect) {
	c, e := &a.c, a.bar.err
	x, end := r.x+1, r.x+r.w-1
	if a.bar.unfinished() {
		c.print(x, r.y, end-x, dim, "still open: "+e.Message)
		return
	}
	say := "col " + itoa(e.Column) + ": " + e.Message
	if e.Hint != "" {
		say += ": "
	}
	n, _ := c.print(x, r.y, end-x, danger, say)
	x += n
	n, _ = c.print(x, r.y, end-x, plain, e.Hint)
	x += n + 2
	if e.Example != "" {
		c.print(x, r.y, end-x, dim, "for example "+e.Example)
	}
}

// drawProgress draws how far reading is and how it can be stopped.
func (a *app) drawProgress(r rect) {
	s := a.sess
	cov := s.coverage
	if cov.State == model.Complete {
		return
	}
	say := ""
	if cov.Files > 0 {
		about := ""
		if !cov.FilesFinal {
			about = "≈"
		}
		say = count(cov.FilesRead) + " / " + about + plural(cov.Files, "file")
	}
	if following(cov) {
		say += "   " + cov.Stage + "   " + a.key(actCancel) + " stop"
	} else if cov.State == model.Loading {
		rate, left := s.rate()
		if rate > 0 {
			say += ", " + short(rate) + " rec/s"
		}
		if left > time.Second {
			say += ", ~" + span(left.Round(time.Second)) + " left"
		}
		say += "   " + a.key(actPause) + " pause  " + a.key(actCancel) + " cancel"
	} else if cov.State == model.Paused {
		say += "   " + a.key(actPause) + " go on  " + a.key(actCancel) + " cancel"
	} else if cov.Reason != "" {
		say += "   " + cov.Reason
	}
	if !a.sess.loading() && cov.Resumes() {
		say += "   " + a.key(actResume) + " read on"
	}
	if w := width(say); w > 0 {
		w = min(w, r.w)
		a.c.print(r.x+r.w-w, r.y, w, dim, say)
	}
}

// drawTable draws the records, or why there are none.
func (a *app) drawTable() {
	f := &a.fr
	r, focused := f.table, a.focus == paneTable && !a.bar.editing
	if r.empty() {
		return
	}
	if f.tier == tierTwo {
		st, note := border, ""
		if focused {
			st = accent
		}
		if n := a.table.len(); n > 0 {
			note = count(a.table.top+1) + "–" + count(min(a.table.top+a.table.height, n)) + " of " + count(n)
			if marked := len(a.marks.rows); marked > 0 {
				note = "● " + count(marked) + " marked   " + note
			}
			if a.table.newer > 0 {
				word := " newer   "
				if a.table.sorted() != nil {
					word = " more   "
				}
				note = "▼ " + count(a.table.newer) + word + note
			}
		}
		drawBox(&a.c, r, st, "RECORDS", note)
		r = r.inset(1, 1)
	}
	if a.table.len() == 0 {
		a.drawEmpty(r)
		return
	}
	a.table.draw(&a.c, r, focused)
	a.drawMarks(r)
}

// drawFacets draws the facets beside the table, or as a drawer over it.
func (a *app) drawFacets() {
	r, focused := a.fr.facets, a.focus == paneFacets
	st := border
	if focused {
		st = accent
	}
	a.c.fill(r, plain, ' ')
	note := ""
	if a.facets.order != store.ByCount {
		note = orderNames[a.facets.order]
	}
	if n := len(a.facets.chosen); n > 0 {
		note = count(n) + " chosen"
	}
	drawBox(&a.c, r, st, "FACETS", note)
	in := r.inset(1, 1)
	in.w--
	a.facets.draw(&a.c, in, focused)
}

// drawCell draws the value under the cursor whole.
func (a *app) drawCell(r rect) {
	c := &a.c
	if a.find != nil && a.values == nil && a.list == nil && a.detail == nil {
		a.drawFind(r, a.facets.line().field.String()+" with")
		return
	}
	if a.drawFlash(r) || a.bar.editing && (a.bar.drawHint(c, r) || a.bar.offer(c, r, a.facets, a.keys.first(inInput, actNextPane))) {
		return
	}
	if a.bar.editing { // keys do nothing to the value under the table's cursor
		return
	}
	x := r.x + 1
	put := func(st style, s string) {
		n, _ := c.print(x, r.y, r.x+r.w-1-x, st, s)
		x += n
	}
	if a.focus == paneHist {
		from, to, n := a.graph.selected()
		put(accent, "time ")
		put(plain, a.clock.timeRange(from, to)+"   ")
		put(plain|bold, count(n))
		put(plain, " of "+plural(a.q.answer.Matched, "match"))
		return
	}
	a.drawValue(put)
}

// drawValue tells the value under the cursor of table or facets.
func (a *app) drawValue(put func(style, string)) {
	p, has := a.under()
	if !has && a.focus == paneFacets {
		f := a.facets.line().field
		put(accent, f.String()+" ")
		put(plain, a.keys.first(inFacets, actOpen)+" "+a.facets.offers())
		put(dim, "   "+model.Fields[f].Help)
		return
	}
	if !has {
		if row, some := a.table.current(); some && a.focus == paneTable {
			put(accent, "time ")
			ms := a.table.ans.Snapshot.Time(row)
			put(plain, a.clock.stamp(ms))
			if !a.clock.utc() {
				put(dim, "   "+moment(ms)+" UTC")
			}
		}
		return
	}
	put(accent, column{p.Field, p.Path}.String()+" ")
	switch row, some := a.table.current(); {
	case p.Recorded:
		s, _ := valueShown(p)
		put(dim, "= ")
		put(plain, s)
	case a.focus == paneTable && some && p.Field.IsText() && a.table.ans.Snapshot.Answered(row, p.Field):
		put(dim, "none: the record says that there was none")
	case a.focus == paneTable:
		put(dim, "not recorded: this record cannot say")
	default:
		put(dim, "not recorded")
	}
}
