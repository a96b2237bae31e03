package model

// Truth is the answer of one condition about one record.
//
// A condition is unknown when the record does not carry what it asks about, or
// carries it without deciding it. AND, OR and NOT combine truths as Kleene does.
type Truth uint8

const (
	No Truth = iota
	Yes
	Unknown
)

// String returns "no", "yes" or "unknown".
func (t Truth) String() string { return [...]string{"no", "yes", "unknown"}[t] }

// Of turns a decided answer into a Truth.
func Of(yes bool) Truth {
	if yes {
		return Yes
	}
	return No
}

// And is No when either is No, Yes when both are Yes, else Unknown.
func (t Truth) And(u Truth) Truth {
	switch {
	case t == No || u == No:
		return No
	case t == Yes && u == Yes:
		return Yes
	}
	return Unknown
}

// Or is Yes when either is Yes, No when both are No, else Unknown.
func (t Truth) Or(u Truth) Truth {
	switch {
	case t == Yes || u == Yes:
		return Yes
	case t == No && u == No:
		return No
	}
	return Unknown
}

// Not swaps Yes and No and keeps Unknown.
func (t Truth) Not() Truth {
	switch t {
	case Yes:
		return No
	case No:
		return Yes
	}
	return Unknown
}
