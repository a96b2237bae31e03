package decode

import "hash/maphash"

const (
	memoEntries = 64 << 10 // then a memo starts anew
	memoBytes   = 8 << 20  // of keys, likewise
	memoLongest = 4 << 10  // a longer key is not kept: it will hardly come again
)

// memoSeed keeps whoever writes the keys from making their hashes meet.
var memoSeed = maphash.MakeSeed()

// memo remembers what was derived from the bytes of a key. Its keys are under
// the control of whoever sends requests, so it is bounded in both directions.
type memo[V any] struct {
	slots []memoSlot[V] // open addressing
	n     int           // keys held
	bytes int           // of them
}

type memoSlot[V any] struct {
	hash uint64 // 0 where empty
	key  string
	v    V
}

func memoHash(key []byte) uint64 { return maphash.Bytes(memoSeed, key) | 1<<63 }

// ahead reads where a key of this hash is looked for first, and its bytes: what
// lies far away in memory is then fetched for several keys at once. The sum is
// of no use but that it must be made.
func (c *memo[V]) ahead(hash uint64) (sum uint64) {
	if c.n == 0 {
		return 0
	}
	return c.slots[hash&uint64(len(c.slots)-1)].hash
}

// aheadKey does so with the bytes of the key, after ahead.
func (c *memo[V]) aheadKey(hash uint64) byte {
	if c.n == 0 {
		return 0
	}
	key := c.slots[hash&uint64(len(c.slots)-1)].key
	if key == "" {
		return 0
	}
	return key[0]
}

// get returns the value of key. It does not allocate.
func (c *memo[V]) get(key []byte) (v V, ok bool) { return c.getHashed(key, memoHash(key)) }

// getHashed is get where the key's memoHash is at hand.
func (c *memo[V]) getHashed(key []byte, hash uint64) (v V, ok bool) {
	if c.n == 0 {
		return v, false
	}
	mask := uint64(len(c.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		s := &c.slots[i]
		if s.hash == hash && s.key == string(key) {
			return s.v, true
		}
		if s.hash == 0 {
			return v, false
		}
	}
}

// put remembers v for key, which is not there yet.
func (c *memo[V]) put(key []byte, v V) {
	if len(key) > memoLongest {
		return
	}
	if c.n >= memoEntries || c.bytes+len(key) > memoBytes {
		*c = memo[V]{}
	}
	if 2*(c.n+1) > len(c.slots) {
		c.grow()
	}
	c.insert(memoSlot[V]{memoHash(key), string(key), v})
	c.n++
	c.bytes += len(key)
}

func (c *memo[V]) insert(s memoSlot[V]) {
	mask := uint64(len(c.slots) - 1)
	i := s.hash & mask
	for c.slots[i].hash != 0 {
		i = (i + 1) & mask
	}
	c.slots[i] = s
}

func (c *memo[V]) grow() {
	old := c.slots
	c.slots = make([]memoSlot[V], max(16, 2*len(old)))
	for _, s := range old {
		if s.hash != 0 {
			c.insert(s)
		}
	}
}
