package store

import (
	"slices"

	"s3sleuth/model"
)

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
	count []uint32 // rows of each local code
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

// A packer packs columns; it keeps its scratch memory between them.
type packer struct {
	direct []uint32 // by code: stamp << 16 | local number, for codes below directCodes
	stamp  uint32   // of the column at hand
	slots  []uint64 // code << 32 | local number + 1, for columns of higher codes
	local  []uint32 // what number found: the distinct codes
	codes  []uint16 // and for each code its local number
	count  []uint32 // rows by combination of the group at hand
}

const (
	directCodes = 1 << 16
	packBits    = 17 // twice the rows of a segment
)

// pack returns codes as a column.
func (p *packer) pack(codes []uint32) column {
	if alike(codes) {
		return column{local: []uint32{codes[0]}, count: []uint32{uint32(len(codes))}}
	}
	if !p.number(codes, len(codes)) {
		return column{four: slices.Clone(codes)}
	}
	c := column{local: slices.Clone(p.local), count: make([]uint32, len(p.local))}
	for _, l := range p.codes {
		c.count[l]++
	}
	if len(c.local) > 256 {
		c.two = slices.Clone(p.codes)
		return c
	}
	c.one = make([]uint8, len(codes))
	for i, l := range p.codes {
		c.one[i] = uint8(l)
	}
	return c
}

// group packs the fields of group g into the columns of s. What pack does once a
// row is done once a combination.
func (p *packer) group(s *segment, g model.Group, rows *comboRows) {
	p.count = append(p.count[:0], make([]uint32, rows.n)...)
	for _, no := range rows.rows {
		p.count[no]++
	}
	for i, f := range model.Groups[g] {
		s.cols[f] = p.gather(rows.codes[i], rows.rows)
	}
}

// gather returns the column whose row i has codes[rows[i]]; count says how many
// rows each of the codes has.
func (p *packer) gather(codes []uint32, rows []uint16) column {
	if alike(codes) {
		return column{local: []uint32{codes[0]}, count: []uint32{uint32(len(rows))}}
	}
	if !p.number(codes, len(rows)) {
		c := column{four: make([]uint32, len(rows))}
		for i, no := range rows {
			c.four[i] = codes[no]
		}
		return c
	}
	c := column{local: slices.Clone(p.local), count: make([]uint32, len(p.local))}
	for no, l := range p.codes {
		c.count[l] += p.count[no]
	}
	if len(c.local) > 256 {
		c.two = make([]uint16, len(rows))
		for i, no := range rows {
			c.two[i] = p.codes[no]
		}
		return c
	}
	c.one = make([]uint8, len(rows))
	for i, no := range rows {
		c.one[i] = uint8(p.codes[no])
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
// gives up, and returns false, when local numbers would not save memory in a
// column of so many rows.
func (p *packer) number(codes []uint32, rows int) bool {
	p.local = p.local[:0]
	p.codes = slices.Grow(p.codes[:0], len(codes))[:len(codes)]
	most := max(256, rows/2)
	if slices.Max(codes) < directCodes {
		return p.numberDirect(codes, most)
	}
	return p.numberHashed(codes, most)
}

func (p *packer) numberDirect(codes []uint32, most int) bool {
	if p.direct == nil {
		p.direct = make([]uint32, directCodes)
	}
	if p.stamp++; p.stamp == 1<<16 {
		clear(p.direct)
		p.stamp = 1
	}
	for i, code := range codes {
		d := p.direct[code]
		if d>>16 != p.stamp {
			if len(p.local) == most {
				return false
			}
			d = p.stamp<<16 | uint32(len(p.local))
			p.direct[code] = d
			p.local = append(p.local, code)
		}
		p.codes[i] = uint16(d)
	}
	return true
}

func (p *packer) numberHashed(codes []uint32, most int) bool {
	if p.slots == nil {
		p.slots = make([]uint64, 1<<packBits)
	}
	clear(p.slots)
	for k, code := range codes {
		i := code * 0x9e3779b1 >> (32 - packBits)
		for p.slots[i] != 0 && uint32(p.slots[i]>>32) != code {
			i = (i + 1) & (1<<packBits - 1)
		}
		if p.slots[i] == 0 {
			if len(p.local) == most {
				return false
			}
			p.local = append(p.local, code)
			p.slots[i] = uint64(code)<<32 | uint64(len(p.local))
		}
		p.codes[k] = uint16(uint32(p.slots[i]) - 1)
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
