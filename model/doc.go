// Package model holds what s3sleuth knows and asks: what one log record says,
// the facts drawn from it, and the questions put to many of them. It does no
// I/O, reads no clock and starts no goroutine.
//
// Three types to know:
//
//   - [Record] is one S3 request as one log described it: byte spans over the
//     decoder's buffer plus the facts drawn from them (TLS verdict, ACL verdict,
//     principal, client, ...). It is valid until the decoder reads on.
//   - [Field] names a column of a record. The field table ([Fields]) says how it
//     is spelled in a filter, how it compares and what its absence means.
//   - [Expr] is a filter: a small tree of conditions, each of which is yes, no
//     or unknown about a record.
//
// A filter read, printed and asked about one record:
//
//	expr, err := model.Parse(`tls:none -is:aws-service bucket:acme-*`, now)
//	expr.String()      // the same filter, in canonical spelling
//	expr.Eval(record)  // Yes, No or Unknown
//
// Package store evaluates the same tree over millions of records, once per
// distinct value instead of once per record.
package model
