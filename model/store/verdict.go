package store

import (
	"sync"

	"s3sleuth/model"
)

// A verdict is what a condition says of one value: two bits.
const (
	verdictYes     = 1
	verdictUnknown = 2
)

func verdict(t model.Truth) uint8 {
	return [...]uint8{model.No: 0, model.Yes: verdictYes, model.Unknown: verdictUnknown}[t]
}

// verdicts keeps what conditions said of the values of dictionaries, so that
// the same condition asked again looks only at values that are new.
type verdicts struct {
	mu    sync.Mutex
	table map[verdictKey][]uint8
	bytes int
}

type verdictKey struct {
	cond  string
	field model.Field
}

// verdictBytes bounds the tables kept.
const verdictBytes = 64 << 20

// of returns the verdict on every code of the view; decide gets nil and whether
// the absence is an answer for the codes without a value.
func (c *verdicts) of(cond string, f model.Field, v view, decide func(value []byte, answered bool) uint8) []uint8 {
	key := verdictKey{cond, f}
	c.mu.Lock()
	old := c.table[key]
	c.mu.Unlock()
	n := v.codes()
	if len(old) >= n {
		return old[:n]
	}
	table := make([]uint8, n)
	copy(table, old)
	parallel(spans(len(old), n, 1<<15), func(_, i int) {
		for code := len(old) + i<<15; code < min(n, len(old)+(i+1)<<15); code++ {
			if code < firstValue {
				table[code] = decide(nil, code == codeAnswered)
			} else {
				table[code] = decide(v.value(uint32(code)), false)
			}
		}
	})
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.bytes > verdictBytes || c.table == nil {
		c.table, c.bytes = map[verdictKey][]uint8{}, 0
	}
	c.bytes += n - len(c.table[key])
	c.table[key] = table
	return table
}

// spans returns how many steps of size it takes from a to b.
func spans(a, b, size int) int { return (b - a + size - 1) / size }

// lookup answers for the rows of a column by a table of verdicts per dictionary code.
func (a *arena) lookup(c *column, n int, table []uint8) (yes, unknown vec) {
	if c.four != nil {
		return a.scan4(c.four, table)
	}
	lut := &a.lut
	any, uniform := uint8(0), true
	for l, code := range c.local {
		lut[l] = table[code]
		any |= lut[l]
		uniform = uniform && lut[l] == lut[0]
	}
	if uniform {
		return all(any == verdictYes), all(any == verdictUnknown)
	}
	if c.one != nil {
		return a.scan1(c.one, lut[:len(c.local)], any)
	}
	return a.scan2(c.two, lut, any)
}

// scan1 looks up codes of one byte, all of which the table has.
func (a *arena) scan1(codes []uint8, table []uint8, any uint8) (yes, unknown vec) {
	yes, unknown = all(false), all(false)
	if any&verdictYes != 0 {
		yes = a.scanBit(codes, table, verdictYes)
	}
	if any&verdictUnknown != 0 {
		unknown = a.scanBit(codes, table, verdictUnknown)
	}
	return yes, unknown
}

// scanBit returns the rows whose verdict has a bit set.
func (a *arena) scanBit(codes []uint8, table []uint8, bit uint8) vec {
	y := a.bitset()
	if of, not, ok := few(table, bit); ok {
		if len(of) == 0 {
			return all(not)
		}
		scanFew(y, codes, of, not)
		return vec{w: y}
	}
	var lut [256]uint8
	for i, v := range table {
		if v&bit != 0 {
			lut[i] = 1
		}
	}
	full := len(codes) &^ 63
	for i := 0; i < full; i += 64 {
		var w uint64
		block := codes[i : i+64 : i+64]
		for j := 0; j < 64; j += 4 {
			w |= uint64(lut[block[j]])<<j | uint64(lut[block[j+1]])<<(j+1) |
				uint64(lut[block[j+2]])<<(j+2) | uint64(lut[block[j+3]])<<(j+3)
		}
		y[i>>6] = w
	}
	if full < len(codes) {
		y[full>>6] = 0
		for i, c := range codes[full:] {
			y[full>>6] |= uint64(lut[c]) << i
		}
	}
	return vec{w: y}
}

func (a *arena) scan2(codes []uint16, lut *[segmentRows]uint8, any uint8) (yes, unknown vec) {
	y, u := a.bitset(), (*bitset)(nil)
	for i := range words64(len(codes)) {
		var w uint64
		for j, c := range codes[i<<6 : min(len(codes), (i+1)<<6)] {
			w |= uint64(lut[c]&1) << j
		}
		y[i] = w
	}
	if any&verdictUnknown == 0 {
		return vec{w: y}, all(false)
	}
	u = a.bitset()
	for i := range words64(len(codes)) {
		var w uint64
		for j, c := range codes[i<<6 : min(len(codes), (i+1)<<6)] {
			w |= uint64(lut[c]>>1) << j
		}
		u[i] = w
	}
	return vec{w: y}, vec{w: u}
}

func (a *arena) scan4(codes []uint32, table []uint8) (yes, unknown vec) {
	y, u := a.bitset(), a.bitset()
	any := uint8(0)
	for i := range words64(len(codes)) {
		var w, x uint64
		for j, c := range codes[i<<6 : min(len(codes), (i+1)<<6)] {
			v := table[c]
			any |= v
			w |= uint64(v&1) << j
			x |= uint64(v>>1) << j
		}
		y[i], u[i] = w, x
	}
	yes, unknown = vec{w: y}, vec{w: u}
	if any&verdictYes == 0 {
		yes = all(false)
	}
	if any&verdictUnknown == 0 {
		unknown = all(false)
	}
	return yes, unknown
}
