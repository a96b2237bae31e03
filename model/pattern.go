package model

import (
	"bytes"
	"regexp"
	"strconv"
)

// A PatternOp is how a pattern compares.
type PatternOp uint8

const (
	Equal   PatternOp = iota // the whole value; of a bare word: a part of it
	Glob                     // the whole value, * and ? as wildcards
	Regexp                   // RE2, anywhere in the value
	CIDR                     // an address inside the block
	Between                  // Text <= value <= High
	Less
	LessEqual
	Greater
	GreaterEqual
	Within // Text <= value < High; of time only
)

// A Pattern is one value of a condition, as "acme-*" in bucket:acme-*.
// Patterns are made by the parser, which compiles them for their field.
type Pattern struct {
	Op PatternOp
	// Text is the value as written, without quotes, slashes or operator; TLS
	// versions are canonical and relative times made absolute. In a Glob, \*,
	// \? and \\ stand for the character.
	Text string
	High string // upper bound of Between and Within

	by     comparison
	exact  bool   // with regard to case
	folded string // by text: Text as it compares
	part   finder // by part: Text as it is looked for
	glob   glob
	re     *regexp.Regexp
	lo, hi int64 // by number: both bounds belong to it; times in Unix milliseconds
	x, y   float64
	from   address
	to     address
	tls    [len(tlsNames)]Truth // the answer for each verdict
}

// A comparison is how a compiled pattern looks at a value.
type comparison uint8

const (
	byText comparison = iota
	byPart
	byGlob
	byRegexp
	byNumber  // whole decimal number
	byFloat   // JSON number
	byAddress // IP address
)

// holds says whether the value matches. It allocates nothing, except for what
// package regexp needs.
func (p *Pattern) holds(v []byte) bool {
	if p.by == byRegexp {
		return p.re.Match(v)
	}
	return p.holdsPlain(v)
}

// holdsPlain is holds for all but regular expressions.
func (p *Pattern) holdsPlain(v []byte) bool {
	switch p.by {
	case byText:
		if p.exact {
			return string(v) == p.folded
		}
		return len(v) == len(p.folded) && equalFold(v, p.folded)
	case byPart:
		return p.part.in(v)
	case byGlob:
		return p.glob.match(v)
	case byNumber:
		n, ok := decimal(v)
		return ok && p.lo <= n && n <= p.hi
	case byFloat:
		return p.float(v)
	case byAddress:
		a, ok := parseAddress(v)
		return ok && p.within(a)
	}
	return false
}

// float compares a JSON number, or a string that holds one.
func (p *Pattern) float(v []byte) bool {
	n, err := strconv.ParseFloat(string(bytes.TrimSpace(v)), 64)
	if err != nil {
		return false
	}
	switch p.Op {
	case Between:
		return p.x <= n && n <= p.y
	case Less:
		return n < p.x
	case LessEqual:
		return n <= p.x
	case Greater:
		return n > p.x
	case GreaterEqual:
		return n >= p.x
	}
	return false
}

// within says whether a lies in the pattern's range. IPv4 addresses are kept as
// IPv6 ones, so ::/0 would take them in: it means IPv6 addresses only.
func (p *Pattern) within(a address) bool {
	return p.from.is4() == a.is4() && bytes.Compare(p.from[:], a[:]) <= 0 && bytes.Compare(a[:], p.to[:]) <= 0
}

// decimal reads a whole number of at most 18 digits.
func decimal(v []byte) (n int64, ok bool) {
	if len(v) == 0 || len(v) > 18 {
		return 0, false
	}
	for _, c := range v {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}
