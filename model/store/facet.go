package store

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"

	"s3sleuth/model"
)

// A Facet counts the values of one field.
type Facet struct {
	Field       model.Field
	Path        string  // of model.FieldPath, see PathFacet
	Values      []Value // in the order asked for
	Distinct    int     // values there are, Top or not; of those that hold Find
	NotRecorded int     // records without a value
	Unreadable  int     // records whose original bytes cannot be read again: they cannot say
	NoneIn      bool    // the filter's own terms on this field let those through
	Base        int     // records counted: the matches, own terms left out when asked so
}

// A Value is one line of a facet.
type Value struct {
	Text  string
	Count int
	In    bool // the filter's own terms on this field let the value through

	First, Last int64 // Unix milliseconds, when the question asks for it
}

// An Order is the order of a facet's values; equal counts are by text.
type Order uint8

const (
	ByCount  Order = iota // the most frequent first
	ByName                // by text
	ByRarity              // the least frequent first
)

// A facetRun counts one field for one question. Text fields count by code, the
// others by number or text.
type facetRun struct {
	view  *Snapshot
	field model.Field
	q     Question
	find  []byte       // in lower case
	own   []model.Expr // the filter's terms on this field
	total facetTally
}

// A facetTally is what one worker counted for one facet.
type facetTally struct {
	codes   []int // by dictionary code
	local   []uint32
	numbers map[int64]int
	texts   map[string]int
	seen    periods

	unreadable int // records whose bytes cannot be had
}

func newFacetRun(v *Snapshot, f model.Field, q Question) *facetRun {
	return &facetRun{view: v, field: f, q: q, find: []byte(strings.ToLower(q.Find))}
}

// count adds the rows of a segment that sel lets through.
func (f *facetRun) count(t *facetTally, e *evaluation, s *segment, sel vec) {
	switch {
	case sel.none():
	case f.field < columns:
		if t.codes == nil {
			t.codes = make([]int, f.view.dicts[f.field].codes())
		}
		t.column(e, &s.cols[f.field], s.n, sel)
	case f.field.IsNumber():
		if t.numbers == nil {
			t.numbers = map[int64]int{}
		}
		c := &s.nums[f.field-model.NumText]
		sel.each(s.n, func(i int) { t.numbers[c.at(i)]++ })
	default:
		if t.texts == nil {
			t.texts = map[string]int{}
		}
		sel.each(s.n, func(i int) {
			if text, err := f.text(e, s, i); err == nil {
				t.texts[string(text)]++
			} else {
				t.unreadable++
			}
		})
	}
}

// text returns a field that is no column as text, empty when not recorded. It
// fails for an ID that the record's bytes must tell where those cannot be had.
func (f *facetRun) text(e *evaluation, s *segment, i int) ([]byte, error) {
	if f.field == model.FieldTime {
		e.text = AppendTime(e.text[:0], s.time(i))
		return e.text, nil
	}
	text, _, err := e.id(s, i, f.field)
	return text, err
}

// column counts the codes of the rows that sel lets through. Where those are most
// rows it counts the others: the segment knows what all of them come to.
func (t *facetTally) column(e *evaluation, c *column, n int, sel vec) {
	if c.four != nil {
		sel.each(n, func(i int) { t.codes[c.four[i]]++ })
		return
	}
	rest := 2*sel.count(n) > n
	if rest {
		sel = e.not(sel, n)
	}
	if cap(t.local) < len(c.local) {
		t.local = make([]uint32, len(c.local))
	}
	t.local = t.local[:len(c.local)]
	clear(t.local)
	switch {
	case sel.none():
	case c.one != nil:
		var counts [256]uint32
		tallyOne(&counts, c.one, sel)
		copy(t.local, counts[:])
	case c.two != nil:
		tallyTwo(t.local, c.two, sel)
	default:
		t.local[0] = uint32(sel.count(n))
	}
	for l, k := range t.local {
		if rest {
			k = c.count[l] - k
		}
		t.codes[c.local[l]] += int(k)
	}
}

// add adds a worker's tally to the total.
func (f *facetRun) add(t *facetTally) {
	if f.total.codes == nil {
		f.total.codes = t.codes
	} else {
		for code, n := range t.codes {
			f.total.codes[code] += n
		}
	}
	for v, n := range t.numbers {
		if f.total.numbers == nil {
			f.total.numbers = map[int64]int{}
		}
		f.total.numbers[v] += n
	}
	f.total.unreadable += t.unreadable
	for v, n := range t.texts {
		if f.total.texts == nil {
			f.total.texts = map[string]int{}
		}
		f.total.texts[v] += n
	}
	if f.q.Seen {
		f.total.seen.merge(&t.seen)
	}
}

// facet returns the counts with the top values; 0 means all.
func (f *facetRun) facet(top int) Facet {
	out := Facet{Field: f.field, NoneIn: f.noneIn(), Unreadable: f.total.unreadable, Base: f.total.unreadable}
	var values []Value
	put := func(text string, n int, p period) {
		out.Base += n
		if f.wanted([]byte(text)) {
			values = append(values, Value{Text: text, Count: n, First: p.first, Last: p.last})
		}
	}
	switch {
	case f.field < columns:
		return f.columnFacet(top)
	case f.field.IsNumber():
		for v, n := range f.total.numbers {
			if v < 0 {
				out.NotRecorded = n
			} else {
				put(strconv.FormatInt(v, 10), n, f.total.seen.numbers[v])
			}
		}
	default:
		for v, n := range f.total.texts {
			if v == "" {
				out.NotRecorded = n
			} else {
				put(v, n, f.total.seen.texts[v])
			}
		}
	}
	slices.SortFunc(values, func(a, b Value) int {
		return cmp.Or(f.q.Order.counts(a.Count, b.Count), cmp.Compare(a.Text, b.Text))
	})
	return out.with(values, top, f.in)
}

// counts puts two counts in order; 0 leaves it to the text.
func (o Order) counts(a, b int) int {
	switch o {
	case ByName:
		return 0
	case ByRarity:
		return cmp.Compare(a, b)
	}
	return cmp.Compare(b, a)
}

// wanted says whether a value holds the text looked for.
func (f *facetRun) wanted(value []byte) bool {
	return len(f.find) == 0 || bytes.Contains(bytes.ToLower(value), f.find)
}

// columnFacet makes texts only of the values it returns.
func (f *facetRun) columnFacet(top int) Facet {
	out := Facet{Field: f.field, NoneIn: f.noneIn()}
	dict := f.view.dicts[f.field]
	var codes []uint32
	for code, n := range f.total.codes {
		switch {
		case n == 0:
		case code < firstValue:
			out.NotRecorded += n
		default:
			out.Base += n
			if f.wanted(dict.value(uint32(code))) {
				codes = append(codes, uint32(code))
			}
		}
	}
	out.Distinct = len(codes)
	out.Base += out.NotRecorded
	codes = topCodes(codes, top, func(a, b uint32) int {
		if c := f.q.Order.counts(f.total.codes[a], f.total.codes[b]); c != 0 {
			return c
		}
		return bytes.Compare(dict.value(a), dict.value(b))
	})
	for _, code := range codes {
		value := dict.value(code)
		v := Value{Text: string(value), Count: f.total.codes[code], In: f.in(value)}
		if f.q.Seen {
			v.First, v.Last = f.total.seen.codes[code].first, f.total.seen.codes[code].last
		}
		out.Values = append(out.Values, v)
	}
	return out
}

// topCodes sorts codes and returns the first top of them. Of many it sorts few.
func topCodes(codes []uint32, top int, less func(a, b uint32) int) []uint32 {
	if top == 0 || len(codes) <= 4*top {
		slices.SortFunc(codes, less)
		return codes[:limit(len(codes), top)]
	}
	best := slices.Clone(codes[:top])
	slices.SortFunc(best, less)
	for _, c := range codes[top:] {
		if less(c, best[top-1]) < 0 {
			at, _ := slices.BinarySearchFunc(best, c, less)
			copy(best[at+1:], best[at:top-1])
			best[at] = c
		}
	}
	return best
}

func limit(n, top int) int {
	if top == 0 {
		return n
	}
	return min(n, top)
}

// with finishes a facet of sorted values.
func (out Facet) with(values []Value, top int, in func([]byte) bool) Facet {
	out.Distinct = len(values)
	out.Base += out.NotRecorded
	out.Values = values[:limit(len(values), top)]
	for i := range out.Values {
		out.Values[i].In = in([]byte(out.Values[i].Text))
	}
	return out
}

// in says whether the filter's own terms let a value through.
func (f *facetRun) in(value []byte) bool {
	for _, x := range f.own {
		if !letsThrough(x, f.field, value) {
			return false
		}
	}
	return true
}

// noneIn says whether the filter's own terms let a record without a value through.
func (f *facetRun) noneIn() bool {
	r := new(model.Record)
	r.Reset(model.CloudTrail)
	for _, x := range f.own {
		if !x.Match(r) {
			return false
		}
	}
	return true
}

// letsThrough evaluates a term that looks at one field for a value of it.
func letsThrough(x model.Expr, f model.Field, value []byte) bool {
	r := new(model.Record)
	r.Reset(model.CloudTrail)
	switch {
	case f.IsText():
		r.Text[f] = value
	case f.IsNumber():
		r.Number[f-model.NumText], _ = strconv.ParseInt(string(value), 10, 64)
	}
	return x.Match(r)
}
