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

// AccessLog makes records of S3 server access log lines. It keeps what it once
// derived from a requester, a user agent, a host or an operation, so one of them
// should serve many files; it is not safe for concurrent use.
type AccessLog struct {
	account, region, bucket []byte // of the path; nil is not told

	fields     accessFields
	callers    memo[*lineCaller]
	somebody   lineAgents
	nobody     lineAgents
	endpoints  memo[*lineEndpoint]
	operations memo[*lineOperation]
	key        []byte // scratch for memo keys of two parts
	scratch    []byte // unescaped strings of the JSON form
}

// NewAccessLog returns a decoder for the records of files whose path tells path.
func NewAccessLog(path PathFacts) *AccessLog {
	d := &AccessLog{}
	d.SetPath(path)
	return d
}

// SetPath goes on to files whose path tells path.
func (d *AccessLog) SetPath(path PathFacts) {
	d.account, d.region, d.bucket = spell(path.Account), spell(path.Region), spell(path.Bucket)
}

// Line fills rec from one line of an access log, with or without its line feed.
// The record's bytes lie in line and in d and are valid until the next call.
// Offset and Length are left to the caller. The error says, in plain words, why
// the line is not a record; rec is then undefined.
func (d *AccessLog) Line(line []byte, rec *model.Record) error {
	line = bytes.TrimRight(line, " \r\n")
	if err := d.fields.cut(line); err != nil {
		return err
	}
	return d.fill(rec)
}

// fill makes a record of the fields.
func (d *AccessLog) fill(rec *model.Record) error {
	f := &d.fields
	rec.Reset(model.AccessLog)
	ms, ok := accessTime(f.v[logTime])
	if !ok {
		return fmt.Errorf("time %.40q is not a date and time of day", f.v[logTime])
	}
	rec.Time = ms
	if recorded(f.v[logOperation]) == nil {
		return errors.New("no operation")
	}
	op := d.operation(f.v[logOperation])
	d.fillRequest(rec, op)
	d.fillTransport(rec, op)
	d.fillCaller(rec, op)
	return nil
}

// fillRequest fills in what was asked and answered: operation to referer.
func (d *AccessLog) fillRequest(rec *model.Record, op *lineOperation) {
	f, text := &d.fields, &rec.Text
	rec.Keep(model.FieldSource, sourceS3)
	text[model.FieldBucket] = recorded(f.v[logBucket])
	if text[model.FieldBucket] == nil {
		text[model.FieldBucket] = d.bucket
	}
	rec.Keep(model.FieldAccount, d.account)
	text[model.FieldRequest] = recorded(f.v[logRequest])
	text[model.FieldID] = text[model.FieldRequest]
	rec.Keep(model.FieldOperation, op.name)
	text[model.FieldKey] = recorded(f.v[logKey])
	text[model.FieldStatus] = recorded(f.v[logStatus])
	answer(rec, model.FieldError, f.v[logError])
	answer(rec, model.FieldReferer, f.v[logReferer])
	rec.Version = recorded(f.v[logVersion])

	object := 0
	if text[model.FieldKey] != nil {
		object = 1
	}
	rec.Keep(model.FieldOp, op.api[object])
	rec.Facts.Set(model.Read, op.read[object])
	rec.Facts.Set(model.Write, op.write[object])
	rec.Facts.Set(model.Delete, op.erase[object])
	if text[model.FieldError] != nil || string(text[model.FieldStatus]) != "200" {
		rec.Facts.Set(model.Denied, model.DeniedCode(text[model.FieldError], text[model.FieldStatus]))
	}

	rec.Number[model.FieldBytes-model.NumText] = decimal(f.v[logBytes])
	if len(f.v[logBytes]) > 0 && recorded(f.v[logBytes]) == nil {
		rec.Number[model.FieldBytes-model.NumText] = 0 // a dash is how the log writes zero
	}
	rec.Number[model.FieldSize-model.NumText] = decimal(f.v[logSize])
	rec.Number[model.FieldTurnaround-model.NumText] = decimal(f.v[logTurnaround])

	acl := d.acl(op.acl[object], text[model.FieldOp])
	rec.Keep(model.FieldACL, acl.word)
	rec.Facts.Set(model.PublicACL, acl.public)
	answer(rec, model.FieldACLRequired, f.v[logACLRequired])
}

// fillTransport fills in how the request came: TLS, signature, host, Regions.
func (d *AccessLog) fillTransport(rec *model.Record, op *lineOperation) {
	f, text := &d.fields, &rec.Text
	verdict := model.AccessLogTLS(f.n, f.v[logTLS], f.v[logCipher], f.v[logHost], f.v[logOperation])
	rec.Keep(model.FieldTLS, tlsWords[verdict])
	text[model.FieldCipher] = recorded(f.v[logCipher])
	answer(rec, model.FieldSignature, f.v[logSignature])
	answer(rec, model.FieldAuth, f.v[logAuth])
	text[model.FieldHost] = recorded(f.v[logHost])
	text[model.FieldSourceRegion] = recorded(f.v[logSourceRegion])
	rec.Keep(model.FieldRegion, d.region)
	website := op.website
	if text[model.FieldHost] != nil {
		e := d.endpoint(text[model.FieldHost], text[model.FieldBucket])
		rec.Keep(model.FieldHost, e.host)
		rec.Keep(model.FieldEndpoint, e.style)
		if d.region == nil {
			rec.Keep(model.FieldRegion, e.region)
		}
		website = website || string(e.style) == "website"
	}
	rec.Facts.Set(model.Website, model.Of(website))
}

// fillCaller fills in who asked, from where and with what.
func (d *AccessLog) fillCaller(rec *model.Record, op *lineOperation) {
	f, text := &d.fields, &rec.Text
	text[model.FieldIP] = recorded(f.v[logIP])
	text[model.FieldUA] = recorded(f.v[logAgent])
	if string(f.v[logAuth]) == "QueryString" {
		text[model.FieldAccessKey] = signingKey(f.v[logURI])
	}
	c := d.caller(f.v[logRequester], op.internal)
	rec.Keep(model.FieldARN, c.arn)
	rec.Keep(model.FieldPrincipal, c.principal)
	rec.Keep(model.FieldSession, c.session)
	rec.Keep(model.FieldType, c.kind)
	rec.Keep(model.FieldVia, c.via)
	client, service := c.client, c.service
	if client == nil {
		client = c.agents.client(f.v[logAgent])
		rec.Keep(model.FieldUA, client.agent)
		if client.service {
			service = model.Unknown // only the user agent says so, and anyone can send that one
		}
	}
	rec.Keep(model.FieldClient, client.family)
	rec.Facts.Set(model.Anonymous, c.anonymous)
	rec.Facts.Set(model.AWSService, service)
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
