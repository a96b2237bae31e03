package store

import (
	"sort"
	"sync"
)

// Rows are the matches of an answer in order of time, those of one time in the
// order of file and offset, without being a list of them: a bit a record, and of
// the segments that were looked at the matches in order. It is safe for
// concurrent use.
type Rows struct {
	view  *Snapshot
	total int
	match []vec
	count []int

	mu     sync.Mutex
	sorted [][]uint16 // by segment: the matches in order of time; nil until looked at
	window []Row      // the matches from place at on
	at     int

	wholeMu sync.Mutex
	whole   [columns]*facetRun // what Compare has counted of all matches
}

func newRows(v *Snapshot) *Rows {
	n := len(v.segs)
	return &Rows{view: v, match: make([]vec, n), count: make([]int, n), sorted: make([][]uint16, n)}
}

// set keeps a segment's matches; workers set different segments.
func (r *Rows) set(k int, match vec, count, n int) {
	r.count[k] = count
	switch {
	case count == 0:
		match = all(false)
	case count == n:
		match = all(true)
	default:
		kept := new(bitset)
		copy(kept[:], match.w[:words64(n)])
		match = vec{w: kept}
	}
	r.match[k] = match
}

// Len returns the number of matches.
func (r *Rows) Len() int { return r.total }

// Has says whether row is a match.
func (r *Rows) Has(row Row) bool {
	k := int(row >> 16)
	return k < len(r.match) && r.match[k].has(int(row&0xffff))
}

// order returns the matches of segment k in order of time.
func (r *Rows) order(k int) []uint16 {
	if r.sorted[k] == nil {
		s := r.view.segs[k]
		out := make([]uint16, 0, r.count[k])
		for i := range s.n {
			if row := s.nth(i); r.match[k].has(row) {
				out = append(out, uint16(row))
			}
		}
		r.sorted[k] = out
	}
	return r.sorted[k]
}

// earlier returns how many matches of segment k are earlier than t.
func (r *Rows) earlier(k int, t int64) int {
	s := r.view.segs[k]
	switch {
	case r.count[k] == 0 || s.first >= t:
		return 0
	case s.last < t:
		return r.count[k]
	}
	order := r.order(k)
	return sort.Search(len(order), func(i int) bool { return s.time(int(order[i])) >= t })
}

// before returns how many matches of segment k stand before row, whose time is t.
func (r *Rows) before(k int, t int64, row Row) int {
	s, n := r.view.segs[k], r.earlier(k, t)
	if r.count[k] == n || s.first > t {
		return n
	}
	order := r.order(k)[n:]
	return n + sort.Search(len(order), func(i int) bool {
		return s.time(int(order[i])) > t || r.view.tied(Row(k<<16|int(order[i])), row) >= 0
	})
}

// past returns how many matches are earlier than t.
func (r *Rows) past(t int64) int {
	n := 0
	for k := range r.match {
		n += r.earlier(k, t)
	}
	return n
}

// Rank returns the place of row among the matches and whether it is one. For a
// row that is none it returns the place of the next later match.
func (r *Rows) Rank(row Row) (i int, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	t := r.view.Time(row)
	for k := range r.match {
		i += r.before(k, t, row)
	}
	return i, r.Has(row)
}

// After returns the place of the first match at or after a time in Unix
// milliseconds; Len when there is none.
func (r *Rows) After(ms int64) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.past(ms)
}

// windowRows is how many matches are put in order at once: a few screens.
const windowRows = 512

// At returns the i-th match in order of time, from 0 (the oldest).
func (r *Rows) At(i int) Row {
	r.mu.Lock()
	defer r.mu.Unlock()
	if i < r.at || i >= r.at+len(r.window) {
		r.fill(max(0, i-windowRows/2))
	}
	return r.window[i-r.at]
}

// fill puts the matches from place at on in the window.
func (r *Rows) fill(at int) {
	first, last, _ := r.view.Bounds()
	// The last time that at most `at` matches stand before.
	t := first + int64(sort.Search(int(last-first)+1, func(d int) bool {
		return r.past(first+int64(d)+1) > at
	}))
	m := r.merge(t)
	for n := r.past(t); n < at; n++ {
		m.next()
	}
	r.at, r.window = at, r.window[:0]
	for len(r.window) < windowRows {
		row, ok := m.next()
		if !ok {
			break
		}
		r.window = append(r.window, row)
	}
}

// A merger walks the matches of all segments in order.
type merger struct {
	rows  *Rows
	heads []head
}

type head struct {
	k, i int // segment, and place in its order
	time int64
	row  Row
}

// merge starts a walk at the first match at or after t.
func (r *Rows) merge(t int64) *merger {
	m := &merger{rows: r}
	for k, s := range r.view.segs {
		if r.count[k] == 0 || s.last < t {
			continue
		}
		h := head{k: k, i: r.earlier(k, t), time: s.first}
		if s.first <= t {
			// Otherwise the order is not needed before its first time is reached.
			if !m.load(&h) {
				continue
			}
		} else {
			h.i = -1
		}
		m.heads = append(m.heads, h)
	}
	return m
}

// load sets the head's time and row from its place; false at the end.
func (m *merger) load(h *head) bool {
	order := m.rows.order(h.k)
	if h.i >= len(order) {
		return false
	}
	row := int(order[h.i])
	h.time, h.row = m.rows.view.segs[h.k].time(row), Row(h.k<<16|row)
	return true
}

func (m *merger) next() (Row, bool) {
	for len(m.heads) > 0 {
		b := 0
		for i := range m.heads {
			h, best := &m.heads[i], &m.heads[b]
			if h.time < best.time || h.time == best.time && (h.i < 0 || best.i >= 0 && m.rows.view.tied(h.row, best.row) < 0) {
				b = i
			}
		}
		h := &m.heads[b]
		fresh := h.i < 0 // stood for its segment's first time only
		row := h.row
		h.i++
		if !m.load(h) {
			m.heads = append(m.heads[:b], m.heads[b+1:]...)
		}
		if !fresh {
			return row, true
		}
	}
	return 0, false
}
