// Package evidence writes S3 server access-log lines and CloudTrail events, for
// the programs that make test evidence. It shares no code with the decoders: what
// it writes follows the published formats, so that a decoder is checked against
// the formats and not against itself.
//
// A [Line] is one access-log record and an [Event] one CloudTrail record; both
// append themselves to a buffer. [IDs] makes request, host and event IDs from a
// seed, so that the same seed always gives the same bytes.
package evidence
