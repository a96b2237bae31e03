package decode

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"s3sleuth/model"
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

func BenchmarkLine(b *testing.B) {
	lines := benchLines(4096)
	text := make([][]byte, len(lines))
	size := 0
	for i, line := range lines {
		text[i] = []byte(line)
		size += len(line) + 1
	}
	d := NewAccessLog(PathFacts{})
	var rec model.Record
	b.SetBytes(int64(size / len(lines)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := d.Line(text[i%len(text)], &rec); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}

// BenchmarkFile reads whole files, plain and compressed.
func BenchmarkFile(b *testing.B) {
	const n = 40000
	text := strings.Join(benchLines(n), "\n")
	for _, stored := range []struct {
		name string
		data []byte
	}{{"plain", []byte(text)}, {"gzip", zip(b, text)}} {
		b.Run(stored.name, func(b *testing.B) {
			d := New()
			records := 0
			out := Output{
				Record:  func(*model.Record) error { records++; return nil },
				Problem: func(p model.Problem) { b.Fatal(p.Reason) },
			}
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if err := d.File(bytes.NewReader(stored.data), PathFacts{}, out); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(records)/b.Elapsed().Seconds(), "lines/s")
		})
	}
}
