package tui

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/tui/clipboard"
	"s3sleuth/tui/text"
)

// What the screen promises, one check a promise. Those that need a terminal stand
// in pty_linux_test.go, that of the commands in main_linux_test.go.
func TestAcceptance(t *testing.T) {
	for _, c := range []struct {
		title string
		check func(*testing.T)
	}{
		{`1. 0 matches with partial data shows the "not proof" text and the resume key.`, noProof},
		{`2. Every count on every screen has its base and completeness; a grep over goldens finds no bare "0 results".`, countsHaveABase},
		{`3. + then u restores filter, cursor record, scroll and column exactly.`, undoIsExact},
		{`4. The cursor stays on the same record while 1M rows stream in.`, cursorStays},
		{`5. All screens draw at 40x10, 60x20, 80x24, 120x40, 200x60, with and without NO_COLOR, in light and dark, and with --ascii.`, allDraw},
		{`6. A user agent holding every row of 5.7 is shown escaped in table, detail, facet, filter chip, error, title and export.`, hostileIsEscaped},
		{`7. ctrl+c during list, download, parse, query, export leaves usable partial data within 100 ms.`, cancelKeepsAll},
		{`8. Expired credentials and KMS AccessDenied name the profile or key and the fix; r resumes without re-reading.`, faultsNameTheFix},
		{`9. Key table has no clash; each hint on screen is bound; help lists exactly the bound keys.`, keysAreTrue},
		{`10. Copy works: plain terminal, tmux default, SSH; or says why not and where the text was saved.`, copyTells},
	} {
		t.Run(c.title, c.check)
	}
}

func noProof(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {80, 24}, {120, 40}} {
		s := newScreen(t, size[0], size[1], 600, partial, Config{})
		s.filter("tls:1.0")
		all := strings.Join(strings.Fields(s.text()), " ")
		for _, want := range []string{"NOT proof", "PARTIAL 62%"} {
			if !strings.Contains(all, want) {
				t.Errorf("%v: %q is not shown:\n%s", size, want, s.text())
			}
		}
		if !strings.Contains(all, "r read on") && !strings.Contains(all, "PARTIAL 62% r") {
			t.Errorf("%v: the key that reads on is not shown:\n%s", size, s.text())
		}
		s.press("r")
		if s.a.sess.gen == 1 {
			t.Errorf("%v: r does not read on", size)
		}
		s.load.coverage = complete
		s.tick()
		s.hides("NOT proof", "read on")
	}
}

// states are the words that say how complete a screen's counts are. Before the
// reading begins, counts are of what there is.
var states = []string{"COMPLETE", "PARTIAL", "LOADING", "PAUSED", "STOPPED", "FOLLOWING", "nothing is read before"}

var (
	bareNone = regexp.MustCompile(`(?:^|[^0-9,])0 (?:results?|records?|matches)\b`)
	counted  = regexp.MustCompile(`[0-9] (?:match|matches|records?|values)\b`)
	matches  = regexp.MustCompile(`[0-9] match\b.{0,4}`)
)

func countsHaveABase(t *testing.T) {
	goldens, err := filepath.Glob("testdata/Test*/*.golden")
	if err != nil || len(goldens) < 100 {
		t.Fatalf("%d goldens, %v", len(goldens), err)
	}
	check := func(name, screen string) {
		if bad := bareNone.FindString(screen); bad != "" && !strings.Contains(screen, "proof") {
			t.Errorf("%s: a bare %q:\n%s", name, bad, screen)
		}
		for _, m := range matches.FindAllString(screen, -1) {
			if !strings.Contains(m, "match of") && !strings.Contains(m, "│") { // where nothing lies over it
				t.Errorf("%s: %q tells no base", name, m)
			}
		}
		if counted.MatchString(screen) && !slices.ContainsFunc(states, func(s string) bool { return strings.Contains(screen, s) }) {
			t.Errorf("%s: counts, and no word on how complete they are:\n%s", name, screen)
		}
	}
	for _, name := range goldens {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		check(filepath.Base(name), string(b))
	}
	for _, c := range allScenes() { // and where not everything was read
		for _, size := range [][2]int{{40, 10}, {60, 16}, {100, 24}, {180, 45}} {
			s := c.at(t, size[0], size[1])
			if s.a.sess == nil { // the picker has nothing to count
				continue
			}
			s.load.coverage = partial
			s.tick()
			check(fmt.Sprintf("%s at %v", c.name, size), s.text())
		}
	}
}

func undoIsExact(t *testing.T) {
	for _, c := range []struct{ before, after []string }{
		{[]string{"G", "k", "k", "k", "ctrl+u", "l", "l", "l"}, []string{"g", "h"}},
		{[]string{"l", "l", "l"}, nil},
		{[]string{"pgdown", "pgdown", "up", "$"}, []string{"G"}},
		{[]string{"S", "pgdown", "l", "l", "l"}, []string{"^"}},
		{[]string{"l", "l", "l", "l", "+", "pgdown", "j", "j", "h"}, []string{"j", "l", "l"}},
	} {
		s := newScreen(t, 120, 40, 600, complete, Config{})
		s.press(c.before...)
		was, at, top, text := s.seen(), s.a.standing(), s.a.table.top, s.a.hist.now().text
		s.press("+")
		if s.a.hist.now().text == text {
			t.Fatalf("%v: + does nothing", c.before)
		}
		s.press(c.after...)
		s.press("u")
		if diff := cmp.Diff(lines(was), lines(s.seen())); diff != "" || s.a.standing() != at || s.a.table.top != top || s.a.hist.now().text != text {
			t.Errorf("%v: stands at %+v, stood at %+v; the screen: %s", c.before, s.a.standing(), at, diff)
		}
	}
}

func cursorStays(t *testing.T) {
	rows := 1_000_000
	if testing.Short() {
		rows = 100_000
	}
	loading := model.Coverage{State: model.Loading, Files: 100, FilesFinal: true, FilesRead: 3, Bytes: 1000, BytesRead: 30}
	s := newScreen(t, 120, 40, 600, loading, Config{})
	s.press("G", "k", "k", "k", "k", "k", "k", "l", "l")
	at := s.a.standing()
	block := make([]values, store.MaxBatch)
	for n, i := 600, 0; n < rows; n, i = n+len(block), i+1 {
		for k := range block {
			block[k] = values{model.FieldID: fmt.Sprintf("R%d-%d", i, k), model.FieldTLS: "1.2", model.FieldOp: "GetObject"}
		}
		from := start.Add(-time.Duration(i+1) * 12 * time.Hour) // older ones, and newer ones
		if i%2 == 1 {
			from = start.Add(time.Duration(i) * 24 * time.Hour)
		}
		add(t, s.st, from, time.Second, block...)
		s.tick()
		if now := s.a.standing(); now != at {
			t.Fatalf("after %d rows: at %+v, was at %+v", n, now, at)
		}
	}
	if n := s.a.table.len(); n < rows {
		t.Errorf("%d rows, want %d", n, rows)
	}
	s.press("j", "k")
	if now := s.a.standing(); now != at {
		t.Errorf("down and up leads to %+v, not back to %+v", now, at)
	}
}

// allScenes are all screens there are.
func allScenes() []scene {
	out := append(append(scenes(), commandScenes()...), stateScenes()...)
	for _, c := range relatedScreens {
		out = append(out, scene{c.name, -1, complete, false, c.play})
	}
	return out
}

// at plays a scene on a screen of w by h.
func (c *scene) at(t *testing.T, w, h int) *screen {
	t.Helper()
	if c.n < 0 && c.name != "marks" {
		s := demoScreen(t, w, h)
		c.play(s)
		return s
	}
	n := c.n
	if n < 0 {
		n = 600
	}
	s := newScreen(t, w, h, n, c.c, Config{Version: "1.0"})
	c.play(s)
	return s
}

func allDraw(t *testing.T) {
	for _, c := range allScenes() {
		for _, size := range [][2]int{{40, 10}, {60, 20}, {80, 24}, {120, 40}, {200, 60}} {
			s := c.at(t, size[0], size[1])
			var dark, light string
			for look := range 8 {
				isDark, mono, ascii := look&1 == 0, look&2 != 0, look&4 != 0
				s.a.th, s.a.dirty = newTheme(isDark, mono, ascii), true
				s.fits(size[0], size[1])
				s.harmless()
				content := s.a.View().Content
				if mono && strings.Contains(content, "38;") {
					t.Errorf("%s at %v: colours in spite of NO_COLOR", c.name, size)
				}
				if i := strings.IndexFunc(s.text(), func(r rune) bool { return r > 0x7e }); ascii && i >= 0 {
					t.Errorf("%s at %v: %q on an ASCII terminal:\n%s", c.name, size, s.text()[i:i+4], s.text())
				}
				if len(strings.Fields(s.text())) < 5 {
					t.Errorf("%s at %v: nothing is drawn:\n%s", c.name, size, s.text())
				}
				switch look {
				case 0:
					dark = content
				case 1:
					light = content
				}
			}
			if dark == light {
				t.Errorf("%s at %v: light and dark are the same", c.name, size)
			}
		}
	}
}

// hostile are values that a terminal would obey, and what is shown of them.
var hostile = []struct{ name, value, shown string }{
	{"CSI", "a\x1b[2Jb", `a\x1b[2Jb`},
	{"OSC 0", "a\x1b]0;owned\x07b", `a\x1b]0;owned\x07b`},
	{"OSC 52", "a\x1b]52;c;ZXZpbA==\x07b", `a\x1b]52;c;ZXZpbA==\x07b`},
	{"DCS", "a\x1bPq#0;2\x1b\\b", `a\x1bPq#0;2\x1b\b`},
	{"APC", "a\x1b_Ga=T\x1b\\b", `a\x1b_Ga=T\x1b\b`},
	{"SOS", "a\x1bXsos\x1b\\b", `a\x1bXsos\x1b\b`},
	{"PM", "a\x1b^pm\x1b\\b", `a\x1b^pm\x1b\b`},
	{"C1", "a\u009b31mb", `a\u009b31mb`},
	{"SGR", "a\x1b[8mhidden", `a\x1b[8mhidden`},
	{"OSC 8", "a\x1b]8;;http://evil.example\x1b\\b", `a\x1b]8;;http://evil.example\x1b\b`},
	{"CR", "good\rEVIL", `good\rEVIL`},
	{"LF", "a\nb", `a\nb`},
	{"TAB", "a\tb", `a\tb`},
	{"bidi", "user\u202egpj.exe", `user\u202egpj.exe`},
}

func hostileIsEscaped(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, h := range hostile {
		t.Run(h.name, func(t *testing.T) {
			s := newScreen(t, 160, 40, 0, complete, Config{Source: h.value})
			add(t, s.st, start, time.Minute, values{model.FieldID: "A1", model.FieldUA: h.value, model.FieldOp: "GetObject", model.FieldTLS: "1.2"})
			s.tick()
			escaped := func(where string) {
				t.Helper()
				s.harmless()
				s.fits(160, 40)
				if !strings.Contains(s.text(), h.shown) {
					t.Errorf("%s does not show %s:\n%s", where, h.shown, s.text())
				}
			}
			if title := s.a.View().WindowTitle; !strings.Contains(title, h.shown) {
				t.Errorf("the title is %q", title)
			}
			s.runCommand("columns ua")
			s.press("l")
			escaped("the table")
			s.press("f")
			s.toFacet(model.FieldUA)
			s.press("enter", "j")
			escaped("the facet")
			s.press("esc", "enter")
			escaped("the detail")
			s.press("q", "+", "/", "shift+tab")
			escaped("the chip")
			s.press("esc")
			s.send(answerMsg{gen: s.a.q.gen, err: fmt.Errorf("store: %s", h.value)})
			escaped("the error")
			s.a.q.err = nil
			name := "out-" + strings.ReplaceAll(h.name, " ", "")
			s.runCommand("export csv " + name + ".csv")
			csv, err := os.ReadFile(name + ".csv")
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(csv), h.shown) {
				t.Errorf("the export does not hold %s:\n%s", h.shown, csv)
			}
			for _, line := range strings.Split(strings.TrimSuffix(string(csv), "\n"), "\n") {
				if _, bad := text.Display(line); bad {
					t.Errorf("the export holds what a terminal obeys: %q", line)
				}
			}
		})
	}
}

func keysAreTrue(t *testing.T) {
	if c := clashes(bindings); c != nil {
		t.Errorf("clashes: %+v", c)
	}
	keys := newKeyTable(bindings)
	for in := place(1); in&anywhere != 0; in <<= 1 {
		bound := map[string]bool{}
		for k := range keys.acts[in] {
			bound[k] = true
		}
		for _, b := range keys.hints(in) {
			if !slices.ContainsFunc(b.keys, func(k string) bool { return keys.action(in, k) == b.act }) {
				t.Errorf("place %b: the hint %q is not bound", in, b.label)
			}
		}
		listed := map[string]bool{}
		for _, l := range newHelp(keys, in).lines() {
			if l.bind != nil && l.bind.in&in != 0 {
				for _, k := range l.bind.keys {
					listed[k] = true
				}
			}
		}
		if diff := cmp.Diff(bound, listed); diff != "" {
			t.Errorf("place %b: keys bound, and listed by the help (-bound +listed):\n%s", in, diff)
		}
	}
	for _, c := range allScenes() { // the hint line as it is drawn
		s := c.at(t, 120, 40)
		foot := lines(s.text())
		checkHints(t, c.name, s, foot[len(foot)-1])
	}
}

// checkHints fails unless every key of a drawn hint line is bound where keys go.
func checkHints(t *testing.T, name string, s *screen, line string) {
	t.Helper()
	line, _, _ = strings.Cut(line, "⚠")
	hints := map[string]bool{}
	for _, b := range s.a.keys.rows {
		if b.in&s.a.place() != 0 {
			for _, k := range b.keys {
				hints[keyLabel([]string{k})+" "+b.hint] = true
			}
			hints[b.label+" help"] = hints[b.label+" help"] || b.act == actHelp
		}
	}
	for _, hint := range strings.Split(strings.TrimSpace(line), "   ") {
		if hint = strings.TrimSpace(hint); hint != "" && !hints[hint] {
			t.Errorf("%s: the hint %q is of no key there", name, hint)
		}
	}
}

func copyTells(t *testing.T) {
	find := func(names ...string) func(string) bool {
		return func(p string) bool { return slices.Contains(names, p) }
	}
	variables := func(list ...string) func(string) string {
		return func(name string) string {
			for _, v := range list {
				if is, value, _ := strings.Cut(v, "="); is == name {
					return value
				}
			}
			return ""
		}
	}
	for _, c := range []struct {
		name string
		desk clipboard.Desk
		long bool
		tool string // that was given the text
		osc  bool   // the terminal was
		says string
	}{
		{"a plain terminal", clipboard.Desk{System: "linux", Variable: variables(), Find: find()}, false, "", true, "sent to the terminal (OSC 52): op = GetObject"},
		{"tmux as it comes", clipboard.Desk{System: "linux", Variable: variables("TMUX=/tmp/t,1,0"), Find: find("tmux")}, false, "tmux", true, "sent to the terminal (OSC 52) and tmux: op = GetObject"},
		{"SSH", clipboard.Desk{System: "linux", Variable: variables("SSH_TTY=/dev/pts/1", "DISPLAY=:10"), Find: find("xclip")}, false, "", true, "sent to the terminal (OSC 52): op = GetObject"},
		{"too long", clipboard.Desk{System: "linux", Variable: variables(), Find: find(), Save: func(string) (string, error) { return "/state/copy.txt", nil }}, true, "", false, "saved to /state/copy.txt"},
		{"too long, and no folder", clipboard.Desk{System: "linux", Variable: variables(), Find: find()}, true, "", false, "not copied; too long"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tool := ""
			c.desk.Run = func(_ ctx, _, p string, _ ...string) error { tool = p; return nil }
			s := newScreen(t, 120, 40, 60, complete, Config{Desk: c.desk})
			var cmd tea.Cmd
			if c.long {
				cmd = s.a.copyText("the record", strings.Repeat("x", 80_000))
			} else {
				s.a.table.moveColumn(1)
				_, cmd = s.a.Update(tea.KeyPressMsg(tea.Key{Code: 'y', Text: "y"}))
			}
			osc := false
			s.watch(cmd, func(msg tea.Msg) { osc = osc || fmt.Sprintf("%T", msg) == fmt.Sprintf("%T", tea.SetClipboard("")()) })
			if tool != c.tool || osc != c.osc {
				t.Errorf("given to %q, to the terminal: %v; want %q, %v", tool, osc, c.tool, c.osc)
			}
			s.shows(c.says)
		})
	}
}

// watch runs a command as run does, and shows every message to see.
func (s *screen) watch(cmd tea.Cmd, see func(tea.Msg)) {
	if cmd == nil {
		return
	}
	msg := cmd()
	if batch, is := msg.(tea.BatchMsg); is {
		for _, c := range batch {
			s.watch(c, see)
		}
		return
	}
	see(msg)
	_, next := s.a.Update(msg)
	s.watch(next, see)
}
