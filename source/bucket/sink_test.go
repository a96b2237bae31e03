package bucket

import (
	"s3sleuth/model"
	"s3sleuth/model/store"
)

// A sink takes everything and keeps nothing.
type sink struct{}

func (sink) Files(int, int64, bool)           {}
func (sink) Stage(string)                     {}
func (sink) Skipped(int)                      {}
func (sink) Batch(string, *store.Batch) error { return nil }
func (sink) Has(string) bool                  { return false }
func (sink) Progress(string, int64)           {}
func (sink) Done(string)                      {}
func (sink) Problem(model.Problem)            {}
func (sink) Other(string, model.Other, int)   {}

// Stage holds the name of the second stage.
func (s *staged) Stage(what string) {
	if s.held == "" {
		s.held = what
	}
	s.letGo()
}

// Done counts, and lets the second stage go on when the first is read.
func (s *staged) Done(string) {
	s.done++
	s.letGo()
}

func (s *staged) letGo() {
	if s.done == s.want && s.held != "" && !s.released {
		s.released = true
		close(s.release)
	}
}
