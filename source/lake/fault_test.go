package lake_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/source/aws"
	"s3sleuth/source/awstest"
	"s3sleuth/source/sourcetest"
)

// TestCancelStopsTheQuery within a second, on the service too.
func TestCancelStopsTheQuery(t *testing.T) {
	w := world(playing(nil))
	w.Queries.Takes, w.Queries.Rate = time.Minute, 1<<30
	b := serve(t, w)
	src := b.open(t, name)
	st := store.New(store.Options{})
	l := source.NewLoader(src, st, within)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var asked time.Time
	l.Tell = func(c model.Coverage) {
		if asked.IsZero() && strings.Contains(c.Stage, "scanned") {
			asked = time.Now()
			cancel()
		}
	}
	err := l.Run(ctx)
	took := time.Since(asked)
	q := b.Asked()
	if len(q) != 1 || q[0].Standing != awstest.Cancelled || b.Calls("cloudtrail:CancelQuery") != 1 {
		t.Fatalf("queries %+v after %v", q, err)
	}
	if took > time.Second || q[0].Ended.Sub(asked) > time.Second {
		t.Errorf("returned after %v, stopped on the service after %v", took, q[0].Ended.Sub(asked))
	}
	if c := l.Coverage(); c.State != model.Partial || !strings.HasPrefix(c.Reason, "cancelled while the query runs: ") || !c.Resumes() {
		t.Errorf("coverage %+v", c)
	}
	if s := src.Spent(); s.Queries != 1 || s.Bytes == 0 {
		t.Errorf("spent %+v: what was scanned until then is billed", s)
	}
}

// TestBudget stops a query that scans more than was allowed.
func TestBudget(t *testing.T) {
	w := world(playing(nil))
	w.Queries.Takes, w.Queries.Rate = time.Minute, 1<<40
	b := serve(t, w)
	b.settings.MaxScan = 1 << 30
	l := source.NewLoader(b.open(t, name), store.New(store.Options{}), within)
	err := l.Run(context.Background())
	if c := l.Coverage(); err != nil || c.State != model.Partial || !strings.Contains(c.Reason, "more than the limit of 1 GiB") || b.Asked()[0].Standing != awstest.Cancelled {
		t.Errorf("%v, %+v, %+v", err, c, b.Asked())
	}
}

// TestWaiting: throttling is waited for, and so are the queries of others.
func TestWaiting(t *testing.T) {
	w := world(playing(sourcetest.Events(1, 30, begin)))
	w.Throttle = map[string]int{"cloudtrail:StartQuery": 2, "cloudtrail:DescribeQuery": 1, "cloudtrail:GetQueryResults": 1, "cloudtrail:GetEventDataStore": 1}
	w.Queries.AtOnce, w.Queries.Queued, w.Queries.Takes = 1, 100*time.Millisecond, 300*time.Millisecond
	b := serve(t, w)
	var stages []string
	first := source.NewLoader(b.open(t, name), store.New(store.Options{}), within)
	done := make(chan error)
	go func() { done <- first.Run(context.Background()) }()
	for len(b.Asked()) == 0 {
		time.Sleep(time.Millisecond)
	}
	second := source.NewLoader(b.open(t, name), store.New(store.Options{}), source.Range{From: begin, To: begin.AddDate(0, 0, 1)})
	second.Tell = func(c model.Coverage) {
		if !slices.Contains(stages, c.Stage) {
			stages = append(stages, c.Stage)
		}
	}
	if err := errors.Join(second.Run(context.Background()), <-done); err != nil {
		t.Fatal(err)
	}
	if a, c := first.Coverage(), second.Coverage(); a.Records != 30 || c.Records != 30 || len(b.Asked()) != 2 {
		t.Errorf("%d and %d records of %d queries", a.Records, c.Records, len(b.Asked()))
	}
	const want = "waiting: too many queries are running on CloudTrail Lake, which takes ten at once in an account and Region"
	if !slices.Contains(stages, want) {
		t.Errorf("stages %q", stages)
	}
}

// TestTimedOut: the rows that were found are read, and that they are not all is said.
func TestTimedOut(t *testing.T) {
	w := world(playing(sourcetest.Events(1, 100, begin)))
	w.Queries.TimesOut = true
	b := serve(t, w)
	_, l := load(t, b.open(t, name))
	if c := l.Coverage(); c.Records != 50 || c.State != model.Partial || c.Failed != 1 {
		t.Errorf("coverage %+v", c)
	}
	if p := l.Problems(0); len(p) != 1 || !strings.Contains(p[0].Reason, "ran too long") || p[0].Hint == "" {
		t.Errorf("problems %+v", p)
	}
	w.Queries.Run = func(context.Context, string) ([]string, [][]*string, int64, error) {
		return []string{"matched", "unknown", "read"}, [][]*string{{text("1"), text("1"), text("1")}, {text("1"), text("1"), text("1")}}, 0, nil
	}
	if _, err := serve(t, w).open(t, name).Count(context.Background(), within, nil, nil, 0); err == nil || !strings.Contains(err.Error(), "ran too long") {
		t.Errorf("a count of which rows are missing: %v", err)
	}
}

// TestResultsThatAreGone: a query of which CloudTrail knows nothing any more is run again.
func TestResultsThatAreGone(t *testing.T) {
	b := serve(t, world(playing(sourcetest.Events(1, 1500, begin))))
	stopped := errors.New("enough")
	if err := b.open(t, name).Scan(context.Background(), within, failing{stopped}); !errors.Is(err, stopped) {
		t.Fatal(err)
	}
	v, _ := load(t, b.open(t, name))
	if n := len(b.Asked()); v.Len() != 1500 || n != 1 {
		t.Errorf("taken up: %d records of %d queries", v.Len(), n)
	}
	if err := b.open(t, name).Scan(context.Background(), within, failing{stopped}); !errors.Is(err, stopped) {
		t.Fatal(err)
	}
	b.Forget()
	v, _ = load(t, b.open(t, name))
	if n := b.Calls("cloudtrail:StartQuery"); v.Len() != 1500 || n != 3 {
		t.Errorf("forgotten: %d records of %d queries", v.Len(), n)
	}
}

// failing is a sink that refuses the first records.
type failing struct{ err error }

func (failing) Files(int, int64, bool)             {}
func (failing) Stage(string)                       {}
func (failing) Skipped(int)                        {}
func (f failing) Batch(string, *store.Batch) error { return f.err }
func (failing) Has(string) bool                    { return false }
func (failing) Progress(string, int64)             {}
func (failing) Done(string)                        {}
func (failing) Problem(model.Problem)              {}
func (failing) Other(string, model.Other, int)     {}

// TestLostAnswer: a query whose start was answered by nobody is found among the
// store's queries, once, and not started again.
func TestLostAnswer(t *testing.T) {
	w := world(playing(sourcetest.Events(1, 10, begin)))
	w.Page = 1
	w.Lose = map[string]int{"cloudtrail:StartQuery": 2}
	b := serve(t, w)
	for range 2 {
		v, _ := load(t, b.open(t, name))
		if v.Len() != 10 {
			t.Errorf("%d records", v.Len())
		}
	}
	if n := b.Calls("cloudtrail:StartQuery"); n != 2 || len(b.Asked()) != 2 {
		t.Errorf("%d starts, %d queries; want two, one a load", n, len(b.Asked()))
	}
}

// TestFaults says what is wrong and what to do about it.
func TestFaults(t *testing.T) {
	arn := "arn:aws:cloudtrail:eu-west-1:111122223333:eventdatastore/" + id
	denied := func(action string) func(*awstest.World) {
		return func(w *awstest.World) { w.Deny = map[string]bool{action: true} }
	}
	cases := []struct {
		name  string
		spoil func(*awstest.World)
		kind  aws.Kind
		says  []string // error and hint
	}{
		{"describe denied", denied("cloudtrail:GetEventDataStore"), aws.Denied, []string{"cloudtrail:GetEventDataStore " + id, "ask for cloudtrail:GetEventDataStore on " + id}},
		{"start denied", denied("cloudtrail:StartQuery"), aws.Denied, []string{"ask for cloudtrail:StartQuery on " + arn}},
		{"looking denied", denied("cloudtrail:DescribeQuery"), aws.Denied, []string{"ask for cloudtrail:DescribeQuery on " + arn}},
		{"results denied", denied("cloudtrail:GetQueryResults"), aws.Denied, []string{"ask for cloudtrail:GetQueryResults on " + arn}},
		{"expired", func(w *awstest.World) { w.Expired = true }, aws.Expired, []string{"renew the credentials"}},
		{"no such store", func(w *awstest.World) { w.Stores = nil }, aws.Other, []string{"EventDataStoreNotFoundException", "looked for in eu-west-1", "--region"}},
		{"being deleted", func(w *awstest.World) { w.Stores[0].Status = "PENDING_DELETION" }, aws.Other, []string{"is being deleted", "aws cloudtrail restore-event-data-store --event-data-store " + arn}},
		{
			"configurations",
			func(w *awstest.World) {
				w.Stores[0].Selectors = `[{"FieldSelectors":[{"Field":"eventCategory","Equals":["ConfigurationItem"]}]}]`
			},
			aws.Other,
			[]string{"holds no events of requests, but [ConfigurationItem]", "s3sleuth sources"},
		},
		{"the statement fails", func(w *awstest.World) {
			w.Queries.Run = func(context.Context, string) ([]string, [][]*string, int64, error) {
				return nil, nil, 0, errors.New("Column 'x' cannot be resolved")
			}
		}, aws.Other, []string{"failed: Column 'x' cannot be resolved"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := world(playing(nil))
			c.spoil(w)
			b := serve(t, w)
			err := source.NewLoader(b.open(t, name), store.New(store.Options{}), within).Run(context.Background())
			if err == nil {
				t.Fatal("no error")
			}
			said := err.Error() + "; " + source.Advice(err)
			for _, part := range c.says {
				if !strings.Contains(said, part) {
					t.Errorf("%q is not in %s", part, said)
				}
			}
			var fault *aws.Fault
			if c.kind != aws.Other && (!errors.As(err, &fault) || fault.Kind != c.kind) {
				t.Errorf("error of kind %+v", fault)
			}
		})
	}
}

// TestRemarks: what a store does not hold is said with the bill and with every
// answer, so that a zero is not taken for "none".
func TestRemarks(t *testing.T) {
	cases := []struct {
		name  string
		store awstest.Store
		from  time.Time
		want  []string
	}{
		{"everything", awstest.Store{Selectors: objects, MultiRegion: true, Retention: 366}, begin, nil},
		{
			"management events of one Region",
			awstest.Store{Retention: 366},
			begin,
			[]string{"prod holds no requests for objects (no S3 data events): that none is found there says nothing", "prod holds events of eu-west-1 only"},
		},
		{
			"writes of some buckets",
			awstest.Store{MultiRegion: true, Selectors: `[{"FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]},{"Field":"resources.type","Equals":["AWS::S3::Object"]},
				{"Field":"readOnly","Equals":["false"]},{"Field":"resources.ARN","StartsWith":["arn:aws:s3:::acme-"]}]}]`},
			begin,
			[]string{"prod holds no reads of objects: that none is found there says nothing"},
		},
		{"too long ago", awstest.Store{Selectors: objects, MultiRegion: true, Retention: 7}, begin, []string{"events before 2026-11-16 are not kept by prod (7 days)"}},
		{"before it was made", awstest.Store{Selectors: objects, MultiRegion: true, Retention: 366, Created: begin.Add(time.Hour)}, begin, []string{"prod was made on 2026-11-01: of the time before, it holds what was copied into it, if anything"}},
		{"stopped", awstest.Store{Selectors: objects, MultiRegion: true, Status: "STOPPED_INGESTION"}, begin, []string{"prod takes no events now (stopped ingestion): the latest are missing"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := world(func(_ context.Context, statement string) ([]string, [][]*string, int64, error) {
				return []string{"matched", "unknown", "read"}, [][]*string{{text("0"), text("0"), text("0")}}, 0, nil
			})
			c.store.Name, c.store.ID, c.store.Region = "prod", id, region
			w.Stores[0] = c.store
			src := serve(t, w).open(t, name)
			r := source.Range{From: c.from, To: within.To}
			bill, err := src.Bill(context.Background(), r)
			if want := append(slices.Clone(c.want), "records that were delivered twice come twice; read here, they count once"); err != nil || !slices.Equal(bill.Notes, want) {
				t.Errorf("bill: %q, %v", bill.Notes, err)
			}
			plan, err := src.Plan(context.Background(), r)
			if err != nil || !slices.Equal(plan.Notes[2:], c.want) {
				t.Errorf("plan: %q, %v", plan.Notes, err)
			}
			tally, err := src.Count(context.Background(), r, nil, nil, 0)
			if want := append(slices.Clone(c.want), "records that were delivered twice are counted twice"); err != nil || !slices.Equal(tally.Notes, want) || tally.Matched != 0 {
				t.Errorf("count: %+v, %v", tally, err)
			}
			if got := src.Notes(r); !slices.Equal(got, c.want) {
				t.Errorf("notes: %q", got)
			}
		})
	}
}

// TestRefusedRows: a row that holds no event is counted and costs no other.
func TestRefusedRows(t *testing.T) {
	events := sourcetest.Events(1, 3, begin)
	b := serve(t, world(func(context.Context, string) ([]string, [][]*string, int64, error) {
		return []string{"eventJson"}, [][]*string{{text(string(events[0]))}, {nil}, {text("{torn")}, {text(string(events[1]))}, {text(string(events[2]))}}, 0, nil
	}))
	v, l := load(t, b.open(t, name))
	if c := l.Coverage(); v.Len() != 3 || c.Damaged != 2 || c.State != model.Partial {
		t.Errorf("%d records, %+v, %+v", v.Len(), c, l.Problems(0))
	}
}
