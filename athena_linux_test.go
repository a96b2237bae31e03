package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"s3sleuth/source/awstest"
	"s3sleuth/source/sourcetest"
	"s3sleuth/tui/terminaltest"
)

var athenaBegin = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// athenaOver is an Athena whose table holds lines, whatever it is asked.
func athenaOver(lines []byte) *awstest.World {
	rows := sourcetest.Rows(lines)
	return &awstest.World{
		Account: "111122223333", Caller: "arn:aws:iam::111122223333:user/analyst",
		Athena: awstest.Athena{Region: "eu-west-1", Workgroups: []awstest.Workgroup{{Name: "primary", Output: "s3://acme-results/"}}},
		Queries: awstest.Queries{Run: func(_ context.Context, statement string) ([]string, [][]*string, int64, error) {
			zero := "0"
			switch {
			case strings.HasPrefix(statement, "CREATE"):
				return nil, nil, 0, nil
			case strings.Contains(statement, "AS unparsed"):
				return []string{"unparsed"}, [][]*string{{&zero}}, 1 << 20, nil
			}
			return sourcetest.Columns, rows, 3 << 30, nil
		}},
	}
}

// program is this program with arguments, in a home of its own that leads to a server.
type program struct{ env []string }

func newProgram(t *testing.T, s *awstest.Server) program {
	p := program{home(t, "")}
	for name, v := range s.Environment("eu-west-1") {
		p.env = append(p.env, name+"="+v)
	}
	return p
}

func (p program) command(args ...string) (cmd *exec.Cmd, stdout, stderr *bytes.Buffer) {
	cmd = exec.Command(os.Args[0], args...)
	cmd.Env = p.env
	stdout, stderr = &bytes.Buffer{}, &bytes.Buffer{}
	cmd.Stdout, cmd.Stderr = stdout, stderr
	return cmd, stdout, stderr
}

func (p program) run(t *testing.T, args ...string) (stdout, stderr string) {
	t.Helper()
	cmd, out, said := p.command(args...)
	if err := cmd.Run(); err != nil {
		t.Fatalf("%q: %v\n%s", args, err, said)
	}
	return out.String(), said.String()
}

var athenaQuery = []string{"--since", "2026-11-01", "--until", "2026-11-02", "--sort", "time", "--limit", "0", "--format", "jsonl", "--yes"}

// createAthena makes the table that the tests read, and its database.
func createAthena(t *testing.T, p program) {
	t.Helper()
	out, said := p.run(t, "sql", "athena:logs.access", "--create", "access-logs", "--since", "2026-01-01",
		"--location", "s3://acme-access-logs/111122223333/eu-west-1/acme-static/", "--run", "--yes")
	if !strings.HasPrefix(out, "CREATE DATABASE IF NOT EXISTS `logs`;\n\nCREATE EXTERNAL TABLE `logs`.`access` (\n") ||
		!strings.Contains(said, "note: this writes a definition into the data catalog of your account in eu-west-1, and nothing else") {
		t.Fatalf("created by\n%s%s", out, said)
	}
}

// TestAthena creates a table and reads it: the records are those of a file.
func TestAthena(t *testing.T) {
	lines := sourcetest.Lines(1, 2500, athenaBegin)
	s := awstest.Start(t, athenaOver(lines))
	p := newProgram(t, s)
	cmd, _, said := p.command(append([]string{"query", "athena:logs.access"}, athenaQuery...)...)
	if cmd.Run() == nil || !strings.Contains(said.String(), "hint: s3sleuth sql athena:logs.access --create LAYOUT") {
		t.Errorf("without the table: %s", said)
	}
	createAthena(t, p)
	file := filepath.Join(t.TempDir(), "a.log")
	if err := os.WriteFile(file, lines, 0o600); err != nil {
		t.Fatal(err)
	}
	there, narration := p.run(t, append([]string{"query", "athena:logs.access", "-is:write"}, athenaQuery...)...)
	here, _ := p.run(t, append([]string{"query", file, "-is:write"}, athenaQuery...)...)
	if there != here || strings.Count(there, "\n") != 2500 {
		t.Errorf("%d records there, %d here", strings.Count(there, "\n"), strings.Count(here, "\n"))
	}
	for _, part := range []string{"bill: Athena, 2 statements: how much there is to scan is not known", "the table reads nothing but the days 2026/01/01 to NOW", "note: 2 queries scanned 3 GiB"} {
		if !strings.Contains(narration, part) {
			t.Errorf("%q is not in\n%s", part, narration)
		}
	}
	if n := s.Calls("athena:StartQueryExecution"); n != 4 {
		t.Errorf("%d queries were started, want two that create and two that read", n)
	}
}

// TestAthenaIsPaidOnce kills the program while it reads pages. The next one
// reads the same query, which is paid for, and finds the same records.
func TestAthenaIsPaidOnce(t *testing.T) {
	lines := sourcetest.Lines(2, 2000, athenaBegin)
	w := athenaOver(lines)
	w.Queries.Rows, w.Wait = 100, 10*time.Millisecond // twenty pages and more
	s := awstest.Start(t, w)
	p := newProgram(t, s)
	createAthena(t, p)
	const created = 2 // queries
	args := append([]string{"query", "athena:logs.access"}, athenaQuery...)
	cmd, _, said := p.command(args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		if asked := s.Asked(); len(asked) > created && asked[created].Pages >= 5 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("no pages are read: %s", said)
		}
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	var ended *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &ended) || ended.Exited() {
		t.Fatalf("killed, it ends with %v", err)
	}
	if pages := s.Asked()[created].Pages; pages > 15 {
		t.Fatalf("killed too late: %d pages were read", pages)
	}
	got, _ := p.run(t, args...)
	file := filepath.Join(t.TempDir(), "a.log")
	if err := os.WriteFile(file, lines, 0o600); err != nil {
		t.Fatal(err)
	}
	want, _ := p.run(t, append([]string{"query", file}, athenaQuery...)...)
	if got != want || strings.Count(got, "\n") != 2000 {
		t.Errorf("%d records, want the %d of the file", strings.Count(got, "\n"), strings.Count(want, "\n"))
	}
	selects := slices.DeleteFunc(s.Asked(), func(q awstest.Query) bool { return !strings.Contains(q.Text, "bucketowner,") })
	if len(selects) != 1 {
		t.Errorf("the records were asked for %d times, want once", len(selects))
	}
	history, _ := p.run(t, "sql", "--history", "--format", "json")
	if n := strings.Count(history, `"id": "`); n != 4 || strings.Count(history, fmt.Sprintf(`"scanned": %d`, 3<<30)) != 1 {
		t.Errorf("history of %d queries:\n%s", n, history)
	}
}

// TestAthenaIsStopped interrupts the program while its query runs: within a
// second nothing runs, or costs, any more.
func TestAthenaIsStopped(t *testing.T) {
	w := athenaOver(nil)
	w.Queries.Rate = 1 << 30
	w.Athena.Databases = []string{"logs"}
	run := w.Queries.Run
	w.Queries.Run = func(ctx context.Context, statement string) ([]string, [][]*string, int64, error) {
		if !strings.HasPrefix(statement, "CREATE") {
			<-ctx.Done()
		}
		return run(ctx, statement)
	}
	s := awstest.Start(t, w)
	p := newProgram(t, s)
	p.run(t, "sql", "athena:logs.access", "--create", "access-logs-flat", "--location", "s3://acme-logs/flat/", "--run", "--yes")
	cmd, stdout, said := p.command("count", "athena:logs.access", "tls:none", "--since", "2026-11-01", "--until", "2026-11-02", "--yes")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	standing := func(want awstest.Standing) time.Time {
		for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
			if asked := s.Asked(); len(asked) == 2 && asked[1].Standing == want {
				return time.Now()
			}
		}
		t.Fatalf("no such query: %+v\n%s", s.Asked(), said)
		return time.Time{}
	}
	standing(awstest.Running)
	time.Sleep(300 * time.Millisecond) // it has been looked at
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if took := standing(awstest.Cancelled).Sub(began); took > time.Second {
		t.Errorf("stopped after %v", took)
	}
	err := cmd.Wait()
	var ended *exec.ExitError
	if !errors.As(err, &ended) || ended.ExitCode() != 4 || stdout.String() != "not counted: cancelled\n" {
		t.Errorf("ends with %v: %s%s", err, stdout, said)
	}
	if !strings.Contains(said.String(), "note: 1 query scanned ") {
		t.Errorf("what it cost is not said: %s", said)
	}
	history, _ := p.run(t, "sql", "--history", "--format", "json")
	if !strings.Contains(history, `"state": "stopped"`) {
		t.Errorf("history\n%s", history)
	}
}

// TestAthenaAsksOnATerminal creates a table with somebody there to be asked.
func TestAthenaAsksOnATerminal(t *testing.T) {
	s := awstest.Start(t, athenaOver(nil))
	p := newProgram(t, s)
	ask := func() *terminaltest.Terminal {
		cmd, _, _ := p.command("sql", "athena:logs.access", "--create", "access-logs-flat", "--location", "s3://acme-logs/flat/", "--run")
		cmd.Stdout, cmd.Stderr = nil, nil
		x := terminaltest.Start(t, cmd, 150, 50)
		x.Wait("free of charge")
		x.Wait("Run 2 statements? [y/N]")
		return x
	}
	for _, test := range []struct {
		answer func(*terminaltest.Terminal)
		says   string
		code   int
		ran    int
	}{
		{func(x *terminaltest.Terminal) { x.Type("\r") }, "nothing was run", 1, 0},
		{func(x *terminaltest.Terminal) { x.Type("n\r") }, "nothing was run", 1, 0},
		{func(x *terminaltest.Terminal) { x.Signal(syscall.SIGINT) }, "nothing was run", 1, 0},
		{func(x *terminaltest.Terminal) { x.Type("y\r") }, "note: created: s3sleuth count athena:logs.access", 0, 2},
	} {
		x := ask()
		test.answer(x)
		x.Wait(test.says)
		if code := x.Ended().ExitCode(); code != test.code || len(s.Asked()) != test.ran {
			t.Errorf("exit code %d, %d statements were run, want %d and %d", code, len(s.Asked()), test.code, test.ran)
		}
	}
}
