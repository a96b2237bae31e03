package model

import (
	"bytes"
	"strings"
)

// Upper and lower case are told apart for A to Z only: names in both logs are
// ASCII, and comparing byte by byte keeps values that are no UTF-8 distinct.

// lower maps A to Z to a to z and every other byte to itself.
var lower = func() (table [256]byte) {
	for c := range table {
		table[c] = byte(c)
	}
	for c := 'A'; c <= 'Z'; c++ {
		table[c] = byte(c - 'A' + 'a')
	}
	return table
}()

// foldASCII returns s with A to Z in lower case.
func foldASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		b[i] = lower[c]
	}
	return string(b)
}

// equalFold compares v with a folded text of the same length.
func equalFold(v []byte, folded string) bool {
	for i, c := range v {
		if lower[c] != folded[i] {
			return false
		}
	}
	return true
}

// A finder looks for a text inside values.
type finder struct {
	text  string // folded unless exact
	rare  int    // index of its rarest byte, where the search starts from
	exact bool
}

// byFrequency lists bytes from common to rare in log values; a byte not in it is rarer still.
const byFrequency = "eatsoinrc1-0.2l/md3p4u5:6789hbgfwvk_xyzjq"

func newFinder(text string, exact bool) finder {
	f := finder{text: text, exact: exact}
	if !exact {
		f.text = foldASCII(text)
	}
	rank := -1
	for i := range len(f.text) {
		r := strings.IndexByte(byFrequency, lower[f.text[i]])
		if r < 0 {
			r = len(byFrequency)
		}
		if r > rank {
			rank, f.rare = r, i
		}
	}
	return f
}

// in says whether v holds the text.
func (f *finder) in(v []byte) bool {
	if len(f.text) == 0 {
		return true
	}
	if f.exact {
		return containsExact(v, f)
	}
	small := f.text[f.rare]
	large := small
	if 'a' <= small && small <= 'z' {
		large = small - 'a' + 'A'
	}
	// The next places of the rare byte in either case; each is searched for
	// again only once it has been passed.
	end := len(v) - len(f.text) + f.rare
	nextSmall, nextLarge := f.rare-1, f.rare-1
	for i := f.rare; i <= end; i++ {
		if nextSmall < i {
			nextSmall = indexFrom(v, small, i)
		}
		if nextLarge < i {
			nextLarge = indexFrom(v, large, i)
		}
		if i = min(nextSmall, nextLarge); i > end {
			return false
		}
		if start := i - f.rare; equalFold(v[start:start+len(f.text)], f.text) {
			return true
		}
	}
	return false
}

// containsExact searches from the rare byte as in does, with regard to case.
func containsExact(v []byte, f *finder) bool {
	end := len(v) - len(f.text) + f.rare
	for i := f.rare; i <= end; i++ {
		if i = indexFrom(v, f.text[f.rare], i); i > end {
			return false
		}
		if start := i - f.rare; string(v[start:start+len(f.text)]) == f.text {
			return true
		}
	}
	return false
}

// indexFrom returns the first place of c in v from i on, or len(v).
func indexFrom(v []byte, c byte, i int) int {
	if n := bytes.IndexByte(v[i:], c); n >= 0 {
		return i + n
	}
	return len(v)
}
