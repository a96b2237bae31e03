package bucket

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/source/dir"
)

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

// ownTime returns the processor time that this process has taken.
func ownTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// timeOf returns the processor time that another process has taken, to 10 ms.
func timeOf(b *testing.B, pid int) time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	f := strings.Fields(rest)
	user, _ := strconv.Atoi(f[11])
	system, _ := strconv.Atoi(f[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}

// BenchmarkTrailObjects reads the same .json.gz files, below the folder that
// BUCKET_TRAIL names, from that folder and from versitygw.
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
	url, server := gateway(b)
	upload(b, url, "trail", files)
	run := func(open func(b *testing.B) (source.Source, error)) func(*testing.B) {
		return func(b *testing.B) {
			b.SetBytes(size)
			var top uint64
			var ours, theirs time.Duration
			records := 0
			for range b.N {
				src, err := open(b)
				if err != nil {
					b.Fatal(err)
				}
				ourBegin, theirBegin := ownTime(b), timeOf(b, server)
				top = max(top, highest(func() {
					st := store.New(store.Options{})
					if err := source.NewLoader(src, st, source.Range{}).Run(context.Background()); err != nil {
						b.Fatal(err)
					}
					records += st.Snapshot().Len()
				}))
				ours += ownTime(b) - ourBegin
				theirs += timeOf(b, server) - theirBegin
			}
			b.ReportMetric(float64(records)/b.Elapsed().Seconds(), "records/s")
			b.ReportMetric(float64(ours.Nanoseconds())/float64(records), "client-ns/record")
			b.ReportMetric(float64(theirs.Nanoseconds())/float64(records), "server-ns/record")
			b.ReportMetric(float64(top)/(1<<20), "MiB-heap")
		}
	}
	b.Run("folder", run(func(*testing.B) (source.Source, error) { return dir.Open(root) }))
	from := func(cache func(*testing.B) *Cache) func(b *testing.B) (source.Source, error) {
		return func(b *testing.B) (source.Source, error) {
			return Open(context.Background(), "s3://trail/", source.Options{Endpoint: url}, cache(b))
		}
	}
	kept := NewCache(b.TempDir(), 4<<30)
	b.Run("bucket", run(from(func(*testing.B) *Cache { return nil })))
	b.Run("bucket/into-cache", run(from(func(*testing.B) *Cache { return kept })))
	b.Run("bucket/from-cache", run(from(func(*testing.B) *Cache { return kept })))
}
