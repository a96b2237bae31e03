package tui

import (
	"strings"
	"testing"

	"s3sleuth/model"
)

// line returns the line of the screen that holds a text.
func (s *screen) line(with string) string {
	s.t.Helper()
	for line := range strings.Lines(s.text()) {
		if strings.Contains(line, with) {
			return strings.Join(strings.Fields(line), " ")
		}
	}
	s.t.Fatalf("no line holds %q:\n%s", with, s.text())
	return ""
}

// The choice of facets tells of every field how many values it has, in how many of
// the matches, and the most frequent one.
func TestFieldsAreCounted(t *testing.T) {
	s := newScreen(t, 120, 40, 600, partial, Config{})
	s.filter("op:DeleteObject")
	s.press("f", "C")
	for field, want := range map[string]string{
		"] status ": "2 100 % 92 % 200",
		"] error ":  "1 8 % 8 % AccessDenied",
		"] arn ":    "0 0 % not recorded in any of them",
		"] id ":     "eventID, or the S3 request ID",
	} {
		if got := s.line(field); !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", field, got, want)
		}
	}
	s.shows("values", "most frequent of 75 matches read so far")
	late := fieldCountsMsg{gen: s.a.fields.counts.gen - 1, base: 7}
	s.send(late)
	s.shows("of 75 matches")
	s.press("esc")
	s.hides("most frequent")
	s.a.q.answer = nil
	if s.a.fields = (&fieldChoice{list: []column{{field: model.FieldTLS}}}); s.a.countFields() != nil {
		t.Error("without an answer there is nothing to count")
	}
}
