package store

import (
	"slices"

	"s3sleuth/model"
)

// A builder gathers the rows of the next segment.
type builder struct {
	serial  int // of the segment
	n       int
	time    []int64
	groups  [model.NumGroups]comboRows
	singles [len(singles)][]uint32 // dictionary codes
	nums    [model.NumNumber][]int64
	facts   []uint32
	shape   []uint32
	ident   []key16
	req     []key16
	runs    []run
	off     []uint32
	len     []uint32
	pack    packer
	sort    sorter
}

// comboRows is one group of the rows that are gathered: few combinations, and
// for each row which of them it has.
type comboRows struct {
	n     int                         // combinations
	codes [model.GroupFields][]uint32 // dictionary code by place in the group and combination
	rows  []uint16
}

// code returns the dictionary code that a row has at a place in the group.
func (c *comboRows) code(place, row int) uint32 { return c.codes[place][c.rows[row]] }

// meet makes ready to take rows of b, which the store has translated.
func (w *builder) meet(b *Batch) {
	t := &b.taken
	if t.segment != w.serial {
		t.segment = w.serial
		for g := range t.placed {
			clear(t.placed[g])
		}
	}
	for g := range t.placed {
		t.placed[g] = append(t.placed[g], make([]uint32, len(b.combos[g].list)-len(t.placed[g]))...)
	}
}

// number returns the number here of the combination that a row of b has.
func (w *builder) number(b *Batch, g model.Group, row *batchRow) uint16 {
	if no := b.taken.placed[g][row.groups[g]]; no != 0 {
		return uint16(no - 1)
	}
	return w.place(b, g, row.groups[g])
}

// place takes a combination of b in, and returns its number here.
func (w *builder) place(b *Batch, g model.Group, no uint16) uint16 {
	c := &w.groups[g]
	for i, f := range model.Groups[g] {
		c.codes[i] = append(c.codes[i], b.taken.codes[f][b.combos[g].list[no].code(i)])
	}
	c.n++
	b.taken.placed[g][no] = uint32(c.n)
	return uint16(c.n - 1)
}

// add takes what is neither in a group nor a single column of a row.
func (w *builder) add(row *batchRow, file uint32) {
	for k, n := range row.numbers {
		w.nums[k] = append(w.nums[k], n)
	}
	w.time = append(w.time, row.time)
	w.facts = append(w.facts, uint32(row.facts))
	w.shape = append(w.shape, uint32(row.shape))
	w.req = append(w.req, row.request)
	w.len = append(w.len, row.len)
	w.off = append(w.off, w.within(file, row.off))
	w.n++
}

// within opens a run where needed and returns the offset within it.
func (w *builder) within(file uint32, off int64) uint32 {
	if k := len(w.runs) - 1; k >= 0 && w.runs[k].file == file {
		if d := off - w.runs[k].base; d >= 0 && d < 1<<32 {
			return uint32(d)
		}
	}
	w.runs = append(w.runs, run{row: w.n, file: file, base: off})
	return 0
}

// seal makes a segment of the gathered rows, which lie in files, and empties the
// builder.
func (w *builder) seal(files []string) *segment {
	s := &segment{n: w.n, first: slices.Min(w.time), last: slices.Max(w.time)}
	if s.last-s.first < 1<<32 {
		s.delta = make([]uint32, w.n)
		for i, t := range w.time {
			s.delta[i] = uint32(t - s.first)
		}
		s.blocks = blocksOf(s.delta)
	} else {
		s.wide = slices.Clone(w.time)
	}
	s.byTime = w.untie(w.sort.order(w.time, s.first, s.last), files)
	for g := range w.groups {
		w.pack.group(s, model.Group(g), &w.groups[g])
	}
	for k, f := range singles {
		s.cols[f] = w.pack.pack(w.singles[k])
	}
	for f := range s.cols {
		s.memBytes += s.cols[f].memory()
	}
	for i := range w.nums {
		s.nums[i] = packNumbers(w.nums[i])
		s.memBytes += s.nums[i].memory()
	}
	s.facts, s.shape = w.pack.pack(w.facts), w.pack.pack(w.shape)
	s.memBytes += s.facts.memory() + s.shape.memory()
	s.ident, s.req = slices.Clone(w.ident), slices.Clone(w.req)
	s.runs, s.off, s.len = slices.Clone(w.runs), slices.Clone(w.off), slices.Clone(w.len)
	s.memBytes += int64(4*len(s.delta) + 8*len(s.blocks) + 8*len(s.wide) + 2*len(s.byTime) + 40*w.n + 24*len(s.runs))
	w.reset()
	return s
}

func (w *builder) reset() {
	w.serial++
	w.n = 0
	w.time, w.facts, w.shape = w.time[:0], w.facts[:0], w.shape[:0]
	for g := range w.groups {
		c := &w.groups[g]
		c.n, c.rows = 0, c.rows[:0]
		for i := range c.codes {
			c.codes[i] = c.codes[i][:0]
		}
	}
	for k := range w.singles {
		w.singles[k] = w.singles[k][:0]
	}
	for i := range w.nums {
		w.nums[i] = w.nums[i][:0]
	}
	w.ident, w.req, w.runs, w.off, w.len = w.ident[:0], w.req[:0], w.runs[:0], w.off[:0], w.len[:0]
}
