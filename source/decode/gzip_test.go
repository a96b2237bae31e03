package decode

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"
)

// zip compresses with the standard library: not with what is tested.
func zip(t testing.TB, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestOpen(t *testing.T) {
	text := strings.Repeat("a line of a log\n", 50000)
	one, two := zip(t, text), zip(t, "more\n")
	damaged := bytes.Clone(one)
	damaged[len(damaged)-6] ^= 1 // in the checksum
	tests := []struct {
		name   string
		stored []byte
		want   string // the bytes, or their beginning where an error is due
		err    string
	}{
		{"plain text", []byte(text), text, ""},
		{"nothing", nil, "", ""},
		{"one byte", []byte{0x1f}, "\x1f", ""},
		{"gzip", one, text, ""},
		{"gzip of nothing", zip(t, ""), "", ""},
		{"two members", append(bytes.Clone(one), two...), text + "more\n", ""},
		{"a member of nothing between two", bytes.Join([][]byte{two, zip(t, ""), two}, nil), "more\nmore\n", ""},
		{"ends early", one[:len(one)/2], text[:1000], "gzip data ends early"},
		{"ends inside the header", one[:5], "", "gzip data ends early, after 0 inflated bytes"},
		{"ends inside the second member", append(bytes.Clone(two), one[:len(one)-20]...), "more\n" + text[:1000], "gzip data ends early"},
		{"checksum differs", damaged, text, "gzip data is damaged"},
		{"text behind it", append(bytes.Clone(two), "plain text follows"...), "more\n", "foreign bytes behind the gzip data, after 5 inflated bytes"},
		{"no gzip but for the first bytes", []byte("\x1f\x8bhello world, this is no gzip"), "", "gzip data cannot be read on after 0 inflated bytes"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []byte
			src, err := Open(bytes.NewReader(test.stored))
			if err == nil {
				got, err = io.ReadAll(src)
			}
			if test.err == "" {
				if err != nil || string(got) != test.want {
					t.Errorf("got %d bytes and error %v, want %d bytes", len(got), err, len(test.want))
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), test.err) {
				t.Errorf("error is %v, want %q", err, test.err)
			}
			if !strings.HasPrefix(string(got), test.want) {
				t.Errorf("got %d bytes, want at least %d as written", len(got), len(test.want))
			}
		})
	}
}

// TestBomb inflates zeros without end: it stops at a fixed size and says why.
func TestBomb(t *testing.T) {
	const size = 1 << 30
	stored, w := io.Pipe()
	defer stored.Close()
	go func() {
		z := gzip.NewWriter(w)
		io.Copy(z, io.LimitReader(endless(0), size)) // ends with an error when the reader stops
		w.CloseWithError(z.Close())
	}()
	src, err := Open(stored)
	if err != nil {
		t.Fatal(err)
	}
	n, err := io.Copy(io.Discard, src)
	if !errors.Is(err, ErrBomb) {
		t.Errorf("error is %v, want %v", err, ErrBomb)
	}
	if n > bombBytes+readSize {
		t.Errorf("inflated %d bytes, want no more than %d", n, bombBytes)
	}
}

func TestOpenKeepsTheCause(t *testing.T) {
	cause := errors.New("connection reset")
	stored := zip(t, "some text")
	src, err := Open(io.MultiReader(bytes.NewReader(stored[:len(stored)-9]), failing{cause}))
	if err == nil {
		_, err = io.ReadAll(src)
	}
	if !errors.Is(err, cause) {
		t.Errorf("error is %v, want it to wrap %v", err, cause)
	}
}
