package engine

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"

	"s3sleuth/model"
	"s3sleuth/source"
)

// A Service runs queries that go on by themselves and are paid for: each has an
// ID by which it is asked about, fetched and stopped, by any process.
type Service interface {
	// Start starts a query. A token that was given before starts nothing new,
	// where the service has such tokens. The error is [ErrBusy] where too many
	// queries run.
	Start(ctx context.Context, q Query, token string) (id string, err error)
	// Status tells how far a query is; [ErrGone] is a query it knows no more.
	Status(ctx context.Context, id string) (Status, error)
	// Page returns rows of a query that is over. The first page has no token, and
	// the last no next one.
	Page(ctx context.Context, id, token string) (rows [][]*string, next string, err error)
	// Stop ends a query. One that is over is no error.
	Stop(ctx context.Context, id string) error
}

var (
	ErrBusy = errors.New("too many queries are running")
	ErrGone = errors.New("the query is not known any more")
	// ErrUnsure is a start of which nobody knows whether it came to be: of a
	// [Finder] only, for tokens make asking again safe.
	ErrUnsure = errors.New("whether the query was started is not known")
)

// A Finder is a service that has no tokens. What may have been started is looked
// for instead.
type Finder interface {
	Service
	// Find returns the ID of a query of the same statement that was started since
	// a time, may have rows and is none of known; "" where there is none.
	Find(ctx context.Context, q Query, since time.Time, known map[string]bool) (id string, err error)
}

// A State is where a query stands.
type State uint8

const (
	Waiting State = iota
	Running
	Succeeded
	Failed
	Stopped
	TimedOut // its rows so far can be read
)

// String returns the state as a person reads it.
func (s State) String() string {
	return [...]string{"waiting", "running", "done", "failed", "stopped", "timed out"}[s]
}

// A Status is what a service says of a query.
type Status struct {
	State  State
	Bytes  int64  // scanned so far
	Reason string // of a failure
	Free   bool   // it is not billed, as one that failed where those are not
	Reused bool   // its rows are those of an earlier query, which were kept
}

const (
	// firstPoll and lastPoll are the pauses between two looks at a query: the
	// second one is longer by half, and so on.
	firstPoll, lastPoll = 250 * time.Millisecond, 5 * time.Second
	// farewell is how long stopping a query may take once its reader is gone.
	farewell = time.Second
	// skew is how far the clocks of this machine and the service may differ.
	skew = 5 * time.Minute
)

// A Runner makes an [Engine] of a service. It may be used from any goroutine.
type Runner struct {
	Service Service
	// Where names the service and whose it is, so that a query is taken up only
	// where it runs.
	Where string
	// Journal remembers queries; nil forgets them with the process.
	Journal *Journal
	// Keep is how long the service keeps the rows of a query.
	Keep time.Duration
	// Price is what a scanned byte costs, in dollars.
	Price float64
	// Least is how many bytes a query is billed for that scans fewer, and some.
	Least int64
	// MaxScan is how many bytes all queries may scan before the one that runs is
	// stopped; 0 is any number.
	MaxScan int64

	mu    sync.Mutex
	spent source.Spent
}

// Spent tells what the queries of this process have scanned.
func (r *Runner) Spent() source.Spent {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.spent
}

// A BudgetError is a query that was stopped because it scanned too much.
type BudgetError struct{ Scanned, Limit int64 }

func (e *BudgetError) Error() string {
	return fmt.Sprintf("stopped: %s scanned, more than the limit of %s", model.Size(e.Scanned), model.Size(e.Limit))
}

// Is makes it a [source.ErrBudget].
func (e *BudgetError) Is(target error) bool { return target == source.ErrBudget }

// A TimeoutError is a query that its service ended because it ran too long. The
// rows that it had found until then were handed over.
type TimeoutError struct{ ID string }

func (e *TimeoutError) Error() string {
	return fmt.Sprintf("query %s ran too long and was ended by its service: there are rows that it did not find", e.ID)
}

// Advice says what makes a query shorter.
func (e *TimeoutError) Advice() string { return "ask for a shorter time, part by part" }

// Query runs a query to its end. What an earlier process started and did not
// read is taken up, not paid for again.
func (r *Runner) Query(ctx context.Context, q Query, rows func([][]*string, Progress) error) error {
	if spent := r.Spent().Bytes; r.MaxScan > 0 && spent > r.MaxScan {
		return &BudgetError{spent, r.MaxScan} // before another one is begun
	}
	run, taken, err := r.begin(ctx, q, rows)
	if err != nil {
		return err
	}
	status, err := r.wait(ctx, &run, rows)
	if errors.Is(err, ErrGone) && taken {
		run.State = Failed.String()
		r.note(run)
		return r.Query(ctx, q, rows)
	}
	if err != nil {
		return err
	}
	err = r.fetch(ctx, &run, status, rows)
	if errors.Is(err, ErrGone) {
		run.State = Failed.String()
		r.note(run)
		if taken && run.Rows == 0 {
			return r.Query(ctx, q, rows)
		}
	}
	if err != nil {
		return err
	}
	if status.State == TimedOut {
		return &TimeoutError{run.ID}
	}
	return nil
}

// begin takes up a query or starts one. The token is in the journal before the
// query is started: a process killed between the two asks with it again.
func (r *Runner) begin(ctx context.Context, q Query, rows func([][]*string, Progress) error) (run Run, taken bool, err error) {
	run, taken = r.Journal.find(r.Where, q.Text, time.Now().Add(-r.Keep))
	if !taken {
		run = Run{Token: rand.Text() + rand.Text(), Where: r.Where, Text: q.Text, From: q.Within.From, To: q.Within.To, Started: time.Now().UTC(), State: Waiting.String()}
		if err := r.note(run); err != nil {
			return run, false, err
		}
	} else if run.ID == "" {
		if run.ID, err = r.look(ctx, q, run); err != nil {
			return run, taken, r.close(run, Failed, err)
		}
	}
	for pause := firstPoll; run.ID == ""; pause = min(2*pause, lastPoll) {
		// An answer that nobody waits for would leave a query running that nobody knows.
		asking, stop := context.WithTimeout(context.WithoutCancel(ctx), 2*lastPoll)
		run.ID, err = r.Service.Start(asking, q, run.Token)
		stop()
		if errors.Is(err, ErrUnsure) {
			if id, found := r.look(ctx, q, run); found == nil && id != "" {
				run.ID, err = id, nil
			}
		}
		switch {
		case errors.Is(err, ErrBusy):
			if err := rows(nil, Progress{Stage: "waiting: " + err.Error()}); err != nil {
				return run, taken, err
			}
			if err := sleep(ctx, pause); err != nil {
				return run, taken, r.close(run, Stopped, err)
			}
		case err != nil:
			return run, taken, r.close(run, Failed, err)
		}
	}
	if err := r.note(run); err != nil {
		return run, taken, r.abandon(ctx, run, err) // nobody would know of it
	}
	return run, taken, nil
}

// look returns the ID of a query that was started for a run, as far as its
// service has no tokens and must be asked; "" is none.
func (r *Runner) look(ctx context.Context, q Query, run Run) (id string, err error) {
	f, ok := r.Service.(Finder)
	if !ok {
		return "", nil
	}
	runs, err := r.Journal.Runs()
	if err != nil {
		return "", err
	}
	known := map[string]bool{}
	for _, other := range runs {
		known[other.ID] = true
	}
	looking, stop := context.WithTimeout(context.WithoutCancel(ctx), lastPoll)
	defer stop()
	if id, err = f.Find(looking, q, run.Started.Add(-skew), known); err != nil {
		return "", fmt.Errorf("this query may have been started and paid for already, and that cannot be looked up; asked again it is started anew: %w", err)
	}
	return id, nil
}

// wait looks at a query until it is over.
func (r *Runner) wait(ctx context.Context, run *Run, rows func([][]*string, Progress) error) (Status, error) {
	before := r.Spent().Bytes
	for pause := firstPoll; ; pause = min(pause+pause/2, lastPoll) {
		status, err := r.Service.Status(ctx, run.ID)
		if err == nil {
			run.Bytes, run.State = status.Bytes, status.State.String()
			run.Dollars, run.Reused = r.dollars(status), status.Reused
			err = rows(nil, Progress{Bytes: status.Bytes, Stage: r.stage(status)})
		}
		over := status.State != Waiting && status.State != Running
		switch total := before + status.Bytes; {
		case err != nil && (ctx.Err() != nil || !errors.Is(err, ErrGone)):
			return status, r.abandon(ctx, *run, cmp.Or(ctx.Err(), err))
		case err != nil:
			return status, err
		case !over && r.MaxScan > 0 && total > r.MaxScan:
			return status, r.abandon(ctx, *run, &BudgetError{total, r.MaxScan})
		case status.State == Failed || status.State == Stopped:
			r.pay(*run)
			return status, r.close(*run, status.State, fmt.Errorf("query %s %s: %s", run.ID, status.State, cmp.Or(status.Reason, "no reason given")))
		case over:
			r.pay(*run)
			return status, r.note(*run)
		}
		if err := sleep(ctx, pause); err != nil {
			return status, r.abandon(ctx, *run, err)
		}
	}
}

// stage says what is waited for.
func (r *Runner) stage(s Status) string {
	switch {
	case s.State == Waiting:
		return "the query waits for its turn"
	case s.Bytes == 0:
		return "the query runs"
	}
	return fmt.Sprintf("the query runs: %s scanned, $%.4f", model.Size(s.Bytes), r.dollars(s))
}

// dollars is what a query costs as far as it is.
func (r *Runner) dollars(s Status) float64 {
	if s.Free || s.Reused || s.Bytes == 0 {
		return 0
	}
	return float64(max(s.Bytes, r.Least)) * r.Price
}

// fetch reads the rows of a query that is over. One that is not read to its end
// stays in the journal as it is, and is taken up by the next who asks the same.
func (r *Runner) fetch(ctx context.Context, run *Run, status Status, rows func([][]*string, Progress) error) error {
	for token := ""; ; {
		page, next, err := r.Service.Page(ctx, run.ID, token)
		if err != nil {
			return cmp.Or(ctx.Err(), err)
		}
		run.Rows += len(page)
		if err := rows(page, Progress{Bytes: status.Bytes}); err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if token = next; token == "" {
			run.Read = true
			return r.note(*run)
		}
	}
}

// abandon stops a query that runs, and returns why.
func (r *Runner) abandon(ctx context.Context, run Run, why error) error {
	stopping, done := context.WithTimeout(context.WithoutCancel(ctx), farewell)
	defer done()
	if err := r.Service.Stop(stopping, run.ID); err != nil {
		return fmt.Errorf("%w (and query %s could not be stopped: %w)", why, run.ID, err)
	}
	r.pay(run)
	return r.close(run, Stopped, why)
}

// close notes how a query ended that has no rows to read, and returns why.
func (r *Runner) close(run Run, as State, why error) error {
	run.State = as.String()
	if err := r.note(run); err != nil {
		return errors.Join(why, err)
	}
	return why
}

// pay adds a query to what was spent.
func (r *Runner) pay(run Run) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.spent.Queries++
	r.spent.Bytes += run.Bytes
	r.spent.Dollars += run.Dollars
	if run.Reused {
		r.spent.Reused++
	}
}

func (r *Runner) note(run Run) error { return r.Journal.note(run) }

// sleep waits, or returns what ended the wait.
func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
