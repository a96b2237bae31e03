// Package trino reads records from a table of a Trino server: CloudTrail events
// or S3 access logs, with the columns that AWS documents for Athena's tables.
//
// The engine narrows by time and filter ([Source.Narrow]) and never leaves out a
// wanted record. The rows are made into what the log wrote and go through the
// same decoders as files do.
//
// The client is of our own: the protocol takes two kinds of request, and the
// usual library brings Kerberos and needs a newer Go than this module.
package trino
