package store

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"strconv"

	"s3sleuth/model"
)

// A Key is one thing to group by.
type Key struct {
	Field  model.Field
	Path   string     // of model.FieldPath
	Step   int64      // of model.FieldTime: width of a bucket in milliseconds; 0 is exact
	Fact   model.Fact // with IsFact: group by the answer of an "is:" condition
	IsFact bool
}

// A Group is one combination of values.
type Group struct {
	Values      []Cell // in the order of the keys
	Count       int
	First, Last int64 // Unix milliseconds
}

// A Cell is one value of a group.
type Cell struct {
	Text     string
	Recorded bool
}

// A groupTally is what one worker counted: groups by the packed codes of their values.
type groupTally struct {
	groups map[string]*groupCount
	words  map[string]uint64 // values that have no code of the store: paths and ids
	texts  []string
	buf    []byte

	lost       bool // the bytes of the record at hand cannot be read again
	unreadable int  // records of which that is so
}

type groupCount struct {
	count       int
	first, last int64
}

// noCode stands for "not recorded" among packed codes.
const noCode = ^uint64(0)

// Groups counts combinations of values among the matches of q, in the order of
// q.Order, where counts are the same by value. distinct is how many there are; top 0
// means all. A record whose bytes a path, or an ID of odd shape, needs and that
// cannot be read counts as one that has no value there, and in Answer.Unreadable.
func (v *Snapshot) Groups(ctx context.Context, q Question, by []Key, top int) (a *Answer, groups []Group, distinct int, err error) {
	r := v.prepare(ctx, q)
	tallies := make([]*groupTally, workers())
	for i := range tallies {
		tallies[i] = &groupTally{groups: map[string]*groupCount{}, words: map[string]uint64{}}
	}
	failed := make([]error, len(tallies))
	scanErr := r.scan(func(e *evaluation, worker, k int, match vec) {
		if failed[worker] == nil {
			failed[worker] = tallies[worker].segment(e, v, v.segs[k], match, by)
		}
	})
	if err := cmp.Or(append(failed, scanErr)...); err != nil {
		return nil, nil, 0, err
	}
	all := mergeTallies(tallies, by)
	a, distinct = r.answer(), len(all.groups)
	for _, t := range tallies {
		a.Unreadable += t.unreadable
	}
	return a, all.first(v, by, q.Order, top), distinct, nil
}

// segment adds the matches of one segment.
func (t *groupTally) segment(e *evaluation, v *Snapshot, s *segment, match vec, by []Key) error {
	var failed error
	match.each(s.n, func(i int) {
		if failed != nil {
			return
		}
		t.buf, t.lost = t.buf[:0], false
		for _, key := range by {
			code, err := t.code(e, v, s, i, key)
			if err != nil {
				failed = err
				return
			}
			t.buf = binary.LittleEndian.AppendUint64(t.buf, code)
		}
		if t.lost {
			t.unreadable++
		}
		when := s.time(i)
		g := t.groups[string(t.buf)]
		if g == nil {
			g = &groupCount{first: when, last: when}
			t.groups[string(t.buf)] = g
		}
		g.count++
		g.first, g.last = min(g.first, when), max(g.last, when)
	})
	return failed
}

// code packs the value of one key in 64 bits.
func (t *groupTally) code(e *evaluation, v *Snapshot, s *segment, i int, key Key) (uint64, error) {
	f := key.Field
	switch {
	case key.IsFact:
		return t.fact(e, v, s, i, key.Fact), nil
	case f < columns:
		if code := s.cols[f].code(i); code >= firstValue {
			return uint64(code), nil
		}
		return noCode, nil
	case f.IsNumber():
		return uint64(s.nums[f-model.NumText].at(i)), nil
	case f == model.FieldTime:
		ms := s.time(i)
		if key.Step > 0 {
			ms -= ((ms % key.Step) + key.Step) % key.Step
		}
		return uint64(ms), nil
	case f == model.FieldPath:
		return t.path(e, v, s, i, key.Path)
	}
	text, recorded, err := e.id(s, i, f)
	switch {
	case err != nil:
		return t.without(err)
	case !recorded:
		return noCode, nil
	}
	return t.word(text), nil
}

// without notes that the bytes of the record at hand cannot be read again, unless
// the error ends the question.
func (t *groupTally) without(err error) (uint64, error) {
	if !errors.Is(err, errLost) {
		return 0, err
	}
	t.lost = true
	return noCode, nil
}

func (t *groupTally) fact(e *evaluation, v *Snapshot, s *segment, i int, k model.Fact) uint64 {
	if k != model.Joined {
		return uint64(model.Facts(s.facts.code(i)).Get(k))
	}
	h, _, ok := v.requestOf(s, i)
	if !ok {
		return uint64(model.Unknown)
	}
	return uint64(model.Of(*v.joinSet().find(h)&inBoth == inBoth))
}

// path reads the value at a JSON path from the record's bytes. Access-log lines
// have no paths.
func (t *groupTally) path(e *evaluation, v *Snapshot, s *segment, i int, path string) (uint64, error) {
	if v.kind(s, i) == model.AccessLog {
		return noCode, nil
	}
	raw, err := e.bytes(s, i)
	if err != nil {
		return t.without(err)
	}
	text, ok := model.PathText(v.kind(s, i), raw, path)
	if !ok {
		return noCode, nil
	}
	return t.word([]byte(text)), nil
}

// word numbers a value that has no code.
func (t *groupTally) word(text []byte) uint64 {
	n, ok := t.words[string(text)]
	if !ok {
		n = uint64(len(t.texts))
		t.texts = append(t.texts, string(text))
		t.words[t.texts[n]] = n
	}
	return n
}

// cell turns a packed code back into a value.
func (t *groupTally) cell(v *Snapshot, key Key, code uint64) Cell {
	f := key.Field
	switch {
	case key.IsFact:
		return Cell{model.Truth(code).String(), true}
	case code == noCode && f != model.FieldTime: // not recorded, or the number -1
		return Cell{}
	case f < columns:
		return Cell{string(v.dicts[f].value(uint32(code))), true}
	case f.IsNumber():
		return Cell{strconv.FormatUint(code, 10), true}
	case f == model.FieldTime:
		return Cell{string(AppendTime(nil, int64(code))), true}
	}
	return Cell{t.texts[code], true}
}
