package decode

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"s3sleuth/model"
)

// DecodeEvents reads CloudTrail events from an inflated stream, in the order
// they stand there, and hands each to emit as a record; see [EventDecoder].
func DecodeEvents(r io.Reader, emit func(*model.Record) error, problem func(model.Problem), other func(model.Other, int)) error {
	var d EventDecoder
	return d.Decode(r, Output{Record: emit, Problem: problem, Other: other})
}

// An EventDecoder reads CloudTrail events, and access-log lines in JSON, from
// one stream after another. It keeps its memory and what it has derived, so a
// worker should have one and keep it. The zero value is ready for use. It is not
// safe for concurrent use.
//
// What a stream holds is told by its content, object by object, so the forms
// may be mixed and follow each other: {"Records":[...]} as CloudTrail delivers
// it, a bare array, one event a line, an EventBridge envelope (detail), the
// answer of LookupEvents (Events, CloudTrailEvent), a CloudWatch Logs envelope
// (logEvents, message) and an export of CloudWatch Logs (a time before each
// event). In LookupEvents' and the envelope the event is JSON inside a
// string; its record's place is then that of the string, see [EventBytes].
//
// Digest files, Insights events and aggregated events are counted; any other
// object is a problem. Damage loses the event it is in and is a problem; reading
// goes on at the next object that looks like an event. Memory is bounded by the
// longest event that is read, 16 MiB.
type EventDecoder struct {
	// AccessJSON fills the record of an access-log line delivered as a JSON
	// object. The place is set by the decoder. Without it such a line is a problem.
	AccessJSON func(object []byte, rec *model.Record) error

	out     Output
	win     window
	at      int // what is read next, in win.data
	open    []wrapper
	damaged bool  // brackets need not match any more
	reread  int64 // bytes read more than once because of damage
	reader  eventReader
	inner   []byte // the event inside a string, unescaped
	rec     model.Record
}

// A wrapper is an array or object around events that has begun and not ended.
type wrapper struct {
	bracket byte // '[' or '{'
	control bool // a CloudWatch Logs control message, which holds no events
}

// maxWrappers bounds how deep wrappers may nest; LookupEvents takes three.
const maxWrappers = 16

// Decode reads the stream to its end and hands over what it finds. It returns
// an error of out.Record as it is, and an error of r, wrapped, after all that
// came before it.
func (d *EventDecoder) Decode(r io.Reader, out Output) error {
	d.out = out
	d.win.reset(r)
	d.at, d.open, d.damaged, d.reread = 0, d.open[:0], false, 0
	d.win.more(0)
	if bytes.HasPrefix(d.win.data, []byte("\xef\xbb\xbf")) { // byte order mark
		d.at = 3
	}
	for d.skipBlanks() {
		if err := d.step(); err != nil {
			return err
		}
	}
	end := d.win.offset + int64(len(d.win.data))
	if d.win.err != io.EOF {
		return fmt.Errorf("events end at byte %d: %w", end, d.win.err)
	}
	if len(d.open) > 0 && !d.damaged {
		d.out.Problem(model.Problem{Offset: end, Whole: true, Reason: "cut short: the array or object around the events does not end"})
	}
	return nil
}

// pull drops what has been read from the window and reads more into it. When
// it reports false, the stream has ended or the window is at its longest.
func (d *EventDecoder) pull() bool {
	if d.win.err != nil {
		return false
	}
	grew := d.win.more(d.at)
	d.at = 0
	return grew
}

// skipBlanks goes to the next byte that is no white space; false at the end.
func (d *EventDecoder) skipBlanks() bool {
	for {
		if d.at = blanks(d.win.data, d.at); d.at < len(d.win.data) {
			return true
		}
		if !d.pull() {
			return false
		}
	}
}

// step reads one thing: an object, a member of a wrapper, or a bracket.
func (d *EventDecoder) step() error {
	switch c := d.win.data[d.at]; {
	case c == ',':
		d.at++
		return nil
	case c == '}' || c == ']':
		return d.close(c)
	case len(d.open) > 0 && d.open[len(d.open)-1].bracket == '{':
		return d.member()
	case c == '{':
		return d.object()
	case c == '[':
		return d.enter('[')
	case len(d.open) == 0 && d.stamped():
		return nil
	}
	return d.lost(faultAt(0, faultByte))
}

// stamped steps over the time that an export of CloudWatch Logs puts before an event.
func (d *EventDecoder) stamped() bool {
	if d.at+len(stamp) >= len(d.win.data) {
		d.pull()
	}
	end := stampEnd(d.win.data, d.at)
	if end > 0 {
		d.at = end
	}
	return end > 0
}

// enter goes into the wrapper that begins here.
func (d *EventDecoder) enter(bracket byte) error {
	if len(d.open) == maxWrappers {
		return d.lost(faultAt(0, faultDepth))
	}
	control := len(d.open) > 0 && d.open[len(d.open)-1].control
	d.open = append(d.open, wrapper{bracket, control})
	d.at++
	return nil
}

// close leaves the wrapper that the bracket here ends. After damage it may end
// an outer one, or none.
func (d *EventDecoder) close(bracket byte) error {
	for n := len(d.open) - 1; n >= 0; n-- {
		if d.open[n].bracket == bracket-2 { // '{' is '}'-2, '[' is ']'-2
			d.open = d.open[:n]
			d.at++
			return nil
		}
		if !d.damaged {
			break
		}
	}
	if !d.damaged {
		return d.lost(faultAt(0, faultByte))
	}
	d.at++
	return nil
}

// member reads a member of a wrapper: goes into its events or passes it over.
func (d *EventDecoder) member() error {
	for {
		b := d.win.data
		name, at := d.reader.member(inEvent, b, d.at)
		end := at
		if at >= 0 {
			switch c := b[at]; {
			case name == atList && c == '[':
				d.at = at
				return d.enter('[')
			case name == atDetail && c == '{':
				d.at = at
				return d.object()
			case name == atEmbedded && c == '"':
				d.at = at
				return d.embedded()
			}
			end = valueEnd(b, at)
		}
		switch {
		case end >= 0:
			if name == atMessageType {
				d.open[len(d.open)-1].control = string(b[at:end]) == `"CONTROL_MESSAGE"`
			}
			d.at = end
			return nil
		case end != short || !d.pull():
			return d.lost(rebase(end, d.at))
		}
	}
}

// rebase turns the place of a fault in a text into that in its part from i on.
func rebase(fault, i int) int {
	if fault == short {
		return short
	}
	return fault + i<<2
}

// object reads the object that begins here, or goes into it when it holds events.
func (d *EventDecoder) object() error {
	for {
		n, wraps := d.reader.scan(d.win.data[d.at:])
		switch {
		case wraps:
			return d.enter('{')
		case n >= 0:
			if i := d.reader.swallowed(); i > 0 && d.again(n-i) {
				return d.lost(faultAt(i, faultByte))
			}
			offset := d.win.offset + int64(d.at)
			d.at += n
			return d.found(offset, n)
		case n != short || !d.pull():
			return d.lost(n)
		}
	}
}

// embedded reads the event inside the string that begins here.
func (d *EventDecoder) embedded() error {
	for {
		b := d.win.data
		end, escapes := stringEnd(b, d.at+1)
		if end < 0 {
			if end != short || !d.pull() {
				return d.lost(rebase(end, d.at))
			}
			continue
		}
		text := b[d.at+1 : end-1]
		offset, length := d.win.offset+int64(d.at), end-d.at
		d.at = end
		if escapes {
			d.inner = appendUnescaped(d.inner[:0], text)
			text = d.inner
		}
		return d.message(bytes.TrimSpace(text), offset, length)
	}
}

// message reads the text of a string that should be an event.
func (d *EventDecoder) message(text []byte, offset int64, length int) error {
	// CloudWatch Logs sends control messages to see whether anybody listens.
	if bytes.HasPrefix(text, []byte("CWL CONTROL MESSAGE")) || len(d.open) > 0 && d.open[len(d.open)-1].control {
		return nil
	}
	reason := ""
	if len(text) == 0 || text[0] != '{' {
		reason = "text that is no JSON object"
	} else if n, wraps := d.reader.scan(text); wraps {
		reason = "events wrapped a second time"
	} else if n < 0 {
		reason = "event inside a string: " + faultText(text, n)
	} else if n < len(text) {
		reason = "event inside a string: text after its end"
	}
	if reason == "" {
		return d.found(offset, length)
	}
	p := d.problem(offset, reason)
	p.Length = length
	d.out.Problem(p)
	return nil
}

// found hands over the object that was scanned last; the place is that of the
// object, or of the string around it.
func (d *EventDecoder) found(offset int64, length int) error {
	e := &d.reader
	err := error(nil)
	switch {
	case e.is(atCategory, "Insight"), e.is(atType, "AwsCloudTrailInsight"), e.has(atInsight):
		d.out.Other(model.OtherInsight, 1)
		return nil
	case e.is(atCategory, "Aggregated"), e.is(atType, "AwsAggregatedEvent"):
		d.out.Other(model.OtherAggregated, 1)
		return nil
	case e.is(atSource, "aws:s3"):
		err = errNotification
	case len(e.text(atName)) > 0:
		err = e.record(&d.rec)
	case e.has(atDigest):
		d.out.Other(model.OtherDigest, 1)
		return nil
	case e.has(atLineOperation) && e.has(atLineBucket) && e.has(atLineRequest) && d.AccessJSON != nil:
		err = d.AccessJSON(e.raw, &d.rec)
	default:
		err = errNoEvent
	}
	if err != nil {
		p := d.problem(offset, err.Error())
		p.Length = length
		d.out.Problem(p)
		return nil
	}
	d.rec.Offset, d.rec.Length = offset, length
	return d.out.Record(&d.rec)
}

var (
	errNoEvent      = errors.New("object is no CloudTrail event: it has no eventName")
	errNotification = errors.New("object is an S3 event notification, no CloudTrail event")
)
