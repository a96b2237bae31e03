package store

import (
	"context"
	"errors"
	"testing"

	"s3sleuth/model"
)

// What keeps a record from being read once, as credentials that have run out,
// does not keep it unreadable.
func TestReadAgainAfterAFault(t *testing.T) {
	v, sound, _ := pathStore(t)
	expired := true
	raw := func(ctx context.Context, file string, offset int64, length int) ([]byte, error) {
		if expired {
			return nil, errors.New("the credentials have run out")
		}
		if offset == 300 {
			offset = 0
		}
		return sound(ctx, file, offset, length)
	}
	const path = "requestParameters.x"
	q := Question{Where: parse(t, path+":v1"), Raw: raw}
	ask := func() (matched, unknown, unreadable int) {
		t.Helper()
		a, err := v.Ask(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		f, err := v.PathFacet(context.Background(), Question{Raw: raw}, path)
		if err != nil {
			t.Fatal(err)
		}
		return a.Matched, a.Unknown, f.Unreadable
	}
	if m, u, lost := ask(); m != 0 || u != 120 || lost != 100 {
		t.Errorf("while nothing can be read: %d match, %d cannot say, %d unreadable; want 0, all 120, 100", m, u, lost)
	}
	expired = false
	if m, u, lost := ask(); m != 38 || u != 21 || lost != 0 {
		t.Errorf("afterwards: %d match, %d cannot say, %d unreadable; want 38, the 20 lines and the null, 0", m, u, lost)
	}
}

// Counting by a path reads events only, and one that cannot be read costs no other.
func TestGroupsByPath(t *testing.T) {
	v, raw, reads := pathStore(t)
	by := []Key{{Field: model.FieldPath, Path: "requestParameters.x"}, {Field: model.FieldKind}}
	a, groups, distinct, err := v.Groups(context.Background(), Question{Raw: raw}, by, 0)
	if err != nil {
		t.Fatal(err)
	}
	none, total := 0, 0
	for _, g := range groups {
		total += g.Count
		if !g.Values[0].Recorded {
			none += g.Count
		}
	}
	if total != 120 || none != 22 || distinct != 6 || a.Unreadable != 1 || a.Matched != 120 {
		t.Errorf("%d counted, %d without a value, %d groups, %d unreadable of %d; want 120, 22, 6, 1, 120",
			total, none, distinct, a.Unreadable, a.Matched)
	}
	if n := reads.Load(); n != 100 {
		t.Errorf("%d reads, want each event once and no line", n)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, _, err := v.Groups(ctx, Question{Raw: raw}, by, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
