package dir_test

import (
	"context"
	"fmt"
	"testing"
	"testing/fstest"

	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/source/dir"
	"s3sleuth/source/sourcetest"
)

// BenchmarkLoad reads access-log files into a store: from bytes to what can be
// queried, duplicates left out.
func BenchmarkLoad(b *testing.B) {
	const files, lines = 8, 20_000
	for _, packed := range []bool{false, true} {
		fsys := fstest.MapFS{}
		var bytes int64
		for i := range files {
			data := sourcetest.Lines(i, lines, begin)
			bytes += int64(len(data))
			if packed {
				data = sourcetest.Gzip(data)
			}
			fsys[fmt.Sprint(i)] = &fstest.MapFile{Data: data}
		}
		b.Run(fmt.Sprintf("packed=%v", packed), func(b *testing.B) {
			b.SetBytes(bytes)
			for b.Loop() {
				st := store.New(store.Options{})
				l := source.NewLoader(dir.New("x", fsys, "."), st, source.Range{})
				if err := l.Run(context.Background()); err != nil || l.Coverage().Records != files*lines {
					b.Fatal(l.Coverage(), err)
				}
			}
			b.ReportMetric(float64(files*lines*b.N)/b.Elapsed().Seconds(), "records/s")
		})
	}
}
