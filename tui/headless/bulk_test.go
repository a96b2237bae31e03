package headless_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"s3sleuth/tui/headless"
)

// TestLargeLogsOfKnownTruth writes logs with testdata/gen/bulk, which counts what
// it writes, and asks for the same counts.
func TestLargeLogsOfKnownTruth(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs the generator")
	}
	root := filepath.Join(t.TempDir(), "logs")
	if out, err := exec.Command("go", "run", "s3sleuth/testdata/gen/bulk", "-out", root, "-n", "20000", "-files", "4").CombinedOutput(); err != nil {
		t.Skipf("the generator cannot run here: %v\n%s", err, out)
	}
	data, err := os.ReadFile(filepath.Join(root, "truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(root, "truth.json")); err != nil {
		t.Fatal(err)
	}
	var truth struct {
		Records, Duplicates int
		Questions           []question
		Newest              struct {
			Filter  string
			Records []struct {
				ID   string
				Time time.Time
			}
		}
	}
	if err := json.Unmarshal(data, &truth); err != nil {
		t.Fatal(err)
	}
	var kept headless.Kept
	for _, q := range truth.Questions {
		t.Run(q.Name, func(t *testing.T) {
			got := count(t, &kept, root, q.Filter, "--by", q.By)
			if got.Matched != q.Matched || got.Unknown != q.Unknown || got.Duplicates != truth.Duplicates || !got.Complete {
				t.Errorf("%d match, %d cannot say, %d duplicates, complete %v; want %d, %d, %d, true",
					got.Matched, got.Unknown, got.Duplicates, got.Complete, q.Matched, q.Unknown, truth.Duplicates)
			}
			// The truth holds the largest groups; at its end several may be equal.
			all := make(map[row]bool)
			for _, r := range got.rows(q.By) {
				all[r] = true
			}
			for _, r := range q.rows() {
				if !all[r] {
					t.Errorf("not among the groups: %d %s", r.Count, r.Values)
				}
			}
		})
	}
	t.Run("newest of a principal from a network", func(t *testing.T) {
		var stdout, stderr bytes.Buffer
		code := kept.Run(context.Background(), env(&stdout, &stderr), []string{
			"query", root, truth.Newest.Filter, "--sort", "-time", "--limit", "100", "--format", "jsonl", "--columns", "id,time",
		})
		if code != 0 || len(truth.Newest.Records) == 0 {
			t.Fatalf("exit code %d, %d records in the truth\n%s", code, len(truth.Newest.Records), &stderr)
		}
		var got []string
		for line := range strings.Lines(stdout.String()) {
			var r struct {
				ID   string
				Time time.Time
			}
			if err := json.Unmarshal([]byte(line), &r); err != nil {
				t.Fatal(err)
			}
			got = append(got, r.Time.Format(time.RFC3339))
		}
		for i, want := range truth.Newest.Records {
			if i >= len(got) || got[i] != want.Time.Format(time.RFC3339) {
				t.Fatalf("record %d of %d is not of %v", i, len(got), want.Time)
			}
		}
	})
}
