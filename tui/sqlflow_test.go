package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
)

// Nothing that is paid for runs before it was confirmed.
func TestPayingIsAskedOnce(t *testing.T) {
	world := usualWorld()
	s := newSQLScreen(t, 120, 40, world)
	ran := func(want int) {
		t.Helper()
		if got := len(world.service.statements); got != want {
			t.Errorf("%d queries were run, want %d:\n%s", got, want, s.text())
		}
	}
	s.shows("cost  ≈ $0.20 at $5.00 a TB", "12,003 objects of 7 days")
	s.press("enter")
	s.shows("Run it and pay: ≈ $0.20?")
	s.press("j") // any other key is a no
	s.hides("Run it and pay")
	s.press("enter", "esc")
	s.shows("STATEMENT") // the question was left, the page was not
	s.press("c")
	s.shows("Count on Athena (3 statements) and pay: ≈ $0.30?")
	s.press("q")
	ran(0)
	s.press("c", "enter")
	ran(3)
	s.shows("12,431 match of 1,241,880", "not counted, for only the records tell: principal", "$0.0600 paid")
	s.press("c")
	s.shows("STATEMENT")
	s.press("enter", "enter")
	s.settled()
	ran(5)
	s.shows("40 match of 40 read from Athena", "Athena $0.10 paid")
}

// What nobody bills is run without a question.
func TestFreeEngineIsNotAskedAbout(t *testing.T) {
	world := usualWorld()
	world.price, world.weight = 0, -1
	s := newSQLScreen(t, 120, 40, world)
	s.shows("nothing is billed")
	s.press("enter")
	s.settled()
	s.shows("40 match of 40 read from Athena", "Athena 7.5 GiB scanned")
}

// A query that runs tells how far it is, and is stopped on the service.
func TestQueryIsStoppedOnTheService(t *testing.T) {
	world := usualWorld()
	world.service.endless = true
	s := newSQLScreen(t, 120, 40, world)
	looks := 0
	world.service.watched = func() {
		if looks++; looks == 2 {
			s.send(tickMsg{gen: s.a.sess.gen, at: now, coverage: s.a.sess.loader.Coverage(), snapshot: s.a.sess.store.Snapshot()})
			s.shows("the query runs: 2.8 GiB scanned, $0.0150", "esc stops it on the service")
			s.press("esc")
		}
	}
	s.press("enter", "enter")
	s.settled()
	if world.service.stopped != 1 {
		t.Errorf("stopped %d times", world.service.stopped)
	}
	s.shows("cancelled", "So far: 1 query, 2.8 GiB scanned, $0.0150 paid")
	s.press("q")
	s.shows("No record could be read")
}

// Counting that runs is stopped likewise.
func TestCountingIsStoppedOnTheService(t *testing.T) {
	world := usualWorld()
	world.service.endless = true
	s := newSQLScreen(t, 120, 40, world)
	world.service.watched = func() { s.press("ctrl+c") }
	s.press("c", "enter")
	if world.service.stopped != 1 {
		t.Errorf("stopped %d times", world.service.stopped)
	}
	s.shows("STATEMENT", "1 query")
}

// The limit ends what scans more than was estimated; the records say PARTIAL.
func TestLimitStopsTheQuery(t *testing.T) {
	world := usualWorld()
	world.max, world.weight, world.service.endless = 2e9, 1e9, true
	s := newSQLScreen(t, 120, 40, world)
	s.press("enter", "enter")
	s.settled()
	s.shows("stopped: 2.8 GiB scanned, more than the limit of 1.9 GiB")
	s.press("q")
	s.shows("PARTIAL")
}

// Where the filter goes beyond what the engine was asked, the screen says so, and
// asking anew keeps the steps.
func TestWideningIsAskedAnew(t *testing.T) {
	world := usualWorld()
	s := newSQLScreen(t, 120, 40, world)
	s.press("/")
	s.write("op:GetObject")
	s.press("enter", "enter", "enter")
	s.settled()
	s.shows("from Athena by op:GetObject")
	s.filter("op:GetObject ip:192.0.2.7")
	s.shows("1 match of 40 read from Athena by op:GetObject")
	s.filter("ip:192.0.2.7")
	s.shows("⚠ it was asked for op:GetObject only   5 ask anew")
	s.press("5")
	s.shows("/ ip:192.0.2.7", "IPADDRESS '192.0.2.7'", "So far: 2 queries")
	s.press("q")
	s.shows("1 match of 40 read")
	s.press("5", "enter", "enter")
	s.settled()
	s.shows("from Athena by ip:192.0.2.7", "$0.0800 paid")
	s.press("u")
	s.hides("it was asked")
	s.press("u")
	s.shows("it was asked for ip:192.0.2.7 only")
	s.press(":")
	s.write("run")
	s.press("enter")
	s.shows("Run it and pay")
}

// What is read here is written for engines, and nothing is run.
func TestFilterIsWrittenForEngines(t *testing.T) {
	s := newScreen(t, 120, 40, 400, complete, Config{Dialects: []Dialect{
		{Name: "Athena", Bill: func(where model.Expr, within source.Range) (source.Bill, error) {
			return source.Bill{Engine: "Athena", Statements: []string{"SELECT key\nFROM t\nWHERE x = '" + filterText(where) + "'\n  AND at >= '" + within.From.Format("2006-01-02 15:04") + "'"}, Local: []string{"client:boto3"}, Bytes: -1}, nil
		}},
		{Name: "CloudTrail Lake", Bill: func(model.Expr, source.Range) (source.Bill, error) {
			return source.Bill{}, errorText("the statement has 12,000 characters, and CloudTrail Lake takes 10,000")
		}},
	}})
	s.filter("tls:none")
	s.press("5")
	golden.RequireEqual(t, []byte(s.text()+"\n"))
	s.shows("WHERE x = 'tls:none'", "AND at >= '2026-11-01 03:12'", "Athena  1/2", "decided here: client:boto3")
	s.hides("run   ", "count first", "cost")
	s.press("tab")
	s.shows("✗ the statement has 12,000 characters")
	s.press("esc")
	s.shows("RECORDS")
}

// Without a range the last day is asked about, and a time that is typed is taken.
func TestEngineIsAskedWithinATime(t *testing.T) {
	world := usualWorld()
	world.range_ = source.Range{}
	s := newSQLScreen(t, 120, 40, world)
	s.shows("2026-11-08 14:07 → 11-09 14:07 (1 d)")
	s.press("T")
	s.write("2026-11-01..2026-11-03")
	s.press("enter")
	s.shows("2026-11-01 00:00 → 11-03 00:00 (2 d)", "'2026-11-03 00:00:00 UTC'")
	s.press("/")
	s.write("since:2026-11-02 tls:none")
	s.press("enter")
	s.shows("2026-11-02 00:00 → 11-03 00:00 (1 d)", "/ tls:none")
}

// The counts over time stand where their time is.
func TestTallyOverTime(t *testing.T) {
	x := sqlTally{within: week}
	k := source.ProfileKey{Key: store.Key{Field: model.FieldTime, Step: 6 * 3_600_000}}
	for _, g := range []struct {
		at string
		n  int
	}{{"2026-11-01T00:00:00Z", 1}, {"2026-11-07T18:00:00Z", 800}} {
		k.Groups = append(k.Groups, store.Group{Values: []store.Cell{{Text: g.at, Recorded: true}}, Count: g.n})
	}
	line := x.overTime(&k, 28)[1][0].s
	if want := "▁" + strings.Repeat(" ", 26) + "█"; line != want {
		t.Errorf("%q, want %q", line, want)
	}
}
