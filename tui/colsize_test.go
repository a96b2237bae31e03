package tui

import (
	"slices"
	"testing"
	"time"

	"s3sleuth/model"
)

// A table of 80 columns shows who asked and no address cut: operation, TLS verdict
// and bucket give the room step by step, down to their least and no further.
func TestColumnsGiveRoomForWhoAsked(t *testing.T) {
	cols := columnsFor(nil, false)
	widths := map[model.Field]int{model.FieldOp: 17, model.FieldStatus: 3, model.FieldTLS: 11, model.FieldBucket: 16, model.FieldIP: 15, model.FieldPrincipal: 24}
	table := func() *table {
		tb := &table{cols: cols, widths: make([]int, len(cols))}
		for i, f := range cols {
			tb.widths[i] = widths[f.field]
		}
		return tb
	}
	given := []model.Field{model.FieldOp, model.FieldTLS, model.FieldBucket, model.FieldPrincipal}
	const timeWidth, gap = 14, 1
	for _, c := range []struct {
		w    int
		want []int // what is left of operation, verdict, bucket and principal
	}{
		{106, []int{17, 11, 16, 24}}, // room enough
		{98, []int{17, 11, 16, 16}},
		{90, []int{12, 11, 13, 16}},
		{83, []int{12, 9, 11, 13}},
		{79, []int{12, 7, 11, 11}}, // a screen of 80
		{75, []int{12, 7, 9, 9}},
		{74, []int{12, 11, 14, 24}}, // not enough for who asked, but for the address
		{60, []int{12, 11, 16, 24}}, // for the bucket
		{50, []int{12, 7, 10, 24}},
		{40, []int{12, 8, 16, 24}},  // for the verdict
		{38, []int{17, 11, 16, 24}}, // for nothing
	} {
		tb := table()
		by := tb.squeeze(c.w, timeWidth, gap)
		var got []int
		for _, f := range given {
			got = append(got, tb.widths[slices.Index(cols, column{field: f})]-by[f])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%d columns: %v, want %v", c.w, got, c.want)
		}
	}
	sized := table()
	sized.sizes = map[column]int{{field: model.FieldOp}: 17}
	if got := sized.squeeze(90, timeWidth, gap); got[model.FieldOp] != 0 {
		t.Errorf("a column with a size of the user's gives %d", got[model.FieldOp])
	}
}

// A name is cut where it tells least: buckets of one owner differ at their ends.
func TestNamesAreCutInTheMiddle(t *testing.T) {
	checkCuts(t, cutMiddle, []shortened{
		{"acme-audit-logs", 15, "acme-audit-logs"},
		{"acme-audit-logs", 11, "acm…it-logs"},
		{"logs/2026/11/01/9F3a.json.gz", 16, "logs/…3a.json.gz"},
		{"日本語の鍵", 7, "日…の鍵"},
	})
}

// A caller keeps what it is and the end of its name: roles that are numbered, or
// begin with what their owner is called, stay told from each other. Services end
// alike, and lose their end.
func TestCallersAreCutWhereTheyAreAlike(t *testing.T) {
	checkCuts(t, cutWho, []shortened{
		{"role/service-011", 16, "role/service-011"},
		{"role/service-011", 13, "role/se…e-011"},
		{"user/CloudFront Origin Access Identity E2QWRUHAPOMQZL", 14, "user/Cl…POMQZL"},
		{"…3333 role/etl", 13, "…3333 ro…/etl"},
		{"delivery.logs.amazonaws.com", 13, "delivery.log…"},
		{"8a6925ce4adf588a4532aa379004fef7", 12, "8a6…9004fef7"},
		{"federated-user/ann", 12, "fed…user/ann"},
		{"role/service-011", 9, "ro…ce-011"},
	})
}

// shortened is a name as it stands in w columns.
type shortened struct {
	s    string
	w    int
	want string
}

func checkCuts(t *testing.T, cut func(string, int) string, names []shortened) {
	t.Helper()
	for _, c := range names {
		if got := cut(c.s, c.w); got != c.want || width(got) > c.w {
			t.Errorf("%q in %d columns: %q, want %q", c.s, c.w, got, c.want)
		}
	}
}

// Calls whose names begin alike are told from each other in a narrow column.
func TestCallsAreCutInTheMiddle(t *testing.T) {
	s := newScreen(t, 80, 24, 0, complete, Config{})
	add(t, s.st, start, time.Second,
		values{model.FieldID: "1", model.FieldOp: "PutBucketPolicy"}, values{model.FieldID: "2", model.FieldOp: "PutBucketPublicAccessBlock"},
		values{model.FieldID: "3", model.FieldOp: "WEBSITE.GET.OBJECT"}, values{model.FieldID: "4", model.FieldOp: "GetBucketVersioning", model.FieldPrincipal: "arn:aws:iam::111122223333:role/legacy-backup-of-the-north", model.FieldIP: "2001:db8:1234:5678:9abc:def0:1234:5678", model.FieldBucket: "acme-northern-backups"},
	)
	s.tick()
	s.shows("Put…etPolicy", "Put…essBlock", "WEBSITE.GET…", "role/le…-north")
}
