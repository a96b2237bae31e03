package sourcetest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"time"
)

// Lines returns n access-log lines that differ in request ID and key. Equal
// seeds give equal lines; lines of different seeds are different records. The
// first is of begin, each later one a second younger.
func Lines(seed, n int, begin time.Time) []byte {
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be acme-static [%s] 192.0.2.%d "+
			"arn:aws:iam::111122223333:user/alice %08X%08X REST.GET.OBJECT reports/%d/%d.csv \"GET /reports/%d/%d.csv HTTP/1.1\" "+
			"200 - %d %d 12 11 \"-\" \"aws-cli/2.1\" - hostid= SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader "+
			"acme-static.s3.eu-west-1.amazonaws.com TLSv1.2 - -\n",
			begin.Add(time.Duration(i)*time.Second).UTC().Format("02/Jan/2006:15:04:05 -0700"),
			i%250+1, seed, i, seed, i, seed, i, i, i)
	}
	return b.Bytes()
}

// Gzip returns data as one gzip member.
func Gzip(data []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	// A bytes.Buffer never fails.
	_, _ = w.Write(data)
	_ = w.Close()
	return b.Bytes()
}
