package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
)

// pathStore holds 100 events and 20 access-log lines; event 3 cannot be read
// again, event 5 has no value at requestParameters.x, event 7 has two.
func pathStore(t testing.TB) (v *Snapshot, raw RawFunc, reads *atomic.Int64) {
	var records []*model.Record
	for i := range 100 {
		r := event(fmt.Sprintf("00000000-0000-4000-8000-%012d", i), "1", "PutObject", int64(i)*1000)
		if i%2 == 0 {
			r.Text[model.FieldOp], r.Text[model.FieldOperation] = []byte("GetObject"), []byte("GetObject")
		}
		records = append(records, r)
	}
	for i := range 20 {
		records = append(records, line(fmt.Sprintf("%016d", i), "REST.GET.OBJECT", "k", int64(i)*1000))
	}
	reads = new(atomic.Int64)
	raw = func(_ context.Context, _ string, offset int64, _ int) ([]byte, error) {
		reads.Add(1)
		switch offset {
		case 300:
			return nil, errors.New("gone")
		case 500:
			return []byte(`{"requestParameters":{"x":null}}`), nil
		case 700:
			return []byte(`{"requestParameters":[{"x":"b"},{"x":1}]}`), nil
		}
		return fmt.Appendf(nil, `{"requestParameters":{"x":"v%d"}}`, offset/100%10/4), nil
	}
	return load(t, 40, records...).Snapshot(), raw, reads
}

func TestPathFacet(t *testing.T) {
	v, raw, reads := pathStore(t)
	ask := func(q Question) Facet {
		t.Helper()
		q.Raw = raw
		f, err := v.PathFacet(context.Background(), q, "requestParameters.x")
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	got := ask(Question{})
	want := Facet{
		Field: model.FieldPath, Path: "requestParameters.x", Distinct: 4, NotRecorded: 21, Unreadable: 1, NoneIn: true, Base: 120,
		Values: []Value{
			{Text: "v0", Count: 39, In: true, Last: 93_000},
			{Text: "v1", Count: 38, In: true, First: 4000, Last: 97_000},
			{Text: "v2", Count: 20, In: true, First: 8000, Last: 99_000},
			{Text: `["b",1]`, Count: 1, In: true, First: 7000, Last: 7000},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := reads.Load(); n != 100 {
		t.Errorf("%d reads, want each event once and no line", n)
	}

	where := parse(t, "op:PutObject -requestParameters.x:v1")
	got = ask(Question{Where: where, LeaveOut: true, Find: "V", Top: 2, Order: ByRarity})
	want = Facet{
		Field: model.FieldPath, Path: "requestParameters.x", Distinct: 3, NotRecorded: 1, Unreadable: 1, NoneIn: true, Base: 50,
		Values: []Value{{Text: "v2", Count: 10, In: true, First: 9000, Last: 99_000}, {Text: "v1", Count: 18, First: 15_000, Last: 97_000}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	got = ask(Question{Where: where, LeaveOut: true})
	for _, value := range got.Values {
		if value.In == (value.Text == "v1") {
			t.Errorf("%s is let through: %t", value.Text, value.In)
		}
	}
	if n := reads.Load(); n != 102 {
		t.Errorf("%d reads, want the lost one again each time, and none else: they are kept", n)
	}
}

func TestPathFacetIsCancelled(t *testing.T) {
	v, raw, reads := pathStore(t)
	ctx, cancel := context.WithCancel(context.Background())
	slow := func(ctx context.Context, file string, offset int64, length int) ([]byte, error) {
		if reads.Load() == 10 {
			cancel()
		}
		return raw(ctx, file, offset, length)
	}
	if _, err := v.PathFacet(ctx, Question{Raw: slow}, "requestParameters.x"); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want context.Canceled", err)
	}
	if n := reads.Load(); n > 20 {
		t.Errorf("%d reads after the end", n)
	}
	if _, err := v.PathFacet(context.Background(), Question{}, "requestParameters.y"); !errors.Is(err, ErrNoBytes) {
		t.Errorf("without bytes: %v, want ErrNoBytes", err)
	}
}

// Several questions read one path at the same time.
func TestPathIsReadByMany(t *testing.T) {
	v, raw, _ := pathStore(t)
	var wg sync.WaitGroup
	for _, filter := range []string{"", "op:PutObject", "op:GetObject", "kind:cloudtrail"} {
		wg.Go(func() {
			q := Question{Where: parse(t, filter), Raw: raw}
			if _, err := v.PathFacet(context.Background(), q, "requestParameters.x"); err != nil {
				t.Error(err)
			}
			q.Sort = &Sort{Field: model.FieldPath, Path: "requestParameters.x", Desc: true}
			a, err := v.Ask(context.Background(), q)
			if err != nil {
				t.Error(err)
				return
			}
			for i := range v.Len() {
				row := v.segs[0].n
				_, _ = a.Sorted.Rank(Row(min(i, row-1)))
			}
		})
	}
	wg.Wait()
}

func TestSortedByPath(t *testing.T) {
	v, raw, _ := pathStore(t)
	by := Sort{Field: model.FieldPath, Path: "requestParameters.x", Desc: true}
	a, err := v.Ask(context.Background(), Question{Where: parse(t, "op:PutObject"), Raw: raw, Sort: &by})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range a.Sorted.Len() {
		ref := v.Ref(a.Sorted.At(i))
		text := "-"
		if b, err := raw(context.Background(), "", ref.Offset, 0); err == nil {
			if s, ok := model.PathText(model.CloudTrail, b, by.Path); ok {
				text = s
			}
		}
		if len(got) == 0 || got[len(got)-1] != text {
			got = append(got, text)
		}
	}
	if diff := cmp.Diff([]string{"v2", "v1", "v0", `["b",1]`, "-"}, got); diff != "" {
		t.Errorf("values in order (-want +got):\n%s", diff)
	}
}

// A group without a value and one of an empty value read alike; their order is
// that of their counts, and the same each time.
func TestEmptyValueIsNoMissingValue(t *testing.T) {
	var records []*model.Record
	for i := range 2 {
		records = append(records, event(fmt.Sprintf("00000000-0000-4000-8000-%012d", i), "1", "op", int64(i)))
	}
	v := load(t, 10, records...).Snapshot()
	raw := func(_ context.Context, _ string, offset int64, _ int) ([]byte, error) {
		return []byte([]string{`{"userIdentity":{"userName":""}}`, `{}`}[offset/100]), nil
	}
	for range 50 {
		_, groups, _, err := v.Groups(context.Background(), Question{Raw: raw}, []Key{{Field: model.FieldPath, Path: "userIdentity.userName"}}, 0)
		if err != nil {
			t.Fatal(err)
		}
		if len(groups) != 2 || groups[0].Values[0].Recorded || !groups[1].Values[0].Recorded {
			t.Fatalf("%+v, want the one without a value first", groups)
		}
	}
}

// One sorts by a path while another reads other records of the segment for it.
func TestSortingByAPathBesideItsReading(t *testing.T) {
	v, fast, _ := pathStore(t)
	raw := func(ctx context.Context, file string, offset int64, length int) ([]byte, error) {
		time.Sleep(10 * time.Microsecond) // the other one comes and waits
		return fast(ctx, file, offset, length)
	}
	var wg sync.WaitGroup
	for i := range 20 {
		path := fmt.Sprintf("requestParameters.x%d", i)
		for _, filter := range []string{"op:PutObject", "op:GetObject"} {
			wg.Go(func() {
				by := &Sort{Field: model.FieldPath, Path: path}
				if _, err := v.Ask(context.Background(), Question{Where: parse(t, filter), Raw: raw, Sort: by}); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
}
