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

import "sync/atomic"

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
	paths    pathColumns

	keep  []int   // rows of the batch at hand that are no duplicates
	twice []twice // the others
	twins []Twin  // of them, those that say otherwise
	read  uint64  // what ahead read: without a use it would not be read
}

// New returns an empty store.
func New(o Options) *Store {
	s := &Store{opts: o, fileNo: map[string]uint32{}}
	s.publish()
	return s
}

// Append adds the batch's records, which lie in file, leaving out those that
// the store holds already. The batch can be used again afterwards. On ErrFull and
// ErrPieces nothing of the batch was added. Twins tells more of the duplicates.
func (s *Store) Append(file string, b *Batch) (added, duplicates int, err error) {
	s.twins = s.twins[:0]
	if err := s.room(); err != nil {
		return 0, 0, err
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
		s.build.meet(b)
		s.dedupe(b, from, from+room)
		s.take(b, no)
		s.compareTwice(b)
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

// Flush makes all appended records visible to the next Snapshot.
func (s *Store) Flush() {
	if s.build.n == 0 {
		return
	}
	seg := s.build.seal(s.files)
	s.segs = append(s.segs, seg)
	s.rows += seg.n
	s.sealed += seg.memBytes
	s.publish()
}

func (s *Store) publish() {
	v := &Snapshot{segs: s.segs, files: s.files, rows: s.rows, verdicts: &s.verdicts, answers: &s.answers, ranks: &s.ranks, paths: &s.paths}
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
