package bucket

const (
	// startCalls is how many calls get objects at a time at first, mostCalls at
	// most: many small objects wait for S3's first byte, not for the network.
	startCalls = 64
	mostCalls  = 256
	leastCalls = 4
	growBy     = 16
	// smallBytes is the size below which more calls at a time may help.
	smallBytes = 1 << 20
)

// A window is how many calls may be made at a time. It widens while all of it
// is used for small objects, and narrows when S3 asks to slow down.
type window struct {
	calls   int // at a time, allowed
	flying  int // made and not answered
	started int // fetchers
	full    int // answers since the last change that came while all calls were used
	calm    int // answers to let pass before a narrowing may follow another
}

func newWindow() window { return window{calls: startCalls} }

// room says whether one more call may be made.
func (w *window) room() bool { return w.flying < w.calls }

// short says whether a call needs one more fetcher, and counts it as started.
func (w *window) short() bool {
	if w.flying < w.started {
		return false
	}
	w.started++
	return true
}

// given counts a call.
func (w *window) given() { w.flying++ }

// arrived counts an answer.
func (w *window) arrived(c *chunk) {
	used := w.flying >= w.calls
	w.flying--
	w.calm--
	switch {
	case c.throttled > 0:
		if w.calm <= 0 {
			w.calls = max(leastCalls, w.calls/2)
			w.calm = w.calls
		}
		w.full = 0
	case used && c.to-c.from < smallBytes:
		if w.full++; w.full >= w.calls {
			w.calls = min(mostCalls, w.calls+growBy)
			w.full = 0
		}
	}
}
