// Package demo holds the evidence of a made-up incident: eight days of access
// logs and CloudTrail files of three accounts, laid out as in the buckets they
// were delivered to. The program testdata/gen/demo writes it; docs/walkthrough.md
// solves it.
package demo

import "embed"

// FS has the folder "evidence", and below it one folder for each log bucket.
//
//go:embed evidence
var FS embed.FS
