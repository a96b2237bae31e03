package store

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// parallel calls f(worker, i) for every i in [0, n) on as many workers as there
// are processors; worker counts from 0 and tells them apart. It is the only
// place in model where goroutines start. A panic in f reaches the caller.
func parallel(n int, f func(worker, i int)) {
	workers := min(n, workers())
	if workers <= 1 {
		for i := range n {
			f(0, i)
		}
		return
	}
	var (
		next   atomic.Int64
		wg     sync.WaitGroup
		caught atomic.Pointer[any]
	)
	for w := range workers {
		wg.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					caught.Store(&p)
				}
			}()
			for {
				i := int(next.Add(1)) - 1
				if i >= n || caught.Load() != nil {
					return
				}
				f(w, i)
			}
		})
	}
	wg.Wait()
	if p := caught.Load(); p != nil {
		panic(*p)
	}
}

// processors is what Go may use when the program starts. A screen adds threads for
// itself, so that a key need not wait behind a scan; those are not for scans.
var processors = runtime.GOMAXPROCS(0)

func workers() int { return processors }
