package model

import (
	"maps"
	"slices"
)

// What whoever writes a filter in another language has to know of the rules
// behind it. The functions hand out copies.

// Span returns the first and the last number that a pattern of a number field,
// of time (Unix milliseconds) or of status takes in; ok is false for a pattern
// that compares otherwise.
func (p *Pattern) Span() (lo, hi int64, ok bool) { return p.lo, p.hi, p.by == byNumber }

// Operations returns every access-log operation that has an API name, sorted.
func Operations() []string {
	names := maps.Clone(apiNames)
	maps.Copy(names, objectNames)
	return slices.Sorted(maps.Keys(names))
}

// Verbs returns the words that the API names begin with of which k is true; k is
// Read, Write or Delete.
func Verbs(k Fact) []string {
	var words []string
	for _, v := range verbs {
		if t := map[Fact]Truth{Read: v.read, Write: v.write, Delete: v.del}[k]; t == Yes {
			words = append(words, v.verb)
		}
	}
	return words
}

// DeniedWords returns the words, in lower case, of which an error code holds one
// that means refused for lack of permission.
func DeniedWords() []string { return slices.Clone(deniedWords) }

// ACLSetters returns the API names of the requests that can set an ACL, sorted.
func ACLSetters() []string { return slices.Sorted(maps.Keys(setsACL)) }
