package tui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/source/dir"
	"s3sleuth/testdata/demo"
)

// rest lets the selection rest long enough to be compared.
func (s *screen) rest() { s.send(brushedMsg{s.a.versus.gen}) }

// burst adds forty deletes within a minute, and selects them.
func burst(s *screen) {
	s.t.Helper()
	var records []values
	for i := range 40 {
		records = append(records, values{
			model.FieldID: "BURST" + itoa(i), model.FieldOp: "DeleteObject", model.FieldTLS: "1.3", model.FieldStatus: "204", model.FieldBucket: "acme-backup",
			model.FieldPrincipal: "arn:aws:iam::111122223333:user/eve", model.FieldIP: "198.51.100.99", model.FieldAccount: "111122223333", model.FieldRegion: "us-east-1",
			model.FieldUA: "aws-sdk-java/1.11.2", model.FieldClient: "aws-sdk-java/1.11", model.FieldHost: "acme-backup.s3.us-east-1.amazonaws.com",
		})
	}
	add(s.t, s.st, start.Add(30*time.Hour+11*time.Minute), time.Second, records...)
	s.tick()
	s.press("i", "g", "n", "v", "v")
	s.rest()
}

// openDemo reads the built-in evidence.
func openDemo(t *testing.T, w, h int) *screen {
	t.Helper()
	s := newScreen(t, w, h, 0, complete, Config{Source: "demo:"})
	load := source.NewLoader(dir.New("demo:", demo.FS, "evidence"), s.st, source.Range{})
	if err := load.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.load.coverage = load.Coverage()
	s.tick()
	return s
}

// The mass delete of the demo: its peak tells who, from where and what.
func TestDemoSpikeTellsTheAttacker(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {80, 24}} {
		s := openDemo(t, size[0], size[1])
		s.press("i", "g", "n")
		at := time.Date(2026, 11, 6, 1, 35, 0, 0, time.UTC).UnixMilli()
		s.rest()
		if from, to, _ := s.a.graph.selected(); from > at || at >= to {
			t.Fatalf("the highest peak is not the mass delete: %s", clock{}.shortRange(from, to))
		}
		over := s.a.versus.ans.Over
		seen := map[string]bool{}
		for _, d := range over[:min(8, len(over))] {
			seen[d.Field.String()+":"+d.Text] = true
		}
		for _, want := range []string{"op:DeleteObject", "principal:arn:aws:iam::111122223333:user/petrel-ci", "ip:203.0.113.77"} {
			if !seen[want] {
				t.Errorf("%v: %s is not among the first: %v", size, want, seen)
			}
		}
		s.shows("MORE IN THE SELECTION", "user/petrel-ci", "203.0.113.77", "DeleteObject", "▲ +")
		s.press("j")
		p, _ := s.a.versus.page.target()
		s.press("+")
		if got := s.a.hist.now().text; got != filterText(include(nil, p)) {
			t.Errorf("+ on %s gives %q", p.Value, got)
		}
		s.press("u")
		s.shows("35,070 match of 35,070 read")
	}
}

func TestSelectionComparedWithTheRest(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	burst(s)
	s.shows("TIMELINE", "SELECTION COMPARED", " with the other ", "user/eve", "198.51.100.99", "log scale: off")
	if row, _ := s.a.table.current(); s.a.table.ans.Snapshot.Time(row) < func() int64 { f, _, _ := s.a.graph.selected(); return f }() {
		t.Error("the table does not show the records of the selection")
	}
	s.press("j", "j", "k", "k")
	if s.a.focus != paneHist {
		t.Error("up from the first value does not lead to the graph")
	}
	s.press("tab", "-")
	if got := s.a.hist.now().text; !strings.HasPrefix(got, "-") || !s.a.timing() {
		t.Errorf("- gives %q", got)
	}
	s.press("u", "esc", "esc", "esc")
	if s.a.focus != paneTable {
		t.Error("esc does not lead back to the records")
	}
}

// The selection keeps its times while more is read, and when the screen is resized.
func TestSelectionKeepsItsTimes(t *testing.T) {
	loading := model.Coverage{State: model.Loading, Files: 10, FilesFinal: true, FilesRead: 3, Bytes: 1000, BytesRead: 300}
	s := newScreen(t, 120, 40, 600, loading, Config{})
	burst(s)
	s.press("shift+right", "shift+right", "shift+left")
	a, b, _ := s.a.graph.selected()
	add(t, s.st, start.Add(-24*time.Hour), time.Minute, values{model.FieldID: "EARLY", model.FieldTLS: "1.2"})
	s.tick()
	s.send(tea.WindowSizeMsg{Width: 100, Height: 30})
	from, to, _ := s.a.graph.selected()
	if s.a.graph.anchor < 0 || to <= a || from >= b {
		t.Errorf("selected %s, was %s", clock{}.shortRange(from, to), clock{}.shortRange(a, b))
	}
	s.rest()
	s.shows(", read so far")
}

// A drag of the mouse selects; the comparison follows.
func TestDragSelects(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {80, 24}} {
		s := newScreen(t, size[0], size[1], 600, complete, Config{})
		p := plot(s.a.fr.graph)
		s.send(tea.MouseClickMsg{X: p.x + 20, Y: p.y, Button: tea.MouseLeft})
		p = plot(s.a.fr.graph)
		s.send(tea.MouseMotionMsg{X: p.x + 35, Y: p.y, Button: tea.MouseLeft})
		s.send(tea.MouseReleaseMsg{X: p.x + 35, Y: p.y, Button: tea.MouseLeft})
		s.send(tea.MouseMotionMsg{X: p.x + 50, Y: p.y})
		a, b := s.a.graph.selection()
		if b-a < 10 || b-a > 30 || s.a.focus != paneHist {
			t.Errorf("%v: %d columns selected", size, b-a)
		}
		s.rest()
		s.shows("├", "┤", " with the other ")
	}
}

// A coloured histogram tells its colours with counts that add up; without
// colours the counts are told all the same.
func TestColouredHistogram(t *testing.T) {
	for _, env := range [][]string{nil, {"NO_COLOR=1"}} {
		s := newScreen(t, 120, 40, 600, complete, Config{Environment: env})
		s.press("i", "b")
		sum := 0
		for _, counts := range s.a.graph.layers.counts {
			for _, n := range counts {
				sum += n
			}
		}
		if sum != 600 {
			t.Errorf("%d records in the colours, want 600", sum)
		}
		s.shows("TLS of ", "none ", "1.2–1.3 ")
		s.press("esc")
		s.shows("TLS of 600 that match", "none 120", "1.0–1.1 120", "1.2–1.3 360")
		s.press("i", "b")
		s.shows("STATUS of")
		s.press("b", "esc")
		s.hides("STATUS of")
		s.press("f", "b")
		s.shows("TLS of 600")
		for s.a.facets.line().field != model.FieldOp {
			s.press("j")
		}
		s.press("b")
		s.shows("OP of 600 that match", "GetObject 300", "DeleteObject 75")
		s.press("b")
		s.hides("OP of 600")
	}
}

// A bar is divided among its classes: nothing is lost, and what is there is seen.
func TestShare(t *testing.T) {
	for _, c := range []struct {
		counts []int
		part   int
		want   []int
	}{
		{[]int{1, 1}, 8, []int{4, 4}},
		{[]int{1, 999}, 16, []int{1, 15}},
		{[]int{0, 5, 0}, 3, []int{0, 3, 0}},
		{[]int{1, 1, 1}, 1, []int{1, 0, 0}},
		{[]int{1, 1, 1000}, 2, []int{0, 0, 2}},
		{[]int{0, 0}, 0, []int{0, 0}},
		{[]int{3, 3, 3}, 40, []int{14, 13, 13}},
	} {
		l := layers{}
		for _, n := range c.counts {
			l.counts = append(l.counts, []int{n})
		}
		got := l.share(0, c.part)
		for k := range got {
			if got[k] != c.want[k] {
				t.Errorf("%v in %d eighths: %v, want %v", c.counts, c.part, got, c.want)
				break
			}
		}
	}
}

// Values of logs are harmless in the comparison, the legend, the lists and the
// explanation, too.
func TestHostileTextInTimelineAndFacets(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {80, 24}, {60, 16}} {
		s := newScreen(t, size[0], size[1], 600, complete, Config{})
		var records []values
		for i := range 60 {
			e := []string{"\x1b[2J\x1b]0;owned\x07", "\u009b31m\u202egpj.exe", "日本語の鍵\n\t\r" + strings.Repeat("語", 400)}[i%3]
			records = append(records, values{
				model.FieldID: "EVIL" + itoa(i), model.FieldUA: e, model.FieldPrincipal: "arn:aws:iam::1:role/" + e, model.FieldBucket: e, model.FieldOp: e, model.FieldTLS: "none",
			})
		}
		add(t, s.st, start.Add(40*time.Hour), time.Second, records...)
		s.tick()
		check := func(keys ...string) {
			t.Helper()
			for _, k := range keys {
				s.press(k)
				s.fits(size[0], size[1])
				s.harmless()
			}
		}
		check("f")
		s.toFacet(model.FieldBucket)
		check("b", "space", "j", "space", "F", "space", "s", "s", "G", "d", "esc", "esc", "q", "S")
		s.write("語")
		check("enter", "j", "d", "q", "esc", "esc", "esc", "i", "g", "n")
		s.rest()
		check("j", "j", "j", "G", "g", "+", "u", "esc", "v", "shift+left", "enter")
		if len(s.a.hist.list) < 2 {
			t.Error("nothing was done")
		}
	}
}

// The peaks are walked from the highest down, and back.
func TestPeaks(t *testing.T) {
	h := hist{bins: []int{1, 1, 5, 1, 2, 1, 9, 1, 1, 7, 1}}
	for i, want := range []struct {
		step, at int
		found    bool
	}{{-1, 6, true}, {1, 9, true}, {1, 2, true}, {1, 2, false}, {-1, 9, true}, {-1, 6, true}, {-1, 6, false}} {
		if found := h.toPeak(want.step); found != want.found || h.cursor != want.at {
			t.Errorf("step %d: bin %d, %v; want %d, %v", i, h.cursor, found, want.at, want.found)
		}
	}
	if flat := (hist{bins: []int{3, 4, 3, 0}}); flat.toPeak(1) {
		t.Error("a peak where nothing stands out")
	}
}
