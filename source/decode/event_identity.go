package decode

import "hash/maphash"

const (
	identitySlots   = 1 << 11
	longestIdentity = 4 << 10 // in bytes; a longer one is scanned each time
)

// identities remembers userIdentity objects that were scanned: they are a third
// of an event's text, and few callers make most events. An object of the same
// bytes ends at the same place and has its members at the same places.
type identities struct {
	seen [identitySlots]*identity
	now  *identity // that of the event at hand; nil if it was not met before
}

// An identity is one object. An entry whose place another one takes is used again.
type identity struct {
	text   []byte
	at     [identityEnd - atIdentity]value // places count from 1 at the first byte
	caller *eventCaller                    // what was derived from it; nil is not yet
}

// guess returns where an object that begins with b would be remembered. Type,
// principal and session stand at its beginning.
func (k *identities) guess(b []byte) **identity {
	const from, to = 8, 96
	if len(b) < to {
		return nil
	}
	return &k.seen[maphash.Bytes(memoSeed, b[from:to])%identitySlots]
}

// sameIdentity returns the end of the userIdentity object at i, with the slots of
// its members set, if it was met before; else 0.
func (e *event) sameIdentity(i int) (end int) {
	guess := e.identities.guess(e.raw[i:])
	if guess == nil || *guess == nil {
		return 0
	}
	k := *guess
	end = i + len(k.text)
	if end > len(e.raw) || string(e.raw[i:end]) != string(k.text) {
		return 0
	}
	for s, v := range k.at {
		if v.at != 0 {
			v.at += uint32(i) - 1
		}
		e.at[atIdentity+slot(s)] = v
	}
	e.identities.now = k
	return end
}

// keepIdentity remembers the userIdentity object that was scanned from i to end.
func (e *event) keepIdentity(i, end int) {
	guess := e.identities.guess(e.raw[i:])
	if guess == nil || end-i > longestIdentity {
		return
	}
	if *guess == nil {
		*guess = new(identity)
	}
	k := *guess
	k.text, k.caller = append(k.text[:0], e.raw[i:end]...), nil
	for s := range k.at {
		v := e.at[atIdentity+slot(s)]
		if v.at != 0 {
			v.at -= uint32(i) - 1
		}
		k.at[s] = v
	}
	e.identities.now = k
}
