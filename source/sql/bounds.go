package sql

// bounds enclose a condition that SQL may be unable to say: lo is true only
// where the condition is, hi wherever it is. A predicate that is NULL counts as
// false in both.
type bounds struct{ lo, hi node }

// exactly is a condition that SQL can say.
func exactly(x node) bounds { return bounds{x, x} }

// atMost is a condition of which SQL can only say where it surely is not.
func atMost(hi node) bounds { return bounds{truth(false), hi} }

// anything is a condition of which SQL can say nothing.
var anything = atMost(truth(true))

// exact says whether both bounds are the same.
func (b bounds) exact() bool { return same(b.lo, b.hi) }

func (b bounds) not() bounds { return bounds{negate(b.hi), negate(b.lo)} }

func (b bounds) and(c bounds) bounds { return bounds{and(b.lo, c.lo), and(b.hi, c.hi)} }

func (b bounds) or(c bounds) bounds { return bounds{or(b.lo, c.lo), or(b.hi, c.hi)} }

// A leaf is the three-valued answer of one condition: where it is yes and where
// it is unknown. It is no elsewhere.
type leaf struct{ yes, unknown bounds }

// decided is a condition that is never unknown.
func decided(yes bounds) leaf { return leaf{yes, exactly(truth(false))} }

// silent is a condition on what a log never records.
var silent = leaf{exactly(truth(false)), exactly(truth(true))}

// local is a condition that only the rows can answer.
var local = leaf{anything, anything}

// no is where the condition is neither yes nor unknown.
func (l leaf) no() bounds { return l.yes.not().and(l.unknown.not()) }
