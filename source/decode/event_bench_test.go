package decode

import "testing"

// Scan alone: the spans of every value that is read, no record.
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
