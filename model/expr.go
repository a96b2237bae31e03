package model

// Expr is a filter: a tree of conditions. The set is closed: [And], [Or], [Not],
// [*Cmp], [*Is], [*Has], [*Text], [*Raw] and [Const].
type Expr interface {
	// String prints the filter; parsing the text again gives an equal tree.
	String() string
	// Eval answers as Kleene: Unknown where the record cannot decide it.
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
	// Const is a filter that does not look at the record.
	Const bool
	// Is is an "is:" condition.
	Is struct{ Fact Fact }
	// Has is "has:field" or "field:*": the record carries a value. It is never unknown.
	Has struct {
		Field Field
		Path  string // of FieldPath
	}
	// Text is a bare word: some text field holds it, in any case. It is never unknown.
	Text struct{ Pattern Pattern }
	// Raw is "raw:": the record's original bytes hold it, case-sensitive. It is never unknown.
	Raw struct{ Pattern Pattern }
	// Cmp compares one field with one or more values, any of which may match.
	Cmp struct {
		Field    Field
		Path     string // of FieldPath, as written
		Differs  bool   // "!=": recorded and different
		Patterns []Pattern
	}
)

func (And) expr()   {}
func (Or) expr()    {}
func (Not) expr()   {}
func (Const) expr() {}
func (*Is) expr()   {}
func (*Has) expr()  {}
func (*Text) expr() {}
func (*Raw) expr()  {}
func (*Cmp) expr()  {}
