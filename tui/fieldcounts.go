package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/tui/text"
)

// fieldCounts are what the matches hold of each field: how many of them have a
// value, how many values there are, and the most frequent one.
type fieldCounts struct {
	gen    uint64
	cancel context.CancelFunc
	base   int // records counted
	facets map[model.Field]store.Facet
}

// fieldCountsMsg: the fields were counted.
type fieldCountsMsg struct {
	gen    uint64
	base   int
	facets []store.Facet
}

// countFields counts what the matches hold of the fields to choose from, but of
// IDs, which are as many as records, and of JSON paths, which are read from bytes.
func (a *app) countFields() tea.Cmd {
	c := a.fields
	if a.q.answer == nil {
		return nil
	}
	a.lists++
	var ctx context.Context
	ctx, c.counts.cancel = context.WithCancel(a.ctx)
	c.counts.gen = a.lists
	gen, s, snap := a.lists, a.shown(), a.q.answer.Snapshot
	q := store.Question{Where: s.where, From: s.from, To: s.to, Top: 1, Raw: rawOf(a.sess.src)}
	for _, f := range c.list {
		if f.field < model.NumText && f.field != model.FieldID && f.field != model.FieldRequest {
			q.Facets = append(q.Facets, f.field)
		}
	}
	return func() tea.Msg {
		ans, err := snap.Ask(ctx, q)
		if err != nil {
			return nil // the list says what fields hold also without counts
		}
		return fieldCountsMsg{gen, ans.Matched, ans.Facets}
	}
}

// fieldsCounted shows what the fields hold.
func (a *app) fieldsCounted(msg fieldCountsMsg) {
	if a.fields == nil || msg.gen != a.fields.counts.gen {
		return
	}
	c := &a.fields.counts
	c.base, c.facets = msg.base, map[model.Field]store.Facet{}
	for _, f := range msg.facets {
		c.facets[f.Field] = f
	}
	a.dirty = true
}

// closeFields closes the choice of facets; a count that is running ends.
func (a *app) closeFields() {
	if a.fields.counts.cancel != nil {
		a.fields.counts.cancel()
	}
	a.fields = nil
}

// fieldCols are the columns of the counts: values, share of the records that have one.
const fieldValues, fieldShare = 9, 8

// head names the columns, and over what is counted.
func (c *fieldCounts) head(v *canvas, r rect, cov model.Coverage) {
	v.print(r.x, r.y, fieldValues, dim, padLeft("values", fieldValues))
	v.print(r.x+fieldValues, r.y, fieldShare, dim, padLeft("in", fieldShare))
	say := "most frequent"
	if c.facets != nil {
		say += " of " + plural(c.base, "match")
		if cov.State != model.Complete {
			say += " read so far"
		}
	}
	v.print(r.x+fieldValues+fieldShare+2, r.y, r.w-fieldValues-fieldShare-2, dim, say)
}

// draw draws what the matches hold of a field; of one that was not counted, what
// it is.
func (c *fieldCounts) draw(v *canvas, r rect, f column) {
	fc, counted := c.facets[f.field]
	x := r.x + fieldValues + fieldShare + 2
	rest := r.x + r.w - x
	if !counted {
		v.print(x, r.y, rest, dim, f.help())
		return
	}
	v.print(r.x, r.y, fieldValues, plain, padLeft(count(fc.Distinct), fieldValues))
	v.print(r.x+fieldValues, r.y, fieldShare, dim, padLeft(percentOf(fc.Base-fc.NotRecorded, fc.Base), fieldShare))
	if len(fc.Values) == 0 {
		v.print(x, r.y, rest, dim, absentName(f.field)+" in any of them")
		return
	}
	top := fc.Values[0]
	share := percentOf(top.Count, fc.Base)
	v.print(x, r.y, 5, dim, padLeft(share, 5))
	v.printValue(rect{x + 6, r.y, rest - 6, 1}, plain, text.Mask(valueName(f.field, top.Text)), f.field)
}
