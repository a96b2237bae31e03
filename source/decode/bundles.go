package decode

import (
	"encoding/binary"

	"s3sleuth/model"
)

// bundle is what is known of one group of a record's fields: their values and
// the facts that follow from them.
type bundle struct {
	values model.BundleRef
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
	pairs map[uint64]bundle // by the numbers of both parts
	bytes int               // of the values of all pairs

	// The bundles by what they say, so that equal ones are one.
	made memo[bundle]
	next uint32 // number of the next one
	key  []byte // scratch
}

// A part is a stretch of a record, or some of its values, by which bundles are found.
type part struct {
	id   uint32
	with link
}

// numbering gives numbers, from 1, to what bundles are found by.
type numbering struct{ last uint32 }

// number returns the first of n numbers that stand for nothing yet.
func (p *numbering) number(n int) uint32 {
	first := p.last + 1
	p.last += uint32(n)
	return first
}

// part returns the part that is spelled so.
func (p *numbering) part(known *memo[*part], spelling []byte) *part {
	return p.hashedPart(known, spelling, memoHash(spelling))
}

// hashedPart returns the part that is spelled so; hash is its memoHash.
func (p *numbering) hashedPart(known *memo[*part], spelling []byte, hash uint64) *part {
	found, ok := known.getHashed(spelling, hash)
	if !ok {
		found = &part{id: p.number(1)}
		known.put(spelling, found)
	}
	return found
}

// A link is kept with a part and holds its bundle with the part it was met with last.
type link struct {
	bundle
	other uint32
}

// get returns the bundle of a part, which l is kept with, and another one; nil for none.
func (b *bundles) get(l *link, one, other uint32) *bundle {
	if l.values.Bundle == nil || l.other != other {
		found, ok := b.pairs[pairKey(one, other)]
		if !ok {
			return nil
		}
		*l = link{found, other}
	}
	return &l.bundle
}

func pairKey(one, other uint32) uint64 { return uint64(one)<<32 | uint64(other) }

// put remembers for two parts what rec says in group g, value by value, and the
// facts that follow.
func (b *bundles) put(one, other uint32, g model.Group, rec *model.Record, facts model.Facts) {
	key := append(b.key[:0], byte(facts), byte(facts>>8))
	for _, f := range model.Groups[g] {
		v := rec.Text[f]
		switch {
		case v != nil:
			key = appendPart(append(key, 'v'), v)
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
		known = bundle{rec.NewBundle(g, b.next), facts}
		b.next++
		b.made.put(key, known)
	}
	b.pairs[pairKey(one, other)] = known
	b.bytes += len(key)
}

// forget begins anew.
func (b *bundles) forget() {
	b.pairs, b.bytes = map[uint64]bundle{}, 0
	b.made, b.next = memo[bundle]{}, 0
}

// appendPart adds a value to a key so that no two lists of values give the same key.
func appendPart(key, value []byte) []byte {
	key = binary.LittleEndian.AppendUint32(key, uint32(len(value)))
	return append(key, value...)
}
