package engine

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/source/sql"
)

// A profiling is what the statements of one Profile are.
type profiling struct {
	table  *sql.Table
	totals *sql.Statement
	all    *sql.Statement   // of every key; nil where each has its own
	each   []*sql.Statement // nil where there is one of all
	keys   []store.Key      // that are counted, in the statements' order
}

// profiling writes the statements. The error is [source.ErrOnlyRecords] where
// the engine would count wrongly.
func (s *Source) profiling(ctx context.Context, r source.Range, x model.Expr, by []store.Key, top int) (p profiling, err error) {
	defer func() {
		var local *sql.LocalError
		if errors.As(err, &local) {
			err = fmt.Errorf("%w: %w", source.ErrOnlyRecords, err)
		}
	}()
	var keys []sql.Key
	asked := map[sql.Key]store.Key{}
	for _, key := range by {
		if k, err := sqlKeys([]store.Key{key}); err == nil {
			keys = append(keys, k[0])
			asked[k[0]] = key
		}
	}
	if p.table, err = s.Table(ctx); err != nil {
		return p, err
	}
	q := s.question(r)
	q.Where = x
	if p.totals, err = p.table.Totals(q); err != nil {
		return p, err
	}
	all, counted, err := p.table.Profile(q, keys, top)
	if err != nil {
		return p, err
	}
	p.all = all
	for _, key := range counted {
		p.keys = append(p.keys, asked[key])
		if all != nil {
			continue
		}
		n := top
		if key.Field == model.FieldTime {
			n = 0
		}
		one, err := p.table.Groups(q, []sql.Key{key}, n)
		if err != nil {
			return p, err
		}
		p.each = append(p.each, one)
	}
	return p, nil
}

func (p *profiling) statements() []*sql.Statement {
	list := append([]*sql.Statement{p.totals}, p.each...)
	if p.all != nil {
		list = append(list, p.all)
	}
	return list
}

// BillProfile says what Profile would run.
func (s *Source) BillProfile(ctx context.Context, r source.Range, x model.Expr, by []store.Key, top int) (source.Bill, error) {
	p, err := s.profiling(ctx, r, x, by, top)
	if err != nil {
		return source.Bill{}, s.fault(ctx, err)
	}
	return s.bill(ctx, p.table, r, p.statements()...)
}

// Profile counts on the engine: in all, and by each key.
func (s *Source) Profile(ctx context.Context, r source.Range, x model.Expr, by []store.Key, top int) (*source.Profile, error) {
	p, err := s.profiling(ctx, r, x, by, top)
	if err != nil {
		return nil, s.fault(ctx, err)
	}
	out := &source.Profile{}
	for _, key := range p.keys {
		out.Keys = append(out.Keys, source.ProfileKey{Key: key})
	}
	err = s.numbers(ctx, Query{p.totals.Text, r}, &out.Matched, &out.Unknown, &out.Read)
	if err == nil && p.all != nil {
		err = s.query(ctx, Query{p.all.Text, r}, func(rows [][]*string, _ Progress) error { return addPairs(out, rows) })
	}
	for i, one := range p.each {
		if err == nil {
			err = s.query(ctx, Query{one.Text, r}, func(rows [][]*string, _ Progress) error {
				var t source.Tally
				if err := addGroups(&t, rows, p.keys[i:i+1]); err != nil {
					return err
				}
				out.Keys[i].Groups = append(out.Keys[i].Groups, t.Groups...)
				out.Keys[i].Distinct = max(out.Keys[i].Distinct, t.Distinct)
				return nil
			})
		}
	}
	if err == nil {
		err = s.unparsed(ctx, p.table, r, func(problem model.Problem) { out.Problems = append(out.Problems, problem) })
	}
	if err != nil {
		return nil, s.fault(ctx, err)
	}
	return out, nil
}

// addPairs adds rows of a key's number, a value, its count, and how many values
// the key has.
func addPairs(p *source.Profile, rows [][]*string) error {
	for _, row := range rows {
		if len(row) != 4 || row[0] == nil {
			return fmt.Errorf("row of %d columns, want a key and 3 more", len(row))
		}
		n, err := strconv.Atoi(*row[0])
		if err != nil || n < 1 || n > len(p.Keys) {
			return fmt.Errorf("row of key %s, of %d", *row[0], len(p.Keys))
		}
		key := &p.Keys[n-1]
		var t source.Tally
		if err := addGroups(&t, [][]*string{row[1:]}, []store.Key{key.Key}); err != nil {
			return err
		}
		key.Groups, key.Distinct = append(key.Groups, t.Groups...), t.Distinct
	}
	return nil
}
