package store

import "s3sleuth/model"

// A period is when something was first and last seen, in Unix milliseconds.
type period struct{ first, last int64 }

// with is the period widened by a moment.
func (p period) with(t int64, known bool) period {
	if !known {
		return period{t, t}
	}
	return period{min(p.first, t), max(p.last, t)}
}

// add is the period widened by another one.
func (p period) add(q period, known bool) period {
	if !known {
		return q
	}
	return period{min(p.first, q.first), max(p.last, q.last)}
}

// periods are when the values of one facet were seen: by code for a column,
// else by value.
type periods struct {
	codes   []period // where the facet counts none of a code its period is not looked at
	known   []bool
	numbers map[int64]period
	texts   map[string]period
}

// see notes when the rows of a segment that sel lets through were recorded.
func (p *periods) see(f *facetRun, e *evaluation, s *segment, sel vec) {
	switch {
	case sel.none():
	case f.field < columns:
		if p.codes == nil {
			n := f.view.dicts[f.field].codes()
			p.codes, p.known = make([]period, n), make([]bool, n)
		}
		c := &s.cols[f.field]
		sel.each(s.n, func(i int) {
			code := c.code(i)
			p.codes[code] = p.codes[code].with(s.time(i), p.known[code])
			p.known[code] = true
		})
	case f.field.IsNumber():
		if p.numbers == nil {
			p.numbers = map[int64]period{}
		}
		c := &s.nums[f.field-model.NumText]
		sel.each(s.n, func(i int) {
			was, known := p.numbers[c.at(i)]
			p.numbers[c.at(i)] = was.with(s.time(i), known)
		})
	default:
		if p.texts == nil {
			p.texts = map[string]period{}
		}
		sel.each(s.n, func(i int) {
			if text, err := f.text(e, s, i); err == nil {
				was, known := p.texts[string(text)]
				p.texts[string(text)] = was.with(s.time(i), known)
			}
		})
	}
}

// merge adds what another worker saw.
func (p *periods) merge(q *periods) {
	if p.codes == nil {
		p.codes, p.known = q.codes, q.known
	} else {
		for code, known := range q.known {
			if known {
				p.codes[code] = p.codes[code].add(q.codes[code], p.known[code])
				p.known[code] = true
			}
		}
	}
	if p.numbers == nil {
		p.numbers = map[int64]period{}
	}
	for v, seen := range q.numbers {
		was, known := p.numbers[v]
		p.numbers[v] = was.add(seen, known)
	}
	if p.texts == nil {
		p.texts = map[string]period{}
	}
	for v, seen := range q.texts {
		was, known := p.texts[v]
		p.texts[v] = was.add(seen, known)
	}
}
