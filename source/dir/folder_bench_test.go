package dir_test

import (
	"context"
	"flag"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/source/dir"
)

var logs = flag.String("logs", "", "folder of logs for BenchmarkFolder, as testdata/gen/bulk makes them")

// BenchmarkFolder reads a folder on disk into a store: from files to records
// that can be asked about, duplicates left out.
func BenchmarkFolder(b *testing.B) {
	if *logs == "" {
		b.Skip("no folder of logs: give one with -logs")
	}
	records, bytes, points := 0, int64(0), 0
	for b.Loop() {
		src, err := dir.Open(*logs)
		if err != nil {
			b.Fatal(err)
		}
		st := store.New(store.Options{})
		l := source.NewLoader(src, st, source.Range{})
		if err := l.Run(context.Background()); err != nil {
			b.Fatal(err)
		}
		c := l.Coverage()
		if c.Damaged > 0 || c.Failed > 0 {
			b.Fatalf("%d records refused, %d files failed: %v", c.Damaged, c.Failed, l.Problems(0)[0])
		}
		records += c.Records
		bytes += st.Memory()
		points += dir.PointBytes(src)
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(records)/b.Elapsed().Seconds(), "records/s")
	b.ReportMetric(float64(bytes)/float64(records), "B/record")
	b.ReportMetric(float64(points)/float64(records), "points-B/record")
	b.ReportMetric(float64(m.Sys)/1e6, "MB-from-system")
}

// BenchmarkFirstRecords is the wait for the first 1,000 records of a folder,
// from opening it to a snapshot that has them.
func BenchmarkFirstRecords(b *testing.B) {
	if *logs == "" {
		b.Skip("no folder of logs: give one with -logs")
	}
	for b.Loop() {
		src, err := dir.Open(*logs)
		if err != nil {
			b.Fatal(err)
		}
		st := store.New(store.Options{})
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan error)
		go func() { done <- source.NewLoader(src, st, source.Range{}).Run(ctx) }()
		for st.Snapshot().Len() < 1000 {
			time.Sleep(100 * time.Microsecond)
		}
		b.StopTimer()
		cancel()
		<-done
		b.StartTimer()
	}
}

// BenchmarkOpenRecord reads the original bytes of records in random order: the
// file is inflated again up to the record unless it was opened of late.
func BenchmarkOpenRecord(b *testing.B) {
	if *logs == "" {
		b.Skip("no folder of logs: give one with -logs")
	}
	src, err := dir.Open(*logs)
	if err != nil {
		b.Fatal(err)
	}
	st := store.New(store.Options{})
	if err := source.NewLoader(src, st, source.Range{}).Run(context.Background()); err != nil {
		b.Fatal(err)
	}
	a, err := st.Snapshot().Ask(context.Background(), store.Question{})
	if err != nil {
		b.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(1, 1))
	for b.Loop() {
		if _, err := a.Snapshot.Raw(context.Background(), a.Rows.At(rnd.IntN(a.Rows.Len())), src.Raw); err != nil {
			b.Fatal(err)
		}
	}
}
