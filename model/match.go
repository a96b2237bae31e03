package model

// Value answers a condition for a recorded value of its field. On "op" ask it
// for both spellings and join the answers with [Cmp.Either].
func (c *Cmp) Value(v []byte) Truth {
	var t Truth
	switch c.Field {
	case FieldTLS:
		t = c.verdict(v)
	case FieldACL:
		t = Of(c.anyElement(v))
	case FieldKey:
		t = Of(c.anyForm(v))
	default:
		t = Of(c.holds(v))
	}
	if c.Differs {
		return t.Not()
	}
	return t
}

// Either joins the answers for two values of one field (the two spellings of an
// operation): one that compares is enough, and "!=" wants both to differ.
func (c *Cmp) Either(a, b Truth) Truth {
	if c.Differs {
		return a.And(b)
	}
	return a.Or(b)
}

// Number answers a condition on a number field for a recorded number.
func (c *Cmp) Number(n int64) Truth {
	for i := range c.Patterns {
		if p := &c.Patterns[i]; p.lo <= n && n <= p.hi {
			return Of(!c.Differs)
		}
	}
	return Of(c.Differs)
}

// Moment answers a condition on time, in Unix milliseconds.
func (c *Cmp) Moment(ms int64) Truth { return c.Number(ms) }

// Absent answers a condition for a record without a value in its field.
// answered says that the absence is an answer: then nothing is recorded that
// could compare, nor differ.
func (c *Cmp) Absent(answered bool) Truth {
	if answered {
		return No
	}
	return Unknown
}

// Value says whether a recorded value counts as one. Only for tls is there a
// choice: no-evidence, unknown and n/a say that nothing is recorded.
func (h *Has) Value(v []byte) bool {
	if h.Field != FieldTLS {
		return true
	}
	t, ok := tlsWord(v)
	return ok && t != TLSNoEvidence && t != TLSUnknown && t != TLSNotNetwork
}

// Holds says whether a value of some text field matches the bare word.
func (t *Text) Holds(v []byte) bool { return t.Pattern.holds(v) }

// Holds says whether a record's original bytes match.
func (r *Raw) Holds(raw []byte) bool { return r.Pattern.holds(raw) }

// holds says whether some pattern matches the value as it stands.
func (c *Cmp) holds(v []byte) bool {
	if c.set != nil && c.set.has(v) {
		return true
	}
	for i := range c.rest {
		if c.rest[i].holds(v) {
			return true
		}
	}
	return false
}

// holdsPlain is holds without the regular expressions. It exists because v does
// not leave it, so that callers can keep v on the stack.
func (c *Cmp) holdsPlain(v []byte) bool {
	if c.set != nil && c.set.has(v) {
		return true
	}
	for i := range c.rest {
		if c.rest[i].holdsPlain(v) {
			return true
		}
	}
	return false
}

// anyElement compares a list joined by commas: each element, and the list as a
// whole where it is spelled out. A wildcard that ran from one grant into the next
// would give the one's permission to the other's group.
func (c *Cmp) anyElement(v []byte) bool {
	for start, i := 0, 0; i <= len(v); i++ {
		if i < len(v) && v[i] != ',' {
			continue
		}
		if c.holds(v[start:i]) {
			return true
		}
		start = i + 1
	}
	if c.set != nil && c.set.has(v) {
		return true
	}
	for i := range c.rest {
		if c.rest[i].Op == Equal && c.rest[i].holdsPlain(v) {
			return true
		}
	}
	return false
}
