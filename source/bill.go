package source

import (
	"context"
	"errors"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// A Billed is a source on an engine that may bill what its queries scan. Whoever
// reads it asks for the bill first, shows it, and has it confirmed.
type Billed interface {
	Counter
	// Bill says what Scan would run for a range, and what that costs. Nothing is
	// paid for the answer.
	Bill(ctx context.Context, r Range) (Bill, error)
	// BillCount says the same of Count.
	BillCount(ctx context.Context, r Range, x model.Expr, by []store.Key, top int) (Bill, error)
	// Profile counts what matches on the engine: in all, and by each of the keys.
	// What the engine cannot count is not in the answer. The error is
	// [ErrOnlyRecords] where it cannot decide the filter.
	Profile(ctx context.Context, r Range, x model.Expr, by []store.Key, top int) (*Profile, error)
	// BillProfile says what Profile would run, and what that costs.
	BillProfile(ctx context.Context, r Range, x model.Expr, by []store.Key, top int) (Bill, error)
	// Watch has tell told of the steps of the queries that run from then on: what
	// is waited for, "" for the rows, and what all have scanned so far. It is
	// called where the queries run, and must not wait.
	Watch(tell func(stage string, scanned int64))
	// Spent tells what was paid for so far.
	Spent() Spent
}

// A Profile is what matches, counted on an engine.
type Profile struct {
	Matched, Unknown, Read int
	Keys                   []ProfileKey // of those asked for that can be counted
	Problems               []model.Problem
}

// A ProfileKey is the largest counts by one key, of a time all.
type ProfileKey struct {
	Key      store.Key
	Groups   []store.Group
	Distinct int
}

// A Bill is what would run on an engine, and what that costs.
type Bill struct {
	Engine     string // as "Athena"
	Statements []string
	Local      []string // conditions that the engine only narrows, as the filter spells them
	Notes      []string
	Bytes      int64   // that all statements scan, estimated; -1 is not known
	Basis      string  // what the estimate rests on, or why there is none
	Price      float64 // dollars a byte; 0 is not billed
}

// Dollars is the estimate; ok is false where there is none.
func (b Bill) Dollars() (dollars float64, ok bool) {
	return float64(b.Bytes) * b.Price, b.Bytes >= 0
}

// Spent is what was paid for.
type Spent struct {
	Queries int
	Bytes   int64 // scanned
	Dollars float64
	// Reused of the queries scanned nothing: their rows are those of earlier ones.
	Reused int
}

// ErrBudget says that a query was stopped because it scanned more than
// [Options.MaxScan].
var ErrBudget = errors.New("more is scanned than was allowed")
