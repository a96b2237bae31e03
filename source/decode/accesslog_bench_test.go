package decode

import (
	"fmt"
	"strings"
	"testing"
)

// benchLines returns about n lines of 600 bytes of the variety of a busy bucket.
func benchLines(n int) []string {
	lines := make([]string, n)
	for i := range lines {
		role := fmt.Sprintf("arn:aws:sts::111122223333:assumed-role/service-role-%d/session-%d ", i%40, i%300)
		request := fmt.Sprintf("%016X REST.GET.OBJECT data/year=2026/month=11/day=03/part-%05d-of-01000.snappy.parquet ", 0xA0000000+i, i%5000)
		target := fmt.Sprintf(`"GET /data/year%%3D2026/month%%3D11/day%%3D03/part-%05d-of-01000.snappy.parquet?x-id=GetObject HTTP/1.1" `, i%5000)
		agent := fmt.Sprintf(`"-" "aws-sdk-java/2.25.%d Linux/5.10.219 OpenJDK_64-Bit_Server_VM/17.0.11 Java/17.0.11 kotlin/1.9 exec-env/AWS_ECS io/sync http/Apache" `, i%20)
		lines[i] = head + role + request + target + numbers + agent + tail
	}
	return lines
}

func BenchmarkCut(b *testing.B) {
	lines := benchLines(4096)
	text := make([][]byte, len(lines))
	size := 0
	for i, line := range lines {
		text[i] = []byte(line)
		size += len(line) + 1
	}
	var f accessFields
	b.SetBytes(int64(size / len(lines)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := f.cut(text[i%len(text)]); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}

var _ = strings.NewReader
