package decode

import (
	"bytes"
	"fmt"
	"io"
)

const (
	// MaxLine is the longest line, in bytes, that is read. Request-URIs and
	// headers are long at times, but S3 takes no 100 KiB of them.
	MaxLine = 1 << 20

	// readSize is how much is asked of a reader at once: little enough that the
	// bytes are still in the processor's cache when they are cut.
	readSize = 256 << 10
)

// textLine is one line of a stream.
type textLine struct {
	bytes   []byte // without the line feed; valid until the next line; nil where refused
	offset  int64  // of the first byte, from the start of the stream
	length  int    // in bytes without the line feed, also of a refused line
	number  int    // from 1
	refused string // why the line was not read; "" for a line that was
}

// lineReader cuts a stream into lines, however long, in a window of fixed size.
type lineReader struct {
	src    io.Reader
	window []byte
	start  int   // of the unread bytes in window
	end    int   // of the unread bytes in window
	offset int64 // of window[start] in the stream
	number int   // of lines returned
	err    error // that ended src; io.EOF is an end like any other
}

// reset starts over with another stream, whose first byte counts as offset.
func (l *lineReader) reset(src io.Reader, offset int64) {
	if l.window == nil {
		l.window = make([]byte, MaxLine+readSize)
	}
	*l = lineReader{src: src, window: l.window, offset: offset}
}

// fill reads on, and says whether anything came. There must be room at the end
// of the window or before the unread bytes. A little that is unread is moved to
// the front, so that reading stays where memory is near.
func (l *lineReader) fill() bool {
	if l.err != nil {
		return false
	}
	if unread := l.end - l.start; l.start > 0 && (unread < readSize/8 || len(l.window)-l.end < readSize) {
		copy(l.window, l.window[l.start:l.end])
		l.start, l.end = 0, l.end-l.start
	}
	const tries = 100 // a reader may return nothing for a while, not forever
	for range tries {
		n, err := l.src.Read(l.window[l.end:min(l.end+readSize, len(l.window))])
		l.end += n
		l.err = err
		if n > 0 {
			return true
		}
		if err != nil {
			return false
		}
	}
	l.err = io.ErrNoProgress
	return false
}

// head returns the first bytes of the stream, n of them or all there are.
func (l *lineReader) head(n int) []byte {
	for l.end-l.start < n && l.fill() {
	}
	return l.window[l.start:min(l.end, l.start+n)]
}

// rest returns a reader of everything not yet cut, for a decoder of another kind.
func (l *lineReader) rest() io.Reader {
	seen := bytes.NewReader(l.window[l.start:l.end])
	if l.err != nil {
		return io.MultiReader(seen, failing{l.err})
	}
	return io.MultiReader(seen, l.src)
}

// failing is a reader at the end of its data.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// next returns the next line, or false at the end of the stream.
func (l *lineReader) next() (textLine, bool) {
	searched := l.start
	for {
		if i := bytes.IndexByte(l.window[searched:l.end], '\n'); i >= 0 {
			return l.take(searched+i-l.start, 1), true
		}
		unread := l.end - l.start
		if unread > MaxLine {
			return l.skip(), true
		}
		if !l.fill() {
			break
		}
		searched = l.start + unread
	}
	if l.start == l.end {
		return textLine{}, false
	}
	line := l.take(l.end-l.start, 0)
	if l.err != io.EOF {
		line.bytes, line.refused = nil, "cut off: the file could not be read on from here"
	}
	return line, true
}

// take returns the next length bytes as a line and steps over them and the line feed.
func (l *lineReader) take(length, feed int) textLine {
	l.number++
	line := textLine{l.window[l.start : l.start+length], l.offset, length, l.number, ""}
	if length > MaxLine {
		line.bytes, line.refused = nil, tooLong(length)
	}
	l.start += length + feed
	l.offset += int64(length + feed)
	return line
}

// skip steps over a line that the window does not hold.
func (l *lineReader) skip() textLine {
	l.number++
	line := textLine{offset: l.offset, number: l.number}
	for {
		i := bytes.IndexByte(l.window[l.start:l.end], '\n')
		if i >= 0 {
			line.length += i
			l.start += i + 1
			break
		}
		line.length += l.end - l.start
		l.start, l.end = 0, 0
		if !l.fill() {
			break
		}
	}
	l.offset += int64(line.length) + 1
	line.refused = tooLong(line.length)
	return line
}

func tooLong(length int) string {
	return fmt.Sprintf("line of %d bytes, longer than the %d that are read", length, MaxLine)
}
