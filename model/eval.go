package model

// Eval of a conjunction is No as soon as one part is.
func (x And) Eval(r *Record) Truth {
	t := Yes
	for _, part := range x {
		if t = t.And(part.Eval(r)); t == No {
			return No
		}
	}
	return t
}

// Eval of a disjunction is Yes as soon as one part is.
func (x Or) Eval(r *Record) Truth {
	t := No
	for _, part := range x {
		if t = t.Or(part.Eval(r)); t == Yes {
			return Yes
		}
	}
	return t
}

// Eval of a negation swaps Yes and No.
func (x Not) Eval(r *Record) Truth { return x.X.Eval(r).Not() }

// Eval says whether the part is unknown.
func (x Undecided) Eval(r *Record) Truth { return Of(x.X.Eval(r) == Unknown) }

// Eval of a constant is the constant.
func (x Const) Eval(*Record) Truth { return Of(bool(x)) }

// Eval reads the answer from the record's facts. Joined needs other records: Unknown.
func (x *Is) Eval(r *Record) Truth {
	if x.Fact == Joined {
		return Unknown
	}
	return r.Facts.Get(x.Fact)
}

// Eval says whether the record carries a value. A JSON path needs the event's
// bytes, which a Record does not have: Unknown, and No for an access-log record.
func (x *Has) Eval(r *Record) Truth {
	switch f := x.Field; {
	case f == FieldTLS:
		return Of(x.Value(r.Value(f)))
	case f == FieldOp:
		return Of(r.Value(FieldOp) != nil || r.Value(FieldOperation) != nil)
	case f.IsText():
		return Of(r.Value(f) != nil)
	case f.IsNumber():
		return Of(r.Number[f-NumText] != NotRecorded)
	case f == FieldPath:
		if r.Kind == AccessLog {
			return No
		}
		return Unknown
	}
	return Yes // time
}

// Eval asks every text field the record carries.
func (x *Text) Eval(r *Record) Truth {
	for f := range NumText {
		if v := r.Value(f); v != nil && x.Holds(v) {
			return Yes
		}
	}
	return No
}

// Eval is Unknown: a Record does not have its original bytes.
func (x *Raw) Eval(*Record) Truth { return Unknown }

// Eval asks the field's value, or what its absence means.
func (x *Cmp) Eval(r *Record) Truth {
	switch f := x.Field; {
	case f == FieldOp:
		return x.op(r)
	case f.IsText():
		if v := r.Value(f); v != nil {
			return x.Value(v)
		}
		return x.Absent(r.HasAnswer(f))
	case f.IsNumber():
		if n := r.Number[f-NumText]; n != NotRecorded {
			return x.Number(n)
		}
		return x.Absent(Fields[f].Absence == Answer)
	case f == FieldTime:
		return x.Moment(r.Time)
	}
	return Unknown // a path: a Record does not have the event's bytes
}

// op asks both spellings of the operation: a condition holds when either equals
// it, "!=" when neither does. A spelling that is missing says nothing against the other.
func (x *Cmp) op(r *Record) Truth {
	name, own := r.Value(FieldOp), r.Value(FieldOperation)
	switch {
	case name == nil && own == nil:
		return x.Absent(false)
	case own == nil:
		return x.Value(name)
	case name == nil:
		return x.Value(own)
	}
	return x.Either(x.Value(name), x.Value(own))
}

// Match of a conjunction wants every part to match.
func (x And) Match(r *Record) bool {
	for _, part := range x {
		if !part.Match(r) {
			return false
		}
	}
	return true
}

// Match of a disjunction wants one part to match.
func (x Or) Match(r *Record) bool {
	for _, part := range x {
		if part.Match(r) {
			return true
		}
	}
	return false
}

// Match of a negation is the complement: it takes in what its part cannot say.
func (x Not) Match(r *Record) bool { return !x.X.Match(r) }

// Match asks what the part is as Kleene has it, not whether it matches.
func (x Undecided) Match(r *Record) bool { return x.Eval(r) == Yes }

// Match of a constant is the constant.
func (x Const) Match(*Record) bool { return bool(x) }

// Match takes unknown as no; so do the other single conditions below.
func (x *Is) Match(r *Record) bool { return x.Eval(r) == Yes }

// Match says whether the record carries a value.
func (x *Has) Match(r *Record) bool { return x.Eval(r) == Yes }

// Match says whether a text field holds the word.
func (x *Text) Match(r *Record) bool { return x.Eval(r) == Yes }

// Match is false: a Record does not have its original bytes.
func (x *Raw) Match(r *Record) bool { return x.Eval(r) == Yes }

// Match says whether the field is known to compare so.
func (x *Cmp) Match(r *Record) bool { return x.Eval(r) == Yes }
