package model

// A set answers a long list of plain values (indicators pasted into a filter)
// with one look-up instead of one comparison each.
type set struct {
	values  map[string]struct{} // as they compare; addresses as a zero byte and 16 bytes
	longest int
	exact   bool
	address bool // values that are addresses are looked up as such
}

// From setFrom patterns on a set is worth its look-up, and up to setWidth bytes
// a value is folded without an allocation.
const (
	setFrom  = 8
	setWidth = 256
)

// newSet takes the plain values out of a list of patterns and returns what is left.
func newSet(patterns []Pattern) (*set, []Pattern) {
	if len(patterns) < setFrom {
		return nil, patterns
	}
	s := &set{values: map[string]struct{}{}, exact: patterns[0].exact}
	var rest []Pattern
	for _, p := range patterns {
		switch {
		case p.by == byText && len(p.folded) <= setWidth:
			s.values[p.folded] = struct{}{}
			s.longest = max(s.longest, len(p.folded))
		case p.by == byAddress && p.from == p.to:
			s.values[addressKey(p.from)] = struct{}{}
			s.address = true
		default:
			rest = append(rest, p)
		}
	}
	return s, rest
}

// addressKey cannot be mistaken for text: no logged value begins with a zero byte
// and, if one did, the address would have to be its next 16 bytes.
func addressKey(a address) string { return "\x00" + string(a[:]) }

// has says whether v is one of the values. It allocates nothing.
func (s *set) has(v []byte) bool {
	if s.address {
		if a, ok := parseAddress(v); ok {
			var key [17]byte
			copy(key[1:], a[:])
			_, ok = s.values[string(key[:])]
			return ok
		}
	}
	if len(v) > s.longest {
		return false
	}
	if s.exact {
		_, ok := s.values[string(v)]
		return ok
	}
	var folded [setWidth]byte
	for i, c := range v {
		folded[i] = lower[c]
	}
	_, ok := s.values[string(folded[:len(v)])]
	return ok
}
