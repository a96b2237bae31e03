package store

import (
	"errors"
	"sync"

	"s3sleuth/model"
)

// ErrNoBytes is returned by Ask when the filter looks at original bytes and the
// question has no Raw.
var ErrNoBytes = errors.New("the filter looks at the original bytes, which are not at hand")

// bytesNode is a condition on the original bytes of a record: a JSON path or
// "raw:". Each record is read once and its answer kept for the next time. One that
// could not be read cannot say, and is asked again the next time: what kept it
// from being read, as credentials that ran out, may be over by then.
type bytesNode struct {
	answers *segmentAnswers
	truth   func(r Row, raw []byte) model.Truth
}

// bytesAnswers keeps the answers of conditions on original bytes.
type bytesAnswers struct {
	mu    sync.Mutex
	conds map[string]*segmentAnswers
}

// segmentAnswers are one condition's answers by segment.
type segmentAnswers struct {
	mu   sync.Mutex
	segs map[int]*rowAnswers
}

// rowAnswers are the answers for one segment's rows so far.
type rowAnswers struct {
	mu                  sync.Mutex
	asked, yes, unknown bitset
}

// maxConds bounds the conditions whose answers are kept.
const maxConds = 64

func (v *Snapshot) bytesNode(cond string, truth func(Row, []byte) model.Truth) bytesNode {
	c := v.answers
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.conds == nil || len(c.conds) >= maxConds && c.conds[cond] == nil {
		c.conds = map[string]*segmentAnswers{}
	}
	if c.conds[cond] == nil {
		c.conds[cond] = &segmentAnswers{segs: map[int]*rowAnswers{}}
	}
	return bytesNode{c.conds[cond], truth}
}

func (c *segmentAnswers) segment(k int) *rowAnswers {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.segs[k] == nil {
		c.segs[k] = new(rowAnswers)
	}
	return c.segs[k]
}

func (n bytesNode) costly() bool { return true }

func (n bytesNode) eval(e *evaluation, s *segment, k int, need vec) (tri, error) {
	rows := n.answers.segment(k)
	rows.mu.Lock()
	defer rows.mu.Unlock()
	var failed error
	lost := e.bitset()
	*lost = bitset{}
	need.each(s.n, func(i int) {
		if failed == nil && rows.asked[i>>6]>>(i&63)&1 == 0 {
			var read bool
			if read, failed = n.ask(e, rows, s, k, i); !read {
				lost[i>>6] |= 1 << (i & 63)
			}
		}
	})
	if failed != nil {
		return tri{}, failed
	}
	yes, unknown := e.bitset(), e.bitset()
	*yes, *unknown = rows.yes, rows.unknown
	for i := range lost {
		unknown[i] |= lost[i]
	}
	return e.answer(vec{w: yes}, vec{w: unknown}, s.n), nil
}

// ask reads row i and keeps its answer. read is false where its bytes cannot be had.
func (n bytesNode) ask(e *evaluation, rows *rowAnswers, s *segment, k, i int) (read bool, err error) {
	raw, err := e.bytes(s, i)
	switch {
	case errors.Is(err, errLost):
		return false, nil
	case err != nil:
		return false, err
	}
	bit := uint64(1) << (i & 63)
	rows.asked[i>>6] |= bit
	switch n.truth(Row(k<<16|i), raw) {
	case model.Yes:
		rows.yes[i>>6] |= bit
	case model.Unknown:
		rows.unknown[i>>6] |= bit
	}
	return true, nil
}
