package sql

import (
	"slices"

	"s3sleuth/model"
)

// A pusher writes one filter for one table.
type pusher struct {
	table *Table
	depth int      // of "unknown:" within "unknown:"
	local []string // conditions that the rows decide, as the filter spells them
}

// match returns where a filter matches: with every unknown condition taken as no.
func (p *pusher) match(x model.Expr) bounds {
	switch x := x.(type) {
	case model.And:
		b := exactly(truth(true))
		for _, part := range x {
			b = b.and(p.match(part))
		}
		return b
	case model.Or:
		b := exactly(truth(false))
		for _, part := range x {
			b = b.or(p.match(part))
		}
		return b
	case model.Not:
		return p.match(x.X).not()
	case model.Undecided:
		return p.unknown(x.X)
	}
	l := p.table.condition(x)
	p.note(x, l.yes.exact())
	return l.yes
}

// deepest is how deep one "unknown:" may stand within another: each level writes
// what is in it twice. What is deeper is for the rows to decide.
const deepest = 4

// unknown returns where a filter is unknown, as Kleene.
func (p *pusher) unknown(x model.Expr) bounds {
	if p.depth == deepest {
		p.note(model.Undecided{X: x}, false)
		return anything
	}
	p.depth++
	defer func() { p.depth-- }()
	yes, no := p.kleene(x)
	return yes.not().and(no.not())
}

// kleene returns where a filter is yes and where it is no.
func (p *pusher) kleene(x model.Expr) (yes, no bounds) {
	switch x := x.(type) {
	case model.And:
		yes, no = exactly(truth(true)), exactly(truth(false))
		for _, part := range x {
			y, n := p.kleene(part)
			yes, no = yes.and(y), no.or(n)
		}
		return yes, no
	case model.Or:
		yes, no = exactly(truth(false)), exactly(truth(true))
		for _, part := range x {
			y, n := p.kleene(part)
			yes, no = yes.or(y), no.and(n)
		}
		return yes, no
	case model.Not:
		yes, no = p.kleene(x.X)
		return no, yes
	case model.Undecided:
		b := p.unknown(x.X)
		return b, b.not()
	}
	l := p.table.condition(x)
	p.note(x, l.yes.exact() && l.unknown.exact())
	return l.yes, l.no()
}

// note remembers a condition that SQL cannot say exactly.
func (p *pusher) note(x model.Expr, exact bool) {
	if s := x.String(); !exact && !slices.Contains(p.local, s) {
		p.local = append(p.local, s)
	}
}

// condition answers one condition.
func (t *Table) condition(x model.Expr) leaf {
	log := t.log()
	switch x := x.(type) {
	case model.Const:
		return decided(exactly(truth(bool(x))))
	case *model.Is:
		if x.Fact == model.Joined {
			return local
		}
		return log.is(x.Fact)
	case *model.Has:
		if x.Field == model.FieldPath {
			return decided(log.path(x.Path).has(x))
		}
		return decided(log.cell(x.Field).has(x))
	case *model.Cmp:
		if x.Field == model.FieldPath {
			return log.path(x.Path).compare(x)
		}
		return log.cell(x.Field).compare(x)
	case *model.Raw:
		return decided(log.raw(x))
	}
	return decided(anything) // a bare word looks into every field, derived ones too
}

// A logTable knows how one log lies in the columns of a table.
type logTable interface {
	cell(f model.Field) cell
	path(path string) cell
	is(f model.Fact) leaf
	raw(r *model.Raw) bounds
}

// A cell is one field in one table.
type cell interface {
	// compare answers a condition on the field.
	compare(c *model.Cmp) leaf
	// has says where the field is recorded.
	has(h *model.Has) bounds
	// value returns the field as a value that is NULL where it is not recorded,
	// and whether it is exactly that of the record; nil where SQL has none.
	value() (node, bool)
}
