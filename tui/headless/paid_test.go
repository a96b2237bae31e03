package headless_test

import (
	"context"
	"fmt"
	"strings"
	"time"

	"s3sleuth/source"
	"s3sleuth/source/engine"
	"s3sleuth/source/sourcetest"
	"s3sleuth/source/sql"
	"s3sleuth/tui/headless"
)

// A paidService is a service that bills: one query for each statement, whose
// rows are what the statement asks for.
type paidService struct {
	statements []string
	endless    bool // its queries scan on and on
}

func (p *paidService) Start(_ context.Context, q engine.Query, _ string) (string, error) {
	p.statements = append(p.statements, q.Text)
	return fmt.Sprint(len(p.statements) - 1), nil
}

func (p *paidService) Status(context.Context, string) (engine.Status, error) {
	if p.endless {
		return engine.Status{State: engine.Running, Bytes: 60e9}, nil
	}
	return engine.Status{State: engine.Succeeded, Bytes: 40e6}, nil
}

func (p *paidService) Stop(context.Context, string) error { return nil }

func (p *paidService) Page(_ context.Context, id, _ string) (rows [][]*string, next string, err error) {
	var i int
	fmt.Sscan(id, &i)
	add := func(cells ...string) {
		row := make([]*string, len(cells))
		for i := range cells {
			if cells[i] != "" {
				row[i] = &cells[i]
			}
		}
		rows = append(rows, row)
	}
	switch statement := p.statements[i]; {
	case strings.Contains(statement, "AS matched"):
		add("12", "3", "40")
	case strings.Contains(statement, "AS groups"):
		add("none", "7", "2")
		add("1.2", "5", "2")
	case strings.Contains(statement, "unparsed"):
		add("0")
	default:
		rows = sourcetest.Rows(sourcetest.Lines(1, 4, time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)))
	}
	return rows, "", nil
}

// openPaid opens athena:logs.access, whose queries are weighed; athena:logs.blind,
// whose are not; athena:logs.vast, which scans on and on.
func openPaid(name string, o source.Options) (source.Source, error) {
	table, err := sql.ParseTable(name, sql.Lines, true)
	if err != nil {
		return nil, err
	}
	s := engine.Settings{
		Name:   name,
		Engine: &engine.Runner{Service: &paidService{endless: name == "athena:logs.vast"}, Where: name, Price: 5e-12, MaxScan: o.MaxScan},
		Table:  func(context.Context) (*sql.Table, error) { return table, nil },
		Price:  5e-12, AllTime: o.AllTime,
		Weigh: func(context.Context, source.Range) (int64, string, error) {
			switch name {
			case "athena:logs.blind":
				return -1, "the table's location cannot be listed", nil
			case "athena:logs.vast":
				return 2e9, "2 objects", nil
			}
			return 41e6, "12 objects of 8 days lie in the range", nil
		},
	}
	return engine.New(s), nil
}

// ran is the journal of a test.
func ran() ([]headless.Ran, error) {
	at := time.Date(2026, 11, 9, 8, 0, 0, 0, time.UTC)
	return []headless.Ran{
		{Started: at, Where: "athena 111122223333 eu-west-1", ID: "q-1", State: "done", Scanned: 3 << 30, Dollars: 0.0161, Rows: 40, Read: true, Text: "SELECT a,\n       b\nFROM t"},
		{Started: at.Add(time.Hour), Where: "lake 111122223333 us-east-1", ID: "q-2", State: "stopped", Scanned: 1 << 30, Dollars: 0.0054, Text: "SELECT 1"},
	}, nil
}
