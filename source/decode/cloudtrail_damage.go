package decode

import (
	"bytes"
	"io"

	"s3sleuth/model"
)

const (
	lookBack  = 128 // bytes before a fault that may belong to the next event
	lookRound = 64  // bytes of white space around the bracket of an event
	lookName  = 64  // bytes of its first name
)

// eventBegin is how every event begins that CloudTrail writes.
var eventBegin = []byte(`{"eventVersion":`)

// lost gives up what begins here, which is damaged as fault says (its place
// counts from here), goes on to the next object that looks like an event, and
// reports what lies between as one problem.
//
// The next event may begin before the fault: where a quote is missing, a string
// has run on into it; where a bracket is missing, whole events may stand in what
// was taken for an array.
func (d *EventDecoder) lost(fault int) error {
	b := d.win.data[d.at:]
	seen := len(b)
	switch {
	case fault != short:
		seen = faultPlace(fault)
	case d.win.err == nil:
		fault = faultAt(len(b), faultLength)
	}
	p := d.problem(d.win.offset+int64(d.at), faultText(b, fault))
	p.Whole = fault == short && d.win.err == io.EOF // else the reader's error says so
	d.damaged = true
	from := max(1, seen-lookBack)
	if fault == short {
		from = len(b)
	}
	if i := d.begun(b[min(1, seen):seen], fault); i >= 0 && d.again(seen-i) {
		from = i + 1
	}
	end := d.search(d.at + from)
	p.Length = int(end - p.Offset)
	d.out.Problem(p)
	return nil
}

// begun returns where in what was taken for one event another begins; negative
// if none. Where events are documents of their own, one begins with a line: tools
// that write an event a line order its members as they like. What is only cut
// short may be one event on many lines.
func (d *EventDecoder) begun(b []byte, fault int) int {
	i := bytes.Index(b, eventBegin)
	if len(d.open) > 0 || fault == short {
		return i
	}
	line := bytes.Index(b, []byte("\n{\"")) + 1
	if line == 0 || i >= 0 && i < line {
		return i
	}
	if known, _ := knownAt(inEvent, b, line+2); known != 0 {
		return line
	}
	return i
}

// again says whether n bytes may be read once more. All in all no more are than
// the stream has, so that no input keeps the decoder busy.
func (d *EventDecoder) again(n int) bool {
	if d.reread+int64(n) > d.win.offset+int64(len(d.win.data)) {
		return false
	}
	d.reread += int64(n)
	return true
}

// swallowed returns where in the object that was scanned last another event
// begins, which it has run on into; negative if none. That happens where an
// event is cut off inside an array: its fellows continue the array.
//
// It looks only where nobody but AWS writes objects: into the resources, or,
// since no event that CloudTrail delivers is longer than 256 KB, anywhere in a
// longer one. So no event can be made up inside another.
func (e *event) swallowed() int {
	const longest = 256 << 10
	if len(e.raw) > longest {
		if i := bytes.Index(e.raw[1:], eventBegin); i >= 0 {
			return i + 1
		}
		return -1
	}
	v := e.at[atResources]
	end := int(v.at + v.length&lengthBits)
	for i := int(v.at) + 1; i < end; i++ { // a search for one byte is faster than one for eventBegin
		brace := bytes.IndexByte(e.raw[i:end], '{')
		if brace < 0 {
			break
		}
		if i += brace; bytes.HasPrefix(e.raw[i:end], eventBegin) {
			return i
		}
	}
	return -1
}

// problem returns a problem of what begins at an offset inside the window. The
// line is told where a line is an event of its own.
func (d *EventDecoder) problem(offset int64, reason string) model.Problem {
	p := model.Problem{Offset: offset, Reason: reason}
	if len(d.open) == 0 {
		p.Line = d.win.line(int(offset - d.win.offset))
	}
	return p
}

// search goes to the next object at or after from, in the window, that looks
// like an event, or to the end of the stream. It returns where in the stream the
// text before it ends, white space and comma left out.
func (d *EventDecoder) search(from int) (end int64) {
	for {
		b := d.win.data
		for {
			i := bytes.IndexByte(b[min(from, len(b)):], '{')
			if i < 0 {
				from = len(b)
				break
			}
			from += i
			if len(b)-from < lookRound+lookName && d.win.err == nil {
				break // its name may not be in the window yet
			}
			if end, ok := d.plausible(b, from); ok {
				d.at = from
				return d.win.offset + int64(end)
			}
			from++
		}
		d.at = max(0, from-lookRound-2) // keep what stands before it
		keep := from - d.at
		if d.win.err != nil {
			d.at = len(d.win.data)
			return d.win.offset + int64(d.at)
		}
		d.pull()
		from = keep
	}
}

// plausible says whether the bracket at i begins an event or something around
// events: its first member is one that these have, and it is not the value of a
// member itself; or it begins a line. If so, it sets what is open there and
// returns the end of the text before it.
func (d *EventDecoder) plausible(b []byte, i int) (end int, ok bool) {
	name := min(i+1+lookRound, len(b))
	name = i + 1 + blanks(b[i+1:name], 0)
	if name >= len(b) || b[name] != '"' {
		return 0, false
	}
	end = i
	for end > 0 && i-end < lookRound && isBlank(b[end-1]) {
		end--
	}
	before := byte('\n') // the stream begins
	if end > 0 {
		before = b[end-1]
	}
	newLine := bytes.IndexByte(b[end:i], '\n') >= 0
	known, _ := knownAt(inEvent, b, name+1)
	beginsLine := newLine && b[i-1] == '\n'
	if known == 0 && (before == ':' || !beginsLine) || before == ':' && !(beginsLine && len(d.open) == 0) {
		return 0, false
	}
	inObject := len(d.open) > 0 && d.open[len(d.open)-1].bracket == '{'
	switch {
	case before == ',' && !inObject:
		end--
	case before == '[' && len(d.open) < maxWrappers:
		d.open = append(d.open, wrapper{bracket: '['})
	case before == '}' || newLine || inObject:
		d.open = d.open[:0] // another document
	}
	return end, true
}
