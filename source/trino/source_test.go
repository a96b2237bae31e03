package trino

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/source/dir"
	"s3sleuth/source/engine"
	"s3sleuth/source/sourcetest"
	"s3sleuth/source/sql"
)

var (
	begin  = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	within = source.Range{From: begin, To: begin.AddDate(0, 0, 7)}
)

// serve returns a fake server with a table of lines, some of which its
// expression did not take, and what it was asked.
func serve(t *testing.T, lines []string, unparsed int) (*fake, *[]string) {
	t.Helper()
	var asked []string
	return newFake(t, func(statement string) (rows [][]any, fault string) {
		asked = append(asked, statement)
		switch {
		case strings.HasPrefix(statement, "SHOW COLUMNS"):
			for _, c := range sourcetest.Columns {
				rows = append(rows, []any{c, "varchar"})
			}
		case strings.Contains(statement, "unparsed"):
			rows = [][]any{{unparsed}}
		default:
			for _, cells := range sourcetest.Rows([]byte(strings.Join(lines, "\n"))) {
				var row []any
				for _, cell := range cells {
					row = append(row, cell)
				}
				rows = append(rows, row)
			}
		}
		return rows, ""
	}), &asked
}

func open(t *testing.T, f *fake) *engine.Source {
	t.Helper()
	s, err := Open("trino:hive.logs.access", f.client(t), false)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func load(t *testing.T, src source.Source) (*store.Snapshot, *source.Loader) {
	t.Helper()
	return sourcetest.Load(t, src, within)
}

func lines(n int) []string {
	return strings.Split(strings.TrimSpace(string(sourcetest.Lines(1, n, begin))), "\n")
}

func TestScan(t *testing.T) {
	want := lines(1000)
	f, _ := serve(t, append(want, want[0]), 3)
	src := open(t, f)
	v, l := load(t, src)
	c := l.Coverage()
	if v.Len() != len(want) || c.Duplicates != 1 || c.State != model.Partial || c.Failed != 1 {
		t.Errorf("%d records, %+v", v.Len(), c)
	}
	if p := l.Problems(0); len(p) != 1 || p[0].Reason != "3 lines that the table's regular expression does not take or whose time is none" {
		t.Errorf("problems %+v", p)
	}
	answer, err := v.Ask(context.Background(), store.Question{})
	if err != nil {
		t.Fatal(err)
	}
	left := map[string]bool{}
	for _, line := range want {
		left[line] = true
	}
	for i := range answer.Rows.Len() {
		raw, err := v.Raw(context.Background(), answer.Rows.At(i), src.Raw)
		if err != nil || !left[string(raw)] {
			t.Fatalf("match %d: %q, %v", i, raw, err)
		}
		delete(left, string(raw))
	}
	if _, err := src.Raw(context.Background(), src.Name(), 1<<40, 10); err == nil {
		t.Error("bytes behind the end: no error")
	}
}

func TestNarrow(t *testing.T) {
	f, asked := serve(t, lines(10), 0)
	x, err := model.Parse("tls:1.2 -is:read", begin)
	if err != nil {
		t.Fatal(err)
	}
	load(t, open(t, f).Narrow(x))
	statement := (*asked)[1]
	for _, part := range []string{"lower(tlsversion) = 'tlsv1.2'", "TIMESTAMP '2026-11-01 00:00:00 UTC'", "TIMESTAMP '2026-11-08 00:00:00 UTC'"} {
		if !strings.Contains(statement, part) {
			t.Errorf("%s is not in\n%s", part, statement)
		}
	}
}

func TestCountLeavesWhatItCannotTell(t *testing.T) {
	f, _ := serve(t, lines(10), 0)
	for filter, by := range map[string]store.Key{
		"client:boto3": {Field: model.FieldTLS},
		"tls:1.2":      {Field: model.FieldPrincipal},
		"tls:1.3":      {IsFact: true},
		"*":            {Field: model.FieldTime},
	} {
		x, err := model.Parse(filter, begin)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := open(t, f).Count(context.Background(), within, x, []store.Key{by}, 0); !errors.Is(err, source.ErrOnlyRecords) {
			t.Errorf("%s by %v: %v", filter, by, err)
		}
	}
}

func TestScanRefuses(t *testing.T) {
	f, _ := serve(t, lines(10), 0)
	err := open(t, f).Scan(context.Background(), source.Range{From: begin}, announced{})
	if err == nil || !strings.Contains(err.Error(), sql.ErrUnbounded.Error()) {
		t.Errorf("without an end: %v", err)
	}
	g := newFake(t, func(string) ([][]any, string) { return [][]any{{"name", "varchar"}}, "" })
	if err := open(t, g).Scan(context.Background(), within, announced{}); err == nil || !strings.Contains(err.Error(), "neither CloudTrail events nor S3 access logs") {
		t.Errorf("a table of something else: %v", err)
	}
	h := newFake(t, func(string) ([][]any, string) { return [][]any{{"requestdatetime", "varchar"}}, "" })
	if err := open(t, h).Scan(context.Background(), within, announced{}); err == nil || !strings.Contains(err.Error(), "lacks the columns bucketowner, ") {
		t.Errorf("a table that lacks columns: %v", err)
	}
}

// announced is a sink of which only the announcement is used.
type announced struct{ source.Sink }

func (announced) Files(int, int64, bool) {}
func (announced) Has(string) bool        { return false }

// TestOnTrino compares a real server's table with the same lines in a file.
func TestOnTrino(t *testing.T) {
	server := os.Getenv("S3SLEUTH_TRINO")
	if server == "" {
		t.Skip("S3SLEUTH_TRINO names no Trino server: .ci/trino.sh starts one")
	}
	client, err := NewClient(server, "test", "")
	if err != nil {
		t.Fatal(err)
	}
	run := func(statement string) {
		t.Helper()
		if err := client.Query(context.Background(), engine.Query{Text: statement}, func([][]*string, engine.Progress) error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
	const table = "memory.default.access"
	all := lines(400)
	run("DROP TABLE IF EXISTS " + table)
	run("CREATE TABLE " + table + " (" + strings.NewReplacer("bytessent varchar", "bytessent bigint", "objectsize varchar", "objectsize bigint").Replace(strings.Join(sourcetest.Columns, " varchar, ")+" varchar") + ")")
	defer run("DROP TABLE " + table)
	var values []string
	for _, row := range sourcetest.Rows([]byte(strings.Join(all, "\n"))) {
		var literals []string
		for i, v := range row {
			switch column := sourcetest.Columns[i]; {
			case v == nil:
				literals = append(literals, "NULL")
			case column == "bytessent" || column == "objectsize":
				literals = append(literals, *v)
			default:
				literals = append(literals, "'"+strings.ReplaceAll(*v, "'", "''")+"'")
			}
		}
		values = append(values, "("+strings.Join(literals, ", ")+")")
	}
	run("INSERT INTO " + table + " VALUES " + strings.Join(values, ", "))

	local, _ := load(t, dir.New("local", fstest.MapFS{"a/a.log": {Data: []byte(strings.Join(all, "\n"))}}, "a"))
	remote, err := Open("trino:"+table, client, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, filter := range []string{"*", "tls:1.2", "-tls:1.2", "is:read -client:boto3", "op:GetObject status:200", "unknown:(is:public-acl)", "ip:192.0.2.0/24 OR bytes:>1000"} {
		x, err := model.Parse(filter, begin)
		if err != nil {
			t.Fatal(err)
		}
		narrowed, _ := load(t, remote.Narrow(x))
		if got, want := counted(t, narrowed, x), counted(t, local, x); got != want {
			t.Errorf("%s: the table gives\n%s\nand the file\n%s", filter, got, want)
		}
		countedThere(t, remote, local, x)
		profiledThere(t, remote, local, x)
	}
}

// profiledThere compares the engine's counts of several fields in one reading
// with those of the store.
func profiledThere(t *testing.T, remote *engine.Source, local *store.Snapshot, x model.Expr) {
	t.Helper()
	keys := []store.Key{
		{Field: model.FieldTime, Step: 900_000},
		{Field: model.FieldTLS},
		{Field: model.FieldPrincipal},
		{Field: model.FieldError},
		{Field: model.FieldIP},
		{Field: model.FieldStatus},
	}
	const top = 3
	p, err := remote.Profile(context.Background(), within, x, keys, top)
	if errors.Is(err, source.ErrOnlyRecords) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Keys) != len(keys)-1 { // SQL does not work out the principal
		t.Errorf("%v: counted %d keys", x, len(p.Keys))
	}
	for _, got := range p.Keys {
		n := top
		if got.Key.Field == model.FieldTime {
			n = 0
		}
		a, groups, distinct, err := local.Groups(context.Background(), store.Question{Where: x}, []store.Key{got.Key}, n)
		if err != nil {
			t.Fatal(err)
		}
		for i := range groups {
			groups[i].First, groups[i].Last = 0, 0 // which the engine is not asked
		}
		if d := cmp.Diff(groups, got.Groups, cmpopts.EquateEmpty()); d != "" || distinct != got.Distinct && distinct > 0 {
			t.Errorf("%v by %v: %d values there, %d here (-want +got):\n%s", x, got.Key, got.Distinct, distinct, d)
		}
		if p.Matched != a.Matched || p.Unknown != a.Unknown || p.Read != a.Read {
			t.Errorf("%v: %d, %d of %d there; %d, %d of %d here", x, p.Matched, p.Unknown, p.Read, a.Matched, a.Unknown, a.Read)
		}
	}
}

// countedThere compares counts of the engine with those of the store, where it
// can count.
func countedThere(t *testing.T, remote *engine.Source, local *store.Snapshot, x model.Expr) {
	t.Helper()
	keys := []store.Key{{Field: model.FieldTLS}, {Field: model.FieldError}, {Field: model.FieldTime, Step: 3_600_000}}
	const top = 3
	tally, err := remote.Count(context.Background(), within, x, keys, top)
	if errors.Is(err, source.ErrOnlyRecords) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	a, groups, distinct, err := local.Groups(context.Background(), store.Question{Where: x}, keys, top)
	if err != nil {
		t.Fatal(err)
	}
	for i := range groups {
		groups[i].First, groups[i].Last = 0, 0 // which the engine is not asked
	}
	want := &source.Tally{Matched: a.Matched, Unknown: a.Unknown, Read: a.Read, Groups: groups, Distinct: distinct, Notes: tally.Notes}
	if d := cmp.Diff(want, tally, cmpopts.EquateEmpty()); d != "" {
		t.Errorf("%v counted there (-want +got):\n%s", x, d)
	}
}

// counted is what count prints of a filter by three fields.
func counted(t *testing.T, v *store.Snapshot, x model.Expr) string {
	t.Helper()
	keys := []store.Key{{Field: model.FieldTLS}, {Field: model.FieldOp}, {Field: model.FieldClient}}
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
