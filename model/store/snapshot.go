package store

import (
	"context"
	"encoding/binary"
	"hash/maphash"
	"slices"
	"strconv"
	"sync"
	"time"

	"s3sleuth/model"
)

// A Row is a record's number in the store, stable for the store's life.
type Row uint32

// A RawFunc returns the original bytes of a record.
type RawFunc func(ctx context.Context, file string, offset int64, length int) ([]byte, error)

// A Snapshot is the state of a store at one moment. It is immutable and safe
// for concurrent use.
type Snapshot struct {
	segs  []*segment
	dicts [columns]view
	files []string
	rows  int

	verdicts *verdicts     // shared by the snapshots of a store
	answers  *bytesAnswers // shared by the snapshots of a store
	ranks    *ranks        // shared by the snapshots of a store
	paths    *pathColumns  // shared by the snapshots of a store

	joinOnce sync.Once
	join     *joined
}

// Len returns the number of records.
func (v *Snapshot) Len() int { return v.rows }

// Generation grows with every published segment; equal generations of one store
// are equal snapshots.
func (v *Snapshot) Generation() uint64 { return uint64(len(v.segs)) }

// Bounds returns the first and last time recorded, in Unix milliseconds; ok is
// false when there is no record.
func (v *Snapshot) Bounds() (first, last int64, ok bool) {
	for i, s := range v.segs {
		if i == 0 {
			first, last = s.first, s.last
		}
		first, last = min(first, s.first), max(last, s.last)
	}
	return first, last, len(v.segs) > 0
}

func (v *Snapshot) at(r Row) (*segment, int) { return v.segs[r>>16], int(r & 0xffff) }

// Time returns the record's time in Unix milliseconds.
func (v *Snapshot) Time(r Row) int64 {
	s, i := v.at(r)
	return s.time(i)
}

// Kind returns which log the record comes from.
func (v *Snapshot) Kind(r Row) model.Kind {
	s, i := v.at(r)
	return v.kind(s, i)
}

func (v *Snapshot) kind(s *segment, i int) model.Kind {
	word := v.dicts[model.FieldKind].value(s.cols[model.FieldKind].code(i))
	for k := model.AccessLog; ; k++ {
		if string(word) == k.String() {
			return k
		}
	}
}

// Facts returns the answers of the record's "is:" conditions.
func (v *Snapshot) Facts(r Row) model.Facts {
	s, i := v.at(r)
	return model.Facts(s.facts.code(i))
}

// Text returns the value of field f as text (numbers in decimal, time as RFC
// 3339) and whether it is recorded. See Exact for id and request.
func (v *Snapshot) Text(r Row, f model.Field) (value string, recorded bool) {
	b, recorded := v.Append(nil, r, f)
	return string(b), recorded
}

// Append appends the text of field f to buf, as Text returns it.
func (v *Snapshot) Append(buf []byte, r Row, f model.Field) (_ []byte, recorded bool) {
	s, i := v.at(r)
	switch {
	case f < columns:
		code := s.cols[f].code(i)
		if code < firstValue {
			return buf, false
		}
		return append(buf, v.dicts[f].value(code)...), true
	case f == model.FieldID || f == model.FieldRequest:
		return v.appendID(buf, s, i, f)
	case f.IsNumber():
		n := s.nums[f-model.NumText].at(i)
		if n < 0 {
			return buf, false
		}
		return strconv.AppendInt(buf, n, 10), true
	case f == model.FieldTime:
		return AppendTime(buf, s.time(i)), true
	}
	return buf, false
}

// AppendTime appends a time in Unix milliseconds as RFC 3339 in UTC, with
// milliseconds where there are any.
func AppendTime(buf []byte, ms int64) []byte {
	layout := "2006-01-02T15:04:05Z"
	if ms%1000 != 0 {
		layout = "2006-01-02T15:04:05.000Z"
	}
	return time.UnixMilli(ms).UTC().AppendFormat(buf, layout)
}

func (v *Snapshot) appendID(buf []byte, s *segment, i int, f model.Field) ([]byte, bool) {
	sh := shape(s.shape.code(i))
	if f == model.FieldID {
		switch sh & idMask {
		case idUUID:
			return appendUUID(buf, s.ident[i]), true
		case idHash:
			return buf, true
		}
		if sh&noIdent != 0 {
			return buf, false
		}
	}
	buf, _ = appendRequest(buf, s.req[i], sh)
	return buf, sh&reqMask != reqNone
}

// Exact says whether Text can give field f of the row. It is false only for an
// id or request ID of an unusual shape, of which a hash is kept: see IDIn.
func (v *Snapshot) Exact(r Row, f model.Field) bool {
	s, i := v.at(r)
	return f != model.FieldID && f != model.FieldRequest || !shape(s.shape.code(i)).odd(f)
}

// Answered says whether the absence of text field f is an answer.
func (v *Snapshot) Answered(r Row, f model.Field) bool {
	s, i := v.at(r)
	return f < columns && s.cols[f].code(i) == codeAnswered
}

// Ref returns where the record's original bytes lie.
func (v *Snapshot) Ref(r Row) model.Ref {
	s, i := v.at(r)
	return s.ref(i)
}

// File returns the name of the file a Ref speaks of.
func (v *Snapshot) File(i uint32) string { return v.files[i] }

// Raw returns the record's original bytes.
func (v *Snapshot) Raw(ctx context.Context, r Row, raw RawFunc) ([]byte, error) {
	ref := v.Ref(r)
	return raw(ctx, v.File(ref.File), ref.Offset, ref.Length)
}

// Find returns the rows whose id is id, oldest first.
func (v *Snapshot) Find(id string) []Row {
	want := wantID(id)
	var rows []Row
	for k, s := range v.segs {
		for i := range s.n {
			if want.id(s, i) {
				rows = append(rows, Row(k<<16|i))
			}
		}
	}
	slices.SortFunc(rows, v.compare)
	return rows
}

// wanted is an id or request ID to look for, in every shape it may be kept in.
type wanted struct {
	req   key16
	shape shape
	hash  uint64 // of an event ID that is no UUID
}

func wantID(id string) wanted {
	k, sh := requestKey([]byte(id))
	return wanted{req: k, shape: sh, hash: maphash.String(seed, id)}
}

// request says whether row i has the wanted request ID.
func (w *wanted) request(s *segment, i int) bool {
	return s.req[i] == w.req && shape(s.shape.code(i))&reqMask == w.shape && w.shape != reqNone
}

// id says whether row i has the wanted id.
func (w *wanted) id(s *segment, i int) bool {
	switch shape(s.shape.code(i)) & idMask {
	case idUUID:
		return w.shape == reqUUID && s.ident[i] == w.req
	case idHash:
		return binary.LittleEndian.Uint64(s.ident[i][:]) == w.hash
	}
	return shape(s.shape.code(i))&noIdent == 0 && w.request(s, i)
}
