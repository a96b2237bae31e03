package tui

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/source"
)

// A line over a page closes when what was typed is taken; what is wrong with it
// is told until the next key, and esc takes nothing.
func TestEntry(t *testing.T) {
	var got []source.Range
	e := newTimeEntry(60, func() time.Time { return now }, func(r source.Range) tea.Cmd {
		got = append(got, r)
		return nil
	})
	write := func(text string) {
		for _, r := range text {
			e.key(tea.KeyPressMsg(tea.Key{Code: r, Text: string(r)}))
		}
	}
	write("tomorrow")
	if _, open := e.do(actAccept); !open || e.wrong == "" || got != nil {
		t.Errorf("no time: open %v, wrong %q, taken %v", open, e.wrong, got)
	}
	write("!")
	if e.wrong != "" {
		t.Errorf("%q is told although the text changed", e.wrong)
	}
	e.do(actClear)
	write("2026-11-01..2026-11-03")
	if _, open := e.do(actAccept); open || len(got) != 1 || got[0].To.Sub(got[0].From) != 48*time.Hour {
		t.Errorf("a range: open %v, taken %v", open, got)
	}
	if _, open := e.do(actEscape); open || len(got) != 1 {
		t.Errorf("esc: open %v, taken %v", open, got)
	}
}
