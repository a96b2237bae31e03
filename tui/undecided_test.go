package tui

import (
	"strings"
	"testing"

	"s3sleuth/model"
)

// How many records cannot say is never cut within its number, however narrow the
// screen is.
func TestUndecidedIsNotCut(t *testing.T) {
	for w := 40; w <= 120; w++ {
		s := newScreen(t, w, 24, 600, complete, Config{})
		var unsaid []values
		for range 1_234 {
			unsaid = append(unsaid, values{model.FieldTLS: "unknown"})
		}
		add(t, s.st, start, 1, unsaid...)
		s.tick()
		s.filter("tls:none")
		for _, l := range lines(s.text()) {
			if i := strings.Index(l, "match of"); i >= 0 && strings.Contains(l[i:], "…") {
				t.Errorf("%d columns: %s", w, l)
			}
		}
		if w == 40 || w == 120 {
			s.shows("1,234")
		}
	}
}
