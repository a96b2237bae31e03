// Package source says what a source of records is: one place that records can
// be read from. Its sub-packages are the places; each depends on model and on
// this package, and none knows its siblings but decode, sql and aws.
package source

import (
	"context"
	"errors"
	"strings"
	"time"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// A Source is one place records can be read from.
type Source interface {
	// Name is what the user called it, as "./evidence" or "s3://logs/AWSLogs/".
	Name() string
	// Plan says what Scan would read for the range. It fetches no record data.
	Plan(ctx context.Context, r Range) (Plan, error)
	// Scan hands over every record of the range, in any order, and may hand over
	// more. Everything goes to sink from one goroutine. A file that cannot be
	// read is a Problem and does not stop the scan; a cancelled scan returns
	// ctx.Err() within 100 ms and what it read stays.
	Scan(ctx context.Context, r Range, sink Sink) error
	// Raw returns the original bytes of a record; an event that lies in its file
	// as a JSON string comes without that wrapping. It may be called while a scan
	// runs, from any goroutine. The bytes must not be changed.
	Raw(ctx context.Context, file string, offset int64, length int) ([]byte, error)
}

// A Range is a half-open span of time; a zero bound is open.
type Range struct{ From, To time.Time }

// A Plan is what a scan would read. A number is -1 where it is not known.
type Plan struct {
	Files   int
	Bytes   int64 // as stored, compressed or not
	Days    int   // distinct days that file paths or names tell
	Skipped int   // files left out by path and range
	Notes   []string

	// Of a source that is paid for by the call; else zero.
	Records  int     // that the files hold, estimated from their bytes
	Requests int     // calls to list and to read, the listing's own included
	Dollars  float64 // what those calls cost at list prices
	Parts    []Part  // whose files they are, in order of account, Region and bucket
}

// A Part is the share of a plan that paths tell to be of one account, Region
// and, in access logs, bucket. What paths do not tell is empty.
type Part struct {
	Account, Region, Bucket string
	Files                   int
	Bytes                   int64
}

// Encryption is how an object was stored when it was read.
type Encryption struct {
	Algorithm string // as "AES256" or "aws:kms"; empty is not told
	Key       string // ARN of the KMS key; empty for none
	BucketKey bool   // by way of the bucket's own data key
}

// String says it in words, as "SSE-KMS with key arn:aws:kms:..., bucket key".
func (e Encryption) String() string {
	words := e.Algorithm
	switch {
	case e.Algorithm == "":
		return "encryption not told"
	case e.Algorithm == "AES256":
		words = "SSE-S3 (AES256)"
	case strings.HasPrefix(e.Algorithm, "aws:kms"):
		words = "SSE-KMS"
		if e.Algorithm != "aws:kms" {
			words += " (" + e.Algorithm + ")"
		}
	}
	if e.Key != "" {
		words += " with key " + e.Key
	}
	if e.BucketKey {
		words += ", bucket key"
	}
	return words
}

// Encrypted is what a source also is that knows how its files are stored.
type Encrypted interface {
	// Encryption tells of a file that was read; ok is false for any other.
	Encryption(file string) (e Encryption, ok bool)
}

// A Sink takes what a scan reads. Its methods are called from one goroutine.
type Sink interface {
	// Files announces how many files and stored bytes there are to read.
	// It may be called again as listing goes on; final says that listing is done.
	Files(files int, bytes int64, final bool)
	// Stage says, in one line, what a source that reads in stages is at; "" ends it.
	Stage(what string)
	// Skipped adds files that were left out by path and range.
	Skipped(files int)
	// Batch takes records that were decoded from file. It copies what it keeps.
	// An error (the memory limit) ends the scan.
	Batch(file string, b *store.Batch) error
	// Has says that an earlier scan has read file to its end: it is announced as
	// any other, and nothing more is said of it.
	Has(file string) bool
	// Progress adds stored bytes of file read since the last call.
	Progress(file string, bytes int64)
	// Done says that file was read to its end, or as far as it could be: once
	// for each announced file, and nothing of the file comes after it.
	Done(file string)
	// Problem takes something that could not be read.
	Problem(p model.Problem)
	// Other counts content of file that was recognised and is no request record.
	Other(file string, what model.Other, n int)
}

// Following begins the stage of a source that has nothing left to do but to look
// for new objects.
const Following = "following"

// A Follower is a source that new objects come into while it is read.
type Follower interface {
	Source
	// Follow makes every later Scan go on looking for new objects, so often, until its
	// context ends; 0 makes it end with what is there. It must not be called while a
	// Scan runs.
	Follow(every time.Duration)
}

// A Narrower is a source that can leave out records by a filter where they lie.
type Narrower interface {
	Source
	// Narrow returns the source of at least the records that match x and those
	// that are unknown to it.
	Narrow(x model.Expr) Source
}

// A Noted is a source that has something to say of every answer: what it does not
// hold. It is asked once the source was read or counted.
type Noted interface {
	Source
	Notes(r Range) []string
}

// A Counter is a source that can count where the records lie.
type Counter interface {
	Source
	// Count counts the records of a range by a filter, which is nil for all, and
	// by keys; top bounds the groups, 0 is all. A record that the log holds twice
	// counts twice. It returns an error that is [ErrOnlyRecords] where the records
	// themselves have to be read to tell.
	Count(ctx context.Context, r Range, x model.Expr, by []store.Key, top int) (*Tally, error)
}

// ErrOnlyRecords says that counting where the records lie would count wrongly.
var ErrOnlyRecords = errors.New("only the records can tell")

// A Tally is what a [Counter] counted.
type Tally struct {
	Matched, Unknown, Read int
	Groups                 []store.Group // by count falling, then by value
	Distinct               int           // groups there are, in Groups or not
	Problems               []model.Problem
	Notes                  []string
}
