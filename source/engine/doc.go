// Package engine reads records from a table on a distributed engine: CloudTrail
// events or S3 access logs, with the columns that AWS documents.
//
// The engine narrows by time and filter ([Source.Narrow]), counts where the
// records lie ([Source.Count]), and never leaves out a wanted record. Rows are
// made into what the log wrote and go through the same decoders as files do.
//
// A service that bills what a query scans (CloudTrail Lake, Athena) is a
// [Service]; a [Runner] makes an engine of it, which polls, fetches, stops in
// time, and takes up a query that was paid for already instead of asking again.
package engine

import (
	"context"

	"s3sleuth/source"
)

// An Engine runs statements.
type Engine interface {
	// Query runs a query and hands over its rows, page by page; a cell is nil
	// where it is NULL. There may be pages without rows, for what they tell of
	// the progress. When ctx ends the query is stopped on the engine.
	Query(ctx context.Context, q Query, rows func(rows [][]*string, at Progress) error) error
}

// A Query is one statement, and the range it asks about.
type Query struct {
	Text   string
	Within source.Range
}

// A Progress is how far a query is.
type Progress struct {
	Bytes int64  // scanned so far
	Stage string // what is waited for, as a person reads it; "" is the rows
}
