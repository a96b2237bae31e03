package engine

import (
	"fmt"
	"os"
	"sync"
)

// A spool keeps the texts of records, in a file of its own that has no name. The
// scans of a source and of what was narrowed from it share one, at once too.
type spool struct {
	mu   sync.Mutex
	file *os.File
	end  int64
}

func (s *spool) size() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.end
}

// write appends a text and returns where it begins.
func (s *spool) write(text []byte) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file == nil {
		f, err := os.CreateTemp("", "s3sleuth-rows-*")
		if err != nil {
			return 0, fmt.Errorf("keep rows: %w", err)
		}
		os.Remove(f.Name()) // where the system allows it; else it stays until the folder is swept
		s.file = f
	}
	at := s.end
	if _, err := s.file.WriteAt(text, at); err != nil {
		return 0, fmt.Errorf("keep rows: %w", err)
	}
	s.end += int64(len(text))
	return at, nil
}

// read returns bytes that were written.
func (s *spool) read(offset int64, length int) ([]byte, error) {
	if offset < 0 || length < 0 || offset+int64(length) > s.size() {
		return nil, fmt.Errorf("no row at byte %d", offset)
	}
	text := make([]byte, length)
	if _, err := s.file.ReadAt(text, offset); err != nil {
		return nil, fmt.Errorf("row at byte %d: %w", offset, err)
	}
	return text, nil
}
