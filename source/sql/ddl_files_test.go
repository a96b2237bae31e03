package sql

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"s3sleuth/model"
	"s3sleuth/source/tabletest"
)

// TestRawFilesOnTrino puts random records into files as AWS lays them out and
// reads them through the tables that are created over these: whole, and counted
// by the filters that are tried on tables of values too.
func TestRawFilesOnTrino(t *testing.T) {
	site := tabletest.Open(t)
	for what, d := range map[string]Definition{
		"lines":  {Layout: AccessLogs, Location: "s3://raw-lines/logs/111122223333/eu-west-1/acme-logs/"},
		"events": {Layout: Trail, Location: "s3://raw-events/", Accounts: []string{"111122223333"}, Regions: []string{"eu-west-1", "us-east-1"}},
	} {
		t.Run(what, func(t *testing.T) {
			d.Since = "2026/10/31"
			r := rand.New(rand.NewSource(13))
			samples := randomSamples(t, r, what, 600)
			site.Put("raw-"+what, map[string]func([]*sample) map[string][]byte{"lines": lineFiles, "events": eventFiles}[what](samples))
			table := created(t, site, what, d)
			checkRecords(t, site.Run, table, samples)
			checkPruning(t, site, table, samples)
			checkCounts(t, site.Run, table, r, samples)
		})
	}
}

// lineFiles are lines by the day of their time.
func lineFiles(samples []*sample) map[string][]byte {
	files := map[string][]byte{}
	for _, s := range samples {
		key := "logs/111122223333/eu-west-1/acme-logs/" + s.record.When().Format("2006/01/02/2006-01-02-00-00-00-") + "00000000EXAMPLE1"
		files[key] = append(append(files[key], s.raw...), '\n')
	}
	return files
}

// eventFiles are events by the day of their time and the Region.
func eventFiles(samples []*sample) map[string][]byte {
	lists := map[string][][]byte{}
	for _, s := range samples {
		region := s.row["awsregion"].(string)
		key := "AWSLogs/111122223333/CloudTrail/" + region + s.record.When().Format("/2006/01/02/") +
			"111122223333_CloudTrail_" + region + s.record.When().Format("_20060102") + "T0005Z_EXAMPLE123456789.json.gz"
		lists[key] = append(lists[key], s.raw)
	}
	files := map[string][]byte{}
	for key, list := range lists {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		fmt.Fprintf(w, `{"Records":[%s]}`, bytes.Join(list, []byte(",")))
		w.Close()
		files[key] = b.Bytes()
	}
	return files
}

// checkPruning asks about the last day there is: of the days before it, the
// engine opens the files of one, for records may be delivered late.
func checkPruning(t *testing.T, site *tabletest.Site, table *Table, samples []*sample) {
	t.Helper()
	from := testFrom.AddDate(0, 0, 2)
	read := func(q Question) int {
		s, err := table.Totals(q)
		if err != nil {
			t.Fatal(err)
		}
		if !q.From.IsZero() && !strings.Contains(s.Text, `"timestamp" >= '`+from.AddDate(0, 0, -1).Format("2006/01/02")+"'") {
			t.Errorf("the days are not bound in\n%s", s.Text)
		}
		site.Run(s.Text)
		return site.Read()
	}
	all, some := map[string]bool{}, map[string]bool{} // a row is a line of a file, and of events a file
	for i, s := range samples {
		row := fmt.Sprint(s.record.When().Format(time.DateOnly), s.row["awsregion"])
		if table.Log == Lines {
			row = fmt.Sprint(i)
		}
		all[row] = true
		if !s.record.When().Before(from.AddDate(0, 0, -1)) {
			some[row] = true
		}
	}
	if got := read(Question{AllTime: true}); got != len(all) {
		t.Errorf("over all time the engine reads %d rows, want %d", got, len(all))
	}
	if got := read(Question{From: from, To: from.AddDate(0, 0, 1)}); got != len(some) || got >= len(all) {
		t.Errorf("of the last day the engine reads %d rows, want %d of %d", got, len(some), len(all))
	}
}

// checkCounts counts by the filters written by hand and by random ones.
func checkCounts(t *testing.T, run func(string) [][]any, table *Table, r *rand.Rand, samples []*sample) {
	t.Helper()
	const random, together = 40, 8
	var all []model.Expr
	for _, filter := range append(golden, handWritten...) {
		x, err := model.Parse(filter, testNow)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, x)
	}
	for range random {
		all = append(all, randomFilter(t, r, samples, 2))
	}
	for some := range slices.Chunk(all, together) {
		var columns []string
		for _, x := range some {
			p := &pusher{table: table}
			match, unknown := p.match(x), p.unknown(x)
			for _, n := range []node{match.lo, match.hi, unknown.lo, unknown.hi} {
				columns = append(columns, "count_if("+sprint(n)+")")
			}
		}
		row := run("SELECT " + strings.Join(columns, ",\n") + "\nFROM " + table.from)[0]
		for i, x := range some {
			var want [2]int
			for _, s := range samples {
				want[0] += map[bool]int{true: 1}[s.matches(x)]
				want[1] += map[bool]int{true: 1}[s.answer(x) == model.Unknown]
			}
			for j, word := range []string{"match", "are unknown to"} {
				lo, hi := int(row[4*i+2*j].(float64)), int(row[4*i+2*j+1].(float64))
				exact := columns[4*i+2*j] == columns[4*i+2*j+1]
				if want[j] < lo || want[j] > hi || exact && lo != hi {
					t.Errorf("%d %s %v, but the table says from %d to %d\nlo %s\nhi %s", want[j], word, x, lo, hi, columns[4*i+2*j], columns[4*i+2*j+1])
				}
			}
		}
	}
}
