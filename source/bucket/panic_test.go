package bucket

import (
	"context"
	"strings"
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

// Whoever panics beside the caller takes no terminal with it: a scan ends with an
// error that names the place; else the caller can recover it.
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
			namesItsPlace(t, s.serve(ctx))
		})
	}
	broken := func(t *testing.T) *Bucket {
		b := serve(t, one).open(t, "", nil)
		b.server = new(server) // which can do nothing but panic
		return b
	}
	for name, do := range map[string]func(*Bucket) error{
		"Scan": func(b *Bucket) error { return b.Scan(context.Background(), source.Range{}, sink{}) },
		"Plan": func(b *Bucket) error { _, err := b.Plan(context.Background(), source.Range{}); return err },
	} {
		t.Run(name, func(t *testing.T) { namesItsPlace(t, do(broken(t))) })
	}
	t.Run("Parts", func(t *testing.T) {
		b := broken(t)
		if recovered(t, func() { _, _, _ = b.Parts(context.Background()) }) == nil {
			t.Error("the panic is lost")
		}
	})
}

// namesItsPlace holds an error to be a panic that names where it was.
func namesItsPlace(t *testing.T, err error) {
	t.Helper()
	if err == nil || !strings.HasPrefix(err.Error(), "fault in s3sleuth: ") || !strings.Contains(err.Error(), ".go:") {
		t.Errorf("ends with %v; want the panic and its place", err)
	}
}
