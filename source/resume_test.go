package source_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
)

// TestRunReadsOn reads a source of three files in three runs: the first is
// cancelled in the middle of b, the second ends with an error after b, which
// fails, and the third reads b, which can be read now, and c.
func TestRunReadsOn(t *testing.T) {
	first, rest := batch(10), batch(5)
	runs, reads := 0, map[string]int{}
	lost := errors.New("session has expired")
	ctx, cancel := context.WithCancel(context.Background())
	src := script(func(ctx context.Context, sink source.Sink) error {
		runs++
		sink.Files(3, 300, true)
		for _, file := range []string{"a", "b", "c"} {
			if sink.Has(file) {
				continue
			}
			reads[file]++
			switch {
			case file == "b" && runs == 1:
				_ = sink.Batch("b", first)
				_ = sink.Batch("b", first) // the same record twice
				sink.Progress("b", 60)
				sink.Problem(model.Problem{File: "b", Line: 3, Reason: "4 fields"})
				sink.Other("b", model.OtherInsight, 2)
				cancel()
				return ctx.Err()
			case file == "b" && runs == 2:
				_ = sink.Batch("b", first)
				sink.Progress("b", 100)
				sink.Problem(model.Problem{File: "b", Offset: -1, Whole: true, Reason: "AccessDenied"})
				sink.Done("b")
				return lost
			case file == "b":
				_ = sink.Batch("b", first)
				_ = sink.Batch("b", first)
				_ = sink.Batch("b", rest)
				sink.Problem(model.Problem{File: "b", Line: 3, Reason: "4 fields"})
				sink.Other("b", model.OtherInsight, 2)
			default:
				_ = sink.Batch(file, batch(1))
			}
			sink.Progress(file, 100)
			sink.Done(file)
		}
		return nil
	})
	st := store.New(store.Options{})
	l := source.NewLoader(src, st, source.Range{})
	check := func(want model.Coverage, problems int) {
		t.Helper()
		want.Files, want.FilesFinal, want.Bytes = 3, true, 300
		if diff := cmp.Diff(want, l.Coverage()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if got := l.Problems(0); len(got) != problems {
			t.Errorf("%d problems, want %d: %+v", len(got), problems, got)
		}
	}
	insight := [model.NumOther]int{model.OtherInsight: 2}
	if err := l.Run(ctx); err != nil {
		t.Fatal(err)
	}
	check(model.Coverage{State: model.Partial, Reason: "cancelled", FilesRead: 1, BytesRead: 160, Records: 11, Duplicates: 10, Damaged: 1, Other: insight}, 1)
	if err := l.Run(context.Background()); !errors.Is(err, lost) {
		t.Fatalf("Run returns %v", err)
	}
	check(model.Coverage{State: model.Stopped, Reason: lost.Error(), FilesRead: 2, BytesRead: 200, Records: 11, Failed: 1}, 1)
	if err := l.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	check(model.Coverage{State: model.Partial, Reason: "1 record refused", FilesRead: 3, BytesRead: 300, Records: 17, Duplicates: 10, Damaged: 1, Other: insight}, 1)
	if diff := cmp.Diff(map[string]int{"a": 1, "b": 3, "c": 1}, reads); diff != "" {
		t.Errorf("files read, times (-want +got):\n%s", diff)
	}
	c := l.Coverage()
	if c.Resumes() {
		t.Error("nothing is left to read, and it would be resumed")
	}
}

// TestListingAgainTakesNothingBack: while the folder is listed anew, what there
// is to read does not shrink on the screen.
func TestListingAgainTakesNothingBack(t *testing.T) {
	runs := 0
	var during model.Coverage
	var l *source.Loader
	ctx, cancel := context.WithCancel(context.Background())
	l = source.NewLoader(script(func(ctx context.Context, sink source.Sink) error {
		if runs++; runs == 1 {
			sink.Skipped(7)
			sink.Files(900, 9000, true)
			cancel()
			return ctx.Err()
		}
		sink.Skipped(2)
		sink.Files(10, 100, false)
		during = l.Coverage()
		sink.Files(12, 120, true)
		return nil
	}), store.New(store.Options{}), source.Range{})
	for _, ctx := range []context.Context{ctx, context.Background()} {
		if err := l.Run(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if during.Files != 900 || during.Bytes != 9000 || during.Skipped != 7 || during.FilesFinal || during.State != model.Loading {
		t.Errorf("while listing again: %+v", during)
	}
	if c := l.Coverage(); c.Files != 12 || c.Bytes != 120 || c.Skipped != 2 || !c.FilesFinal {
		t.Errorf("at the end: %+v", c)
	}
}

// TestFullStoreIsNotResumed: reading on would end at once.
func TestFullStoreIsNotResumed(t *testing.T) {
	l := source.NewLoader(script(func(_ context.Context, sink source.Sink) error {
		for {
			if err := sink.Batch("f", batch(5000)); err != nil {
				return err
			}
		}
	}), store.New(store.Options{Memory: 1}), source.Range{})
	if err := l.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	if c := l.Coverage(); !c.Full || c.Resumes() {
		t.Errorf("full %v, resumes %v", c.Full, c.Resumes())
	}
}

// TestCancelAfterTheLastFile leaves nothing unread, so it is complete.
func TestCancelAfterTheLastFile(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	l := source.NewLoader(script(func(ctx context.Context, sink source.Sink) error {
		sink.Files(1, 1, true)
		sink.Done("f")
		cancel()
		return ctx.Err()
	}), store.New(store.Options{}), source.Range{})
	if err := l.Run(ctx); err != nil {
		t.Fatal(err)
	}
	if c := l.Coverage(); c.State != model.Complete {
		t.Errorf("%v: %q, want COMPLETE", c.State, c.Reason)
	}
}

// TestDifferingTwinIsToldOnce: a duplicate that says otherwise is counted, and told
// of with both places, once though its file is read twice.
func TestDifferingTwinIsToldOnce(t *testing.T) {
	kept, other := record("AAAAAAAAAAAAAAA1", 0), record("AAAAAAAAAAAAAAA1", 500)
	kept.Text[model.FieldTLS], other.Text[model.FieldTLS] = []byte("1.2"), []byte("none")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	src := script(func(ctx context.Context, sink source.Sink) error {
		sink.Files(1, 100, true)
		for _, r := range []*model.Record{kept, other} {
			b := store.NewBatch()
			b.Add(r)
			_ = sink.Batch("b", b)
		}
		if ctx.Err() == nil {
			cancel()
			return context.Canceled
		}
		sink.Done("b")
		return nil
	})
	l := source.NewLoader(src, store.New(store.Options{}), source.Range{})
	want := []model.Problem{{File: "b", Offset: 500, Length: 100, Twin: true, Reason: "differs in tls from the record of the same identity that counts, in b at byte 0"}}
	for range 2 {
		if err := l.Run(ctx); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, l.Problems(0)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if c := l.Coverage(); c.Records != 1 || c.Duplicates != 1 || c.Differing != 1 {
			t.Errorf("%d records, %d duplicates, %d differ", c.Records, c.Duplicates, c.Differing)
		}
	}
}

func record(request string, offset int64) *model.Record {
	r := new(model.Record)
	r.Reset(model.AccessLog)
	r.Time, r.Offset, r.Length = 1000, offset, 100
	r.Text[model.FieldRequest], r.Text[model.FieldID] = []byte(request), []byte(request)
	r.Text[model.FieldOperation] = []byte("REST.GET.OBJECT")
	return r
}
