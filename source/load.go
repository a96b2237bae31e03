package source

import (
	"context"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// A Loader reads a source into a store and keeps account of it. Run is called
// once; the other methods may be called from any goroutine.
type Loader struct{}

// NewLoader returns a loader that will read the range r of src into st.
func NewLoader(src Source, st *store.Store, r Range) *Loader { panic("stub") }

// Run reads until the source ends, ctx ends or the store is full. What was read
// stays in the store. The error is nil also when files failed: Coverage tells.
func (l *Loader) Run(ctx context.Context) error { panic("stub") }

// Coverage returns what has been read so far.
func (l *Loader) Coverage() model.Coverage { panic("stub") }

// Problems returns what could not be read so far, in the order it was met, from
// the n-th on.
func (l *Loader) Problems(n int) []model.Problem { panic("stub") }

// Pause holds the reading (true) or lets it go on (false).
func (l *Loader) Pause(on bool) { panic("stub") }
