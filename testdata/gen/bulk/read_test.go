package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/source/dir"
)

// TestQuestions reads a set back and asks each question of its truth.json.
func TestQuestions(t *testing.T) {
	out := t.TempDir()
	if err := write(options{out: out, n: 10_000, kind: "both", files: 4, seed: 3}); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(out, "truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	truth := readTruth(t, b)
	snap, coverage := load(t, filepath.Join(out, "AWSLogs"), filepath.Join(out, "access"))
	if coverage.State != model.Complete || coverage.Records != truth.Records || coverage.Duplicates != truth.Duplicates {
		t.Errorf("%v, %d records and %d duplicates, want all of %d and %d", coverage.State, coverage.Records, coverage.Duplicates, truth.Records, truth.Duplicates)
	}
	for _, q := range truth.Questions {
		t.Run(q.Name, func(t *testing.T) {
			by := []store.Key{{Field: model.Field(slices.IndexFunc(model.Fields[:], func(i model.FieldInfo) bool { return i.Name == q.By }))}}
			answer, groups, _, err := snap.Groups(context.Background(), asked(t, q.Filter), by, 0)
			if err != nil {
				t.Fatal(err)
			}
			if answer.Matched != q.Matched || answer.Unknown != q.Unknown {
				t.Errorf("%s: %d match and %d cannot say, want %d and %d", q.Filter, answer.Matched, answer.Unknown, q.Matched, q.Unknown)
			}
			counts := map[string]int{}
			for _, g := range groups {
				counts[g.Values[0].Text] = g.Count
			}
			for _, g := range q.Groups {
				if n := counts[*g.Values[0]]; n != g.Count {
					t.Errorf("%s: %d, want %d", *g.Values[0], n, g.Count)
				}
			}
		})
	}
	newestOnes(t, snap, truth.Newest)
}

// newestOnes compares the newest records, and within one second their set.
func newestOnes(t *testing.T, snap *store.Snapshot, want newest) {
	t.Helper()
	a, err := snap.Ask(context.Background(), asked(t, want.Filter))
	if err != nil {
		t.Fatal(err)
	}
	var got []seen
	for i := a.Rows.Len() - 1; i >= 0 && len(got) < len(want.Records); i-- {
		id, _ := snap.Text(a.Rows.At(i), model.FieldID)
		got = append(got, seen{id, time.UnixMilli(snap.Time(a.Rows.At(i))).UTC()})
	}
	slices.SortFunc(got, func(a, b seen) int {
		if c := b.Time.Compare(a.Time); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	if len(got) == 0 {
		t.Error("no newest record")
	}
	if diff := cmp.Diff(want.Records, got); diff != "" {
		t.Error(diff)
	}
}

func load(t *testing.T, paths ...string) (*store.Snapshot, model.Coverage) {
	t.Helper()
	src, err := dir.Open(paths...)
	if err != nil {
		t.Fatal(err)
	}
	st := store.New(store.Options{})
	l := source.NewLoader(src, st, source.Range{})
	if err := l.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	return st.Snapshot(), l.Coverage()
}

func asked(t *testing.T, filter string) store.Question {
	t.Helper()
	where, err := model.Parse(filter, start)
	if err != nil {
		t.Fatal(err)
	}
	return store.Question{Where: where}
}
