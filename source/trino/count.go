package trino

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/source/sql"
)

var _ source.Counter = (*Source)(nil)

// Count counts on the engine, so that a billion records need not come here. A
// record that the log holds twice counts twice.
func (s *Source) Count(ctx context.Context, r source.Range, x model.Expr, by []store.Key, top int) (*source.Tally, error) {
	tally, err := s.count(ctx, r, x, by, top)
	var local *sql.LocalError
	switch {
	case errors.As(err, &local):
		return nil, fmt.Errorf("%w: %w", source.ErrOnlyRecords, err)
	case err != nil:
		return nil, s.fault(ctx, err)
	}
	return tally, nil
}

func (s *Source) count(ctx context.Context, r source.Range, x model.Expr, by []store.Key, top int) (*source.Tally, error) {
	keys, err := sqlKeys(by)
	if err != nil {
		return nil, err
	}
	table, err := s.table(ctx)
	if err != nil {
		return nil, err
	}
	q := s.question(r)
	q.Where = x
	totals, err := table.Totals(q)
	if err != nil {
		return nil, err
	}
	var groups *sql.Statement
	if len(keys) > 0 {
		if groups, err = table.Groups(q, keys, top); err != nil {
			return nil, err
		}
	}
	t := &source.Tally{Notes: totals.Notes}
	err = s.client.Query(ctx, totals.Text, func(rows [][]*string, _ int64) error {
		for _, row := range rows {
			return scanNumbers(row, &t.Matched, &t.Unknown, &t.Read)
		}
		return nil
	})
	if err == nil && groups != nil {
		err = s.client.Query(ctx, groups.Text, func(rows [][]*string, _ int64) error { return addGroups(t, rows, by) })
	}
	if err != nil {
		return nil, err
	}
	return t, s.unparsed(ctx, table, r, func(p model.Problem) { t.Problems = append(t.Problems, p) })
}

// sqlKeys returns what the engine can group by.
func sqlKeys(by []store.Key) ([]sql.Key, error) {
	var keys []sql.Key
	for _, key := range by {
		if key.IsFact || key.Field == model.FieldPath {
			return nil, &sql.LocalError{Local: []string{"counts by a JSON path or by is:"}}
		}
		keys = append(keys, sql.Key{Field: key.Field, Step: time.Duration(key.Step) * time.Millisecond})
	}
	return keys, nil
}

// scanNumbers reads the cells of a row.
func scanNumbers(row []*string, into ...*int) error {
	if len(row) < len(into) {
		return fmt.Errorf("trino: row of %d columns, want %d", len(row), len(into))
	}
	for i, n := range into {
		if row[i] == nil {
			return errors.New("trino: a count that is NULL")
		}
		var err error
		if *n, err = strconv.Atoi(*row[i]); err != nil {
			return fmt.Errorf("trino: count: %w", err)
		}
	}
	return nil
}

// addGroups adds rows of values, their count, and how many groups there are.
func addGroups(t *source.Tally, rows [][]*string, by []store.Key) error {
	for _, row := range rows {
		if len(row) != len(by)+2 {
			return fmt.Errorf("trino: row of %d columns, want %d", len(row), len(by)+2)
		}
		var g store.Group
		if err := scanNumbers(row[len(by):], &g.Count, &t.Distinct); err != nil {
			return err
		}
		for i, key := range by {
			v := store.Cell{}
			if row[i] != nil {
				v = store.Cell{Text: *row[i], Recorded: true}
			}
			if key.Field == model.FieldTime {
				seconds, err := strconv.ParseInt(v.Text, 10, 64)
				if err != nil {
					return fmt.Errorf("trino: time of a group: %w", err)
				}
				v.Text = string(store.AppendTime(nil, seconds*1000))
			}
			g.Values = append(g.Values, v)
		}
		t.Groups = append(t.Groups, g)
	}
	return nil
}
