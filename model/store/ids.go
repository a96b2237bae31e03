package store

import (
	"hash/maphash"

	"s3sleuth/model"
)

// idNode is a condition on id or request, which are kept as 16 bytes a row.
type idNode struct {
	field  model.Field
	cmp    *model.Cmp        // compare, unless has or holds is set
	wanted []wanted          // the whole IDs that cmp asks for; nil when it holds other patterns
	holds  func([]byte) bool // part of a bare word
	has    bool              // "has:id"
}

func (v *Snapshot) planID(x *model.Cmp) node {
	n := idNode{field: x.Field, cmp: x}
	for _, p := range x.Patterns {
		if p.Op != model.Equal {
			return v.partOfID(idNode{field: x.Field, cmp: x}, x.String(), x.Value)
		}
		n.wanted = append(n.wanted, wantID(p.Text))
	}
	return n
}

func (n idNode) costly() bool { return false }

func (n idNode) eval(e *evaluation, s *segment, _ int, _ vec) (tri, error) {
	return e.byRow(s.n, func(i int) model.Truth { return n.truth(e, s, i) }), nil
}

func (n idNode) truth(e *evaluation, s *segment, i int) model.Truth {
	if n.wanted != nil {
		return n.whole(e, s, i)
	}
	text, recorded := e.view.appendID(e.text[:0], s, i, n.field)
	e.text = text[:0]
	switch {
	case n.has:
		return model.Of(recorded)
	case n.holds != nil:
		return model.Of(recorded && n.holds(text))
	case !recorded:
		return n.cmp.Absent(false)
	}
	return n.cmp.Value(text)
}

// whole compares with whole IDs without putting the text together.
func (n idNode) whole(e *evaluation, s *segment, i int) model.Truth {
	for k := range n.wanted {
		w := &n.wanted[k]
		if n.field == model.FieldRequest && w.request(s, i) || n.field == model.FieldID && w.id(s, i) {
			return model.Of(!n.cmp.Differs)
		}
	}
	if _, recorded := e.view.appendID(e.text[:0], s, i, n.field); !recorded {
		return n.cmp.Absent(false)
	}
	return model.Of(n.cmp.Differs)
}

// joined is the set of requests that stand in both logs.
type joined struct {
	slots []uint64 // hash of the request ID; the two low bits tell the logs
}

const (
	inAccessLog  = 1
	inCloudTrail = 2
	inBoth       = inAccessLog | inCloudTrail
)

// joinSet builds the set once for the snapshot.
func (v *Snapshot) joinSet() *joined {
	v.joinOnce.Do(func() {
		size := 1024
		for size < 2*v.rows {
			size *= 2
		}
		j := &joined{slots: make([]uint64, size)}
		for _, s := range v.segs {
			for i := range s.n {
				if h, log, ok := v.requestOf(s, i); ok {
					slot := j.find(h)
					*slot = *slot | h | log
				}
			}
		}
		v.join = j
	})
	return v.join
}

// requestOf returns the hash of a row's request ID and which log the row is of.
func (v *Snapshot) requestOf(s *segment, i int) (hash, log uint64, ok bool) {
	sh := shape(s.shape.code(i))
	if sh&reqMask == reqNone {
		return 0, 0, false
	}
	hash = maphash.Bytes(seed, s.req[i][:])
	log = inCloudTrail
	if sh&idMask == 0 {
		log = inAccessLog
	}
	return hash &^ inBoth, log, true
}

// find returns the slot of a request: one that holds it, or an empty one.
func (j *joined) find(hash uint64) *uint64 {
	mask := len(j.slots) - 1
	for i := int(hash>>2) & mask; ; i = (i + 1) & mask {
		if slot := &j.slots[i]; *slot == 0 || *slot&^inBoth == hash {
			return slot
		}
	}
}

// joinNode is "is:joined": the same request stands in the other log too.
type joinNode struct{}

func (joinNode) costly() bool { return false }

func (joinNode) eval(e *evaluation, s *segment, _ int, _ vec) (tri, error) {
	set := e.view.joinSet()
	return e.byRow(s.n, func(i int) model.Truth {
		h, _, ok := e.view.requestOf(s, i)
		if !ok {
			return model.Unknown
		}
		return model.Of(*set.find(h)&inBoth == inBoth)
	}), nil
}
