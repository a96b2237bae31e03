package inflate

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
)

// text is like a log: much repeats, much does not.
func text(n int) []byte {
	rnd := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, `{"eventVersion":"1.11","eventTime":"2026-10-01T%02d:%02d:%02dZ","eventName":"%s","sourceIPAddress":"192.0.2.%d","eventID":"%016x-%016x"},`,
			i/3600%24, i/60%60, i%60, []string{"GetObject", "PutObject", "ListBuckets"}[rnd.IntN(3)], rnd.IntN(256), rnd.Uint64(), rnd.Uint64())
	}
	return b.Bytes()[:n]
}

// samples are texts of every shape that the inner loop treats differently.
func samples() map[string][]byte {
	rnd := rand.New(rand.NewPCG(3, 4))
	noise := make([]byte, 300_000)
	for i := range noise {
		noise[i] = byte(rnd.Uint32())
	}
	skewed := make([]byte, 300_000) // needs codes of 15 bits
	for i := range skewed {
		skewed[i] = byte(rnd.ExpFloat64() * 9)
	}
	s := map[string][]byte{
		"nothing": nil, "one byte": {'a'}, "log": text(1_000_000), "noise": noise, "skewed": skewed,
		"longer than all buffers": bytes.Repeat(text(70_000), 9),
	}
	for _, n := range []int{1, 2, 3, 7, 8, 15, 16, 17, 31, 32, 33, 63, 257, 258, 259, 32767, 32768} {
		s[fmt.Sprintf("repeats every %d", n)] = bytes.Repeat(noise[:n], 1+200_000/n)
	}
	return s
}

func TestReader(t *testing.T) {
	for name, want := range samples() {
		for _, level := range []int{flate.HuffmanOnly, flate.NoCompression, flate.BestSpeed, flate.DefaultCompression, flate.BestCompression} {
			stored := packed(t, want, level)
			for by, r := range map[string]io.Reader{
				"whole":  bytes.NewReader(stored),
				"halves": iotest.HalfReader(bytes.NewReader(stored)),
				"bytes":  iotest.OneByteReader(bytes.NewReader(stored)),
				"error":  iotest.DataErrReader(bytes.NewReader(stored)),
			} {
				if got, err := ours(r); err != nil || !bytes.Equal(got, want) {
					t.Errorf("%s, level %d, by %s: %d bytes and %v, want %d bytes", name, level, by, len(got), err, len(want))
				}
			}
		}
	}
}

// fixedLit and fixedDist are the codes of fixed blocks.
var fixedLit, fixedDist = func() (lit, dist coding) {
	for _, run := range []struct{ n, bits uint }{{144, 8}, {112, 9}, {24, 7}, {8, 8}} {
		for range run.n {
			lit = append(lit, run.bits)
		}
	}
	for range 32 {
		dist = append(dist, 5)
	}
	return lit, dist
}()

// with returns a coding of n symbols, some of which occur.
func with(n int, lengths map[int]uint) coding {
	c := make(coding, n)
	for symbol, bits := range lengths {
		c[symbol] = bits
	}
	return c
}

func TestBlocks(t *testing.T) {
	begun := func() *bitWriter { return new(bitWriter) }
	fixed := func() *bitWriter { return begun().put(1, 1).put(kindFixed, 2) }
	two := with(257, map[int]uint{'a': 1, 256: 1})
	one := with(1, map[int]uint{0: 1})
	matching := with(258, map[int]uint{'a': 1, 256: 2, 257: 2}) // 257: a match of 3
	tests := []struct {
		name string
		data *bitWriter
		want string // the bytes before the error too
		err  string
	}{
		{"an empty stored block", begun().put(1, 1).put(kindStored, 2).put(0, 5).put(0, 16).put(0xffff, 16), "", ""},
		{"a stored block", begun().put(1, 1).put(kindStored, 2).put(0, 5).put(1, 16).put(0xfffe, 16).put('x', 8), "x", ""},
		{"stored, filled up with ones", begun().put(1, 1).put(kindStored, 2).put(31, 5).put(1, 16).put(0xfffe, 16).put('x', 8), "x", ""},
		{"stored, lengths that differ", begun().put(1, 1).put(kindStored, 2).put(0, 5).put(1, 16).put(0xffff, 16).put('x', 8), "", "length of a stored block"},
		{"a kind of block that is none", begun().put(1, 1).put(3, 2).put(0, 64), "", "unknown kind of block"},
		{"an empty fixed block", fixed().symbol(fixedLit, 256), "", ""},
		{"a fixed block", fixed().symbol(fixedLit, 'a').symbol(fixedLit, 200).symbol(fixedLit, 256), "a\xc8", ""},
		{"a match", fixed().symbol(fixedLit, 'a').symbol(fixedLit, 'b').symbol(fixedLit, 259).symbol(fixedDist, 1).symbol(fixedLit, 256), "abababa", ""},
		{"a match before the data", fixed().symbol(fixedLit, 'a').symbol(fixedLit, 257).symbol(fixedDist, 1).symbol(fixedLit, 256).put(0, 64), "a", "before the data"},
		{"a length that is none", fixed().symbol(fixedLit, 'a').symbol(fixedLit, 286).symbol(fixedDist, 0).symbol(fixedLit, 256).put(0, 64), "a", "no such code"},
		{"a distance that is none", fixed().symbol(fixedLit, 'a').symbol(fixedLit, 257).symbol(fixedDist, 30).symbol(fixedLit, 256).put(0, 64), "a", "no such code"},
		{"two codes", begun().dynamic(two, one).symbol(two, 'a').symbol(two, 'a').symbol(two, 256), "aa", ""},
		{"two codes, no distance", begun().dynamic(two, coding{0}).symbol(two, 'a').symbol(two, 256), "a", ""},
		{"a match without any distance", begun().dynamic(matching, coding{0}).symbol(matching, 'a').symbol(matching, 257).put(0, 64), "a", "no such code"},
		{"a match by the only distance", begun().dynamic(matching, one).symbol(matching, 'a').symbol(matching, 257).put(0, 1).symbol(matching, 256), "aaaa", ""},
		{"a match by a distance that is not there", begun().dynamic(matching, one).symbol(matching, 'a').symbol(matching, 257).put(1, 1).put(0, 64), "a", "no such code"},
		{"only the end", begun().dynamic(with(257, map[int]uint{256: 1}), coding{0}).put(0, 1), "", ""},
		{"not even the end", begun().dynamic(with(257, nil), coding{0}).put(0, 64), "", "no such code"},
		{"too many codes", begun().dynamic(with(257, map[int]uint{'a': 1, 'b': 1, 256: 1}), one).put(0, 64), "", "more codes than there is room for"},
		{"too many long codes", begun().dynamic(with(257, map[int]uint{'a': 1, 'b': 2, 'c': 2, 256: 15}), one).put(0, 64), "", "more codes than there is room for"},
		{"codes missing", begun().dynamic(with(257, map[int]uint{'a': 2, 256: 2}), one).put(0, 64), "", "codes missing"},
		{"one code of two bits", begun().dynamic(two, coding{2}).put(0, 64), "", "codes missing"},
		{"287 codes announced", begun().put(1, 1).put(kindDynamic, 2).put(30, 5).put(0, 5).put(15, 4).put(0, 200), "", "more codes than there are symbols"},
		{"31 distances announced", begun().put(1, 1).put(kindDynamic, 2).put(0, 5).put(30, 5).put(15, 4).put(0, 200), "", "more codes than there are symbols"},
		{"no code for the code lengths", begun().put(1, 1).put(kindDynamic, 2).put(0, 14).put(0, 200), "", "no such code"},
		{"a length repeated before the first", begun().put(1, 1).put(kindDynamic, 2).put(0, 14).put(1, 3).put(1, 3).put(0, 6).put(0, 64), "", "no code length to repeat"},
		{"lengths repeated beyond the last", begun().put(1, 1).put(kindDynamic, 2).put(0, 14).put(0, 3).put(1, 3).put(1, 3).put(0, 3).put(1<<8-1, 8).put(1<<8-1, 8).put(1<<8-1, 8).put(0, 64), "", "more code lengths than announced"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			data := wrapped(test.data.data, []byte(test.want))
			got, err := ours(bytes.NewReader(data))
			if string(got) != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if test.err == "" && err != nil || test.err != "" && (!errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), test.err)) {
				t.Errorf("error is %v, want %q", err, test.err)
			}
			if theirs, err := standardDeflate(test.data.data); (err != nil) != (test.err != "") || string(theirs) != test.want {
				t.Errorf("the standard library gives %q and %v", theirs, err)
			}
		})
	}
}

// TestCodes reads symbols in codes drawn at random, up to the longest.
func TestCodes(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	for range 300 {
		lit, dist := drawn(rnd, 257+rnd.IntN(30), 256), drawn(rnd, 1+rnd.IntN(30), 0)
		w := new(bitWriter).dynamic(lit, dist)
		for range 2000 {
			symbol := rnd.IntN(len(lit))
			if symbol == 256 || lit[symbol] == 0 {
				continue
			}
			w.symbol(lit, symbol)
			if symbol < 256 {
				continue
			}
			w.put(rnd.Uint(), meaning.lit[symbol].use())
			far := rnd.IntN(len(dist))
			for dist[far] == 0 {
				far = rnd.IntN(len(dist))
			}
			w.symbol(dist, far).put(0, meaning.dist[far].use())
		}
		w.symbol(lit, 256)
		want, wantErr := standardDeflate(w.data)
		data := wrapped(w.data, want)
		for by, r := range map[string]io.Reader{"whole": bytes.NewReader(data), "bytes": iotest.OneByteReader(bytes.NewReader(data))} {
			if got, err := ours(r); (err != nil) != (wantErr != nil) || !bytes.Equal(got, want) {
				t.Fatalf("by %s: %d bytes and %v, the standard library %d and %v", by, len(got), err, len(want), wantErr)
			}
		}
	}
}

// drawn returns a complete code of which the symbol must is part: some codes are
// split, short or long ones, until there are enough.
func drawn(rnd *rand.Rand, n, must int) coding {
	lengths := []uint{1, 1}
	deep := rnd.IntN(2) == 0
	for range rnd.IntN(max(1, n-1)) {
		i := rnd.IntN(len(lengths))
		if deep {
			i = len(lengths) - 1 - rnd.IntN(min(3, len(lengths)))
		}
		if lengths[i] < maxBits && len(lengths) < n {
			lengths[i]++
			lengths = append(lengths, lengths[i])
		}
	}
	c := make(coding, n)
	if n == 1 {
		c[0] = 1
		return c
	}
	order := rnd.Perm(n)
	for i, symbol := range order {
		if symbol == must {
			order[0], order[i] = order[i], order[0]
		}
	}
	for i, length := range lengths {
		c[order[i]] = length
	}
	return c
}

// TestCutShort ends a file after every byte: what was read before is given, and
// the error says that the rest is missing.
func TestCutShort(t *testing.T) {
	want := text(3000)
	for _, level := range []int{flate.NoCompression, flate.HuffmanOnly, flate.BestSpeed, flate.BestCompression} {
		stored := packed(t, want, level)
		last := 0
		for n := 1; n < len(stored); n++ {
			got, err := ours(bytes.NewReader(stored[:n]))
			if !errors.Is(err, io.ErrUnexpectedEOF) || !bytes.HasPrefix(want, got) || len(got) < last {
				t.Fatalf("level %d, %d of %d bytes: %d bytes and %v", level, n, len(stored), len(got), err)
			}
			if theirs, _ := standard(stored[:n]); len(got) < len(theirs) {
				t.Fatalf("level %d, %d of %d bytes: %d bytes, the standard library gives %d", level, n, len(stored), len(got), len(theirs))
			}
			last = len(got)
		}
		if last != len(want) {
			t.Errorf("level %d: all but the last byte give %d bytes, want %d", level, last, len(want))
		}
	}
}

// TestMembers reads headers of all kinds and what may stand behind a member.
func TestMembers(t *testing.T) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Name, w.Comment, w.Extra = "a.json", "a comment", []byte("extra")
	w.Write([]byte("full"))
	w.Close()
	full := b.Bytes()
	plain := packed(t, []byte("plain"), 6)
	// The header's own checksum, which the standard library does not write.
	checked := func(off uint16) []byte {
		head := []byte{0x1f, 0x8b, 8, flagHeaderCheck, 0, 0, 0, 0, 0, 255}
		return append(binary.LittleEndian.AppendUint16(head, uint16(crc32.ChecksumIEEE(head))+off), plain[10:]...)
	}
	long := append([]byte{0x1f, 0x8b, 8, flagName, 0, 0, 0, 0, 0, 255}, strings.Repeat("n", 1000)+"\x00"...)
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	wrong := bytes.Clone(plain)
	wrong[len(wrong)-5] ^= 1
	longer := bytes.Clone(plain)
	longer[len(longer)-4]++
	tests := []struct {
		name string
		data []byte
		want string
		err  error
	}{
		{"nothing", nil, "", nil},
		{"all fields", full, "full", nil},
		{"two members", join(full, plain), "fullplain", nil},
		{"members of nothing", join(packed(t, nil, 6), plain, packed(t, nil, 0)), "plain", nil},
		{"header checksum", checked(0), "plain", nil},
		{"header checksum differs", checked(1), "", ErrHeader},
		{"a name of 1,000 bytes", join(long, plain[10:]), "plain", nil},
		{"a name that does not end", long[:500], "", io.ErrUnexpectedEOF},
		{"an extra field cut short", full[:13], "", io.ErrUnexpectedEOF},
		{"no gzip", []byte("plain text, no gzip"), "", ErrHeader},
		{"another method", join([]byte{0x1f, 0x8b, 7}, plain[3:]), "", ErrHeader},
		{"text behind it", join(plain, []byte("plain text follows")), "plain", ErrHeader},
		{"zeros behind it", join(plain, make([]byte, 512)), "plain", ErrHeader},
		{"a few bytes behind it", join(plain, []byte{0x1f, 0x8b}), "plain", io.ErrUnexpectedEOF},
		{"checksum differs", wrong, "plain", ErrChecksum},
		{"length differs", longer, "plain", ErrChecksum},
		{"second checksum differs", join(full, wrong, full), "fullplain", ErrChecksum},
		{"no trailer", plain[:len(plain)-8], "plain", io.ErrUnexpectedEOF},
		{"a match into another member", join(plain, wrapped(new(bitWriter).put(1, 1).put(kindFixed, 2).symbol(fixedLit, 257).symbol(fixedDist, 0).symbol(fixedLit, 256).data, []byte("nnn"))), "plain", ErrCorrupt},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := ours(bytes.NewReader(test.data))
			if string(got) != test.want || !errors.Is(err, test.err) {
				t.Errorf("got %q and %v, want %q and %v", got, err, test.want, test.err)
			}
		})
	}
}

func TestReaderFails(t *testing.T) {
	cause := errors.New("connection reset")
	stored := packed(t, text(10_000), 6)
	for n := range len(stored) {
		if _, err := ours(io.MultiReader(bytes.NewReader(stored[:n]), iotest.ErrReader(cause))); !errors.Is(err, cause) {
			t.Fatalf("after %d bytes the error is %v, want %v", n, err, cause)
		}
	}
	if _, err := ours(idle{}); err != io.ErrNoProgress {
		t.Errorf("a reader that never returns anything: %v", err)
	}
}

// idle is a reader that reads nothing and never ends.
type idle struct{}

func (idle) Read([]byte) (int, error) { return 0, nil }

// TestMemory inflates a bomb, and one file after another, without new memory.
func TestMemory(t *testing.T) {
	bomb, log := packed(t, make([]byte, 64<<20), 9), packed(t, text(1<<20), 6)
	z, r, buf := New(), new(bytes.Reader), make([]byte, 64<<10)
	n := testing.AllocsPerRun(1, func() {
		for _, stored := range [][]byte{bomb, log, bomb[:1000], log} {
			r.Reset(stored)
			z.Reset(r)
			for {
				if _, err := z.Read(buf); err != nil {
					break
				}
			}
		}
	})
	if n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// FuzzReader holds the reader to what the standard library gives, and to the
// same however the input comes in parts.
func FuzzReader(f *testing.F) {
	for _, level := range []int{flate.HuffmanOnly, flate.NoCompression, flate.BestSpeed, flate.DefaultCompression} {
		f.Add(packed(f, text(2000), level))
		f.Add(append(packed(f, []byte("ab"), level), packed(f, bytes.Repeat([]byte("abc"), 200), level)...))
	}
	rnd := rand.New(rand.NewPCG(7, 8))
	lit, dist := drawn(rnd, 286, 256), drawn(rnd, 30, 0)
	f.Add(wrapped(new(bitWriter).dynamic(lit, dist).symbol(lit, 256).data, nil))
	z := New()
	f.Fuzz(func(t *testing.T, data []byte) {
		want, wantErr := standard(data)
		if len(data) == 0 {
			wantErr = nil // a file of no members: the standard library wants one
		}
		for _, r := range []io.Reader{bytes.NewReader(data), iotest.OneByteReader(bytes.NewReader(data))} {
			z.Reset(r)
			got, err := io.ReadAll(z)
			if errors.Is(wantErr, gzip.ErrHeader) && !errors.Is(err, ErrHeader) {
				t.Skip("a name of more than 512 bytes, which the standard library refuses")
			}
			if sort(err) != sort(wantErr) || len(got) < len(want) || !bytes.Equal(got[:len(want)], want) || err == nil && len(got) > len(want) {
				t.Fatalf("by %T: %d bytes and %v, the standard library %d and %v", r, len(got), err, len(want), wantErr)
			}
		}
	})
}

// sort tells the kinds of errors apart.
func sort(err error) string {
	var corrupt flate.CorruptInputError
	switch {
	case err == nil:
		return ""
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "ends early"
	case errors.Is(err, ErrHeader) || errors.Is(err, gzip.ErrHeader):
		return "header"
	case errors.Is(err, ErrChecksum) || errors.Is(err, gzip.ErrChecksum):
		return "checksum"
	case errors.Is(err, ErrCorrupt) || errors.As(err, &corrupt):
		return "corrupt"
	}
	return err.Error()
}
