package source

import "errors"

// Advice returns what an error says to do about it, "" where it does not tell.
func Advice(err error) string {
	var advised interface{ Advice() string }
	if !errors.As(err, &advised) {
		return ""
	}
	return advised.Advice()
}
