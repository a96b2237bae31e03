// Package trino runs statements on a Trino server, for the records in a table of
// it: CloudTrail events or S3 access logs.
//
// The client is of our own: the protocol takes two kinds of request, and the
// usual library brings Kerberos and needs a newer Go than this module.
package trino
