package sql_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/source/aws"
	"s3sleuth/source/awstest"
	"s3sleuth/source/dir"
	"s3sleuth/source/engine"
	"s3sleuth/source/lake"
	"s3sleuth/source/sourcetest"
	"s3sleuth/source/sql"
	"s3sleuth/source/tabletest"
)

const storeID = "0a1b2c3d-0000-4000-8000-0123456789ab"

var week = source.Range{From: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 11, 8, 0, 0, 0, 0, time.UTC)}

// TestLakeOnTrino asks an event data store through the real client; a real engine
// runs its statements on a table of Lake's column types. The rows of each filter,
// evaluated again here, are those of the same events in a folder, and so are the
// counts that the engine makes.
func TestLakeOnTrino(t *testing.T) {
	run := tabletest.Trino(t).Run
	const table, records, atOnce = "memory.default.lake_store", 300, 4
	random := 200
	if testing.Short() {
		random = 20
	}
	events, filter, fill := sql.SampleEvents(t, rand.New(rand.NewSource(23)), records)
	fill(run, table)
	defer run("DROP TABLE " + table)
	var filters []model.Expr
	for _, written := range sql.Written() {
		x, err := model.Parse(written, sql.Now)
		if err != nil {
			t.Fatal(err)
		}
		filters = append(filters, x)
	}
	for len(filters) < len(sql.Written())+random {
		if x := filter(); fits(t, x) {
			filters = append(filters, x)
		}
	}
	local := folderOf(t, events)
	src := storeOn(t, table)
	var counted atomic.Int32
	var all sync.WaitGroup
	for n := range atOnce {
		all.Go(func() {
			for i := n; i < len(filters); i += atOnce {
				sameRecords(t, src, local, filters[i])
				if sameCounts(t, src, local, filters[i], i) {
					counted.Add(1)
				}
			}
		})
	}
	all.Wait()
	t.Logf("%d filters gave the same records, %d of them were counted by the engine too", len(filters), counted.Load())
	if int(counted.Load()) < len(filters)/10 {
		t.Error("hardly any filter was counted by the engine")
	}
}

// fits says whether Lake takes statements for a filter: they may be 10,000
// characters long, which some random filters need more than.
func fits(t *testing.T, x model.Expr) bool {
	table, err := sql.ParseTable("lake:"+storeID, sql.Events, false)
	if err != nil {
		t.Fatal(err)
	}
	var long *sql.LengthError
	q := sql.Question{Where: model.Or{x, model.Undecided{X: x}}, From: week.From, To: week.To}
	_, err = table.Select(q, nil)
	if q.Where = x; err == nil {
		_, err = table.Totals(q)
	}
	return !errors.As(err, &long)
}

// A reader is what is read, and the function that opens its records.
type reader struct {
	*store.Snapshot
	raw store.RawFunc
}

func read(t *testing.T, src source.Source) reader {
	st := store.New(store.Options{})
	if err := source.NewLoader(src, st, week).Run(context.Background()); err != nil {
		t.Error(err)
	}
	return reader{st.Snapshot(), src.Raw}
}

func folderOf(t *testing.T, events [][]byte) reader {
	return read(t, dir.New("local", fstest.MapFS{"a/a.json": {Data: sourcetest.Delivered(events)}}, "a"))
}

// storeOn opens an event data store whose statements run on a table.
func storeOn(t *testing.T, table string) *engine.Source {
	t.Helper()
	trino := awstest.Trino(os.Getenv("S3SLEUTH_TRINO"))
	server := awstest.Start(t, &awstest.World{
		Account: "111122223333", Caller: "arn:aws:iam::111122223333:user/alice",
		Stores: []awstest.Store{{Name: "prod", ID: storeID, Region: "eu-west-1"}},
		Queries: awstest.Queries{Run: func(ctx context.Context, statement string) ([]string, [][]*string, int64, error) {
			return trino.Run(ctx, strings.Replace(sql.LakeOnTrino(statement), "FROM "+storeID, "FROM "+table, 1))
		}},
	})
	awstest.Set(t, server.Environment("eu-west-1"))
	session, err := aws.Open(context.Background(), aws.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	src, err := lake.Open("lake:"+storeID, lake.Settings{
		Session: session, Journal: engine.NewJournal(filepath.Join(t.TempDir(), "queries")), Now: func() time.Time { return week.To },
	})
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// sameRecords narrows on the engine and decides here.
func sameRecords(t *testing.T, src *engine.Source, local reader, x model.Expr) {
	got, want := told(t, read(t, src.Narrow(x)), x), told(t, local, x)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%v (-folder +store):\n%s", x, d)
	}
}

// told are the IDs of the records that match, and how many cannot say.
func told(t *testing.T, r reader, x model.Expr) []string {
	a, groups, _, err := r.Groups(context.Background(), store.Question{Where: x, Raw: r.raw}, []store.Key{{Field: model.FieldID}}, 0)
	if err != nil {
		t.Error(err)
		return nil
	}
	out := []string{fmt.Sprint(a.Unknown, " cannot say")}
	for _, g := range groups {
		out = append(out, g.Values[0].Text)
	}
	slices.Sort(out)
	return out
}

// keySets are what is counted by, in turn; nil is totals only, which take one
// statement instead of two.
var keySets = [][]store.Key{
	nil,
	{{Field: model.FieldTLS}},
	nil,
	nil,
	{{Field: model.FieldOp}, {Field: model.FieldIP}},
	{{Field: model.FieldUA}},
	{{Field: model.FieldError}, {Field: model.FieldVia}},
	{{Field: model.FieldTime, Step: 3_600_000}, {Field: model.FieldRegion}},
	{{Field: model.FieldAccount}, {Field: model.FieldMFA}, {Field: model.FieldVPCE}},
}

// sameCounts says whether the engine could count; what it counts is what the
// folder gives.
func sameCounts(t *testing.T, src *engine.Source, local reader, x model.Expr, i int) bool {
	keys, top := keySets[i%len(keySets)], []int{0, 3}[i%2]
	got, err := src.Count(context.Background(), week, x, keys, top)
	if errors.Is(err, source.ErrOnlyRecords) {
		return false
	}
	if err != nil {
		t.Errorf("%v: %v", x, err)
		return false
	}
	want := &source.Tally{Read: local.Len(), Notes: got.Notes}
	if len(keys) == 0 {
		a, err := local.Ask(context.Background(), store.Question{Where: x, Raw: local.raw})
		if err != nil {
			t.Error(err)
			return false
		}
		want.Matched, want.Unknown = a.Matched, a.Unknown
	} else {
		a, groups, distinct, err := local.Groups(context.Background(), store.Question{Where: x, Raw: local.raw}, keys, top)
		if err != nil {
			t.Error(err)
			return false
		}
		for i := range groups {
			groups[i].First, groups[i].Last = 0, 0 // which the engine is not asked
		}
		want.Matched, want.Unknown, want.Groups, want.Distinct = a.Matched, a.Unknown, groups, distinct
	}
	if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
		t.Errorf("%v by %v (-folder +store):\n%s", x, keys, d)
	}
	return true
}
