package evidence

import (
	"bytes"
	"compress/gzip"
)

// Records returns CloudTrail events as the JSON document of one log file.
func Records(events [][]byte) []byte {
	b := []byte(`{"Records":[`)
	b = append(b, bytes.Join(events, []byte{','})...)
	return append(b, "]}"...)
}

// Gzip returns b compressed, without a name or a time.
func Gzip(b []byte) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is a constant
	}
	w.Write(b) // a bytes.Buffer takes everything
	w.Close()
	return out.Bytes()
}
