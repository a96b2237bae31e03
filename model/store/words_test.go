package store

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
)

// TestValuesTakenAsNew fills batches with keys that are nearly all new, until
// the batch does not look for them any more, and then with one key only.
func TestValuesTakenAsNew(t *testing.T) {
	s, b := New(Options{}), NewBatch()
	r := new(model.Record)
	add := func(key string, request int) {
		r.Reset(model.AccessLog)
		r.Text[model.FieldRequest] = fmt.Appendf(nil, "%016d", request)
		r.Text[model.FieldKey] = []byte(key)
		b.Add(r)
	}
	flush := func() {
		if _, _, err := s.Append("f", b); err != nil {
			t.Fatal(err)
		}
		b.Reset()
	}
	const rows = 64
	blind := 0
	for i := range 3 * (blindBatches + 1) {
		if b.words[model.FieldKey].blind > 0 {
			blind++
		}
		for k := range rows {
			add(fmt.Sprintf("new/%d/%d", i, k), i*rows+k)
		}
		flush()
	}
	if want := 3 * blindBatches; blind < want-blindBatches || blind > want {
		t.Errorf("%d batches took keys as new, want about %d", blind, want)
	}
	const again = 4 * rows
	for i := range again {
		add("again", 1_000_000+i)
		add("again", 1_000_000+i) // a duplicate
		if b.Len() >= rows {
			flush()
		}
	}
	flush()
	s.Flush()
	if b.words[model.FieldKey].blind > 0 {
		t.Error("the batch never looks again")
	}
	a, err := s.Snapshot().Ask(context.Background(), Question{Facets: []model.Field{model.FieldKey}, Top: 1})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Value{{Text: "again", Count: again, In: true}}, a.Facets[0].Values); diff != "" {
		t.Error(diff)
	}
	if want := 1 + 3*(blindBatches+1)*rows; a.Facets[0].Distinct != want {
		t.Errorf("%d distinct keys, want %d", a.Facets[0].Distinct, want)
	}
}
