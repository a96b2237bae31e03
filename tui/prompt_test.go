package tui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"

	"s3sleuth/model"
)

// command types a command and lets its counts come in.
func (s *screen) command(line string) {
	s.t.Helper()
	s.press(":")
	s.write(line)
	s.send(planMsg{s.a.prompts})
}

// run types a command and runs it.
func (s *screen) runCommand(line string) {
	s.t.Helper()
	s.command(line)
	s.press("enter")
	if s.a.prompt != nil {
		s.t.Fatalf("%q did not run:\n%s", line, s.text())
	}
}

// The screens of the command line, the columns and the conditions.
func TestGoldenCommands(t *testing.T) {
	for _, c := range commandScenes() {
		for _, size := range [][2]int{{120, 40}, {80, 24}, {40, 10}} {
			t.Run(fmt.Sprintf("%s_%dx%d", c.name, size[0], size[1]), func(t *testing.T) {
				s := newScreen(t, size[0], size[1], c.n, c.c, Config{})
				c.play(s)
				s.fits(size[0], size[1])
				s.harmless()
				golden.RequireEqual(t, []byte(s.text()+"\n"))
			})
		}
	}
}

// commandScenes are the screens of commands, columns and conditions.
func commandScenes() []scene {
	plays := []struct {
		name string
		play func(*screen)
	}{
		{"commands", func(s *screen) {
			s.runCommand("filter tls:none")
			s.runCommand("since 7d")
			s.press(":")
		}},
		{"command_found", func(s *screen) { s.filter("tls:none"); s.command("time sh") }},
		{"command_weighed", func(s *screen) { s.filter("tls:none"); s.command("filter tls:none op:DeleteObject") }},
		{"command_wrong", func(s *screen) { s.command("filter bukket:x") }},
		{"columns", func(s *screen) { s.press("c", "j", "j", "space", "j", "J") }},
		{"conditions", func(s *screen) {
			s.press("/")
			s.write("tls:none -op:HeadObject bucket:acme-*")
			s.press("shift+tab", "left", "space")
		}},
		{"berlin", func(s *screen) { s.runCommand("tz Europe/Berlin"); s.press("j", "j") }},
		{"relative", func(s *screen) { s.runCommand("times relative"); s.press("j", "j") }},
	}
	var out []scene
	for _, c := range plays {
		out = append(out, scene{c.name, 600, complete, false, c.play})
	}
	return out
}

// What a command says it would do, before it does it.
func TestCommandsSayWhatTheyWouldDo(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"filter tls:none", "120 match of 600 read; now 600"},
		{"filter", "600 match of 600 read; now 600"},
		{"filter bukket:x", `col 1: unknown field "bukket"`},
		{"filter ua:Mozilla/5.0 (X11; Linux)", "quote"},
		{"find op:DeleteObject", "goes to the next of 75 among the 600 records of this result"},
		{"goto #17", "row 17 of 600, 2026-11-01 05:04:09 UTC"},
		{"goto #601", "rows go from #1 to #600"},
		{"goto 2026-11-01T04:00", "row 8 of 600, 2026-11-01 04:01:09 UTC"},
		{"goto 2027-01-01", "the last record of this result is of 2026-11-04 01:05:09 UTC"},
		{"goto 0000000000000011", "1 record of 600 read"},
		{"goto nothing here", "neither a time"},
		{"time 2026-11-01..2026-11-02", "179 match of 179 read in that time; now 600"},
		{"time 2026-11-01..2026-11-02", "2026-11-01 00:00 → 11-02 00:00 (1 d) UTC"},
		{"time yesterday-ish", "2026-11-01..2026-11-02"},
		{"time 2026-11-01 tls:none", "a range of time is wanted"},
		{"since 7d", "from 2026-11-02 14:07 UTC"},
		{"since dawn", "as 24h, 7d or 2026-11-01"},
		{"columns tls op", "TIME  TLS  OP"},
		{"columns +arn", "22 columns, was 21"},
		{"columns nope", "neither a field nor a JSON path: nope"},
		{"columns -op -status -tls -bucket -ip -principal -error -key -acl -client -account -region -bytes -session -via -endpoint -host -ua -referer -kind", "a table keeps a column"},
		{"sort newest", "newest record first"},
		{"sort sideways", "oldest or newest"},
		{"facet principal", "3 values in 600 matches: anonymous 200"},
		{"facet nope", "unknown field nope"},
		{"history 1", "step 1: all"},
		{"history 9", "steps go from 1 to 1"},
		{"tz Asia/Tokyo", "2026-11-01 03:12:09 UTC is shown as 2026-11-01 12:12:09 JST; filters stay in UTC"},
		{"tz Nowhere/Land", `unknown time zone "Nowhere/Land"`},
		{"times relative", "how long before or after"},
		{"times odd", "absolute or relative"},
		{"theme mono", "no colours"},
		{"theme pink", "auto, dark, light or mono"},
		{"mouse sideways", "on or off"},
		{"include", "there is no value under the cursor"},
		{"fly", "there is no such command: fly"},
	} {
		t.Run(c.line, func(t *testing.T) {
			s := newScreen(t, 120, 40, 600, complete, Config{})
			s.command(c.line)
			s.shows(c.want)
			if s.a.hist.at != 0 {
				t.Error("it was done already")
			}
		})
	}
}

// What commands do.
func TestCommandsDo(t *testing.T) {
	for _, c := range []struct {
		line  string
		check func(*screen) bool
		want  string // on the screen
	}{
		{"filter tls:none", func(s *screen) bool { return s.a.hist.now().text == "tls:none" }, "120 match of 600 read"},
		{"find op:DeleteObject", func(s *screen) bool { return s.a.table.cursor == 7 }, ""},
		{"goto #17", func(s *screen) bool { return s.a.table.cursor == 16 }, ""},
		{"goto 2026-11-01T04:00", func(s *screen) bool { return s.a.table.cursor == 7 }, ""},
		{"goto 0000000000000011", func(s *screen) bool { return s.a.table.cursor == 16 }, ""},
		{"goto 00000000000000FFFF", func(s *screen) bool { return s.a.table.cursor == 0 }, "no record that was read has the ID"},
		{"time 2026-11-01..2026-11-02", func(s *screen) bool { return s.a.table.len() == 179 }, "read in this time"},
		{"columns tls arn", func(s *screen) bool { return len(s.a.table.cols) == 3 }, "ARN"},
		{"columns reset", func(s *screen) bool { return s.a.hist.now().cols == nil }, "PRINCIPAL"},
		{"sort newest", func(s *screen) bool { return s.a.table.desc }, "newest first"},
		{"facet key", func(s *screen) bool { return s.a.values != nil }, "ALL VALUES OF KEY"},
		{"tz Asia/Tokyo", func(s *screen) bool { return true }, "TIME (JST)"},
		{"theme light", func(s *screen) bool { return !s.a.th.dark }, ""},
		{"theme mono", func(s *screen) bool { return s.a.th.mono }, ""},
		{"mouse off", func(s *screen) bool { return !s.a.mouse }, "mouse off"},
		{"mouse on", func(s *screen) bool { return s.a.mouse }, "the mouse is on already"},
		{"problems", func(s *screen) bool { return s.a.list != nil }, "PROBLEMS"},
		{"help", func(s *screen) bool { return s.a.help != nil }, "HELP"},
		{"undo", func(s *screen) bool { return true }, "there is nothing to undo"},
		{"pause", func(s *screen) bool { return true }, "nothing is being read"},
		{"columns", func(s *screen) bool { return s.a.chooser != nil }, "COLUMNS"},
	} {
		t.Run(c.line, func(t *testing.T) {
			s := newScreen(t, 120, 40, 600, complete, Config{})
			s.runCommand(c.line)
			if !c.check(s) {
				t.Errorf("not done:\n%s", s.text())
			}
			s.shows(c.want)
		})
	}
}

// What find looks for is gone through with n and N.
func TestFindGoesOn(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.runCommand("find op:DeleteObject")
	s.press("n", "n", "N")
	if s.a.table.cursor != 15 {
		t.Errorf("cursor at %d, want 15", s.a.table.cursor)
	}
}

// Words match in any order; the last used comes first; what was run before is
// offered again.
func TestCommandsAreFoundByWords(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	names := func(typed string) string {
		s.press(":")
		s.write(typed)
		var out []string
		for _, it := range s.a.prompt.items {
			out = append(out, it.line)
		}
		s.press("esc")
		return strings.Join(out, ", ")
	}
	if got := names("zone time"); got != "tz" {
		t.Errorf("zone time: %s", got)
	}
	if got := names("colu"); got != "columns" {
		t.Errorf("colu: %s", got)
	}
	s.runCommand("tz Asia/Tokyo")
	s.runCommand("mouse off")
	if got := names(""); !strings.HasPrefix(got, "mouse off, tz Asia/Tokyo, mouse, tz, ") {
		t.Errorf("nothing typed: %s", got)
	}
	if got := names("m"); !strings.HasPrefix(got, "mouse, ") {
		t.Errorf("m: %s", got)
	}
}

// Tab takes what is offered into the line; a command that has to be told more
// is not run but taken, too.
func TestCompleteCommands(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.press(":")
	s.write("the")
	s.press("enter")
	if got := s.a.prompt.in.text; got != "theme " {
		t.Errorf("line %q", got)
	}
	s.write("li")
	s.press("tab")
	if got := s.a.prompt.in.text; got != "theme light" {
		t.Errorf("line %q", got)
	}
	s.press("ctrl+u")
	s.write("columns op, tl")
	s.press("tab")
	if got := s.a.prompt.in.text; got != "columns op, tls" {
		t.Errorf("line %q", got)
	}
	s.press("ctrl+u")
	s.write("filter op:Delete")
	s.press("tab")
	if got := s.a.prompt.in.text; got != "filter op:DeleteObject" {
		t.Errorf("line %q", got)
	}
	s.press("esc")
	if s.a.prompt != nil || s.a.hist.at != 0 {
		t.Error("esc did something")
	}
}

// Counts that come late are not shown for another line.
func TestLateCountsAreDropped(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.press(":")
	s.write("filter tls:none")
	_, late := s.a.Update(planMsg{s.a.prompts})
	s.write(" op:PutObject")
	s.run(late)
	s.hides("120 match")
	s.shows("counting …")
}

// A click chooses a line, a second one runs it; the wheel moves through them,
// and nothing behind the command line is touched.
func TestMouseInTheCommandLine(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	at := func(text string) (x, y int) {
		t.Helper()
		for y, line := range strings.Split(s.text(), "\n") {
			if i := strings.Index(line, text); i >= 0 {
				return width(line[:i]), y
			}
		}
		t.Fatalf("%q is not on the screen:\n%s", text, s.text())
		return 0, 0
	}
	s.press(":")
	s.write("mouse ")
	for range 2 {
		x, y := at("mouse off")
		s.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	}
	if s.a.mouse || s.a.prompt != nil {
		t.Errorf("the click did not run it:\n%s", s.text())
	}
	s.press(":")
	s.send(tea.MouseWheelMsg{X: 20, Y: 12, Button: tea.MouseWheelDown})
	if got := s.a.prompt.cursor; got != 3 {
		t.Errorf("the wheel went to line %d, want 3", got)
	}
	s.send(tea.MouseClickMsg{X: 60, Y: 36, Button: tea.MouseLeft})
	if s.a.table.cursor != 0 || s.a.prompt == nil {
		t.Error("a click behind the command line did something")
	}
	s.press("esc", "c")
	x, y := at("✓ BUCKET")
	s.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	s.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	s.press("enter")
	if slices.Contains(s.a.table.cols, column{field: model.FieldBucket}) {
		t.Error("the column is still shown")
	}
}

// A history step is gone to by its number, with what it matched.
func TestHistoryCommand(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.filter("tls:none")
	s.filter("tls:none op:PutObject")
	s.command("history ")
	s.shows("history 3", "matched 15   ‹ here", "matched 120", "history 1")
	s.press("esc")
	s.runCommand("history 2")
	s.shows("120 match of 600 read")
	s.press("]")
	s.shows("15 match of 600 read")
}

// What the commands that are typed do to a record that is hostile is shown
// escaped, too.
func TestHostileCommandLine(t *testing.T) {
	s := newScreen(t, 80, 24, 60, complete, Config{})
	s.press(":")
	s.send(tea.PasteMsg{Content: "find \x1b]0;x\x07\u202e" + strings.Repeat("日", 200)})
	s.send(planMsg{s.a.prompts})
	s.harmless()
	s.fits(80, 24)
}

// A command of the key table's places is offered only where it can be run.
func TestCommandsFitTheirPlace(t *testing.T) {
	s := newScreen(t, 120, 40, 60, complete, Config{})
	s.press("enter", ":")
	s.hides("goto")
	s.write("copy-r")
	s.shows("copy-record")
	s.press("ctrl+u")
	s.write("goto #1")
	s.press("enter")
	s.shows("does nothing here")
	for _, c := range s.a.commands {
		if c.act != actNone && actionNames[c.act] == "" {
			t.Errorf("%s: its key has no name", c.name)
		}
		if c.in == 0 || c.about == "" || c.needs && c.args == "" {
			t.Errorf("%s is not whole", c.name)
		}
	}
}
