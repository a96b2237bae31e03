package store

import (
	"slices"

	"s3sleuth/model"
)

// translate finds the dictionary code of every value of the batch that the store
// has not met in it before.
func (s *Store) translate(b *Batch) {
	if b.taken.by != s {
		b.taken = taken{by: s}
	}
	for f := range columns {
		w, t := &b.words[f], b.taken.codes[f]
		if len(t) == 0 {
			t = append(t, codeSilent, codeAnswered)
		}
		d := &s.dicts[f]
		for i := len(t) - firstValue; i < w.len(); {
			tags := w.tags[i:min(i+aheadRows, w.len())]
			s.read += ahead(d.slots, tags)
			for _, tag := range tags {
				t = append(t, d.intern(w.value(i), tag))
				i++
			}
		}
		b.taken.codes[f] = t
	}
}

// dedupe sets keep to the rows of b in [from, to) that the store does not hold,
// and notes them as held; twice are the others. What tells records apart, identity
// and account, goes to the builder at once, so that the next row can be held against
// it.
func (s *Store) dedupe(b *Batch, from, to int) {
	s.keep, s.twice = s.keep[:0], s.twice[:0]
	w := &s.build
	place := &w.groups[model.GroupPlace]
	for i := from; i < to; i++ {
		row := &b.rows[i]
		if k := (i - from) % aheadRows; k == 0 {
			s.read += ahead(s.seen.slots, b.tags[i:min(i+aheadRows, to)])
		}
		if row.shape&noIdent == 0 {
			tag := b.tags[i]
			if held, ok := s.seen.find(tag, func(held Row) bool { return s.same(held, b, row) }); ok {
				s.twice = append(s.twice, twice{held, i})
				continue
			}
			s.seen.add(tag, Row(len(s.segs)<<16|w.n+len(s.keep)))
		}
		w.ident = append(w.ident, row.ident)
		place.rows = append(place.rows, w.number(b, model.GroupPlace, row))
		s.keep = append(s.keep, i)
	}
}

// accountAt is where the account stands in its group.
var accountAt = slices.Index(model.Groups[model.GroupPlace], model.FieldAccount)

// account returns the dictionary code of a row's account.
func (b *Batch) account(row *batchRow) uint32 {
	combo := &b.combos[model.GroupPlace].list[row.groups[model.GroupPlace]]
	return b.taken.codes[model.FieldAccount][combo.code(accountAt)]
}

// same says whether row, of b, is the record that the store holds as held.
func (s *Store) same(held Row, b *Batch, row *batchRow) bool {
	h, event := s.heldRow(held), row.shape&idMask != 0
	return h.ident() == row.ident && (!event || h.text(model.GroupPlace, accountAt, model.FieldAccount) == b.account(row))
}

// takeRows is how many rows are moved at a time: few enough that they stay near
// while their fields are moved one after the other.
const takeRows = 64

// take moves the kept rows of b to the builder; identity and place stand there already.
func (s *Store) take(b *Batch, file uint32) {
	w := &s.build
	for keep := s.keep; len(keep) > 0; {
		some := keep[:min(takeRows, len(keep))]
		keep = keep[len(some):]
		for g := range model.NumGroups {
			if g == model.GroupPlace {
				continue
			}
			rows := w.groups[g].rows
			for _, i := range some {
				rows = append(rows, w.number(b, g, &b.rows[i]))
			}
			w.groups[g].rows = rows
		}
		for k, f := range singles {
			codes, out := b.taken.codes[f], w.singles[k]
			for _, i := range some {
				out = append(out, codes[b.rows[i].singles[k]])
			}
			w.singles[k] = out
		}
		for _, i := range some {
			w.add(&b.rows[i], file)
		}
	}
}
