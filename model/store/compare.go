package store

import (
	"cmp"
	"context"
	"math"
	"slices"

	"s3sleuth/model"
)

// A Comparison tells how the matches within a span of time, the selection,
// differ from the matches outside it, the rest.
type Comparison struct {
	In, Rest int           // matches of the selection and of the rest
	Over     []Difference  // values more frequent in the selection, the greatest difference first
	Under    []Difference  // values less frequent in the selection, the greatest difference first
	Alike    []model.Field // fields without a clear difference, in the order asked
}

// A Difference is one value whose share of the selection clearly differs from
// its share of the rest. Shares are of all matches, those without a value
// included.
type Difference struct {
	Field    model.Field
	Text     string
	Recorded bool    // false: the records without a value
	In, Rest int     // matches with the value in the selection and in the rest
	Points   float64 // share of the selection less share of the rest, -1 to 1
}

// What makes a difference clear. Values are many and bins are few records, so
// the bounds are strict: chance passes them less than once in ten thousand.
const (
	leastPoints  = 0.02 // difference of the shares
	leastRecords = 5    // of the value in the selection, or expected there
	leastErrors  = 4    // standard errors of the difference
	perField     = 3    // values of a field told on either side
)

// Compare compares the matches from from to to (Unix milliseconds, half open)
// with the other matches, in each of the fields. Fields that are not kept as
// columns (id, request, numbers, time) are left out. What all matches hold is
// counted once: further comparisons only look at the selection.
func (r *Rows) Compare(ctx context.Context, from, to int64, fields []model.Field) (*Comparison, error) {
	fields = slices.DeleteFunc(slices.Clone(fields), func(f model.Field) bool { return f >= columns })
	whole, err := r.wholes(ctx, fields)
	if err != nil {
		return nil, err
	}
	inside, n, err := r.tally(ctx, from, to, fields)
	if err != nil {
		return nil, err
	}
	out := &Comparison{In: n, Rest: r.total - n}
	for i := range fields {
		out.field(inside[i], whole[i])
	}
	byPoints := func(a, b Difference) int { return cmp.Compare(math.Abs(b.Points), math.Abs(a.Points)) }
	slices.SortStableFunc(out.Over, byPoints)
	slices.SortStableFunc(out.Under, byPoints)
	return out, nil
}

// wholes returns the counts of all matches, one run a field. It keeps them.
func (r *Rows) wholes(ctx context.Context, fields []model.Field) ([]*facetRun, error) {
	r.wholeMu.Lock()
	defer r.wholeMu.Unlock()
	missing := slices.DeleteFunc(slices.Clone(fields), func(f model.Field) bool { return r.whole[f] != nil })
	runs, _, err := r.tally(ctx, 0, 0, missing)
	if err != nil {
		return nil, err
	}
	for i, f := range missing {
		r.whole[f] = runs[i]
	}
	var out []*facetRun
	for _, f := range fields {
		out = append(out, r.whole[f])
	}
	return out, nil
}

// tally counts the values of fields among the matches within a span of time (0
// is open), one run a field, and those matches.
func (r *Rows) tally(ctx context.Context, from, to int64, fields []model.Field) (runs []*facetRun, n int, err error) {
	type tally struct {
		eval   evaluation
		n      int
		facets []facetTally
	}
	tallies := make([]tally, workers())
	for i := range tallies {
		tallies[i] = tally{eval: evaluation{ctx: ctx, view: r.view}, facets: make([]facetTally, len(fields))}
	}
	for _, f := range fields {
		runs = append(runs, newFacetRun(r.view, f, Question{}))
	}
	parallel(len(r.match), func(worker, k int) {
		if r.count[k] == 0 || ctx.Err() != nil {
			return
		}
		t, s := &tallies[worker], r.view.segs[k]
		t.eval.reset()
		sel := t.eval.and(r.match[k], t.eval.span(s, from, to), s.n)
		t.n += sel.count(s.n)
		for i, f := range runs {
			f.count(&t.facets[i], &t.eval, s, sel)
		}
	})
	for w := range tallies {
		n += tallies[w].n
		for i, f := range runs {
			f.add(&tallies[w].facets[i])
		}
	}
	return runs, n, ctx.Err()
}

// A candidate is a value that may differ, by its code; codeSilent stands for
// the records without a value.
type candidate struct {
	code     uint32
	in, rest int
	points   float64
}

// field adds the clear differences of one field.
func (c *Comparison) field(inside, whole *facetRun) {
	var found []candidate
	none := candidate{code: codeSilent}
	for code, all := range whole.total.codes {
		in := 0
		if inside.total.codes != nil {
			in = inside.total.codes[code]
		}
		switch {
		case all == 0:
		case code < firstValue:
			none.in, none.rest = none.in+in, none.rest+all-in
		default:
			found = c.consider(found, candidate{code: uint32(code), in: in, rest: all - in})
		}
	}
	found = c.consider(found, none)
	if len(found) == 0 {
		c.Alike = append(c.Alike, whole.field)
		return
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(math.Abs(b.points), math.Abs(a.points)) })
	over, under := 0, 0
	for _, f := range found {
		side, told := &c.Over, &over
		if f.points < 0 {
			side, told = &c.Under, &under
		}
		if *told++; *told > perField {
			continue
		}
		d := Difference{Field: whole.field, In: f.in, Rest: f.rest, Points: f.points}
		if f.code >= firstValue {
			d.Text, d.Recorded = string(whole.view.dicts[whole.field].value(f.code)), true
		}
		*side = append(*side, d)
	}
}

// consider adds a value when its shares clearly differ.
func (c *Comparison) consider(found []candidate, x candidate) []candidate {
	if c.In < leastRecords || c.Rest < leastRecords {
		return found
	}
	in, rest := float64(c.In), float64(c.Rest)
	share := float64(x.in+x.rest) / (in + rest)
	x.points = float64(x.in)/in - float64(x.rest)/rest
	size := math.Abs(x.points)
	if size < leastPoints || max(float64(x.in), share*in) < leastRecords {
		return found
	}
	if size < leastErrors*math.Sqrt(share*(1-share)*(1/in+1/rest)) {
		return found
	}
	return append(found, x)
}
