package tui

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
)

// What enter opened from a list, q closes again: the list is there as it was, and
// the filter of before. Only at the start it asks to quit.
func TestBackToTheList(t *testing.T) {
	for _, c := range []struct{ name, command, line string }{
		{"combinations", "count status error", "COUNT BY STATUS, ERROR"},
		{"values", "facet status", "ALL VALUES OF STATUS"},
	} {
		s := newScreen(t, 120, 40, 600, complete, Config{})
		s.filter("-op:HeadObject")
		s.runCommand(c.command)
		s.press("j", "enter")
		s.hides(c.line)
		s.shows("41 match of 600 read", "q back")
		s.press("q")
		s.shows(c.line, "back from")
		s.press("q")
		s.hides(c.line)
		if got := s.a.hist.now().text; got != "-op:HeadObject" {
			t.Errorf("%s: back at filter %q", c.name, got)
		}
		s.hides("q back")
		s.press("q")
		s.shows("press q again to quit")
	}
}

// The line one stood on is under the cursor again.
func TestBackToTheLine(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.runCommand("count tls status")
	s.press("j", "j", "j", "enter", "q")
	if s.a.groups == nil || s.a.groups.cursor != 3 {
		t.Errorf("back at %+v, want the fourth line", s.a.groups)
	}
}

// A record that other records were opened from is opened again, in its tab.
func TestBackToTheRecord(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.press("j", "j", "enter", "tab", "tab", "tab", "j", "j", "enter")
	s.hides("OTHER RECORDS")
	s.press("q")
	s.shows("Record 3 of 600", "OTHER RECORDS")
	if w := s.a.detail.chosenWay(); w == nil || w.act != actPivotPrincipal {
		t.Errorf("the cursor is on %+v, want the principal", w)
	}
}

// A sheet is opened again where one stood in it.
func TestBackToTheSheet(t *testing.T) {
	s := demoScreen(t, 120, 40)
	s.toColumn(model.FieldPrincipal)
	s.press("d", "j", "j")
	was := s.a.sheet.page.cursor
	s.press("enter", "q")
	if s.a.sheet == nil || s.a.sheet.page.cursor != was {
		t.Errorf("the sheet is not open again at line %d", was)
	}
}

// What narrowed the records since is left together with them, and a step ahead
// leads there again.
func TestBackFromWhatNarrowed(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.runCommand("count status error")
	s.press("j", "enter")
	s.toColumn(model.FieldOp)
	s.press("+")
	if s.a.hist.at != 2 {
		t.Fatalf("at step %d", s.a.hist.at)
	}
	s.press("q")
	s.shows("COUNT BY STATUS, ERROR", "and what narrowed it")
	s.press("q", "ctrl+r", "ctrl+r")
	if got := s.a.hist.now().text; got != "status:403 error:AccessDenied op:ListObjects" {
		t.Errorf("forward again is %q", got)
	}
}

// A question typed anew is no part of what was opened before: q leaves.
func TestNoWayBackFromAnotherQuestion(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.runCommand("count status error")
	s.press("j", "enter")
	s.filter("op:PutObject")
	s.press("q")
	s.shows("press q again to quit")
}

// Bytes that come late belong to the record they were asked for, also when that
// was closed before the next was opened.
func TestLateBytesOfAClosedRecord(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.a.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
	late := rawMsg{gen: s.a.detail.gen, raw: []byte("bytes of the first")}
	s.press("q", "j", "enter", "tab", "tab")
	s.send(late)
	s.hides("bytes of the first")
}
