package store

import (
	"sort"

	"s3sleuth/model"
)

// A Twin is a record that was left out, for the store holds one of its identity,
// and that says otherwise.
type Twin struct {
	Offset int64 // of the record left out, in its file
	Length int
	File   string // where the record lies that counts
	At     int64
	Fields []model.Field // that differ
}

// Twins returns what the last Append left out though it says otherwise than the
// record that counts. The list is valid until the next Append.
func (s *Store) Twins() []Twin { return s.twins }

// twice is a row of the batch at hand whose identity the store holds.
type twice struct {
	held Row
	row  int
}

// compareTwice looks at what was left out of b; what was kept stands in the
// builder by now.
func (s *Store) compareTwice(b *Batch) {
	for _, t := range s.twice {
		h, row := s.heldRow(t.held), &b.rows[t.row]
		if fields := h.differs(b, row); len(fields) > 0 {
			file, at := h.place()
			s.twins = append(s.twins, Twin{row.off, int(row.len), s.files[file], at, fields})
		}
	}
}

// A heldRow is a row that the store holds, in a segment or still in the builder;
// one of the batch at hand has only identity and place there yet.
type heldRow struct {
	seg  *segment // nil while it is in the builder
	w    *builder
	i    int
	runs []run
}

func (s *Store) heldRow(r Row) heldRow {
	h := heldRow{w: &s.build, i: int(r & 0xffff), runs: s.build.runs}
	if k := int(r >> 16); k < len(s.segs) {
		h.seg, h.runs = s.segs[k], s.segs[k].runs
	}
	return h
}

func (h *heldRow) ident() key16 {
	if h.seg == nil {
		return h.w.ident[h.i]
	}
	return h.seg.ident[h.i]
}

// differs returns the fields in which the row and another of its identity, of b,
// have not the same value. Of a line's account and Region only the path of its file
// tells: there, none is no other value.
func (h *heldRow) differs(b *Batch, row *batchRow) (fields []model.Field) {
	event := row.shape&idMask != 0
	compare := func(f model.Field, held, now uint32) {
		silent := held < firstValue || now < firstValue
		both := held < firstValue && now < firstValue
		if held != now && !both && (event || !silent || f != model.FieldAccount && f != model.FieldRegion) {
			fields = append(fields, f)
		}
	}
	for g, in := range model.Groups {
		combo := &b.combos[g].list[row.groups[g]]
		for place, f := range in {
			compare(f, h.text(model.Group(g), place, f), b.taken.codes[f][combo.code(place)])
		}
	}
	for k, f := range singles {
		compare(f, h.single(k, f), b.taken.codes[f][row.singles[k]])
	}
	for k, n := range row.numbers {
		if h.number(k) != n {
			fields = append(fields, model.NumText+model.Field(k))
		}
	}
	if h.time() != row.time {
		fields = append(fields, model.FieldTime)
	}
	if h.request() != row.request {
		fields = append(fields, model.FieldRequest)
	}
	return fields
}

// text returns the code of a field, which stands at a place of a group.
func (h *heldRow) text(g model.Group, place int, f model.Field) uint32 {
	if h.seg == nil {
		return h.w.groups[g].code(place, h.i)
	}
	return h.seg.cols[f].code(h.i)
}

func (h *heldRow) single(k int, f model.Field) uint32 {
	if h.seg == nil {
		return h.w.singles[k][h.i]
	}
	return h.seg.cols[f].code(h.i)
}

func (h *heldRow) number(k int) int64 {
	if h.seg == nil {
		return h.w.nums[k][h.i]
	}
	return h.seg.nums[k].at(h.i)
}

func (h *heldRow) time() int64 {
	if h.seg == nil {
		return h.w.time[h.i]
	}
	return h.seg.time(h.i)
}

func (h *heldRow) request() key16 {
	if h.seg == nil {
		return h.w.req[h.i]
	}
	return h.seg.req[h.i]
}

// place returns the number of the row's file and where the row begins in it.
func (h *heldRow) place() (file uint32, at int64) {
	off := h.w.off
	if h.seg != nil {
		off = h.seg.off
	}
	r := &h.runs[sort.Search(len(h.runs), func(k int) bool { return h.runs[k].row > h.i })-1]
	return r.file, r.base + int64(off[h.i])
}
