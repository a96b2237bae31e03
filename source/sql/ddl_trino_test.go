package sql

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
	"s3sleuth/source/decode"
	"s3sleuth/source/tabletest"
)

// created is the table that a definition creates on the engine.
func created(t *testing.T, site *tabletest.Site, name string, d Definition) *Table {
	t.Helper()
	log, partitioned := Lines, d.Layout != AccessLogsFlat
	if d.Layout == Trail || d.Layout == Organization {
		log = Events
	}
	var err error
	if d.Table, err = ParseTable("athena:logs."+name, log, partitioned); err != nil {
		t.Fatal(err)
	}
	statement, err := d.Create()
	if err != nil {
		t.Fatal(err)
	}
	table, err := ParseTable("trino:"+site.Create(statement), log, partitioned)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// published are the lines of sampleLines and, where they are at hand, lines that
// others have published.
func published(t *testing.T) []string {
	t.Helper()
	lines := append([]string{
		strings.Replace(sampleLines[0], "00:00:38", "24:00:38", 1), // which is no time
		strings.Replace(sampleLines[0], "S3Console/0.4", strings.Repeat(`long "agent" `, 10_000), 1),
		strings.Replace(sampleLines[1], `"x"`, `"a`+"\t"+`b é 'c' \"`+`"`, 1),
	}, sampleLines...)
	const cases = "../../../shared/cases"
	files, err := filepath.Glob(cases + "/s3access-*/s*.log")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, strings.Split(strings.TrimSpace(string(content)), "\n")...)
	}
	content, err := os.ReadFile(cases + "/s3access-issue-lines/lines.jsonl")
	if err != nil {
		t.Log("without the lines that others have published: ", err)
		return lines
	}
	for line := range bytes.Lines(content) {
		var of struct{ Line string }
		if err := json.Unmarshal(line, &of); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, of.Line)
	}
	return lines
}

// day is the day of a line's time, which no quote or blank comes before.
func day(t *testing.T, line string) time.Time {
	t.Helper()
	_, rest, _ := strings.Cut(line, "[")
	at, err := time.Parse("02/Jan/2006", rest[:len("06/Feb/2019")])
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// readLine is a line as the decoder cuts it, with what a table makes of it:
// numbers for numbers, NULL for a dash among them and for fields that are not
// there. It is "" for a line that the decoder refuses.
func readLine(line string) string {
	var rec model.Record
	if decode.NewAccessLog(decode.PathFacts{}).Line([]byte(line), &rec) != nil {
		return ""
	}
	fields := decode.Fields([]byte(line))
	var b strings.Builder
	for i, column := range lineColumns {
		number := column == "bytessent" || column == "objectsize"
		v := "NULL"
		if i < len(fields) && !(number && fields[i] == "-") {
			v = fmt.Sprintf("%q", fields[i])
		}
		fmt.Fprintf(&b, "%s %s\n", column, v)
	}
	return b.String()
}

// readRow is a row of the table in the same words.
func readRow(row []any) string {
	var b strings.Builder
	for i, column := range lineColumns {
		v := "NULL"
		switch cell := row[i].(type) {
		case float64:
			v = fmt.Sprintf(`"%.0f"`, cell)
		case string:
			quotable := column == "request_uri" || column == "referrer" || column == "useragent"
			if n := len(cell); quotable && n > 1 && cell[0] == '"' {
				cell = cell[1 : n-1]
			}
			v = fmt.Sprintf("%q", cell)
		}
		fmt.Fprintf(&b, "%s %s\n", column, v)
	}
	return b.String()
}

// TestSampleLinesOnTrino finds every line through the tables that are created
// over it, column by column as the decoder cuts it; what the decoder refuses the
// table counts.
func TestSampleLinesOnTrino(t *testing.T) {
	site := tabletest.Open(t)
	objects, byDay := map[string][]byte{}, map[time.Time][]string{}
	for i, line := range published(t) {
		at := day(t, line)
		byDay[at] = append(byDay[at], line)
		objects[fmt.Sprintf("flat/2026-11-01-00-00-00-%016X", i)] = []byte(line + "\n")
	}
	first := time.Now()
	for at, lines := range byDay {
		objects["111122223333/eu-west-1/acme/"+at.Format("2006/01/02/2006-01-02-00-00-00-")+"00000000EXAMPLE1"] = []byte(strings.Join(lines, "\n") + "\n")
		if at.Before(first) {
			first = at
		}
	}
	site.Put("acme-logs", objects)
	all, refused := []string{}, 0
	for _, lines := range byDay {
		all = append(all, lines...)
		refused += refusals(lines)
	}
	flat := created(t, site, "flat", Definition{Layout: AccessLogsFlat, Location: "s3://acme-logs/flat"})
	checkLines(t, site, flat, Question{AllTime: true}, all, refused)
	days := created(t, site, "days", Definition{Layout: AccessLogs, Location: "s3://acme-logs/111122223333/eu-west-1/acme", Since: first.Format("2006/01/02")})
	for at, lines := range byDay {
		refused := 0 // of the days that a statement reads
		for late := -1; late <= 3; late++ {
			refused += refusals(byDay[at.AddDate(0, 0, late)])
		}
		checkLines(t, site, days, Question{From: at, To: at.AddDate(0, 0, 1)}, lines, refused)
	}
}

// refusals counts what the decoder takes for no line.
func refusals(lines []string) (n int) {
	for _, line := range lines {
		if readLine(line) == "" {
			n++
		}
	}
	return n
}

// checkLines reads lines through a table, and how many its expression does not take.
func checkLines(t *testing.T, site *tabletest.Site, table *Table, q Question, lines []string, refused int) {
	t.Helper()
	var want, got []string
	for _, line := range lines {
		if read := readLine(line); read != "" {
			want = append(want, read)
		}
	}
	s, err := table.Select(q, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range site.Run(s.Text) {
		got = append(got, readRow(row))
	}
	slices.Sort(want)
	slices.Sort(got)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s from %s: (-decoder +table)\n%s", table.from, q.From.Format(time.DateOnly), d)
	}
	if s, err = table.Unparsed(q); err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(site.Run(s.Text)), fmt.Sprintf("[[%d]]", refused); got != want {
		t.Errorf("%s from %s: %s lines that the expression does not take, but the decoder refuses %s", table.from, q.From.Format(time.DateOnly), got, want)
	}
}
