package tui

import (
	"context"
	"errors"
	"testing"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/source/dir"
	"s3sleuth/testdata/demo"
)

// r reads on after a cancel, where there is something to read on with; what
// comes late of the reading before is dropped.
func TestResume(t *testing.T) {
	s := newScreen(t, 80, 24, 600, partial, Config{})
	s.shows("PARTIAL 62% r")
	old := s.a.sess.gen
	_, cmd := s.a.Update(tea.KeyPressMsg(tea.Key{Code: 'r', Text: "r"}))
	if cmd == nil || !s.a.sess.loading() {
		t.Fatal("nothing is read")
	}
	s.shows("reading on: 4,563 files left and 3 that failed", "LOADING 62% ^c")
	s.send(loadedMsg{gen: old})
	if !s.a.sess.loading() {
		t.Error("the end of the reading before ended this one")
	}
	s.press("r")
	s.shows("reading goes on already")
	s.press("ctrl+c", "r")
	s.shows("reading is being stopped")
	s.load.coverage = partial
	s.tick()
	s.load.coverage.FilesRead, s.load.coverage.Failed = 12_003, 0
	s.tick()
	s.press("r")
	s.shows("there is nothing to read on with: cancelled")
	s.load.coverage = complete
	s.tick()
	s.press("r")
	s.shows("everything was read")
	if s.a.sess.loading() {
		t.Error("everything is read again")
	}
}

// A session that expires is told with the way on, and r goes on at the file that
// was not read to its end: no other is opened again.
func TestResumeReadsNoFileAgain(t *testing.T) {
	expired := &expiring{Source: dir.New("demo:", demo.FS, "evidence"), fails: true, done: map[string]int{}}
	s := newScreen(t, 120, 40, 0, model.Coverage{}, Config{})
	load := source.NewLoader(expired, s.st, source.Range{})
	s.a.sess.loader, s.a.sess.done = load, false
	s.a.Update(loadedMsg{gen: s.a.sess.gen, err: load.Run(t.Context())})
	s.sync(load)
	s.shows("STOPPED", "READING STOPPED", "the session has expired", "40 of 242 files are read and stay usable", "r reads on with the files")
	part := s.st.Snapshot().Len()
	expired.fails = false
	_, _ = s.a.Update(tea.KeyPressMsg(tea.Key{Code: 'r', Text: "r"}))
	s.a.Update(loadedMsg{gen: s.a.sess.gen, err: load.Run(t.Context())})
	s.sync(load)
	s.shows("35,070 match of 35,070 read")
	if part == 0 || part >= 35_070 {
		t.Errorf("%d records were read before the session expired", part)
	}
	for file, n := range expired.done {
		if n != 1 {
			t.Errorf("%s was read to its end %d times", file, n)
		}
	}
}

// sync shows what a real loader has read.
func (s *screen) sync(load *source.Loader) {
	s.load.coverage = load.Coverage()
	s.tick()
}

// An expiring source fails after half of the demo's files, as long as it does.
type expiring struct {
	source.Source
	fails bool
	done  map[string]int
}

func (e *expiring) Scan(ctx context.Context, r source.Range, sink source.Sink) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	err := e.Source.Scan(ctx, r, expiringSink{sink, e, cancel})
	if e.fails && errors.Is(err, context.Canceled) {
		return errors.New("the session has expired")
	}
	return err
}

type expiringSink struct {
	source.Sink
	of   *expiring
	stop context.CancelFunc
}

func (k expiringSink) Done(file string) {
	k.of.done[file]++
	k.Sink.Done(file)
	if k.of.fails && len(k.of.done) == 40 {
		k.stop()
	}
}

func (k expiringSink) Batch(file string, b *store.Batch) error { return k.Sink.Batch(file, b) }
