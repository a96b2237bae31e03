package sql

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
)

var update = flag.Bool("update", false, "rewrite the golden file")

var testFrom, testTo = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 11, 8, 0, 0, 0, 0, time.UTC)

// golden are filters that tell the shapes of each dialect.
var golden = []string{
	"tls:none -is:aws-service bucket:acme-*",
	"tls:no-evidence -via:*",
	"tls:<1.2",
	"is:public-acl is:write -has:error",
	"-(op:PutObject ip:203.0.113.0/24)",
	`ua:("it's", *boto3*) -ua:/curl|wget/`,
	"key:photos/* status:4xx bytes:>1MB",
	"principal:*:role/deploy client:boto3",
	"requestParameters.x-amz-acl:public-read -has:tlsDetails.tlsVersion",
	`raw:"x-amz-acl" time:>=2026-11-03T10:30:00.250Z`,
	"unknown:(tls:1.2)",
}

// TestStatements compares the statements of each dialect with the golden file.
func TestStatements(t *testing.T) {
	tables := testTables(t)
	tables["lines"].Partitioned = true
	var b strings.Builder
	for _, filter := range golden {
		x, err := model.Parse(filter, testNow)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "===== %s\n", filter)
		for _, what := range []string{"lake", "events", "lines"} {
			s, err := tables[what].Select(Question{Where: x, From: testFrom, To: testTo}, []model.Field{model.FieldTime, model.FieldOperation})
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "-- %s\n%s\n", what, s.Text)
			for _, local := range s.Local {
				fmt.Fprintf(&b, "   local: %s\n", local)
			}
		}
	}
	x, _ := model.Parse("op:PutObject tls:1.2", testNow)
	q := Question{Where: x, From: testFrom, To: testTo}
	aggregates := map[string]string{}
	for _, what := range []string{"lake", "events", "lines"} {
		for aggregate, write := range map[string]func() (*Statement, error){
			"1 totals": func() (*Statement, error) { return tables[what].Totals(q) },
			"2 groups": func() (*Statement, error) {
				return tables[what].Groups(q, []Key{{Field: model.FieldTLS}, {Field: model.FieldIP}}, 10)
			},
			"3 histogram": func() (*Statement, error) {
				return tables[what].Groups(q, []Key{{Field: model.FieldTime, Step: time.Hour}}, 0)
			},
			"4 records": func() (*Statement, error) { return tables[what].Select(q, nil) },
		} {
			if aggregate[0] == '4' && what != "lake" {
				continue // the columns are in record.go
			}
			s, err := write()
			if err != nil {
				t.Fatal(what, aggregate, err)
			}
			tail := fmt.Sprintf("===== %s of %s\n%s\n", aggregate[2:], what, s.Text)
			aggregates[what+aggregate] = tail
		}
	}
	for _, what := range []string{"lake", "events", "lines"} {
		for _, aggregate := range []string{"1 totals", "2 groups", "3 histogram", "4 records"} {
			b.WriteString(aggregates[what+aggregate])
		}
	}
	holdTo(t, "testdata/statements.txt", b.String())
}

// holdTo compares statements with those of a file; -update rewrites it.
func holdTo(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); d != "" {
		t.Errorf("statements differ from %s (-want +got; -update rewrites it):\n%s", file, d)
	}
}

// TestNestedUnknown: what stands in "unknown:" is written twice, and must not
// double with each level.
func TestNestedUnknown(t *testing.T) {
	filter := "tls:1.2"
	for range 90 {
		filter = "unknown:(tls:1.3 " + filter + ")"
	}
	x, err := model.Parse(filter, testNow)
	if err != nil {
		t.Fatal(err)
	}
	for what, table := range testTables(t) {
		s, err := table.Select(Question{Where: x, From: testFrom, To: testTo}, []model.Field{model.FieldTime})
		var long *LengthError
		if err != nil && !errors.As(err, &long) || err == nil && len(s.Local) != 1 {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestTwice: a record that is held twice is counted twice by the engine; among
// records it comes twice, and whoever reads them counts it once.
func TestTwice(t *testing.T) {
	q := Question{From: testFrom, To: testTo}
	article, err := LookUpView("public-acl-article")
	if err != nil {
		t.Fatal(err)
	}
	for what, table := range testTables(t) {
		statements := map[string]func() (*Statement, error){
			comeTwice + ": records": func() (*Statement, error) { return table.Select(q, nil) },
			countTwice + ": totals": func() (*Statement, error) { return table.Totals(q) },
			countTwice + ": groups": func() (*Statement, error) { return table.Groups(q, []Key{{Field: model.FieldOperation}}, 3) },
			countTwice + ": profile": func() (s *Statement, err error) {
				s, _, err = table.Profile(q, []Key{{Field: model.FieldOperation}}, 3)
				return
			},
		}
		if table.Log == Events {
			statements[comeTwice+": view"] = func() (s *Statement, err error) { s, _, err = table.View(article, q); return }
			statements[countTwice+": comparison of a view"] = func() (s *Statement, err error) { _, s, err = table.View(article, q); return }
		}
		for name, write := range statements {
			want, name, _ := strings.Cut(name, ": ")
			switch s, err := write(); {
			case err != nil:
				t.Errorf("%s, %s: %v", what, name, err)
			case s != nil && (len(s.Notes) == 0 || s.Notes[0] != want):
				t.Errorf("%s, %s: notes %q, want %q first", what, name, s.Notes, want)
			}
		}
	}
}

func TestRefusals(t *testing.T) {
	tables := testTables(t)
	parse := func(filter string) model.Expr {
		x, err := model.Parse(filter, testNow)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	bounded := func(x model.Expr) Question { return Question{Where: x, From: testFrom, To: testTo} }
	for what, table := range tables {
		for _, q := range []Question{{}, {From: testFrom}, {To: testTo}} {
			if _, err := table.Select(q, nil); !errors.Is(err, ErrUnbounded) {
				t.Errorf("%s without a range: %v", what, err)
			}
		}
		if _, err := table.Select(Question{AllTime: true}, nil); err != nil {
			t.Errorf("%s, all time: %v", what, err)
		}
		var long *LengthError
		var list strings.Builder
		list.WriteString("id:(")
		for i := range table.limit() / 10 {
			fmt.Fprintf(&list, "%08d, ", i)
		}
		list.WriteString("x)")
		if _, err := table.Select(bounded(parse(list.String())), nil); !errors.As(err, &long) || long.Limit != table.limit() {
			t.Errorf("%s, a statement that is too long: %v", what, err)
		}
		var local *LocalError
		if _, err := table.Totals(bounded(parse("client:boto3"))); !errors.As(err, &local) || local.Local[0] != "client:boto3" {
			t.Errorf("%s, totals of what the engine cannot decide: %v", what, err)
		}
		if _, err := table.Groups(bounded(parse("*")), []Key{{Field: model.FieldPrincipal}}, 0); !errors.As(err, &local) || local.Local[0] != "--by principal" {
			t.Errorf("%s, groups by what the engine does not have: %v", what, err)
		}
	}
}
