package engine

import (
	"context"
	"sync"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/source/sql"
)

var _ source.Billed = (*Source)(nil)

// Bill says what Scan would run for a range, and what that costs.
func (s *Source) Bill(ctx context.Context, r source.Range) (source.Bill, error) {
	table, err := s.Table(ctx)
	if err != nil {
		return source.Bill{}, s.fault(ctx, err)
	}
	statement, err := table.Select(s.question(r), nil)
	if err != nil {
		return source.Bill{}, s.fault(ctx, err)
	}
	return s.bill(ctx, table, r, statement)
}

// BillCount says what Count would run, and what that costs. The error is
// [source.ErrOnlyRecords] where Count's is.
func (s *Source) BillCount(ctx context.Context, r source.Range, x model.Expr, by []store.Key, top int) (source.Bill, error) {
	c, err := s.counting(ctx, r, x, by, top)
	if err != nil {
		return source.Bill{}, s.fault(ctx, err)
	}
	statements := []*sql.Statement{c.totals}
	if c.groups != nil {
		statements = append(statements, c.groups)
	}
	return s.bill(ctx, c.table, r, statements...)
}

// bill adds what is run beside the statements, and weighs all.
func (s *Source) bill(ctx context.Context, table *sql.Table, r source.Range, statements ...*sql.Statement) (source.Bill, error) {
	b := source.Bill{Engine: table.Engine.String(), Price: s.Price, Bytes: -1, Notes: append(s.Notes(r), statements[0].Notes...)}
	for _, statement := range statements {
		b.Statements = append(b.Statements, statement.Text)
		b.Local = append(b.Local, statement.Local...)
	}
	if table.Log == sql.Lines {
		unparsed, err := table.Unparsed(s.question(r))
		if err != nil {
			return source.Bill{}, s.fault(ctx, err)
		}
		b.Statements = append(b.Statements, unparsed.Text)
	}
	if s.Weigh == nil {
		return b, nil
	}
	once, basis, err := s.Weigh(ctx, r)
	if err != nil {
		return source.Bill{}, s.fault(ctx, err)
	}
	b.Bytes, b.Basis = once, basis
	if once > 0 {
		b.Bytes = once * int64(len(b.Statements))
	}
	return b, nil
}

// Spent tells what the engine's queries have scanned.
func (s *Source) Spent() source.Spent {
	if r, ok := s.Engine.(*Runner); ok {
		return r.Spent()
	}
	return s.meter.read()
}

// Watch has tell told of the steps of queries.
func (s *Source) Watch(tell func(stage string, scanned int64)) {
	s.meter.mu.Lock()
	defer s.meter.mu.Unlock()
	s.meter.tell = tell
}

// A meter counts what queries scan, those of the narrowed sources included.
type meter struct {
	mu    sync.Mutex
	spent source.Spent
	tell  func(stage string, scanned int64)
}

func (m *meter) read() source.Spent {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.spent
}

// add counts bytes and returns whom to tell of them.
func (m *meter) add(queries int, bytes int64) (tell func(string, int64), scanned int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.spent.Queries += queries
	m.spent.Bytes += bytes
	return m.tell, m.spent.Bytes
}

// query runs a query and counts what it scans.
func (s *Source) query(ctx context.Context, q Query, rows func([][]*string, Progress) error) error {
	before := int64(0)
	s.meter.add(1, 0)
	return s.Engine.Query(ctx, q, func(page [][]*string, at Progress) error {
		tell, scanned := s.meter.add(0, at.Bytes-before)
		before = at.Bytes
		if tell != nil {
			tell(at.Stage, scanned)
		}
		return rows(page, at)
	})
}
