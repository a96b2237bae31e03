package tui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// A why explains a field over the screen: what it holds, what its absence means,
// and which of the matches are without it.
type why struct {
	gen   uint64
	field model.Field
	page  page
	width int
	base  int           // matches, conditions on the field left out
	none  int           // of them without a value
	in    []store.Facet // what those are
	err   error
	busy  bool
}

// whyFacets are what the records without a value are told by.
var whyFacets = []model.Field{model.FieldKind, model.FieldOp, model.FieldType}

// openWhy explains the field under the cursor.
func (a *app) openWhy() tea.Cmd {
	c := a.facets.line().column
	if a.values != nil {
		c = a.values.column
	}
	if c.path != "" {
		a.note = &note{title: c.path, text: []sentence{{st: accent, mark: "?", says: "Records without a value at this path", because: "events that have no such member or null there, and every access-log line, which has no paths"}}}
		return nil
	}
	f := c.field
	a.lists++
	a.about = &why{gen: a.lists, field: f, busy: true, page: page{cursor: -1}}
	if a.q.answer == nil {
		return nil
	}
	gen, s, ctx, snap := a.lists, a.shown(), a.ctx, a.q.answer.Snapshot
	q := store.Question{Where: none(model.WithoutField(s.where, f, "")), From: s.from, To: s.to, Raw: rawOf(a.sess.src)}
	return func() tea.Msg { return askWhy(ctx, snap, q, f, gen) }
}

// askWhy counts the matches without a value.
func askWhy(ctx context.Context, snap *store.Snapshot, q store.Question, f model.Field, gen uint64) tea.Msg {
	all, err := snap.Ask(ctx, q)
	if err != nil {
		return whyMsg{gen: gen, err: err}
	}
	q.Where = include(q.Where, model.Pick{Field: f})
	q.Facets, q.Top = whyFacets, 4
	without, err := snap.Ask(ctx, q)
	if err != nil {
		return whyMsg{gen: gen, err: err}
	}
	return whyMsg{gen: gen, base: all.Matched, none: without.Matched, in: without.Facets}
}

// setWhy shows what was counted.
func (a *app) setWhy(msg whyMsg) {
	if w := a.about; w != nil && msg.gen == w.gen {
		w.busy, w.err, w.base, w.none, w.in = false, msg.err, msg.base, msg.none, msg.in
		w.width, a.dirty = 0, true
	}
}

// fill makes the lines for a width.
func (w *why) fill(width int) {
	w.width = width
	info := model.Fields[w.field]
	var lines []pageLine
	put := func(st style, s string) {
		pieces, _ := wrap(s, width-2)
		for _, p := range pieces {
			lines = append(lines, pageLine{runs: []run{{st, p}}})
		}
	}
	put(plain, w.field.String()+": "+info.Help+".")
	if len(info.Aliases) > 0 {
		put(dim, "A filter also knows it as "+strings.Join(info.Aliases, ", ")+".")
	}
	put(plain, "")
	put(title, "A record without a value")
	name := w.field.String()
	if info.Absence == model.Answer {
		put(plain, "There was none: where the log has a place for "+name+" and wrote nothing there, the absence is an answer. "+name+":x is no for such a record, and -"+name+":x keeps it. A record whose log has no such place cannot say, and is counted apart.")
	} else {
		put(plain, "The record cannot say: its log has no place for "+name+", or wrote nothing there. That is not a no. "+name+":x does not match it, -"+name+":x keeps it, and both count it among those that cannot say.")
	}
	put(dim, "-has:"+name+" finds these records (+ on their line), has:"+name+" the others (-).")
	put(plain, "")
	w.counted(put)
	w.page.set(lines)
}

// counted tells the records without a value.
func (w *why) counted(put func(style, string)) {
	switch {
	case w.err != nil:
		put(danger, "error: "+w.err.Error())
		return
	case w.busy:
		put(dim, "counting …")
		return
	case w.none == 0:
		put(plain, "All "+plural(w.base, "match")+" have a value.")
		return
	}
	put(title, count(w.none)+" of "+plural(w.base, "match")+" are without it")
	for _, f := range w.in {
		var parts []string
		left := w.none - f.NotRecorded
		for i, name := range shortNames(f.Field, texts(f.Values)) {
			parts = append(parts, name+" "+count(f.Values[i].Count))
			left -= f.Values[i].Count
		}
		if left > 0 {
			parts = append(parts, "others "+count(left))
		}
		if f.NotRecorded > 0 {
			parts = append(parts, absentName(f.Field)+" "+count(f.NotRecorded))
		}
		put(plain, pad(f.Field.String(), 6)+strings.Join(parts, ", "))
	}
}

// doWhy performs an action of the explanation.
func (a *app) doWhy(act action) tea.Cmd {
	switch act {
	case actBack, actEscape, actWhy:
		a.about = nil
	default:
		a.about.page.do(act)
	}
	return nil
}

// drawWhy draws the explanation over the screen.
func (a *app) drawWhy() {
	w := a.about
	box := rect{max((a.w-84)/2, 0), 2, min(a.w, 84), a.h - 4}
	if inner := box.w - 4; w.width != inner {
		w.fill(inner)
	}
	if h := len(w.page.lines) + 2; h < box.h {
		box.y, box.h = box.y+(box.h-h)/3, h
	}
	a.c.fill(box, plain, ' ')
	drawBox(&a.c, box, accent, strings.ToUpper(w.field.String()), a.keys.first(inWhy, actEscape)+" close")
	a.c.caret = rect{}
	w.page.draw(&a.c, box.inset(2, 1))
	a.c.fill(rect{0, a.h - 1, a.w, 1}, plain, ' ')
	a.drawHints(rect{0, a.h - 1, a.w, 1})
}
