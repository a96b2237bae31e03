// Package store keeps records in memory as columns and answers questions about
// them: which match, how many, by which values, when.
//
// A worker fills a [Batch]; one goroutine appends batches to the [Store]; any
// number of readers take a [Snapshot], which never changes, and ask it.
//
// Rows are gathered in segments of up to 65,536. A value is kept once for the
// whole store, in its field's dictionary; a segment holds one small code a row
// and field. A condition is decided once per distinct value and then looked up
// per row, 64 rows to a word of bits.
package store

import (
	"errors"
	"sync/atomic"

	"s3sleuth/model"
)

// ErrFull is returned by Append when the store has reached its memory limit.
var ErrFull = errors.New("memory limit reached")

// firstRows is the size of the first segment: small, so that there is something
// to look at soon. Later ones are as large as all before them, up to a full one.
const firstRows = 1000

// Options of a store.
type Options struct {
	Memory int64 // limit in bytes, about; 0 means none
}

// A Store holds records. Append and Flush are called from one goroutine,
// Snapshot from any.
type Store struct {
	opts   Options
	dicts  [columns]dict
	seen   seen
	build  builder
	files  []string
	fileNo map[string]uint32
	segs   []*segment
	rows   int   // rows in segs
	sealed int64 // bytes of segs
	snap   atomic.Pointer[Snapshot]

	verdicts verdicts
	answers  bytesAnswers

	trans [columns][]uint32 // batch code to dictionary code, for the batch at hand
	keep  []int             // rows of the batch that are no duplicates
}

// New returns an empty store.
func New(o Options) *Store {
	s := &Store{opts: o, fileNo: map[string]uint32{}}
	s.publish()
	return s
}

// Append adds the batch's records, which lie in file, leaving out those that
// the store holds already. The batch can be used again afterwards. On ErrFull
// nothing of the batch was added.
func (s *Store) Append(file string, b *Batch) (added, duplicates int, err error) {
	if s.opts.Memory > 0 && s.Memory() > s.opts.Memory {
		return 0, 0, ErrFull
	}
	no, ok := s.fileNo[file]
	if !ok {
		no = uint32(len(s.files))
		s.files = append(s.files, file)
		s.fileNo[file] = no
	}
	s.translate(b)
	for from := 0; from < b.n; {
		room := min(b.n-from, s.target()-s.build.n)
		s.dedupe(b, from, from+room)
		s.take(b, no)
		added += len(s.keep)
		duplicates += room - len(s.keep)
		from += room
		if s.build.n >= s.target() {
			s.Flush()
		}
	}
	return added, duplicates, nil
}

// target returns how many rows the segment at hand is to hold.
func (s *Store) target() int { return min(max(s.rows, firstRows), segmentRows) }

// translate finds the dictionary code of every distinct value of the batch.
func (s *Store) translate(b *Batch) {
	for f := range columns {
		w := &b.words[f]
		t := append(s.trans[f][:0], codeSilent, codeAnswered)
		for i := range w.len() {
			t = append(t, s.dicts[f].intern(w.value(i)))
		}
		s.trans[f] = t
	}
}

// dedupe sets keep to the rows of b in [from, to) that the store does not hold, and notes them as held.
func (s *Store) dedupe(b *Batch, from, to int) {
	s.keep = s.keep[:0]
	for i := from; i < to; i++ {
		if b.shape[i]&noIdent == 0 {
			tag := tagOf(&b.ident[i])
			if _, held := s.seen.find(tag, func(row Row) bool { return s.same(row, b, i) }); held {
				continue
			}
			s.seen.add(tag, Row(len(s.segs)<<16|s.build.n+len(s.keep)))
			s.build.ident = append(s.build.ident, b.ident[i])
		} else {
			s.build.ident = append(s.build.ident, key16{})
		}
		s.build.codes[model.FieldAccount] = append(s.build.codes[model.FieldAccount], s.trans[model.FieldAccount][b.codes[model.FieldAccount][i]])
		s.keep = append(s.keep, i)
	}
}

// same says whether row i of b is the record that the store holds as row.
func (s *Store) same(row Row, b *Batch, i int) bool {
	const f = model.FieldAccount
	seg, at := int(row>>16), int(row&0xffff)
	event := b.shape[i]&idMask != 0
	account := s.trans[f][b.codes[f][i]]
	if seg == len(s.segs) {
		return s.build.ident[at] == b.ident[i] && (!event || s.build.codes[f][at] == account)
	}
	old := s.segs[seg]
	return old.ident[at] == b.ident[i] && (!event || old.cols[f].code(at) == account)
}

// take moves the kept rows of b to the builder; identity and account stand there already.
func (s *Store) take(b *Batch, file uint32) {
	w := &s.build
	for f := range columns {
		if f == model.FieldAccount {
			continue
		}
		codes, trans, out := b.codes[f], s.trans[f], w.codes[f]
		for _, i := range s.keep {
			out = append(out, trans[codes[i]])
		}
		w.codes[f] = out
	}
	for k := range w.nums {
		for _, i := range s.keep {
			w.nums[k] = append(w.nums[k], b.nums[k][i])
		}
	}
	for _, i := range s.keep {
		w.time = append(w.time, b.time[i])
		w.facts = append(w.facts, uint32(b.facts[i]))
		w.shape = append(w.shape, uint32(b.shape[i]))
		w.req = append(w.req, b.req[i])
		w.len = append(w.len, b.len[i])
		w.off = append(w.off, w.place(file, b.off[i]))
		w.n++
	}
}

// place opens a run where needed and returns the offset within it.
func (b *builder) place(file uint32, off int64) uint32 {
	if k := len(b.runs) - 1; k >= 0 && b.runs[k].file == file {
		if d := off - b.runs[k].base; d >= 0 && d < 1<<32 {
			return uint32(d)
		}
	}
	b.runs = append(b.runs, run{row: b.n, file: file, base: off})
	return 0
}

// Flush makes all appended records visible to the next Snapshot.
func (s *Store) Flush() {
	if s.build.n == 0 {
		return
	}
	seg := s.build.seal()
	s.segs = append(s.segs, seg)
	s.rows += seg.n
	s.sealed += seg.memBytes
	s.publish()
}

func (s *Store) publish() {
	v := &Snapshot{segs: s.segs, files: s.files, rows: s.rows, verdicts: &s.verdicts, answers: &s.answers}
	for f := range s.dicts {
		v.dicts[f] = s.dicts[f].view
	}
	s.snap.Store(v)
}

// Snapshot returns what the store holds and has published. It is cheap.
func (s *Store) Snapshot() *Snapshot { return s.snap.Load() }

// Memory returns the bytes held, about.
func (s *Store) Memory() int64 {
	m := s.sealed + int64(8*len(s.seen.slots)) + int64(s.build.n)*200
	for f := range s.dicts {
		m += s.dicts[f].memory()
	}
	return m
}
