package tui

import (
	"math/rand/v2"
	"testing"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
)

// Every screen fits the smallest and the largest terminal and any between, and
// comes back from them as it was.
func TestEverySceneAtEverySize(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	for _, c := range allScenes() {
		s := c.at(t, 120, 40)
		sizes := [][2]int{{20, 5}, {300, 100}, {20, 100}, {300, 5}}
		for range 8 {
			sizes = append(sizes, [2]int{20 + r.IntN(281), 5 + r.IntN(96)})
		}
		for _, size := range sizes {
			s.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			s.fits(size[0], size[1])
			s.harmless()
			if t.Failed() {
				t.Fatalf("%s at %v", c.name, size)
			}
		}
	}
}

// A terminal that changes its size keeps the record under the cursor, in sight.
func TestResizeKeepsTheRecord(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	for range 333 {
		s.press("j")
	}
	s.press("l", "l")
	want, _ := s.a.table.current()
	col := s.a.table.column()
	for _, size := range [][2]int{{80, 24}, {40, 10}, {30, 8}, {300, 100}, {60, 16}, {160, 30}, {100, 24}} {
		s.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		s.fits(size[0], size[1])
		tb := s.a.table
		if got, _ := tb.current(); got != want || tb.column() != col {
			t.Errorf("%v: the cursor is on another record or column", size)
		}
		if s.a.fr.tier != tierWord && (tb.cursor < tb.top || tb.cursor >= tb.top+tb.height) {
			t.Errorf("%v: the record is out of sight", size)
		}
	}
}

// ^z suspends the program wherever one is, also while one types.
func TestSuspend(t *testing.T) {
	for _, keys := range [][]string{nil, {"/"}, {":"}, {"enter"}, {"x"}, {"T"}} {
		s := newScreen(t, 80, 24, 60, complete, Config{})
		s.press(keys...)
		_, cmd := s.a.Update(tea.KeyPressMsg(tea.Key{Code: 'z', Mod: tea.ModCtrl}))
		if cmd == nil {
			t.Errorf("after %v nothing is suspended", keys)
			continue
		}
		if _, is := cmd().(tea.SuspendMsg); !is {
			t.Errorf("after %v the program is not suspended", keys)
		}
	}
}

// The title of the window tells from another one how far reading is.
func TestWindowTitle(t *testing.T) {
	for _, c := range []struct {
		cov  model.Coverage
		want string
	}{
		{complete, "s3sleuth  org-trail"},
		{partial, "s3sleuth  partial 62%  org-trail"},
		{model.Coverage{State: model.Loading, Files: 10, FilesFinal: true, Bytes: 1000, BytesRead: 300}, "s3sleuth  loading 30%  org-trail"},
	} {
		s := newScreen(t, 80, 24, 60, c.cov, Config{})
		if got := s.a.View().WindowTitle; got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// On a logarithmic scale a small count beside a peak stands higher, the peak as
// high as before, and more is never lower.
func TestLogScale(t *testing.T) {
	const top, full = 10_000, 64
	lin, log := hist{}, hist{log: true}
	if got := log.height(top, top, full); got != full {
		t.Errorf("the peak is %d high, want %d", got, full)
	}
	if a, b := lin.height(100, top, full), log.height(100, top, full); b <= a {
		t.Errorf("100 of 10,000 is %d high, %d on a linear scale", b, a)
	}
	last := 0
	for n := range top + 1 {
		got := log.height(n, top, full)
		if got < last || n > 0 && got == 0 {
			t.Fatalf("%d records are %d high, one less %d", n, got, last)
		}
		last = got
	}
}
