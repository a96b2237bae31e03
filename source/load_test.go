package source_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
)

// A script is a source whose Scan is a function.
type script func(ctx context.Context, sink source.Sink) error

func (script) Name() string { return "script" }

func (script) Plan(context.Context, source.Range) (source.Plan, error) { return source.Plan{}, nil }

func (s script) Scan(ctx context.Context, _ source.Range, sink source.Sink) error {
	return s(ctx, sink)
}

func (script) Raw(context.Context, string, int64, int) ([]byte, error) {
	return nil, errors.New("no bytes")
}

var _ source.Source = script(nil)

var records atomic.Int64

// batch returns n records that no other batch has.
func batch(n int) *store.Batch {
	b := store.NewBatch()
	var r model.Record
	for range n {
		r.Reset(model.AccessLog)
		r.Text[model.FieldKind] = []byte("accesslog")
		r.Text[model.FieldTLS] = []byte("1.2")
		id := fmt.Appendf(nil, "%016X", records.Add(1))
		r.Text[model.FieldID], r.Text[model.FieldRequest] = id, id
		b.Add(&r)
	}
	return b
}

func TestLoadStates(t *testing.T) {
	broken := errors.New("connection lost")
	tests := []struct {
		name   string
		scan   script
		memory int64
		state  model.State
		reason string
		err    error
	}{
		{
			name:  "everything read",
			scan:  func(_ context.Context, sink source.Sink) error { return sink.Batch("f", batch(3)) },
			state: model.Complete,
		},
		{
			name: "a file and two lines lost",
			scan: func(_ context.Context, sink source.Sink) error {
				sink.Problem(model.Problem{File: "a", Offset: -1, Whole: true, Reason: "permission denied"})
				sink.Problem(model.Problem{File: "a", Offset: -1, Whole: true, Reason: "said twice, counts once"})
				sink.Problem(model.Problem{File: "b", Line: 1, Reason: "4 fields"})
				sink.Problem(model.Problem{File: "b", Line: 2, Reason: "4 fields"})
				return nil
			},
			state: model.Partial, reason: "1 file not read whole, 2 records refused",
		},
		{
			name: "no memory left",
			scan: func(_ context.Context, sink source.Sink) error {
				for {
					if err := sink.Batch("f", batch(5000)); err != nil {
						return fmt.Errorf("scan: %w", err)
					}
				}
			},
			memory: 1,
			state:  model.Partial, reason: "memory limit reached",
		},
		{
			name:  "a follow that went on for years",
			scan:  func(context.Context, source.Sink) error { return fmt.Errorf("scan: %w", store.ErrPieces) },
			state: model.Partial, reason: "too many small pieces; open the source anew",
		},
		{
			name:  "the source fails",
			scan:  func(context.Context, source.Sink) error { return broken },
			state: model.Stopped, reason: "connection lost", err: broken,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := source.NewLoader(tt.scan, store.New(store.Options{Memory: tt.memory}), source.Range{})
			if err := l.Run(context.Background()); !errors.Is(err, tt.err) {
				t.Errorf("Run returns %v, want %v", err, tt.err)
			}
			if c := l.Coverage(); c.State != tt.state || !strings.Contains(c.Reason, tt.reason) {
				t.Errorf("%v: %q; want %v: %q", c.State, c.Reason, tt.state, tt.reason)
			}
		})
	}
}

func TestCancelKeepsWhatWasRead(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	st := store.New(store.Options{})
	l := source.NewLoader(script(func(ctx context.Context, sink source.Sink) error {
		if err := sink.Batch("f", batch(10)); err != nil {
			return err
		}
		cancel()
		<-ctx.Done()
		return ctx.Err()
	}), st, source.Range{})
	if err := l.Run(ctx); err != nil {
		t.Fatal(err)
	}
	if c := l.Coverage(); c.State != model.Partial || c.Reason != "cancelled" || st.Snapshot().Len() != 10 {
		t.Errorf("%v: %q, %d records; want PARTIAL: cancelled, 10", c.State, c.Reason, st.Snapshot().Len())
	}
}

func TestPauseHoldsAndCancelFrees(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		st := store.New(store.Options{})
		l := source.NewLoader(script(func(ctx context.Context, sink source.Sink) error {
			for {
				if err := sink.Batch("f", batch(1)); err != nil {
					return err
				}
				time.Sleep(10 * time.Millisecond)
			}
		}), st, source.Range{})
		ended := make(chan error)
		go func() { ended <- l.Run(ctx) }()
		time.Sleep(time.Second)
		l.Pause(true)
		time.Sleep(time.Second)
		held := l.Coverage()
		time.Sleep(time.Minute)
		if c := l.Coverage(); c.State != model.Paused || c.Records != held.Records {
			t.Errorf("%v with %d records, %d a minute before; want PAUSED and no more", c.State, c.Records, held.Records)
		}
		l.Pause(false)
		time.Sleep(time.Second)
		if c := l.Coverage(); c.State != model.Loading || c.Records <= held.Records {
			t.Errorf("%v with %d records; want LOADING and more than %d", c.State, c.Records, held.Records)
		}
		l.Pause(true)
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// TestSlowSourceShows waits for records that are too few for the store to show
// them by itself, and for the word about them.
func TestSlowSourceShows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		st := store.New(store.Options{})
		l := source.NewLoader(script(func(ctx context.Context, sink source.Sink) error {
			if err := sink.Batch("f", batch(3)); err != nil {
				return err
			}
			<-ctx.Done()
			return ctx.Err()
		}), st, source.Range{})
		var told atomic.Int64
		l.Tell = func(c model.Coverage) { told.Store(int64(c.Records)) }
		ended := make(chan error)
		go func() { ended <- l.Run(ctx) }()
		time.Sleep(300 * time.Millisecond)
		if n := st.Snapshot().Len(); n != 3 || told.Load() != 3 {
			t.Errorf("%d records shown, %d told after 300 ms; want 3 and 3", n, told.Load())
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// TestLongLoadKeepsSegmentsFew loads an hour of single records: each flush costs
// the store a segment, of which there can be 65,536.
func TestLongLoadKeepsSegmentsFew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := store.New(store.Options{})
		l := source.NewLoader(script(func(_ context.Context, sink source.Sink) error {
			for range 36_000 {
				if err := sink.Batch("f", batch(1)); err != nil {
					return err
				}
				time.Sleep(100 * time.Millisecond)
			}
			return nil
		}), st, source.Range{})
		if err := l.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if v := st.Snapshot(); v.Len() != 36_000 || v.Generation() > 2000 {
			t.Errorf("%d records in %d segments; want 36000 in at most 2000", v.Len(), v.Generation())
		}
	})
}

// A panic of the source is its caller's, who recovers it; nobody is told any more.
func TestPanicOfTheSource(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := source.NewLoader(script(func(context.Context, source.Sink) error { panic("a fault") }), store.New(store.Options{}), source.Range{})
		told := 0
		l.Tell = func(model.Coverage) { told++ }
		func() {
			defer func() {
				if fault := recover(); fault != "a fault" {
					t.Errorf("recovered %v", fault)
				}
			}()
			_ = l.Run(context.Background())
		}()
		time.Sleep(time.Second)
		if told > 0 {
			t.Errorf("told %d times behind the end", told)
		}
	})
}
