package store

import (
	stdcmp "cmp"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
)

// orderOf puts the rows of an answer in order the plain way.
func orderOf(a *Answer, by Sort) []Row {
	v := a.Snapshot
	rows := make([]Row, a.Rows.Len())
	for i := range rows {
		rows[i] = a.Rows.At(i)
	}
	address := func(s string) netip.Addr {
		ip, _ := netip.ParseAddr(s)
		return netip.AddrFrom16(ip.As16())
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		x, hasX := v.Text(a, by.Field)
		y, hasY := v.Text(b, by.Field)
		if !hasX || !hasY {
			return boolOrder(hasY) - boolOrder(hasX)
		}
		c := stdcmp.Compare(x, y)
		switch {
		case by.Field.IsNumber():
			n, _ := strconv.Atoi(x)
			m, _ := strconv.Atoi(y)
			c = stdcmp.Compare(n, m)
		case by.Field == model.FieldTime:
			c = stdcmp.Compare(v.Time(a), v.Time(b))
		case by.Field == model.FieldIP:
			_, errX := netip.ParseAddr(x)
			_, errY := netip.ParseAddr(y)
			switch {
			case errX == nil && errY == nil:
				c = address(x).Compare(address(y))
			case errX == nil:
				c = -1
			case errY == nil:
				c = 1
			}
		}
		if by.Desc {
			return -c
		}
		return c
	})
	return rows
}

func boolOrder(b bool) int {
	if b {
		return 1
	}
	return 0
}

func askSorted(t testing.TB, v *Snapshot, filter string, by Sort) *Answer {
	t.Helper()
	a, err := v.Ask(context.Background(), Question{Where: parse(t, filter), Sort: &by})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestSortedAgreesWithPlainSorting: every field, both directions, filters that
// let through all, some and few of many segments.
func TestSortedAgreesWithPlainSorting(t *testing.T) {
	records := population(4000)
	for i, r := range records {
		r.Version = fmt.Appendf(nil, "%d", i)
	}
	v := load(t, 300, records...).Snapshot()
	fields := []model.Field{
		model.FieldOp, model.FieldIP, model.FieldKey, model.FieldBucket, model.FieldBytes, model.FieldSize, model.FieldError,
		model.FieldTime, model.FieldID, model.FieldRequest, model.FieldReferer,
	}
	for _, filter := range []string{"", "bucket:acme-*", "key:x error:AccessDenied", "bucket:no-such-bucket"} {
		for _, f := range fields {
			for _, desc := range []bool{false, true} {
				by := Sort{Field: f, Desc: desc}
				a := askSorted(t, v, filter, by)
				want := orderOf(a, by)
				got := make([]Row, a.Sorted.Len())
				for i := range got {
					got[i] = a.Sorted.At(i)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("%q by %v, desc %t (-want +got):\n%s", filter, f, desc, diff)
				}
				for i := 0; i < len(want); i += 7 {
					if k, ok := a.Sorted.Rank(want[i]); k != i || !ok {
						t.Fatalf("%q by %v, desc %t: row %d ranks %d, %t", filter, f, desc, i, k, ok)
					}
				}
			}
		}
	}
}

// A record that is no match has the place of the next match.
func TestSortedRanksWhatIsNoMatch(t *testing.T) {
	records := population(900)
	v := load(t, 100, records...).Snapshot()
	by := Sort{Field: model.FieldBucket}
	every, some := askSorted(t, v, "", by), askSorted(t, v, "bucket:acme-*", by)
	before := 0
	for i := range every.Sorted.Len() {
		row := every.Sorted.At(i)
		k, ok := some.Sorted.Rank(row)
		if k != before || ok != some.Rows.Has(row) {
			t.Fatalf("row %d ranks %d, %t; %d matches stand before it", i, k, ok, before)
		}
		if ok {
			before++
		}
	}
}

// The order stays right while values that lie between the others come in, for
// the snapshots before, too.
func TestSortedWhileTheStoreGrows(t *testing.T) {
	st := New(Options{})
	var snaps []*Snapshot
	for part := range 5 {
		b := NewBatch()
		for i := range 1500 {
			n := (i*7919 + part*104729) % 100_000
			r := line(fmt.Sprintf("%02d%014d", part, i), "REST.GET.OBJECT", fmt.Sprintf("data/%d.csv", n), int64(i)*1000)
			b.Add(r)
		}
		if _, _, err := st.Append("logs/a", b); err != nil {
			t.Fatal(err)
		}
		st.Flush()
		snaps = append(snaps, st.Snapshot())
	}
	by := Sort{Field: model.FieldKey, Desc: true}
	for _, k := range []int{0, 2, 4, 1, 3} {
		a := askSorted(t, snaps[k], "", by)
		want := orderOf(a, by)
		for i, row := range want {
			if a.Sorted.At(i) != row {
				t.Fatalf("snapshot %d: another record at place %d", k, i)
			}
		}
		if len(want) != (k+1)*1500 {
			t.Errorf("snapshot %d holds %d records", k, len(want))
		}
	}
}

func TestSortingStops(t *testing.T) {
	v := load(t, 300, population(900)...).Snapshot()
	a := askSorted(t, v, "", Sort{Field: model.FieldOp})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, f := range []model.Field{model.FieldKey, model.FieldBytes} {
		if _, err := a.Rows.sort(&evaluation{ctx: ctx, view: v}, Sort{Field: f}); !errors.Is(err, context.Canceled) {
			t.Errorf("sorting by %v after the end: %v", f, err)
		}
	}
}

func BenchmarkSort(b *testing.B) {
	v := benchStore().Snapshot()
	for _, f := range []model.Field{model.FieldOp, model.FieldIP, model.FieldBytes, model.FieldKey} {
		b.Run(f.String(), func(b *testing.B) {
			a := askSorted(b, v, "", Sort{Field: f})
			for b.Loop() {
				if _, err := a.Rows.sort(&evaluation{ctx: context.Background(), view: v}, Sort{Field: f}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(f.String()+"/first", func(b *testing.B) {
			a := askSorted(b, v, "", Sort{Field: f})
			for b.Loop() {
				*v.ranks = ranks{}
				if _, err := a.Rows.sort(&evaluation{ctx: context.Background(), view: v}, Sort{Field: f}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(f.String()+"/window", func(b *testing.B) {
			a := askSorted(b, v, "", Sort{Field: f})
			for i := 0; b.Loop(); i++ {
				a.Sorted.At(i * 48_271 % a.Sorted.Len())
			}
		})
	}
}

// The years that a log can spell lie further apart than 48 bits of milliseconds.
func TestOrderOfTimesFarApart(t *testing.T) {
	const year0, year9999 = -62_167_219_200_000, 253_402_300_799_000
	times := []int64{year9999, 1, year0, 2, year9999 - 1, year0 + 1}
	var records []*model.Record
	for i, at := range times {
		records = append(records, event(fmt.Sprintf("00000000-0000-4000-8000-%012d", i), "1", "op", at))
	}
	a := askSorted(t, load(t, 10, records...).Snapshot(), "", Sort{Field: model.FieldOp})
	slices.Sort(times)
	for i, want := range times {
		if got := a.Snapshot.Time(a.Rows.At(i)); got != want {
			t.Errorf("place %d of Rows: time %d, want %d", i, got, want)
		}
		if got := a.Snapshot.Time(a.Sorted.At(i)); got != want {
			t.Errorf("place %d of Sorted: time %d, want %d", i, got, want)
		}
	}
}

// An identifier of which all bits are alike is a value as any other.
func TestOrderOfExtremeIDs(t *testing.T) {
	ids := []string{"00000000-0000-0000-0000-000000000000", "11111111-1111-1111-1111-111111111111", "ffffffff-ffff-ffff-ffff-ffffffffffff"}
	var records []*model.Record
	for i, id := range []string{"", ids[2], ids[1], ids[0]} {
		records = append(records, event(id, "1", "op", int64(i)))
	}
	v := load(t, 10, records...).Snapshot()
	for _, desc := range []bool{false, true} {
		a := askSorted(t, v, "", Sort{Field: model.FieldID, Desc: desc})
		var got []string
		for i := range a.Sorted.Len() {
			id, _ := v.Text(a.Sorted.At(i), model.FieldID)
			got = append(got, id)
		}
		want := append(slices.Clone(ids), "")
		if desc {
			slices.Reverse(want[:3])
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("descending %t (-want +got):\n%s", desc, diff)
		}
	}
}
