package decode

import (
	"encoding/binary"
	"fmt"
	"math/bits"
)

// The functions of this file walk JSON text without building anything. Each
// takes the text and a place in it and returns the place after what it walked
// over, or a fault, which is negative: short, or what faultAt gives.
//
// They accept what RFC 8259 accepts and two things more, an unknown escape and
// a number of odd shape, since neither hides where a value ends. What does show
// damage is refused at once: a bracket, comma or colon out of place, a control
// character inside a string.

// short is the fault of text that ends inside a value.
const short = -1

// maxDepth bounds how deep values may nest inside an event.
const maxDepth = 512

type faultKind int

const (
	faultByte faultKind = iota
	faultControl
	faultDepth
	faultLength
)

// faultAt packs a fault and the place where it was met.
func faultAt(i int, k faultKind) int { return -2 - (i<<2 | int(k)) }

// faultPlace returns where a fault other than short was met.
func faultPlace(fault int) int { return (-2 - fault) >> 2 }

// faultText says in words what is wrong with b.
func faultText(b []byte, fault int) string {
	if fault == short {
		return "cut short: the data ends inside an event"
	}
	at := faultPlace(fault)
	switch faultKind((-2 - fault) & 3) {
	case faultControl:
		return fmt.Sprintf("control character 0x%02x inside a string, at byte %d", b[at], at)
	case faultDepth:
		return fmt.Sprintf("nested too deep, at byte %d", at)
	case faultLength:
		return fmt.Sprintf("longer than %d MiB", maxLength>>20)
	}
	return fmt.Sprintf("unexpected %q at byte %d", b[at:at+1], at)
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// stringEnd walks over a string whose first byte after the quote is at i and
// says whether it holds escapes. Eight bytes are looked at in one step.
func stringEnd(b []byte, i int) (end int, escapes bool) {
	for {
		// i >= 0 is always so; said here, it spares the check of bounds.
		for i >= 0 && i <= len(b)-8 {
			// A byte's top bit is set where it is a backslash, or a quote or
			// below a blank (with bit 1 turned over, these are all below 0x21).
			// A borrow may set bits above the lowest; they are not looked at.
			w := binary.LittleEndian.Uint64(b[i : i+8])
			marks := (((w ^ '\\'*ones) - ones) | ((w ^ 2*ones) - 0x21*ones)) &^ w & highs
			if marks != 0 {
				i += bits.TrailingZeros64(marks) >> 3
				break
			}
			i += 8
		}
		if i >= len(b) {
			return short, escapes
		}
		switch c := b[i]; {
		case c == '"':
			return i + 1, escapes
		case c == '\\':
			escapes = true
			if i+1 < len(b) && b[i+1] < ' ' {
				return faultAt(i+1, faultControl), escapes
			}
			i += 2
		case c < ' ':
			return faultAt(i, faultControl), escapes
		default: // one of the last seven bytes of b
			i++
		}
	}
}

// isBlank says whether c separates JSON tokens.
func isBlank(c byte) bool { return c <= ' ' && 1<<c&(1<<' '|1<<'\t'|1<<'\n'|1<<'\r') != 0 }

// blanks walks over white space.
func blanks(b []byte, i int) int {
	for i < len(b) && isBlank(b[i]) {
		i++
	}
	return i
}

// expect walks over white space and the byte c.
func expect(b []byte, i int, c byte) int {
	if i = blanks(b, i); i >= len(b) {
		return short
	}
	if b[i] != c {
		return faultAt(i, faultByte)
	}
	return i + 1
}

// scalarEnd walks over a number, true, false or null.
func scalarEnd(b []byte, i int) int {
	word := ""
	switch c := b[i]; {
	case c == 't':
		word = "true"
	case c == 'f':
		word = "false"
	case c == 'n':
		word = "null"
	case c != '-' && (c < '0' || c > '9'):
		return faultAt(i, faultByte)
	}
	for j := range len(word) {
		if i+j >= len(b) {
			return short
		}
		if b[i+j] != word[j] {
			return faultAt(i+j, faultByte)
		}
	}
	if word != "" {
		return i + len(word)
	}
	for i++; i < len(b); i++ {
		if c := b[i]; (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c|0x20 != 'e' {
			return i
		}
	}
	return short // a number at the very end may go on
}

// valueEnd walks over the value that begins at i, which is inside b. It keeps
// one bit for each level that is open, so no text can exhaust the stack.
func valueEnd(b []byte, i int) int {
	var objects [maxDepth / 64]uint64 // bit d is set where level d is an object
	depth := 0
	inObject := false
	for {
		// 1. one value, or the opening of one
		switch c := b[i]; c {
		case '"':
			i, _ = stringEnd(b, i+1)
		case '{', '[':
			if depth == maxDepth {
				return faultAt(i, faultDepth)
			}
			inObject = c == '{'
			setBit(&objects, depth, inObject)
			depth++
			i = blanks(b, i+1)
			if i < len(b) && b[i] == c+2 { // '}' is '{'+2, ']' is '['+2
				break
			}
			if inObject {
				i = keyEnd(b, i)
			}
			if i < 0 {
				return i
			}
			if i >= len(b) {
				return short
			}
			continue
		default:
			i = scalarEnd(b, i)
		}
		if i < 0 {
			return i
		}
		// 2. the closings after it, then the comma
		for {
			if depth == 0 {
				return i
			}
			if i = blanks(b, i); i >= len(b) {
				return short
			}
			if b[i] == ',' {
				break
			}
			if inObject && b[i] != '}' || !inObject && b[i] != ']' {
				return faultAt(i, faultByte)
			}
			i++
			depth--
			inObject = depth > 0 && objects[(depth-1)>>6]>>((depth-1)&63)&1 != 0
		}
		// 3. the next member or element
		if i = blanks(b, i+1); inObject {
			i = keyEnd(b, i)
		}
		if i < 0 {
			return i
		}
		if i >= len(b) {
			return short
		}
	}
}

func setBit(set *[maxDepth / 64]uint64, i int, on bool) {
	bit := uint64(1) << (i & 63)
	set[i>>6] &^= bit
	if on {
		set[i>>6] |= bit
	}
}

// keyEnd walks over a member's name, its colon and the white space around
// them: from the name's quote to the first byte of the value.
func keyEnd(b []byte, i int) int {
	if i >= len(b) {
		return short
	}
	if b[i] != '"' {
		return faultAt(i, faultByte)
	}
	if i, _ = stringEnd(b, i+1); i < 0 {
		return i
	}
	if i = expect(b, i, ':'); i < 0 {
		return i
	}
	return blanks(b, i)
}
