package inflate

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/binary"
	"hash/crc32"
	"io"
	"math/bits"
	"testing"
)

// packed compresses with the standard library at a level.
func packed(t testing.TB, text []byte, level int) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, level)
	if err == nil {
		_, err = w.Write(text)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// wrapped puts a header and the trailer of text around compressed data.
func wrapped(data, text []byte) []byte {
	b := append([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255}, data...)
	b = binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(text))
	return binary.LittleEndian.AppendUint32(b, uint32(len(text)))
}

// A bitWriter writes compressed data by hand.
type bitWriter struct {
	data []byte
	left uint // free bits of the last byte
}

// put writes the lower n bits of v, the lowest first.
func (w *bitWriter) put(v, n uint) *bitWriter {
	for range n {
		if w.left == 0 {
			w.data, w.left = append(w.data, 0), 8
		}
		w.data[len(w.data)-1] |= byte(v&1) << (8 - w.left)
		w.left--
		v >>= 1
	}
	return w
}

// code writes a Huffman code, the highest bit first.
func (w *bitWriter) code(v, n uint) *bitWriter {
	return w.put(uint(bits.Reverse64(uint64(v))>>(64-n)), n)
}

// A coding gives symbols their codes by the lengths of these.
type coding []uint

func (c coding) code(symbol int) (v, n uint) {
	n = c[symbol]
	for i, other := range c {
		if other != 0 && (other < n || other == n && i < symbol) {
			v += 1 << (n - other)
		}
	}
	return v, n
}

// symbol writes a symbol.
func (w *bitWriter) symbol(c coding, symbol int) *bitWriter { return w.code(c.code(symbol)) }

// dynamic begins a dynamic block, the last one, with these codes.
func (w *bitWriter) dynamic(lit, dist coding) *bitWriter {
	w.put(1, 1).put(kindDynamic, 2).put(uint(len(lit)-257), 5).put(uint(len(dist)-1), 5).put(19-4, 4)
	w.put(0, 3).put(0, 3).put(0, 3) // nothing repeats
	for range 16 {
		w.put(4, 3)
	}
	for _, n := range append(append(coding{}, lit...), dist...) {
		w.code(n, 4)
	}
	return w
}

// standard inflates as the standard library does.
func standard(data []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// ours inflates with what is tested.
func ours(r io.Reader) ([]byte, error) {
	z := New()
	z.Reset(r)
	return io.ReadAll(z)
}

// standardDeflate inflates compressed data that has no gzip around it.
func standardDeflate(data []byte) ([]byte, error) {
	return io.ReadAll(flate.NewReader(bytes.NewReader(data)))
}
