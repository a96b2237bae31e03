package bucket

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/source/dir"
	"s3sleuth/source/sourcetest"
)

// small returns n access-log objects of ten lines, as a quiet bucket's are.
func small(n int) map[string][]byte {
	files := make(map[string][]byte, n)
	for i := range n {
		at := begin.Add(time.Duration(i) * time.Second)
		files["access/"+at.Format("2006-01-02-15-04-05-")+fmt.Sprintf("%016X", i)] = sourcetest.Lines(i, 10, at)
	}
	return files
}

// highest runs do and returns the largest heap met meanwhile, in bytes.
func highest(do func()) uint64 {
	var top atomic.Uint64
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			top.Store(max(top.Load(), m.HeapInuse))
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	do()
	close(stop)
	<-stopped
	return top.Load()
}

func readAll(b *testing.B, src source.Source, records int) {
	b.Helper()
	st := store.New(store.Options{})
	if err := source.NewLoader(src, st, source.Range{}).Run(context.Background()); err != nil {
		b.Fatal(err)
	}
	if n := st.Snapshot().Len(); n != records {
		b.Fatalf("%d records, want %d", n, records)
	}
}

// BenchmarkTrailObjects reads the same .json.gz files from a bucket and from a
// folder, which BUCKET_TRAIL names.
func BenchmarkTrailObjects(b *testing.B) {
	root := os.Getenv("BUCKET_TRAIL")
	if root == "" {
		b.Skip("BUCKET_TRAIL names no folder of a trail's files")
	}
	files := make(map[string][]byte)
	var size int64
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		files["AWSLogs/"+path[len(root)+1:]] = data
		size += int64(len(data))
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	f := serve(b, files)
	run := func(src source.Source) func(*testing.B) {
		return func(b *testing.B) {
			b.SetBytes(size)
			var top uint64
			for range b.N {
				top = max(top, highest(func() {
					st := store.New(store.Options{})
					if err := source.NewLoader(src, st, source.Range{}).Run(context.Background()); err != nil {
						b.Fatal(err)
					}
					b.ReportMetric(float64(st.Snapshot().Len()*b.N)/b.Elapsed().Seconds(), "records/s")
				}))
			}
			b.ReportMetric(float64(top)/(1<<20), "MiB-heap")
		}
	}
	folder, err := dir.Open(root)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("folder", run(folder))
	b.Run("bucket", run(f.open(b, "", nil)))
}
