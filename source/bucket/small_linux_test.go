package bucket

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"s3sleuth/source"
)

// BenchmarkSmallObjects reads 20,000 objects of 3 KB from versitygw on this
// machine. The two share its processors, so the processor time of each is told.
func BenchmarkSmallObjects(b *testing.B) {
	const n = 20_000
	files := small(n)
	url, server := gateway(b)
	upload(b, url, "small", files)
	measure := func(url string, cache func(b *testing.B) *Cache) func(*testing.B) {
		return func(b *testing.B) {
			var top uint64
			for range b.N {
				b.StopTimer()
				src, err := Open(context.Background(), "s3://small/", source.Options{Endpoint: url}, cache(b))
				if err != nil {
					b.Fatal(err)
				}
				ours, theirs := ownTime(b), timeOf(b, server)
				b.StartTimer()
				top = max(top, highest(func() { readAll(b, src, 10*n) }))
				b.StopTimer()
				b.ReportMetric(float64((ownTime(b)-ours).Microseconds())/n, "client-µs/object")
				b.ReportMetric(float64((timeOf(b, server)-theirs).Microseconds())/n, "server-µs/object")
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "objects/s")
			b.ReportMetric(float64(top)/(1<<20), "MiB-heap")
		}
	}
	none := func(*testing.B) *Cache { return nil }
	empty := func(b *testing.B) *Cache { return NewCache(b.TempDir(), 1<<30) }
	b.Run("latency=0", measure(url, none))
	b.Run("latency=0/into-cache", measure(url, empty))
	slow := delayed(b, url, 30*time.Millisecond)
	b.Run("latency=30ms", measure(slow, none))
	b.Run("latency=30ms/into-cache", measure(slow, empty))
	folder := b.TempDir()
	kept := func(*testing.B) *Cache { return NewCache(folder, 1<<30) }
	b.Run("filling", measure(url, kept))
	b.Run("latency=0/from-cache", measure(url, kept))
}

// delayed returns the URL of a process that passes requests on, each a while
// after it came, and answers at once.
func delayed(b *testing.B, url string, by time.Duration) string {
	cmd := exec.Command(os.Args[0], "-test.run", "^TestDelaying$")
	cmd.Env = append(os.Environ(), "BUCKET_TEST_DELAY="+by.String(), "BUCKET_TEST_TARGET="+strings.TrimPrefix(url, "http://"))
	said, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	address, err := bufio.NewReader(said).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return "http://" + strings.TrimSpace(address)
}

// TestDelaying is the process of delayed.
func TestDelaying(t *testing.T) {
	by, err := time.ParseDuration(os.Getenv("BUCKET_TEST_DELAY"))
	if err != nil {
		t.Skip("run by BenchmarkSmallObjects")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(l.Addr())
	for {
		from, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		to, err := net.Dial("tcp", os.Getenv("BUCKET_TEST_TARGET"))
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			defer from.Close()
			_, _ = io.Copy(from, to)
		}()
		go func() {
			defer to.Close()
			buf := make([]byte, 1<<16)
			for {
				n, err := from.Read(buf) // a request without a body comes in one piece
				if err != nil {
					return
				}
				time.Sleep(by)
				if _, err := to.Write(buf[:n]); err != nil {
					return
				}
			}
		}()
	}
}
