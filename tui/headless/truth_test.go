package headless_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"s3sleuth/tui/headless"
)

// count runs "count --format json" and returns what it prints, decoded. What is
// read is kept for the next call in kept.
func count(t *testing.T, kept *headless.Kept, args ...string) counted {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := kept.Run(context.Background(), env(&stdout, &stderr), append([]string{"count", "--format", "json"}, args...))
	var got counted
	if err := json.Unmarshal(stdout.Bytes(), &got); err != nil {
		t.Fatalf("count %s: exit code %d, %v\n%s%s", strings.Join(args, " "), code, err, &stdout, &stderr)
	}
	got.code = code
	return got
}

// counted is the object that "count --format json" prints.
type counted struct {
	code       int
	Matched    int
	Unknown    int
	Read       int
	Complete   bool
	Duplicates int
	Damaged    int
	Files      map[string]int
	Groups     []struct {
		Values map[string]any
		Count  int
	}
}

// A question is one of those whose answer the demo's generator counted by
// itself, without s3sleuth.
type question struct {
	Name, Filter, By string
	Matched, Unknown int
	Groups           []struct {
		Values []*string
		Count  int
	}
}

// TestDemoTruth asks the demo every question its generator knows the answer of.
func TestDemoTruth(t *testing.T) {
	data, err := os.ReadFile("../../testdata/demo/truth.json")
	if err != nil {
		t.Fatal(err)
	}
	var truth struct {
		Records, Duplicates, Aggregated int
		Questions                       []question
	}
	if err := json.Unmarshal(data, &truth); err != nil {
		t.Fatal(err)
	}
	if len(truth.Questions) < 10 {
		t.Fatalf("%d questions in truth.json", len(truth.Questions))
	}
	var kept headless.Kept
	for _, q := range truth.Questions {
		t.Run(q.Name, func(t *testing.T) {
			got := count(t, &kept, "demo:", q.Filter, "--by", q.By)
			if got.Matched != q.Matched || got.Unknown != q.Unknown || !got.Complete || got.code != 0 {
				t.Errorf("%d match, %d cannot say, complete %v, exit code %d; want %d, %d, true, 0",
					got.Matched, got.Unknown, got.Complete, got.code, q.Matched, q.Unknown)
			}
			if got.Read != truth.Records && !strings.Contains(q.Filter, "time:") {
				t.Errorf("%d records read, want %d", got.Read, truth.Records)
			}
			if got.Duplicates != truth.Duplicates || got.Files["aggregatedEvents"] != truth.Aggregated {
				t.Errorf("%d duplicates, %d aggregated events; want %d, %d", got.Duplicates, got.Files["aggregatedEvents"], truth.Duplicates, truth.Aggregated)
			}
			if diff := gocmp.Diff(q.rows(), got.rows(q.By)); diff != "" {
				t.Errorf("groups (-want +got):\n%s", diff)
			}
		})
	}
}

// A row is one group: its values joined by tabs, "null" for one that is not recorded.
type row struct {
	Values string
	Count  int
}

func (q question) rows() []row {
	var rows []row
	for _, g := range q.Groups {
		var values []string
		for _, v := range g.Values {
			if v == nil {
				values = append(values, "null")
			} else {
				values = append(values, *v)
			}
		}
		rows = append(rows, row{strings.Join(values, "\t"), g.Count})
	}
	return sorted(rows)
}

func (c counted) rows(by string) []row {
	var rows []row
	for _, g := range c.Groups {
		var values []string
		for name := range strings.SplitSeq(by, ",") {
			value, ok := g.Values[name].(string)
			if !ok {
				value = "null"
			}
			values = append(values, value)
		}
		rows = append(rows, row{strings.Join(values, "\t"), g.Count})
	}
	return sorted(rows)
}

// sorted orders groups of equal counts alike.
func sorted(rows []row) []row {
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Values, b.Values))
	})
	return rows
}
