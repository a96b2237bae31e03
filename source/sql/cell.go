package sql

import (
	"math"
	"slices"

	"s3sleuth/model"
)

// A textCell is a text field that lies in the table as it is in the record.
type textCell struct {
	matcher
	none    []string // spellings of "not recorded" beside NULL
	silence node     // where not recorded is silence; elsewhere it is an answer
	// decoded says that a condition holds as well where it does for the value
	// with URL escapes decoded, as on object keys.
	decoded bool
	// unclear says where the record may hold another value than x; holding what
	// the row must hold then if the value holds a run of text. nil: nowhere.
	unclear node
	holding func(run string) node
}

func (t textCell) recorded() node {
	if t.none == nil {
		return notNull{t.x}
	}
	return notIn{t.x, t.none}
}

func (t textCell) absent() node {
	if t.none == nil {
		return isNull{t.x}
	}
	return in{call{"coalesce", []node{t.x, text(t.none[0])}}, t.none}
}

func (t textCell) compare(c *model.Cmp) leaf {
	b := t.holds(c.Patterns)
	if t.decoded {
		b = b.or(atMost(or(like{t.x, `%\%%`}, like{t.x, "%+%"})))
	}
	yes := b
	switch {
	case c.Differs:
		yes = exactly(t.recorded()).and(b.not())
	case slices.ContainsFunc(t.none, func(none string) bool { return c.Value([]byte(none)) == model.Yes }):
		yes = exactly(t.recorded()).and(b)
	}
	unknown := exactly(and(t.absent(), t.silence))
	if t.unclear == nil {
		return leaf{yes, unknown}
	}
	return leaf{
		yes:     bounds{and(yes.lo, negate(t.unclear)), or(yes.hi, and(t.unclear, near(c, t.holding)))},
		unknown: bounds{and(unknown.lo, negate(t.unclear)), and(or(t.absent(), t.unclear), t.silence)},
	}
}

func (t textCell) has(*model.Has) bounds {
	b := exactly(t.recorded())
	if t.unclear != nil {
		b = bounds{and(b.lo, negate(t.unclear)), or(b.hi, t.unclear)}
	}
	return b
}

func (t textCell) value() (node, bool) {
	v := t.x
	for _, none := range t.none {
		v = call{"nullif", []node{v, text(none)}}
	}
	return v, t.unclear == nil
}

// A numberCell is a number field. It is a whole number, NULL where not recorded.
type numberCell struct{ number node }

func (n numberCell) compare(c *model.Cmp) leaf {
	b := spans(c, func(lo int64) bounds { return exactly(compare{">=", n.number, number(lo)}) },
		func(hi int64) bounds { return exactly(compare{"<=", n.number, number(hi)}) })
	if c.Differs {
		b = exactly(notNull{n.number}).and(b.not())
	}
	return leaf{b, exactly(isNull{n.number})}
}

func (n numberCell) has(*model.Has) bounds { return exactly(notNull{n.number}) }
func (n numberCell) value() (node, bool)   { return n.number, true }

// spans says where a number lies in one of a condition's spans.
func spans(c *model.Cmp, from, to func(int64) bounds) bounds {
	b := exactly(truth(false))
	for i := range c.Patterns {
		lo, hi, ok := c.Patterns[i].Span()
		if !ok {
			return anything
		}
		span := exactly(truth(true))
		if lo != math.MinInt64 {
			span = span.and(from(lo))
		}
		if hi != math.MaxInt64 {
			span = span.and(to(hi))
		}
		b = b.or(span)
	}
	return b
}

// A timeCell is the record's time, which is always recorded.
type timeCell struct{ of *Table }

func (t timeCell) compare(c *model.Cmp) leaf {
	b := spans(c, t.of.since, func(ms int64) bounds { return t.of.since(ms + 1).not() })
	if c.Differs {
		b = b.not()
	}
	return decided(b)
}

func (t timeCell) has(*model.Has) bounds { return exactly(truth(true)) }
func (t timeCell) value() (node, bool)   { return t.of.timestamp(), true }

// A wordCell is a field with few values, each of which a predicate tells. The
// last word may be one that holds wherever no other does; without such a word,
// no word is silence.
type wordCell []word

type word struct {
	value string
	is    node
	// first is the same where no word before holds, said shorter; nil is is.
	first node
}

// rest marks the word that holds where no word before does.
const rest = truth(true)

func (w wordCell) compare(c *model.Cmp) leaf {
	yes, unknown := node(truth(false)), w.absent()
	for _, v := range w {
		switch c.Value([]byte(v.value)) {
		case model.Yes:
			yes = or(yes, v.is)
		case model.Unknown:
			unknown = or(unknown, v.is)
		}
	}
	return leaf{exactly(yes), exactly(unknown)}
}

// absent is where no word is true.
func (w wordCell) absent() node {
	any := node(truth(false))
	for _, v := range w {
		if v.first == rest {
			return truth(false)
		}
		any = or(any, v.is)
	}
	return negate(any)
}

func (w wordCell) has(h *model.Has) bounds {
	b := node(truth(false))
	for _, v := range w {
		if h.Value([]byte(v.value)) {
			b = or(b, v.is)
		}
	}
	return exactly(b)
}

func (w wordCell) value() (node, bool) {
	var c choice
	for _, v := range w {
		is := v.is
		if v.first != nil {
			is = v.first
		}
		c = append(c, when{is, text(v.value)})
	}
	return c, true
}

// A derivedCell is a field that is worked out from others in ways that SQL does
// not follow. SQL can only narrow: holding says what the row must hold if the
// value holds a run of text, words are values that come from elsewhere.
type derivedCell struct {
	shown   node // what comes nearest, nil: nothing
	holding func(run string) node
	words   []word
	absent  bounds // where the field is not recorded, which is silence
}

func (d derivedCell) compare(c *model.Cmp) leaf {
	hi := node(truth(true))
	if d.holding != nil && !c.Differs {
		hi = near(c, d.holding)
		for _, w := range d.words {
			if c.Value([]byte(w.value)) == model.Yes {
				hi = or(hi, w.is)
			}
		}
	}
	return leaf{atMost(and(hi, negate(d.absent.lo))), d.absent}
}

func (d derivedCell) has(*model.Has) bounds { return d.absent.not() }
func (d derivedCell) value() (node, bool)   { return d.shown, false }

// A neverCell is a field that the log does not record.
type neverCell struct{}

func (neverCell) compare(*model.Cmp) leaf { return silent }
func (neverCell) has(*model.Has) bounds   { return exactly(truth(false)) }
func (neverCell) value() (node, bool)     { return name("CAST(NULL AS varchar)"), true }
