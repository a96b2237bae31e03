package tui

import "testing"

// space marks, v marks a range, D compares two, esc twice takes the marks.
func TestMarks(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.press("D")
	s.shows("mark a record with space")
	s.press("space", "j", "D")
	s.shows("Compare", "DIFFERENT", "THE SAME", "accesslog", "2026-11-01 03:12:09  GetObject", "2026-11-01 03:26:09  PutObject")
	s.press("q")
	s.shows("● 1 marked")
	s.press("v", "j", "j", "j", "v")
	if n := len(s.a.marks.rows); n != 5 {
		t.Errorf("%d records are marked, want 5", n)
	}
	s.press("D")
	s.shows("two records are compared at a time; 5 are marked")
	s.filter("tls:none")
	s.shows("● 5 marked")
	s.press("esc", "j", "esc")
	s.shows("esc again takes the 5 marks")
	s.press("esc")
	if len(s.a.marks.rows) != 0 {
		t.Error("the marks are still there")
	}
	s.press("v", "esc")
	if s.a.marks.ranged {
		t.Error("esc does not forget the range")
	}
}

// In a comparison + takes the value of the chosen side.
func TestCompareTakesValues(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.press("space", "j", "D")
	value := func() string { p, _ := s.a.under(); return p.Value }
	left := value()
	s.press("l")
	if value() == left {
		t.Errorf("both sides have %q", left)
	}
	s.press("+", "q")
	s.shows("‹3/3›")
}
