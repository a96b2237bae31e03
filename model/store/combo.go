package store

import (
	"hash/maphash"
	"math/bits"

	"s3sleuth/model"
)

// A combo is the values of a group's fields in one record, as codes of two bytes.
type combo [model.GroupFields / 4]uint64

func (c *combo) set(i int, code uint16) { c[i/4] |= uint64(code) << (i % 4 * 16) }

func (c *combo) code(i int) uint16 { return uint16(c[i/4] >> (i % 4 * 16)) }

// combos numbers the combinations of one group that a batch has met, from 0.
type combos struct {
	list    []combo
	slots   []uint16 // open addressing: number + 1, 0 where empty
	bundles []bundleNo
	known   int // combinations known before the batch at hand
}

// A bundleNo is the number of a combination that came as a bundle.
type bundleNo struct {
	bundle *model.Bundle
	no     uint16
}

// maxBundles bounds the bundles that are told by their number; of two that share
// a place, the later one is told.
const maxBundles = 1 << 16

// find returns the number of a combination that came as this bundle before.
func (c *combos) find(bundle model.BundleRef) (no uint16, ok bool) {
	i := int(bundle.Number % maxBundles)
	if bundle.Bundle == nil || i >= len(c.bundles) || c.bundles[i].bundle != bundle.Bundle {
		return 0, false
	}
	return c.bundles[i].no, true
}

// note remembers the number of a combination by its bundle, nil for none.
func (c *combos) note(bundle model.BundleRef, no uint16) {
	if bundle.Bundle == nil {
		return
	}
	i := int(bundle.Number % maxBundles)
	if i >= len(c.bundles) {
		c.bundles = append(c.bundles, make([]bundleNo, i+1-len(c.bundles))...)
	}
	c.bundles[i] = bundleNo{bundle.Bundle, no}
}

// number returns the number of a combination.
func (c *combos) number(of combo) uint16 {
	if 2*len(c.list) >= len(c.slots) {
		c.grow()
	}
	mask := len(c.slots) - 1
	for i := of.place() & mask; ; i = (i + 1) & mask {
		no := c.slots[i]
		if no == 0 {
			c.list = append(c.list, of)
			c.slots[i] = uint16(len(c.list))
			return uint16(len(c.list) - 1)
		}
		if c.list[no-1] == of {
			return no - 1
		}
	}
}

// comboSeed makes places differ from process to process. A batch is small, so
// that combinations made to meet in it cost little.
var comboSeed = maphash.Bytes(seed, []byte("combinations"))

// place returns where in a table to look for the combination first.
func (c *combo) place() int {
	hi, lo := bits.Mul64(c[0]^comboSeed, c[1]^0x9e3779b97f4a7c15)
	return int(hi ^ lo)
}

func (c *combos) grow() {
	c.slots = make([]uint16, max(64, 2*len(c.slots)))
	mask := len(c.slots) - 1
	for no := range c.list {
		i := c.list[no].place() & mask
		for c.slots[i] != 0 {
			i = (i + 1) & mask
		}
		c.slots[i] = uint16(no + 1)
	}
}

// age ends a batch of so many rows. It forgets all combinations, and says so, if
// it must, if they were mostly new or if they are too many.
func (c *combos) age(rows int, must bool) (forgot bool) {
	if n := len(c.list); must || n > maxKnown || n-c.known > rows/2 {
		clear(c.slots)
		clear(c.bundles)
		c.list, forgot = c.list[:0], true
	}
	c.known = len(c.list)
	return forgot
}
