package tui

import (
	"testing"
	"time"

	"s3sleuth/model/store"
)

// countTime waits until nothing was typed for a moment.
func (s *screen) countTime() { s.send(timeAskMsg{s.a.timeBox.gen}) }

func TestTimeIsChosen(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.press("T")
	s.countTime()
	s.shows("TIME", "open: from the oldest record", "600 match of 600 read in this time; now 600")
	s.write("2026-11-02")
	s.shows("= 2026-11-02 00:00 UTC", "from 2026-11-02 00:00 UTC")
	s.press("tab")
	s.write("+12h")
	s.shows("2026-11-02 00:00 → 12:00 (12 h) UTC")
	s.countTime()
	s.shows("103 match of 103 read in this time; now 600")
	s.press("enter")
	s.shows("103 match of 103 read in this time", "time 2026-11-02 00:00 → 12:00 (12 h)")
	if s.a.timeBox != nil {
		t.Error("the dialog is still open")
	}
	s.press("u")
	s.shows("600 match of 600 read")
}

// The ranges offered are those of what was read, of the record and of now.
func TestReadyRangesAreTaken(t *testing.T) {
	s := newScreen(t, 80, 24, 600, complete, Config{})
	s.press("j", "j", "T", "up")
	s.shows("7 days up to now")
	s.press("up", "up")
	s.countTime()
	s.shows("2026-11-01 00:00 → 11-02 00:00 (1 d) UTC", "179 match of 179 read in this time; now 600")
	s.press("enter")
	s.shows("179 match of 179 read in this time")
	s.press("T", "down", "down", "enter")
	if now := s.a.hist.now(); now.from != 0 || now.to != 0 {
		t.Errorf("all that was read is %d to %d", now.from, now.to)
	}
}

func TestTimeSaysWhatIsWrong(t *testing.T) {
	s := newScreen(t, 80, 24, 600, complete, Config{})
	s.press("T")
	s.write("2026-11-31")
	s.shows("From: col 9: day 31: it goes from 1 to 30")
	s.press("enter")
	if s.a.timeBox == nil || s.a.hist.at != 0 {
		t.Error("a wrong time was taken")
	}
	s.press("ctrl+u")
	s.write("2026-11-02")
	s.press("tab")
	s.write("2026-11-01")
	s.shows("Until: the range ends before it begins")
	s.press("esc")
	if s.a.timeBox != nil || s.a.hist.at != 0 {
		t.Error("esc does not leave the time as it was")
	}
}

// In another zone times are typed and shown in it; the filter stays the same
// moment.
func TestTimeInAZone(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.runCommand("tz Asia/Tokyo")
	s.press("T")
	s.write("2026-11-02 09:00")
	s.shows("in Asia/Tokyo", "= 2026-11-02 09:00 JST")
	s.press("down", "down", "space")
	s.shows("2026-11-02 00:00 ", "= 2026-11-02 00:00 UTC", "in UTC")
	s.press("enter")
	if want := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC).UnixMilli(); s.a.hist.now().from != want {
		t.Errorf("shown from %d, want %d", s.a.hist.now().from, want)
	}
}

// A count that comes late is dropped.
func TestTimeDropsLateCounts(t *testing.T) {
	s := newScreen(t, 120, 40, 60, complete, Config{})
	s.press("T")
	gen := s.a.timeBox.gen
	s.write("2026-11-02")
	s.send(timeCountMsg{gen: gen, answer: &store.Answer{Matched: 4711}})
	s.hides("4,711")
	s.press("esc")
	s.send(timeCountMsg{gen: gen + 100, answer: &store.Answer{Matched: 4711}})
	s.hides("4,711")
}
