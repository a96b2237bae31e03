package store

import (
	"context"
	"errors"
	"slices"
	"strings"

	"s3sleuth/model"
)

// Of an id or request ID of odd shape the store keeps a hash: enough to tell
// records apart and to find a whole ID, not to show it. Its text is read from the
// original bytes where a question needs it.

// odd says whether of field f, id or request, a hash is kept.
func (sh shape) odd(f model.Field) bool {
	if f == model.FieldID && sh&(idMask|noIdent) != 0 {
		return sh&idMask == idHash && sh&noIdent == 0
	}
	return sh&reqMask == reqHash
}

// anyOdd says whether an id or request ID of odd shape stands in the snapshot.
func (v *Snapshot) anyOdd(f model.Field) bool {
	return slices.ContainsFunc(v.segs, func(s *segment) bool {
		return slices.ContainsFunc(s.shape.local, func(sh uint32) bool { return shape(sh).odd(f) })
	})
}

// IDIn finds in the original bytes of a row the id or request ID of which a hash
// is kept; ok is false where they do not hold it.
func (v *Snapshot) IDIn(r Row, f model.Field, raw []byte) (id string, ok bool) {
	s, i := v.at(r)
	return v.idIn(s, i, f, raw)
}

func (v *Snapshot) idIn(s *segment, i int, f model.Field, raw []byte) (id string, ok bool) {
	is := func(id string) bool {
		want := wantID(id)
		return f == model.FieldID && want.id(s, i) || f == model.FieldRequest && want.request(s, i)
	}
	kind := v.kind(s, i)
	if kind == model.AccessLog && (len(raw) == 0 || raw[0] != '{') {
		// Which of the words is the ID, the hash tells.
		for word := range strings.SplitSeq(string(raw), " ") {
			if is(word) {
				return word, true
			}
		}
		return "", false
	}
	name := "requestID"
	switch {
	case kind == model.AccessLog: // as delivered through CloudWatch
		name, kind = "request_id", model.CloudTrail
	case f == model.FieldID:
		name = "eventID"
	}
	id, _ = model.PathText(kind, raw, name)
	return id, is(id)
}

// errLost tells of one record whose original bytes cannot be read again.
var errLost = errors.New("the record cannot be read again")

// bytes reads the original bytes of row i. It returns errLost where they cannot be
// had; any other error ends the question.
func (e *evaluation) bytes(s *segment, i int) ([]byte, error) {
	if e.raw == nil {
		return nil, ErrNoBytes
	}
	if err := e.ctx.Err(); err != nil {
		return nil, err
	}
	ref := s.ref(i)
	raw, err := e.raw(e.ctx, e.view.File(ref.File), ref.Offset, ref.Length)
	if ended := e.ctx.Err(); ended != nil {
		return nil, ended
	}
	e.read(1)
	if err != nil {
		return nil, errLost
	}
	return raw, nil
}

// id returns the id or request ID of row i and whether it is recorded. The text
// lives until the next call. Errors are those of bytes.
func (e *evaluation) id(s *segment, i int, f model.Field) (text []byte, recorded bool, err error) {
	text, recorded = e.view.appendID(e.text[:0], s, i, f)
	e.text = text[:0]
	if !recorded || !shape(s.shape.code(i)).odd(f) {
		return text, recorded, nil
	}
	raw, err := e.bytes(s, i)
	if err != nil {
		return nil, true, err
	}
	id, ok := e.view.idIn(s, i, f, raw)
	if !ok {
		return nil, true, errLost
	}
	return []byte(id), true, nil
}

// oddNode is yes for the rows of which a hash is kept.
type oddNode struct{ field model.Field }

func (oddNode) costly() bool { return false }

func (n oddNode) eval(e *evaluation, s *segment, _ int, _ vec) (tri, error) {
	return e.byRow(s.n, func(i int) model.Truth { return model.Of(shape(s.shape.code(i)).odd(n.field)) }), nil
}

// partOfID plans a condition that the hash of an ID cannot decide: of those rows
// the bytes are asked.
func (v *Snapshot) partOfID(n idNode, cond string, value func([]byte) model.Truth) node {
	if !v.anyOdd(n.field) {
		return n
	}
	odd := oddNode{n.field}
	bytes := v.bytesNode(n.field.String()+" "+cond, func(r Row, raw []byte) model.Truth {
		id, ok := v.IDIn(r, n.field, raw)
		if !ok {
			return model.Unknown
		}
		return value([]byte(id))
	})
	return orNode{andNode{notNode{odd}, n}, andNode{odd, bytes}}
}

// oddRanks puts the odd IDs of the matches in order, by the hash that is kept.
// Those whose bytes cannot be read again are left out.
func (r *Rows) oddRanks(e *evaluation, f model.Field) (map[key16]int, error) {
	texts := map[key16]string{}
	for k, match := range r.match {
		s := r.view.segs[k]
		var failed error
		match.each(s.n, func(i int) {
			if failed != nil || !shape(s.shape.code(i)).odd(f) {
				return
			}
			hash := s.oddHash(i, f)
			if _, known := texts[hash]; known {
				return
			}
			text, _, err := e.id(s, i, f)
			switch {
			case err == nil:
				texts[hash] = string(text)
			case !errors.Is(err, errLost):
				failed = err
			}
		})
		if failed != nil {
			return nil, failed
		}
	}
	return ranked(e.ctx, texts)
}

func ranked(ctx context.Context, texts map[key16]string) (map[key16]int, error) {
	sorted := make([]string, 0, len(texts))
	for _, text := range texts {
		sorted = append(sorted, text)
	}
	slices.Sort(sorted)
	ranks := make(map[key16]int, len(texts))
	for hash, text := range texts {
		ranks[hash], _ = slices.BinarySearch(sorted, text)
	}
	return ranks, ctx.Err()
}

// oddHash returns what is kept of an odd ID.
func (s *segment) oddHash(i int, f model.Field) key16 {
	if f == model.FieldID && shape(s.shape.code(i))&idMask == idHash {
		return s.ident[i]
	}
	return s.req[i]
}
