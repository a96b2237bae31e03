package store

import (
	"context"
	"testing"

	"s3sleuth/model"
)

// benchRowsOf asks everything once, for what is counted over its matches.
func benchRowsOf(b *testing.B) (rows *Rows, first, last int64) {
	v := benchStore().Snapshot()
	a, err := v.Ask(context.Background(), Question{})
	if err != nil {
		b.Fatal(err)
	}
	first, last, _ = v.Bounds()
	return a.Rows, first, last
}

// BenchmarkCompare compares a hundredth of the time with the rest, in all columns.
func BenchmarkCompare(b *testing.B) {
	rows, first, last := benchRowsOf(b)
	var fields []model.Field
	for f := range columns {
		fields = append(fields, f)
	}
	from := first + (last-first)/2
	for b.Loop() {
		if _, err := rows.Compare(context.Background(), from, from+(last-first)/100, fields); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkStack colours a histogram of 111 bins.
func BenchmarkStack(b *testing.B) {
	rows, first, last := benchRowsOf(b)
	by := Split{Field: model.FieldTLS, Classes: 2, Class: func(value []byte, _ bool) int { return len(value) & 1 }}
	for b.Loop() {
		if _, err := rows.Stack(context.Background(), by, 111, first, last+1); err != nil {
			b.Fatal(err)
		}
	}
}
