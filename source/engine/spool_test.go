package engine

import (
	"bytes"
	"sync"
	"testing"
)

// TestSpoolIsShared: what several scans write at once is read as it was written.
func TestSpoolIsShared(t *testing.T) {
	const scans, pages = 4, 200
	var s spool
	var all sync.WaitGroup
	for scan := range scans {
		all.Go(func() {
			for page := range pages {
				text := bytes.Repeat([]byte{byte('a' + scan)}, page+1)
				at, err := s.write(text)
				if err != nil {
					t.Error(err)
					return
				}
				defer func() {
					if got, err := s.read(at, len(text)); err != nil || !bytes.Equal(got, text) {
						t.Errorf("scan %d, page %d: read %.20q, %v", scan, page, got, err)
					}
				}()
			}
		})
	}
	all.Wait()
	if want := int64(scans * pages * (pages + 1) / 2); s.size() != want {
		t.Errorf("%d bytes are kept, want %d", s.size(), want)
	}
}
