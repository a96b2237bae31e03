package tui

import (
	"slices"
	"strings"
	"testing"

	"s3sleuth/model"
)

// A hint names only what has something to act on: a time is no value to include,
// and of no record nothing can be opened or taken away.
func TestHintsApply(t *testing.T) {
	s := newScreen(t, 120, 40, 60, complete, Config{})
	hint := func(word string) bool {
		foot := lines(s.text())
		return strings.Contains(foot[len(foot)-1], word)
	}
	for _, c := range []struct {
		name  string
		play  func()
		shown []string
		not   []string
	}{
		{"on a time", func() {}, []string{"⏎ open", "T time", "x export"}, []string{"include", "exclude", "undo"}},
		{"on a value", func() { s.press("l") }, []string{"+ include", "- exclude"}, nil},
		{"no record", func() { s.filter("op:Nothing") }, []string{"/ filter", "T time", "u undo"}, []string{"open", "include", "export", "pivot", "describe"}},
		{"a field that the filter does not name", func() { s.press("u", "f") }, []string{"d describe"}, []string{"clear", "choose", "pivot"}},
		{"a field that it names", func() { s.press("q"); s.filter("tls:none"); s.press("f") }, []string{"c clear"}, []string{"choose"}},
		{"the first record", func() { s.press("q", "g", "enter") }, []string{"J next"}, []string{"K previous"}},
		{"the last record", func() { s.press("q", "G", "enter") }, []string{"K previous"}, []string{"J next"}},
		{"no record, told again", func() { s.press("q"); s.filter("op:Nothing") }, []string{"/ filter"}, []string{"copy"}},
		{"no problem", func() { s.press("!") }, []string{"q back"}, []string{"open", "find", "copy", "pivot", "describe"}},
	} {
		c.play()
		for _, w := range c.shown {
			if !hint(w) {
				t.Errorf("%s: no hint %q:\n%s", c.name, w, s.text())
			}
		}
		for _, w := range c.not {
			if hint(w) {
				t.Errorf("%s: the hint %q has nothing to act on", c.name, w)
			}
		}
	}
}

// What somebody types who does not know the language yet leads to conditions.
func TestWordsBecomeConditions(t *testing.T) {
	s := openDemo(t, 120, 40)
	for word, want := range map[string][]string{
		"pub":    {"is:public-acl"},
		"del":    {"is:delete", "op:DeleteObject"},
		"acl":    {"acl", "is:public-acl"},
		"tl":     {"tls"},
		"denied": {"is:denied"},
	} {
		got := candidates(word, len(word), s.a.facets).list
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("%q offers %q, not %s", word, got, w)
			}
		}
	}
	s.write("/pub")
	s.shows("⇥ is:public-acl")
	s.press("tab", "enter")
	if got := s.a.hist.now().text; got != "is:public-acl" {
		t.Errorf("the filter is %q", got)
	}
}

// A condition that is still being typed is not called wrong.
func TestUnfinishedIsNotWrong(t *testing.T) {
	s := newScreen(t, 80, 24, 60, complete, Config{})
	s.write("/tls:")
	s.shows("still open: no value after tls", "⇥ 1.2")
	s.hides("✗")
	s.write("<<")
	s.shows("✗")
}

// On the name of a field the last line says what the field holds and that it
// can be opened; a long name of a value takes the room that number and bar leave.
func TestFacetHeadsExplainThemselves(t *testing.T) {
	s := openDemo(t, 120, 40)
	s.press("f")
	s.shows("tls ⏎ close   none, 1.0, 1.1")
	s.toFacet(model.FieldBucket)
	s.shows("salt…udit-logs ▏")
	s.press("G")
	s.shows("key ⏎ open   object key")
}

// A record that was opened before the answer came is not said to be one of it.
func TestRecordOutsideTheAnswerSaysSo(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.press("enter")
	s.shows("Record 1 of 600")
	s.press("q")
	first, _ := s.a.table.current()
	s.filter("tls:1.3")
	s.press("enter")
	s.a.detail.row = first
	s.a.detail.follow(&s.a.table)
	s.a.dirty = true
	s.shows("Record, not one of the 120 matches")
}

// The cursor begins on an operation, where the first + has something to include.
func TestCursorBeginsOnAValue(t *testing.T) {
	for _, small := range []bool{false, true} {
		var tb table
		tb.setColumns(nil, nil, small)
		if tb.field() != model.FieldOp {
			t.Errorf("small %v: it begins on %s", small, tb.field())
		}
	}
}

// What stands in the line already is not offered as its completion, and the value
// under the table's cursor is not told while a filter is typed.
func TestNothingIsOfferedThatStandsThere(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.toColumn(model.FieldOp)
	s.shows("op = ")
	s.press("/")
	s.hides("op = ")
	s.write("public")
	s.shows("⇥ is:public-acl")
	s.press("tab", "x", "backspace")
	s.hides("⇥ is:public-acl")
}

func TestOthersAreCounted(t *testing.T) {
	for n, want := range map[int]string{1: "1 Insights event", 1200: "1,200 Insights events"} {
		if got := otherText(int(model.OtherInsight), n); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
