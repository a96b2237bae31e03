// Command bulk writes large logs with known truth, for benchmarks and tests.
//
//	go run ./testdata/gen/bulk -out DIR                      one million records of either log
//	go run ./testdata/gen/bulk -out DIR -kind accesslog -n 5000000
//
// CloudTrail goes to DIR/AWSLogs/... as compressed files of about 1.7 KB a
// record, access logs to DIR/access/... as plain files of about 600 bytes a
// line. DIR/truth.json says what is in them, counted while they are written. The
// same flags always give the same records, on any number of cores.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"
)

type options struct {
	out   string
	n     int // records of each kind
	kind  string
	files int // of each kind; 0 is one for every perFile records
	seed  uint64
}

// perFile is how many records go to a file unless -files says otherwise.
const perFile = 20_000

func main() {
	var o options
	flag.StringVar(&o.out, "out", "", "folder to write to; it must not exist, or be empty")
	flag.IntVar(&o.n, "n", 1_000_000, "records of each kind")
	flag.StringVar(&o.kind, "kind", "both", "cloudtrail, accesslog or both")
	flag.IntVar(&o.files, "files", 0, "files of each kind (default one for every 20,000 records)")
	flag.Uint64Var(&o.seed, "seed", 1, "what the chance is drawn from")
	flag.Parse()
	started := time.Now()
	if err := write(o); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
	log.Printf("done in %v", time.Since(started).Round(time.Millisecond))
}

// write makes the logs o asks for, and truth.json beside them.
func write(o options) error {
	kinds, err := kindsOf(o.kind)
	if err != nil {
		return err
	}
	if o.out == "" || o.n < 1 || o.files < 0 {
		return fmt.Errorf("-out names a folder, -n is at least 1, -files at least 0")
	}
	if old, err := os.ReadDir(o.out); err == nil && len(old) > 0 {
		return fmt.Errorf("%s is not empty", o.out)
	}
	if o.files == 0 {
		o.files = (o.n + perFile - 1) / perFile
	}
	c := newCast(o.seed)
	t := newTruth()
	for _, k := range kinds {
		counted, err := writeKind(o, k, c)
		if err != nil {
			return err
		}
		t.merge(counted)
	}
	return os.WriteFile(filepath.Join(o.out, "truth.json"), t.json(), 0o644)
}

func kindsOf(name string) ([]kind, error) {
	switch name {
	case "cloudtrail":
		return []kind{cloudTrail}, nil
	case "accesslog":
		return []kind{accessLog}, nil
	case "both":
		return []kind{cloudTrail, accessLog}, nil
	}
	return nil, fmt.Errorf("unknown kind %q: cloudtrail, accesslog or both", name)
}

// writeKind writes the files of one kind on all cores. A file depends on its
// number alone, so the cores do not change what is written.
func writeKind(o options, k kind, c *cast) (*truth, error) {
	var (
		mu     sync.Mutex
		failed error
		total  = newTruth()
		group  sync.WaitGroup
		next   = make(chan int)
	)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			own := newTruth()
			for i := range next {
				f := newFile(o, k, c, i, own)
				if err := f.write(); err != nil {
					mu.Lock()
					failed = err
					mu.Unlock()
				}
			}
			mu.Lock()
			total.merge(own)
			mu.Unlock()
		})
	}
	for i := range o.files {
		next <- i
	}
	close(next)
	group.Wait()
	return total, failed
}
