package source

import "time"

// Cached is what is kept on disk of one place that was read before.
type Cached struct {
	Place   string // as "logs", a bucket
	Objects int
	Bytes   int64
	Read    time.Time // when the latest of them was read
}
