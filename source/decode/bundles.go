package decode

import "s3sleuth/model"

// bundle is what is known of one group of a record's fields: their values and
// the facts that follow from them.
type bundle struct {
	values *model.Bundle
	facts  model.Facts
}

// set gives the record the bundle's values and facts.
func (b *bundle) set(g model.Group, rec *model.Record) {
	rec.Bundles[g] = b.values
	rec.Facts |= b.facts
}

// bundles makes and remembers the bundles of one group, which two parts of a
// record decide together; a part is known by a number. As what decides is under
// the control of whoever sends requests, it is bounded as a memo is.
type bundles struct {
	pairs map[uint64]*bundle // by the numbers of both parts
	bytes int                // of the values of all pairs

	// The bundles by what they say, so that equal ones are one.
	made memo[*bundle]
	next uint32 // number of the next one
	key  []byte // scratch
}

// A link is kept with a part and knows its bundle with the part it was met with last.
type link struct {
	other  uint32
	bundle *bundle
}

// get returns the bundle of a part, which l is kept with, and another one; nil for none.
func (b *bundles) get(l *link, part, other uint32) *bundle {
	if l.bundle != nil && l.other == other {
		return l.bundle
	}
	found := b.pairs[pairKey(part, other)]
	if found != nil {
		*l = link{other, found}
	}
	return found
}

func pairKey(part, other uint32) uint64 { return uint64(part)<<32 | uint64(other) }

// put remembers for two parts what rec says in group g, value by value, and the
// facts that follow.
func (b *bundles) put(one, other uint32, g model.Group, rec *model.Record, facts model.Facts) {
	key := append(b.key[:0], byte(facts), byte(facts>>8))
	for _, f := range model.Groups[g] {
		v := rec.Text[f]
		switch {
		case v != nil:
			key = part(append(key, 'v'), v)
		case rec.HasAnswer(f):
			key = append(key, 'a')
		default:
			key = append(key, 's')
		}
	}
	b.key = key
	if b.pairs == nil || len(b.pairs) >= memoEntries || b.bytes+len(key) > memoBytes {
		b.forget()
	}
	known, ok := b.made.get(key)
	if !ok {
		known = &bundle{rec.NewBundle(g, b.next), facts}
		b.next++
		b.made.put(key, known)
	}
	b.pairs[pairKey(one, other)] = known
	b.bytes += len(key)
}

// forget begins anew.
func (b *bundles) forget() {
	b.pairs, b.bytes = map[uint64]*bundle{}, 0
	b.made, b.next = memo[*bundle]{}, 0
}
