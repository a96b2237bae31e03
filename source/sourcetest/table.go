package sourcetest

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
)

// A TableFactory makes a source over a table of records, each of which is a line,
// to be read without a range.
type TableFactory func(t *testing.T, records []byte) source.Source

// A Log writes n records that differ, each on a line, as [Lines] does.
type Log func(seed, n int, begin time.Time) []byte

// RunTable puts a source over a table on an engine through what can be asked of
// it: it has no files and no damage, but one name, and queries that go on by
// themselves.
func RunTable(t *testing.T, log Log, open TableFactory) {
	t.Run("every record arrives", func(t *testing.T) { everyRow(t, log, open) })
	t.Run("raw bytes are the log's", func(t *testing.T) { rawRows(t, log, open) })
	t.Run("cancel stops within a second", func(t *testing.T) { cancelsRows(t, log, open) })
	t.Run("a sink's error ends the scan", func(t *testing.T) { sinkFailsRows(t, log, open) })
	t.Run("what was read is announced and left alone", func(t *testing.T) { leavesTableAlone(t, log, open) })
	t.Run("a load reads on where it was stopped", func(t *testing.T) { readsOnRows(t, log, open) })
}

func everyRow(t *testing.T, log Log, open TableFactory) {
	const n = 2300 // several pages
	lines := log(1, n, begin)
	v, l := Load(t, open(t, append(lines, log(1, 10, begin)...)), source.Range{})
	c := l.Coverage()
	if v.Len() != n || c.Records != n || c.Duplicates != 10 || c.State != model.Complete || c.FilesRead != 1 {
		t.Errorf("%d records in the store, want %d; %+v", v.Len(), n, c)
	}
	if v, l := Load(t, open(t, nil), source.Range{}); v.Len() != 0 || l.Coverage().State != model.Complete {
		t.Errorf("of no lines: %d records, %+v", v.Len(), l.Coverage())
	}
}

func rawRows(t *testing.T, log Log, open TableFactory) {
	lines := log(2, 1500, begin)
	src := open(t, lines)
	v, _ := Load(t, src, source.Range{})
	left := map[string]bool{}
	for line := range bytes.Lines(lines) {
		left[string(bytes.TrimSuffix(line, []byte("\n")))] = true
	}
	answer, err := v.Ask(context.Background(), store.Question{})
	if err != nil || answer.Rows.Len() != len(left) {
		t.Fatalf("%d records, want %d, %v", answer.Rows.Len(), len(left), err)
	}
	for i := range answer.Rows.Len() {
		raw, err := v.Raw(context.Background(), answer.Rows.At(i), src.Raw)
		if err != nil {
			t.Fatal(err)
		}
		if !left[string(raw)] {
			t.Fatalf("match %d: %q is no line of the table, or was given twice", i, raw)
		}
		delete(left, string(raw))
	}
	if _, err := src.Raw(context.Background(), src.Name(), 1<<40, 10); err == nil {
		t.Error("bytes behind the end: no error")
	}
}

func cancelsRows(t *testing.T, log Log, open TableFactory) {
	src := open(t, log(3, 2500, begin))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var cancelled time.Time
	sink := &recorder{onBatch: func(int) error {
		if cancelled.IsZero() {
			cancelled = time.Now()
			cancel()
		}
		return nil
	}}
	if err := src.Scan(ctx, source.Range{}, sink); !errors.Is(err, context.Canceled) {
		t.Fatalf("a cancelled scan returns %v, want context.Canceled", err)
	}
	if took := time.Since(cancelled); took > time.Second {
		t.Errorf("returned %v after the cancel", took)
	}
}

func sinkFailsRows(t *testing.T, log Log, open TableFactory) {
	full := errors.New("full")
	calls := 0
	err := open(t, log(4, 1500, begin)).Scan(context.Background(), source.Range{}, &recorder{onBatch: func(int) error { calls++; return full }})
	if !errors.Is(err, full) || calls != 1 {
		t.Errorf("Scan returned %v after %d batches; want the sink's error after the first", err, calls)
	}
}

func leavesTableAlone(t *testing.T, log Log, open TableFactory) {
	src := open(t, log(5, 20, begin))
	first := &recorder{done: make(map[string]int)}
	if err := src.Scan(context.Background(), source.Range{}, first); err != nil {
		t.Fatal(err)
	}
	if len(first.done) != 1 || first.done[src.Name()] != 1 {
		t.Fatalf("done: %v, want %s once", first.done, src.Name())
	}
	second := &recorder{done: make(map[string]int), has: map[string]bool{src.Name(): true}}
	if err := src.Scan(context.Background(), source.Range{}, second); err != nil {
		t.Fatal(err)
	}
	if second.again != nil || len(second.done) != 0 || second.files != first.files || !second.final {
		t.Errorf("read before: %v, done %v, %d files announced, final %v", second.again, second.done, second.files, second.final)
	}
}

// readsOnRows stops a load after every batch: at its end it knows what a load in
// one go knows.
func readsOnRows(t *testing.T, log Log, open TableFactory) {
	lines := log(6, 2200, begin)
	inSteps(t, open(t, lines), open(t, lines))
}
