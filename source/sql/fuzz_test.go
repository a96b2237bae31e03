package sql

import (
	"errors"
	"math/rand"
	"strings"
	"testing"

	"s3sleuth/model"
)

// FuzzSelect writes any filter that parses, and holds it against a few records.
func FuzzSelect(f *testing.F) {
	for _, filter := range append(golden, handWritten...) {
		f.Add(filter)
	}
	tables := testTables(f)
	samples := map[string][]*sample{}
	for what := range tables {
		samples[what] = randomSamples(f, rand.New(rand.NewSource(5)), what, 10)
	}
	f.Fuzz(func(t *testing.T, filter string) {
		if len(filter) > 500 || strings.Contains(filter, "/") {
			return // expressions of one engine are none of the interpreter's
		}
		x, err := model.Parse(filter, testNow)
		if err != nil {
			return
		}
		for what, table := range tables {
			var long *LengthError
			if _, err := table.Select(Question{Where: x, AllTime: true}, nil); err != nil && !errors.As(err, &long) {
				t.Fatal(err)
			}
			checkFilter(t, table, rand.New(rand.NewSource(1)), x, samples[what], 5)
		}
	})
}
