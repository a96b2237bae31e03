package source

import "time"

// Cached is what is kept on disk of one place that was read before.
type Cached struct {
	Place   string // as "logs", a bucket
	Objects int
	Bytes   int64
	Read    time.Time // when the latest of them was read
}

// A Cache keeps on disk what sources read, so that it is read once.
type Cache interface {
	// List tells what is kept.
	List() ([]Cached, error)
	// Drop removes what is kept of a place.
	Drop(place string) error
	// Folder is where it is kept.
	Folder() string
	// Limit is how many bytes are kept at most. SetLimit changes that, for later
	// runs too, and drops at once what is too much; 0 keeps nothing.
	Limit() int64
	SetLimit(bytes int64) error
}

// Paid is what a source also is whose reading costs money.
type Paid interface {
	// Spent tells, in one line, what was asked so far and what that costs; "" for nothing.
	Spent() string
}
