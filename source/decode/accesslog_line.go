package decode

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
)

// The fields of an access-log line, in the order of the line, from 0.
const (
	logOwner = iota
	logBucket
	logTime
	logIP
	logRequester
	logRequest
	logOperation
	logKey
	logURI
	logStatus
	logError
	logBytes
	logSize
	logTotal
	logTurnaround
	logReferer
	logAgent
	logVersion
	logHostID
	logSignature
	logCipher
	logAuth
	logHost
	logTLS
	logAccessPoint
	logACLRequired
	logSourceRegion

	logFields // the number of fields known today
)

// leastFields is how many fields a line of the oldest format has.
const leastFields = logVersion + 1

// accessFields is one access-log record cut into its fields. Values are as
// logged, without brackets and quotes: "-" where the log says so, nil where the
// record has no such field. A user agent is nil, too, where a bare dash stands
// for it, and "-" where the dash is quoted: then the header was sent empty or
// not at all.
type accessFields struct {
	v [logFields][]byte
	n int // fields the record has; further ones that AWS may append are not counted

	outcome []byte // status and error code as they stand in the line; nil in the JSON form
	agents  []byte // likewise referer and user agent
}

// cut cuts a line, without its line feed and trailing blanks.
//
// Nothing in a line is escaped, so a quote or a blank says little by itself. What
// a client can put quotes into (request-URI, referer, user agent) is enclosed by
// fields it cannot: the request-URI ends where status, error and four numbers
// follow, the user agent at the last quote of the line.
func (f *accessFields) cut(line []byte) error {
	i, ok := f.cutFront(line)
	if !ok {
		return refusal(line)
	}
	f.n += cutTail(line[i:], (*[logFields - logSignature][]byte)(f.v[logSignature:]))
	return nil
}

// cutFront cuts all up to the host ID and returns the place behind it.
func (f *accessFields) cutFront(line []byte) (int, bool) {
	i, ok := f.cutHead(line)
	if ok {
		i, ok = f.cutRequest(line, i)
	}
	if ok {
		i, ok = f.cutHeaders(line, i)
	}
	if !ok || i >= len(line) {
		return 0, false
	}
	end := tokenEnd(line, i+1)
	f.v[logVersion], f.v[logHostID] = line[i+1:end], nil
	f.n = logHostID
	if end < len(line) {
		i, end = end, tokenEnd(line, end+1)
		f.v[logHostID] = line[i+1 : end]
		f.n = logSignature
	}
	return end, true
}

// tokenEnd returns the end of the token that starts at i: the place of the next
// blank, or the end of the line. Most tokens are short, so the first words are
// searched in place, eight bytes at a time; only then does a call pay off.
func tokenEnd(line []byte, i int) int {
	const (
		ones   = 0x0101010101010101
		blanks = ' ' * ones
		words  = 4
	)
	for end := i + 8*words; i < end && i+8 <= len(line); i += 8 {
		x := binary.LittleEndian.Uint64(line[i:]) ^ blanks
		if zero := (x - ones) &^ x & (0x80 * ones); zero != 0 { // its lowest bit marks the first blank
			return i + bits.TrailingZeros64(zero)/8
		}
	}
	if i < len(line) {
		if j := bytes.IndexByte(line[i:], ' '); j >= 0 {
			return i + j
		}
	}
	return len(line)
}

// cutHead cuts owner to key and returns where the request-URI starts.
func (f *accessFields) cutHead(line []byte) (int, bool) {
	i := tokenEnd(line, 0)
	f.v[logOwner] = line[:i]
	start := i + 1
	i = tokenEnd(line, start)
	if i+2 >= len(line) || line[i+1] != '[' {
		return 0, false
	}
	f.v[logBucket] = line[start:i]
	start = i + 2
	if i = start + len(fixedLayout); i >= len(line) || line[i] != ']' {
		i = bytes.IndexByte(line[start:], ']') + start
	}
	if i < start || i+1 >= len(line) || line[i+1] != ' ' {
		return 0, false
	}
	f.v[logTime] = line[start:i]
	start = i + 2
	i = tokenEnd(line, start)
	if i+1 >= len(line) {
		return 0, false
	}
	f.v[logIP] = line[start:i]
	i = f.cutCaller(line, i+1)
	start = i + 1
	i = tokenEnd(line, start)
	if i+1 >= len(line) {
		return 0, false
	}
	f.v[logKey] = line[start:i]
	return i + 1, true
}

// cutCaller cuts requester, request ID and operation, and returns the end of the
// operation. A requester may hold blanks (a CloudFront origin access identity
// does), so it ends before the first pair of a request ID and an operation;
// without such a pair it is one token.
func (f *accessFields) cutCaller(line []byte, start int) int {
	first := tokenEnd(line, start)
	limit := -1 // of the search: no requester holds a quote
	for end := first; end+1 < len(line); end = tokenEnd(line, end+1) {
		id := tokenEnd(line, end+1)
		op := tokenEnd(line, id+1)
		if id < len(line) && isRequestID(line[end+1:id]) && isOperation(line[id+1:op]) {
			f.v[logRequester], f.v[logRequest], f.v[logOperation] = line[start:end], line[end+1:id], line[id+1:op]
			return op
		}
		if limit < 0 {
			if limit = bytes.IndexByte(line[start:], '"') + start; limit < start {
				limit = len(line)
			}
		}
		if id >= limit {
			break
		}
	}
	id := tokenEnd(line, first+1)
	op := tokenEnd(line, id+1)
	f.v[logRequester] = line[start:first]
	f.v[logRequest] = line[min(first+1, len(line)):id]
	f.v[logOperation] = line[min(id+1, len(line)):op]
	return op
}

// isRequestID says whether b is 16 upper-case alphanumerics or a UUID.
func isRequestID(b []byte) bool {
	switch len(b) {
	case 16:
		other := byte(0)
		for _, c := range b {
			other |= notUpperAlnum[c]
		}
		return other == 0
	case 36:
		for i, c := range b {
			if dash := i == 8 || i == 13 || i == 18 || i == 23; dash != (c == '-') || !dash && !isHex(c) {
				return false
			}
		}
		return true
	}
	return false
}

// notUpperAlnum is 0 for digits and upper-case letters only.
var notUpperAlnum = func() (is [256]byte) {
	for c := range is {
		if !bytes.ContainsRune([]byte("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"), rune(c)) {
			is[c] = 1
		}
	}
	return is
}()

func isHex(c byte) bool {
	return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// isOperation says whether b starts as the operations of access logs do.
func isOperation(b []byte) bool {
	if len(b) < len("S3.x") {
		return false
	}
	prefix := ""
	switch b[0] {
	case 'R':
		prefix = "REST."
	case 'W':
		prefix = "WEBSITE."
	case 'B':
		prefix = "BATCH."
	case 'S':
		if prefix = "S3."; b[1] == 'O' {
			prefix = "SOAP."
		}
	}
	return prefix != "" && len(b) > len(prefix) && string(b[:len(prefix)]) == prefix
}

// cutRequest cuts the request-URI and the six fields behind it and returns where
// the referer starts. A request target holds no raw blank, so the first quote
// that what must follow does follow is the closing one.
func (f *accessFields) cutRequest(line []byte, start int) (int, bool) {
	if line[start] != '"' {
		i := tokenEnd(line, start)
		f.v[logURI] = line[start:i]
		if i-start != 1 || line[start] != '-' {
			return 0, false
		}
		return f.cutNumbers(line, i+1)
	}
	for i := start + 1; ; i++ {
		j := bytes.IndexByte(line[i:], '"')
		if j < 0 {
			return 0, false
		}
		i += j
		if i+1 >= len(line) || line[i+1] != ' ' {
			continue
		}
		if end, ok := f.cutNumbers(line, i+2); ok {
			f.v[logURI] = line[start+1 : i]
			return end, true
		}
	}
}

// cutNumbers cuts status, error code, bytes, size and the two times, provided
// that they look so and the referer follows, whose start it returns.
func (f *accessFields) cutNumbers(line []byte, start int) (int, bool) {
	from := start
	for k := logStatus; k <= logTurnaround; k++ {
		i := 0
		if k == logError {
			i = tokenEnd(line, start)
		} else {
			i = numberEnd(line, start)
		}
		if i == start || i >= len(line) || line[i] != ' ' {
			return 0, false
		}
		if k == logStatus && i-start != 3 && line[start] != '-' {
			return 0, false
		}
		f.v[k] = line[start:i]
		start = i + 1
	}
	f.outcome = line[from : from+len(f.v[logStatus])+1+len(f.v[logError])]
	if start >= len(line) || line[start] != '"' && !isDash(line, start) {
		return 0, false
	}
	return start, true
}

// numberEnd returns the end of the dash or of the decimal digits at i; it is i where there are none.
func numberEnd(line []byte, i int) int {
	if i < len(line) && line[i] == '-' {
		return i + 1
	}
	for i < len(line) && line[i]-'0' <= 9 {
		i++
	}
	return i
}

// isDash says whether a bare dash stands at i, and further fields after it.
func isDash(line []byte, i int) bool {
	return i+1 < len(line) && line[i] == '-' && line[i+1] == ' '
}

// cutHeaders cuts referer and user agent and returns the blank behind them.
func (f *accessFields) cutHeaders(line []byte, start int) (int, bool) {
	from := start
	if isDash(line, start) {
		f.v[logReferer] = line[start : start+1]
		start += 2
	} else {
		end := refererEnd(line, start+1)
		if end < 0 {
			return 0, false
		}
		f.v[logReferer] = line[start+1 : end]
		start = end + 2
	}
	if isDash(line, start) {
		f.v[logAgent], f.agents = nil, line[from:start+1]
		return start + 1, true
	}
	if start >= len(line) || line[start] != '"' {
		return 0, false
	}
	last := -1
	for i := start + 1; ; i++ {
		j := bytes.IndexByte(line[i:], '"')
		if j < 0 {
			break
		}
		i += j
		if i+1 == len(line) || line[i+1] == ' ' {
			last = i
		}
	}
	if last < 0 {
		return 0, false
	}
	f.v[logAgent], f.agents = line[start+1:last], line[from:last+1]
	return last + 1, true
}

// refererEnd returns the place of the quote that closes the referer, or -1. The
// user agent follows it, quoted or as a bare dash. A dash counts only where no
// quote comes after it, or a client could pass the rest of its referer for the
// fields behind the user agent.
func refererEnd(line []byte, start int) int {
	for i := start; ; i++ {
		j := bytes.IndexByte(line[i:], '"')
		if j < 0 {
			return -1
		}
		i += j
		if i+2 >= len(line) {
			return -1
		}
		if line[i+1] != ' ' {
			continue
		}
		if line[i+2] == '"' || isDash(line, i+2) && bytes.IndexByte(line[i+3:], '"') < 0 {
			return i
		}
	}
}

// cutTail cuts the fields behind the host ID, whose number has grown over the
// years, each with a blank before it. It returns how many there are.
func cutTail(tail []byte, fields *[logFields - logSignature][]byte) (n int) {
	for i := 0; i < len(tail) && n < len(fields); n++ {
		end := tokenEnd(tail, i+1)
		fields[n] = tail[i+1 : end]
		i = end
	}
	clear(fields[n:])
	return n
}

// spread sets the fields behind the host ID to those of a tail, unless that is nil.
func (f *accessFields) spread(tail *lineTail) {
	if tail != nil {
		copy(f.v[logSignature:], tail.fields[:])
	}
}

// refusal says why a line cannot be cut.
func refusal(line []byte) error {
	var f accessFields
	if i := tokenEnd(line, tokenEnd(line, 0)+1); i+1 >= len(line) || line[i+1] != '[' {
		return errors.New("no time in [brackets] as third field")
	}
	if n := countFields(line); n < leastFields {
		return fmt.Errorf("%d fields, at least %d are needed", n, leastFields)
	}
	i, ok := f.cutHead(line)
	if !ok {
		return errors.New("no end of the time in [brackets]")
	}
	if _, ok = f.cutRequest(line, i); !ok {
		return errors.New("no request-URI with status, error code, sizes and times behind it")
	}
	return errors.New("no quotes around referer and user agent")
}

// countFields counts fields as a reader would who takes every quote at its word.
func countFields(line []byte) int {
	closings := map[byte][]byte{'[': []byte("] "), '"': []byte(`" `)}
	n := 0
	for i := 0; i < len(line); n++ {
		if closing := closings[line[i]]; closing != nil {
			if end := bytes.Index(line[i:], closing); end >= 0 {
				i += end + 2
				continue
			}
			if closing[0] == '"' && line[len(line)-1] == '"' {
				return n + 1
			}
			delete(closings, line[i]) // none behind here: a second search would be in vain
		}
		i = tokenEnd(line, i) + 1
	}
	return n
}
