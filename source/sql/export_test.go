package sql

import (
	"math/rand"
	"testing"

	"s3sleuth/model"
)

// What the tests of whole sources, in package sql_test, use of those here.

// Written are the filters that are written by hand.
func Written() []string { return append(append([]string{}, golden...), handWritten...) }

// Now is the time that filters are read at.
var Now = testNow

// SampleEvents returns n random CloudTrail events, and a function that grows a
// random filter which some of them may meet.
func SampleEvents(t testing.TB, r *rand.Rand, n int) (events [][]byte, filter func() model.Expr, table func(run func(string) [][]any, name string)) {
	t.Helper()
	samples := randomSamples(t, r, "lake", n)
	for _, s := range samples {
		events = append(events, s.raw)
	}
	return events,
		func() model.Expr { return randomFilter(t, r, samples, 2) },
		func(run func(string) [][]any, name string) { fill(run, name, "lake", samples) }
}

// LakeOnTrino writes a statement for Lake as Trino takes it.
func LakeOnTrino(statement string) string { return (&Table{Engine: Lake}).forTrino(statement) }
