package engine

import (
	"context"

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
	return source.Spent{}
}
