package model

// A PatternOp is how a pattern compares.
type PatternOp uint8

const (
	Equal   PatternOp = iota // the whole value
	Glob                     // the whole value, * and ? as wildcards
	Regexp                   // RE2, anywhere in the value
	CIDR                     // an address inside the block
	Between                  // Text <= value <= High
	Less
	LessEqual
	Greater
	GreaterEqual
)

// A Pattern is one value of a condition, as "acme-*" in bucket:acme-*.
// Patterns are made by the parser, which compiles them for their field.
type Pattern struct {
	Op   PatternOp
	Text string // as written, without quotes, slashes or operator
	High string // upper bound of Between
}
