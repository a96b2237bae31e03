package model

import "time"

// Parse reads a filter. Relative times (since:24h) count back from now. The
// error is a *ParseError.
func Parse(text string, now time.Time) (Expr, error) { panic("stub") }

// A ParseError says what is wrong with a filter and where.
type ParseError struct {
	Column  int    // in characters, from 1
	Message string // what is wrong, as `unknown field "bukket"`
	Hint    string // what to write instead; may be empty
	Example string // a filter that works; may be empty
}

// Error returns "col 4: message (for example ...)".
func (e *ParseError) Error() string { return e.Message }

// Simplify returns an equal filter with nested And and Or flattened, double
// negations and constants removed.
func Simplify(x Expr) Expr { panic("stub") }

// Lift takes the time conditions that bound the whole filter out of it: those
// that stand at the top or in a top-level And. A zero time is no bound; the
// range is half open. rest is nil when nothing remains.
func Lift(x Expr) (from, to time.Time, rest Expr) { panic("stub") }
