package engine

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/source/sql"
)

// A teller answers by what a statement holds, and notes the statements.
type teller struct {
	rows  map[string][][]string
	asked []string
}

func (e *teller) Query(_ context.Context, q Query, rows func([][]*string, Progress) error) error {
	e.asked = append(e.asked, q.Text)
	for part, list := range e.rows {
		if !strings.Contains(q.Text, part) {
			continue
		}
		var out [][]*string
		for _, cells := range list {
			var row []*string
			for _, cell := range cells {
				if cell == "NULL" {
					row = append(row, nil)
				} else {
					row = append(row, &cell)
				}
			}
			out = append(out, row)
		}
		return rows(out, Progress{Bytes: 100})
	}
	return rows(nil, Progress{Bytes: 100})
}

// TestProfile counts several fields: in one reading on Athena, one by one on
// CloudTrail Lake. What SQL does not have is left out.
func TestProfile(t *testing.T) {
	from := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	within := source.Range{From: from, To: from.AddDate(0, 0, 7)}
	hour, tls := store.Key{Field: model.FieldTime, Step: 3_600_000}, store.Key{Field: model.FieldTLS}
	keys := []store.Key{hour, {Field: model.FieldPrincipal}, tls, {Field: model.FieldPath, Path: "a.b"}}
	want := &source.Profile{
		Matched: 5, Unknown: 1, Read: 9,
		Keys: []source.ProfileKey{
			{Key: hour, Distinct: 1, Groups: []store.Group{{Values: []store.Cell{{Text: "2026-11-01T03:00:00Z", Recorded: true}}, Count: 5}}},
			{Key: tls, Distinct: 2, Groups: []store.Group{{Values: []store.Cell{{Text: "1.2", Recorded: true}}, Count: 3}, {Values: []store.Cell{{}}, Count: 2}}},
		},
	}
	at := "1793502000" // 2026-11-01T03:00:00Z
	for _, c := range []struct {
		table string
		rows  map[string][][]string
		asked int
	}{
		{"athena:logs.trail", map[string][][]string{
			"AS matched": {{"5", "1", "9"}},
			"UNNEST":     {{"1", at, "5", "1"}, {"2", "1.2", "3", "2"}, {"2", "NULL", "2", "2"}},
		}, 2},
		{"lake:EXAMPLE1-f852-4e8f-8bd1-bcf6cEXAMPLE", map[string][][]string{
			"AS matched": {{"5", "1", "9"}},
			"floor(":     {{at, "5", "1"}},
			"tls":        {{"1.2", "3", "2"}, {"NULL", "2", "2"}},
		}, 3},
	} {
		table, err := sql.ParseTable(c.table, sql.Events, true)
		if err != nil {
			t.Fatal(err)
		}
		e := &teller{rows: c.rows}
		s := New(Settings{Name: c.table, Engine: e, Table: func(context.Context) (*sql.Table, error) { return table, nil }})
		bill, err := s.BillProfile(t.Context(), within, nil, keys, 3)
		if err != nil || len(bill.Statements) != c.asked || len(e.asked) != 0 {
			t.Errorf("%s: bill of %d statements, %d asked, %v", c.table, len(bill.Statements), len(e.asked), err)
		}
		got, err := s.Profile(t.Context(), within, nil, keys, 3)
		if err != nil || len(e.asked) != c.asked {
			t.Errorf("%s: %d statements, %v", c.table, len(e.asked), err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.table, d)
		}
		if spent := s.Spent(); spent.Queries != c.asked || spent.Bytes != int64(100*c.asked) {
			t.Errorf("%s: spent %+v", c.table, spent)
		}
	}
}

// TestProfileOfWhatOnlyRecordsTell is refused before anything is asked.
func TestProfileOfWhatOnlyRecordsTell(t *testing.T) {
	table, err := sql.ParseTable("athena:logs.trail", sql.Events, true)
	if err != nil {
		t.Fatal(err)
	}
	x, err := model.Parse("client:boto3", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	s := New(Settings{Name: "t", Engine: &teller{}, AllTime: true, Table: func(context.Context) (*sql.Table, error) { return table, nil }})
	if _, err := s.Profile(t.Context(), source.Range{}, x, nil, 3); err == nil || !strings.Contains(err.Error(), source.ErrOnlyRecords.Error()) {
		t.Errorf("error %v", err)
	}
}

// An answer without the row of counts that each such statement has is no zero.
func TestCountsThatDoNotCome(t *testing.T) {
	from := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	within := source.Range{From: from, To: from.AddDate(0, 0, 7)}
	src := New(Settings{Name: "athena:logs.events", Engine: &teller{}, Table: func(context.Context) (*sql.Table, error) {
		return sql.ParseTable("athena:logs.events", sql.Events, false)
	}})
	if tally, err := src.Count(context.Background(), within, nil, nil, 0); err == nil {
		t.Errorf("%+v and no error", tally)
	}
	if profile, err := src.Profile(context.Background(), within, nil, nil, 0); err == nil {
		t.Errorf("%+v and no error", profile)
	}
}
