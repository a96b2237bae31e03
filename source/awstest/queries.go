package awstest

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// A Run answers one statement, as an engine does: the names of the columns, the
// rows as texts (nil is NULL), and how many bytes were scanned. Tests play canned
// rows, or let a [Trino] run the statement.
type Run func(ctx context.Context, statement string) (columns []string, rows [][]*string, scanned int64, err error)

// Queries say how the statements of CloudTrail Lake and Athena fare.
type Queries struct {
	Run    Run
	Queued time.Duration // a query waits so long
	Takes  time.Duration // and runs so long at least
	Rate   int64         // bytes a second that a query is seen to scan while it runs
	AtOnce int           // queries of one service and Region that wait or run; 0 is any number
	Rows   int           // rows told in one answer at most; 0 is the service's own limit
	// TimesOut ends every query too early, with the first half of its rows.
	TimesOut bool
}

// A Standing is where a query stands.
type Standing uint8

const (
	Waiting Standing = iota
	Running
	Succeeded
	Failed
	Cancelled
	TimedOut
)

// A Query is what a service knows of one.
type Query struct {
	ID, Text, Token string
	Service, Region string
	Standing        Standing
	Asked, Ended    time.Time
	Scanned         int64
	Columns         []string
	Rows            [][]*string
	Fault           string // of one that failed
	Output          string // where its rows were told to go
	Pages           int    // of rows that were told

	running time.Time // since
	earlier *Query    // whose rows are taken again; nil runs
	cancel  context.CancelFunc
}

// over says that nothing more happens to the query.
func (q *Query) over() bool { return q.Standing > Running }

// Asked returns the queries that were started, in their order.
func (s *Server) Asked() []Query {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Query
	for _, q := range s.queries {
		list = append(list, *q)
	}
	return list
}

// Forget drops all queries, as the services do after some days.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queries = nil
}

// start starts a query; a token that was given before starts nothing new, if it
// is not empty. ok is false where too many are running.
func (s *Server) start(r *request, text, token string) (id string, ok bool) {
	return s.begin(r, text, token, func(*Query) {})
}

// begin is start with a function that tunes a new query, under the server's mutex.
func (s *Server) begin(r *request, text, token string, tune func(*Query)) (id string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	busy := 0
	for _, q := range s.queries {
		if token != "" && q.Token == token {
			return q.ID, true
		}
		if q.Service == r.service && q.Region == r.region && !q.over() {
			busy++
		}
	}
	if limit := s.world.Queries.AtOnce; limit > 0 && busy >= limit {
		return "", false
	}
	ctx, cancel := context.WithCancel(s.life)
	s.started++
	q := &Query{
		ID: fmt.Sprintf("%08x-0000-4000-8000-0123456789ab", s.started), Text: text, Token: token,
		Service: r.service, Region: r.region, Asked: time.Now(), cancel: cancel,
	}
	tune(q)
	s.queries = append(s.queries, q)
	s.working.Go(func() { s.perform(ctx, q) })
	return q.ID, true
}

// perform lets a query wait and run until it is over.
func (s *Server) perform(ctx context.Context, q *Query) {
	defer q.cancel()
	how := s.world.Queries
	if !pass(ctx, how.Queued) {
		return
	}
	s.mu.Lock()
	q.running = time.Now()
	if !q.over() {
		q.Standing = Running
	}
	s.mu.Unlock()
	run := how.Run
	if before := q.earlier; before != nil {
		run = func(context.Context, string) ([]string, [][]*string, int64, error) {
			return before.Columns, before.Rows, 0, nil
		}
	}
	columns, rows, scanned, err := run(ctx, q.Text)
	if !pass(ctx, how.Takes-time.Since(q.running)) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if q.over() {
		return
	}
	q.Ended, q.Columns, q.Rows, q.Scanned = time.Now(), columns, rows, scanned
	switch {
	case err != nil:
		q.Standing, q.Fault = Failed, err.Error()
	case how.TimesOut:
		q.Standing, q.Rows = TimedOut, rows[:len(rows)/2]
	default:
		q.Standing = Succeeded
	}
}

// pass waits; ok is false when the query was cancelled.
func pass(ctx context.Context, d time.Duration) (ok bool) {
	if d <= 0 {
		return ctx.Err() == nil
	}
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}

// find calls do with a query by its ID, and says whether there is one.
func (s *Server) find(r *request, id string, do func(*Query)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, q := range s.queries {
		if q.ID == id && q.Service == r.service && q.Region == r.region {
			if rate := s.world.Queries.Rate; q.Standing == Running && rate > 0 {
				q.Scanned = int64(float64(rate) * time.Since(q.running).Seconds())
			}
			do(q)
			return true
		}
	}
	return false
}

// stop ends a query; stopped is false for one that was over.
func (q *Query) stop() (stopped bool) {
	if q.over() {
		return false
	}
	q.Standing, q.Ended = Cancelled, time.Now()
	q.cancel()
	return true
}

// page returns the rows from an index on, at most size, and the index behind them.
func (s *Server) page(q *Query, from, size int) (rows [][]*string, next int) {
	if limit := s.world.Queries.Rows; limit > 0 {
		size = min(size, limit)
	}
	from = min(from, len(q.Rows))
	next = min(from+size, len(q.Rows))
	q.Pages++
	return q.Rows[from:next], next
}

// A crew is the queries that run.
type crew struct {
	life    context.Context
	end     context.CancelFunc
	working sync.WaitGroup
	queries []*Query // guarded by the server's mutex, as started is
	started int
}
