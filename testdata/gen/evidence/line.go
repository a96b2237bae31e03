package evidence

import (
	"strconv"
	"time"
)

// A Line is one S3 server access-log record. An empty string is written as "-",
// a negative number too. Values are written as they are: whoever wants a hostile
// line puts the hostile bytes here.
type Line struct {
	Owner, Bucket string
	Time          time.Time
	IP, Requester string
	RequestID     string
	Operation     string
	Key           string
	URI           string // method, target and protocol
	Status        int    // 0 is "-"
	Error         string
	Sent, Size    int64
	Total         int64 // ms
	Turnaround    int64 // ms
	Referer       string
	Agent         string
	Version       string
	HostID        string
	Signature     string
	Cipher        string
	Auth          string
	Host          string
	TLS           string
	AccessPoint   string
	ACLRequired   string
	SourceRegion  string

	// Bare leaves request-URI, referer and user agent without quotes, as S3 does
	// for the lines that stand for a part of a request or for no request at all.
	Bare bool
	// Fields cuts the line after so many fields, as older logs are; 0 is all 27.
	Fields int
}

// Append appends the record without a line feed.
func (l *Line) Append(b []byte) []byte {
	b = append(append(b, l.Owner...), ' ')
	b = append(append(b, l.Bucket...), ' ')
	b = l.Time.UTC().AppendFormat(b, "[02/Jan/2006:15:04:05 +0000] ")
	for _, v := range [...]string{l.IP, l.Requester, l.RequestID, l.Operation, l.Key} {
		b = append(plain(b, v), ' ')
	}
	b = append(l.quoted(b, l.URI), ' ')
	status := int64(l.Status)
	if status == 0 {
		status = -1
	}
	b = append(number(b, status), ' ')
	b = append(plain(b, l.Error), ' ')
	for _, n := range [...]int64{l.Sent, l.Size, l.Total, l.Turnaround} {
		b = append(number(b, n), ' ')
	}
	b = append(l.quoted(b, l.Referer), ' ')
	b = l.quoted(b, l.Agent)
	tail := [...]string{
		l.Version, l.HostID, l.Signature, l.Cipher, l.Auth,
		l.Host, l.TLS, l.AccessPoint, l.ACLRequired, l.SourceRegion,
	}
	keep := len(tail)
	if l.Fields > 0 {
		keep = l.Fields - 17
	}
	for _, v := range tail[:keep] {
		b = plain(append(b, ' '), v)
	}
	return b
}

func (l *Line) quoted(b []byte, v string) []byte {
	if l.Bare && v == "" {
		return append(b, '-')
	}
	return append(plain(append(b, '"'), v), '"')
}

func plain(b []byte, v string) []byte {
	if v == "" {
		return append(b, '-')
	}
	return append(b, v...)
}

func number(b []byte, n int64) []byte {
	if n < 0 {
		return append(b, '-')
	}
	return strconv.AppendInt(b, n, 10)
}
