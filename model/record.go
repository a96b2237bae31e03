package model

import "time"

// Kind tells which log a record comes from; it decides what the record can say at all.
type Kind uint8

const (
	AccessLog       Kind = iota + 1 // S3 server access log, as text or as JSON
	CloudTrail                      // CloudTrail management or data event
	NetworkActivity                 // CloudTrail event of a VPC endpoint
)

// String returns the value of the field "kind": "accesslog", "cloudtrail" or "networkactivity".
func (k Kind) String() string {
	return [...]string{"", "accesslog", "cloudtrail", "networkactivity"}[k]
}

// NotRecorded is the value of a number field that the record does not carry.
const NotRecorded = -1

// A Record is one S3 request as one log described it, as a decoder hands it over.
//
// Its byte slices point into buffers of the decoder and are valid until the
// decoder reads on; whoever keeps a value copies it. Values are spelled as in
// the log unless the field's row in the field table says otherwise.
type Record struct {
	Kind Kind

	// Time is in milliseconds since the Unix epoch, UTC. Access log: the request
	// was received. CloudTrail: the request was completed.
	Time int64

	// Offset and Length are the place of the record's own bytes in its file
	// after decompression: from the first byte of the line or of the JSON
	// object, without the line feed.
	Offset int64
	Length int

	// Bundles has the values of a group of fields that came together before. Where
	// there is none, Text and Answered have the group's fields. Read both by Value
	// and HasAnswer; whoever keeps values may tell a combination by its bundle.
	Bundles [NumGroups]BundleRef

	// Text holds the values of text fields (Field < NumText) that are in no
	// bundle; nil means that the record has none.
	Text [NumText][]byte

	// Answered has bit f set when text field f is absent and the absence is an
	// answer ("no error"), not silence. Set it with [Record.None].
	Answered uint64

	// Number holds bytes, size and turnaround (index Field-NumText), or NotRecorded.
	Number [NumNumber]int64

	// Facts are the three-valued answers of the "is:" conditions.
	Facts Facts

	// Plain says that the members of an event that [PathColumn] knows are plain
	// strings without escapes, or absent: the text fields hold them as they stand.
	Plain bool

	// Version is the object version ID of an access-log line; part of its identity.
	Version []byte
}

// Reset makes r an empty record of kind k for the next line or event.
func (r *Record) Reset(k Kind) {
	*r = Record{}
	r.Kind = k
	r.Number = [NumNumber]int64{NotRecorded, NotRecorded, NotRecorded}
	r.Text[FieldKind] = kindText[k]
}

var kindText = [...][]byte{
	nil,
	AccessLog:       []byte(AccessLog.String()),
	CloudTrail:      []byte(CloudTrail.String()),
	NetworkActivity: []byte(NetworkActivity.String()),
}

// None notes that the log could have recorded text field f and did not. Where
// the field table says so this is an answer, else it stays silence.
func (r *Record) None(f Field) {
	if Fields[f].Absence == Answer {
		r.Answered |= 1 << f
	}
}

// When returns the record's time.
func (r *Record) When() time.Time { return time.UnixMilli(r.Time).UTC() }

// A Ref is the place of a record's original bytes.
type Ref struct {
	File   uint32 // index of the file in the store's file list
	Offset int64  // in bytes after decompression, from 0
	Length int
}
