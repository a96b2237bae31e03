package decode

import (
	"bytes"
	"errors"

	"s3sleuth/model"
)

// jsonNames are the names under which a field of an access log is delivered as
// JSON, without underscores and in lower case: those of CloudWatch Logs, those
// of the text format's description, and those of the table that Athena's
// documentation makes of it.
var jsonNames = map[string]int{
	"bucketownerid": logOwner, "bucketowner": logOwner,
	"bucketname": logBucket, "bucket": logBucket, "bucketarn": logBucket,
	"requesttime": logTime, "requestdatetime": logTime, "time": logTime,
	"remoteip":  logIP,
	"requester": logRequester,
	"requestid": logRequest,
	"operation": logOperation,
	"keyname":   logKey, "key": logKey,
	"requesturi":    logURI,
	"httpstatus":    logStatus,
	"errorcode":     logError,
	"bytessentsize": logBytes, "bytessent": logBytes,
	"objectsize":    logSize,
	"totalduration": logTotal, "totaltime": logTotal,
	"turnaroundduration": logTurnaround, "turnaroundtime": logTurnaround,
	"referer": logReferer, "referrer": logReferer,
	"useragent":        logAgent,
	"versionid":        logVersion,
	"hostid":           logHostID,
	"signatureversion": logSignature, "sigv": logSignature,
	"ciphersuite":        logCipher,
	"authenticationtype": logAuth, "authtype": logAuth,
	"hostheader": logHost, "endpoint": logHost,
	"tlsversion":     logTLS,
	"accesspointarn": logAccessPoint,
	"aclrequired":    logACLRequired,
	"sourceregion":   logSourceRegion,
}

// longestName is more than the length of any name in jsonNames.
const longestName = 32

// Object fills rec from one access-log record delivered as a JSON object. As
// with [AccessLog.Line], the record's bytes lie in object and in d, Offset and
// Length are left to the caller, and the error says in plain words why the
// object is not a record. Members are known by name, in any order; others are
// passed over. null stands for the dash of the text format: a member that is
// missing says less than one that is null.
func (d *AccessLog) Object(object []byte, rec *model.Record) error {
	f := &d.fields
	*f = accessFields{}
	d.scratch = d.scratch[:0]
	if fault := d.members(object); fault < 0 {
		return errors.New("JSON: " + faultText(object, fault))
	}
	f.n = leastFields
	if f.v[logTLS] != nil {
		f.n = logFields
	}
	if recorded(f.v[logAgent]) == nil && len(f.v[logAgent]) > 0 {
		f.v[logAgent] = nil // there is no telling "sent empty" from "not recorded"
	}
	if f.v[logTime] == nil {
		return errors.New("no time")
	}
	d.known.aim(f, nil)
	return d.fill(rec, nil)
}

// members takes the members of an object and returns where it ends, or a fault.
func (d *AccessLog) members(b []byte) int {
	i := expect(b, 0, '{')
	if i < 0 {
		return i
	}
	if end := expect(b, i, '}'); end >= 0 {
		return end
	}
	for {
		name := blanks(b, i)
		start := keyEnd(b, name)
		if start < 0 {
			return start
		}
		if start >= len(b) {
			return short
		}
		end := valueEnd(b, start)
		if end < 0 {
			return end
		}
		d.member(b[name+1:start], b[start:end])
		if i = blanks(b, end); i >= len(b) {
			return short
		}
		switch b[i] {
		case ',':
			i++
		case '}':
			return i + 1
		default:
			return faultAt(i, faultByte)
		}
	}
}

// member takes one member. name begins with the name and goes on with its
// closing quote; raw is the value in JSON.
func (d *AccessLog) member(name, raw []byte) {
	var fold [longestName]byte
	n := 0
	for _, c := range name {
		if c == '"' || n == len(fold) {
			break
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != '_' {
			fold[n] = c
			n++
		}
	}
	field, ok := jsonNames[string(fold[:n])]
	if !ok {
		return
	}
	v := d.plain(raw)
	switch {
	case field == logBucket && string(fold[:n]) == "bucketarn":
		if d.fields.v[logBucket] != nil {
			return
		}
		v = v[bytes.LastIndexByte(v, ':')+1:]
	case field == logURI || field == logReferer || field == logAgent:
		// A table made by a pattern keeps the quotes of the text format.
		if len(v) > 1 && v[0] == '"' && v[len(v)-1] == '"' {
			v = v[1 : len(v)-1]
		}
	}
	d.fields.v[field] = v
}

var (
	logDash = []byte("-")
	logYes  = []byte("Yes")
)

// plain returns a JSON value as the text format has it; nil for an array or object.
func (d *AccessLog) plain(raw []byte) []byte {
	switch raw[0] {
	case '"':
		text := raw[1 : len(raw)-1]
		if bytes.IndexByte(text, '\\') < 0 {
			return text
		}
		start := len(d.scratch)
		d.scratch = appendUnescaped(d.scratch, text)
		return d.scratch[start:]
	case 'n', 'f':
		return logDash
	case 't':
		return logYes
	case '{', '[':
		return nil
	}
	return raw
}
