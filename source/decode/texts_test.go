package decode

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"testing/iotest"
)

// What breaks off on its way is no end of the file: nothing of it is kept, and
// the next reading gives every record.
func TestTextsAfterABreak(t *testing.T) {
	var plain bytes.Buffer
	for i := range 4000 {
		fmt.Fprintf(&plain, "line %06d\n", i)
	}
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	if _, err := z.Write(plain.Bytes()); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	reset := errors.New("connection reset")
	for _, c := range []struct {
		name   string
		stored []byte
		size   int64
		after  int
		broke  error
	}{
		{"gzip", zipped.Bytes(), int64(zipped.Len()), zipped.Len() / 2, reset},
		{"gzip, in its first bytes", zipped.Bytes(), -1, 1, io.ErrUnexpectedEOF},
		{"gzip, told as an end", zipped.Bytes(), int64(zipped.Len()), zipped.Len() / 2, io.ErrUnexpectedEOF},
		{"plain", plain.Bytes(), int64(plain.Len()), plain.Len() / 2, reset},
		{"plain, of no known size", plain.Bytes(), -1, 4, reset},
	} {
		t.Run(c.name, func(t *testing.T) {
			var texts Texts
			broken := true
			f := StoredFile{Name: "a", Version: 1, Size: c.size}
			f.From = func(_ context.Context, at, _ int64) (io.ReadCloser, error) {
				r := io.Reader(bytes.NewReader(c.stored[at:]))
				if broken {
					r = io.MultiReader(bytes.NewReader(c.stored[at:max(at, int64(c.after))]), iotest.ErrReader(c.broke))
				}
				return io.NopCloser(r), nil
			}
			const offset = 12 * 3900
			if _, err := texts.Raw(context.Background(), f, offset, 11); !errors.Is(err, c.broke) || errors.Is(err, errBehind) {
				t.Errorf("error %v, want what broke the way", err)
			}
			broken = false
			got, err := texts.Raw(context.Background(), f, offset, 11)
			if string(got) != "line 003900" || err != nil {
				t.Errorf("read again: %q, %v", got, err)
			}
		})
	}
	t.Run("a cut file", func(t *testing.T) {
		var texts Texts
		f := StoredFile{Name: "a", Version: 1, Size: int64(zipped.Len() / 2)}
		f.From = func(_ context.Context, at, _ int64) (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(zipped.Bytes()[at : zipped.Len()/2])), nil
		}
		if _, err := texts.Raw(context.Background(), f, 12*3900, 11); !errors.Is(err, errBehind) {
			t.Errorf("error %v, want that the file ends", err)
		}
		if got, err := texts.Raw(context.Background(), f, 0, 11); string(got) != "line 000000" || err != nil {
			t.Errorf("before the cut: %q, %v", got, err)
		}
	})
}
