package engine

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A clerk is a service that answers from a script.
type clerk struct {
	busy   int      // refusals before a query is started
	states []Status // one an answer, the last for ever
	pages  [][]string
	gone   map[string]bool

	kill    int      // the process dies behind so many calls; 0 is never
	started []string // tokens
	stopped []string
}

// called kills the process when it is time.
func (c *clerk) called() {
	if c.kill--; c.kill == 0 {
		panic("killed")
	}
}

func (c *clerk) Start(_ context.Context, _ Query, token string) (string, error) {
	defer c.called()
	if c.busy > 0 {
		c.busy--
		return "", ErrBusy
	}
	if i := slices.Index(c.started, token); i >= 0 {
		return fmt.Sprint("query-", i+1), nil
	}
	c.started = append(c.started, token)
	return fmt.Sprint("query-", len(c.started)), nil
}

func (c *clerk) Status(_ context.Context, id string) (Status, error) {
	defer c.called()
	if c.gone[id] {
		return Status{}, ErrGone
	}
	s := c.states[0]
	if len(c.states) > 1 {
		c.states = c.states[1:]
	}
	return s, nil
}

func (c *clerk) Page(_ context.Context, _, token string) (rows [][]*string, next string, err error) {
	defer c.called()
	n := len(token)
	for _, cell := range c.pages[n] {
		rows = append(rows, []*string{&cell})
	}
	if n+1 < len(c.pages) {
		next = token + "+"
	}
	return rows, next, nil
}

func (c *clerk) Stop(_ context.Context, id string) error {
	c.stopped = append(c.stopped, id)
	return nil
}

var done = []Status{{State: Waiting}, {State: Running, Bytes: 1e9}, {State: Succeeded, Bytes: 3e9}}

func runner(t *testing.T, c *clerk) *Runner {
	return &Runner{
		Service: c, Where: "lake:test", Keep: 24 * time.Hour, Price: 0.005e-9,
		Journal: NewJournal(filepath.Join(t.TempDir(), "s3sleuth", "queries")),
	}
}

// read asks a query and returns the cells it gave, and the stages it told.
func read(ctx context.Context, r *Runner, text string) (cells, stages []string, err error) {
	err = r.Query(ctx, Query{Text: text}, func(rows [][]*string, at Progress) error {
		for _, row := range rows {
			cells = append(cells, *row[0])
		}
		if at.Stage != "" {
			stages = append(stages, at.Stage)
		}
		return ctx.Err()
	})
	return cells, stages, err
}

func runs(t *testing.T, r *Runner) []Run {
	t.Helper()
	list, err := r.Journal.Runs()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestQueryIsStartedWatchedAndRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &clerk{busy: 2, states: done, pages: [][]string{{"a", "b"}, {"c"}}}
		r := runner(t, c)
		cells, stages, err := read(t.Context(), r, "SELECT 1")
		if err != nil || strings.Join(cells, "") != "abc" {
			t.Fatalf("%q, %v", cells, err)
		}
		want := []string{
			"waiting: too many queries are running", "waiting: too many queries are running",
			"the query waits for its turn", "the query runs: 954 MiB scanned, $0.0050", "the query runs: 2.8 GiB scanned, $0.0150",
		}
		if !slices.Equal(stages, want) {
			t.Errorf("stages %q", stages)
		}
		if s := r.Spent(); s.Queries != 1 || s.Bytes != 3e9 || s.Dollars < 0.0149 || s.Dollars > 0.0151 {
			t.Errorf("spent %+v", s)
		}
		list := runs(t, r)
		if len(list) != 1 || !list[0].Read || list[0].Rows != 3 || list[0].ID != "query-1" || list[0].State != "done" {
			t.Errorf("journal %+v", list)
		}
	})
}

// TestNothingIsPaidTwice kills the process behind every call to the service, and
// asks again with another one.
func TestNothingIsPaidTwice(t *testing.T) {
	for calls := 1; calls <= 7; calls++ { // one Start, three Status, three Page
		synctest.Test(t, func(t *testing.T) {
			c := &clerk{states: done, pages: [][]string{{"a"}, {"b"}, {"c"}}}
			first := runner(t, c)
			func() {
				defer func() {
					if recover() != "killed" {
						t.Fatalf("not killed behind call %d", calls)
					}
				}()
				c.kill = calls
				read(t.Context(), first, "SELECT 1")
			}()
			second := &Runner{Service: c, Where: first.Where, Keep: first.Keep, Price: first.Price, Journal: NewJournal(first.Journal.folder)}
			cells, _, err := read(t.Context(), second, "SELECT 1")
			if err != nil || strings.Join(cells, "") != "abc" || len(c.started) != 1 {
				t.Errorf("killed behind call %d: %q, %v, %d queries were started", calls, cells, err, len(c.started))
			}
			if list := runs(t, second); len(list) != 1 || !list[0].Read {
				t.Errorf("killed behind call %d: journal %+v", calls, list)
			}
			if _, _, err := read(t.Context(), second, "SELECT 1"); err != nil || len(c.started) != 2 {
				t.Errorf("asked once more: %v, %d queries were started", err, len(c.started))
			}
		})
	}
}

// TestQueryWhoseRowsAreGone is run again: its service keeps rows for some days.
func TestQueryWhoseRowsAreGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &clerk{states: done, pages: [][]string{{"a"}}, gone: map[string]bool{"query-1": true}}
		r := runner(t, c)
		if err := r.Journal.note(Run{Token: "t", Where: r.Where, ID: "query-1", Text: "SELECT 1", Started: time.Now(), State: "running"}); err != nil {
			t.Fatal(err)
		}
		c.started = []string{"t"}
		if cells, _, err := read(t.Context(), r, "SELECT 1"); err != nil || len(cells) != 1 || len(c.started) != 2 {
			t.Errorf("%q, %v, %d started", cells, err, len(c.started))
		}
	})
}

func TestCancelStopsTheQuery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &clerk{states: []Status{{State: Running, Bytes: 5}}}
		r := runner(t, c)
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		if _, _, err := read(ctx, r, "SELECT 1"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
		if list := runs(t, r); !slices.Equal(c.stopped, []string{"query-1"}) || list[0].State != "stopped" || r.Spent().Bytes != 5 {
			t.Errorf("stopped %q, journal %+v", c.stopped, list)
		}
		c.states, c.pages = done, [][]string{{"a"}}
		if cells, _, err := read(t.Context(), r, "SELECT 1"); err != nil || len(cells) != 1 || len(c.started) != 2 {
			t.Errorf("asked again: %q, %v, %d started", cells, err, len(c.started))
		}
	})
}

func TestBudgetStopsTheQuery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &clerk{states: []Status{{State: Running, Bytes: 40}, {State: Running, Bytes: 60}}}
		r := runner(t, c)
		r.MaxScan = 50
		var over *BudgetError
		if _, _, err := read(t.Context(), r, "SELECT 1"); !errors.As(err, &over) || *over != (BudgetError{60, 50}) || len(c.stopped) != 1 {
			t.Errorf("error %v, stopped %q", err, c.stopped)
		}
	})
}

func TestQueryThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &clerk{states: []Status{{State: Failed, Reason: "line 1:8: Column 'x' cannot be resolved"}}}
		r := runner(t, c)
		_, _, err := read(t.Context(), r, "SELECT x")
		if err == nil || err.Error() != "query query-1 failed: line 1:8: Column 'x' cannot be resolved" || runs(t, r)[0].State != "failed" {
			t.Errorf("error %v", err)
		}
	})
}

// TestRowsOfAQueryThatTimedOut are read: the service has them.
func TestRowsOfAQueryThatTimedOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &clerk{states: []Status{{State: TimedOut, Bytes: 7}}, pages: [][]string{{"a"}}}
		cells, _, err := read(t.Context(), runner(t, c), "SELECT 1")
		if len(cells) != 1 || err == nil || err.Error() != "query query-1 ran too long and was ended by its service: there are rows that it did not find" {
			t.Errorf("%q, %v", cells, err)
		}
	})
}
