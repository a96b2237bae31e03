package decode

import (
	"bytes"

	"s3sleuth/model"
)

const (
	lookBack  = 128 // bytes before a fault that may belong to the next event
	lookRound = 64  // bytes of white space around the bracket of an event
	lookName  = 64  // bytes of its first name
)

// lost gives up what begins here, which is damaged as fault says (its place
// counts from here), goes on to the next object that looks like an event, and
// reports what lies between as one problem.
//
// The search begins a little before the fault: where a quote is missing, the
// string has run on into the next event. It looks at every byte once, and the
// next try begins behind this one, so no input makes it look again and again.
func (d *EventDecoder) lost(fault int) error {
	b := d.win.data[d.at:]
	if fault == short && d.win.err == nil {
		fault = faultAt(len(b), faultLength)
	}
	p := d.problem(d.win.offset+int64(d.at), faultText(b, fault))
	d.damaged = true
	if fault == short {
		d.at = len(d.win.data)
		p.Length = len(b)
	} else {
		end := d.search(d.at + max(1, faultPlace(fault)-lookBack))
		p.Length = int(end - p.Offset)
	}
	d.out.Problem(p)
	return nil
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
// events: it follows a comma, an opening bracket or a line feed, and has a first
// member that these have; or it begins a line. If so, it sets what is open there
// and returns the end of the text before it.
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
	if k, _ := knownAt(inEvent, b, name+1); k == nil && !(newLine && b[i-1] == '\n') {
		return 0, false
	}
	top := byte(0)
	if n := len(d.open); n > 0 {
		top = d.open[n-1].bracket
	}
	switch {
	case before == ',' && top != '{':
		end--
	case before == '[':
		if top != '[' && len(d.open) < maxWrappers {
			d.open = append(d.open, wrapper{bracket: '['})
		}
	case newLine, before == '}':
		d.open = d.open[:0]
	default:
		return 0, false
	}
	return end, true
}
