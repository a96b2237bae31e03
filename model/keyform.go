package model

import "bytes"

// Access logs write keys URL-encoded, some operations twice and some with + for
// a space; CloudTrail writes them plain. A key is therefore compared as it
// stands, decoded once and decoded twice, and the same again with + as a space.

// keyRoom is enough for a key of the largest size S3 takes (1,024 bytes), escaped
// twice over in part; a longer one costs an allocation.
const keyRoom = 2048

// anyForm compares a key in each of its forms.
func (c *Cmp) anyForm(v []byte) bool {
	if c.holds(v) {
		return true
	}
	forms := 0
	switch {
	case bytes.IndexByte(v, '+') >= 0:
		forms = 6
	case bytes.IndexByte(v, '%') >= 0:
		forms = 3
	}
	for i := range c.rest {
		if forms > 0 && c.rest[i].by == byRegexp {
			return c.anyFormRegexp(v, forms)
		}
	}
	var room [keyRoom]byte
	for form := 1; form < forms; form++ {
		if c.holdsPlain(keyForm(room[:0], v, form)) {
			return true
		}
	}
	return false
}

// anyFormRegexp is anyForm where package regexp keeps the room from the stack.
func (c *Cmp) anyFormRegexp(v []byte, forms int) bool {
	room := make([]byte, 0, len(v))
	for form := 1; form < forms; form++ {
		if c.holds(keyForm(room, v, form)) {
			return true
		}
	}
	return false
}

// keyForm appends to buf form 0 to 5 of a key: decoded form%3 times, from 3 on
// after reading + as a space.
func keyForm(buf, v []byte, form int) []byte {
	if form >= 3 {
		v = spaces(buf, v)
	}
	for range form % 3 {
		v = unescape(buf, v)
	}
	return v
}

// unescape appends v to buf with each %XX replaced by its byte. buf may be the
// start of v: what is written never overtakes what is read. A % that begins no
// escape stays.
func unescape(buf, v []byte) []byte {
	for i := 0; i < len(v); i++ {
		if v[i] == '%' && i+2 < len(v) {
			if high, low := hexDigit(v[i+1]), hexDigit(v[i+2]); high >= 0 && low >= 0 {
				buf = append(buf, byte(high<<4|low))
				i += 2
				continue
			}
		}
		buf = append(buf, v[i])
	}
	return buf
}

// spaces appends v to buf with each + replaced by a space.
func spaces(buf, v []byte) []byte {
	for _, c := range v {
		if c == '+' {
			c = ' '
		}
		buf = append(buf, c)
	}
	return buf
}
