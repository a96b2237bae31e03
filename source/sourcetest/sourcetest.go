// Package sourcetest is the test that every source must pass: what a caller of
// [source.Source] may rely on, whatever the place the records come from.
package sourcetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
)

// A Factory makes a source that holds the given files, contents by name. Names
// have no folders.
type Factory func(t *testing.T, files map[string][]byte) source.Source

var begin = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// Run puts a source through every test.
func Run(t *testing.T, open Factory) {
	t.Run("every record arrives", func(t *testing.T) { everyRecord(t, open) })
	t.Run("raw bytes are the original's", func(t *testing.T) { rawBytes(t, open) })
	t.Run("a damaged file is counted and costs no other", func(t *testing.T) { damagedFile(t, open) })
	t.Run("everything is announced and accounted for", func(t *testing.T) { accounts(t, open) })
	t.Run("cancel stops within 100 ms", func(t *testing.T) { cancels(t, open) })
	t.Run("a sink's error ends the scan", func(t *testing.T) { sinkFails(t, open) })
	t.Run("what was read is announced and left alone", func(t *testing.T) { leavesAlone(t, open) })
	t.Run("a load reads on where it was stopped", func(t *testing.T) { readsOn(t, open) })
}

// Load reads a range of a source into a store, to its end, which must be no error.
func Load(t testing.TB, src source.Source, within source.Range) (*store.Snapshot, *source.Loader) {
	t.Helper()
	st := store.New(store.Options{})
	l := source.NewLoader(src, st, within)
	if err := l.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	return st.Snapshot(), l
}

func everyRecord(t *testing.T, open Factory) {
	const files, lines = 20, 500
	in := map[string][]byte{"empty.log": nil}
	for i := range files {
		data := Lines(i, lines, begin)
		if i%2 == 1 {
			data = Gzip(data)
		}
		in[fmt.Sprintf("%02d.log", i)] = data
	}
	in["twice.log"] = Lines(0, lines, begin)
	v, l := Load(t, open(t, in), source.Range{})
	c := l.Coverage()
	if v.Len() != files*lines || c.Records != files*lines || c.Duplicates != lines {
		t.Errorf("%d records in the store, %d counted, %d duplicates; want %d, %d, %d",
			v.Len(), c.Records, c.Duplicates, files*lines, files*lines, lines)
	}
	if c.State != model.Complete || c.Other[model.OtherEmpty] != 1 {
		t.Errorf("state %v (%s), %d empty files; want COMPLETE and 1", c.State, c.Reason, c.Other[model.OtherEmpty])
	}
}

func rawBytes(t *testing.T, open Factory) {
	plain, packed := Lines(1, 300, begin), Lines(2, 300, begin)
	src := open(t, map[string][]byte{"plain.log": plain, "packed.log": Gzip(packed)})
	v, _ := Load(t, src, source.Range{})
	if v.Len() != 600 {
		t.Fatalf("%d records, want 600", v.Len())
	}
	left := make(map[string]bool)
	for line := range bytes.Lines(append(plain, packed...)) {
		left[string(bytes.TrimSuffix(line, []byte("\n")))] = true
	}
	answer, err := v.Ask(context.Background(), store.Question{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range answer.Rows.Len() {
		raw, err := v.Raw(context.Background(), answer.Rows.At(i), src.Raw)
		if err != nil {
			t.Fatal(err)
		}
		if !left[string(raw)] {
			t.Fatalf("match %d: %q is no line of the files, or was given twice", i, raw)
		}
		delete(left, string(raw))
	}
	if _, err := src.Raw(context.Background(), v.File(0), 1<<40, 10); err == nil {
		t.Error("bytes behind the end of a file: no error")
	}
}

func damagedFile(t *testing.T, open Factory) {
	whole := Gzip(Lines(1, 5000, begin))
	_, l := Load(t, open(t, map[string][]byte{
		"a.log": Lines(0, 10, begin),
		"b.log": whole[:len(whole)/2],
		"c.log": Lines(2, 10, begin),
		"d.log": append(Lines(3, 10, begin), "bucket owner [not a time] and no more\n"...),
	}), source.Range{})
	c := l.Coverage()
	// A source may count the line that the end of the archive cuts, or not.
	if c.State != model.Partial || c.Failed != 1 || c.Damaged < 1 || c.Damaged > 2 {
		t.Errorf("state %v, %d failed, %d damaged; want PARTIAL, 1, 1 or 2", c.State, c.Failed, c.Damaged)
	}
	if c.Records <= 30 || c.Records >= 5030 {
		t.Errorf("%d records; want the 30 of the sound files and those before the damage", c.Records)
	}
	problems := l.Problems(0)
	if len(problems) != c.Failed+c.Damaged {
		t.Fatalf("%d problems, want %d: %+v", len(problems), c.Failed+c.Damaged, problems)
	}
	for _, p := range problems {
		if p.File == "" || p.Reason == "" || p.Whole != (p.Offset == -1) {
			t.Errorf("problem without its place or reason: %+v", p)
		}
		if strings.HasSuffix(p.File, "d.log") && p.Line != 11 {
			t.Errorf("the refused line is number %d, want 11", p.Line)
		}
	}
}

func accounts(t *testing.T, open Factory) {
	in := map[string][]byte{"notes.txt": []byte("no log\n"), "big.log": Lines(9, 25_000, begin), "bad.log": Gzip(Lines(1, 100, begin))[:200]}
	var stored int64
	for i := range 50 {
		in[fmt.Sprintf("%02d.log", i)] = Lines(i, 20, begin)
	}
	for _, data := range in {
		stored += int64(len(data))
	}
	sink := &recorder{done: make(map[string]int)}
	if err := open(t, in).Scan(context.Background(), source.Range{}, sink); err != nil {
		t.Fatal(err)
	}
	if sink.files != len(in) || !sink.final || sink.bytes != stored || sink.read != stored {
		t.Errorf("announced %d files, %d bytes, final %v; read %d bytes; want %d, %d, true, %d",
			sink.files, sink.bytes, sink.final, sink.read, len(in), stored, stored)
	}
	if len(sink.done) != len(in) {
		t.Errorf("%d files done, want %d", len(sink.done), len(in))
	}
	for name, n := range sink.done {
		if n != 1 {
			t.Errorf("%s: done %d times", name, n)
		}
	}
	if sink.other[model.OtherFile] != 1 || sink.problems == 0 {
		t.Errorf("%d other files, %d problems; want 1 and some", sink.other[model.OtherFile], sink.problems)
	}
}

// cancels measures three times, for the machine may be busy with something else.
func cancels(t *testing.T, open Factory) {
	in := make(map[string][]byte)
	for i := range 6 {
		in[fmt.Sprintf("%d.log", i)] = Gzip(Lines(i, 10_000, begin))
	}
	src := open(t, in)
	best := time.Hour
	for range 3 {
		ctx, cancel := context.WithCancel(context.Background())
		var cancelled time.Time
		sink := &recorder{onBatch: func(n int) error {
			if cancelled.IsZero() {
				cancelled = time.Now()
				cancel()
			}
			return nil
		}}
		err := src.Scan(ctx, source.Range{}, sink)
		best = min(best, time.Since(cancelled))
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("a cancelled scan returns %v, want context.Canceled", err)
		}
		cancel()
	}
	if best > 100*time.Millisecond {
		t.Errorf("returned %v after the cancel", best)
	}
}

func sinkFails(t *testing.T, open Factory) {
	full := errors.New("full")
	src := open(t, map[string][]byte{"a.log": Lines(1, 20_000, begin), "b.log": Lines(2, 20_000, begin)})
	calls := 0
	err := src.Scan(context.Background(), source.Range{}, &recorder{onBatch: func(int) error { calls++; return full }})
	if !errors.Is(err, full) || calls != 1 {
		t.Errorf("Scan returned %v after %d batches; want the sink's error after the first", err, calls)
	}
}

// A recorder is a sink that counts, and fails the test run under the race
// detector when it is called from several goroutines at a time.
type recorder struct {
	busy     atomic.Bool
	files    int
	bytes    int64
	final    bool
	read     int64
	skipped  int
	problems int
	done     map[string]int
	other    [model.NumOther]int
	has      map[string]bool // files read before
	again    []string        // of them, what something was said of
	onBatch  func(records int) error
}

var _ source.Sink = (*recorder)(nil)

func (r *recorder) enter() func() {
	if !r.busy.CompareAndSwap(false, true) {
		panic("sink called from two goroutines at a time")
	}
	return func() { r.busy.Store(false) }
}

func (r *recorder) Files(files int, bytes int64, final bool) {
	defer r.enter()()
	r.files, r.bytes, r.final = files, bytes, final
}

func (r *recorder) Stage(string) { r.enter()() }

func (r *recorder) Skipped(n int) {
	defer r.enter()()
	r.skipped += n
}

func (r *recorder) Has(file string) bool {
	defer r.enter()()
	return r.has[file]
}

// about notes what is said of a file that was read before.
func (r *recorder) about(file string) {
	if r.has[file] {
		r.again = append(r.again, file)
	}
}

func (r *recorder) Batch(file string, b *store.Batch) error {
	defer r.enter()()
	r.about(file)
	if r.onBatch == nil {
		return nil
	}
	return r.onBatch(b.Len())
}

func (r *recorder) Progress(file string, n int64) {
	defer r.enter()()
	r.about(file)
	r.read += n
}

func (r *recorder) Done(file string) {
	defer r.enter()()
	r.about(file)
	if r.done != nil {
		r.done[file]++
	}
}

func (r *recorder) Problem(p model.Problem) {
	defer r.enter()()
	r.about(p.File)
	if !p.Aside {
		r.problems++
	}
}

func (r *recorder) Other(file string, what model.Other, n int) {
	defer r.enter()()
	r.about(file)
	r.other[what] += n
}
