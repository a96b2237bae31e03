package tui

import (
	"strings"

	"s3sleuth/model"
)

// relatedPage returns the Related tab, w columns wide: what the other log says
// of the request, the ways to other records, and the two records side by side.
func (o *outlook) relatedPage(w int) []pageLine {
	out := o.requestLines(w)
	base := "counts cover everything that was read, whatever the filter says"
	if read := o.read(); read > 0 {
		base = "counts are of all " + plural(read, "record") + " read, whatever the filter says"
	}
	out = append(out, pageLine{}, pageLine{runs: []run{{title, "OTHER RECORDS"}, {dim, "  " + base}}})
	for i := range o.ways {
		out = append(out, o.ways[i].lines(w)...)
	}
	if !o.sameAct() {
		return out
	}
	p := pair{o.of, o.twin}
	left, right := halves(w)
	out = append(out, pageLine{}, pageLine{indent: 2, runs: []run{
		{title, pad("BOTH LOGS", pairName)},
		{accent | bold, pad(o.of.kind().String()+", this one", left+2)},
		{accent | bold, pad(o.twin.kind().String(), right)},
	}})
	return append(out, p.pairLines(p.fields(true), w, 0)...)
}

// read returns how many records the counts are of; 0 while none is known.
func (o *outlook) read() int {
	n := 0
	for _, w := range o.ways {
		n = max(n, w.tally.read)
	}
	return n
}

// requestLines tells what the two logs say of the request.
func (o *outlook) requestLines(w int) []pageLine {
	out := []pageLine{{runs: []run{{title, "THE SAME REQUEST"}, {dim, "  " + o.of.text(model.FieldRequest)}}}}
	say := func(st style, mark, s string) {
		pieces, _ := wrap(s, w-4)
		for i, p := range pieces {
			if i > 0 {
				mark = " "
			}
			out = append(out, pageLine{runs: []run{{st, mark + " "}, {st & tokenMask, p}}})
		}
	}
	for _, s := range o.witness() {
		say(s.st, s.mark, s.says)
	}
	return out
}

// witness says what the other log knows of the request, the verdict first.
func (o *outlook) witness() []sentence {
	if o.err != nil {
		return []sentence{{st: danger, mark: bad, says: "the request cannot be looked for: " + o.err.Error()}}
	}
	if !o.looked {
		return []sentence{{st: dim, mark: hm, says: "looking through the other log …"}}
	}
	if o.of.text(model.FieldRequest) == "" {
		return []sentence{{st: dim, mark: hm, says: "This record has no request ID that could be looked for in the other log."}}
	}
	other := model.CloudTrail
	if o.of.kind() != model.AccessLog {
		other = model.AccessLog
	}
	name := sentenceCase(logName(other))
	var out []sentence
	switch {
	case o.twin.v == nil:
		out = append(out, sentence{st: warn, mark: hm, says: name + " does not tell of it. That proves nothing: it may not have logged this kind of request here, may have delivered late, or was not read."})
	case !o.sameAct():
		out = append(out, sentence{st: warn, mark: hm, says: name + " has " + plural(o.there, "record") + " of this request, none of this operation on this key."})
	default:
		n := counts(pair{o.of, o.twin}.fields(true))
		s := twinSummary(n)
		mark := fine
		if n[conflicting] > 0 {
			mark = bad
		}
		out = append(out, sentence{st: s.st, mark: mark, says: name + " tells of it too, " + s.s + "."})
		out = append(out, o.hostSentence())
	}
	if o.here > 1 || o.there > 1 {
		out = append(out, sentence{st: dim, mark: hm, says: "One request with many parts: " + plural(o.here, "record") + " in this log, " + count(o.there) + " in the other."})
	}
	return out
}

// hostSentence compares the host IDs, which with the request ID make sure that
// both logs speak of one request.
func (o *outlook) hostSentence() sentence {
	h := o.hosts
	switch {
	case !h.known:
		return sentence{st: dim, mark: hm, says: "reading the host IDs …"}
	case h.err != nil:
		return sentence{st: warn, mark: hm, says: "The host IDs cannot be compared: " + h.err.Error()}
	case h.mine == "" || h.other == "":
		return sentence{st: dim, mark: hm, says: "Joined by the request ID alone: not both records carry a host ID."}
	case h.mine != h.other:
		return sentence{st: danger, mark: bad, says: "The host IDs DIFFER: in spite of the request ID these may be two requests. " + h.mine + " and " + h.other}
	}
	return sentence{st: ok, mark: fine, says: "The host IDs agree: it is one request."}
}

// sentenceCase begins s with a capital.
func sentenceCase(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// lines writes a way: name, value, what is behind it, from when to when.
func (w *way) lines(width int) []pageLine {
	const names = 19
	if w.lacks != "" {
		pieces, _ := wrap(w.lacks, width-names-4)
		var out []pageLine
		for i, p := range pieces {
			name := ""
			if i == 0 {
				name = w.name
			}
			out = append(out, pageLine{indent: 2, runs: []run{{dim, pad(name, names)}, {dim, p}}})
		}
		return out
	}
	said, when := w.tally.said(w.counted), run{dim, w.tally.span()}
	if w.act == actPivotNear && w.tally.done {
		when.s = w.base()
	}
	head := pageLine{way: w, runs: []run{{accent, "▸ "}, {accent, pad(w.name, names)}}}
	values := min(max(width*3/10, 20), 44)
	if width >= 96 {
		pieces, _ := wrap(w.shown(values), values)
		head.runs = append(head.runs, run{plain, pad(pieces[0], values)}, run{plain, "  "})
		head.runs, head.right = append(head.runs, said...), when
		if s := w.tally.silent(); s.s != "" {
			head.runs = append(head.runs, run{s.st, "  " + s.s})
		}
		out := []pageLine{head}
		for _, p := range pieces[1:] {
			out = append(out, pageLine{indent: 2 + names, runs: []run{{plain, p}}})
		}
		return w.noted(out, 2+names)
	}
	head.runs = append(head.runs, said...)
	head.right = when
	out := []pageLine{head}
	pieces, _ := wrap(w.shown(width-26), width-26)
	for i, p := range pieces {
		l := pageLine{indent: 4, runs: []run{{dim, p}}}
		if i == 0 {
			l.right = w.tally.silent()
		}
		out = append(out, l)
	}
	return w.noted(out, 4)
}

// noted adds where a value comes from.
func (w *way) noted(out []pageLine, indent int) []pageLine {
	if w.note == "" {
		return out
	}
	return append(out, pageLine{indent: indent, runs: []run{{dim, w.note}}})
}

// chosenWay returns the way under the cursor of the tab Related.
func (d *detail) chosenWay() *way {
	if p := &d.pages[tabRelated]; d.tab == tabRelated && p.cursor >= 0 && p.cursor < len(p.lines) {
		return p.lines[p.cursor].way
	}
	return nil
}

// pane returns the ways in short, for the pane beside the record, and which way
// stands on which line (-1: none). keys are those that work.
func (o *outlook) pane(w int, keys *keyTable) (lines []pageLine, at []int) {
	add := func(i int, l pageLine) { lines, at = append(lines, l), append(at, i) }
	for _, s := range o.witness() {
		pieces, _ := wrap(s.says, w-4)
		for i, p := range pieces {
			mark := s.mark
			if i > 0 {
				mark = " "
			}
			add(-1, pageLine{runs: []run{{s.st, mark + " "}, {s.st & tokenMask, p}}})
		}
	}
	for i := range o.ways {
		x := &o.ways[i]
		if x.lacks != "" {
			continue
		}
		add(-1, pageLine{})
		add(i, pageLine{runs: []run{{accent, keys.first(inDetail, actPivot) + " " + keys.first(inPivot, x.act) + "  "}, {accent, x.name}}, right: x.tally.silent()})
		add(i, pageLine{indent: 2, runs: x.tally.said(x.counted)})
	}
	if n := o.read(); n > 0 {
		add(-1, pageLine{})
		add(-1, pageLine{runs: []run{{dim, "of " + plural(n, "record") + " read"}}})
	}
	return lines, at
}

// paneWidth returns the columns of the pane beside a record on a screen w wide,
// 0 where there is no room for it.
func paneWidth(w int) int {
	if w < 120 {
		return 0
	}
	return min(w/3+4, 54)
}

// drawPane draws what is related to the record beside it.
func (a *app) drawPane(r rect) {
	c := &a.c
	drawBox(c, r, border, "RELATED", "")
	in := r.inset(1, 1)
	c.hit(r, actNone, 0)
	if a.out == nil || a.out.of != a.detail.subject {
		return
	}
	lines, at := a.out.pane(in.w, a.keys)
	p := page{lines: lines, cursor: -1}
	p.draw(c, in)
	c.hit(in, actNone, 0)
	for i, way := range at {
		if way >= 0 && i < in.h {
			c.hit(in.row(i), actWay, way)
		}
	}
}
