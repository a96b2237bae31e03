package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A ledger is a service without tokens, which can be asked for its queries.
type ledger struct {
	*clerk
	texts  []string
	times  []time.Time
	denied error
	broken error // of the next Start, once the query is started
}

func (l *ledger) Start(ctx context.Context, q Query, _ string) (string, error) {
	l.texts, l.times = append(l.texts, q.Text), append(l.times, time.Now())
	id, err := l.clerk.Start(ctx, q, fmt.Sprint(len(l.texts)))
	if l.broken != nil {
		id, err, l.broken = "", l.broken, nil
	}
	return id, err
}

func (l *ledger) Find(_ context.Context, q Query, since time.Time, known map[string]bool) (string, error) {
	for i := len(l.texts) - 1; i >= 0; i-- {
		if id := fmt.Sprint("query-", i+1); l.texts[i] == q.Text && l.times[i].After(since) && !known[id] {
			return id, l.denied
		}
	}
	return "", l.denied
}

// TestWithoutTokensNothingIsPaidTwice kills the process behind the start of a
// query, of which it never learns the ID. Another one finds it.
func TestWithoutTokensNothingIsPaidTwice(t *testing.T) {
	for calls := 1; calls <= 7; calls++ {
		synctest.Test(t, func(t *testing.T) {
			l := &ledger{clerk: &clerk{states: done, pages: [][]string{{"a"}, {"b"}, {"c"}}}}
			first := runner(t, l.clerk)
			first.Service = l
			func() {
				defer func() { recover() }()
				l.kill = calls
				read(t.Context(), first, "SELECT 1")
			}()
			second := &Runner{Service: l, Where: first.Where, Keep: first.Keep, Journal: NewJournal(first.Journal.folder)}
			for n := 1; n <= 2; n++ { // what was read to its end is run anew
				cells, _, err := read(t.Context(), second, "SELECT 1")
				if err != nil || strings.Join(cells, "") != "abc" || len(l.started) != n {
					t.Errorf("killed behind call %d: %q, %v, %d queries were started, want %d", calls, cells, err, len(l.started), n)
				}
			}
		})
	}
}

// TestAStartThatBreaksOff is looked for at once.
func TestAStartThatBreaksOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &ledger{clerk: &clerk{states: done, pages: [][]string{{"a"}}}, broken: fmt.Errorf("%w: connection reset", ErrUnsure)}
		r := runner(t, l.clerk)
		r.Service = l
		if cells, _, err := read(t.Context(), r, "SELECT 1"); err != nil || len(cells) != 1 || len(l.started) != 1 {
			t.Errorf("%q, %v, %d started", cells, err, len(l.started))
		}
	})
}

// TestWhatCannotBeLookedUp is said once; asked again the query is run.
func TestWhatCannotBeLookedUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &ledger{clerk: &clerk{states: done, pages: [][]string{{"a"}}}, denied: errors.New("cloudtrail:ListQueries: not allowed")}
		r := runner(t, l.clerk)
		r.Service = l
		if err := r.Journal.note(Run{Token: "t", Where: r.Where, Text: "SELECT 1", Started: time.Now(), State: "waiting"}); err != nil {
			t.Fatal(err)
		}
		if _, _, err := read(t.Context(), r, "SELECT 1"); !errors.Is(err, l.denied) || !strings.Contains(err.Error(), "paid for already") {
			t.Errorf("error %v", err)
		}
		if cells, _, err := read(t.Context(), r, "SELECT 1"); err != nil || len(cells) != 1 || len(l.started) != 1 {
			t.Errorf("asked again: %q, %v, %d started", cells, err, len(l.started))
		}
	})
}

func TestRate(t *testing.T) {
	r := runner(t, &clerk{})
	at := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	for i, run := range []Run{
		{Bytes: 20, To: at.Add(10 * time.Hour), State: "done"},
		{Bytes: 90, To: at.Add(30 * time.Hour), State: "done"},
		{Bytes: 1000, To: at.Add(time.Hour), State: "stopped"},
		{Bytes: 1000, To: at.Add(time.Hour), State: "done", Where: "lake:other"},
	} {
		run.Token, run.From = fmt.Sprint(i), at
		if run.Where == "" {
			run.Where = r.Where
		}
		if err := r.Journal.note(run); err != nil {
			t.Fatal(err)
		}
	}
	if perHour, n, err := r.Journal.Rate(r.Where); err != nil || perHour != 3 || n != 2 {
		t.Errorf("%v bytes an hour of %d queries, %v; want 3 of 2", perHour, n, err)
	}
}
