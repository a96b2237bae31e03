package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"s3sleuth/source/awstest"
	"s3sleuth/source/sourcetest"
)

const (
	lakeID   = "0a1b2c3d-0000-4000-8000-0123456789ab"
	lakeName = "lake:" + lakeID
)

var lakeQuery = []string{"query", lakeName, "-is:write", "--since", "2026-11-01", "--until", "2026-11-02", "--sort", "time", "--limit", "0", "--format", "jsonl", "--yes"}

// lakeOf is CloudTrail Lake with one event data store that answers with all its
// events, or counts none.
func lakeOf(events [][]byte) *awstest.World {
	var rows [][]*string
	for _, e := range events {
		text := string(e)
		rows = append(rows, []*string{&text})
	}
	zero := "0"
	return &awstest.World{
		Account: "111122223333", Caller: "arn:aws:iam::111122223333:user/analyst",
		Stores: []awstest.Store{{Name: "prod", ID: lakeID, Region: "eu-west-1", Retention: 3653, MultiRegion: true}},
		Queries: awstest.Queries{Run: func(_ context.Context, statement string) ([]string, [][]*string, int64, error) {
			if strings.Contains(statement, "count_if") {
				return []string{"matched", "unknown", "read"}, [][]*string{{&zero, &zero, &zero}}, 1 << 20, nil
			}
			return []string{"eventJson"}, rows, 3 << 30, nil
		}},
	}
}

// begun starts the program and returns once the server says that it is time.
func begun(t *testing.T, p program, ready func() bool, args ...string) *exec.Cmd {
	t.Helper()
	cmd, _, said := p.command(args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); !ready(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			cmd.Process.Kill()
			t.Fatalf("it does not come to that: %s", said)
		}
	}
	return cmd
}

// TestLakeIsPaidOnce kills the program before it learns the ID of its query, and
// while it reads pages. The next one reads the same query and finds all records.
func TestLakeIsPaidOnce(t *testing.T) {
	const records = 2000
	events := sourcetest.Events(1, records, athenaBegin)
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "a.json"), sourcetest.Delivered(events), 0o600); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name  string
		spoil func(*awstest.World)
		ready func(*awstest.Server) bool
	}{
		{
			"in mid-page",
			func(w *awstest.World) { w.Queries.Rows, w.Wait = 100, 10*time.Millisecond },
			func(s *awstest.Server) bool { q := s.Asked(); return len(q) > 0 && q[0].Pages >= 5 },
		},
		{
			"before the answer",
			func(w *awstest.World) { w.Late = map[string]time.Duration{"cloudtrail:StartQuery": time.Second} },
			func(s *awstest.Server) bool { return len(s.Asked()) > 0 },
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := lakeOf(events)
			c.spoil(w)
			s := awstest.Start(t, w)
			p := newProgram(t, s)
			cmd := begun(t, p, func() bool { return c.ready(s) }, lakeQuery...)
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			var ended *exec.ExitError
			if err := cmd.Wait(); !errors.As(err, &ended) || ended.Exited() {
				t.Fatalf("killed, it ends with %v", err)
			}
			if pages := s.Asked()[0].Pages; pages > 15 {
				t.Fatalf("killed too late: %d pages were read", pages)
			}
			there, said := p.run(t, lakeQuery...)
			here, _ := p.run(t, append([]string{"query", folder}, lakeQuery[2:]...)...)
			if there != here || strings.Count(there, "\n") != records*2/5 {
				t.Errorf("%d records there, %d here\n%s", strings.Count(there, "\n"), strings.Count(here, "\n"), said)
			}
			if n := s.Calls("cloudtrail:StartQuery"); n != 1 {
				t.Errorf("%d queries were started, want one", n)
			}
			history, _ := p.run(t, "sql", "--history", "--format", "json")
			if strings.Count(history, `"id": "`) != 1 || !strings.Contains(history, `"scanned": 3221225472`) {
				t.Errorf("history:\n%s", history)
			}
		})
	}
}

// TestLakeIsInterrupted: an interrupt stops the query on the service within a second.
func TestLakeIsInterrupted(t *testing.T) {
	w := lakeOf(nil)
	w.Queries.Takes, w.Queries.Rate = time.Minute, 1<<30
	s := awstest.Start(t, w)
	cmd := begun(t, newProgram(t, s), func() bool { return s.Calls("cloudtrail:DescribeQuery") >= 2 }, lakeQuery...)
	asked := time.Now()
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	err := cmd.Wait()
	took := time.Since(asked)
	q := s.Asked()[0]
	if cmd.ProcessState.ExitCode() != 4 || q.Standing != awstest.Cancelled || q.Ended.Sub(asked) > time.Second {
		t.Errorf("%v after %v; the query is %+v", err, took, q)
	}
	t.Logf("stopped on the service after %v", q.Ended.Sub(asked))
}

// TestLakeWithoutDataEvents: a zero comes with what it is worth.
func TestLakeWithoutDataEvents(t *testing.T) {
	s := awstest.Start(t, lakeOf(nil))
	out, said := newProgram(t, s).run(t, "count", lakeName, "op:DeleteObject", "--since", "2026-11-01", "--until", "2026-11-02", "--yes")
	const note = "note: prod holds no requests for objects (no S3 data events): that none is found there says nothing"
	if !strings.Contains(out, "0 match of 0 read") || !strings.Contains(said, note) {
		t.Errorf("%s%s", out, said)
	}
	if !strings.Contains(said, "bill: CloudTrail Lake, 1 statement: how much there is to scan is not known") {
		t.Errorf("the bill:\n%s", said)
	}
}
