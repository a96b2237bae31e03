package decode

import (
	"bytes"
	"fmt"
	"math"
	"strconv"

	"s3sleuth/model"
)

// An eventReader turns scanned events into records. It remembers what parts of
// an event say.
type eventReader struct {
	event
	arena   []byte // texts of this event that had escapes
	known   eventParts
	bundles [model.NumGroups]bundles
}

// record fills rec from the event that was scanned last. The record's texts
// point into the event's text and into the reader, and are valid until the next
// event is scanned.
func (e *eventReader) record(rec *model.Record) error {
	e.arena = e.arena[:0]
	kind := model.CloudTrail
	if e.is(atCategory, "NetworkActivity") || e.is(atType, "AwsVpceEvent") || e.is(atType, "AwsVpceEvents") {
		kind = model.NetworkActivity
	}
	rec.Reset(kind)
	text := &rec.Text

	when := e.text(atTime)
	ms, ok := parseEventTime(when)
	if !ok {
		if len(when) == 0 {
			return errNoTime
		}
		return fmt.Errorf("eventTime %.40q is no RFC 3339 time", when)
	}
	rec.Time = ms

	text[model.FieldID] = e.text(atID)
	text[model.FieldRequest] = e.text(atRequestID)
	text[model.FieldIP] = e.text(atIP)
	rec.Plain = e.plain()
	if n, ok := parseBytes(e.text(atBytesOut)); ok {
		rec.Number[model.FieldBytes-model.NumText] = n
	}
	c := e.fillCaller(rec)
	e.fillAgent(rec, c)
	e.fillPlace(rec)
	e.fillOperation(rec)
	e.fillTransport(rec, c)
	if c.Service || len(c.via) > 0 || isServiceAddress(text[model.FieldIP]) {
		rec.Facts.Set(model.AWSService, model.Yes)
	}
	// A website takes unsigned requests only. Without a host such a request cannot say.
	if c.Anonymous && rec.Value(model.FieldEndpoint) == nil {
		rec.Facts.Set(model.Website, model.Unknown)
	}
	return nil
}

// plain says whether the members that model.PathColumn knows are strings without
// escapes, or absent.
func (e *event) plain() bool {
	odd := uint32(0)
	for _, s := range [...]slot{atName, atSource, atRegion, atIP, atError, atAccount, atVPCE, atAccessKey, atInvokedBy} {
		odd |= e.at[s].length & (escaped | notString)
	}
	return odd == 0
}

// parseBytes reads a count of bytes, which may be written as 12, 12.0 or 1.2E1.
func parseBytes(s []byte) (n int64, ok bool) {
	const digits = 18 // that surely fit
	if len(s) == 0 {
		return 0, false
	}
	if len(s) > digits {
		return parseBytesFloat(s)
	}
	for _, c := range s {
		if c < '0' || c > '9' {
			return parseBytesFloat(s)
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}

func parseBytesFloat(s []byte) (n int64, ok bool) {
	f, err := strconv.ParseFloat(string(s), 64)
	if err != nil || f < 0 || f >= math.MaxInt64 || f != math.Trunc(f) {
		return 0, false
	}
	return int64(f), true
}

// agent returns the user agent without the one pair of brackets that S3 puts
// around it; nil is absent.
func (e *eventReader) agent() []byte {
	if !e.has(atAgent) {
		return nil
	}
	ua := e.text(atAgent)
	if n := len(ua); n >= 2 && ua[0] == '[' && ua[n-1] == ']' {
		ua = ua[1 : n-1]
	}
	if ua == nil {
		ua = []byte{}
	}
	return ua
}

// has says whether the event has a value in the slot, an empty one included.
func (e *event) has(s slot) bool { return e.at[s].at != 0 }

// is says whether the value is want, written without escapes.
func (e *event) is(s slot, want string) bool {
	v := e.at[s]
	return v.length == uint32(len(want)) && string(e.raw[v.at:v.at+v.length]) == want
}

// isTrue says whether the value is true or "true".
func (e *event) isTrue(s slot) bool { return e.is(s, "true") || string(e.json(s)) == "true" }

// json returns the value as it stands, a string with its quotes; nil is absent.
func (e *event) json(s slot) []byte {
	v := e.at[s]
	switch n := v.length & lengthBits; {
	case v.at == 0:
		return nil
	case v.length&notString != 0:
		return e.raw[v.at : v.at+n]
	default:
		return e.raw[v.at-1 : v.at+n+1]
	}
}

// text returns the value as text: a string without escapes, a number or word as
// it stands, and of an array its first element. Absent, empty and an object are nil.
func (e *eventReader) text(s slot) []byte {
	v := e.at[s]
	n := v.length & lengthBits
	if n == 0 {
		return nil
	}
	raw := e.raw[v.at : v.at+n : v.at+n]
	if v.length&(notString|escaped) == 0 {
		return raw
	}
	if v.length&escaped != 0 {
		return e.unescape(raw)
	}
	return e.jsonText(raw)
}

// jsonText returns the text of a JSON value, as text does.
func (e *eventReader) jsonText(raw []byte) []byte {
	if raw[0] == '[' {
		raw = raw[blanks(raw, 1):]
		if raw[0] != '"' {
			return nil
		}
		end, _ := stringEnd(raw, 1)
		raw = raw[:end]
	}
	switch raw[0] {
	case '"':
		if len(raw) == 2 {
			return nil
		}
		return e.unescape(raw[1 : len(raw)-1])
	case '{', 'n':
		return nil
	}
	return raw
}

// unescape returns the text of a string. What had escapes is kept in the arena
// until the next event.
func (e *eventReader) unescape(raw []byte) []byte {
	if bytes.IndexByte(raw, '\\') < 0 {
		return raw
	}
	start := len(e.arena)
	e.arena = appendUnescaped(e.arena, raw)
	return e.arena[start:len(e.arena):len(e.arena)]
}

// textOrNone sets a text field, or notes that the event could have said it and did not.
func (e *eventReader) textOrNone(rec *model.Record, f model.Field, s slot) {
	if t := e.text(s); len(t) > 0 {
		rec.Text[f] = t
		return
	}
	rec.None(f)
}
