package decode

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// seen is a textLine that can be compared after the reader went on.
type seen struct {
	Text    string
	Offset  int64
	Length  int
	Number  int
	Refused string
}

func readLines(l *lineReader) []seen {
	var all []seen
	for line, ok := l.next(); ok; line, ok = l.next() {
		all = append(all, seen{string(line.bytes), line.offset, line.length, line.number, line.refused})
	}
	return all
}

func TestLines(t *testing.T) {
	errDisk := errors.New("disk gone")
	long := strings.Repeat("x", MaxLine+1)
	huge := strings.Repeat("y", 3*MaxLine)
	fits := strings.Repeat("z", MaxLine)
	tests := []struct {
		name string
		src  io.Reader
		want []seen
		err  error
	}{
		{"nothing", strings.NewReader(""), nil, io.EOF},
		{"two lines", strings.NewReader("ab\ncd\n"), []seen{{"ab", 0, 2, 1, ""}, {"cd", 3, 2, 2, ""}}, io.EOF},
		{"empty lines count", strings.NewReader("\n\nab\n"), []seen{{"", 0, 0, 1, ""}, {"", 1, 0, 2, ""}, {"ab", 2, 2, 3, ""}}, io.EOF},
		{"no line feed at the end", strings.NewReader("ab\ncd"), []seen{{"ab", 0, 2, 1, ""}, {"cd", 3, 2, 2, ""}}, io.EOF},
		{"a byte at a time", iotest.OneByteReader(strings.NewReader("ab\ncd\n")), []seen{{"ab", 0, 2, 1, ""}, {"cd", 3, 2, 2, ""}}, io.EOF},
		{"error together with the last bytes", iotest.DataErrReader(strings.NewReader("ab\ncd")), []seen{{"ab", 0, 2, 1, ""}, {"cd", 3, 2, 2, ""}}, io.EOF},
		{"the last line is cut off", io.MultiReader(strings.NewReader("ab\ncd"), iotest.ErrReader(errDisk)), []seen{{"ab", 0, 2, 1, ""}, {"", 3, 2, 2, "cut off: the file could not be read on from here"}}, errDisk},
		{"the longest line", strings.NewReader("ab\n" + fits + "\ncd"), []seen{{"ab", 0, 2, 1, ""}, {fits, 3, MaxLine, 2, ""}, {"cd", MaxLine + 4, 2, 3, ""}}, io.EOF},
		{"a line a byte too long", strings.NewReader(long + "\ncd"), []seen{{"", 0, MaxLine + 1, 1, tooLong(MaxLine + 1)}, {"cd", MaxLine + 2, 2, 2, ""}}, io.EOF},
		{"a line longer than the window", strings.NewReader("ab\n" + huge + "\ncd\n"), []seen{{"ab", 0, 2, 1, ""}, {"", 3, 3 * MaxLine, 2, tooLong(3 * MaxLine)}, {"cd", 3*MaxLine + 4, 2, 3, ""}}, io.EOF},
		{"a line longer than the window at the end", strings.NewReader("ab\n" + huge), []seen{{"ab", 0, 2, 1, ""}, {"", 3, 3 * MaxLine, 2, tooLong(3 * MaxLine)}}, io.EOF},
		{"a reader that gives nothing and no error", stuck{}, nil, io.ErrNoProgress},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var l lineReader
			l.reset(test.src, 0)
			if diff := cmp.Diff(test.want, readLines(&l)); diff != "" {
				t.Errorf("-want +got\n%.2000s", diff)
			}
			if l.err != test.err {
				t.Errorf("error is %v, want %v", l.err, test.err)
			}
		})
	}
}

type stuck struct{}

func (stuck) Read([]byte) (int, error) { return 0, nil }

// TestLinesWindow reads 200 MB in one line, and two lines around it, in the window alone.
func TestLinesWindow(t *testing.T) {
	const huge = 200 << 20
	src := io.MultiReader(strings.NewReader("ab\n"), io.LimitReader(endless('x'), huge), strings.NewReader("\ncd\n"))
	var l lineReader
	l.reset(src, 0)
	want := []seen{{"ab", 0, 2, 1, ""}, {"", 3, huge, 2, tooLong(huge)}, {"cd", huge + 4, 2, 3, ""}}
	if diff := cmp.Diff(want, readLines(&l)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if len(l.window) != MaxLine+readSize {
		t.Errorf("window has grown to %d bytes", len(l.window))
	}
}

// endless gives one byte again and again.
type endless byte

func (c endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(c)
	}
	return len(p), nil
}

// FuzzLines cuts as strings.Lines does, however the bytes come in.
func FuzzLines(f *testing.F) {
	f.Add("ab\ncd\n\nef", true)
	f.Fuzz(func(t *testing.T, text string, slowly bool) {
		var src io.Reader = strings.NewReader(text)
		if slowly {
			src = iotest.HalfReader(src)
		}
		var want []seen
		offset := int64(0)
		for line := range strings.Lines(text) {
			body := strings.TrimSuffix(line, "\n")
			want = append(want, seen{body, offset, len(body), len(want) + 1, ""})
			offset += int64(len(line))
		}
		var l lineReader
		l.reset(src, 0)
		if diff := cmp.Diff(want, readLines(&l)); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
	})
}
