package source

import (
	"context"
	"sync"
	"time"
)

// Planned asks a source what a scan would read. While it does, tell is told some
// ten times a second, from another goroutine, what that has asked so far, of a
// source that counts it; nil is told nothing.
func Planned(ctx context.Context, src Source, r Range, tell func(spent string)) (Plan, error) {
	paid, ok := src.(Paid)
	if !ok || tell == nil {
		return src.Plan(ctx, r)
	}
	ended, stop := context.WithCancel(ctx)
	var told sync.WaitGroup
	var fault any
	told.Go(func() {
		defer func() { fault = recover() }()
		ticker := time.NewTicker(tellEvery)
		defer ticker.Stop()
		for {
			select {
			case <-ended.Done():
				return
			case <-ticker.C:
				if spent := paid.Spent(); spent != "" {
					tell(spent)
				}
			}
		}
	})
	defer func() {
		stop()
		told.Wait()
		if fault != nil {
			panic(fault) // where the caller can recover it
		}
	}()
	return src.Plan(ctx, r)
}
