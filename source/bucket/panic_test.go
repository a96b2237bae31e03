package bucket

import (
	"context"
	"testing"
	"time"

	"s3sleuth/source"
)

// recovered returns what do panics with, on this very goroutine.
func recovered(t *testing.T, do func()) (fault any) {
	t.Helper()
	ended := make(chan any)
	go func() {
		defer func() { ended <- recover() }()
		do()
	}()
	select {
	case fault = <-ended:
	case <-time.After(10 * time.Second):
		t.Fatal("does not end")
	}
	return fault
}

// Whoever panics beside the caller, the caller can recover it.
func TestPanicsReachTheCaller(t *testing.T) {
	one := map[string][]byte{"AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/20/a.json": []byte(`{"Records":[]}`)}
	for name, beside := range map[string]func(context.Context, *scan){
		"list":   func(ctx context.Context, s *scan) { s.b = nil; s.list(ctx, source.Range{}) },
		"fetch":  func(_ context.Context, s *scan) { go func() { s.fetches <- nil }(); s.fetch() },
		"worker": func(ctx context.Context, s *scan) { go func() { s.work <- nil }(); newWorker(ctx, s).run() },
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			s := newScan(serve(t, one).open(t, "", nil), sink{})
			s.ctx = ctx
			go beside(ctx, s)
			if recovered(t, func() { _ = s.serve(ctx) }) == nil {
				t.Error("the panic is lost")
			}
		})
	}
	for name, do := range map[string]func(*Bucket){
		"Scan":  func(b *Bucket) { _ = b.Scan(context.Background(), source.Range{}, sink{}) },
		"Plan":  func(b *Bucket) { _, _ = b.Plan(context.Background(), source.Range{}) },
		"Parts": func(b *Bucket) { _, _, _ = b.Parts(context.Background()) },
	} {
		t.Run(name, func(t *testing.T) {
			b := serve(t, one).open(t, "", nil)
			b.server = new(server) // which can do nothing but panic
			if recovered(t, func() { do(b) }) == nil {
				t.Error("the panic is lost")
			}
		})
	}
}
