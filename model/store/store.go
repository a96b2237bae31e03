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
	ranks    ranks

	keep []int // rows of the batch at hand that are no duplicates
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
	for from := 0; from < b.Len(); {
		room := min(b.Len()-from, s.target()-s.build.n)
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

// translate finds the dictionary code of every value of the batch that the store
// has not met in it before.
func (s *Store) translate(b *Batch) {
	if b.takenBy != s {
		b.takenBy, b.trans = s, [columns][]uint32{}
	}
	for f := range columns {
		w, t := &b.words[f], b.trans[f]
		if len(t) == 0 {
			t = append(t, codeSilent, codeAnswered)
		}
		for i := len(t) - firstValue; i < w.len(); i++ {
			t = append(t, s.dicts[f].intern(w.value(i)))
		}
		b.trans[f] = t
	}
}

// dedupe sets keep to the rows of b in [from, to) that the store does not hold, and notes them as held.
func (s *Store) dedupe(b *Batch, from, to int) {
	s.keep = s.keep[:0]
	w := &s.build
	for i := from; i < to; i++ {
		row := &b.rows[i]
		if row.shape&noIdent == 0 {
			tag := tagOf(&row.ident)
			if _, held := s.seen.find(tag, func(held Row) bool { return s.same(held, b, row) }); held {
				continue
			}
			s.seen.add(tag, Row(len(s.segs)<<16|w.n+len(s.keep)))
		}
		w.ident = append(w.ident, row.ident)
		w.codes[model.FieldAccount] = append(w.codes[model.FieldAccount], b.account(row))
		s.keep = append(s.keep, i)
	}
}

// account returns the dictionary code of a row's account.
func (b *Batch) account(row *batchRow) uint32 {
	return b.trans[model.FieldAccount][row.codes[model.FieldAccount]]
}

// same says whether row, of b, is the record that the store holds as held.
func (s *Store) same(held Row, b *Batch, row *batchRow) bool {
	seg, at := int(held>>16), int(held&0xffff)
	event := row.shape&idMask != 0
	if seg == len(s.segs) {
		return s.build.ident[at] == row.ident && (!event || s.build.codes[model.FieldAccount][at] == b.account(row))
	}
	old := s.segs[seg]
	return old.ident[at] == row.ident && (!event || old.cols[model.FieldAccount].code(at) == b.account(row))
}

// takeRows is how many rows are moved at a time: few enough that they stay near
// while their fields are moved one after the other.
const takeRows = 64

// take moves the kept rows of b to the builder; identity and account stand there already.
func (s *Store) take(b *Batch, file uint32) {
	w := &s.build
	for keep := s.keep; len(keep) > 0; {
		some := keep[:min(takeRows, len(keep))]
		keep = keep[len(some):]
		for f := range columns {
			if f == model.FieldAccount {
				continue
			}
			trans, out := b.trans[f], w.codes[f]
			for _, i := range some {
				out = append(out, trans[b.rows[i].codes[f]])
			}
			w.codes[f] = out
		}
		for _, i := range some {
			w.add(&b.rows[i], file)
		}
	}
}

// add takes what is no code of a row.
func (b *builder) add(row *batchRow, file uint32) {
	for k, n := range row.numbers {
		b.nums[k] = append(b.nums[k], n)
	}
	b.time = append(b.time, row.time)
	b.facts = append(b.facts, uint32(row.facts))
	b.shape = append(b.shape, uint32(row.shape))
	b.req = append(b.req, row.request)
	b.len = append(b.len, row.len)
	b.off = append(b.off, b.place(file, row.off))
	b.n++
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
	v := &Snapshot{segs: s.segs, files: s.files, rows: s.rows, verdicts: &s.verdicts, answers: &s.answers, ranks: &s.ranks}
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
