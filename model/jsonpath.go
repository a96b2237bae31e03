package model

// PathText returns the value at a JSON path of an event as text: a string as it
// is, anything else as compact JSON. ok is false where the path is missing or
// null, and for an access-log line.
func PathText(kind Kind, raw []byte, path string) (text string, ok bool) { panic("stub") }

// Value says whether a recorded value of the field counts as one ("has:tls" is
// no for words that name no version).
func (h *Has) Value(v []byte) bool { panic("stub") }
