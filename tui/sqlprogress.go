package tui

import "sync"

// A tallyProgress is told how far queries are where they run, and read by the screen.
type tallyProgress struct {
	mu      sync.Mutex
	stage   string
	scanned int64
}

func (p *tallyProgress) tell(stage string, scanned int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stage, p.scanned = stage, scanned
}

func (p *tallyProgress) read() (stage string, scanned int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stage, p.scanned
}
