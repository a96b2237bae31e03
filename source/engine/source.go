package engine

import (
	"context"
	"errors"
	"fmt"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/source/decode"
	"s3sleuth/source/sql"

	"s3sleuth/model/store"
)

// A Source is a table on an engine.
type Source struct {
	Settings
	where model.Expr // nil is all records
	spool *spool
	meter *meter
}

// Settings say what a source reads and how.
type Settings struct {
	Name   string // of the source, as "trino:hive.logs.access"
	Engine Engine
	// Table tells which log the table holds and how; it is asked before each use.
	Table func(context.Context) (*sql.Table, error)
	// AllTime lets it be read without a range with both ends.
	AllTime bool
	// Price is what the engine's owner is billed for a byte that a query scans,
	// in dollars; 0 is not billed.
	Price float64
	// Weigh estimates what a query over a range scans, in bytes, -1 where there is
	// no telling, and says what the figure rests on. nil never tells.
	Weigh func(context.Context, source.Range) (bytes int64, basis string, err error)
	// Remarks are what is to be said of every answer over a range; it is asked
	// behind Table. nil says nothing.
	Remarks func(source.Range) []string
}

var (
	_ source.Narrower = (*Source)(nil)
	_ source.Noted    = (*Source)(nil)
)

// New returns the source. Nothing is asked yet.
func New(s Settings) *Source { return &Source{Settings: s, spool: &spool{}, meter: &meter{}} }

// Name returns the name the source was opened by.
func (s *Source) Name() string { return s.Settings.Name }

// Narrow returns the source without the records that neither match x nor are
// unknown to it, as far as the engine can tell.
func (s *Source) Narrow(x model.Expr) source.Source {
	narrow := *s
	narrow.where = model.Or{x, model.Undecided{X: x}}
	return &narrow
}

// Plan says what the engine is asked; it does not tell how much that is.
func (s *Source) Plan(ctx context.Context, r source.Range) (source.Plan, error) {
	table, err := s.Table(ctx)
	if err != nil {
		return source.Plan{}, err
	}
	statement, err := table.Select(s.question(r), nil)
	if err != nil {
		return source.Plan{}, err
	}
	return source.Plan{Files: 1, Bytes: -1, Notes: append(append([]string{statement.Text}, statement.Notes...), s.Notes(r)...)}, nil
}

// Notes returns what is to be said of every answer over a range, once the table
// was asked.
func (s *Source) Notes(r source.Range) []string {
	if s.Remarks == nil {
		return nil
	}
	return s.Remarks(r)
}

func (s *Source) question(r source.Range) sql.Question {
	return sql.Question{Where: s.where, From: r.From, To: r.To, AllTime: s.AllTime}
}

// Scan reads the rows of the range.
func (s *Source) Scan(ctx context.Context, r source.Range, sink source.Sink) error {
	sink.Files(1, 0, true)
	if sink.Has(s.Settings.Name) {
		return nil
	}
	table, err := s.Table(ctx)
	if err != nil {
		return s.fault(ctx, err)
	}
	statement, err := table.Select(s.question(r), nil)
	if err != nil {
		return s.fault(ctx, err)
	}
	in := &intake{Source: s, table: table, sink: sink, decoder: decode.New(), batch: store.NewBatch()}
	err = s.query(ctx, Query{statement.Text, r}, in.page)
	var late *TimeoutError
	switch {
	case errors.As(err, &late):
		sink.Problem(model.Problem{File: s.Settings.Name, Offset: -1, Whole: true, Reason: late.Error(), Hint: late.Advice()})
	case err != nil:
		return s.fault(ctx, err)
	}
	if err := s.unparsed(ctx, table, r, sink.Problem); err != nil {
		return s.fault(ctx, err)
	}
	sink.Done(s.Settings.Name)
	return nil
}

// fault names the source in an error that is not a cancel or the sink's own.
func (s *Source) fault(ctx context.Context, err error) error {
	var own *sinkError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &own):
		return own.error
	case errors.Is(err, source.ErrOnlyRecords):
		return err
	}
	return fmt.Errorf("%s: %w", s.Settings.Name, err)
}

// A sinkError is an error of the sink, which goes to the caller as it is.
type sinkError struct{ error }

// unparsed reports the lines that the table makes no records of.
func (s *Source) unparsed(ctx context.Context, table *sql.Table, r source.Range, report func(model.Problem)) error {
	if table.Log != sql.Lines {
		return nil
	}
	statement, err := table.Unparsed(s.question(r))
	if err != nil {
		return err
	}
	lost := 0
	err = s.numbers(ctx, Query{statement.Text, r}, &lost)
	if lost > 0 {
		report(model.Problem{
			File: s.Settings.Name, Offset: -1, Whole: true,
			Reason: model.Counted(lost, "line") + " that the table's regular expression does not take or whose time is none",
			Hint:   "s3sleuth sql --create prints a table that takes every line",
		})
	}
	return err
}

// Raw returns what the record's row was made into.
func (s *Source) Raw(_ context.Context, file string, offset int64, length int) ([]byte, error) {
	if file != s.Settings.Name {
		return nil, fmt.Errorf("%s: not of %s", file, s.Settings.Name)
	}
	return s.spool.read(offset, length)
}
