package model

// Expr is a filter: a tree of conditions. The set is closed: [And], [Or], [Not],
// [Undecided], [*Cmp], [*Is], [*Has], [*Text], [*Raw] and [Const].
type Expr interface {
	// String prints the filter; parsing the text again gives an equal tree.
	String() string
	// Eval answers as Kleene: Unknown where the record cannot decide it. A
	// Record has neither its original bytes nor other records beside it, so
	// JSON paths, "raw:" and "is:joined" are Unknown here; the store decides them.
	Eval(*Record) Truth
	// Match answers with every unknown condition taken as no, so that the
	// records of X and of -X always add up to all records.
	Match(*Record) bool
	expr()
}

type (
	// And is the conjunction of its parts; an empty And is true.
	And []Expr
	// Or is the disjunction of its parts; an empty Or is false.
	Or []Expr
	// Not negates its part.
	Not struct{ X Expr }
	// Undecided is "unknown:(X)": the records about which X is unknown, as Kleene.
	// It is yes or no itself, never unknown. Where only the store can decide a
	// condition of X, X is unknown of a Record alone.
	Undecided struct{ X Expr }
	// Const is a filter that does not look at the record: "*" or "-*".
	Const bool
	// Is is an "is:" condition.
	Is struct{ Fact Fact }
	// Has is "has:field" or "field:*": the record carries a value. It is never
	// unknown to who can see the record's bytes.
	Has struct {
		Field Field
		Path  string // of FieldPath, as written

		steps []string // Path taken apart
	}
	// Text is a bare word: some text field holds it, in any case. It is never unknown.
	Text struct{ Pattern Pattern }
	// Raw is "raw:": the record's original bytes hold it, case-sensitive. It is
	// never unknown to who can see the record's bytes.
	Raw struct{ Pattern Pattern }
	// Cmp compares one field with one or more values, any of which may match.
	// Cmps are made by the parser and by [Include] and its like, which prepare
	// them for their field.
	Cmp struct {
		Field    Field
		Path     string // of FieldPath, as written
		Differs  bool   // "!=": recorded and different
		Patterns []Pattern

		steps []string // Path taken apart
		tls   [len(tlsNames)]Truth
		set   *set // the plain values of a long list; nil for a short one
		rest  []Pattern
	}
)

func (And) expr()       {}
func (Or) expr()        {}
func (Not) expr()       {}
func (Undecided) expr() {}
func (Const) expr()     {}
func (*Is) expr()       {}
func (*Has) expr()      {}
func (*Text) expr()     {}
func (*Raw) expr()      {}
func (*Cmp) expr()      {}

// newCmp returns the condition ready to be asked. The patterns are compiled for field.
func newCmp(field Field, path string, differs bool, patterns []Pattern) *Cmp {
	c := &Cmp{Field: field, Path: path, Differs: differs, Patterns: patterns}
	if field == FieldPath {
		c.steps, _ = SplitPath(path)
	}
	if field == FieldTLS {
		for i := range patterns {
			for verdict := range c.tls {
				c.tls[verdict] = c.tls[verdict].Or(patterns[i].tls[verdict])
			}
		}
	}
	c.set, c.rest = newSet(patterns)
	return c
}

// newHas returns the condition ready to be asked.
func newHas(field Field, path string) *Has {
	h := &Has{Field: field, Path: path}
	if field == FieldPath {
		h.steps, _ = SplitPath(path)
	}
	return h
}
