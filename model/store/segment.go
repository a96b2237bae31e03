package store

import (
	"slices"
	"sort"

	"s3sleuth/model"
)

// columns are the fields kept as codes: every text field but id and request.
const columns = model.FieldID

// A segment is a run of rows in the order they were appended. It never changes.
type segment struct {
	n        int
	first    int64 // earliest and latest time, Unix milliseconds
	last     int64
	delta    []uint32 // time - first, where 32 bits hold it
	wide     []int64  // else the times themselves
	byTime   []uint16 // rows in order of time; nil when they stand so
	cols     [columns]column
	facts    column // codes are the facts themselves
	nums     [model.NumNumber]numbers
	ident    []key16
	req      []key16
	shape    column // codes are the shapes themselves
	runs     []run
	off      []uint32
	len      []uint32
	memBytes int64
}

// A run is a stretch of rows that lie in one file, less than 4 GiB apart.
type run struct {
	row  int // first row of the run
	file uint32
	base int64 // off counts from here
}

// time returns the time of row i.
func (s *segment) time(i int) int64 {
	if s.delta != nil {
		return s.first + int64(s.delta[i])
	}
	return s.wide[i]
}

// nth returns the row that is the i-th in order of time.
func (s *segment) nth(i int) int {
	if s.byTime == nil {
		return i
	}
	return int(s.byTime[i])
}

// ref returns where row i lies.
func (s *segment) ref(i int) model.Ref {
	r := sort.Search(len(s.runs), func(k int) bool { return s.runs[k].row > i }) - 1
	return model.Ref{File: s.runs[r].file, Offset: s.runs[r].base + int64(s.off[i]), Length: int(s.len[i])}
}

// A builder gathers the rows of the next segment.
type builder struct {
	n     int
	time  []int64
	codes [columns][]uint32
	nums  [model.NumNumber][]int64
	facts []uint32
	shape []uint32
	ident []key16
	req   []key16
	runs  []run
	off   []uint32
	len   []uint32
	pack  packer
	sort  sorter
}

// seal makes a segment of the gathered rows and empties the builder.
func (b *builder) seal() *segment {
	s := &segment{n: b.n, first: slices.Min(b.time), last: slices.Max(b.time)}
	if s.last-s.first < 1<<32 {
		s.delta = make([]uint32, b.n)
		for i, t := range b.time {
			s.delta[i] = uint32(t - s.first)
		}
	} else {
		s.wide = slices.Clone(b.time)
	}
	s.byTime = b.sort.order(b.time, s.first, s.last)
	for f := range b.codes {
		s.cols[f] = b.pack.pack(b.codes[f])
		s.memBytes += s.cols[f].memory()
	}
	for i := range b.nums {
		s.nums[i] = packNumbers(b.nums[i])
		s.memBytes += s.nums[i].memory()
	}
	s.facts, s.shape = b.pack.pack(b.facts), b.pack.pack(b.shape)
	s.memBytes += s.facts.memory() + s.shape.memory()
	s.ident, s.req = slices.Clone(b.ident), slices.Clone(b.req)
	s.runs, s.off, s.len = slices.Clone(b.runs), slices.Clone(b.off), slices.Clone(b.len)
	s.memBytes += int64(4*len(s.delta) + 8*len(s.wide) + 2*len(s.byTime) + 40*b.n + 24*len(s.runs))
	b.reset()
	return s
}

func (b *builder) reset() {
	b.n = 0
	b.time, b.facts, b.shape = b.time[:0], b.facts[:0], b.shape[:0]
	for f := range b.codes {
		b.codes[f] = b.codes[f][:0]
	}
	for i := range b.nums {
		b.nums[i] = b.nums[i][:0]
	}
	b.ident, b.req, b.runs, b.off, b.len = b.ident[:0], b.req[:0], b.runs[:0], b.off[:0], b.len[:0]
}

// A sorter puts rows in order of time; it keeps its scratch memory.
type sorter struct{ a, b []uint64 }

// order returns the rows in order of time, equal times in order of row; nil when
// they stand so. It sorts by bytes, lowest first, and passes over those alike.
func (o *sorter) order(time []int64, first, last int64) []uint16 {
	if slices.IsSorted(time) {
		return nil
	}
	o.a, o.b = o.a[:0], slices.Grow(o.b[:0], len(time))[:len(time)]
	for i, t := range time {
		o.a = append(o.a, uint64(t-first)<<16|uint64(i))
	}
	for shift := 16; shift < 64 && uint64(last-first)>>(shift-16) != 0; shift += 8 {
		var at [257]int
		for _, v := range o.a {
			at[v>>shift&255+1]++
		}
		for i := range 256 {
			at[i+1] += at[i]
		}
		for _, v := range o.a {
			k := v >> shift & 255
			o.b[at[k]] = v
			at[k]++
		}
		o.a, o.b = o.b, o.a
	}
	rows := make([]uint16, len(time))
	for i, v := range o.a {
		rows[i] = uint16(v)
	}
	return rows
}
