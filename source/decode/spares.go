package decode

import (
	"sync"

	"s3sleuth/model/store"
)

// spares are the empty batches of one worker. A batch goes back to the worker
// that filled it, since it knows the values and bundles of that one's decoder,
// and the last one back is the first to go out, while it is near in memory.
type spares struct {
	mu      sync.Mutex
	batches []*store.Batch
}

// get returns an empty batch, one used before if there is one.
func (s *spares) get() *store.Batch {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.batches)
	if n == 0 {
		return store.NewBatch()
	}
	b := s.batches[n-1]
	s.batches = s.batches[:n-1]
	return b
}

// put takes an empty batch back.
func (s *spares) put(b *store.Batch) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.batches = append(s.batches, b)
}
