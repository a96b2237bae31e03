package model

import (
	"strings"
	"unicode/utf8"
)

// A glob is a compiled wildcard pattern.
type glob struct {
	codes []uint16 // a byte (folded unless exact), anyRun or anyOne
	need  finder   // its longest run of plain bytes: a cheap test that refuses most values
	exact bool
}

const (
	anyRun = 0x100 + iota // * : any number of characters
	anyOne                // ? : one character
)

// newGlob compiles a wildcard text in which \ takes the meaning from the next
// byte. inside means that it may match any part of the value.
func newGlob(text string, exact, inside bool) glob {
	g := glob{exact: exact}
	if inside {
		g.codes = append(g.codes, anyRun)
	}
	var run, longest []byte
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '*':
			run = nil
			if n := len(g.codes); n == 0 || g.codes[n-1] != anyRun {
				g.codes = append(g.codes, anyRun)
			}
			continue
		case c == '?':
			run = nil
			g.codes = append(g.codes, anyOne)
			continue
		case c == '\\' && i+1 < len(text):
			i++
		}
		c := text[i]
		if !exact {
			c = lower[c]
		}
		g.codes = append(g.codes, uint16(c))
		if run = append(run, c); len(run) > len(longest) {
			longest = run
		}
	}
	if n := len(g.codes); inside && g.codes[n-1] != anyRun {
		g.codes = append(g.codes, anyRun)
	}
	g.need = newFinder(string(longest), exact)
	return g
}

// match says whether the pattern covers all of v. It goes back to the last *
// only, so the time is at most the product of both lengths.
func (g *glob) match(v []byte) bool {
	if !g.need.in(v) {
		return false
	}
	at, code := 0, 0
	star, mark := -1, 0 // the last * and where it stopped taking bytes
	for at < len(v) {
		switch {
		case code < len(g.codes) && g.codes[code] == anyRun:
			star, mark = code, at
			code++
		case code < len(g.codes) && g.codes[code] == anyOne:
			at += width(v[at:])
			code++
		case code < len(g.codes) && g.codes[code] == uint16(g.fold(v[at])):
			at++
			code++
		case star >= 0:
			mark += width(v[mark:])
			at, code = mark, star+1
		default:
			return false
		}
	}
	for code < len(g.codes) && g.codes[code] == anyRun {
		code++
	}
	return code == len(g.codes)
}

func (g *glob) fold(c byte) byte {
	if g.exact {
		return c
	}
	return lower[c]
}

// width returns the bytes of the first character; of what is no UTF-8, one.
func width(v []byte) int {
	if v[0] < utf8.RuneSelf {
		return 1
	}
	_, n := utf8.DecodeRune(v)
	return n
}

// onlyStars says whether a wildcard text matches everything.
func onlyStars(text string) bool { return text != "" && strings.Trim(text, "*") == "" }
