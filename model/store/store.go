// Package store keeps records in memory as columns and answers questions about
// them: which match, how many, by which values, when.
//
// A worker fills a [Batch]; one goroutine appends batches to the [Store]; any
// number of readers take a [Snapshot], which never changes, and ask it.
package store

import (
	"context"
	"errors"

	"s3sleuth/model"
)

// ErrFull is returned by Append when the store has reached its memory limit.
var ErrFull = errors.New("memory limit reached")

// Options of a store.
type Options struct {
	Memory int64 // limit in bytes, about; 0 means none
}

// A Batch is a run of records of one file, as columns. One worker fills it; it
// is not safe for concurrent use.
type Batch struct{}

// NewBatch returns an empty batch.
func NewBatch() *Batch { panic("stub") }

// Add copies what the store keeps of r.
func (b *Batch) Add(r *model.Record) { panic("stub") }

// Len returns the number of records in the batch.
func (b *Batch) Len() int { panic("stub") }

// Reset empties the batch and keeps its memory.
func (b *Batch) Reset() { panic("stub") }

// A Store holds records. Append and Flush are called from one goroutine,
// Snapshot from any.
type Store struct{}

// New returns an empty store.
func New(o Options) *Store { panic("stub") }

// Append adds the batch's records, which lie in file, leaving out those that
// the store holds already. The batch can be used again afterwards.
func (s *Store) Append(file string, b *Batch) (added, duplicates int, err error) { panic("stub") }

// Flush makes all appended records visible to the next Snapshot.
func (s *Store) Flush() { panic("stub") }

// Snapshot returns what the store holds and has published. It is cheap.
func (s *Store) Snapshot() *Snapshot { panic("stub") }

// Memory returns the bytes held, about.
func (s *Store) Memory() int64 { panic("stub") }

// A Row is a record's number in the store, stable for the store's life.
type Row uint32

// A RawFunc returns the original bytes of a record.
type RawFunc func(ctx context.Context, file string, offset int64, length int) ([]byte, error)

// A Snapshot is the state of a store at one moment. It is immutable and safe
// for concurrent use.
type Snapshot struct{}

// Len returns the number of records.
func (v *Snapshot) Len() int { panic("stub") }

// Generation grows with every published segment; equal generations of one store are equal snapshots.
func (v *Snapshot) Generation() uint64 { panic("stub") }

// Bounds returns the first and last time recorded, in Unix milliseconds; ok is false when there is no record.
func (v *Snapshot) Bounds() (first, last int64, ok bool) { panic("stub") }

// Time returns the record's time in Unix milliseconds.
func (v *Snapshot) Time(r Row) int64 { panic("stub") }

// Kind returns which log the record comes from.
func (v *Snapshot) Kind(r Row) model.Kind { panic("stub") }

// Facts returns the answers of the record's "is:" conditions.
func (v *Snapshot) Facts(r Row) model.Facts { panic("stub") }

// Text returns the value of field f as text (numbers in decimal, time as RFC
// 3339) and whether it is recorded. An id or request ID of an unusual shape is
// kept as a hash only: exact is false then, and the text must be read from the
// original bytes.
func (v *Snapshot) Text(r Row, f model.Field) (value string, recorded bool) { panic("stub") }

// Exact says whether Text can give field f of the row; false only for an id or
// request ID that is kept as a hash.
func (v *Snapshot) Exact(r Row, f model.Field) bool { panic("stub") }

// Answered says whether the absence of text field f is an answer.
func (v *Snapshot) Answered(r Row, f model.Field) bool { panic("stub") }

// Ref returns where the record's original bytes lie.
func (v *Snapshot) Ref(r Row) model.Ref { panic("stub") }

// File returns the name of the file a Ref speaks of.
func (v *Snapshot) File(i uint32) string { panic("stub") }

// Find returns the rows whose id is id, oldest first.
func (v *Snapshot) Find(id string) []Row { panic("stub") }

// A Question is what Ask answers in one pass.
type Question struct {
	Where    model.Expr    // nil: every record
	From, To int64         // Unix milliseconds, half open; 0 is open
	Facets   []model.Field // count the values of these fields among the matches
	Top      int           // values a facet returns; 0 means all
	LeaveOut bool          // each facet leaves out the filter's own terms on its field
	Bins     int           // bins of the histogram; 0 means none
	BinFrom  int64         // start of the first bin, Unix milliseconds
	BinTo    int64         // end of the last bin
	Raw      RawFunc       // needed where Where looks at original bytes
	Progress func(done, total int)
}

// An Answer is about one snapshot and one question.
type Answer struct {
	Snapshot  *Snapshot
	Rows      *Rows // the matches
	Matched   int
	Unknown   int // records that the filter cannot decide, matches or not
	Read      int // records asked: those of the snapshot within From and To
	Facets    []Facet
	Histogram []int // matches a bin
}

// A Facet counts the values of one field.
type Facet struct {
	Field       model.Field
	Values      []Value // by count, falling, then by text
	Distinct    int     // values there are, Top or not
	NotRecorded int     // records without a value
	Base        int     // records counted: the matches, own terms left out when asked so
}

// A Value is one line of a facet.
type Value struct {
	Text  string
	Count int
	In    bool // the filter's own terms on this field let the value through
}

// Ask answers q. It stops within a segment when ctx ends.
func (v *Snapshot) Ask(ctx context.Context, q Question) (*Answer, error) { panic("stub") }

// Rows are the matches of an answer in order of time, without being a list of them.
type Rows struct{}

// Len returns the number of matches.
func (r *Rows) Len() int { panic("stub") }

// At returns the i-th match in order of time, from 0 (the oldest).
func (r *Rows) At(i int) Row { panic("stub") }

// Rank returns the place of row among the matches and whether it is one. For a
// row that is none it returns the place of the next later match.
func (r *Rows) Rank(row Row) (i int, ok bool) { panic("stub") }

// After returns the place of the first match at or after a time in Unix milliseconds; Len when there is none.
func (r *Rows) After(ms int64) int { panic("stub") }

// A Key is one thing to group by.
type Key struct {
	Field  model.Field
	Path   string     // of model.FieldPath
	Step   int64      // of model.FieldTime: width of a bucket in milliseconds
	Fact   model.Fact // when IsFact: group by the answer of an "is:" condition
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

// Groups counts combinations of values among the matches of Where, by count
// falling, then by value. distinct is how many there are; top 0 means all.
func (v *Snapshot) Groups(ctx context.Context, q Question, by []Key, top int) (a *Answer, groups []Group, distinct int, err error) {
	panic("stub")
}
