package tui

import (
	"strings"

	"s3sleuth/source"
)

// aboutNames is how many trails or buckets of a place are told one by one.
const aboutNames = 12

// drawAbout says what is under the cursor and what it is good for. Beside the
// list it says all that is known, below it only what the line has no room for.
func (p *picker) drawAbout(c *canvas, r rect, beside bool) {
	l, has := p.current()
	if !has || r.empty() {
		return
	}
	lines := l.tell(r.w, beside)
	for i, line := range lines[:min(len(lines), r.h)] {
		x := r.x
		for _, s := range line {
			n, _ := c.print(x, r.y+i, r.x+r.w-x, s.st, s.s)
			x += n
		}
	}
}

// tell returns what there is to say of a line, in lines of w columns.
func (l pickLine) tell(w int, whole bool) [][]run {
	switch {
	case l.ask:
		return append(said(plain, "Asks CloudTrail where its trails deliver and which event data stores there are, and every bucket where its access logs go. Reads settings only: no log, nothing is written, nothing is paid.", w),
			told("needs", "cloudtrail:DescribeTrails, ListTrails, GetTrailStatus, GetEventSelectors, ListEventDataStores, GetEventDataStore; s3:ListAllMyBuckets, GetBucketLogging. What is missing is named; a bucket can be typed all the same.", w)...)
	case l.uri == demoSource:
		return said(plain, "A made-up incident in CloudTrail events and access logs, inside the program: to learn the keys, or to see what the logs can tell.", w)
	}
	var out [][]run
	if whole {
		out = append(said(accent, l.uri, w), nil)
		out = append(append(out, l.details(w)...), nil)
	} else if l.place != nil {
		out = said(plain, l.about, w)[:1]
	}
	if kind, known := l.kind(); known {
		g := source.Guides[kind]
		if whole {
			out = append(out, said(plain|bold, g.Title, w)...)
		}
		out = append(out, told("can", g.Can, w)...)
		out = append(out, told("cannot", g.Cannot, w)...)
		out = append(out, told("when", g.When, w)...)
	}
	return out
}

// details tell every trail or bucket of a place.
func (l pickLine) details(w int) [][]run {
	if l.place == nil {
		return said(plain, l.about, w)
	}
	var out [][]run
	for i, t := range l.place.Trails {
		if i == aboutNames {
			return append(out, said(dim, count(len(l.place.Trails)-i)+" more trails", w)...)
		}
		out = append(out, said(plain, t.About(), w)...)
		out = append(out, told("home", t.Home, w)...)
		key := t.Key
		if key == "" {
			key = "SSE-S3"
		}
		out = append(out, told("key", key, w)...)
	}
	for i, b := range l.place.Logged {
		if i == aboutNames {
			return append(out, said(dim, count(len(l.place.Logged)-i)+" more buckets", w)...)
		}
		keys := b.Format.String()
		if b.Format == source.KeySimple {
			keys = "simple keys"
		}
		out = append(out, said(plain, b.Bucket+"  "+keys, w)...)
	}
	if e := l.place.Store; e != nil {
		out = append(out, said(plain, e.About(), w)...)
		if len(e.Categories) > 0 {
			out = append(out, told("events", strings.Join(e.Categories, ", "), w)...)
		}
	}
	if l.place.Region != "" {
		out = append(out, told("Region", l.place.Region, w)...)
	}
	if l.place.Kind == source.LocalFiles {
		out = append(out, said(plain, l.about+", by their names", w)...)
	}
	return out
}

// said wraps a text into lines of one style.
func said(st style, s string, w int) [][]run {
	pieces, _ := wrap(s, w)
	out := make([][]run, len(pieces))
	for i, piece := range pieces {
		out[i] = []run{{st, piece}}
	}
	return out
}

// toldColumn is where what is told begins, behind its label.
const toldColumn = 8

// told wraps a text behind a label.
func told(label, s string, w int) [][]run {
	pieces, _ := wrap(s, w-toldColumn)
	out := make([][]run, len(pieces))
	for i, piece := range pieces {
		out[i] = []run{{dim, pad(label, toldColumn)}, {plain, piece}}
		label = ""
	}
	return out
}
