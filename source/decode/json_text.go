package decode

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// EventBytes returns the JSON of an event from its raw bytes, which are the
// event's object or, where it was delivered inside a string (LookupEvents,
// CloudWatch Logs), that string with its quotes. An object is returned as it is.
func EventBytes(raw []byte) []byte {
	if len(raw) < 2 || raw[0] != '"' || raw[len(raw)-1] != '"' {
		return raw
	}
	return appendUnescaped(nil, raw[1:len(raw)-1])
}

// appendUnescaped appends the text of a JSON string, given without its quotes.
// Half a surrogate pair becomes U+FFFD; an escape that JSON does not know and
// bytes that are no UTF-8 stay as they are. It never appends more than len(s) bytes.
func appendUnescaped(dst, s []byte) []byte {
	for {
		i := bytes.IndexByte(s, '\\')
		if i < 0 || i+1 >= len(s) {
			return append(dst, s...)
		}
		dst = append(dst, s[:i]...)
		s = s[i:]
		n := 2
		switch s[1] {
		case '"', '\\', '/':
			dst = append(dst, s[1])
		case 'b':
			dst = append(dst, '\b')
		case 'f':
			dst = append(dst, '\f')
		case 'n':
			dst = append(dst, '\n')
		case 'r':
			dst = append(dst, '\r')
		case 't':
			dst = append(dst, '\t')
		case 'u':
			var r rune
			if r, n = unescapeRune(s); n > 0 {
				dst = utf8.AppendRune(dst, r)
				break
			}
			n = 2
			dst = append(dst, s[:2]...)
		default:
			dst = append(dst, s[:2]...)
		}
		s = s[n:]
	}
}

// unescapeRune reads \uXXXX, or the two of a surrogate pair, at the start of s
// and returns how many bytes it took; 0 when the digits are no digits.
func unescapeRune(s []byte) (r rune, n int) {
	r, ok := hexRune(s)
	if !ok {
		return 0, 0
	}
	if !utf16.IsSurrogate(r) {
		return r, 6
	}
	if low, ok := hexRune(s[6:]); ok {
		if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
			return pair, 12
		}
	}
	return utf8.RuneError, 6
}

// hexRune reads \uXXXX at the start of s.
func hexRune(s []byte) (r rune, ok bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	for _, c := range s[2:6] {
		r <<= 4
		switch {
		case '0' <= c && c <= '9':
			r |= rune(c - '0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			r |= rune(c|0x20-'a') + 10
		default:
			return 0, false
		}
	}
	return r, true
}
