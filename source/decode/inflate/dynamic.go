package inflate

import "fmt"

// The code lengths of a dynamic block are coded themselves, with up to 19
// symbols: lengths 0 to 15, and three that repeat.
const (
	repeatLast  = 16 // 3 to 6 times
	repeatZero  = 17 // 3 to 10 times
	repeatZeros = 18 // 11 to 138 times

	orderBits = 7 // of a code for a code length
)

// lengthOrder is the order in which the lengths of the codes for code lengths come.
var lengthOrder = [19]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// lengthMeaning are the entries of the symbols for code lengths.
var lengthMeaning = func() (m [19]entry) {
	for v := range m {
		m[v] = entry(v) << 16
	}
	return m
}()

// fixed makes the tables of fixed blocks, if they are not there.
func (z *Reader) fixed() {
	if z.isFixed {
		return
	}
	lit, dist := z.lengths[:len(meaning.lit)], z.lengths[len(meaning.lit):]
	for v := range lit {
		switch {
		case v < 144:
			lit[v] = 8
		case v < 256:
			lit[v] = 9
		case v < 280:
			lit[v] = 7
		default:
			lit[v] = 8
		}
	}
	for v := range dist {
		dist[v] = 5
	}
	// Both codes are complete.
	short, _ := buildShort(z.lit[:], litBits, lit, meaning.lit[:], z.literals[:0])
	_ = build(z.dist[:], distBits, dist, meaning.dist[:])
	pair(&z.lit, short)
	z.isFixed = true
}

// dynamic reads the codes of a block and makes their tables.
func (z *Reader) dynamic() error {
	z.isFixed = false
	head, err := z.take(14)
	if err != nil {
		return err
	}
	lit, dist, order := int(head&31)+257, int(head>>5&31)+1, int(head>>10)+4
	if lit > litSymbols || dist > distSymbols {
		return fmt.Errorf("%w: more codes than there are symbols", ErrCorrupt)
	}
	var orderLengths [len(lengthOrder)]uint8
	for _, v := range lengthOrder[:order] {
		n, err := z.take(3)
		if err != nil {
			return err
		}
		orderLengths[v] = uint8(n)
	}
	var table [1 << orderBits]entry
	if err := build(table[:], orderBits, orderLengths[:], lengthMeaning[:]); err != nil {
		return err
	}
	if err := z.codeLengths(&table, z.lengths[:lit+dist]); err != nil {
		return err
	}
	short, err := buildShort(z.lit[:], litBits, z.lengths[:lit], meaning.lit[:], z.literals[:0])
	if err != nil {
		return err
	}
	if err := build(z.dist[:], distBits, z.lengths[lit:lit+dist], meaning.dist[:]); err != nil {
		return err
	}
	pair(&z.lit, short)
	return nil
}

// codeLengths reads the lengths of all codes of a block.
func (z *Reader) codeLengths(table *[1 << orderBits]entry, lengths []uint8) error {
	for i := 0; i < len(lengths); {
		e, err := z.lookUp(table[:], orderBits)
		if err != nil {
			return err
		}
		v := uint8(e >> 16)
		if v < repeatLast {
			lengths[i] = v
			i++
			continue
		}
		last, least, extra := uint8(0), 3, uint(3)
		switch v {
		case repeatLast:
			if i == 0 {
				return fmt.Errorf("%w: no code length to repeat", ErrCorrupt)
			}
			last, extra = lengths[i-1], 2
		case repeatZeros:
			least, extra = 11, 7
		}
		n, err := z.take(extra)
		if err != nil {
			return err
		}
		times := least + int(n)
		if times > len(lengths)-i {
			return fmt.Errorf("%w: more code lengths than announced", ErrCorrupt)
		}
		for range times {
			lengths[i] = last
			i++
		}
	}
	return nil
}

// lookUp reads the next code and returns its entry; of two literals only the
// first is used up. It takes no more of the input than the code needs.
func (z *Reader) lookUp(table []entry, root uint) (entry, error) {
	for {
		e, use := table[z.bits&(1<<root-1)], uint(0)
		if e&(isOther|isPart) == isOther|isPart {
			use = root
			e = table[uint(e>>16)+uint(z.bits>>root)&(1<<e.code()-1)]
		}
		if e&isLiteral != 0 {
			use += uint(e >> 10 & 15)
		} else {
			use += e.code()
		}
		if use <= z.have {
			if e&isOther != 0 && e&isEnd == 0 {
				return 0, errNoCode
			}
			z.bits >>= use
			z.have -= use
			return e, nil
		}
		if err := z.more(); err != nil {
			return 0, err
		}
	}
}

var errNoCode = fmt.Errorf("%w: no such code", ErrCorrupt)
