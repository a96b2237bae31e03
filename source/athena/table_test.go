package athena

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/source"
	"s3sleuth/source/awstest"
	"s3sleuth/source/sql"
)

// TestPartitionsThatAreTrusted: a statement names days only where the table is
// known to write them so; else it would lose records.
func TestPartitionsThatAreTrusted(t *testing.T) {
	days := map[string]string{"projection.enabled": "TRUE", "projection.timestamp.type": "date", "projection.timestamp.format": "yyyy/MM/dd"}
	with := func(key, v string) map[string]string {
		m := map[string]string{}
		for k, old := range days {
			m[k] = old
		}
		m[key] = v
		return m
	}
	for _, test := range []struct {
		what       string
		parameters map[string]string
		partitions []string
		want       bool
	}{
		{"days", days, []string{"timestamp"}, true},
		{"account, region, days", days, []string{"account", "region", "timestamp"}, true},
		{"another format", with("projection.timestamp.format", "yyyy-MM-dd"), []string{"timestamp"}, false},
		{"hours", with("projection.timestamp.format", "yyyy/MM/dd/HH"), []string{"timestamp"}, false},
		{"an enumeration", with("projection.timestamp.type", "enum"), []string{"timestamp"}, false},
		{"projection switched off", with("projection.enabled", "false"), []string{"timestamp"}, false},
		{"added by hand", nil, []string{"timestamp"}, false},
		{"none", nil, nil, false},
		{"properties without the column", days, nil, false},
	} {
		w := world(answer(nil))
		w.Athena.Tables[0].Parameters, w.Athena.Tables[0].Partitions = test.parameters, test.partitions
		s, c := reach(t, w, Settings{})
		tally, err := open(t, c, Options{}).Count(context.Background(), within, nil, nil, 0)
		if err != nil {
			t.Fatalf("%s: %v", test.what, err)
		}
		if got := strings.Contains(s.Asked()[0].Text, `"timestamp" >= `); got != test.want {
			t.Errorf("%s: partitions narrow: %v, want %v", test.what, got, test.want)
		}
		if got := strings.Contains(fmt.Sprint(tally.Notes), "each query scans all"); got == test.want {
			t.Errorf("%s: notes %q", test.what, tally.Notes)
		}
	}
}

// trail is a table of an organization's trail.
func trail(w *awstest.World) {
	table, err := sql.ParseTable("athena:logs.trail", sql.Events, true)
	if err != nil {
		panic(err)
	}
	create, err := sql.Definition{
		Table: table, Layout: sql.Organization, Location: "s3://acme-trail/", Org: "o-exampleorgid",
		Accounts: []string{"111122223333", "444455556666"}, Regions: []string{"eu-west-1"}, Since: "2026/01/01",
	}.Create()
	if err != nil {
		panic(err)
	}
	t, _ := awstest.Created(create)
	w.Athena.Tables = append(w.Athena.Tables, t)
}

func TestWeigh(t *testing.T) {
	type asked struct {
		Location string
		In       source.Scope
		R        source.Range
	}
	var got asked
	size := func(files int, bytes int64, err error) func(context.Context, string, source.Scope, source.Range) (int, int64, error) {
		return func(_ context.Context, location string, in source.Scope, r source.Range) (int, int64, error) {
			got = asked{location, in, r}
			return files, bytes, err
		}
	}
	noon := source.Range{From: begin.Add(12 * time.Hour), To: begin.Add(36 * time.Hour)}
	scanned := source.Range{From: begin.AddDate(0, 0, -1), To: begin.AddDate(0, 0, 4)}
	const access = "s3://acme-access-logs/111122223333/eu-west-1/acme-static/"
	for _, test := range []struct {
		what, name string
		spoil      func(*awstest.World)
		size       func(context.Context, string, source.Scope, source.Range) (int, int64, error)
		asked      asked
		bytes      int64
		basis      string
	}{
		{
			"lines", name, nil, size(12, 3<<30, nil),
			asked{access, source.Scope{}, scanned},
			3 << 30, "12 objects under " + access + " in the range and its days of late delivery; list price $5 a TB, taken as 10^12 bytes",
		},
		{
			"little", name, nil, size(2, 5000, nil),
			asked{access, source.Scope{}, scanned},
			10 << 20, "have 4.9 KiB: a query is billed for 10 MB at least",
		},
		{"nothing", name, nil, size(0, 0, nil), asked{access, source.Scope{}, scanned}, 0, "0 objects under"},
		{
			"a trail", "athena:logs.trail", trail, size(1, 7<<30, nil),
			asked{"s3://acme-trail/AWSLogs/o-exampleorgid/", source.Scope{
				Accounts: []string{"111122223333", "444455556666"}, Regions: []string{"eu-west-1"}, Folders: []string{"CloudTrail"},
			}, scanned},
			7 << 30, "1 object under",
		},
		{
			"no partitions", name,
			func(w *awstest.World) {
				w.Athena.Tables[0].Parameters = map[string]string{"location": "s3://acme-flat/"}
			},
			size(3, 9<<40, nil),
			asked{"s3://acme-flat/", source.Scope{}, source.Range{}},
			9 << 40, "3 objects under s3://acme-flat/; list price",
		},
		{
			"may not list", name, nil, size(0, 0, errors.New("s3:ListBucket: AccessDenied")),
			asked{access, source.Scope{}, scanned},
			-1, "not known: its objects cannot be listed: s3:ListBucket: AccessDenied; list price $5 a TB, taken as 10^12 bytes",
		},
		{"no way to list", name, nil, nil, asked{}, -1, "not known: its objects cannot be listed here"},
	} {
		w := world(answer(nil))
		if test.spoil != nil {
			test.spoil(w)
		}
		_, c := reach(t, w, Settings{})
		got = asked{}
		src, err := Open(test.name, c, Options{Size: test.size})
		if err != nil {
			t.Fatal(err)
		}
		bytes, basis, err := src.Weigh(context.Background(), noon)
		if err != nil || bytes != test.bytes || !strings.Contains(basis, test.basis) {
			t.Errorf("%s: %d, %q, %v; want %d, %q", test.what, bytes, basis, err, test.bytes, test.basis)
		}
		if d := cmp.Diff(test.asked, got); d != "" {
			t.Errorf("%s asked (-want +got):\n%s", test.what, d)
		}
	}
}

// TestWeighFromTheJournal: what cannot be listed is estimated from what was run.
func TestWeighFromTheJournal(t *testing.T) {
	_, c := reach(t, world(answer(nil)), Settings{})
	o := Options{Journal: journal(t)}
	if _, err := open(t, c, o).Count(context.Background(), within, nil, nil, 0); err != nil {
		t.Fatal(err)
	}
	day := source.Range{From: begin, To: begin.AddDate(0, 0, 1)}
	bytes, basis, err := open(t, c, o).Weigh(context.Background(), day)
	if want := int64(2<<30) / 7; err != nil || bytes < want-9 || bytes > want+9 || !strings.Contains(basis, "for an hour of the range, the most that 2 earlier scans on this table needed") {
		t.Errorf("%d, %q, %v; want %d", bytes, basis, err, want)
	}
}

// TestBill: what is weighed is said for every statement.
func TestBill(t *testing.T) {
	s, c := reach(t, world(answer(nil)), Settings{})
	src := open(t, c, Options{Size: func(context.Context, string, source.Scope, source.Range) (int, int64, error) { return 9, 1 << 40, nil }})
	bill, err := src.Bill(context.Background(), within)
	if err != nil {
		t.Fatal(err)
	}
	dollars, known := bill.Dollars()
	if bill.Engine != "Athena" || len(bill.Statements) != 2 || bill.Bytes != 2<<40 || !known || dollars < 10.99 || dollars > 11 {
		t.Errorf("%+v", bill)
	}
	if n := len(s.Asked()); n != 0 {
		t.Errorf("%d queries were run for it", n)
	}
}

func TestLacking(t *testing.T) {
	define := func(name string) sql.Definition {
		table, err := sql.ParseTable("athena:"+name, sql.Lines, true)
		if err != nil {
			t.Fatal(err)
		}
		return sql.Definition{Table: table, Layout: sql.AccessLogs, Location: "s3://acme-logs/a/", Since: "2026/01/01"}
	}
	s, c := reach(t, world(answer(nil)), Settings{})
	for _, test := range []struct {
		name  string
		heads []string
		err   string
	}{
		{"logs.fresh", []string{"CREATE EXTERNAL TABLE `logs`.`fresh` ("}, ""},
		{"new.fresh", []string{"CREATE DATABASE IF NOT EXISTS `new`", "CREATE EXTERNAL TABLE `new`.`fresh` ("}, ""},
		{"logs.access", nil, "table logs.access is there already, in eu-west-1"},
		{"logs.`x", nil, "cannot be created"},
	} {
		texts, err := c.Lacking(context.Background(), define(test.name))
		if test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)) || test.err == "" && err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		var heads []string
		for _, text := range texts {
			head, _, _ := strings.Cut(text, "\n")
			heads = append(heads, head)
		}
		if d := cmp.Diff(test.heads, heads); d != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, d)
		}
	}
	if len(s.Asked()) != 0 {
		t.Errorf("%d statements were run", len(s.Asked()))
	}
	texts, err := c.Lacking(context.Background(), define("logs.fresh"))
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Journal: journal(t)}
	if err := c.Create(context.Background(), texts[0], o.Journal, func(string) {}); err != nil {
		t.Fatal(err)
	}
	src, err := Open("athena:logs.fresh", c, o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := src.Count(context.Background(), within, nil, nil, 0); err != nil {
		t.Errorf("the table that was created: %v", err)
	}
	if runs, _ := o.Journal.Runs(); len(runs) != 3 || runs[0].Dollars != 0 || runs[1].Dollars == 0 {
		t.Errorf("journal %+v", runs)
	}
}
