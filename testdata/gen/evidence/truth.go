package evidence

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// An Answer is what one record says to a condition.
type Answer uint8

// The record can decide it, or it is Unknown.
const (
	No Answer = iota
	Yes
	Unknown
)

// Of turns a decided answer into an Answer.
func Of(b bool) Answer {
	if b {
		return Yes
	}
	return No
}

// A Question is a filter, what it has to match, and how the matches are spread
// over the values of one or more fields.
type Question struct {
	Name    string  `json:"name"`
	Filter  string  `json:"filter"`
	Matched int     `json:"matched"`
	Unknown int     `json:"unknown"` // records that cannot say
	By      string  `json:"by,omitempty"`
	Groups  []Group `json:"groups,omitempty"` // most frequent first, then by value

	counts map[string]int
}

// A Group counts the matches with the same values, one for each field of By.
type Group struct {
	Values []*string `json:"values"` // null is not recorded
	Count  int       `json:"count"`
}

// Note counts one record. values are those of the By fields; "" is not recorded.
func (q *Question) Note(a Answer, values ...string) {
	switch a {
	case Yes:
		q.Matched++
		if len(values) == 0 {
			return
		}
		if q.counts == nil {
			q.counts = map[string]int{}
		}
		if len(values) == 1 {
			q.counts[values[0]]++
			return
		}
		q.counts[strings.Join(values, "\x00")]++
	case Unknown:
		q.Unknown++
	}
}

// Merge adds what another counted for the same question.
func (q *Question) Merge(o *Question) {
	q.Matched += o.Matched
	q.Unknown += o.Unknown
	if q.counts == nil {
		q.counts = map[string]int{}
	}
	for k, n := range o.counts {
		q.counts[k] += n
	}
}

// Done fills Groups with the top most frequent, or all where top is 0.
func (q *Question) Done(top int) {
	keys := slices.SortedFunc(maps.Keys(q.counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(q.counts[b], q.counts[a]), cmp.Compare(a, b))
	})
	if top > 0 {
		keys = keys[:min(top, len(keys))]
	}
	q.Groups = nil
	for _, k := range keys {
		g := Group{Count: q.counts[k]}
		for v := range strings.SplitSeq(k, "\x00") {
			if v == "" {
				g.Values = append(g.Values, nil)
				continue
			}
			g.Values = append(g.Values, &v)
		}
		q.Groups = append(q.Groups, g)
	}
}
