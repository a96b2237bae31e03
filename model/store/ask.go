package store

import (
	"context"
	"math/bits"
	"sort"
	"sync/atomic"

	"s3sleuth/model"
)

// A Question is what Ask answers in one pass.
type Question struct {
	Where    model.Expr    // nil: every record
	From, To int64         // Unix milliseconds, half open; 0 is open
	Facets   []model.Field // count the values of these fields among the matches
	Top      int           // values a facet returns; 0 means all
	LeaveOut bool          // each facet leaves out the filter's own terms on its field
	Order    Order         // in which a facet's values come
	Find     string        // a facet returns only values that hold this text, in any case of ASCII letters
	Seen     bool          // a facet tells when each value was first and last seen
	Bins     int           // bins of the histogram; 0 means none
	BinFrom  int64         // start of the first bin, Unix milliseconds
	BinTo    int64         // end of the last bin
	Sort     *Sort         // put the matches in this order; nil: only in that of time
	Raw      RawFunc       // needed where Where looks at original bytes

	// Progress is told how many records' original bytes were read so far, from
	// any goroutine.
	Progress func(done int)
}

// An Answer is about one snapshot and one question.
type Answer struct {
	Snapshot  *Snapshot
	Rows      *Rows // the matches
	Matched   int
	Unknown   int // records that the filter cannot decide, matches or not
	Read      int // records asked: those of the snapshot within From and To
	Facets    []Facet
	Histogram []int   // matches by bin
	Sorted    *Sorted // the matches in the order asked for; nil when none was
	// Unreadable are the matches that Groups could not read again for a path.
	Unreadable int
}

// Ask answers q. It stops within a segment when ctx ends.
func (v *Snapshot) Ask(ctx context.Context, q Question) (*Answer, error) {
	run := v.prepare(ctx, q)
	if err := run.scan(func(*evaluation, int, int, vec) {}); err != nil {
		return nil, err
	}
	a := run.answer()
	if q.Sort != nil {
		var err error
		if a.Sorted, err = a.Rows.sort(&run.tallies[0].eval, *q.Sort); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// An inquiry is one question on its way.
type inquiry struct {
	view    *Snapshot
	ctx     context.Context
	q       Question
	parts   []part
	facets  []*facetRun
	rows    *Rows
	tallies []*tally // one a worker
}

// A part is one term of the filter: the filter is the conjunction of its parts.
type part struct {
	node  node
	field model.Field // the one field that the part looks at
	owned bool        // there is one such field, and a facet of it leaves the part out
}

// A tally is what one worker has counted.
type tally struct {
	eval    evaluation
	matched int
	unknown int
	read    int
	bins    []int
	facets  []facetTally
}

func (v *Snapshot) prepare(ctx context.Context, q Question) *inquiry {
	r := &inquiry{view: v, ctx: ctx, q: q, rows: newRows(v)}
	for _, f := range q.Facets {
		r.facets = append(r.facets, newFacetRun(v, f, q))
	}
	for _, x := range terms(q.Where) {
		p := part{node: v.plan(x)}
		if f, ok := fieldOf(x); ok && q.LeaveOut {
			p.field = f
			for _, facet := range r.facets {
				if facet.field == f {
					p.owned = true
					facet.own = append(facet.own, x)
				}
			}
		}
		r.parts = append(r.parts, p)
	}
	done := new(atomic.Int64)
	read := func(n int) {
		if total := done.Add(int64(n)); q.Progress != nil {
			q.Progress(int(total))
		}
	}
	for range workers() {
		t := &tally{bins: make([]int, q.Bins), facets: make([]facetTally, len(r.facets))}
		t.eval = evaluation{ctx: ctx, view: v, raw: q.Raw, read: read}
		r.tallies = append(r.tallies, t)
	}
	return r
}

// scan evaluates every segment; also is told of the matches of segment k.
func (r *inquiry) scan(also func(e *evaluation, worker, k int, match vec)) error {
	var failed atomic.Pointer[error]
	parallel(len(r.view.segs), func(worker, k int) {
		if failed.Load() != nil {
			return
		}
		if err := r.ctx.Err(); err != nil {
			failed.Store(&err)
			return
		}
		t := r.tallies[worker]
		t.eval.reset()
		match, err := r.segment(t, k)
		if err != nil {
			failed.Store(&err)
			return
		}
		also(&t.eval, worker, k, match)
	})
	if err := failed.Load(); err != nil {
		return *err
	}
	return r.ctx.Err()
}

// segment evaluates one segment and counts it.
func (r *inquiry) segment(t *tally, k int) (vec, error) {
	s, e := r.view.segs[k], &t.eval
	span := e.span(s, r.q.From, r.q.To)
	t.read += span.count(s.n)
	if span.none() {
		return span, nil
	}
	answers, err := r.evalParts(e, s, k, span)
	if err != nil {
		return vec{}, err
	}
	whole := decided(span)
	for _, a := range answers {
		whole = e.triAnd(whole, a, s.n)
	}
	matched := whole.match.count(s.n)
	t.matched += matched
	t.unknown += whole.may.count(s.n) - whole.yes.count(s.n)
	r.rows.set(k, whole.match, matched, s.n)
	if r.q.Bins > 0 && matched > 0 {
		r.histogram(t.bins, s, whole.match)
	}
	for i, f := range r.facets {
		sel := whole.match
		if len(f.own) > 0 {
			sel = span
			for p, a := range answers {
				if !r.parts[p].owned || r.parts[p].field != f.field {
					sel = e.and(sel, a.match, s.n)
				}
			}
		}
		f.count(&t.facets[i], e, s, sel)
		if f.q.Seen {
			t.facets[i].seen.see(f, e, s, sel)
		}
	}
	return whole.match, nil
}

// evalParts evaluates the filter's terms: the costly ones last, and only for
// the rows that the others, but those a facet leaves out, let through.
func (r *inquiry) evalParts(e *evaluation, s *segment, k int, span vec) ([]tri, error) {
	answers := make([]tri, len(r.parts))
	need := span
	for _, costly := range []bool{false, true} {
		for i, p := range r.parts {
			if p.node.costly() != costly {
				continue
			}
			a, err := p.node.eval(e, s, k, need)
			if err != nil {
				return nil, err
			}
			answers[i] = a
			if !p.owned {
				need = e.and(need, e.or(a.may, a.match, s.n), s.n)
			}
		}
	}
	return answers, nil
}

// span returns the rows whose time lies in [from, to).
func (e *evaluation) span(s *segment, from, to int64) vec {
	if (from == 0 || s.first >= from) && (to == 0 || s.last < to) {
		return all(true)
	}
	if from != 0 && s.last < from || to != 0 && s.first >= to {
		return all(false)
	}
	return e.byRow(s.n, func(i int) model.Truth {
		t := s.time(i)
		return model.Of((from == 0 || t >= from) && (to == 0 || t < to))
	}).match
}

// histogram adds the matches to bins.
func (r *inquiry) histogram(counts []int, s *segment, match vec) {
	from, width := r.q.BinFrom, r.q.BinTo-r.q.BinFrom
	if width <= 0 {
		return
	}
	scale := float64(len(counts)) / float64(width)
	bin := func(t int64) int {
		return min(int(float64(max(t-from, 0))*scale), len(counts)-1)
	}
	if inside := s.first >= from && s.last < from+width; inside && bin(s.first) == bin(s.last) {
		counts[bin(s.first)] += match.count(s.n)
		return
	}
	if match.every() {
		wholeHistogram(counts, s, from, from+width, bin)
		return
	}
	for k, w := range match.w[:words64(s.n)] {
		if w == 0 {
			continue
		}
		if s.blocks != nil {
			first, last := s.first+int64(s.blocks[k].first), s.first+int64(s.blocks[k].last)
			if at := bin(first); first >= from && last < from+width && at == bin(last) {
				counts[at] += bits.OnesCount64(w)
				continue
			}
		}
		for ; w != 0; w &= w - 1 {
			if t := s.time(k<<6 | bits.TrailingZeros64(w)); t >= from && t < from+width {
				counts[bin(t)]++
			}
		}
	}
}

// wholeHistogram adds all rows of a segment: it finds where each bin ends in the
// order of time.
func wholeHistogram(counts []int, s *segment, from, to int64, bin func(int64) int) {
	at := sort.Search(s.n, func(i int) bool { return s.time(s.nth(i)) >= from })
	end := sort.Search(s.n, func(i int) bool { return s.time(s.nth(i)) >= to })
	for at < end {
		k := bin(s.time(s.nth(at)))
		next := at + sort.Search(end-at, func(i int) bool { return bin(s.time(s.nth(at+i))) > k })
		counts[k] += next - at
		at = next
	}
}

// answer adds the workers' tallies.
func (r *inquiry) answer() *Answer {
	a := &Answer{Snapshot: r.view, Rows: r.rows, Histogram: make([]int, r.q.Bins)}
	for _, t := range r.tallies {
		a.Matched += t.matched
		a.Unknown += t.unknown
		a.Read += t.read
		for i, n := range t.bins {
			a.Histogram[i] += n
		}
	}
	for i, f := range r.facets {
		for _, t := range r.tallies {
			f.add(&t.facets[i])
		}
		a.Facets = append(a.Facets, f.facet(r.q.Top))
	}
	r.rows.total = a.Matched
	return a
}

// terms returns the parts whose conjunction the filter is.
func terms(x model.Expr) []model.Expr {
	switch x := x.(type) {
	case nil:
		return nil
	case model.And:
		var out []model.Expr
		for _, part := range x {
			out = append(out, terms(part)...)
		}
		return out
	}
	return []model.Expr{x}
}

// fieldOf returns the one field whose values a term asks for, if there is one.
// "unknown:" asks for none: no value of a facet would add to what it lists.
func fieldOf(x model.Expr) (f model.Field, ok bool) {
	same := func(parts []model.Expr) (model.Field, bool) {
		for i, p := range parts {
			g, one := fieldOf(p)
			if !one || i > 0 && g != f {
				return 0, false
			}
			f = g
		}
		return f, len(parts) > 0
	}
	switch x := x.(type) {
	case model.And:
		return same(x)
	case model.Or:
		return same(x)
	case model.Not:
		return fieldOf(x.X)
	case *model.Has:
		return x.Field, x.Field != model.FieldPath
	case *model.Cmp:
		return x.Field, x.Field != model.FieldPath
	}
	return 0, false
}
