package model

import (
	"slices"
	"time"
)

// The functions below change a filter as keys on a value do. They leave the
// filter they are given as it is; what they return parses back to itself.

// A Pick is one value of one column, as under a cursor.
type Pick struct {
	Field    Field
	Path     string // of FieldPath
	Value    string
	Recorded bool // false: the record has no value; Value is not looked at
}

// Include lets the picked value in: the positive terms on its field are widened
// by it, or one is added when there is none. Exclusions of the value are taken back.
func Include(x Expr, p Pick) Expr {
	term, ok := p.term()
	if !ok {
		return x
	}
	var terms []Expr
	found := false
	for _, t := range Terms(x) {
		if kept := p.unexclude(t); kept == nil {
			continue
		} else {
			t = kept
		}
		if alternatives := p.alternatives(t); alternatives != nil {
			found = true
			t = p.widen(alternatives)
		}
		terms = append(terms, t)
	}
	if !found {
		terms = appendNew(terms, term)
	}
	return all(terms)
}

// Exclude shuts the picked value out: it is taken from the positive terms on
// its field that list it and, where that does not shut it out, excluded.
func Exclude(x Expr, p Pick) Expr {
	term, ok := p.term()
	if !ok {
		return x
	}
	var terms []Expr
	out := false
	for _, t := range Terms(x) {
		alternatives := p.alternatives(t)
		if alternatives == nil {
			terms = append(terms, t)
			continue
		}
		left := p.drop(alternatives)
		if len(left) == 0 {
			continue
		}
		out = out || !p.passes(left)
		terms = append(terms, either(left))
	}
	if out {
		return all(terms)
	}
	for i, t := range terms {
		not, _ := t.(Not)
		if c, ok := not.X.(*Cmp); ok && p.Recorded && p.on(c) && !c.Differs {
			if !c.accepts(p) {
				terms[i] = Not{c.with(p)}
			}
			return all(terms)
		}
	}
	return all(appendNew(terms, negate(term)))
}

// negate is the complement of a condition, without a double negation.
func negate(x Expr) Expr {
	if not, ok := x.(Not); ok {
		return not.X
	}
	return Not{x}
}

// appendNew appends a term unless it stands there already.
func appendNew(terms []Expr, term Expr) []Expr {
	text := term.String()
	if slices.ContainsFunc(terms, func(t Expr) bool { return t.String() == text }) {
		return terms
	}
	return append(terms, term)
}

// Only replaces all terms on the picked value's field by the value.
func Only(x Expr, p Pick) Expr {
	term, ok := p.term()
	if !ok {
		return x
	}
	return all(append(Terms(WithoutField(x, p.Field, p.Path)), term))
}

// WithoutField drops the top-level terms that speak of one field only, so that
// its other values can be counted.
func WithoutField(x Expr, f Field, path string) Expr {
	return all(slices.DeleteFunc(Terms(x), func(t Expr) bool { return about(t, f, path) }))
}

// about says whether every condition in x is on the field. Of "unknown:" it says
// no: it lists records, and no value of a field lets more of them in.
func about(x Expr, f Field, path string) bool {
	switch x := x.(type) {
	case And:
		return !slices.ContainsFunc(x, func(part Expr) bool { return !about(part, f, path) })
	case Or:
		return !slices.ContainsFunc(x, func(part Expr) bool { return !about(part, f, path) })
	case Not:
		return about(x.X, f, path)
	case *Cmp:
		return x.Field == f && x.Path == path
	case *Has:
		return x.Field == f && x.Path == path
	}
	return false
}

// term is the condition that the picked value alone fulfils; ok is false when
// the field cannot have such a value.
func (p Pick) term() (Expr, bool) {
	if !p.Recorded {
		return Not{newHas(p.Field, p.Path)}, true
	}
	pattern, ok := p.pattern()
	return newCmp(p.Field, p.Path, false, []Pattern{pattern}), ok
}

func (p Pick) pattern() (Pattern, bool) {
	pattern, problem := compile(p.Field, literal{text: p.Value, quoted: true}, time.Time{})
	return pattern, problem == nil
}

// on says whether a condition is on the picked value's field.
func (p Pick) on(c *Cmp) bool { return c.Field == p.Field && c.Path == p.Path }

// alternatives returns the parts of a positive term on the picked value's field,
// as f:a, -has:f, or (f:a OR -has:f); nil for any other term.
func (p Pick) alternatives(x Expr) []Expr {
	switch x := x.(type) {
	case *Cmp:
		if p.on(x) && !x.Differs {
			return []Expr{x}
		}
	case Not:
		if h, ok := x.X.(*Has); ok && h.Field == p.Field && h.Path == p.Path {
			return []Expr{x}
		}
	case Or:
		var parts []Expr
		for _, part := range x {
			alternatives := p.alternatives(part)
			if alternatives == nil {
				return nil
			}
			parts = append(parts, alternatives...)
		}
		return parts
	}
	return nil
}

// passes says whether the picked value fulfils one of the alternatives.
func (p Pick) passes(alternatives []Expr) bool {
	return slices.ContainsFunc(alternatives, func(x Expr) bool {
		c, ok := x.(*Cmp)
		if !ok {
			return !p.Recorded
		}
		return p.Recorded && c.accepts(p)
	})
}

// widen adds the picked value to alternatives that do not let it pass.
func (p Pick) widen(alternatives []Expr) Expr {
	if p.passes(alternatives) {
		return either(alternatives)
	}
	for i, x := range alternatives {
		if c, ok := x.(*Cmp); ok && p.Recorded {
			alternatives[i] = c.with(p)
			return either(alternatives)
		}
	}
	term, _ := p.term()
	return either(append(alternatives, term))
}

// drop takes the picked value out of alternatives that list it.
func (p Pick) drop(alternatives []Expr) (left []Expr) {
	for _, x := range alternatives {
		c, ok := x.(*Cmp)
		if ok && p.Recorded {
			if c = c.without(p); c != nil {
				left = append(left, c)
			}
		} else if ok || p.Recorded {
			left = append(left, x)
		}
	}
	return left
}

// unexclude takes the picked value out of a term that excludes it: -f:v, -has:f
// or f!=v. It returns nil when nothing of the term remains.
func (p Pick) unexclude(x Expr) Expr {
	switch x := x.(type) {
	case Not:
		if c, ok := x.X.(*Cmp); ok && p.Recorded && p.on(c) && !c.Differs {
			if c = c.without(p); c == nil {
				return nil
			}
			return Not{c}
		}
	case *Has:
		if !p.Recorded && x.Field == p.Field && x.Path == p.Path {
			return nil
		}
	case *Cmp:
		if p.Recorded && p.on(x) && x.Differs {
			if c := x.without(p); c != nil {
				return c
			}
			return newHas(x.Field, x.Path)
		}
	}
	return x
}

// either is the disjunction of alternatives, of which there is at least one.
func either(alternatives []Expr) Expr {
	if len(alternatives) == 1 {
		return alternatives[0]
	}
	return Or(alternatives)
}

// accepts says whether the condition holds for the picked value.
func (c *Cmp) accepts(p Pick) bool {
	pattern, ok := p.pattern()
	switch {
	case !ok:
		return false
	case c.Field.IsNumber() || c.Field == FieldTime:
		return c.Number(pattern.lo) == Yes
	}
	return c.Value([]byte(p.Value)) == Yes
}

// with is the condition widened by the picked value.
func (c *Cmp) with(p Pick) *Cmp {
	pattern, _ := p.pattern()
	return newCmp(c.Field, c.Path, c.Differs, append(slices.Clone(c.Patterns), pattern))
}

// without is the condition without the patterns that say the picked value; nil
// when none is left.
func (c *Cmp) without(p Pick) *Cmp {
	same, ok := p.pattern()
	if !ok {
		return c
	}
	left := slices.DeleteFunc(slices.Clone(c.Patterns), func(q Pattern) bool { return q.says(&same) })
	switch len(left) {
	case 0:
		return nil
	case len(c.Patterns):
		return c
	}
	return newCmp(c.Field, c.Path, c.Differs, left)
}

// says whether q stands for exactly one value, the one of p.
func (q *Pattern) says(p *Pattern) bool {
	if q.Op != Equal || q.by != p.by {
		return false
	}
	switch q.by {
	case byNumber:
		return q.lo == p.lo && q.hi == p.hi
	case byAddress:
		return q.from == p.from && q.to == p.to
	}
	return q.folded == p.folded && q.tls == p.tls
}
