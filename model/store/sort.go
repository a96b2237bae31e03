package store

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"sort"
	"sync"

	"s3sleuth/model"
)

// A Sort is an order of records: by the values of a field, those without a value
// last in either direction, and among equal values the oldest first, as [Rows] stand.
type Sort struct {
	Field model.Field
	Path  string // of model.FieldPath: every match's original bytes are read once
	Desc  bool   // the greatest value first
}

// Sorted are the matches of an answer in the order of a Sort. Like [Rows] it is
// no list of them: of each segment it holds the matches in order, and finds what
// is looked at among those. It is safe for concurrent use.
//
// Values order by their bytes, addresses by their number, numbers by size. UUIDs
// order as 16 bytes among other identifiers; those of odd shape, of which only a
// hash is kept, stand behind them, in the order of their texts.
type Sorted struct {
	By     Sort
	rows   *Rows
	key    keyFunc
	orders [][]uint16 // by segment: the matches in order

	mu     sync.Mutex
	window []Row // the matches from place at on
	at     int
}

// A sortKey is what a value orders by: hi, then lo; never all zeros or all ones, so
// that neither it nor its complement is noKey.
type sortKey struct{ hi, lo uint64 }

// noKey stands behind every value.
var noKey = sortKey{math.MaxUint64, math.MaxUint64}

// A keyFunc returns what row i of segment k orders by; noKey without a value.
type keyFunc func(s *segment, k, i int) sortKey

// sort puts the matches in order. It stops within a segment when ctx ends.
func (r *Rows) sort(e *evaluation, by Sort) (*Sorted, error) {
	ctx := e.ctx
	key, err := r.sortKey(e, by)
	if err != nil {
		return nil, err
	}
	if by.Desc {
		up := key
		key = func(s *segment, k, i int) sortKey {
			if v := up(s, k, i); v != noKey {
				return sortKey{^v.hi, ^v.lo}
			}
			return noKey
		}
	}
	out := &Sorted{By: by, rows: r, key: key, orders: make([][]uint16, len(r.match))}
	sorters := make([]keySorter, workers())
	parallel(len(r.match), func(worker, k int) {
		if r.count[k] > 0 && ctx.Err() == nil {
			out.orders[k] = sorters[worker].order(r, k, key)
		}
	})
	return out, ctx.Err()
}

// sortKey returns what the matches' values order by.
func (r *Rows) sortKey(e *evaluation, by Sort) (keyFunc, error) {
	v, f := r.view, by.Field
	switch {
	case f == model.FieldPath:
		return r.pathKey(e, by.Path)
	case f < columns:
		rank, err := v.ranks.of(e.ctx, f, v.dicts[f])
		return func(s *segment, _, i int) sortKey {
			if code := s.cols[f].code(i); code >= firstValue {
				return sortKey{lo: uint64(rank[code-firstValue]) + 1}
			}
			return noKey
		}, err
	case f.IsNumber():
		return func(s *segment, _, i int) sortKey {
			if n := s.nums[f-model.NumText].at(i); n >= 0 {
				return sortKey{lo: uint64(n) + 1}
			}
			return noKey
		}, nil
	case f == model.FieldTime:
		return func(s *segment, _, i int) sortKey { return sortKey{lo: uint64(s.time(i)) ^ 1<<63} }, nil
	}
	odd, err := r.oddRanks(e, f)
	return func(s *segment, _, i int) sortKey { return s.idKey(i, f, odd) }, err
}

// idKey orders identifiers by the bytes that are kept of them, and odd ones behind
// them by their ranks.
func (s *segment) idKey(i int, f model.Field, odd map[key16]int) sortKey {
	sh := shape(s.shape.code(i))
	id := s.req[i]
	switch {
	case sh.odd(f):
		if rank, read := odd[s.oddHash(i, f)]; read {
			return sortKey{math.MaxUint64, uint64(rank)}
		}
		return noKey
	case f == model.FieldID && sh&idMask == idUUID:
		id = s.ident[i]
	case f == model.FieldID && sh&noIdent != 0, sh&reqMask == reqNone:
		return noKey
	}
	switch key := (sortKey{binary.BigEndian.Uint64(id[:8]), binary.BigEndian.Uint64(id[8:])}); key {
	case sortKey{}:
		return sortKey{lo: 1}
	case noKey:
		return sortKey{key.hi, key.lo - 1}
	default:
		return key
	}
}

// A keySorter puts the matches of a segment in order; it keeps its scratch memory.
type keySorter struct{ a, b []keyed }

type keyed struct {
	sortKey
	row uint16
}

// order returns the matches of segment k by their keys, equal ones in order of
// time. It sorts by bytes, lowest first, and passes over those alike.
func (o *keySorter) order(r *Rows, k int, key keyFunc) []uint16 {
	s := r.view.segs[k]
	o.a = o.a[:0]
	some, every := sortKey{}, noKey
	for i := range s.n {
		if row := s.nth(i); r.match[k].has(row) {
			v := key(s, k, row)
			some.hi, some.lo = some.hi|v.hi, some.lo|v.lo
			every.hi, every.lo = every.hi&v.hi, every.lo&v.lo
			o.a = append(o.a, keyed{v, uint16(row)})
		}
	}
	o.b = slices.Grow(o.b[:0], len(o.a))[:len(o.a)]
	for shift := 0; shift < 64; shift += 8 {
		if (some.lo^every.lo)>>shift&255 != 0 {
			o.pass(func(v sortKey) uint8 { return uint8(v.lo >> shift) })
		}
	}
	for shift := 0; shift < 64; shift += 8 {
		if (some.hi^every.hi)>>shift&255 != 0 {
			o.pass(func(v sortKey) uint8 { return uint8(v.hi >> shift) })
		}
	}
	rows := make([]uint16, len(o.a))
	for i, v := range o.a {
		rows[i] = v.row
	}
	return rows
}

// pass sorts by one byte and leaves equal ones as they stand.
func (o *keySorter) pass(digit func(sortKey) uint8) {
	var at [257]int
	for _, v := range o.a {
		at[int(digit(v.sortKey))+1]++
	}
	for i := range 256 {
		at[i+1] += at[i]
	}
	for _, v := range o.a {
		d := digit(v.sortKey)
		o.b[at[d]] = v
		at[d]++
	}
	o.a, o.b = o.b, o.a
}

// Len returns the number of matches.
func (s *Sorted) Len() int { return s.rows.Len() }

// A spot is where a record stands in the order: no two stand at one.
type spot struct {
	key  sortKey
	time int64
	row  Row
}

func (s *Sorted) compare(a, b spot) int {
	switch {
	case a.key.hi != b.key.hi:
		return cmp.Compare(a.key.hi, b.key.hi)
	case a.key.lo != b.key.lo:
		return cmp.Compare(a.key.lo, b.key.lo)
	case a.time != b.time:
		return cmp.Compare(a.time, b.time)
	}
	return s.rows.view.tied(a.row, b.row)
}

// spot returns where row i of segment k stands.
func (s *Sorted) spot(k, i int) spot {
	seg := s.rows.view.segs[k]
	return spot{s.key(seg, k, i), seg.time(i), Row(k<<16 | i)}
}

// below returns how many matches of segment k, known to be from lo to hi, stand
// before p.
func (s *Sorted) below(k, lo, hi int, p spot) int {
	order := s.orders[k]
	return lo + sort.Search(hi-lo, func(i int) bool { return s.compare(s.spot(k, int(order[lo+i])), p) >= 0 })
}

// Rank returns the place of row, a record of the snapshot, and whether it is a
// match. For one that is none it returns the place of the next match.
func (s *Sorted) Rank(row Row) (i int, ok bool) {
	p := s.spot(int(row>>16), int(row&0xffff))
	for k, order := range s.orders {
		i += s.below(k, 0, len(order), p)
	}
	return i, s.rows.Has(row)
}

// Alike says whether two records have the same value, or neither has one, and
// the same time.
func (s *Sorted) Alike(a, b Row) bool {
	p, q := s.spot(int(a>>16), int(a&0xffff)), s.spot(int(b>>16), int(b&0xffff))
	return p.key == q.key && p.time == q.time
}

// At returns the i-th match, from 0.
func (s *Sorted) At(i int) Row {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i < s.at || i >= s.at+len(s.window) {
		s.fill(max(0, i-windowRows/2))
	}
	return s.window[i-s.at]
}

// A front is how far a walk through all segments has come in one of them.
type front struct {
	k, i int // segment, and place in its order
	spot
}

func (s *Sorted) front(k, i int) front { return front{k, i, s.spot(k, int(s.orders[k][i]))} }

// fill puts the matches from place at on in the window.
func (s *Sorted) fill(at int) {
	var fronts []front
	for k, i := range s.cut(at) {
		if i < len(s.orders[k]) {
			fronts = append(fronts, s.front(k, i))
		}
	}
	slices.SortFunc(fronts, func(a, b front) int { return s.compare(a.spot, b.spot) })
	s.at, s.window = at, s.window[:0]
	for len(fronts) > 0 && len(s.window) < windowRows {
		f := fronts[0]
		s.window = append(s.window, f.row)
		if f.i+1 == len(s.orders[f.k]) {
			fronts = fronts[1:]
			continue
		}
		f = s.front(f.k, f.i+1)
		to := sort.Search(len(fronts)-1, func(i int) bool { return s.compare(f.spot, fronts[i+1].spot) < 0 })
		copy(fronts, fronts[1:to+1])
		fronts[to] = f
	}
}

// cut returns how many matches of each segment are among the first at. It halves
// what is open with every step: the middles of all segments tell about where the
// cut lies.
func (s *Sorted) cut(at int) []int {
	lo, hi, c := make([]int, len(s.orders)), make([]int, len(s.orders)), make([]int, len(s.orders))
	for k, order := range s.orders {
		hi[k] = len(order)
	}
	for have := 0; have < at; {
		p := s.middle(lo, hi)
		n := 0
		for k := range lo {
			c[k] = s.below(k, lo[k], hi[k], p.spot)
			n += c[k]
		}
		if n >= at {
			copy(hi, c)
			continue
		}
		copy(lo, c)
		lo[p.k]++ // p itself is among them
		have = n + 1
	}
	return lo
}

// middle returns about the middle of the matches that lie from lo to hi in each
// segment: no less than a fourth of them stand on either side.
func (s *Sorted) middle(lo, hi []int) front {
	var mids []front
	open := 0
	for k := range lo {
		if n := hi[k] - lo[k]; n > 0 {
			mids = append(mids, s.front(k, lo[k]+n/2))
			open += n
		}
	}
	slices.SortFunc(mids, func(a, b front) int { return s.compare(a.spot, b.spot) })
	for i, f := range mids {
		if open -= 2 * (hi[f.k] - lo[f.k]); open <= 0 || i == len(mids)-1 {
			return f
		}
	}
	return front{}
}
