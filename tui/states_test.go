package tui

import (
	"fmt"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"s3sleuth/model"
	"s3sleuth/source"
)

// stateScenes are states that reading, asking and typing come to.
func stateScenes() []scene {
	loading := model.Coverage{State: model.Loading, Files: 12_003, FilesFinal: true, FilesRead: 7_440, Bytes: 1000, BytesRead: 620}
	read := func(c model.Coverage) func(*screen) { return func(s *screen) { s.reads(c) } }
	after := func(c model.Coverage, state model.State, reason string) model.Coverage {
		c.State, c.Reason = state, reason
		return c
	}
	following := model.Coverage{State: model.Loading, Files: 4, FilesRead: 4, Stage: source.Following + ": about 4 LIST calls every 30s, $0.0024 an hour"}
	return []scene{
		{"following", 600, complete, false, read(following)},
		{"following_stopped", 600, complete, false, func(s *screen) {
			s.reads(following)
			s.press("ctrl+c")
			s.reads(complete)
		}},
		{"paused", 600, complete, false, read(after(loading, model.Paused, ""))},
		{"cancelled", 600, complete, false, read(after(loading, model.Partial, "cancelled"))},
		{"stopped", 600, complete, false, func(s *screen) {
			s.reads(after(loading, model.Stopped, "GetObject: the AWS session has expired"))
			s.a.sess.done = false
			s.send(loadedMsg{s.a.sess.gen, hintedFault{"GetObject s3://acme-logs/AWSLogs/: the AWS session has expired (profile audit)", "in another terminal: aws sso login --profile audit; then read on"}})
		}},
		{"newer", 600, loading, false, func(s *screen) {
			s.press("j", "j")
			add(s.t, s.st, start.Add(240*time.Hour), time.Minute, values{model.FieldID: "B1"}, values{model.FieldID: "B2"})
			s.tick()
		}},
		{"updating", 600, complete, false, func(s *screen) {
			s.press("/")
			s.write("tls:none")
			s.a.q.slow, s.a.dirty = true, true
		}},
		{"history", 600, complete, false, func(s *screen) {
			s.filter("tls:none")
			s.filter("tls:none op:GetObject")
			s.press("u")
			s.command("history ")
		}},
		{"find_in_record", 600, complete, false, func(s *screen) { s.press("enter"); s.press("/"); s.write("acme"); s.press("enter") }},
		{"problem_opened", 600, partial, false, func(s *screen) {
			s.load.problems = []model.Problem{{File: "2026/11/03/9F3a.json.gz", Offset: -1, Whole: true, Reason: "AccessDenied: kms:Decrypt on key/1a2b", Hint: "ask for kms:Decrypt on arn:aws:kms:us-east-1:111122223333:key/1a2b"}}
			s.press("!", "enter")
		}},
		{"help_searched", 600, complete, false, func(s *screen) { s.press("?"); s.write("undo") }},
		{"quit_asked", 600, complete, false, func(s *screen) { s.press("ctrl+c") }},
	}
}

// reads puts the reading of the source into a state.
func (s *screen) reads(c model.Coverage) {
	s.load.coverage = c
	s.a.sess.done = c.State != model.Loading && c.State != model.Paused
	s.a.sess.coverage, s.a.dirty = c, true
	s.tick()
}

// pathScenes are screens of events with a JSON path among columns and facets.
var pathScenes = map[string]func(*screen){
	"path_column": func(s *screen) { s.toPath(); s.press("c", "q", "g", "j", "l") },
	"path_facet":  func(s *screen) { s.toPath(); s.press("f", "q", "f", "g") },
	"path_values": func(s *screen) { s.toPath(); s.press("F") },
	"path_tree":   func(s *screen) { s.toPath() },
}

var usualSizes = [][2]int{{120, 40}, {80, 24}, {40, 10}}

// The states as they are drawn.
func TestStatesGolden(t *testing.T) {
	for _, c := range stateScenes() {
		for _, size := range usualSizes {
			t.Run(fmt.Sprintf("%s_%dx%d", c.name, size[0], size[1]), func(t *testing.T) {
				s := c.at(t, size[0], size[1])
				s.fits(size[0], size[1])
				s.harmless()
				golden.RequireEqual(t, []byte(s.text()+"\n"))
			})
		}
	}
	for name, play := range pathScenes {
		for _, size := range usualSizes {
			t.Run(fmt.Sprintf("%s_%dx%d", name, size[0], size[1]), func(t *testing.T) {
				s := eventScreen(t, size[0], size[1], 40, complete)
				play(s)
				s.fits(size[0], size[1])
				s.harmless()
				golden.RequireEqual(t, []byte(s.text()+"\n"))
			})
		}
	}
}

// Where nothing can be drawn the screen says so, and that reading goes on.
func TestTooSmallSaysSo(t *testing.T) {
	s := newScreen(t, 30, 8, 600, complete, Config{})
	s.reads(model.Coverage{State: model.Loading, Files: 12_003, FilesFinal: true, FilesRead: 7_440, Bytes: 1000, BytesRead: 620})
	s.shows("30x8: too small to draw, need", "40x10.", "62 %")
	s.fits(30, 8)
}
