package decode

import (
	"bytes"
	"io"
)

const (
	startLength = 256 << 10 // bytes of a new window
	maxLength   = 16 << 20  // bytes of the longest event that is read
)

// A window is the part of a stream that is in memory. It slides over the
// stream; it grows only while one value needs more room, and never beyond
// maxLength, so that no stream can take more memory.
type window struct {
	r      io.Reader
	room   []byte // what data lies at the front of
	data   []byte // the part of the stream in memory
	offset int64  // place of data[0] in the stream
	lines  int    // line feeds before data[seen]
	seen   int
	err    error // why the stream ended; io.EOF is a good end
}

// reset begins a new stream and keeps the memory.
func (w *window) reset(r io.Reader) {
	if w.room == nil {
		w.room = make([]byte, startLength)
	}
	*w = window{r: r, room: w.room[:startLength], data: w.room[:0]}
}

// more drops the first drop bytes of data and reads until the window is full
// or the stream ends. It reports whether data has grown at its end. If not,
// either the stream has ended (err is set) or the window is at its longest.
// It is not called after the end.
func (w *window) more(drop int) bool {
	w.line(drop)
	w.seen -= drop
	w.offset += int64(drop)
	room := w.room
	if drop == 0 && len(w.data) == len(room) {
		if len(room) >= maxLength {
			return false
		}
		room = w.grown()
	}
	had := copy(room, w.data[drop:])
	n := had
	for idle := 0; n < len(room) && w.err == nil; idle++ {
		var k int
		k, w.err = w.r.Read(room[n:])
		if n += k; k > 0 {
			idle = 0
		} else if idle == 100 && w.err == nil {
			w.err = io.ErrNoProgress
		}
	}
	w.room, w.data = room, room[:n]
	return n > had
}

// grown returns room of twice the length, of memory already held if there is enough.
func (w *window) grown() []byte {
	n := 2 * len(w.room)
	if n <= cap(w.room) {
		return w.room[:n]
	}
	return make([]byte, n)
}

// line returns the number, from 1, of the line that holds data[i]. It is asked
// from front to back, so that no byte is looked at twice.
func (w *window) line(i int) int {
	if i > w.seen {
		w.lines += bytes.Count(w.data[w.seen:i], []byte{'\n'})
		w.seen = i
	}
	return w.lines + 1
}
