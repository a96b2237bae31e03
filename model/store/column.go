package store

import "slices"

// segmentRows is the number of rows of a full segment; a row number holds its
// place in the segment in the low 16 bits.
const segmentRows = 1 << 16

// A column holds one code a row in as few bytes as the segment's values allow.
// Codes are local: local[code] is the code in the field's dictionary. A column
// of one value has no codes at all; one of mostly distinct values has no local
// dictionary, and its codes are the field's own.
type column struct {
	local []uint32
	one   []uint8
	two   []uint16
	four  []uint32
	count []uint32 // rows of each local code, where there are few codes
}

// code returns the dictionary code of row i.
func (c *column) code(i int) uint32 {
	switch {
	case c.one != nil:
		return c.local[c.one[i]]
	case c.two != nil:
		return c.local[c.two[i]]
	case c.four != nil:
		return c.four[i]
	}
	return c.local[0]
}

func (c *column) memory() int64 {
	return int64(4*len(c.local) + len(c.one) + 2*len(c.two) + 4*len(c.four) + 4*len(c.count))
}

// A packer packs columns; it keeps the scratch table between them.
type packer struct {
	slots []uint64 // stamp << 32 | position in local + 1
	local []uint32
	codes []uint16
}

const packSlots = 2 * segmentRows

// pack returns codes as a column.
func (p *packer) pack(codes []uint32) column {
	if alike(codes) {
		return column{local: []uint32{codes[0]}, count: []uint32{uint32(len(codes))}}
	}
	if !p.number(codes) {
		return column{four: slices.Clone(codes)}
	}
	c := column{local: slices.Clone(p.local)}
	switch {
	case len(c.local) <= 256:
		c.one = make([]uint8, len(codes))
		c.count = make([]uint32, len(c.local))
		for i, l := range p.codes {
			c.one[i] = uint8(l)
			c.count[l]++
		}
	default:
		c.two = slices.Clone(p.codes)
	}
	return c
}

func alike(codes []uint32) bool {
	for _, c := range codes {
		if c != codes[0] {
			return false
		}
	}
	return true
}

// number gives the distinct codes local numbers in order of appearance. It
// gives up, and returns false, when local numbers would not save memory.
func (p *packer) number(codes []uint32) bool {
	if p.slots == nil {
		p.slots = make([]uint64, packSlots)
	}
	clear(p.slots)
	p.local, p.codes = p.local[:0], p.codes[:0]
	most := max(256, len(codes)/2)
	last, lastLocal := uint32(0), uint16(0)
	for _, code := range codes {
		if len(p.local) > 0 && code == last {
			p.codes = append(p.codes, lastLocal)
			continue
		}
		i := code * 0x9e3779b1 >> (32 - 17)
		for {
			slot := p.slots[i]
			if slot == 0 {
				if len(p.local) == most {
					return false
				}
				p.slots[i] = uint64(code)<<32 | uint64(len(p.local)+1)
				lastLocal = uint16(len(p.local))
				p.local = append(p.local, code)
				break
			}
			if uint32(slot>>32) == code {
				lastLocal = uint16(uint32(slot) - 1)
				break
			}
			i = (i + 1) & (packSlots - 1)
		}
		last = code
		p.codes = append(p.codes, lastLocal)
	}
	return true
}

// numbers holds one integer a row, in as few bytes as they allow. The largest
// value of the width stands for "not recorded".
type numbers struct {
	one   []uint8
	two   []uint16
	four  []uint32
	eight []int64 // -1: not recorded
	n     int     // rows; without any slice none is recorded
}

// at returns the number of row i, or -1.
func (c *numbers) at(i int) int64 {
	switch {
	case c.one != nil:
		return widen(int64(c.one[i]), 1<<8-1)
	case c.two != nil:
		return widen(int64(c.two[i]), 1<<16-1)
	case c.four != nil:
		return widen(int64(c.four[i]), 1<<32-1)
	case c.eight != nil:
		return c.eight[i]
	}
	return -1
}

func widen(n, none int64) int64 {
	if n == none {
		return -1
	}
	return n
}

func packNumbers(v []int64) numbers {
	c := numbers{n: len(v)}
	switch top := slices.Max(v); {
	case top < 0:
	case top < 1<<8-1:
		c.one = narrow[uint8](v)
	case top < 1<<16-1:
		c.two = narrow[uint16](v)
	case top < 1<<32-1:
		c.four = narrow[uint32](v)
	default:
		c.eight = slices.Clone(v)
	}
	return c
}

func narrow[T uint8 | uint16 | uint32](v []int64) []T {
	out := make([]T, len(v))
	for i, n := range v {
		out[i] = T(n) // -1 becomes the largest value
	}
	return out
}

func (c *numbers) memory() int64 {
	return int64(len(c.one) + 2*len(c.two) + 4*len(c.four) + 8*len(c.eight))
}
