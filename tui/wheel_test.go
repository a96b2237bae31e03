package tui

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

var down = tea.MouseWheelMsg{X: 60, Y: 30, Button: tea.MouseWheelDown}

// turn gives a burst of turns of the wheel and returns how often the screen was
// drawn, and how many pauses were begun.
func (s *screen) turn(n int, msg tea.Msg) (drawn, pauses int) {
	s.a.after = func(time.Duration, func(time.Time) tea.Msg) tea.Cmd { pauses++; return nil }
	for range n {
		s.a.Update(msg)
		if s.a.dirty {
			drawn++
		}
		s.a.View()
	}
	return drawn, pauses
}

// A burst of turns of the wheel is drawn twice, the first turn at once and the
// others together, and scrolls as far as it turned.
func TestWheelBurstCostsOneFrame(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	if drawn, pauses := s.turn(100, down); drawn != 1 || pauses != 1 || s.a.table.cursor != wheelLines {
		t.Errorf("drawn %d times, %d pauses, the cursor at %d; want 1, 1, %d", drawn, pauses, s.a.table.cursor, wheelLines)
	}
	if drawn, _ := s.turn(1, wheelMsg{}); drawn != 1 || s.a.table.cursor != 100*wheelLines {
		t.Errorf("after the pause: drawn %d times, the cursor at %d; want 1, %d", drawn, s.a.table.cursor, 100*wheelLines)
	}
	if drawn, pauses := s.turn(1, wheelMsg{}); drawn != 0 || pauses != 0 {
		t.Errorf("after a pause without turns: drawn %d times, %d pauses", drawn, pauses)
	}
	if s.turn(1, down); s.a.table.cursor != 101*wheelLines {
		t.Errorf("the next turn waits: the cursor at %d", s.a.table.cursor)
	}
	s.a.wheel = wheel{}
	s.turn(5, down)
	s.turn(4, tea.MouseWheelMsg{X: 60, Y: 30, Button: tea.MouseWheelUp})
	if s.turn(1, wheelMsg{}); s.a.table.cursor != 102*wheelLines {
		t.Errorf("up and down: the cursor at %d, want %d", s.a.table.cursor, 102*wheelLines)
	}
}

// A key or a click after turns of the wheel finds the lines they scrolled to.
func TestKeysComeAfterTheWheel(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.turn(10, down)
	s.press("j")
	if s.a.table.cursor != 10*wheelLines+1 {
		t.Errorf("j after ten turns: the cursor at %d", s.a.table.cursor)
	}
	s.turn(10, down)
	s.press("enter")
	s.shows("Record 62 of 600")
}

// One turn in a burst of the wheel.
func BenchmarkWheel(b *testing.B) {
	s := fill(b, 120, 40, *rows)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s.a.Update(down)
		if i%20 == 0 {
			s.a.Update(wheelMsg{})
		}
		s.a.View()
	}
}
