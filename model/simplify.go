package model

import (
	"math"
	"time"
)

// Simplify returns an equal filter with nested And and Or flattened, double
// negations and constants removed, and no negation right within "unknown:". Both
// Eval and Match stay the same.
func Simplify(x Expr) Expr {
	switch x := x.(type) {
	case nil:
		return Const(true)
	case And:
		parts, constant := flatten(x, true)
		if constant || len(parts) == 0 {
			return Const(!constant)
		}
		return all(parts)
	case Or:
		parts, constant := flatten(x, false)
		switch {
		case constant || len(parts) == 0:
			return Const(constant)
		case len(parts) == 1:
			return parts[0]
		}
		return Or(parts)
	case Not:
		switch inner := Simplify(x.X).(type) {
		case Const:
			return !inner
		case Not:
			return inner.X
		default:
			return Not{inner}
		}
	case Undecided:
		switch inner := Simplify(x.X).(type) {
		case Const:
			return Const(false)
		case Not: // X is unknown where -X is
			return Undecided(inner)
		default:
			return Undecided{inner}
		}
	}
	return x
}

// flatten returns the simplified parts of an And (or of an Or), those of nested
// ones in their place. decided means that a constant among them decides the whole.
func flatten(parts []Expr, and bool) (flat []Expr, decided bool) {
	for _, part := range parts {
		switch part := Simplify(part).(type) {
		case Const:
			if bool(part) != and {
				return nil, true
			}
		case And:
			if and {
				flat = append(flat, part...)
			} else {
				flat = append(flat, part)
			}
		case Or:
			if and {
				flat = append(flat, part)
			} else {
				flat = append(flat, part...)
			}
		default:
			flat = append(flat, part)
		}
	}
	return flat, false
}

// all is the conjunction of terms: true for none, the term itself for one.
func all(terms []Expr) Expr {
	switch len(terms) {
	case 0:
		return Const(true)
	case 1:
		return terms[0]
	}
	return And(terms)
}

// Terms returns the conditions that must all hold: the parts of a top-level
// And, nested ones taken apart. The filter that takes everything has none.
func Terms(x Expr) []Expr {
	switch x := x.(type) {
	case nil:
		return nil
	case Const:
		if x {
			return nil
		}
	case And:
		var terms []Expr
		for _, part := range x {
			terms = append(terms, Terms(part)...)
		}
		return terms
	}
	return []Expr{x}
}

// Lift takes the time conditions that bound the whole filter out of it: those
// that stand at the top or in a top-level And. A zero time is no bound; the
// range is half open. rest is nil when nothing remains.
func Lift(x Expr) (from, to time.Time, rest Expr) {
	var kept []Expr
	for _, term := range Terms(x) {
		p := bound(term)
		if p == nil {
			kept = append(kept, term)
			continue
		}
		if first := time.UnixMilli(p.lo).UTC(); p.lo != math.MinInt64 && (from.IsZero() || first.After(from)) {
			from = first
		}
		if end := time.UnixMilli(p.hi + 1).UTC(); p.hi != math.MaxInt64 && (to.IsZero() || end.Before(to)) {
			to = end
		}
	}
	if len(kept) == 0 {
		return from, to, nil
	}
	return from, to, all(kept)
}

// bound returns the range of a time condition that [Lift] takes out; nil for any
// other term.
func bound(term Expr) *Pattern {
	c, ok := term.(*Cmp)
	if !ok || c.Field != FieldTime || c.Differs || len(c.Patterns) != 1 {
		return nil
	}
	return &c.Patterns[0]
}

// WhereUnknown returns the filter for the records about which x is unknown. The
// time conditions that bound x stay beside it, where [Lift] finds them: a record
// outside of them is a no.
func WhereUnknown(x Expr) Expr {
	var bounds, rest []Expr
	for _, term := range Terms(x) {
		if bound(term) != nil {
			bounds = append(bounds, term)
		} else {
			rest = append(rest, term)
		}
	}
	return all(append(bounds, Undecided{all(rest)}))
}
