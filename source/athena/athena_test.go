package athena

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
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
	"s3sleuth/source/sourcetest"
)

const (
	region = "eu-west-1"
	caller = "arn:aws:iam::111122223333:user/analyst"
	name   = "athena:logs.access"
)

var (
	begin  = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	within = source.Range{From: begin, To: begin.AddDate(0, 0, 7)}
)

func cells(texts ...string) (row []*string) {
	for _, text := range texts {
		row = append(row, &text)
	}
	return row
}

// answer plays a table of lines: all of them whatever is asked, and counts that
// do not depend on the filter.
func answer(lines []byte) awstest.Run {
	rows := sourcetest.Rows(lines)
	return func(_ context.Context, statement string) ([]string, [][]*string, int64, error) {
		switch {
		case strings.HasPrefix(statement, "CREATE"):
			return nil, nil, 0, nil
		case strings.Contains(statement, "AS unparsed"):
			return []string{"unparsed"}, [][]*string{cells("0")}, 4 << 20, nil
		case strings.Contains(statement, "AS matched"):
			return []string{"matched", "unknown", "read"}, [][]*string{cells("12", "3", "100")}, 2 << 30, nil
		case strings.Contains(statement, "AS records"):
			return []string{"tls", "records", "groups"}, [][]*string{cells("1.2", "9", "2"), {nil, cells("3")[0], cells("2")[0]}}, 2 << 30, nil
		}
		return sourcetest.Columns, rows, 1 << 30, nil
	}
}

// world is one with a table of access logs by the day.
func world(run awstest.Run) *awstest.World {
	return &awstest.World{
		Account: "111122223333", Caller: caller, Deny: map[string]bool{}, Throttle: map[string]int{},
		Queries: awstest.Queries{Run: run},
		Athena: awstest.Athena{
			Region:     region,
			Workgroups: []awstest.Workgroup{{Name: "primary", Output: "s3://acme-results/"}},
			Databases:  []string{"logs"},
			Tables: []awstest.Table{{
				Database: "logs", Name: "access", Columns: sourcetest.Columns, Partitions: []string{"timestamp"},
				Parameters: map[string]string{
					"location": "s3://acme-access-logs/111122223333/eu-west-1/acme-static/", "projection.enabled": "true",
					"projection.timestamp.type": "date", "projection.timestamp.format": "yyyy/MM/dd", "projection.timestamp.range": "2026/01/01,NOW",
				},
			}},
		},
	}
}

// reach serves a world and returns its server and a client in it.
func reach(t *testing.T, w *awstest.World, set Settings) (*awstest.Server, *Client) {
	t.Helper()
	s := awstest.Start(t, w)
	awstest.Set(t, s.Environment(region))
	session, err := aws.Open(context.Background(), aws.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(session, set)
	if err != nil {
		t.Fatal(err)
	}
	return s, c
}

func open(t *testing.T, c *Client, o Options) *engine.Source {
	t.Helper()
	src, err := Open(name, c, o)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func journal(t *testing.T) *engine.Journal {
	return engine.NewJournal(filepath.Join(t.TempDir(), "queries"))
}

func load(t *testing.T, src source.Source) (*store.Snapshot, *source.Loader) {
	t.Helper()
	return sourcetest.Load(t, src, within)
}

// texts are the raw bytes of all records, in order.
func texts(t *testing.T, v *store.Snapshot, raw store.RawFunc) []string {
	t.Helper()
	answer, err := v.Ask(context.Background(), store.Question{})
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for i := range answer.Rows.Len() {
		text, err := v.Raw(context.Background(), answer.Rows.At(i), raw)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, string(text))
	}
	slices.Sort(list)
	return list
}

func TestConformance(t *testing.T) {
	sourcetest.RunTable(t, sourcetest.Lines, func(t *testing.T, lines []byte) source.Source {
		_, c := reach(t, world(answer(lines)), Settings{})
		return open(t, c, Options{AllTime: true})
	})
}

func TestScanEqualsFolder(t *testing.T) {
	lines := sourcetest.Lines(1, 2500, begin)
	s, c := reach(t, world(answer(lines)), Settings{})
	src := open(t, c, Options{})
	there, l := load(t, src)
	folder := dir.New("folder", fstest.MapFS{"a/a.log": {Data: lines}}, "a")
	here, _ := load(t, folder)
	if diff := cmp.Diff(texts(t, here, folder.Raw), texts(t, there, src.Raw)); diff != "" {
		t.Errorf("(-folder +table):\n%s", diff)
	}
	if l.Coverage().State != model.Complete {
		t.Errorf("%+v", l.Coverage())
	}
	asked := s.Asked()
	if len(asked) != 2 || asked[0].Pages != 3 { // 2,500 rows and a header
		t.Errorf("%d queries, the rows in %d pages; want 2 and 3", len(asked), asked[0].Pages)
	}
	for _, part := range []string{`FROM "logs"."access"`, `"timestamp" >= '2026/10/31'`, `"timestamp" <= '2026/11/10'`} {
		if !strings.Contains(asked[0].Text, part) {
			t.Errorf("%s is not in\n%s", part, asked[0].Text)
		}
	}
}

func TestCountIsPushedDown(t *testing.T) {
	s, c := reach(t, world(answer(sourcetest.Lines(1, 5, begin))), Settings{})
	src := open(t, c, Options{})
	x, err := model.Parse("tls:1.2", begin)
	if err != nil {
		t.Fatal(err)
	}
	tally, err := src.Count(context.Background(), within, x, []store.Key{{Field: model.FieldTLS}}, 2)
	if err != nil {
		t.Fatal(err)
	}
	if tally.Matched != 12 || tally.Unknown != 3 || tally.Read != 100 || tally.Distinct != 2 || len(tally.Groups) != 2 || tally.Groups[1].Values[0].Recorded {
		t.Errorf("%+v", tally)
	}
	if asked := s.Asked(); len(asked) != 3 || !strings.Contains(asked[1].Text, "GROUP BY") {
		t.Errorf("%d queries: %+v", len(asked), asked)
	}
	if !slices.ContainsFunc(tally.Notes, func(n string) bool { return strings.Contains(n, "nothing but the days 2026/01/01 to NOW") }) {
		t.Errorf("notes %q do not tell the table's days", tally.Notes)
	}
	// Two queries of 2 GiB, and 4 MiB that are billed as 10.
	want := 5e-12 * (2*2<<30 + 10<<20)
	if got := src.Spent(); got.Queries != 3 || got.Dollars < 0.999*want || got.Dollars > 1.001*want {
		t.Errorf("spent %+v, want $%f", got, want)
	}
}

// TestHeader: a first row that is not the columns' names is a row.
func TestHeader(t *testing.T) {
	w := world(func(context.Context, string) ([]string, [][]*string, int64, error) {
		return []string{"a", "b"}, [][]*string{cells("a", "b"), {nil, cells("")[0]}}, 0, nil
	})
	_, c := reach(t, w, Settings{})
	var got [][]*string
	err := c.runner("test", Options{}).Query(context.Background(), engine.Query{Text: "SELECT a, b"}, func(rows [][]*string, _ engine.Progress) error {
		got = append(got, rows...)
		return nil
	})
	// The columns' names come once as the header and once as a row.
	if diff := cmp.Diff([][]*string{cells("a", "b"), {nil, cells("")[0]}}, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestCancelStopsTheQuery(t *testing.T) {
	w := world(answer(nil))
	w.Queries.Takes, w.Queries.Rate = time.Hour, 1<<30
	s, c := reach(t, w, Settings{})
	src := open(t, c, Options{Journal: journal(t)})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	time.AfterFunc(700*time.Millisecond, cancel)
	began := time.Now()
	_, err := src.Count(ctx, within, nil, nil, 0)
	if took := time.Since(began); !errors.Is(err, context.Canceled) || took > 1700*time.Millisecond {
		t.Errorf("%v after %v", err, took)
	}
	if q := s.Asked(); len(q) != 1 || q[0].Standing != awstest.Cancelled {
		t.Errorf("queries %+v", q)
	}
	if spent := src.Spent(); spent.Queries != 1 || spent.Bytes == 0 || spent.Dollars == 0 {
		t.Errorf("what was scanned is paid for: %+v", spent)
	}
}

func TestBudget(t *testing.T) {
	w := world(answer(nil))
	w.Queries.Takes, w.Queries.Rate = time.Hour, 1<<30
	s, c := reach(t, w, Settings{})
	_, err := open(t, c, Options{MaxScan: 100 << 20}).Count(context.Background(), within, nil, nil, 0)
	var over *engine.BudgetError
	if !errors.As(err, &over) || over.Limit != 100<<20 || s.Asked()[0].Standing != awstest.Cancelled {
		t.Errorf("%v, queries %+v", err, s.Asked())
	}
}

// TestPaidOnce: a run whose journal has no answer of Athena asks with its token
// again, and gets the query that was started.
func TestPaidOnce(t *testing.T) {
	s, c := reach(t, world(answer(sourcetest.Lines(1, 10, begin))), Settings{})
	token := strings.Repeat("t", 40)
	for range 2 {
		id, err := c.Start(context.Background(), engine.Query{Text: "SELECT 1"}, token)
		if err != nil || id != s.Asked()[0].ID {
			t.Errorf("%q, %v", id, err)
		}
	}
	if _, err := c.Start(context.Background(), engine.Query{Text: "SELECT 2"}, token); err == nil || len(s.Asked()) != 1 {
		t.Errorf("another statement with the token: %v, %d queries", err, len(s.Asked()))
	}
}

func TestBusyServiceIsWaitedFor(t *testing.T) {
	w := world(answer(sourcetest.Lines(1, 3, begin)))
	w.Queries.AtOnce, w.Queries.Takes = 1, 600*time.Millisecond
	_, c := reach(t, w, Settings{})
	if _, err := c.Start(context.Background(), engine.Query{Text: "SELECT 'another'"}, strings.Repeat("t", 40)); err != nil {
		t.Fatal(err)
	}
	sink := &stages{}
	if err := open(t, c, Options{}).Scan(context.Background(), within, sink); err != nil {
		t.Fatal(err)
	}
	if len(sink.told) == 0 || !strings.HasPrefix(sink.told[0], "waiting: too many queries are running") {
		t.Errorf("told %q", sink.told)
	}
}

// stages is a sink that notes the stages.
type stages struct {
	source.Sink
	told []string
}

func (s *stages) Stage(what string) {
	if what != "" {
		s.told = append(s.told, what)
	}
}
func (*stages) Files(int, int64, bool)           {}
func (*stages) Has(string) bool                  { return false }
func (*stages) Progress(string, int64)           {}
func (*stages) Batch(string, *store.Batch) error { return nil }
func (*stages) Done(string)                      {}
func (*stages) Problem(model.Problem)            {}

func TestThrottledCallsAreMadeAgain(t *testing.T) {
	w := world(answer(sourcetest.Lines(1, 3, begin)))
	for _, call := range []string{"StartQueryExecution", "GetQueryResults"} {
		w.Throttle["athena:"+call] = 1
	}
	_, c := reach(t, w, Settings{})
	if v, l := load(t, open(t, c, Options{})); v.Len() != 3 || l.Coverage().State != model.Complete {
		t.Errorf("%d records, %+v", v.Len(), l.Coverage())
	}
}

func TestReuse(t *testing.T) {
	s, c := reach(t, world(answer(sourcetest.Lines(1, 20, begin))), Settings{Reuse: time.Hour})
	first, second := open(t, c, Options{}), open(t, c, Options{})
	load(t, first)
	v, _ := load(t, second)
	if spent := second.Spent(); v.Len() != 20 || spent.Reused != 2 || spent.Bytes != 0 || spent.Dollars != 0 {
		t.Errorf("%d records, spent %+v", v.Len(), spent)
	}
	if spent := first.Spent(); spent.Reused != 0 || spent.Bytes != 1<<30+4<<20 || len(s.Asked()) != 4 {
		t.Errorf("spent at first %+v, %d queries", spent, len(s.Asked()))
	}
	for _, reuse := range []time.Duration{time.Second, 8 * 24 * time.Hour, -time.Hour} {
		if _, err := New(c.session, Settings{Reuse: reuse}); err == nil {
			t.Errorf("%v is taken", reuse)
		}
	}
}

// TestQueryThatIsGone: one that was not read, and whose rows Athena or the bucket
// has no more, is run again.
func TestQueryThatIsGone(t *testing.T) {
	s, c := reach(t, world(answer(sourcetest.Lines(1, 2500, begin))), Settings{})
	o := Options{Journal: journal(t)}
	full := errors.New("full")
	if err := open(t, c, o).Scan(context.Background(), within, failing{&stages{}, full}); !errors.Is(err, full) {
		t.Fatal(err)
	}
	s.Forget()
	if v, _ := load(t, open(t, c, o)); v.Len() != 2500 || s.Calls("athena:StartQueryExecution") != 3 {
		t.Errorf("%d records, %d queries started", v.Len(), s.Calls("athena:StartQueryExecution"))
	}
}

// TestQueryIsTakenUp: one that was paid for and not read is read, not run again.
func TestQueryIsTakenUp(t *testing.T) {
	s, c := reach(t, world(answer(sourcetest.Lines(1, 2500, begin))), Settings{})
	o := Options{Journal: journal(t)}
	full := errors.New("full")
	if err := open(t, c, o).Scan(context.Background(), within, failing{&stages{}, full}); !errors.Is(err, full) {
		t.Fatal(err)
	}
	if v, _ := load(t, open(t, c, o)); v.Len() != 2500 || len(s.Asked()) != 2 {
		t.Errorf("%d records, %d queries started, want the one and the lines that do not fit", v.Len(), len(s.Asked()))
	}
}

// failing is a sink that takes no batch.
type failing struct {
	*stages
	err error
}

func (f failing) Batch(string, *store.Batch) error { return f.err }

func TestRefusals(t *testing.T) {
	for _, test := range []struct {
		what  string
		spoil func(*awstest.World)
		set   Settings
		want  string
		hint  string
	}{
		{"no place for rows", func(w *awstest.World) { w.Athena.Workgroups[0].Output = "" }, Settings{}, "workgroup primary has no place for the rows of queries", "--output-location"},
		{"no workgroup", func(*awstest.World) {}, Settings{Workgroup: "incidents"}, "no workgroup incidents in eu-west-1", "--workgroup"},
		{"disabled", func(w *awstest.World) { w.Athena.Workgroups[0].Disabled = true }, Settings{}, "workgroup primary is disabled", "--workgroup"},
		{"old engine", func(w *awstest.World) { w.Athena.Workgroups[0].Engine = "PySpark engine version 3" }, Settings{}, "runs PySpark engine version 3", "--workgroup"},
		{"no table", func(w *awstest.World) { w.Athena.Tables = nil }, Settings{}, "there is no such table in the data catalog of eu-west-1", "--create LAYOUT"},
		{"no log", func(w *awstest.World) { w.Athena.Tables[0].Columns = []string{"price"} }, Settings{}, "neither CloudTrail events nor S3 access logs", ""},
		{"may not run", func(w *awstest.World) { w.Deny["athena:StartQueryExecution"] = true }, Settings{}, "athena:StartQueryExecution", "ask for athena:StartQueryExecution on arn:aws:athena:eu-west-1:111122223333:workgroup/primary"},
		{"may not look", func(w *awstest.World) { w.Deny["athena:GetTableMetadata"] = true }, Settings{}, "athena:GetTableMetadata logs.access", "ask for athena:GetTableMetadata on arn:aws:athena:"},
		{"may not look in Glue", func(w *awstest.World) { w.Deny["glue:GetTable"] = true }, Settings{}, "glue:GetTable logs.access", "ask for glue:GetTable on arn:aws:glue:eu-west-1:111122223333:table/logs/access"},
		{"may not read", func(w *awstest.World) { w.Deny["athena:GetQueryResults"] = true }, Settings{}, "athena:GetQueryResults", "ask for athena:GetQueryResults"},
		{"expired", func(w *awstest.World) { w.Expired = true }, Settings{}, "ExpiredToken", "renew the credentials"},
	} {
		t.Run(test.what, func(t *testing.T) {
			w := world(answer(sourcetest.Lines(1, 3, begin)))
			test.spoil(w)
			_, c := reach(t, w, test.set)
			err := open(t, c, Options{}).Scan(context.Background(), within, &stages{})
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), name+": ") {
				t.Fatalf("%v, want %s", err, test.want)
			}
			var advised interface{ Advice() string }
			if test.hint != "" && (!errors.As(err, &advised) || !strings.Contains(advised.Advice(), test.hint)) {
				t.Errorf("%v without the hint %s", err, test.hint)
			}
		})
	}
}

func TestQueryThatFailsSaysWhy(t *testing.T) {
	w := world(func(context.Context, string) ([]string, [][]*string, int64, error) {
		return nil, nil, 5 << 30, errors.New("HIVE_CANNOT_OPEN_SPLIT: Access Denied (Service: Amazon S3)")
	})
	_, c := reach(t, w, Settings{})
	src := open(t, c, Options{})
	err := src.Scan(context.Background(), within, &stages{})
	if err == nil || !strings.HasSuffix(err.Error(), "failed: HIVE_CANNOT_OPEN_SPLIT: Access Denied (Service: Amazon S3)") {
		t.Error(err)
	}
	if spent := src.Spent(); spent.Dollars != 0 {
		t.Errorf("what failed is free: %+v", spent)
	}
}

func TestWhereRowsGo(t *testing.T) {
	for _, test := range []struct {
		group awstest.Workgroup
		given string
		want  string
		note  string
	}{
		{awstest.Workgroup{Output: "s3://acme-results/"}, "", "", ""},
		{awstest.Workgroup{}, "s3://mine/", "s3://mine/", ""},
		{awstest.Workgroup{Output: "s3://acme-results/"}, "s3://mine/", "s3://mine/", ""},
		{awstest.Workgroup{Output: "s3://acme-results/", Enforced: true}, "s3://mine/", "", "not to s3://mine/"},
		{awstest.Workgroup{Managed: true}, "", "", ""},
		{awstest.Workgroup{Output: "s3://acme-results/", Cutoff: 10 << 30}, "", "", "stops a query that scans more than 10 GiB"},
	} {
		w := world(answer(nil))
		test.group.Name = "primary"
		w.Athena.Workgroups[0] = test.group
		s, c := reach(t, w, Settings{Output: test.given})
		tally, err := open(t, c, Options{}).Count(context.Background(), within, nil, nil, 0)
		if err != nil {
			t.Fatalf("%+v: %v", test.group, err)
		}
		if got := s.Asked()[0].Output; got != test.want {
			t.Errorf("%+v, %q: rows go to %q, want %q", test.group, test.given, got, test.want)
		}
		if notes := fmt.Sprint(tally.Notes); !strings.Contains(notes, test.note) {
			t.Errorf("notes %s, want %s", notes, test.note)
		}
	}
}
