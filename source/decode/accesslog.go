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
	endpoints  memo[*lineEndpoint]
	operations memo[*lineOperation]
	key        []byte // scratch for memo keys of two parts
	scratch    []byte // unescaped strings of the JSON form
}

// lineCaller is what requester and user agent tell together.
type lineCaller struct {
	principal, session, kind, via, client []byte
	anonymous, service                    model.Truth
}

// lineEndpoint is what the host header tells.
type lineEndpoint struct{ style, region []byte }

// lineOperation is what the operation tells.
type lineOperation struct {
	api                [2][]byte // API name; [1] where the line has a key
	read, write, erase [2]model.Truth
	acl                [2][]lineACL // by lineACLStates, of a request whose URI cannot tell
	website            bool         // through a website endpoint
	internal           bool         // done by S3 itself: lifecycle, checksum jobs
}

// lineACL is what operation, aclRequired and request-URI tell together.
type lineACL struct {
	word   []byte
	public model.Truth
}

// lineACLStates are the values of aclRequired: no such field, no, yes.
var lineACLStates = [...][]byte{nil, logDash, logYes}

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
	text[model.FieldKind] = kindAccessLog
	text[model.FieldSource] = sourceS3
	text[model.FieldBucket] = recorded(f.v[logBucket])
	if text[model.FieldBucket] == nil {
		text[model.FieldBucket] = d.bucket
	}
	text[model.FieldAccount] = d.account
	text[model.FieldRequest] = recorded(f.v[logRequest])
	text[model.FieldID] = text[model.FieldRequest]
	text[model.FieldOperation] = f.v[logOperation]
	text[model.FieldKey] = recorded(f.v[logKey])
	text[model.FieldStatus] = recorded(f.v[logStatus])
	answer(rec, model.FieldError, f.v[logError])
	answer(rec, model.FieldReferer, f.v[logReferer])
	rec.Version = recorded(f.v[logVersion])

	object := 0
	if text[model.FieldKey] != nil {
		object = 1
	}
	text[model.FieldOp] = op.api[object]
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
	text[model.FieldACL] = acl.word
	rec.Facts.Set(model.PublicACL, acl.public)
	answer(rec, model.FieldACLRequired, f.v[logACLRequired])
}

// fillTransport fills in how the request came: TLS, signature, host, Regions.
func (d *AccessLog) fillTransport(rec *model.Record, op *lineOperation) {
	f, text := &d.fields, &rec.Text
	verdict := model.AccessLogTLS(f.n, f.v[logTLS], f.v[logCipher], f.v[logHost], f.v[logOperation])
	text[model.FieldTLS] = tlsWords[verdict]
	text[model.FieldCipher] = recorded(f.v[logCipher])
	answer(rec, model.FieldSignature, f.v[logSignature])
	answer(rec, model.FieldAuth, f.v[logAuth])
	text[model.FieldHost] = recorded(f.v[logHost])
	text[model.FieldSourceRegion] = recorded(f.v[logSourceRegion])
	text[model.FieldRegion] = d.region
	website := op.website
	if text[model.FieldHost] != nil {
		e := d.endpoint(text[model.FieldHost], text[model.FieldBucket])
		text[model.FieldEndpoint] = e.style
		if d.region == nil {
			text[model.FieldRegion] = e.region
		}
		website = website || string(e.style) == "website"
	}
	rec.Facts.Set(model.Website, model.Of(website))
}

// fillCaller fills in who asked, from where and with what.
func (d *AccessLog) fillCaller(rec *model.Record, op *lineOperation) {
	f, text := &d.fields, &rec.Text
	text[model.FieldIP] = recorded(f.v[logIP])
	text[model.FieldARN] = recorded(f.v[logRequester])
	text[model.FieldUA] = recorded(f.v[logAgent])
	c := d.caller(f.v[logRequester], f.v[logAgent], op.internal)
	text[model.FieldPrincipal] = c.principal
	text[model.FieldSession] = c.session
	text[model.FieldType] = c.kind
	text[model.FieldVia] = c.via
	text[model.FieldClient] = c.client
	rec.Facts.Set(model.Anonymous, c.anonymous)
	rec.Facts.Set(model.AWSService, c.service)
}

// caller derives, once per pair, what requester and user agent tell. A line about
// S3's own doing (internal) may come without a requester: that is no anonymous
// request. A record without the field (nil) does not say who it was.
func (d *AccessLog) caller(requester, agent []byte, internal bool) *lineCaller {
	own := internal && recorded(requester) == nil
	d.key = append(d.key[:0], bit(own)<<2|bit(requester == nil)<<1|bit(agent == nil))
	d.key = append(d.key, requester...)
	d.key = append(d.key, 0)
	d.key = append(d.key, agent...)
	if c, ok := d.callers.get(d.key); ok {
		return c
	}
	var who model.Caller
	switch {
	case own:
		who.Service = true
	case requester != nil:
		who = model.AccessLogCaller(requester)
	}
	c := &lineCaller{
		principal: spell(who.Principal),
		session:   spell(who.Session),
		kind:      spell(who.Type),
		client:    spell(model.Client(agent, who, nil)),
		anonymous: model.Of(who.Anonymous),
		service:   model.Of(who.Service),
	}
	if bytes.HasPrefix(requester, []byte("svc:")) {
		c.via = c.principal
	}
	if requester == nil && !own {
		c.anonymous, c.service = model.Unknown, model.Unknown
	}
	if !who.Service && string(c.client) == "aws-service" {
		c.service = model.Unknown // only the user agent says so, and anyone can send that one
	}
	d.callers.put(d.key, c)
	return c
}

// endpoint derives, once per pair, what host and bucket tell.
func (d *AccessLog) endpoint(host, bucket []byte) *lineEndpoint {
	d.key = append(append(append(d.key[:0], bucket...), 0), host...)
	if e, ok := d.endpoints.get(d.key); ok {
		return e
	}
	style, region := model.Endpoint(host, bucket)
	e := &lineEndpoint{spell(style), spell(region)}
	d.endpoints.put(d.key, e)
	return e
}

// acl returns what the line tells about an ACL, from states, the answers for its
// operation alone, unless the request is presigned: then its URI may hold the ACL.
func (d *AccessLog) acl(states []lineACL, op []byte) lineACL {
	required := d.fields.v[logACLRequired]
	if auth := d.fields.v[logAuth]; auth != nil && string(auth) != "QueryString" {
		for i, state := range lineACLStates {
			if (state == nil) == (required == nil) && string(state) == string(required) {
				return states[i]
			}
		}
	}
	acl, public := model.AccessLogACL(op, required, d.fields.v[logURI])
	return lineACL{spell(acl), public}
}

// operation derives, once per operation, what it tells.
func (d *AccessLog) operation(name []byte) *lineOperation {
	if o, ok := d.operations.get(name); ok {
		return o
	}
	o := &lineOperation{
		website:  bytes.HasPrefix(name, []byte("WEBSITE.")),
		internal: model.ServiceAction(name),
	}
	for i, object := range []bool{false, true} {
		api := model.APIName(name, object)
		o.api[i] = spell(api)
		o.read[i], o.write[i], o.erase[i] = model.Access(api)
		for _, required := range lineACLStates {
			acl, public := model.AccessLogACL(o.api[i], required, nil)
			o.acl[i] = append(o.acl[i], lineACL{spell(acl), public})
		}
	}
	d.operations.put(name, o)
	return o
}

var (
	kindAccessLog = []byte(model.AccessLog.String())
	sourceS3      = []byte("s3.amazonaws.com")
	tlsWords      = func() (words [model.TLSNotNetwork + 1][]byte) {
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

func bit(on bool) byte {
	if on {
		return 1
	}
	return 0
}
