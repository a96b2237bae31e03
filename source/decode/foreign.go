package decode

import (
	"bytes"
	"regexp"
	"strconv"
	"sync"

	"s3sleuth/model"
)

// A foreign file holds none of the logs read here. What it is decides what is
// said of it: a flow log holds no request and is set aside; an archive or a
// table of events may hold the requests that are looked for, in a form that is
// not read, and passing it over would make an answer too small.
type foreign struct {
	what string // as "VPC flow log"
	hint string // how to have its records read; "" where it holds none
}

// problem returns what is said of the file.
func (f foreign) problem() model.Problem {
	if f.hint == "" {
		return model.Problem{Offset: -1, Aside: true, Reason: f.what}
	}
	return model.Problem{Offset: -1, Whole: true, Reason: f.what + ": not read, records in it are missing", Hint: f.hint}
}

const unpack = "unpack it and read what was in it"

// signatures are how files that are no text begin.
var signatures = []struct {
	begin string
	foreign
}{
	{"PK\x03\x04", foreign{"zip archive", unpack}},
	{"7z\xbc\xaf\x27\x1c", foreign{"7-Zip archive", unpack}},
	{"Rar!\x1a\x07", foreign{"RAR archive", unpack}},
	{"\x28\xb5\x2f\xfd", foreign{"data packed by zstd", "unpack it: zstd -d"}},
	{"\xfd7zXZ\x00", foreign{"data packed by xz", "unpack it: xz -d"}},
	{"BZh", foreign{"data packed by bzip2", "unpack it: bzip2 -d"}},
	{"\x1f\x8b", foreign{"gzip data within gzip data", "unpack it once: gzip -d"}},
	{"PAR1", foreign{"Parquet file", "read the logs it was made from, or write its rows out as JSON lines"}},
	{"ORC", foreign{"ORC file", "read the logs it was made from"}},
	{"Obj\x01", foreign{"Avro file", "read the logs it was made from"}},
}

// jsonMarks are names that tell what JSON without an event is.
var jsonMarks = []struct {
	mark string
	foreign
}{
	{`"QueryResultRows"`, foreign{"rows of a CloudTrail Lake query", "ask the event data store itself: lake:ID"}},
	{`"eventversion"`, foreign{"CloudTrail events under names in small letters, as Athena writes them", "read the files of the trail, or ask the table itself: athena:DATABASE.TABLE"}},
	{`"class_uid"`, foreign{"OCSF records, as of Security Lake", "read the files of the trail they were made from"}},
	{`"configurationItem`, foreign{what: "AWS Config items"}},
	{`"webaclId"`, foreign{what: "AWS WAF log"}},
	{`"query_name"`, foreign{what: "Route 53 query log"}},
	{`"fileSchema"`, foreign{what: "manifest of an S3 Inventory"}},
	{`"detectorId"`, foreign{what: "GuardDuty findings"}},
}

// A lineForm tells what a text is by its first line.
type lineForm struct {
	form *regexp.Regexp
	foreign
}

// lineForms are made when the first such file is met: no start waits for them.
var lineForms = sync.OnceValue(func() []lineForm {
	return []lineForm{
		{regexp.MustCompile(`(?i)^"?event (name|id)"?,.*"?event time"?,`), foreign{"CSV download of CloudTrail's event history", "download it as JSON instead"}},
		{regexp.MustCompile(`(?i)(^|,)"?(eventversion|eventname|eventid)"?(,|\s*$)`), foreign{"CloudTrail events as CSV", "read the files of the trail, or ask the table itself: athena:DATABASE.TABLE"}},
		{regexp.MustCompile(`(?i)(^|,)"?(requestdatetime|request_uri)"?(,|\s*$)`), foreign{"access-log records as CSV", "read the files of the log, or ask the table itself: athena:DATABASE.TABLE"}},
		{regexp.MustCompile(`^(version|account-id|interface-id|srcaddr|vpc-id|action|start|pkt-srcaddr) [a-z-]+ |^\d+ (\d{12}|unknown) (eni|tgw)-`), foreign{what: "VPC flow log"}},
		{regexp.MustCompile(`^(http|https|h2|grpcs|ws|wss|tls) \S+ (\S+ )?(app|net)/`), foreign{what: "access log of a load balancer"}},
		{regexp.MustCompile(`^\d{4}-\d\d-\d\dT[\d:.]+Z \S+ [\d.]+:\d+ (-|[\d.]+:\d+) `), foreign{what: "access log of a load balancer"}},
		{regexp.MustCompile(`^\S+ \S+ \S+ \[\d\d/[A-Z][a-z]{2}/\d{4}:`), foreign{what: "access log of a web server"}},
		{regexp.MustCompile(`(?i)^<!doctype html|^<html`), foreign{what: "HTML page"}},
		{regexp.MustCompile(`^<\?xml|^<Error>`), foreign{what: "XML document"}},
	}
})

// accessTrace is what an access-log line holds, wherever in a line it begins.
var accessTrace = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] \S+ .*\b(REST|WEBSITE|SOAP|BATCH|S3)\.[A-Z]`)
})

// strange tells what a file is that Sniff does not know, from its first
// SniffSize bytes, inflated. Nothing a log holds can lead here: it is asked
// only of files that are not read.
func strange(head []byte) foreign {
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.begin)) {
			return s.foreign
		}
	}
	if isTar(head) {
		return foreign{"tar archive", "unpack it: tar -xf"}
	}
	if len(bytes.Trim(head, "\x00")) == 0 {
		return foreign{"nothing but zero bytes", "copy it anew: a file of this kind was made and never filled"}
	}
	if wide(head) {
		return foreign{"text in UTF-16", "write it as UTF-8: iconv -f UTF-16 -t UTF-8"}
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, byteOrderMark), " \t\r\n")
	line, _, _ := bytes.Cut(text, []byte("\n"))
	switch {
	case len(text) == 0:
		return foreign{what: "white space"}
	case text[0] == '{' || text[0] == '[':
		return strangeJSON(text)
	case bytes.IndexByte(text, 0) >= 0:
		return foreign{what: "binary data"}
	case bytes.HasPrefix(line, []byte("#Version:")) && bytes.Contains(text, []byte("x-edge-location")):
		return foreign{what: "CloudFront access log"}
	}
	for _, l := range lineForms() {
		if l.form.Match(line) {
			return l.foreign
		}
	}
	switch {
	case accessTrace().Match(text):
		return foreign{"S3 access-log lines behind other text", "cut off what stands before the bucket owner in each line"}
	case bytes.Contains(text, []byte("eventVersion")):
		return foreign{"CloudTrail events within other text", "write them as JSON: one event a line, or with --output json of the aws command"}
	}
	return foreign{what: "no log that is known here"}
}

func strangeJSON(text []byte) foreign {
	for _, m := range jsonMarks {
		if bytes.Contains(text, []byte(m.mark)) {
			return m.foreign
		}
	}
	return foreign{what: "JSON without CloudTrail events"}
}

// wide says whether bytes are text of two bytes a character: by its byte order
// mark, or since nearly every other byte is zero.
func wide(head []byte) bool {
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return true
	}
	head = head[:min(len(head), 512)&^1]
	if len(head) < 16 {
		return false
	}
	for zero := range 2 { // big end first, then the little one
		zeros, ascii := 0, 0
		for i := 0; i < len(head); i += 2 {
			if head[i+zero] == 0 {
				zeros++
			}
			if c := head[i+1-zero]; ' ' <= c && c < 0x7f || c == '\n' || c == '\r' || c == '\t' {
				ascii++
			}
		}
		if n := len(head) / 2; zeros > n-n/16 && ascii > n-n/16 {
			return true
		}
	}
	return false
}

// tarBlock is the length of the header that begins an archive of tar.
const tarBlock = 512

// isTar says whether a file is an archive of tar. Its first file's lines would
// be read as a log's, and the rest would not. The header's checksum decides, for
// a log could be made to hold the word.
func isTar(head []byte) bool {
	if len(head) < tarBlock || !bytes.Equal(head[257:262], []byte("ustar")) {
		return false
	}
	want, err := strconv.ParseUint(string(bytes.Trim(head[148:156], " \x00")), 8, 32)
	sum := uint64(0)
	for i, c := range head[:tarBlock] {
		if i >= 148 && i < 156 {
			c = ' '
		}
		sum += uint64(c)
	}
	return err == nil && sum == want
}

// loneReturns says whether the lines of an access log end with a carriage
// return alone: the first would be taken for all of them.
func loneReturns(head []byte) bool {
	if bytes.IndexByte(head, '\n') >= 0 {
		return false
	}
	_, next, found := bytes.Cut(head, []byte("\r"))
	return found && looksAccessLog(next)
}

var oldMac = foreign{"access log whose lines end with a carriage return alone", `write them as lines: tr '\r' '\n'`}
