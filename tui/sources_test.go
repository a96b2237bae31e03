package tui

import (
	"context"
	"errors"
	"testing"
	"time"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
)

// Another source takes the place of the open one: nothing of the first is left,
// and its late answers are dropped. Until then one can go back.
func TestAnotherSource(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{Recent: []string{"/evidence/ir-41"}})
	s.filter("tls:none")
	s.press("l", "*", "space", "i", "v", "l", "0")
	s.shows("Where is the evidence?", "/evidence/ir-41")
	s.press("esc")
	s.shows("tls:none", "120 match of 600 read")

	s.a.cfg.Open = func(_ context.Context, uri string, _ source.Options) (source.Source, error) {
		if uri == "./evidense" {
			return nil, errors.New("open ./evidense: no such file or directory")
		}
		return fakeSource{}, nil
	}
	s.a.focus = paneTable
	s.press("0")
	s.write("./evidense")
	s.press("enter")
	s.shows("no such file or directory")
	s.press("esc", "esc")
	s.shows("120 match of 600 read")

	old, gen := s.a.sess, s.a.q.gen
	second := model.Coverage{State: model.Complete, Files: 1, FilesFinal: true, FilesRead: 1, Bytes: 1, BytesRead: 1}
	s.a.load = func(_ source.Source, st *store.Store) loader {
		s.st = st
		add(t, st, start, time.Minute, evidence(25)...)
		return endedLoader{&fakeLoader{coverage: second}}
	}
	s.press("0")
	s.write("/evidence/ir-42")
	s.press("enter")
	if s.a.sess == old {
		t.Fatal("the first source is still open")
	}
	s.a.sess.done = true
	s.send(tickMsg{gen: s.a.sess.gen, at: now, coverage: second, snapshot: s.st.Snapshot()})
	s.shows("25 match of 25 read", "/evidence/ir-42", "every record")
	s.send(answerMsg{gen: gen})
	s.send(tickMsg{gen: old.gen, at: now, coverage: partial, snapshot: old.snapshot})
	s.shows("25 match of 25 read", "COMPLETE")
	s.press("u")
	s.shows("25 match of 25 read")
}

// An endedLoader has read everything.
type endedLoader struct{ *fakeLoader }

func (endedLoader) Run(context.Context) error { return nil }

// The command says what it closes.
func TestOpenCommand(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{Recent: []string{"/evidence/ir-41"}})
	s.press(":")
	s.write("open ")
	s.shows("demo:", "/evidence/ir-41")
	s.write("./logs")
	s.shows("closes org-trail", "reads ./logs")
	s.press("ctrl+u")
	s.write("open")
	s.press("enter")
	s.shows("Where is the evidence?")
}
