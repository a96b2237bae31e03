package decode

const (
	memoEntries = 64 << 10 // then a memo starts anew
	memoBytes   = 8 << 20  // of keys, likewise
	memoLongest = 4 << 10  // a longer key is not kept: it will hardly come again
)

// memo remembers what was derived from the bytes of a key. Its keys are under
// the control of whoever sends requests, so it is bounded in both directions.
type memo[V any] struct {
	m     map[string]V
	bytes int
}

// get returns the value of key. It does not allocate.
func (c *memo[V]) get(key []byte) (V, bool) {
	v, ok := c.m[string(key)]
	return v, ok
}

// put remembers v for key.
func (c *memo[V]) put(key []byte, v V) {
	if len(key) > memoLongest {
		return
	}
	if c.m == nil || len(c.m) >= memoEntries || c.bytes+len(key) > memoBytes {
		c.m, c.bytes = make(map[string]V), 0
	}
	c.m[string(key)] = v
	c.bytes += len(key)
}
