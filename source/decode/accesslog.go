package decode

import (
	"bytes"
	"errors"
	"fmt"

	"s3sleuth/model"
)

// PathFacts is what the path of a file tells about its records: the source
// account, Region and bucket of the partitioned access-log layout. An empty
// string is not told.
type PathFacts struct{ Account, Region, Bucket string }

// AccessLog makes records of S3 server access log lines. It remembers what parts
// of a line say, so one of them should serve many files; it is not safe for
// concurrent use.
type AccessLog struct {
	account, region, bucket []byte // of the path; nil is not told

	fields  accessFields
	known   lineParts
	bundles [model.NumGroups]bundles
	scratch []byte // unescaped strings of the JSON form
}

// NewAccessLog returns a decoder for the records of files whose path tells path.
func NewAccessLog(path PathFacts) *AccessLog {
	d := &AccessLog{}
	d.SetPath(path)
	return d
}

// SetPath goes on to files whose path tells path.
func (d *AccessLog) SetPath(path PathFacts) {
	if string(d.account) == path.Account && string(d.region) == path.Region && string(d.bucket) == path.Bucket {
		return
	}
	d.account, d.region, d.bucket = spell(path.Account), spell(path.Region), spell(path.Bucket)
	d.bundles[model.GroupPlace].forget()
	// What tails remember of a bucket is of the old path: it has another number from here on.
	d.known.buckets = memo[*part]{}
}

// Line fills rec from one line of an access log, with or without its line feed.
// The record's bytes lie in line and in d and are valid until the next call.
// Offset and Length are left to the caller. The error says, in plain words, why
// the line is not a record; rec is then undefined.
func (d *AccessLog) Line(line []byte, rec *model.Record) error {
	line = bytes.TrimRight(line, " \r\n")
	f := &d.fields
	i, ok := f.cutFront(line)
	if !ok {
		return refusal(line)
	}
	d.known.aim(f, line[i:])
	tail := d.known.tail(line[i:])
	f.n += int(tail.n)
	return d.fill(rec, tail)
}

// fill makes a record of the fields. The fields behind the host ID are those of
// tail, or nil where they did not come as one.
func (d *AccessLog) fill(rec *model.Record, tail *lineTail) error {
	f, text := &d.fields, &rec.Text
	rec.Reset(model.AccessLog)
	ms, ok := accessTime(f.v[logTime])
	if !ok {
		return fmt.Errorf("time %.40q is not a date and time of day", f.v[logTime])
	}
	rec.Time = ms
	if recorded(f.v[logOperation]) == nil {
		return errors.New("no operation")
	}
	text[model.FieldIP] = recorded(f.v[logIP])
	text[model.FieldKey] = recorded(f.v[logKey])
	text[model.FieldRequest] = recorded(f.v[logRequest])
	text[model.FieldID] = text[model.FieldRequest]
	rec.Version = recorded(f.v[logVersion])
	rec.Number[model.FieldBytes-model.NumText] = decimal(f.v[logBytes])
	if len(f.v[logBytes]) > 0 && recorded(f.v[logBytes]) == nil {
		rec.Number[model.FieldBytes-model.NumText] = 0 // a dash is how the log writes zero
	}
	rec.Number[model.FieldSize-model.NumText] = decimal(f.v[logSize])
	rec.Number[model.FieldTurnaround-model.NumText] = decimal(f.v[logTurnaround])

	op := d.known.operation(f.v[logOperation])
	caller := d.known.caller(f.v[logRequester], op.internal)
	d.fillPlace(rec, tail)
	d.fillCaller(rec, caller, tail)
	d.fillAgent(rec, caller)
	d.fillOperation(rec, op, tail)
	d.fillTransport(rec, op, tail)
	return nil
}

var (
	sourceS3 = []byte("s3.amazonaws.com")
	tlsWords = func() (words [model.TLSNotNetwork + 1][]byte) {
		for i := range words {
			words[i] = []byte(model.TLS(i).String())
		}
		return words
	}()
)

// recorded returns a field as logged, or nil where the log has a dash or nothing.
func recorded(b []byte) []byte {
	if len(b) == 0 || len(b) == 1 && b[0] == '-' {
		return nil
	}
	return b
}

// answer fills in a field whose dash says that there was none; a record without
// the field says nothing.
func answer(rec *model.Record, field model.Field, b []byte) {
	rec.Text[field] = recorded(b)
	if b != nil && rec.Text[field] == nil {
		rec.None(field)
	}
}

// decimal reads a decimal number; what is none is not recorded.
func decimal(b []byte) int64 {
	const most = 18 // digits that fit an int64 whatever they are
	if len(b) == 0 || len(b) > most {
		return model.NotRecorded
	}
	var n int64
	for _, c := range b {
		if c < '0' || c > '9' {
			return model.NotRecorded
		}
		n = n*10 + int64(c-'0')
	}
	return n
}

// spell returns the bytes of s, or nil where it is empty: not recorded.
func spell(s string) []byte {
	if s == "" {
		return nil
	}
	return []byte(s)
}
