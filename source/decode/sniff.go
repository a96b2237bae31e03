package decode

import (
	"bytes"
	"regexp"
)

// Format is what a file holds, by its content.
type Format uint8

const (
	FormatUnknown   Format = iota // none of the logs known here
	FormatEmpty                   // nothing but white space
	FormatAccessLog               // S3 server access log as text
	FormatJSON                    // JSON in which CloudTrail or access-log records may lie
)

// SniffSize is how many bytes of a file, inflated, Sniff wants to see.
const SniffSize = 64 << 10

// jsonWords are the names of which every JSON file that is read holds one early:
// CloudTrail events and the wrappers around them, digests, access-log records.
var jsonWords = [...]string{
	"eventVersion", "eventName", "eventCategory", "CloudTrailEvent", "logEvents", "Records",
	"digestStartTime", "detail-type", "request_uri", "requestURI", "bucket_name",
}

// Sniff tells what a file holds from its first SniffSize bytes, or all of them.
func Sniff(head []byte) Format {
	text := bytes.TrimLeft(bytes.TrimPrefix(head, byteOrderMark), " \t\r\n")
	if len(text) == 0 {
		return FormatEmpty
	}
	if isTar(head) {
		return FormatUnknown
	}
	if text[0] == '{' || text[0] == '[' || stampEnd(text, 0) > 0 {
		if noEvents.Match(text) {
			return FormatJSON
		}
		for _, word := range jsonWords {
			if bytes.Contains(text, []byte(word)) {
				return FormatJSON
			}
		}
		return FormatUnknown
	}
	for line := range bytes.Lines(text) {
		if looksAccessLog(line) {
			return FormatAccessLog
		}
	}
	return FormatUnknown
}

// noEvents is the answer of LookupEvents when there are none.
var noEvents = regexp.MustCompile(`^\{\s*"Events"\s*:\s*\[\s*\]`)

// stamp is what an export of CloudWatch Logs puts before each message: the time
// of its arrival, and a blank.
const stamp = "2006-01-02T15:04:05.000Z "

// stampEnd returns where behind the stamp at i the JSON object of the same line
// begins; 0 when there is none.
func stampEnd(b []byte, i int) int {
	end := i + len(stamp)
	if end >= len(b) || b[end] != '{' {
		return 0
	}
	for k, c := range []byte(stamp) {
		got := b[i+k]
		if isDigit(c) && !isDigit(got) || !isDigit(c) && got != c {
			return 0
		}
	}
	return end
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

var byteOrderMark = []byte("\xef\xbb\xbf")

// looksAccessLog says whether the third field of a line is a time in brackets.
// A line that is damaged further on is to be reported, not its file passed over.
func looksAccessLog(line []byte) bool {
	i := tokenEnd(line, tokenEnd(line, 0)+1) + 1
	if i >= len(line) || line[i] != '[' {
		return false
	}
	end := bytes.IndexByte(line[i:], ']')
	if end < 0 {
		return false
	}
	_, ok := accessTime(line[i+1 : i+end])
	return ok
}
