package sourcetest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/model/store"
	"s3sleuth/source"
)

// leavesAlone scans twice: the second time half of the files were read before.
func leavesAlone(t *testing.T, open Factory) {
	in := map[string][]byte{"notes.txt": []byte("no log\n"), "empty.log": nil}
	for i := range 20 {
		in[fmt.Sprintf("%02d.log", i)] = Lines(i, 50, begin)
	}
	src := open(t, in)
	first := &recorder{done: make(map[string]int)}
	if err := src.Scan(context.Background(), source.Range{}, first); err != nil {
		t.Fatal(err)
	}
	second := &recorder{done: make(map[string]int), has: make(map[string]bool)}
	for file := range first.done {
		if len(second.has) < len(in)/2 {
			second.has[file] = true
		}
	}
	if err := src.Scan(context.Background(), source.Range{}, second); err != nil {
		t.Fatal(err)
	}
	if second.again != nil {
		t.Errorf("read before, and spoken of: %v", second.again)
	}
	if second.files != first.files || second.bytes != first.bytes || !second.final {
		t.Errorf("announced %d files, %d bytes, final %v; want %d, %d, true", second.files, second.bytes, second.final, first.files, first.bytes)
	}
	if want := len(in) - len(second.has); len(second.done) != want {
		t.Errorf("%d files done, want the other %d", len(second.done), want)
	}
}

// readsOn stops a load again and again, after every batch: at its end it knows
// what a load in one go knows, and has counted nothing twice.
func readsOn(t *testing.T, open Factory) {
	whole := Gzip(Lines(1, 5000, begin))
	in := map[string][]byte{
		"notes.txt": []byte("no log\n"),
		"cut.log":   whole[:len(whole)/2],
		"big.log":   Lines(9, 25_000, begin),
		"twice.log": Lines(9, 700, begin),
		"odd.log":   append(Lines(3, 10, begin), "bucket owner [not a time] and no more\n"...),
	}
	for i := 10; i < 30; i++ {
		in[fmt.Sprintf("%02d.log", i)] = Lines(i, 100, begin)
	}
	l := inSteps(t, open(t, in), open(t, in))
	c := l.Coverage()
	if got, want := len(l.Problems(0)), c.Failed+c.Damaged; got != want {
		t.Errorf("%d problems, want %d: %+v", got, want, l.Problems(0))
	}
}

// inSteps loads a source after it was stopped after every batch, and holds that
// to a load in one go of another like it.
func inSteps(t *testing.T, steps, whole source.Source) *source.Loader {
	t.Helper()
	v, one := Load(t, whole, source.Range{})
	src := &interrupted{Source: steps}
	st := store.New(store.Options{})
	l := source.NewLoader(src, st, source.Range{})
	for runs := 1; ; runs++ {
		ctx, cancel := context.WithCancel(context.Background())
		src.after, src.stop = 2*runs, cancel
		if err := l.Run(ctx); err != nil {
			t.Fatal(err)
		}
		cancel()
		if src.after > 0 { // nobody stopped it
			break
		}
		if c := l.Coverage(); !c.Resumes() && c.FilesRead < c.Files {
			t.Fatalf("stopped, and cannot be resumed: %+v", c)
		}
	}
	if diff := cmp.Diff(one.Coverage(), l.Coverage()); diff != "" {
		t.Errorf("(-in one go +in steps):\n%s", diff)
	}
	if got := st.Snapshot().Len(); got != v.Len() {
		t.Errorf("%d records in the store, want %d", got, v.Len())
	}
	return l
}

// An interrupted source is stopped after some batches.
type interrupted struct {
	source.Source
	after int
	stop  context.CancelFunc
}

func (s *interrupted) Scan(ctx context.Context, r source.Range, sink source.Sink) error {
	err := s.Source.Scan(ctx, r, interruptedSink{sink, s})
	if err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("scan: %w", err)
	}
	return err
}

type interruptedSink struct {
	source.Sink
	s *interrupted
}

func (k interruptedSink) Batch(file string, b *store.Batch) error {
	err := k.Sink.Batch(file, b)
	if k.s.after--; k.s.after == 0 {
		k.s.stop()
	}
	return err
}

var _ source.Sink = interruptedSink{}
