package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"s3sleuth/model"
)

// TestOrderDoesNotDependOnArrival brings the records of forty files, few of which
// have a time of their own, in a different order each time.
func TestOrderDoesNotDependOnArrival(t *testing.T) {
	const files, perFile = 40, 200
	random := rand.New(rand.NewPCG(1, 2))
	batches := make([][]*model.Record, files)
	for f := range batches {
		for i := range perFile {
			r := line(fmt.Sprintf("%08X%08X", f, i), "REST.GET.OBJECT", fmt.Sprint("key-", i%7), int64(random.IntN(30))*1000)
			r.Offset = int64(i) * 100
			batches[f] = append(batches[f], r)
		}
	}
	var want []string
	for round := range 6 {
		st := New(Options{})
		for _, f := range random.Perm(files) {
			b := NewBatch()
			for _, r := range batches[f] {
				b.Add(r)
			}
			if _, _, err := st.Append(fmt.Sprintf("file-%02d", f), b); err != nil {
				t.Fatal(err)
			}
			if random.IntN(4) == 0 {
				st.Flush()
			}
		}
		st.Flush()
		v := st.Snapshot()
		got := append(whereabouts(t, v, Question{}), whereabouts(t, v, Question{Where: parse(t, "-key:key-3")})...)
		got = append(got, whereabouts(t, v, Question{Sort: &Sort{Field: model.FieldKey, Desc: true}})...)
		if round == 0 {
			want = got
		} else if !slices.Equal(got, want) {
			t.Fatalf("round %d: another order", round)
		}
	}
}

// whereabouts returns where the matches lie, in order, and holds their ranks to it.
func whereabouts(t *testing.T, v *Snapshot, q Question) []string {
	t.Helper()
	a, err := v.Ask(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	at, rank := a.Rows.At, a.Rows.Rank
	if q.Sort != nil {
		at, rank = a.Sorted.At, a.Sorted.Rank
	}
	var list []string
	for i := range a.Rows.Len() {
		row := at(i)
		ref := v.Ref(row)
		list = append(list, fmt.Sprint(v.File(ref.File), " ", ref.Offset))
		if n, ok := rank(row); n != i || !ok {
			t.Fatalf("the record at place %d has rank %d, %v", i, n, ok)
		}
	}
	return list
}
