package source

import "time"

// Options say how a source is reached and read. The zero value is the usual way.
type Options struct {
	Profile       string // AWS profile; "" is the environment's
	Region        string // AWS Region; "" is the profile's
	Endpoint      string // URL in place of AWS's own; "" is AWS, or what the environment names
	RequesterPays bool   // the reader pays for requests and transfer of a requester-pays bucket
	// User and PasswordFile are as whom a Trino server is asked; "" is the environment's.
	User, PasswordFile string
	// AllTime lets a source that bills what it reads be asked without a range.
	AllTime bool
	// MaxScan is how many bytes a billed source's queries may scan in all, before
	// the one that runs is stopped; 0 is any number.
	MaxScan int64
	// Workgroup and Output are where Athena runs queries and puts their rows, an
	// s3:// location; "" is what the environment names. Reuse takes the rows of an
	// equal query that is no older; 0 never does.
	Workgroup, Output string
	Reuse             time.Duration
	// NotLate leaves out logs that were delivered late, more than an hour after
	// the range: what was read is then partial.
	NotLate bool
	// Follow keeps the scan of a bucket looking for new objects every so often;
	// 0 ends it when what is there has been read.
	Follow time.Duration
}
