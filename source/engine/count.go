package engine

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

// A counting is what the statements of one Count are.
type counting struct {
	table          *sql.Table
	totals, groups *sql.Statement // groups is nil without keys
}

// counting writes the statements. The error is [source.ErrOnlyRecords] where the
// engine would count wrongly.
func (s *Source) counting(ctx context.Context, r source.Range, x model.Expr, by []store.Key, top int) (c counting, err error) {
	defer func() {
		var local *sql.LocalError
		if errors.As(err, &local) {
			err = fmt.Errorf("%w: %w", source.ErrOnlyRecords, err)
		}
	}()
	keys, err := sqlKeys(by)
	if err != nil {
		return c, err
	}
	if c.table, err = s.Table(ctx); err != nil {
		return c, err
	}
	q := s.question(r)
	q.Where = x
	if c.totals, err = c.table.Totals(q); err != nil || len(keys) == 0 {
		return c, err
	}
	c.groups, err = c.table.Groups(q, keys, top)
	return c, err
}

// Count counts on the engine, so that a billion records need not come here. A
// record that the log holds twice counts twice.
func (s *Source) Count(ctx context.Context, r source.Range, x model.Expr, by []store.Key, top int) (*source.Tally, error) {
	c, err := s.counting(ctx, r, x, by, top)
	if err != nil {
		return nil, s.fault(ctx, err)
	}
	t := &source.Tally{Notes: append(s.Notes(r), c.totals.Notes...)}
	err = s.numbers(ctx, Query{c.totals.Text, r}, &t.Matched, &t.Unknown, &t.Read)
	if err == nil && c.groups != nil {
		err = s.query(ctx, Query{c.groups.Text, r}, func(rows [][]*string, _ Progress) error { return addGroups(t, rows, by) })
	}
	if err == nil {
		err = s.unparsed(ctx, c.table, r, func(p model.Problem) { t.Problems = append(t.Problems, p) })
	}
	if err != nil {
		return nil, s.fault(ctx, err)
	}
	return t, nil
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

// numbers runs a statement whose answer is one row of counts. Without that row
// there is no answer, which is not the answer zero.
func (s *Source) numbers(ctx context.Context, q Query, into ...*int) error {
	came := false
	err := s.query(ctx, q, func(rows [][]*string, _ Progress) error {
		if len(rows) == 0 {
			return nil
		}
		came = true
		return scanNumbers(rows[0], into...)
	})
	if err == nil && !came {
		err = errors.New("the answer holds no counts")
	}
	return err
}

// scanNumbers reads the cells of a row.
func scanNumbers(row []*string, into ...*int) error {
	if len(row) < len(into) {
		return fmt.Errorf("row of %d columns, want %d", len(row), len(into))
	}
	for i, n := range into {
		if row[i] == nil {
			return errors.New("a count that is NULL")
		}
		var err error
		if *n, err = strconv.Atoi(*row[i]); err != nil {
			return fmt.Errorf("count: %w", err)
		}
	}
	return nil
}

// addGroups adds rows of values, their count, and how many groups there are.
func addGroups(t *source.Tally, rows [][]*string, by []store.Key) error {
	for _, row := range rows {
		if len(row) != len(by)+2 {
			return fmt.Errorf("row of %d columns, want %d", len(row), len(by)+2)
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
					return fmt.Errorf("time of a group: %w", err)
				}
				v.Text = string(store.AppendTime(nil, seconds*1000))
			}
			g.Values = append(g.Values, v)
		}
		t.Groups = append(t.Groups, g)
	}
	return nil
}
