package trino

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync/atomic"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/source/decode"
	"s3sleuth/source/sql"
)

// A Source is a table on a Trino server.
type Source struct {
	name    string
	client  *Client
	where   model.Expr // nil is all records
	allTime bool
	spool   *spool
}

var _ source.Narrower = (*Source)(nil)

// Open returns the source trino:CATALOG.SCHEMA.TABLE on a server. Without
// allTime a scan needs a range with both ends. Nothing is asked yet.
func Open(name string, client *Client, allTime bool) (*Source, error) {
	if _, err := sql.ParseTable(name, sql.Events, false); err != nil {
		return nil, err
	}
	return &Source{name: name, client: client, allTime: allTime, spool: &spool{}}, nil
}

// Name returns the name the source was opened by.
func (s *Source) Name() string { return s.name }

// Narrow returns the source without the records that neither match x nor are
// unknown to it, as far as the engine can tell.
func (s *Source) Narrow(x model.Expr) source.Source {
	narrow := *s
	narrow.where = model.Or{x, model.Undecided{X: x}}
	return &narrow
}

// Plan says what the engine is asked; it does not tell how much that is.
func (s *Source) Plan(ctx context.Context, r source.Range) (source.Plan, error) {
	table, err := s.table(ctx)
	if err != nil {
		return source.Plan{}, err
	}
	statement, err := table.Select(s.question(r), nil)
	if err != nil {
		return source.Plan{}, err
	}
	return source.Plan{Files: 1, Bytes: -1, Notes: append([]string{statement.Text}, statement.Notes...)}, nil
}

func (s *Source) question(r source.Range) sql.Question {
	return sql.Question{Where: s.where, From: r.From, To: r.To, AllTime: s.allTime}
}

// Scan reads the rows of the range.
func (s *Source) Scan(ctx context.Context, r source.Range, sink source.Sink) error {
	sink.Files(1, 0, true)
	if sink.Has(s.name) {
		return nil
	}
	table, err := s.table(ctx)
	if err != nil {
		return s.fault(ctx, err)
	}
	statement, err := table.Select(s.question(r), nil)
	if err != nil {
		return s.fault(ctx, err)
	}
	in := &intake{Source: s, table: table, sink: sink, decoder: decode.New(), batch: store.NewBatch()}
	if err := s.client.Query(ctx, statement.Text, in.page); err != nil {
		return s.fault(ctx, err)
	}
	if err := s.unparsed(ctx, table, r, sink.Problem); err != nil {
		return s.fault(ctx, err)
	}
	sink.Done(s.name)
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
	}
	return fmt.Errorf("%s: %w", s.name, err)
}

// A sinkError is an error of the sink, which goes to the caller as it is.
type sinkError struct{ error }

// table asks for the table's columns: they tell which log it holds and whether
// it has days as partitions.
func (s *Source) table(ctx context.Context) (*sql.Table, error) {
	table, err := sql.ParseTable(s.name, sql.Events, false)
	if err != nil {
		return nil, err
	}
	columns := map[string]bool{}
	err = s.client.Query(ctx, table.Describe(), func(rows [][]*string, _ int64) error {
		for _, row := range rows {
			if len(row) > 0 && row[0] != nil {
				columns[strings.ToLower(*row[0])] = true
			}
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case columns["requestdatetime"]:
		table.Log = sql.Lines
	case !columns["eventname"]:
		return nil, errors.New("neither CloudTrail events nor S3 access logs: it has no column eventname and none requestdatetime")
	}
	table.Partitioned = columns["timestamp"]
	if missing := table.Missing(columns); len(missing) > 0 {
		return nil, fmt.Errorf("the table lacks the columns %s; s3sleuth sql --create prints one that has them", strings.Join(missing, ", "))
	}
	return table, nil
}

// unparsed reports the lines that the table's regular expression did not take.
func (s *Source) unparsed(ctx context.Context, table *sql.Table, r source.Range, report func(model.Problem)) error {
	if table.Log != sql.Lines {
		return nil
	}
	statement, err := table.Unparsed(s.question(r))
	if err != nil {
		return err
	}
	lost := 0
	err = s.client.Query(ctx, statement.Text, func(rows [][]*string, _ int64) error {
		for _, row := range rows {
			return scanNumbers(row, &lost)
		}
		return nil
	})
	if lost > 0 {
		report(model.Problem{
			File: s.name, Offset: -1, Whole: true,
			Reason: model.Counted(lost, "line") + " that the table's regular expression does not take",
			Hint:   "s3sleuth sql --create prints a table that takes every line",
		})
	}
	return err
}

// Raw returns what the record's row was made into.
func (s *Source) Raw(_ context.Context, file string, offset int64, length int) ([]byte, error) {
	if file != s.name {
		return nil, fmt.Errorf("%s: not of %s", file, s.name)
	}
	return s.spool.read(offset, length)
}

// An intake makes records of rows and hands them over.
type intake struct {
	*Source
	table   *sql.Table
	sink    source.Sink
	decoder *decode.Decoder
	batch   *store.Batch
	text    bytes.Buffer // of one page, a record a line
	read    int64
}

// page takes one page of rows.
func (in *intake) page(rows [][]*string, read int64) error {
	in.sink.Progress(in.name, read-in.read)
	in.read = read
	if len(rows) == 0 {
		return nil
	}
	in.text.Reset()
	for _, row := range rows {
		raw, err := in.table.Record(row)
		if err != nil {
			in.sink.Problem(model.Problem{File: in.name, Offset: in.spool.size(), Reason: err.Error()})
			continue
		}
		in.text.Write(raw)
		in.text.WriteByte('\n')
	}
	base, err := in.spool.write(in.text.Bytes())
	if err != nil {
		return err
	}
	if err := in.decoder.File(bytes.NewReader(in.text.Bytes()), decode.PathFacts{}, in.output(base)); err != nil {
		return err
	}
	return in.flush()
}

// output takes what the decoder finds in a page that begins at base.
func (in *intake) output(base int64) decode.Output {
	return decode.Output{
		Record: func(r *model.Record) error {
			r.Offset += base
			in.batch.Add(r)
			if in.batch.Len() == store.MaxBatch {
				return in.flush()
			}
			return nil
		},
		Problem: func(p model.Problem) {
			p.File, p.Line = in.name, 0
			p.Offset += base
			in.sink.Problem(p)
		},
		Other: func(what model.Other, n int) { in.sink.Other(in.name, what, n) },
	}
}

func (in *intake) flush() error {
	if in.batch.Len() == 0 {
		return nil
	}
	err := in.sink.Batch(in.name, in.batch)
	in.batch.Reset()
	if err != nil {
		return &sinkError{err}
	}
	return nil
}

// A spool keeps the texts of records, in a file of its own that has no name.
type spool struct {
	file *os.File
	end  atomic.Int64
}

func (s *spool) size() int64 { return s.end.Load() }

// write appends a text and returns where it begins. It is called by one scan at a time.
func (s *spool) write(text []byte) (int64, error) {
	if s.file == nil {
		f, err := os.CreateTemp("", "s3sleuth-rows-*")
		if err != nil {
			return 0, fmt.Errorf("keep rows: %w", err)
		}
		os.Remove(f.Name()) // where the system allows it; else it stays until the folder is swept
		s.file = f
	}
	at := s.end.Load()
	if _, err := s.file.WriteAt(text, at); err != nil {
		return 0, fmt.Errorf("keep rows: %w", err)
	}
	s.end.Add(int64(len(text)))
	return at, nil
}

func (s *spool) read(offset int64, length int) ([]byte, error) {
	if offset < 0 || length < 0 || offset+int64(length) > s.size() {
		return nil, fmt.Errorf("no row at byte %d", offset)
	}
	text := make([]byte, length)
	if _, err := s.file.ReadAt(text, offset); err != nil {
		return nil, fmt.Errorf("row at byte %d: %w", offset, err)
	}
	return text, nil
}
