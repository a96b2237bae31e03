package headless

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"s3sleuth/model"
)

// A Ran is one query that was run on a service that bills for it.
type Ran struct {
	Started time.Time `json:"started"`
	Where   string    `json:"where"` // service, account and Region
	ID      string    `json:"id"`    // by which the service knows it
	State   string    `json:"state"` // as "done" or "stopped"
	Scanned int64     `json:"scanned"`
	Dollars float64   `json:"dollars"`
	Rows    int       `json:"rows"`
	Read    bool      `json:"read"` // its rows were read to their end
	Text    string    `json:"statement"`
}

// history prints the queries that were paid for.
func (c *commands) history(format string) error {
	write, ok := map[string]func([]Ran) error{"text": c.historyTable, "table": c.historyTable, "json": c.historyJSON}[format]
	if !ok {
		return unknownFormat(format, "table, json")
	}
	runs, err := c.env.History()
	if err != nil {
		return err
	}
	return write(runs)
}

// historyTable prints a line a query, and what all of them cost.
func (c *commands) historyTable(runs []Ran) error {
	rows := [][]string{{"SCANNED", "COST", "STARTED", "STATE", "ROWS", "WHERE", "STATEMENT"}}
	var bytes int64
	var dollars float64
	for _, r := range runs {
		state := r.State
		if !r.Read && r.State == "done" {
			state = "not read"
		}
		rows = append(rows, []string{
			model.Size(r.Scanned), money(r.Dollars), r.Started.UTC().Format("2006-01-02 15:04:05Z"), state,
			model.Count(r.Rows), cell(r.Where, true), cell(firstLine(r.Text), true),
		})
		bytes, dollars = bytes+r.Scanned, dollars+r.Dollars
	}
	var b strings.Builder
	if len(runs) > 0 {
		writeTable(&b, rows)
	}
	fmt.Fprintf(&b, "%s, %s scanned, %s\n", plural(len(runs), "query", "queries"), model.Size(bytes), money(dollars))
	return c.print(b.String())
}

// firstLine returns the first line of a statement, with a sign where more follows.
func firstLine(s string) string {
	first, rest, _ := strings.Cut(s, "\n")
	if strings.TrimSpace(rest) != "" {
		return strings.TrimRight(first, " ,") + " …"
	}
	return first
}

func (c *commands) historyJSON(runs []Ran) error {
	enc := json.NewEncoder(c.env.Stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(append([]Ran{}, runs...))
}
