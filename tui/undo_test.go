package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
)

// Whatever changes what is asked or how it is shown, u brings the screen back as
// it was, to the letter, and ctrl+r goes forward again.
func TestUndoCoversEverything(t *testing.T) {
	for _, c := range []struct {
		name   string
		before []string // keys
		do     func(*screen)
		crumb  string
	}{
		{"a filter", nil, func(s *screen) { s.filter("tls:none") }, "tls:none"},
		{"a value included", []string{"l", "l", "l"}, func(s *screen) { s.press("+") }, "tls:none"},
		{"a value left out", []string{"l", "l", "l"}, func(s *screen) { s.press("-") }, "-tls:none"},
		{"the time", nil, func(s *screen) { s.press("z") }, "time "},
		{"the order", nil, func(s *screen) { s.runCommand("sort bucket") }, "by bucket"},
		{"a mark", []string{"j", "j"}, func(s *screen) { s.press("space") }, "1 mark"},
		{"a mark taken back", []string{"j", "space", "k"}, func(s *screen) { s.press("space") }, "no marks"},
		{"a range", []string{"j", "v", "j", "j", "j"}, func(s *screen) { s.press("v") }, "4 marks"},
		{"all marks taken", []string{"space", "space", "esc"}, func(s *screen) { s.press("esc") }, "no marks"},
		{"facets", []string{"f"}, func(s *screen) { s.press("C", "J", "j", "space", "C") }, "facets"},
		{"the order of facets", []string{"f"}, func(s *screen) { s.press("s") }, "facets by name"},
		{"colours of the histogram", nil, func(s *screen) { s.press("i", "b", "i") }, "coloured by tls"},
		{"other colours", []string{"i", "b", "i"}, func(s *screen) { s.press("i", "b", "i") }, "coloured by status"},
		{"the scale", []string{"i"}, func(s *screen) { s.press("L") }, "log scale"},
		{"columns", nil, func(s *screen) { s.runCommand("columns key op") }, "columns"},
		{"widths", []string{"l", "l", "l", "l"}, func(s *screen) { s.press("ctrl+right", "ctrl+right", "ctrl+right") }, "width of bucket"},
		{"widths in the list of columns", []string{"l"}, func(s *screen) { s.press("c", "ctrl+right", "ctrl+right", "enter") }, "width of op"},
		{"the zone", nil, func(s *screen) { s.runCommand("tz Asia/Tokyo") }, "times in Asia/Tokyo"},
		{"relative times", []string{"j"}, func(s *screen) { s.runCommand("times relative") }, "relative times"},
		{"the theme", nil, func(s *screen) { s.runCommand("theme mono") }, "theme mono"},
		{"a click on a facet", []string{"f", "j", "j", "j"}, func(s *screen) { s.click("1.3") }, "tls:1.3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScreen(t, 120, 40, 600, complete, Config{})
			s.press(c.before...)
			focus := s.a.focus
			ranged := s.a.marks.ranged // a range that is only begun is no step
			s.a.marks.ranged = false
			was, at, steps := s.seen(), s.a.standing(), len(s.a.hist.list)
			s.a.marks.ranged = ranged
			c.do(s)
			is := s.seen()
			if is == was {
				t.Fatalf("nothing was changed:\n%s", is)
			}
			if got := len(s.a.hist.list); got != steps+1 {
				t.Fatalf("%d steps were taken, want 1: %q", got-steps, s.a.hist.now().label)
			}
			if got := s.a.hist.now().label; !strings.HasPrefix(got, c.crumb) {
				t.Errorf("the step is called %q, want %q", got, c.crumb)
			}
			s.shows("› " + s.a.hist.now().label)
			label := s.a.hist.now().label
			after := s.a.focus
			s.a.focus = paneTable
			s.press("u")
			s.shows("undone: " + label)
			s.a.focus = focus
			if diff := cmp.Diff(lines(was), lines(s.seen())); diff != "" {
				t.Errorf("after undo (-before +after):\n%s", diff)
			}
			if now := s.a.standing(); now != at {
				t.Errorf("one stands at %+v, stood at %+v", now, at)
			}
			s.a.focus = paneTable
			s.press("ctrl+r")
			s.a.focus = after
			if diff := cmp.Diff(lines(is), lines(s.seen())); diff != "" {
				t.Errorf("after redo (-before +after):\n%s", diff)
			}
		})
	}
}

// seen returns the screen, with its colours, less the history and the line below.
func (s *screen) seen() string {
	s.a.flash = ""
	s.a.dirty = true
	s.send(tea.WindowSizeMsg{Width: 120, Height: 40})
	all := lines(s.a.View().Content)
	return strings.Join(append(all[:1:1], all[2:]...), "\n")
}

func lines(s string) []string { return strings.Split(s, "\n") }

// Marks set one after the other are steps of their own, but one crumb.
func TestMarksAreOneCrumb(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.press("space", "space", "space")
	s.shows("‹4/4›  all › 3 marks", "● 3 marked")
	s.press("u")
	s.shows("‹3/4›  all › 2 marks › 3 marks", "● 2 marked")
	s.press("u", "u")
	s.shows("‹1/4›  all › 3 marks")
	s.press("u")
	s.shows("there is nothing to undo")
	s.press("]", "]", "]", "]")
	s.shows("there is nothing to redo", "● 3 marked")
}

// A question that is asked again costs nothing when only the look has changed.
func TestUndoOfALookAsksNothing(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.press("space", "ctrl+right")
	s.runCommand("tz Asia/Tokyo")
	gen := s.a.q.gen
	s.press("u", "u", "u", "ctrl+r")
	if s.a.q.gen != gen {
		t.Errorf("%d questions were asked", s.a.q.gen-gen)
	}
}

// The history is bounded; what is forgotten are the first steps.
func TestHistoryIsBounded(t *testing.T) {
	s := newScreen(t, 80, 24, 60, complete, Config{})
	for range maxSteps/2 + 5 {
		s.press("space", "up")
	}
	s.filter("tls:none")
	if n, at := len(s.a.hist.list), s.a.hist.at; n > maxSteps || at != n-1 {
		t.Errorf("%d steps, at %d", n, at)
	}
	for range maxSteps {
		s.a.hist.add(state{})
	}
	if n, at := len(s.a.hist.list), s.a.hist.at; n != maxSteps || at != n-1 {
		t.Errorf("%d steps, at %d", n, at)
	}
}

// A facet that goes and comes back by undo has its counts.
func TestUndoneFacetIsCounted(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.press("f", "C", "space", "C") // TLS goes
	if s.a.facets.fields[0] == (column{field: model.FieldTLS}) {
		t.Fatal("TLS is still the first facet")
	}
	s.press("u")
	s.shows("▾ TLS", "1.3")
}
