// Package decode turns the bytes of log files into records: S3 server access
// logs as text and as JSON, and CloudTrail events in every wrapping. Which kind
// a file is, and whether it is compressed, its content decides, never its name.
//
// Three types to know:
//
//   - [Decoder] reads one file after another and keeps its buffers.
//   - [Output] takes what it finds: records, problems, and counts of content
//     that is recognised and holds no requests.
//   - [model.Record] is what it finds: spans over the decoder's buffers, so that
//     no string is made for a value the store has seen before.
//
// A file from its bytes to its records:
//
//	d := decode.New()
//	err := d.File(f, decode.PathFacts{}, decode.Output{
//		Record:  func(r *model.Record) error { batch.Add(r); return nil },
//		Problem: func(p model.Problem) { problems = append(problems, p) },
//		Other:   func(what model.Other, n int) { other[what] += n },
//	})
//
// Log text is under the control of whoever sends requests. No input makes a
// decoder panic, hold more than a fixed amount of memory, or lose a line or an
// event without a problem that names its place.
package decode
