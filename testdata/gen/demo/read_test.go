package main

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/source/dir"
	"s3sleuth/testdata/demo"
)

var embedded = dir.New("demo:", demo.FS, "evidence")

// load reads the embedded evidence as the demo does.
func load(t *testing.T) (*store.Snapshot, model.Coverage) {
	t.Helper()
	st := store.New(store.Options{})
	l := source.NewLoader(embedded, st, source.Range{})
	if err := l.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	for _, p := range l.Problems(0) {
		t.Fatalf("%s: line %d: %s", p.File, p.Line, p.Reason)
	}
	return st.Snapshot(), l.Coverage()
}

func TestEvidenceReadsComplete(t *testing.T) {
	_, truth := told()
	_, got := load(t)
	want := got
	want.State, want.FilesFinal = model.Complete, true
	want.FilesRead, want.Records, want.Duplicates, want.Damaged, want.Failed = want.Files, truth.Records, truth.Duplicates, 0, 0
	want.Other = [model.NumOther]int{
		model.OtherDigest: truth.Other - 2, model.OtherInsight: 1, model.OtherAggregated: truth.Aggregated,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// identity tells records apart by values that every row has.
func identity(value func(string) string) string {
	return strings.Join([]string{value("kind"), value("request"), value("operation"), value("key"), value("account"), value("id")}, " ")
}

// TestEveryField compares each record as it is read with what the story made it.
func TestEveryField(t *testing.T) {
	fields := []model.Field{
		model.FieldTLS, model.FieldPrincipal, model.FieldIP, model.FieldOp, model.FieldBucket, model.FieldStatus, model.FieldError,
		model.FieldACL, model.FieldUA, model.FieldRegion, model.FieldHost, model.FieldAccount,
	}
	w := happen()
	want := map[string]*row{}
	for i := range w.rows {
		r := &w.rows[i]
		r.values["id"] = r.id
		if r.id == "" {
			r.values["id"] = r.values["request"]
		}
		want[identity(func(f string) string { return r.values[f] })] = r
	}
	snap, _ := load(t)
	all, err := snap.Ask(context.Background(), store.Question{})
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for i := range all.Rows.Len() {
		at := all.Rows.At(i)
		read := func(f model.Field) string { v, _ := snap.Text(at, f); return v }
		key := identity(func(name string) string {
			return read(fieldNamed(name))
		})
		r := want[key]
		if r == nil {
			t.Fatalf("no such record was made: %s", key)
		}
		delete(want, key)
		got, made := map[string]string{}, map[string]string{}
		for _, f := range fields {
			got[f.String()], made[f.String()] = read(f), r.values[f.String()]
		}
		got["time"], made["time"] = time.UnixMilli(snap.Time(at)).UTC().Format(time.RFC3339), r.at.Format(time.RFC3339)
		got["public"], made["public"] = snap.Facts(at).Get(model.PublicACL).String(), word(r.public)
		if diff := cmp.Diff(made, got); diff != "" && shown < 10 {
			t.Errorf("%s:\n%s", key, diff)
			shown++
		}
	}
	if len(want) > 0 {
		t.Errorf("%d records were made and not read", len(want))
	}
}

func word(a answer) string { return [...]string{"no", "yes", "unknown"}[a] }

// TestQuestions asks each question of truth.json as a user would.
func TestQuestions(t *testing.T) {
	_, truth := told()
	snap, _ := load(t)
	for _, q := range truth.Questions {
		t.Run(q.Name, func(t *testing.T) {
			answer, groups, _, err := snap.Groups(context.Background(), asked(t, q.Filter), keys(q.By), 0)
			if err != nil {
				t.Fatal(err)
			}
			if answer.Matched != q.Matched || answer.Unknown != q.Unknown {
				t.Errorf("%s: %d match and %d cannot say, want %d and %d", q.Filter, answer.Matched, answer.Unknown, q.Matched, q.Unknown)
			}
			got, want := map[string]int{}, map[string]int{}
			for _, g := range groups {
				var vs []string
				for _, c := range g.Values {
					vs = append(vs, c.Text)
				}
				got[strings.Join(vs, " | ")] = g.Count
			}
			for _, g := range q.Groups {
				var vs []string
				for _, v := range g.Values {
					if v == nil {
						v = new(string)
					}
					vs = append(vs, *v)
				}
				want[strings.Join(vs, " | ")] = g.Count
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s\n%s", q.Filter, diff)
			}
		})
	}
}

func asked(t *testing.T, filter string) store.Question {
	t.Helper()
	where, err := model.Parse(filter, end)
	if err != nil {
		t.Fatal(err)
	}
	return store.Question{Where: where, Raw: embedded.Raw}
}

func keys(by string) (ks []store.Key) {
	for name := range strings.SplitSeq(by, ",") {
		if fact, ok := strings.CutPrefix(name, "is:"); ok {
			ks = append(ks, store.Key{IsFact: true, Fact: model.Fact(slices.Index(model.FactNames[:], fact))})
			continue
		}
		ks = append(ks, store.Key{Field: fieldNamed(name)})
	}
	return ks
}

func fieldNamed(name string) model.Field {
	return model.Field(slices.IndexFunc(model.Fields[:], func(i model.FieldInfo) bool { return i.Name == name }))
}
