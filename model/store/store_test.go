package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
)

// event returns a CloudTrail record as a decoder would hand it over.
func event(id, account, op string, ms int64) *model.Record {
	r := new(model.Record)
	r.Reset(model.CloudTrail)
	r.Time = ms
	r.Text[model.FieldID] = []byte(id)
	r.Text[model.FieldAccount] = []byte(account)
	r.Text[model.FieldOp], r.Text[model.FieldOperation] = []byte(op), []byte(op)
	return r
}

// line returns an access-log record.
func line(request, op, key string, ms int64) *model.Record {
	r := new(model.Record)
	r.Reset(model.AccessLog)
	r.Time = ms
	r.Text[model.FieldRequest], r.Text[model.FieldID] = []byte(request), []byte(request)
	r.Text[model.FieldOperation], r.Text[model.FieldOp] = []byte(op), []byte(op)
	r.Text[model.FieldKey] = []byte(key)
	return r
}

// load returns a store of the records, appended in batches of at most size.
func load(t testing.TB, size int, records ...*model.Record) *Store {
	t.Helper()
	s := New(Options{})
	b := NewBatch()
	flush := func() {
		if _, _, err := s.Append("file", b); err != nil {
			t.Fatal(err)
		}
		b.Reset()
	}
	for i, r := range records {
		r.Offset = int64(100 * i)
		r.Length = i
		b.Add(r)
		if b.Len() == size {
			flush()
		}
	}
	flush()
	s.Flush()
	return s
}

const uuid1, uuid2 = "11111111-2222-3333-4444-555555555555", "11111111-2222-3333-4444-555555555556"

// lineIn is a line of one job, whose ID is a UUID, about an object of a bucket.
func lineIn(bucket, operation, key string) *model.Record {
	r := line(uuid1, operation, key, 1)
	r.Text[model.FieldBucket] = []byte(bucket)
	return r
}

func TestDuplicates(t *testing.T) {
	for _, test := range []struct {
		name string
		a, b *model.Record
		want int // records kept
	}{
		{"the same event delivered twice", event(uuid1, "111122223333", "GetObject", 1), event(uuid1, "111122223333", "GetObject", 1), 1},
		{"one event ID in two accounts", event(uuid1, "111122223333", "GetObject", 1), event(uuid1, "444455556666", "GetObject", 1), 2},
		{"two events", event(uuid1, "111122223333", "GetObject", 1), event(uuid2, "111122223333", "GetObject", 1), 2},
		{"an event ID that is no UUID, twice", event("x", "111122223333", "GetObject", 1), event("x", "111122223333", "GetObject", 1), 1},
		{"the same, in two accounts", event("x", "111122223333", "GetObject", 1), event("x", "444455556666", "GetObject", 1), 2},
		{"events without an ID are all kept", event("", "1", "GetObject", 1), event("", "1", "GetObject", 1), 2},
		{"the same line twice", line("3E57427F3EXAMPLE", "REST.GET.OBJECT", "k", 1), line("3E57427F3EXAMPLE", "REST.GET.OBJECT", "k", 1), 1},
		{"two keys of one batch delete", line("3E57427F3EXAMPLE", "BATCH.DELETE.OBJECT", "k", 1), line("3E57427F3EXAMPLE", "BATCH.DELETE.OBJECT", "l", 1), 2},
		{"both lines of a copy", line("3E57427F3EXAMPLE", "REST.COPY.OBJECT", "k", 1), line("3E57427F3EXAMPLE", "REST.COPY.OBJECT_GET", "k", 1), 2},
		{"one job, the same key in two buckets", lineIn("a", "S3.COMPUTE.OBJECT.CHECKSUM", "k"), lineIn("b", "S3.COMPUTE.OBJECT.CHECKSUM", "k"), 2},
		{"one job, the same line twice", lineIn("a", "S3.COMPUTE.OBJECT.CHECKSUM", "k"), lineIn("a", "S3.COMPUTE.OBJECT.CHECKSUM", "k"), 1},
		{"lines without a request ID are all kept", line("", "REST.GET.OBJECT", "k", 1), line("", "REST.GET.OBJECT", "k", 1), 2},
	} {
		for size := 1; size <= 2; size++ { // in two batches, in one
			if got := load(t, size, test.a, test.b).Snapshot().Len(); got != test.want {
				t.Errorf("%s (batches of %d): %d kept, want %d", test.name, size, got, test.want)
			}
		}
	}
}

func TestDuplicatesAcrossSegments(t *testing.T) {
	s := New(Options{})
	b := NewBatch()
	total := 0
	for range 2 {
		for i := range 150_000 {
			b.Add(event(fmt.Sprintf("11111111-2222-3333-4444-%012x", i), "111122223333", "GetObject", int64(i)))
			if b.Len() == 7000 {
				_, dup, err := s.Append("f", b)
				if err != nil {
					t.Fatal(err)
				}
				total += dup
				b.Reset()
			}
		}
	}
	_, dup, _ := s.Append("f", b)
	s.Flush()
	if total+dup != 150_000 || s.Snapshot().Len() != 150_000 {
		t.Errorf("%d duplicates and %d kept, want 150,000 of each", total+dup, s.Snapshot().Len())
	}
}

func TestTextComesBackAsItWas(t *testing.T) {
	r := line("3E57427F3EXAMPLE", "REST.GET.OBJECT", "a key", 1_700_000_000_123)
	r.None(model.FieldError)
	r.Number[model.FieldBytes-model.NumText] = 70_000
	long := event("not a uuid", "111122223333", "PutObject", 1_700_000_000_000)
	long.Text[model.FieldRequest] = []byte("a request ID of more than sixteen bytes")
	v := load(t, 1, r, long).Snapshot()
	for _, test := range []struct {
		row      Row
		field    model.Field
		want     string
		recorded bool
	}{
		{0, model.FieldKind, "accesslog", true},
		{0, model.FieldTime, "2023-11-14T22:13:20.123Z", true},
		{0, model.FieldID, "3E57427F3EXAMPLE", true},
		{0, model.FieldRequest, "3E57427F3EXAMPLE", true},
		{0, model.FieldKey, "a key", true},
		{0, model.FieldBytes, "70000", true},
		{0, model.FieldSize, "", false},
		{0, model.FieldError, "", false},
		{0, model.FieldUA, "", false},
		{1, model.FieldTime, "2023-11-14T22:13:20Z", true},
		{1, model.FieldBytes, "", false},
		{1, model.FieldID, "", true}, // kept as a hash
	} {
		// Segments of one row each: the second row is the first of segment 1.
		row := test.row
		if len(v.segs) == 2 {
			row <<= 16
		}
		got, recorded := v.Text(row, test.field)
		if got != test.want || recorded != test.recorded {
			t.Errorf("row %d %v = %q, %v; want %q, %v", test.row, test.field, got, recorded, test.want, test.recorded)
		}
	}
	if !v.Answered(0, model.FieldError) || v.Answered(0, model.FieldUA) {
		t.Error("an absent error is an answer, an absent user agent is silence")
	}
	second := Row(v.Len() - 1)
	if v.Exact(second, model.FieldID) || v.Exact(second, model.FieldRequest) || !v.Exact(0, model.FieldID) {
		t.Error("only IDs of an unusual shape are kept as a hash")
	}
	if diff := cmp.Diff(model.Ref{File: 0, Offset: 100, Length: 1}, v.Ref(second)); diff != "" {
		t.Error(diff)
	}
}

// TestEventWithoutID has no id, whatever the shape of its request ID.
func TestEventWithoutID(t *testing.T) {
	r := event("", "111122223333", "PutObject", 1_700_000_000_000)
	r.Text[model.FieldID] = nil
	r.Text[model.FieldRequest] = []byte("a request ID of more than sixteen bytes")
	v := load(t, 1, r).Snapshot()
	if id, recorded := v.Text(0, model.FieldID); recorded || !v.Exact(0, model.FieldID) || v.Exact(0, model.FieldRequest) {
		t.Errorf("id %q, recorded %v, exact %v", id, recorded, v.Exact(0, model.FieldID))
	}
}

func TestFind(t *testing.T) {
	v := load(t, 1,
		line("3E57427F3EXAMPLE", "REST.GET.OBJECT", "b", 30),
		event(uuid1, "1", "GetObject", 20),
		event("odd", "1", "GetObject", 25),
		line("3E57427F3EXAMPLE", "REST.GET.OBJECT", "a", 10)).Snapshot()
	for id, want := range map[string][]Row{
		"3E57427F3EXAMPLE": {3, 0}, uuid1: {1}, "odd": {2}, "none": nil, "": nil, uuid2: nil,
	} {
		if diff := cmp.Diff(want, v.Find(id)); diff != "" {
			t.Errorf("find %q: %s", id, diff)
		}
	}
}

// TestRowsAreInOrderOfTime holds Rows against a plain sort, over records whose
// times repeat and whose segments overlap.
func TestRowsAreInOrderOfTime(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, spread := range []int64{1, 50, 1_000_000, 1 << 40} {
		var records []*model.Record
		for range 5000 {
			records = append(records, line("", "REST.GET.OBJECT", "k", rnd.Int64N(spread)))
		}
		v := load(t, 1000, records...).Snapshot()
		a, err := v.Ask(context.Background(), Question{})
		if err != nil {
			t.Fatal(err)
		}
		var want []Row
		for k, s := range v.segs {
			for i := range s.n {
				want = append(want, Row(k<<16|i))
			}
		}
		slices.SortFunc(want, v.compare)
		if a.Rows.Len() != len(want) {
			t.Fatalf("%d rows, want %d", a.Rows.Len(), len(want))
		}
		for range 500 {
			i := rnd.IntN(len(want))
			if got := a.Rows.At(i); got != want[i] {
				t.Fatalf("spread %d: row at %d is %d, want %d", spread, i, got, want[i])
			}
			if place, ok := a.Rows.Rank(want[i]); place != i || !ok {
				t.Fatalf("spread %d: rank of %d is %d, want %d", spread, want[i], place, i)
			}
		}
		for i := range want {
			if got := a.Rows.At(i); got != want[i] {
				t.Fatalf("spread %d: row at %d is %d, want %d", spread, i, got, want[i])
			}
		}
	}
}

func TestMemoryLimit(t *testing.T) {
	s := New(Options{Memory: 1})
	b := NewBatch()
	b.Add(event(uuid1, "1", "GetObject", 1))
	if _, _, err := s.Append("f", b); err != nil {
		t.Fatalf("an empty store is never full: %v", err)
	}
	s.Flush()
	if added, _, err := s.Append("f", b); err != ErrFull || added != 0 {
		t.Errorf("added %d, error %v; want 0 and ErrFull", added, err)
	}
}

// TestBatchIsUsedAgain fills one batch again and again, for two stores in turn:
// what it remembers of the values must never show.
func TestBatchIsUsedAgain(t *testing.T) {
	b := NewBatch()
	stores := []*Store{New(Options{}), New(Options{})}
	want := [2][]string{}
	for n := range 60 {
		k := n % 3 % 2 // now one store twice, now the other
		for i := range 500 {
			key := fmt.Sprintf("key %d", n*500+i)
			if n%4 > 0 {
				key = fmt.Sprintf("key %d", i%7)
			}
			r := line("", "REST.GET.OBJECT", key, int64(n*500+i))
			r.Text[model.FieldBucket] = fmt.Appendf(nil, "bucket-%d", i%5+n)
			b.Add(r)
			want[k] = append(want[k], key+" "+string(r.Text[model.FieldBucket]))
		}
		if _, _, err := stores[k].Append("f", b); err != nil {
			t.Fatal(err)
		}
		b.Reset()
	}
	for k, s := range stores {
		s.Flush()
		v := s.Snapshot()
		var got []string
		for seg := range v.segs {
			for i := range v.segs[seg].n {
				row := Row(seg<<16 | i)
				key, _ := v.Text(row, model.FieldKey)
				bucket, _ := v.Text(row, model.FieldBucket)
				got = append(got, key+" "+bucket)
			}
		}
		if diff := cmp.Diff(want[k], got); diff != "" {
			t.Errorf("store %d: %s", k, diff)
		}
	}
}

// TestBatchHoldsItsMost fills batches to the brim with values that are all
// distinct, beside those known from before: no code may stand for two of them.
func TestBatchHoldsItsMost(t *testing.T) {
	s, b := New(Options{}), NewBatch()
	const first = maxKnown - 1
	add := func(n int) {
		for range n {
			i := s.rows + s.build.n + b.Len()
			b.Add(line("", "REST.GET.OBJECT", fmt.Sprintf("key %d", i), int64(i)))
		}
		if _, _, err := s.Append("f", b); err != nil {
			t.Fatal(err)
		}
	}
	add(first)
	b.rows, b.tags = b.rows[:0], b.tags[:0] // as Reset, but that the keys stay known
	add(MaxBatch)
	s.Flush()
	v := s.Snapshot()
	a, err := v.Ask(context.Background(), Question{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range a.Rows.Len() {
		if key, _ := v.Text(a.Rows.At(i), model.FieldKey); key != fmt.Sprintf("key %d", i) {
			t.Fatalf("record %d has %q", i, key)
		}
	}
	if a.Matched != first+MaxBatch {
		t.Errorf("%d records, want %d", a.Matched, first+MaxBatch)
	}
	defer func() {
		if recover() == nil {
			t.Error("a full batch took one more record")
		}
	}()
	b.Add(line("", "REST.GET.OBJECT", "k", 1))
}
