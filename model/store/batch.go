package store

import (
	"hash/maphash"
	"slices"

	"s3sleuth/model"
)

// Codes that stand for no value. Values count from firstValue.
const (
	codeSilent   = iota // not recorded
	codeAnswered        // absent, and the absence is an answer
	firstValue
)

// MaxBatch is the most records of a batch. With maxKnown, the values or
// combinations that it knows from before, it lets two bytes hold any number.
const (
	MaxBatch = 1 << 15
	maxKnown = 1 << 14
)

// seed is the seed of every hash of the process: random, so that nobody can
// write log lines whose hashes meet.
var (
	seed      = maphash.MakeSeed()
	otherSeed = maphash.MakeSeed()
)

// singles are the columns of no group: their values vary by themselves.
var singles = [...]model.Field{model.FieldIP, model.FieldKey}

// keyAt is where the key stands in singles.
const keyAt = 1

// A Batch is a run of records of one file. Text is kept as codes into small
// dictionaries of the batch's own, which it keeps when it is used again: logs
// repeat themselves. One worker fills it; it is not safe for concurrent use.
type Batch struct {
	rows   []batchRow
	tags   []uint32 // of each row's identity
	words  [columns]words
	combos [model.NumGroups]combos
	buf    []byte // scratch for identities

	taken taken
}

// taken is what the store that took a batch last made of it.
type taken struct {
	by      *Store
	codes   [columns][]uint32 // dictionary code by code of the batch
	segment int               // that placed speaks of
	placed  [model.NumGroups][]uint32
}

// A batchRow is one record: about two cache lines, written at once.
type batchRow struct {
	groups  [model.NumGroups]uint16 // number of the combination
	singles [len(singles)]uint16    // code of the value
	shape   shape
	facts   model.Facts
	len     uint32
	time    int64
	off     int64
	numbers [model.NumNumber]int64
	ident   key16
	request key16
}

// NewBatch returns an empty batch.
func NewBatch() *Batch { return &Batch{} }

// Len returns the number of records in the batch.
func (b *Batch) Len() int { return len(b.rows) }

// Reset empties the batch and keeps its memory. A field whose values were mostly
// new, as keys are, forgets them: to look through them would take longer.
func (b *Batch) Reset() {
	var forgot [columns]bool
	for f := range b.words {
		if forgot[f] = b.words[f].age(len(b.rows)); forgot[f] {
			b.taken.codes[f] = b.taken.codes[f][:0]
		}
	}
	for g, fields := range model.Groups {
		must := slices.ContainsFunc(fields, func(f model.Field) bool { return forgot[f] })
		if b.combos[g].age(len(b.rows), must) {
			b.taken.placed[g] = b.taken.placed[g][:0]
		}
	}
	b.rows, b.tags = b.rows[:0], b.tags[:0]
}

// Add copies what the store keeps of r. It panics beyond MaxBatch records.
func (b *Batch) Add(r *model.Record) {
	if len(b.rows) == MaxBatch {
		panic("store: batch of more than MaxBatch records")
	}
	b.rows = append(b.rows, batchRow{
		facts: r.Facts, len: uint32(r.Length), time: r.Time, off: r.Offset, numbers: r.Number,
	})
	row := &b.rows[len(b.rows)-1]
	var hashes [len(singles)]uint64
	for i, f := range singles {
		row.singles[i], hashes[i] = b.single(r, f)
	}
	row.ident, row.request, row.shape = b.identify(r, hashes[keyAt])
	if r.Plain {
		row.shape |= plainEvent
	}
	b.tags = append(b.tags, row.tag())
	for g, bundle := range r.Bundles {
		no, ok := b.combos[g].find(bundle)
		if !ok {
			no = b.combine(model.Group(g), r)
		}
		row.groups[g] = no
	}
}

// single returns a code of a field that is in no group, and the hash of its
// value; 0 for none.
func (b *Batch) single(r *model.Record, f model.Field) (code uint16, hash uint64) {
	if v := r.Value(f); v != nil {
		hash = maphash.Bytes(seed, v)
		return b.words[f].note(v, hash), hash
	}
	return b.absent(r, f), 0
}

// code returns the code of a field of r.
func (b *Batch) code(r *model.Record, f model.Field) uint16 {
	if v := r.Value(f); v != nil {
		return b.words[f].code(v)
	}
	return b.absent(r, f)
}

func (b *Batch) absent(r *model.Record, f model.Field) uint16 {
	if r.HasAnswer(f) {
		return codeAnswered
	}
	return codeSilent
}

// combine returns the number of the combination that r has in group g.
func (b *Batch) combine(g model.Group, r *model.Record) uint16 {
	var c combo
	for i, f := range model.Groups[g] {
		c.set(i, b.code(r, f))
	}
	no := b.combos[g].number(c)
	b.combos[g].note(r.Bundles[g], no)
	return no
}
