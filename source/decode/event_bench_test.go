package decode

import (
	"bytes"
	"testing"

	"s3sleuth/model"
)

// Scan alone: where every value that is read stands, no record.
func BenchmarkEventScan(b *testing.B) {
	events := sampleEvents(2000)
	total := 0
	for _, ev := range events {
		total += len(ev)
	}
	var e event
	b.SetBytes(int64(total))
	b.ReportAllocs()
	for b.Loop() {
		for _, ev := range events {
			if n, _ := e.scan(ev); n != len(ev) {
				b.Fatalf("scanned %d of %d bytes", n, len(ev))
			}
		}
	}
	b.ReportMetric(float64(len(events)*b.N)/b.Elapsed().Seconds(), "records/s")
}

// From an inflated log file to records with all their facts.
func BenchmarkDecodeEvents(b *testing.B) {
	const events = 2000
	file := recordsFile(events)
	var d EventDecoder
	n := 0
	out := Output{Record: func(*model.Record) error { n++; return nil }}
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		if err := d.Decode(bytes.NewReader(file), out); err != nil {
			b.Fatal(err)
		}
	}
	if n != events*b.N {
		b.Fatalf("%d records in %d files", n, b.N)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "records/s")
}
