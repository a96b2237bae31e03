package store

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"
	"sync/atomic"

	"s3sleuth/model"
)

// PathFacet counts the values at a JSON path among the matches of q, the terms on
// the path itself left out when q says so: In tells which values those let
// through. It reads the original bytes of every CloudTrail match that was not
// asked for the path before, and tells q.Progress of each. A value that is no
// string is compact JSON.
func (v *Snapshot) PathFacet(ctx context.Context, q Question, path string) (Facet, error) {
	own := ownTerms(q.Where, path)
	if q.LeaveOut {
		q.Where = model.WithoutField(q.Where, model.FieldPath, path)
	}
	q.Facets, q.Bins, q.Sort = nil, 0, nil
	r := v.prepare(ctx, q)
	col := v.paths.column(path)
	tallies := make([]pathTally, workers())
	var failed atomic.Pointer[error]
	err := r.scan(func(e *evaluation, worker, k int, match vec) {
		if tallies[worker] == nil {
			tallies[worker] = pathTally{}
		}
		if err := tallies[worker].add(e, col, k, match); err != nil {
			failed.Store(&err)
		}
	})
	if f := failed.Load(); err == nil && f != nil {
		err = *f
	}
	if err != nil {
		return Facet{}, err
	}
	total := pathTally{}
	for _, t := range tallies {
		for code, n := range t {
			was, known := total[code]
			total[code] = pathCount{was.n + n.n, was.period.add(n.period, known)}
		}
	}
	return col.facet(total, q, own), nil
}

// A pathTally counts the codes of a path column.
type pathTally map[uint32]pathCount

type pathCount struct {
	n int
	period
}

// add counts the rows of segment k that match lets through.
func (t pathTally) add(e *evaluation, col *pathColumn, k int, match vec) error {
	s := e.view.segs[k]
	codes, err := col.segment(e, s, k, match)
	if err != nil {
		return err
	}
	match.each(s.n, func(i int) {
		was, known := t[codes[i]]
		t[codes[i]] = pathCount{was.n + 1, was.with(s.time(i), known)}
	})
	return nil
}

// facet returns what was counted as a facet; own are the filter's terms on the path.
func (p *pathColumn) facet(t pathTally, q Question, own []model.Expr) Facet {
	out := Facet{Field: model.FieldPath, Path: p.path, NoneIn: pathIn(own, nil), Unreadable: t[pathUnreadable].n, NotRecorded: t[pathNone].n}
	out.Base = out.Unreadable
	find, values := []byte(strings.ToLower(q.Find)), p.values()
	var list []Value
	for code, n := range t {
		if code == pathNone || code == pathUnreadable {
			continue
		}
		out.Base += n.n
		if text := values.value(code); bytes.Contains(bytes.ToLower(text), find) {
			list = append(list, Value{Text: string(text), Count: n.n, First: n.first, Last: n.last})
		}
	}
	slices.SortFunc(list, func(a, b Value) int {
		return cmp.Or(q.Order.counts(a.Count, b.Count), cmp.Compare(a.Text, b.Text))
	})
	return out.with(list, q.Top, func(text []byte) bool { return pathIn(own, text) })
}

// ownTerms returns the terms of a filter that speak of a path alone.
func ownTerms(x model.Expr, path string) []model.Expr {
	return slices.DeleteFunc(model.Terms(x), func(t model.Expr) bool {
		return len(model.Terms(model.WithoutField(t, model.FieldPath, path))) > 0
	})
}

// pathIn says whether terms on one path let a value through; nil is none.
func pathIn(terms []model.Expr, value []byte) bool {
	for _, x := range terms {
		if !pathMatch(x, value) {
			return false
		}
	}
	return true
}

func pathMatch(x model.Expr, value []byte) bool {
	switch x := x.(type) {
	case model.And:
		return pathIn(x, value)
	case model.Or:
		return slices.ContainsFunc(x, func(part model.Expr) bool { return pathMatch(part, value) })
	case model.Not:
		return !pathMatch(x.X, value)
	case *model.Has:
		return value != nil
	case *model.Cmp:
		return value != nil && x.Value(value) == model.Yes
	}
	return false
}
