package store

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"s3sleuth/model"
)

// A path that is a column is answered without the bytes, where the column holds
// the value; what comes out is what the bytes alone would give.
func TestPathsAreAnsweredByTheirColumns(t *testing.T) {
	var plain, odd []*model.Record
	for i := range 90 {
		for _, p := range []struct {
			list *[]*model.Record
			is   bool
		}{{&plain, true}, {&odd, false}} {
			r := event(fmt.Sprintf("00000000-0000-4000-8000-%012d", i), "1", []string{"PutObject", "GetObject", "DeleteObject"}[i%3], int64(i))
			r.Plain = p.is
			if i%9 == 4 { // as where it is an array
				r.Plain = false
			}
			if i%9 == 5 {
				r.Text[model.FieldOp], r.Text[model.FieldOperation] = nil, nil
			}
			*p.list = append(*p.list, r)
		}
	}
	for i := range 10 {
		r := line(fmt.Sprintf("%016d", i), "REST.PUT.OBJECT", "k", int64(i))
		plain, odd = append(plain, r), append(odd, r)
	}
	var reads atomic.Int64
	raw := func(_ context.Context, _ string, offset int64, _ int) ([]byte, error) {
		reads.Add(1)
		switch i := offset / 100; {
		case i == 14:
			return nil, errors.New("gone")
		case i%9 == 4:
			return []byte(`{"eventName":["x","PutObject"]}`), nil
		case i%9 == 5:
			return []byte(`{"eventName":null}`), nil
		default:
			return fmt.Appendf(nil, `{"eventName":%q}`, []string{"PutObject", "GetObject", "DeleteObject"}[i%3]), nil
		}
	}
	a, b := load(t, 40, plain...).Snapshot(), load(t, 40, odd...).Snapshot()
	for _, filter := range []string{
		"eventName:PutObject", "-eventName:PutObject", "eventName!=PutObject", "has:eventName", "-has:eventName", "eventName:Put*",
		"unknown:(eventName:x)", "eventName:PutObject OR kind:accesslog", "unknown:(eventName!=GetObject kind:cloudtrail)",
	} {
		ask := func(v *Snapshot) (*Answer, int) {
			before := reads.Load()
			ans, err := v.Ask(context.Background(), Question{Where: parse(t, filter), Raw: raw})
			if err != nil {
				t.Fatal(err)
			}
			return ans, int(reads.Load() - before)
		}
		got, few := ask(a)
		want, _ := ask(b)
		if got.Matched != want.Matched || got.Unknown != want.Unknown {
			t.Errorf("%s: %d match, %d cannot say by columns; %d, %d by the bytes", filter, got.Matched, got.Unknown, want.Matched, want.Unknown)
		}
		for i := range got.Matched {
			if got.Rows.At(i) != want.Rows.At(i) {
				t.Fatalf("%s: another record at place %d", filter, i)
			}
		}
		if few > 20 {
			t.Errorf("%s: %d events were read, want the 20 whose column does not tell", filter, few)
		}
	}
}
