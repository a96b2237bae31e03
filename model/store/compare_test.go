package store

import (
	stdcmp "cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"s3sleuth/model"
)

// crowd returns records of a quiet hour and then of a minute in which one
// caller deletes: 900 before, 100 in the minute from 3,600,000 ms on.
func crowd() []*model.Record {
	var out []*model.Record
	add := func(at int64, op, who, status string) {
		r := event(fmt.Sprintf("00000000-0000-4000-8000-%012d", len(out)), "111122223333", op, at)
		r.Text[model.FieldPrincipal] = []byte(who)
		if status != "" {
			r.Text[model.FieldStatus] = []byte(status)
		}
		out = append(out, r)
	}
	for i := range 900 {
		add(int64(i)*4000, []string{"GetObject", "PutObject"}[i%2], []string{"ann", "bob", "eve"}[i%3], "200")
	}
	for i := range 100 {
		if i%10 == 0 {
			add(3_600_000+int64(i)*600, "GetObject", "ann", "200")
		} else {
			add(3_600_000+int64(i)*600, "DeleteObject", "eve", "")
		}
	}
	return out
}

func TestCompare(t *testing.T) {
	v := load(t, 130, crowd()...).Snapshot()
	a, err := v.Ask(context.Background(), Question{})
	if err != nil {
		t.Fatal(err)
	}
	fields := []model.Field{model.FieldOp, model.FieldPrincipal, model.FieldStatus, model.FieldAccount, model.FieldID, model.FieldBytes}
	got, err := a.Rows.Compare(context.Background(), 3_600_000, 3_660_000, fields)
	if err != nil {
		t.Fatal(err)
	}
	share := func(in, rest int) float64 { return float64(in)/100 - float64(rest)/900 }
	want := &Comparison{
		In: 100, Rest: 900,
		Over: []Difference{
			{Field: model.FieldOp, Text: "DeleteObject", Recorded: true, In: 90, Points: share(90, 0)},
			{Field: model.FieldStatus, In: 90, Points: share(90, 0)},
			{Field: model.FieldPrincipal, Text: "eve", Recorded: true, In: 90, Rest: 300, Points: share(90, 300)},
		},
		Under: []Difference{
			{Field: model.FieldStatus, Text: "200", Recorded: true, In: 10, Rest: 900, Points: share(10, 900)},
			{Field: model.FieldOp, Text: "PutObject", Recorded: true, Rest: 450, Points: share(0, 450)},
			{Field: model.FieldOp, Text: "GetObject", Recorded: true, In: 10, Rest: 450, Points: share(10, 450)},
			{Field: model.FieldPrincipal, Text: "bob", Recorded: true, Rest: 300, Points: share(0, 300)},
			{Field: model.FieldPrincipal, Text: "ann", Recorded: true, In: 10, Rest: 300, Points: share(10, 300)},
		},
		Alike: []model.Field{model.FieldAccount},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What few records or chance can explain is no difference.
func TestCompareHasAFloor(t *testing.T) {
	v := load(t, 130, crowd()...).Snapshot()
	a, _ := v.Ask(context.Background(), Question{})
	for _, c := range []struct {
		name     string
		from, to int64
	}{
		{"an ordinary hundred", 400_000, 800_000},
		{"four records of the minute", 3_600_500, 3_602_500},
		{"all but a few", 0, 3_657_500},
		{"nothing", 9_000_000, 9_100_000},
		{"everything", 0, 9_000_000},
	} {
		got, err := a.Rows.Compare(context.Background(), c.from, c.to, []model.Field{model.FieldOp, model.FieldPrincipal, model.FieldStatus})
		if err != nil || len(got.Over) > 0 || len(got.Under) > 0 || len(got.Alike) != 3 || got.In+got.Rest != 1000 {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := a.Rows.Compare(ctx, 0, 1000, []model.Field{model.FieldOp}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}

// The classes of a stack add up to the histogram, whatever the filter.
func TestStackAddsUpToTheHistogram(t *testing.T) {
	v := load(t, 700, population(4000)...).Snapshot()
	first, last, _ := v.Bounds()
	from, to := first+3_600_000, last-3_600_000
	classes := Split{Field: model.FieldStatus, Classes: 3, Class: func(value []byte, recorded bool) int {
		switch {
		case !recorded:
			return 2
		case value[0] == '2':
			return 0
		}
		return 1
	}}
	for _, where := range []model.Expr{nil, parse(t, "tls:none"), parse(t, "bucket:acme-* -status:200")} {
		a, err := v.Ask(context.Background(), Question{Where: where, Bins: 29, BinFrom: from, BinTo: to})
		if err != nil {
			t.Fatal(err)
		}
		got, err := a.Rows.Stack(context.Background(), classes, 29, from, to)
		if err != nil {
			t.Fatal(err)
		}
		sum, ok := make([]int, 29), 0
		for _, class := range got {
			for b, n := range class {
				sum[b] += n
			}
		}
		for _, n := range got[0] {
			ok += n
		}
		if diff := cmp.Diff(a.Histogram, sum); diff != "" {
			t.Errorf("%v: %s", where, diff)
		}
		want := 0
		for i := range a.Rows.Len() {
			row := a.Rows.At(i)
			if s, _ := v.Text(row, model.FieldStatus); s == "200" && v.Time(row) >= from && v.Time(row) < to {
				want++
			}
		}
		if ok != want {
			t.Errorf("%v: %d in class 0, want %d", where, ok, want)
		}
	}
}

// A facet comes in the order asked for, narrowed by a text, with the times its
// values were seen.
func TestFacetOrderFindSeen(t *testing.T) {
	v := load(t, 300, population(2000)...).Snapshot()
	byText := func(a, b Value) int { return strings.Compare(a.Text, b.Text) }
	for _, f := range []model.Field{model.FieldOp, model.FieldKey, model.FieldID, model.FieldBytes} {
		seen := map[string]Value{}
		for k, s := range v.segs {
			for i := range s.n {
				text, recorded := v.Text(Row(k<<16|i), f)
				if !recorded {
					continue
				}
				at, was := v.Time(Row(k<<16|i)), seen[text]
				if was.Count == 0 {
					was = Value{Text: text, In: true, First: at, Last: at}
				}
				was.Count++
				was.First, was.Last = min(was.First, at), max(was.Last, at)
				seen[text] = was
			}
		}
		for _, find := range []string{"", "a", "OBJ"} {
			var want []Value
			for text, val := range seen {
				if strings.Contains(strings.ToLower(text), strings.ToLower(find)) {
					want = append(want, val)
				}
			}
			for order, less := range map[Order]func(a, b Value) int{
				ByName:   byText,
				ByCount:  func(a, b Value) int { return stdcmp.Or(b.Count-a.Count, byText(a, b)) },
				ByRarity: func(a, b Value) int { return stdcmp.Or(a.Count-b.Count, byText(a, b)) },
			} {
				slices.SortFunc(want, less)
				a, err := v.Ask(context.Background(), Question{Facets: []model.Field{f}, Order: order, Find: find, Seen: true, Top: 7})
				if err != nil {
					t.Fatal(err)
				}
				got := a.Facets[0]
				if diff := cmp.Diff(want[:min(7, len(want))], got.Values, cmpopts.EquateEmpty()); diff != "" || got.Distinct != len(want) || got.Base != 2000 {
					t.Errorf("%s %q order %d: %d values of %d, base %d: %s", f, find, order, len(got.Values), got.Distinct, got.Base, diff)
				}
			}
		}
	}
}
