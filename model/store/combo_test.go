package store

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
)

// TestBundlesAreKeptAsTheirFields loads the same records twice, field by field
// and in bundles of which many share a number, and wants the same records.
func TestBundlesAreKeptAsTheirFields(t *testing.T) {
	plain, bundled := New(Options{}), New(Options{})
	a, b := NewBatch(), NewBatch()
	made := map[string]model.BundleRef{}
	flush := func() {
		for s, batch := range map[*Store]*Batch{plain: a, bundled: b} {
			if _, _, err := s.Append("f", batch); err != nil {
				t.Fatal(err)
			}
			batch.Reset()
		}
	}
	for i, r := range population(20_000) {
		a.Add(r)
		for g, fields := range model.Groups {
			key := fmt.Sprint(g)
			for _, f := range fields {
				key += fmt.Sprintf(" %q %v %v", r.Text[f], r.Text[f] == nil, r.HasAnswer(f))
			}
			if made[key].Bundle == nil {
				made[key] = r.NewBundle(model.Group(g), uint32(len(made)%100))
			}
			r.Bundles[g] = made[key]
		}
		for f := range model.NumText { // a bundle goes before what stands here
			if f != model.FieldID && f != model.FieldRequest && f != model.FieldIP && f != model.FieldKey {
				r.Text[f], r.Answered = nil, r.Answered&^(1<<f)
			}
		}
		b.Add(r)
		if i%3000 == 2999 {
			flush()
		}
	}
	flush()
	plain.Flush()
	bundled.Flush()
	if diff := cmp.Diff(everything(plain.Snapshot()), everything(bundled.Snapshot())); diff != "" {
		t.Error(diff)
	}
}

// everything is all that a snapshot says of its records.
func everything(v *Snapshot) (all []string) {
	for k, s := range v.segs {
		for i := range s.n {
			row := Row(k<<16 | i)
			text := fmt.Sprint(v.Time(row), v.Facts(row))
			for f := range model.NumFields {
				value, recorded := v.Text(row, f)
				text += fmt.Sprintf(" %q %v %v", value, recorded, f.IsText() && v.Answered(row, f))
			}
			all = append(all, text)
		}
	}
	return all
}
