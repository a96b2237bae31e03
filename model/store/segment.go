package store

import (
	"cmp"
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
	blocks   []block  // of 64 rows each; nil with wide
	byTime   []uint16 // rows in order of time, then of where they lie; nil when they stand so
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

// A block is the earliest and the latest time of 64 rows, as in delta: rows that
// stand together are mostly of one time, and then need not be looked at one by one.
type block struct{ first, last uint32 }

func blocksOf(delta []uint32) []block {
	blocks := make([]block, 0, words64(len(delta)))
	for rows := range slices.Chunk(delta, 64) {
		b := block{rows[0], rows[0]}
		for _, t := range rows[1:] {
			b.first, b.last = min(b.first, t), max(b.last, t)
		}
		blocks = append(blocks, b)
	}
	return blocks
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

// A sorter puts rows in order of time; it keeps its scratch memory.
type sorter struct{ a, b []uint64 }

// order returns the rows in order of time, equal times in order of row; nil when
// they stand so. It sorts by bytes, lowest first, and passes over those alike.
func (o *sorter) order(time []int64, first, last int64) []uint16 {
	if slices.IsSorted(time) {
		return nil
	}
	if last-first >= 1<<48 { // thousands of years: a time and its row are more than 64 bits
		return orderFar(time)
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

// orderFar is order for times however far apart.
func orderFar(time []int64) []uint16 {
	rows := make([]uint16, len(time))
	for i := range rows {
		rows[i] = uint16(i)
	}
	slices.SortStableFunc(rows, func(a, b uint16) int { return cmp.Compare(time[a], time[b]) })
	return rows
}
