package store

import (
	"context"
	"fmt"
	"sync"

	"s3sleuth/model"
)

// A node answers one part of a filter for the rows of a segment. need are the
// rows whose answer matters; of the others a costly node may say anything.
type node interface {
	eval(e *evaluation, s *segment, k int, need vec) (tri, error)
	costly() bool // looks at original bytes
}

// An evaluation is what one worker needs to evaluate nodes over one segment at a time.
type evaluation struct {
	arena
	ctx  context.Context
	view *Snapshot
	raw  RawFunc
	read func(n int) // told of n rows whose bytes were read
}

// plan turns a filter into nodes.
func (v *Snapshot) plan(x model.Expr) node {
	switch x := x.(type) {
	case nil:
		return constNode(true)
	case model.Const:
		return constNode(x)
	case model.And:
		n := andNode{}
		for _, part := range x {
			n = append(n, v.plan(part))
		}
		return n
	case model.Or:
		n := orNode{}
		for _, part := range x {
			n = append(n, v.plan(part))
		}
		return n
	case model.Not:
		return notNode{v.plan(x.X)}
	case model.Undecided:
		return undecidedNode{v.plan(x.X)}
	case *model.Is:
		return v.planIs(x)
	case *model.Has:
		return v.planHas(x)
	case *model.Text:
		return v.planText(x)
	case *model.Raw:
		return v.bytesNode(x.String(), func(_ Row, raw []byte) model.Truth { return model.Of(x.Holds(raw)) })
	case *model.Cmp:
		return v.planCmp(x)
	}
	panic(fmt.Sprintf("store: unknown filter node %T", x))
}

func (v *Snapshot) planIs(x *model.Is) node {
	if x.Fact == model.Joined {
		return joinNode{}
	}
	return factNode{x.Fact}
}

func (v *Snapshot) planHas(x *model.Has) node {
	f := x.Field
	switch {
	case f == model.FieldPath:
		return v.pathNode(x.String(), x.Path, model.No,
			func(k model.Kind, raw []byte) model.Truth { return model.Of(x.JSON(k, raw)) },
			func([]byte) model.Truth { return model.Yes })
	case f == model.FieldOp:
		return orNode{v.hasColumn(model.FieldOp, x), v.hasColumn(model.FieldOperation, x)}
	case f < columns:
		return v.hasColumn(f, x)
	case f.IsNumber():
		return numberNode{f - model.NumText, func(n int64) model.Truth { return model.Of(n >= 0) }}
	case f == model.FieldTime:
		return constNode(true)
	}
	return idNode{field: f, has: true}
}

func (v *Snapshot) hasColumn(f model.Field, x *model.Has) node {
	return v.columnNode(f, x.String(), func(value []byte, _ bool) uint8 {
		return verdict(model.Of(value != nil && x.Value(value)))
	})
}

func (v *Snapshot) planCmp(x *model.Cmp) node {
	f := x.Field
	switch {
	case f == model.FieldPath:
		return v.pathNode(x.String(), x.Path, model.Unknown, x.JSON, x.Value)
	case f == model.FieldOp:
		return opNode{v.opColumn(model.FieldOp, x), v.opColumn(model.FieldOperation, x), x.Differs}
	case f < columns:
		return v.cmpColumn(f, x)
	case f.IsNumber():
		return numberNode{f - model.NumText, func(n int64) model.Truth {
			if n < 0 {
				return x.Absent(false)
			}
			return x.Number(n)
		}}
	case f == model.FieldTime:
		return timeNode{x}
	}
	return v.planID(x)
}

func (v *Snapshot) cmpColumn(f model.Field, x *model.Cmp) columnNode {
	return v.columnNode(f, x.String(), func(value []byte, answered bool) uint8 {
		if value == nil {
			return verdict(x.Absent(answered))
		}
		return verdict(x.Value(value))
	})
}

// opColumn is one spelling of the operation; unknown stands for missing.
func (v *Snapshot) opColumn(f model.Field, x *model.Cmp) columnNode {
	return v.columnNode(f, "either "+x.String(), func(value []byte, _ bool) uint8 {
		if value == nil {
			return verdictUnknown
		}
		return verdict(x.Value(value))
	})
}

func (v *Snapshot) columnNode(f model.Field, cond string, decide func([]byte, bool) uint8) columnNode {
	return columnNode{f, v.verdicts.of(cond, f, v.dicts[f], decide)}
}

// planText looks for a bare word in every text column, ids included.
func (v *Snapshot) planText(x *model.Text) node {
	n := orNode{}
	for f := range columns {
		c := v.columnNode(f, x.String(), func(value []byte, _ bool) uint8 {
			return verdict(model.Of(value != nil && x.Holds(value)))
		})
		if c.anyYes() {
			n = append(n, c)
		}
	}
	for _, f := range []model.Field{model.FieldID, model.FieldRequest} {
		n = append(n, v.partOfID(idNode{field: f, holds: x.Holds}, x.String(), func(id []byte) model.Truth { return model.Of(x.Holds(id)) }))
	}
	return n
}

type constNode bool

func (n constNode) costly() bool { return false }
func (n constNode) eval(*evaluation, *segment, int, vec) (tri, error) {
	return decided(all(bool(n))), nil
}

type andNode []node

func (n andNode) costly() bool { return anyCostly(n) }

func anyCostly(parts []node) bool {
	for _, p := range parts {
		if p.costly() {
			return true
		}
	}
	return false
}

// eval asks the cheap parts first; the costly ones then look only at rows that
// are still open.
func (n andNode) eval(e *evaluation, s *segment, k int, need vec) (tri, error) {
	out := decided(all(true))
	for _, costly := range []bool{false, true} {
		for _, part := range n {
			if part.costly() != costly {
				continue
			}
			t, err := part.eval(e, s, k, e.and(need, out.may, s.n))
			if err != nil {
				return tri{}, err
			}
			out = e.triAnd(out, t, s.n)
			if out.may.none() && out.match.none() {
				return out, nil
			}
		}
	}
	return out, nil
}

type orNode []node

func (n orNode) costly() bool { return anyCostly(n) }

func (n orNode) eval(e *evaluation, s *segment, k int, need vec) (tri, error) {
	out := decided(all(false))
	for _, costly := range []bool{false, true} {
		for _, part := range n {
			if part.costly() != costly {
				continue
			}
			t, err := part.eval(e, s, k, need)
			if err != nil {
				return tri{}, err
			}
			out = e.triOr(out, t, s.n)
		}
	}
	return out, nil
}

type notNode struct{ x node }

func (n notNode) costly() bool { return n.x.costly() }

func (n notNode) eval(e *evaluation, s *segment, k int, need vec) (tri, error) {
	t, err := n.x.eval(e, s, k, need)
	return e.triNot(t, s.n), err
}

// undecidedNode is yes where its part is unknown, else no.
type undecidedNode struct{ x node }

func (n undecidedNode) costly() bool { return n.x.costly() }

func (n undecidedNode) eval(e *evaluation, s *segment, k int, need vec) (tri, error) {
	t, err := n.x.eval(e, s, k, need)
	if err != nil || t.may == t.yes {
		return decided(all(false)), err
	}
	return decided(e.and(t.may, e.not(t.yes, s.n), s.n)), nil
}

// opNode is a condition on the operation in its two spellings: one that compares
// is enough, and "!=" wants both to differ. A spelling that is missing is passed over.
type opNode struct {
	a, b    columnNode
	differs bool
}

func (n opNode) costly() bool { return false }

func (n opNode) eval(e *evaluation, s *segment, _ int, _ vec) (tri, error) {
	yesA, missingA := e.lookup(&s.cols[n.a.field], s.n, n.a.table)
	yesB, missingB := e.lookup(&s.cols[n.b.field], s.n, n.b.table)
	missing := e.and(missingA, missingB, s.n)
	if !n.differs {
		return e.answer(e.or(yesA, yesB, s.n), missing, s.n), nil
	}
	yes := e.and(e.or(yesA, missingA, s.n), e.or(yesB, missingB, s.n), s.n)
	return e.answer(e.and(yes, e.not(missing, s.n), s.n), missing, s.n), nil
}

// columnNode is a condition on a text field kept as codes.
type columnNode struct {
	field model.Field
	table []uint8 // verdict by dictionary code
}

func (n columnNode) costly() bool { return false }

func (n columnNode) anyYes() bool {
	for _, v := range n.table {
		if v&verdictYes != 0 {
			return true
		}
	}
	return false
}

func (n columnNode) eval(e *evaluation, s *segment, _ int, _ vec) (tri, error) {
	yes, unknown := e.lookup(&s.cols[n.field], s.n, n.table)
	return e.answer(yes, unknown, s.n), nil
}

// factNode is an "is:" condition that the record decides.
type factNode struct{ fact model.Fact }

func (n factNode) costly() bool { return false }

func (n factNode) eval(e *evaluation, s *segment, _ int, _ vec) (tri, error) {
	table := factTables()[n.fact]
	yes, unknown := e.lookup(&s.facts, s.n, table)
	return e.answer(yes, unknown, s.n), nil
}

// factTables are the verdicts of each fact by the packed facts of a record.
var factTables = sync.OnceValue(func() *[model.Joined][]uint8 {
	var t [model.Joined][]uint8
	for k := range t {
		t[k] = make([]uint8, 1<<16)
		for facts := range t[k] {
			// Two bits hold a truth; 3 is none and never set.
			if v := facts >> (2 * k) & 3; v < 3 {
				t[k][facts] = verdict(model.Truth(v))
			}
		}
	}
	return &t
})

// rowNode evaluates a condition row by row.
func (e *evaluation) byRow(n int, truth func(i int) model.Truth) tri {
	y, u := e.bitset(), e.bitset()
	any := false
	for k := range words64(n) {
		var yes, unknown uint64
		for i := k << 6; i < min(n, (k+1)<<6); i++ {
			switch truth(i) {
			case model.Yes:
				yes |= 1 << (i & 63)
			case model.Unknown:
				unknown |= 1 << (i & 63)
			}
		}
		y[k], u[k] = yes, unknown
		any = any || unknown != 0
	}
	if !any {
		return decided(vec{w: y})
	}
	return e.answer(vec{w: y}, vec{w: u}, n)
}

type numberNode struct {
	column model.Field // index of segment.nums
	truth  func(int64) model.Truth
}

func (n numberNode) costly() bool { return false }

func (n numberNode) eval(e *evaluation, s *segment, _ int, _ vec) (tri, error) {
	c := &s.nums[n.column]
	last, answer := int64(-2), model.No
	return e.byRow(s.n, func(i int) model.Truth {
		if v := c.at(i); v != last {
			last, answer = v, n.truth(v)
		}
		return answer
	}), nil
}

type timeNode struct{ cmp *model.Cmp }

func (n timeNode) costly() bool { return false }

func (n timeNode) eval(e *evaluation, s *segment, _ int, _ vec) (tri, error) {
	return e.byRow(s.n, func(i int) model.Truth { return n.cmp.Moment(s.time(i)) }), nil
}
