package model

// Value answers a condition for a recorded value of its field.
func (c *Cmp) Value(v []byte) Truth { panic("stub") }

// Number answers a condition on a number field for a recorded number.
func (c *Cmp) Number(n int64) Truth { panic("stub") }

// Moment answers a condition on time, in Unix milliseconds.
func (c *Cmp) Moment(ms int64) Truth { panic("stub") }

// Absent answers a condition for a record without a value in its field.
// answered says that the absence is an answer.
func (c *Cmp) Absent(answered bool) Truth { panic("stub") }

// JSON answers a condition on a JSON path (FieldPath) from an event's bytes. A
// path that is missing or null is not recorded. An access-log line has no paths.
func (c *Cmp) JSON(kind Kind, raw []byte) Truth { panic("stub") }

// JSON says whether the event's bytes carry a value at the path.
func (h *Has) JSON(kind Kind, raw []byte) bool { panic("stub") }

// Holds says whether a value of some text field matches the bare word.
func (t *Text) Holds(v []byte) bool { panic("stub") }

// Holds says whether a record's original bytes match.
func (r *Raw) Holds(raw []byte) bool { panic("stub") }
