package store

import "math/bits"

// bitset has one bit for each row of a segment; row i is bit i&63 of word i>>6.
type bitset [segmentRows / 64]uint64

// A vec is a yes or no for each row of a segment. Most conditions hold for all
// of a segment's rows or for none, and then there are no bits.
type vec struct {
	w   *bitset // nil: all rows are alike
	yes bool    // the answer of all rows, when w is nil
}

func all(yes bool) vec { return vec{yes: yes} }

func (v vec) none() bool  { return v.w == nil && !v.yes }
func (v vec) every() bool { return v.w == nil && v.yes }

// has says whether row i is a yes.
func (v vec) has(i int) bool {
	if v.w == nil {
		return v.yes
	}
	return v.w[i>>6]>>(i&63)&1 != 0
}

// count returns the number of yes among n rows.
func (v vec) count(n int) int {
	if v.w == nil {
		if v.yes {
			return n
		}
		return 0
	}
	c := 0
	for _, w := range v.w[:words64(n)] {
		c += bits.OnesCount64(w)
	}
	return c
}

// words64 returns how many words n rows take.
func words64(n int) int { return (n + 63) / 64 }

// tail masks the bits of the last word that belong to rows.
func tail(n int) uint64 {
	if n&63 == 0 {
		return ^uint64(0)
	}
	return 1<<(n&63) - 1
}

// An arena hands out bitsets that live until it is reset.
type arena struct {
	list []*bitset
	used int
	lut  [segmentRows]uint8 // verdicts by local code of the column at hand
	text []byte             // scratch for values that are put together
}

func (a *arena) reset() { a.used = 0 }

// bitset returns a bitset with any content.
func (a *arena) bitset() *bitset {
	if a.used == len(a.list) {
		a.list = append(a.list, new(bitset))
	}
	a.used++
	return a.list[a.used-1]
}

func (a *arena) and(x, y vec, n int) vec {
	switch {
	case x.none() || y.none():
		return all(false)
	case x.every():
		return y
	case y.every() || x.w == y.w:
		return x
	}
	out := a.bitset()
	for i := range words64(n) {
		out[i] = x.w[i] & y.w[i]
	}
	return vec{w: out}
}

func (a *arena) or(x, y vec, n int) vec {
	switch {
	case x.every() || y.every():
		return all(true)
	case x.none():
		return y
	case y.none() || x.w == y.w:
		return x
	}
	out := a.bitset()
	for i := range words64(n) {
		out[i] = x.w[i] | y.w[i]
	}
	return vec{w: out}
}

func (a *arena) not(x vec, n int) vec {
	if x.w == nil {
		return all(!x.yes)
	}
	out := a.bitset()
	k := words64(n)
	for i := range k {
		out[i] = ^x.w[i]
	}
	out[k-1] &= tail(n)
	return vec{w: out}
}

// A tri is the answer of a filter for each row of a segment: whether it matches
// (unknown conditions taken as no), whether it is yes and whether it is not no,
// both as Kleene. Mostly two or all three are the same bits.
type tri struct{ match, yes, may vec }

func (a *arena) triAnd(x, y tri, n int) tri {
	t := tri{match: a.and(x.match, y.match, n)}
	t.yes = t.match
	if x.yes != x.match || y.yes != y.match {
		t.yes = a.and(x.yes, y.yes, n)
	}
	t.may = t.yes
	if x.may != x.yes || y.may != y.yes {
		t.may = a.and(x.may, y.may, n)
	}
	return t
}

func (a *arena) triOr(x, y tri, n int) tri {
	t := tri{match: a.or(x.match, y.match, n)}
	t.yes = t.match
	if x.yes != x.match || y.yes != y.match {
		t.yes = a.or(x.yes, y.yes, n)
	}
	t.may = t.yes
	if x.may != x.yes || y.may != y.yes {
		t.may = a.or(x.may, y.may, n)
	}
	return t
}

func (a *arena) triNot(x tri, n int) tri {
	t := tri{match: a.not(x.match, n)}
	t.may = t.match
	if x.yes != x.match {
		t.may = a.not(x.yes, n)
	}
	t.yes = t.may
	if x.may != x.yes {
		t.yes = a.not(x.may, n)
	}
	return t
}

// decided is the answer of a condition that is never unknown.
func decided(v vec) tri { return tri{match: v, yes: v, may: v} }

// answer is a condition's answer from its yes and its unknown rows.
func (a *arena) answer(yes, unknown vec, n int) tri {
	if unknown.none() {
		return decided(yes)
	}
	return tri{match: yes, yes: yes, may: a.or(yes, unknown, n)}
}

// each calls f for every yes among n rows, in order.
func (v vec) each(n int, f func(i int)) {
	if v.w == nil {
		if v.yes {
			for i := range n {
				f(i)
			}
		}
		return
	}
	for k, w := range v.w[:words64(n)] {
		for ; w != 0; w &= w - 1 {
			f(k<<6 | bits.TrailingZeros64(w))
		}
	}
}
