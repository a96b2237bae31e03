package lake_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/source/aws"
	"s3sleuth/source/awstest"
	"s3sleuth/source/dir"
	"s3sleuth/source/engine"
	"s3sleuth/source/lake"
	"s3sleuth/source/sourcetest"
)

const (
	account = "111122223333"
	other   = "444455556666" // the organization's management account
	region  = "eu-west-1"
	id      = "0a1b2c3d-0000-4000-8000-0123456789ab"
	name    = lake.Scheme + id
	objects = `[{"Name":"s3","FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]},{"Field":"resources.type","Equals":["AWS::S3::Object"]}]},
		{"Name":"m","FieldSelectors":[{"Field":"eventCategory","Equals":["Management"]}]}]`
)

var (
	begin  = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	within = source.Range{From: begin, To: begin.AddDate(0, 0, 7)}
)

// now is when the tests ask.
func now() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

// world is an account with one store of everything.
func world(run awstest.Run) *awstest.World {
	return &awstest.World{
		Account: account, Caller: "arn:aws:iam::111122223333:user/alice",
		Stores:  []awstest.Store{{Name: "prod", ID: id, Region: region, Retention: 366, MultiRegion: true, Selectors: objects, Created: begin.AddDate(-1, 0, 0)}},
		Queries: awstest.Queries{Run: run},
	}
}

// text is a cell.
func text(s string) *string { return &s }

// playing answers every statement for records with events, and scans a megabyte an event.
func playing(events [][]byte) awstest.Run {
	return func(_ context.Context, statement string) (columns []string, rows [][]*string, scanned int64, err error) {
		if !strings.HasPrefix(statement, "SELECT eventJson\n") {
			return nil, nil, 0, fmt.Errorf("line 1:8: unexpected statement %.30q", statement)
		}
		for _, e := range events {
			rows = append(rows, []*string{text(string(e))})
		}
		return []string{"eventJson"}, rows, int64(len(events)) << 20, nil
	}
}

// A bench is a store that is served, and how it is opened.
type bench struct {
	*awstest.Server
	settings lake.Settings
}

func serve(t *testing.T, w *awstest.World) *bench {
	t.Helper()
	server := awstest.Start(t, w)
	awstest.Set(t, server.Environment(region))
	session, err := aws.Open(context.Background(), aws.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	journal := engine.NewJournal(filepath.Join(t.TempDir(), "queries"))
	return &bench{server, lake.Settings{Session: session, Journal: journal, Now: now}}
}

func (b *bench) open(t *testing.T, name string) *engine.Source {
	t.Helper()
	src, err := lake.Open(name, b.settings)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func load(t *testing.T, src source.Source) (*store.Snapshot, *source.Loader) {
	t.Helper()
	return sourcetest.Load(t, src, within)
}

// folder is the same events as files.
func folder(t *testing.T, events [][]byte) *store.Snapshot {
	t.Helper()
	v, _ := load(t, dir.New("local", fstest.MapFS{"a/a.json": {Data: sourcetest.Delivered(events)}}, "a"))
	return v
}

// TestScan reads more rows than one answer tells: the records are those that a
// folder of the same events gives, byte for byte, and the rows are paid for once.
func TestScan(t *testing.T) {
	events := sourcetest.Events(1, 2500, begin)
	b := serve(t, world(playing(append(events, events[7]))))
	src := b.open(t, name)
	v, l := load(t, src)
	c := l.Coverage()
	if v.Len() != len(events) || c.State != model.Complete || c.Duplicates != 1 || c.BytesRead != 2501<<20 {
		t.Errorf("%d records, %+v, %v", v.Len(), c, l.Problems(0))
	}
	if got, want := counted(t, v, "*"), counted(t, folder(t, events), "*"); got != want {
		t.Errorf("the store gives\n%s\nand the folder\n%s", got, want)
	}
	answer, err := v.Ask(context.Background(), store.Question{})
	if err != nil {
		t.Fatal(err)
	}
	left := map[string]bool{}
	for _, e := range events {
		left[string(e)] = true
	}
	for i := range answer.Rows.Len() {
		raw, err := v.Raw(context.Background(), answer.Rows.At(i), src.Raw)
		if err != nil || !left[string(raw)] {
			t.Fatalf("match %d: %q, %v", i, raw, err)
		}
		delete(left, string(raw))
	}
	q := b.Asked()
	if len(q) != 1 || q[0].Pages < 3 { // the client asks again for a page that broke off
		t.Fatalf("%d queries in %d pages; want one in three", len(q), q[0].Pages)
	}
	for _, bound := range []string{"\nFROM " + id + "\n", "eventTime >= '2026-11-01 00:00:00'", "eventTime < '2026-11-08 00:00:00'"} {
		if !strings.Contains(q[0].Text, bound) {
			t.Errorf("%q is not in\n%s", bound, q[0].Text)
		}
	}
	if s := src.Spent(); s.Queries != 1 || s.Bytes != 2501<<20 || fmt.Sprintf("%.4f", s.Dollars) != "0.0131" {
		t.Errorf("spent %+v", s)
	}
	if n := b.Calls("cloudtrail:GetEventDataStore"); n != 1 {
		t.Errorf("the store was described %d times", n)
	}
}

// counted is what count prints of a filter by some fields.
func counted(t *testing.T, v *store.Snapshot, filter string) string {
	t.Helper()
	x, err := model.Parse(filter, begin)
	if err != nil {
		t.Fatal(err)
	}
	return countedOf(t, v, x)
}

func countedOf(t *testing.T, v *store.Snapshot, x model.Expr) string {
	t.Helper()
	keys := []store.Key{{Field: model.FieldTLS}, {Field: model.FieldOp}, {Field: model.FieldPrincipal}, {Field: model.FieldError}, {Field: model.FieldACL}}
	a, groups, _, err := v.Groups(context.Background(), store.Question{Where: x}, keys, 0)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	fmt.Fprintln(&b, a.Matched, a.Unknown)
	for _, g := range groups {
		fmt.Fprintln(&b, g.Values, g.Count)
	}
	return b.String()
}

// TestConformance puts a store through what every table has to pass.
func TestConformance(t *testing.T) {
	log := func(seed, n int, begin time.Time) []byte {
		return bytes.Join(append(sourcetest.Events(seed, n, begin), nil), []byte("\n"))
	}
	sourcetest.RunTable(t, log, func(t *testing.T, records []byte) source.Source {
		var events [][]byte
		for line := range bytes.Lines(records) {
			events = append(events, bytes.TrimSuffix(line, []byte("\n")))
		}
		b := serve(t, world(playing(events)))
		b.settings.AllTime = true
		return b.open(t, name)
	})
}

// TestCount counts on the engine: cells without text are not recorded.
func TestCount(t *testing.T) {
	b := serve(t, world(func(_ context.Context, statement string) ([]string, [][]*string, int64, error) {
		if strings.Contains(statement, "count_if") {
			return []string{"matched", "unknown", "read"}, [][]*string{{text("4"), text("1"), text("9")}}, 100, nil
		}
		if !strings.Contains(statement, "GROUP BY 1, 2\nORDER BY 3 DESC") {
			return nil, nil, 0, errors.New("no such statement: " + statement)
		}
		return []string{"error", "vpce", "records", "groups"}, [][]*string{
			{nil, nil, text("3"), text("2")},
			{text("AccessDenied"), nil, text("1"), text("2")},
		}, 50, nil
	}))
	src := b.open(t, name)
	x, err := model.Parse("is:delete", begin)
	if err != nil {
		t.Fatal(err)
	}
	got, err := src.Count(context.Background(), within, x, []store.Key{{Field: model.FieldError}, {Field: model.FieldVPCE}}, 0)
	if err != nil {
		t.Fatal(err)
	}
	want := &source.Tally{Matched: 4, Unknown: 1, Read: 9, Distinct: 2, Notes: got.Notes, Groups: []store.Group{
		{Values: []store.Cell{{}, {}}, Count: 3},
		{Values: []store.Cell{{Text: "AccessDenied", Recorded: true}, {}}, Count: 1},
	}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if s := src.Spent(); s.Queries != 2 || s.Bytes != 150 {
		t.Errorf("spent %+v", s)
	}
}

// TestBill weighs by the queries that were run on the store before.
func TestBill(t *testing.T) {
	b := serve(t, world(playing(sourcetest.Events(1, 70, begin))))
	src := b.open(t, name)
	bill, err := src.Bill(context.Background(), within)
	if err != nil {
		t.Fatal(err)
	}
	if bill.Engine != "CloudTrail Lake" || bill.Bytes != -1 || !strings.Contains(bill.Basis, "not known before the first query") || bill.Price != lake.Price {
		t.Errorf("before the first query: %+v", bill)
	}
	if n := len(b.Asked()); n != 0 {
		t.Errorf("%d queries were run for the bill", n)
	}
	load(t, src)
	day := source.Range{From: begin, To: begin.AddDate(0, 0, 1)}
	if bill, err = b.open(t, name).Bill(context.Background(), day); err != nil {
		t.Fatal(err)
	}
	if bill.Bytes != 10<<20 || bill.Basis != "427 KiB for an hour of the range, the most that 1 earlier scan on this store needed; list price $0.005 a GB scanned, a GB taken as 10^9 bytes" {
		t.Errorf("a seventh of the range that scanned 70 MiB: %+v", bill)
	}
	if dollars, ok := bill.Dollars(); !ok || fmt.Sprintf("%.6f", dollars) != "0.000052" {
		t.Errorf("$%v, %v", dollars, ok)
	}
}

// TestStoresOfOthers: a delegated administrator names the account that owns the
// store; a store named by its ARN is looked for in its own Region.
func TestStoresOfOthers(t *testing.T) {
	w := world(playing(sourcetest.Events(1, 10, begin)))
	w.Stores[0].Account, w.Stores[0].Region = other, "us-east-1"
	b := serve(t, w)
	v, _ := load(t, b.open(t, lake.Scheme+w.Stores[0].ARN(w)))
	if q := b.Asked(); v.Len() != 10 || q[0].Region != "us-east-1" {
		t.Errorf("%d records, asked in %s", v.Len(), q[0].Region)
	}
	if n := b.Calls("sts:GetCallerIdentity"); n != 1 {
		t.Errorf("asked who asks %d times", n)
	}
}

func TestOpenRefuses(t *testing.T) {
	b := serve(t, world(nil))
	for _, name := range []string{"lake:", "lake:prod", "lake:arn:aws:s3:::acme/" + id, "lake:" + id + "; DROP"} {
		if _, err := lake.Open(name, b.settings); err == nil || !strings.Contains(err.Error(), "event data store") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := b.open(t, name).Scan(context.Background(), source.Range{From: begin}, sink{}); err == nil || len(b.Asked()) > 0 {
		t.Errorf("a range without an end: %v, %d queries", err, len(b.Asked()))
	}
}

// A sink of which only the announcement is used.
type sink struct{ source.Sink }

func (sink) Files(int, int64, bool)     {}
func (sink) Has(string) bool            { return false }
func (sink) Stage(string)               {}
func (sink) Progress(_ string, _ int64) {}
