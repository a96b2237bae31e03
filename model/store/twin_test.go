package store

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
)

// TestTwinsThatDiffer: of records of one identity the first counts, and the others
// are told of where they say otherwise, whether the first lies in the same batch,
// in the builder or in a segment.
func TestTwinsThatDiffer(t *testing.T) {
	set := func(r *model.Record, f model.Field, value string) { r.Text[f] = []byte(value) }
	for name, c := range map[string]struct {
		change func(*model.Record)
		event  bool
		want   []model.Field
	}{
		"the same":                        {func(*model.Record) {}, false, nil},
		"another place in another file":   {func(r *model.Record) { r.Offset, r.Length = 900, 77 }, false, nil},
		"TLS":                             {func(r *model.Record) { set(r, model.FieldTLS, "none") }, false, []model.Field{model.FieldTLS}},
		"an ACL that the first has not":   {func(r *model.Record) { set(r, model.FieldACL, "public-read") }, true, []model.Field{model.FieldACL}},
		"an address":                      {func(r *model.Record) { set(r, model.FieldIP, "198.51.100.9") }, true, []model.Field{model.FieldIP}},
		"a number":                        {func(r *model.Record) { r.Number[model.FieldBytes-model.NumText] = 12 }, false, []model.Field{model.FieldBytes}},
		"the time of an event":            {func(r *model.Record) { r.Time++ }, true, []model.Field{model.FieldTime}},
		"the request of an event":         {func(r *model.Record) { set(r, model.FieldRequest, "ANOTHERREQUEST01") }, true, []model.Field{model.FieldRequest}},
		"a Region that only a path tells": {func(r *model.Record) { set(r, model.FieldRegion, "eu-west-1") }, false, nil},
		"the Region of an event":          {func(r *model.Record) { set(r, model.FieldRegion, "eu-west-1") }, true, []model.Field{model.FieldRegion}},
		"none and an answer that is none": {func(r *model.Record) { r.None(model.FieldError) }, true, nil},
	} {
		record := func() *model.Record {
			r := line("3E57427F3EXAMPLE", "REST.GET.OBJECT", "photos/cat.jpg", 1000)
			if c.event {
				r = event(uuid1, "111122223333", "GetObject", 1000)
			}
			set(r, model.FieldTLS, "1.2")
			r.Offset, r.Length = 100, 50
			return r
		}
		for _, where := range []string{"batch", "builder", "segment"} {
			st, b := New(Options{}), NewBatch()
			b.Add(record())
			if where != "batch" {
				take(t, st, "first", b)
				b.Reset()
			}
			if where == "segment" {
				st.Flush()
			}
			other := record()
			c.change(other)
			b.Add(other)
			file := "second"
			if where == "batch" {
				file = "first"
			}
			if duplicates := take(t, st, file, b); duplicates != 1 {
				t.Fatalf("%s, %s: %d duplicates", name, where, duplicates)
			}
			var want []Twin
			if c.want != nil {
				want = []Twin{{Offset: other.Offset, Length: other.Length, File: "first", At: 100, Fields: c.want}}
			}
			if diff := cmp.Diff(want, slices.Clone(st.Twins())); diff != "" {
				t.Errorf("%s, %s: %s", name, where, diff)
			}
		}
	}
}

// take appends a batch and returns how many of its records were duplicates.
func take(t *testing.T, st *Store, file string, b *Batch) int {
	t.Helper()
	_, duplicates, err := st.Append(file, b)
	if err != nil {
		t.Fatal(err)
	}
	return duplicates
}
