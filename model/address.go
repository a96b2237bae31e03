package model

import "net/netip"

// An address is an IP address in 16 bytes; IPv4 as ::ffff:a.b.c.d.
type address [16]byte

// is4 says whether a is an IPv4 address.
func (a *address) is4() bool {
	return [12]byte(a[:12]) == [12]byte{10: 0xff, 11: 0xff}
}

// parseAddress reads an IPv4 or IPv6 address as logged. It is netip.ParseAddr
// without zones and without an allocation for what is no address.
func parseAddress(v []byte) (a address, ok bool) {
	for i, c := range v {
		switch {
		case c == ':':
			return parse6(v)
		case c == '.':
			a[10], a[11] = 0xff, 0xff
			return a, parse4(v, a[12:])
		case i > 3:
			return a, false
		}
	}
	return a, false
}

// parse4 reads a.b.c.d into four bytes.
func parse4(v, out []byte) bool {
	n, digits, part := 0, 0, 0
	for _, c := range v {
		switch {
		case '0' <= c && c <= '9':
			if digits > 0 && n == 0 { // a leading zero may mean octal: no address
				return false
			}
			if n = n*10 + int(c-'0'); n > 255 {
				return false
			}
			digits++
		case c == '.' && digits > 0 && part < 3:
			out[part] = byte(n)
			part++
			n, digits = 0, 0
		default:
			return false
		}
	}
	if part != 3 || digits == 0 {
		return false
	}
	out[3] = byte(n)
	return true
}

// parse6 reads an IPv6 address, the last four bytes possibly dotted.
func parse6(v []byte) (a address, ok bool) {
	at, gap := 0, -1 // bytes written; where :: stands
	if len(v) >= 2 && v[0] == ':' && v[1] == ':' {
		gap, v = 0, v[2:]
	}
	for len(v) > 0 {
		n, digits := 0, 0
		for digits < len(v) && digits < 5 {
			h := hexDigit(v[digits])
			if h < 0 {
				break
			}
			n = n<<4 | h
			digits++
		}
		switch {
		case digits == 0 || digits > 4 || at > 14:
			return a, false
		case digits < len(v) && v[digits] == '.':
			if at > 12 || !parse4(v, a[at:at+4]) {
				return a, false
			}
			at, v = at+4, nil
			continue
		}
		a[at], a[at+1] = byte(n>>8), byte(n)
		at, v = at+2, v[digits:]
		switch {
		case len(v) == 0:
		case len(v) == 1 || v[0] != ':':
			return a, false
		case v[1] == ':':
			if gap >= 0 {
				return a, false
			}
			gap, v = at, v[2:]
		default:
			v = v[1:]
		}
	}
	return spread(a, at, gap)
}

// spread moves what follows :: to the end of the address.
func spread(a address, at, gap int) (address, bool) {
	if gap < 0 {
		return a, at == 16
	}
	if at == 16 {
		return a, false
	}
	var out address
	copy(out[:], a[:gap])
	copy(out[16-(at-gap):], a[gap:at])
	return out, true
}

// hexDigit returns the value of a hexadecimal digit, or -1.
func hexDigit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// parseBlock returns the first and last address of a CIDR block. Bits after the
// prefix are ignored, as routers do.
func parseBlock(text string) (first, last address, ok bool) {
	block, err := netip.ParsePrefix(text)
	if err != nil {
		return first, last, false
	}
	bits := block.Bits()
	if block.Addr().Is4() {
		bits += 96
	}
	first = block.Addr().As16()
	last = first
	for i := range first {
		host := byte(0xff)
		switch {
		case bits >= (i+1)*8:
			host = 0
		case bits > i*8:
			host = 0xff >> (bits - i*8)
		}
		first[i] &^= host
		last[i] |= host
	}
	return first, last, true
}
