package tui

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/teatest/v2"

	"s3sleuth/source"
	"s3sleuth/source/dir"
	"s3sleuth/testdata/demo"
)

// A whole visit in a real program: open the demo, filter, open a record, leave.
func TestFlow(t *testing.T) {
	a := newApp(t.Context(), Config{
		Open: func(context.Context, string, source.Options) (source.Source, error) {
			return dir.New("demo:", demo.FS, "evidence"), nil
		},
		Source: "demo:",
	})
	tm := teatest.NewTestModel(t, a, teatest.WithInitialTermSize(120, 40))
	wait := func(text string) {
		t.Helper()
		teatest.WaitFor(t, tm.Output(), func(b []byte) bool { return bytes.Contains(b, []byte(text)) }, teatest.WithDuration(30*time.Second))
	}
	wait("COMPLETE")
	tm.Type("/")
	tm.Type("op:PutBucketLifecycle kind:cloudtrail")
	tm.Send(tea.KeyPressMsg{Code: tea.KeyEnter})
	wait("1–")
	tm.Send(tea.KeyPressMsg{Code: tea.KeyEnter})
	wait("Explained")
	tm.Type("qqq")
	tm.WaitFinished(t, teatest.WithFinalTimeout(10*time.Second))
	end := tm.FinalModel(t).(*app)
	if got := end.summary(); got.Filter != "op:PutBucketLifecycle kind:cloudtrail" || got.Source != "demo:" || got.Coverage.Records == 0 {
		t.Errorf("summary %+v", got)
	}
}

// Run leaves the terminal as it was: also when a command of its own panics, and
// when its context ends.
func TestRunRestoresTheTerminal(t *testing.T) {
	for _, c := range []struct {
		name string
		open func(context.Context, string, source.Options) (source.Source, error)
		stop bool
	}{
		{"panic while opening", func(context.Context, string, source.Options) (source.Source, error) {
			time.Sleep(300 * time.Millisecond)
			panic("boom")
		}, false},
		{"context ends", func(ctx context.Context, _ string, _ source.Options) (source.Source, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if c.stop {
				time.AfterFunc(300*time.Millisecond, cancel)
			}
			var out bytes.Buffer
			keyboard, _ := io.Pipe()
			_, err := Run(ctx, Config{Open: c.open, Source: "x", Input: keyboard, Output: &out, Environment: []string{"TERM=xterm-256color"}})
			if err == nil {
				t.Error("no error tells what happened")
			}
			if s := out.String(); !strings.Contains(s, "\x1b[?1049h") || !strings.Contains(s, "\x1b[?1049l") {
				t.Errorf("the alternate screen was not left: %q", s)
			}
		})
	}
}

// An unreadable source is told in the picker, where another can be typed.
func TestOpenFails(t *testing.T) {
	s := newScreen(t, 80, 24, 0, complete, Config{})
	s.a.sess, s.a.opening = nil, 3
	s.send(openedMsg{gen: 3, uri: "./evidense", err: errors.New("open ./evidense: no such file or directory")})
	s.shows("error: open ./evidense: no such file or directory", "./evidense", "⏎ open")
}
