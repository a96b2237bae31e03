package tui

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/exp/golden"

	"s3sleuth/model"
	"s3sleuth/tui/export"
)

// A scene is a screen as keys lead to it, over n records.
type scene struct {
	name  string
	n     int
	c     model.Coverage
	ascii bool
	play  func(*screen)
}

// scenes are the screens of the investigation.
func scenes() []scene {
	loading := model.Coverage{State: model.Loading, Files: 12_003, FilesFinal: true, FilesRead: 7_440, Bytes: 1000, BytesRead: 620}
	return []scene{
		{"investigate", 600, complete, false, func(*screen) {}},
		{"investigate_ascii", 600, complete, true, func(s *screen) { s.filter("tls:none -op:HeadObject") }},
		{"loading", 600, loading, false, func(s *screen) { s.filter("tls:none"); s.press("j", "j", "l", "l", "l", "l") }},
		{"reading_nothing_yet", 0, loading, false, func(*screen) {}},
		{"empty_source", 0, complete, false, func(*screen) {}},
		{"no_match_partial", 600, partial, false, func(s *screen) { s.filter("tls:1.0 user:*/mallory") }},
		{"no_match_complete", 600, complete, false, func(s *screen) { s.filter("tls:1.0 user:*/mallory") }},
		{"undecided", 10, complete, false, func(s *screen) {
			add(s.t, s.st, start.Add(time.Hour), time.Minute, values{model.FieldID: "A1", model.FieldTLS: "unknown", model.FieldOp: "GetObject", model.FieldBucket: "acme-dl"})
			s.tick()
			s.filter("tls:1.0")
		}},
		{"wrong_filter", 600, complete, false, func(s *screen) { s.press("/"); s.write("tls:none ip:10.0.0.0/33") }},
		{"completing", 600, complete, false, func(s *screen) { s.press("/"); s.write("tls:none op:"); s.press("tab") }},
		{"facets", 600, complete, false, func(s *screen) { s.filter("tls:none"); s.press("f", "j", "j", "j") }},
		{"histogram", 600, complete, false, func(s *screen) { s.press("i", "l", "l", "v", "l", "l"); s.rest() }},
		{"timeline", 600, partial, false, func(s *screen) { burst(s); s.press("b", "b", "j") }},
		{"timeline_ascii", 600, partial, true, func(s *screen) { burst(s); s.press("b", "L") }},
		{"coloured", 600, complete, false, func(s *screen) { s.press("i", "b", "esc", "esc") }},
		{"sorted", 600, complete, false, func(s *screen) { s.toColumn(model.FieldIP); s.press("s", "S", "j") }},
		{"time", 600, partial, false, func(s *screen) {
			s.press("j", "T")
			s.write("2026-11-02")
			s.press("tab")
			s.write("+12h")
			s.countTime()
		}},
		{"time_wrong", 600, complete, false, func(s *screen) { s.runCommand("tz Asia/Tokyo"); s.press("T"); s.write("2026-11-31") }},
		{"record_explained", 600, complete, false, func(s *screen) { s.press("enter", "j", "j") }},
		{"record_tree", 600, complete, false, func(s *screen) { s.press("enter", "tab") }},
		{"record_raw", 600, complete, false, func(s *screen) { s.press("enter", "tab", "tab") }},
		{"problems", 600, partial, false, func(s *screen) {
			s.load.problems = []model.Problem{{File: "2026/11/03/9F3a.json.gz", Offset: -1, Whole: true, Reason: "gzip: unexpected end of file"}}
			s.press("!")
		}},
		{"values", 600, complete, false, func(s *screen) { s.press("l", "l", "l", "F") }},
		{"values_none", 600, complete, false, func(s *screen) {
			s.filter("-error:NoSuchKey")
			s.press("f")
			s.toFacet(model.FieldError)
			s.press("F", "j", "space")
		}},
		{"count_by", 600, complete, false, func(s *screen) { s.runCommand("count tls principal bucket error"); s.press("j", "j") }},
		{"count_by_rarest_partial", 600, partial, true, func(s *screen) { s.runCommand("count key client"); s.press("s", "s") }},
		{"facets_chosen", 600, complete, false, func(s *screen) { s.press("f", "j", "space", "space", "s", "s") }},
		{"facet_search", 600, complete, false, func(s *screen) {
			s.press("f")
			s.toFacet(model.FieldOp)
			s.press("S")
			s.write("LIST")
			s.press("enter", "j")
		}},
		{"facet_fields", 600, complete, false, func(s *screen) { s.press("f", "C", "J", "j", "space") }},
		{"why", 600, complete, false, func(s *screen) { s.press("f"); s.toFacet(model.FieldError); s.press("d") }},
		{"help", 600, complete, false, func(s *screen) { s.press("?") }},
		{"export", 600, complete, false, func(s *screen) { s.filter("tls:none -op:HeadObject"); s.press("l", "x") }},
		{"export_partial", 600, partial, false, func(s *screen) {
			s.filter("tls:none -op:HeadObject")
			s.press("l", "x", "right", "up")
			s.send(savedMsg{err: &export.TakenError{Path: "/cases/s3sleuth-tls-none-op-headobject-by-op.partial.csv"}})
		}},
		{"picker", 0, complete, false, func(s *screen) {
			s.a.sess, s.a.picker = nil, newPicker([]string{"~/evidence/ir-41", "./AWSLogs"})
			s.press("down")
		}},
	}
}

// The screens as they are drawn, without colours. -update writes them anew.
func TestGolden(t *testing.T) {
	for _, c := range scenes() {
		for _, size := range [][2]int{{180, 45}, {120, 40}, {80, 24}, {40, 10}} {
			if size[0] == 180 && c.name != "investigate" {
				continue
			}
			t.Run(fmt.Sprintf("%s_%dx%d", c.name, size[0], size[1]), func(t *testing.T) {
				s := newScreen(t, size[0], size[1], c.n, c.c, Config{ASCII: c.ascii, Version: "1.0"})
				c.play(s)
				s.fits(size[0], size[1])
				s.harmless()
				golden.RequireEqual(t, []byte(s.text()+"\n"))
			})
		}
	}
}

// At every size every screen is drawn without a panic, stays within its lines
// and columns, and keeps the cursor's record in sight.
func TestEverySizeIsDrawn(t *testing.T) {
	t.Chdir(t.TempDir()) // files are exported
	s := newScreen(t, 120, 40, 600, partial, Config{})
	r := rand.New(rand.NewPCG(1, 2))
	keys := []string{
		"j", "k", "G", "g", "h", "l", "$", "^", "+", "-", "o", "u", "U", "]", "f", "F", "i", "v", "z", "Z", "e", "E", "*", "n", "N", "tab", "enter",
		"q", "esc", "!", "?", "s", "S", "b", "L", "shift+left", "shift+right", "space", "c", "d", "S", "C", "p", "P", "a", "t", "r", "D", "J", "K", "/", "ctrl+d", "ctrl+u", "ctrl+f", "ctrl+b", "pgdown", "up", "down", "left", "right", "f2", "backspace", "x",
		":", "y", "Y", "T", "ctrl+right", "ctrl+left", "shift+tab", "ctrl+p", "x", "r", "B",
	}
	for i := range 1500 {
		w, h := 20+r.IntN(281), 5+r.IntN(96)
		if i%3 == 0 {
			s.send(tea.WindowSizeMsg{Width: w, Height: h})
		}
		s.press(keys[r.IntN(len(keys))])
		s.fits(s.a.w, s.a.h)
		a := s.a
		if a.fr.tier != tierWord && a.table.len() > 0 && (a.table.cursor < a.table.top || a.table.cursor >= a.table.top+max(a.table.height, 1)) {
			t.Fatalf("%dx%d: cursor %d is out of sight: %d lines from %d", a.w, a.h, a.table.cursor, a.table.height, a.table.top)
		}
		if t.Failed() {
			t.Fatalf("after %d keys", i)
		}
	}
}

// Sizes that a terminal really has, all states.
func TestSizesAndThemes(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {60, 20}, {80, 24}, {120, 40}, {200, 60}} {
		for _, dark := range []bool{true, false} {
			for _, env := range [][]string{nil, {"NO_COLOR=1"}, {"LANG=C"}} {
				s := newScreen(t, size[0], size[1], 600, partial, Config{Environment: env})
				s.a.restyle(dark, false)
				s.fits(size[0], size[1])
				if env != nil && env[0] == "NO_COLOR=1" && strings.Contains(s.a.View().Content, "38;") {
					t.Errorf("%v: colours in spite of NO_COLOR", size)
				}
				if env != nil && env[0] == "LANG=C" {
					for _, r := range s.text() {
						if r > 0x7e {
							t.Fatalf("%v: %q on an ASCII terminal:\n%s", size, r, s.text())
						}
					}
				}
			}
		}
	}
}

// A log cannot speak to the terminal: not from a cell, a facet, the detail, a
// filter, an error, the title.
func TestHostileText(t *testing.T) {
	evil := []string{
		"good\rEVIL", "a\nb", "tab\there", "\x1b[2J", "\x1b]0;owned\x07", "\x1b]52;c;ZXZpbA==\x07", "\x1bPq#0;2;0;0;0\x1b\\", "\x1b_Ga=T\x1b\\",
		"\u009b31m", "\x9b31m", "\x1b[8mhidden", "\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\", "user\u202egpj.exe", "a\u200bb\u2066c", "\xff\xfe", "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301",
		strings.Repeat("A", 5000), "日本語の鍵", "👩‍👩‍👧‍👦 family", "\U000e0041tag",
	}
	s := newScreen(t, 120, 40, 0, complete, Config{Source: "evil\x1b]0;x\x07"})
	var records []values
	for i, e := range evil {
		records = append(records, values{
			model.FieldID: fmt.Sprintf("%016X", i), model.FieldOp: e, model.FieldUA: e, model.FieldKey: e, model.FieldBucket: e, model.FieldPrincipal: "arn:aws:iam::1:role/" + e,
			model.FieldIP: e, model.FieldError: e, model.FieldHost: e, model.FieldReferer: e, model.FieldTLS: "none", model.FieldACL: e,
		})
	}
	add(t, s.st, start, time.Minute, records...)
	s.tick()
	s.load.problems = []model.Problem{{File: evil[3], Reason: evil[4], Hint: evil[5]}}
	check := func() {
		t.Helper()
		s.fits(120, 40)
		s.harmless()
	}
	check()
	s.shows(`\x1b`, "⚠")
	for range evil {
		s.press("j", "l")
		check()
		s.press("enter")
		check()
		s.press("+")
		check()
		s.press("q", "u", "*")
		check()
	}
	for range evil {
		s.press("tab", "j", "+")
		check()
		s.press("u")
	}
	s.press("esc", "!", "enter")
	check()
	s.press("q", "q")
	s.a.detail = nil
	s.press("/")
	s.send(tea.PasteMsg{Content: strings.Join(evil, " ")})
	check()
	s.send(answerMsg{gen: s.a.q.gen, err: fmt.Errorf("store: %s", evil[4])})
	check()
}

// Secrets of presigned URLs are nowhere on the screen.
func TestSecretsAreMasked(t *testing.T) {
	s := newScreen(t, 120, 40, 3, complete, Config{})
	s.press("enter", "tab")
	s.shows("X-Amz-Signature=MASKED")
	s.press("tab")
	s.shows("X-Amz-Signature=MASKED")
	s.hides("0123456789abcdef")
}

var reversed = regexp.MustCompile(`[;\[]7[;m]`)

// NO_COLOR and plain terminals keep what reverse video says.
func TestProfile(t *testing.T) {
	s := newScreen(t, 80, 24, 60, complete, Config{})
	s.send(tea.ColorProfileMsg{Profile: colorprofile.ASCII})
	if c := s.a.View().Content; strings.Contains(c, "38;") || !reversed.MatchString(c) {
		t.Error("without colours the cursor is not in reverse video, or colours are sent")
	}
}
