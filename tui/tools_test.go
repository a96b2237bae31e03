package tui

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/tui/clipboard"
)

// Columns are chosen, moved and sized; the table follows at once, and it is one
// step that can be undone.
func TestColumnsAreChosen(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	usual := len(s.a.table.cols)
	s.press("c", "space")
	if s.a.table.cols[1].field == model.FieldOp || len(s.a.table.cols) != usual-1 {
		t.Errorf("columns %v", s.a.table.cols)
	}
	s.press("j", "K", "enter")
	want := []column{{field: model.FieldTLS}, {field: model.FieldStatus}, {field: model.FieldBucket}}
	if diff := cmp.Diff(want, s.a.hist.now().cols[:3], cmp.AllowUnexported(column{})); diff != "" {
		t.Error(diff)
	}
	s.press("u")
	if got := s.a.table.cols[1].field; got != model.FieldOp {
		t.Errorf("after undo the first column is %s", got)
	}
	s.press("ctrl+r", "c", "r", "enter")
	if got := s.a.hist.now(); got.cols != nil || len(s.a.table.cols) != usual {
		t.Errorf("after reset: %v", got.cols)
	}
	s.press("c", "G", "space", "esc")
	if len(s.a.table.cols) != usual || s.a.chooser != nil {
		t.Error("esc took the columns")
	}
	for range 60 { // every column but one can be hidden
		s.press("c", "space", "enter")
	}
	if got := len(s.a.table.cols); got != 2 {
		t.Errorf("%d columns are left, want TIME and one", got)
	}
}

// Every field of a record can be a column.
func TestEveryFieldCanBeAColumn(t *testing.T) {
	for f := range model.NumFields {
		if f == model.FieldTime || f == model.FieldPath {
			continue
		}
		s := newScreen(t, 80, 24, 60, complete, Config{})
		s.runCommand("columns " + f.String())
		s.shows(model.Fields[f].Title)
		s.fits(80, 24)
	}
}

// A column keeps the width it was given.
func TestColumnsAreSized(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.press("l", "l", "l", "l")
	was := s.a.table.widthOf(4, s.a.table.drawn)
	s.press("ctrl+left", "ctrl+left")
	s.shows("acme-s…")
	if got := s.a.table.widthOf(4, s.a.table.drawn); got != was-4 {
		t.Errorf("%d wide, want %d", got, was-4)
	}
	for range 100 {
		s.press("ctrl+left")
	}
	if got := s.a.table.widthOf(4, s.a.table.drawn); got != leastSize {
		t.Errorf("%d wide, want %d", got, leastSize)
	}
	s.press("c", "r", "enter")
	if got := s.a.table.widthOf(4, s.a.table.drawn); got != was {
		t.Errorf("after reset %d wide, want %d", got, was)
	}
}

// A condition is switched off and on again, negated and removed; enter applies
// what is left as one step, and esc nothing.
func TestConditions(t *testing.T) {
	for _, c := range []struct {
		name string
		keys []string
		want string
		off  []string
	}{
		{"off", []string{"space", "enter"}, "tls:none op:PutObject", []string{"bucket:acme-backup"}},
		{"the first off", []string{"left", "left", "space", "enter"}, "op:PutObject bucket:acme-backup", []string{"tls:none"}},
		{"off and on", []string{"space", "space", "enter"}, "tls:none op:PutObject bucket:acme-backup", nil},
		{"negated", []string{"-", "enter"}, "tls:none op:PutObject -bucket:acme-backup", nil},
		{"negated twice", []string{"-", "-", "enter"}, "tls:none op:PutObject bucket:acme-backup", nil},
		{"removed", []string{"left", "backspace", "enter"}, "tls:none bucket:acme-backup", nil},
		{"all removed", []string{"x", "x", "x", "enter"}, "", nil},
		{"typed on", []string{"x", "tab", "backspace", "enter"}, "tls:none op:PutObjec", nil},
		{"left as it was", []string{"x", "esc"}, "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScreen(t, 120, 40, 600, complete, Config{})
			s.press("/")
			s.write("tls:none op:PutObject bucket:acme-backup")
			s.press("shift+tab")
			s.press(c.keys...)
			h := s.a.hist.now()
			if h.text != c.want || !cmp.Equal(h.off, c.off) {
				t.Errorf("filter %q off %q, want %q off %q", h.text, h.off, c.want, c.off)
			}
			if s.a.bar.editing {
				t.Error("the line is still open")
			}
		})
	}
}

// A condition that is off stays in the line, is said to be off, and comes back.
func TestConditionsOffStay(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.filter("tls:none")
	s.press("/", "shift+tab", "space", "enter")
	s.shows("off: tls:none", "600 match of 600 read", "off: tls:none")
	s.press("l", "+") // another condition leaves it where it is
	s.shows("op:GetObject", "off: tls:none")
	s.press("/", "shift+tab", "space", "enter")
	if h := s.a.hist.now(); h.text != "op:GetObject tls:none" || len(h.off) != 0 {
		t.Errorf("filter %q, off %q", h.text, h.off)
	}
	s.press("u", "u", "u")
	s.shows("120 match of 600 read")
	s.hides("off:")
}

// A disjunction stays one condition.
func TestConditionsKeepTheirBrackets(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.press("/")
	s.write("(tls:none OR op:PutObject) bucket:acme-backup")
	s.press("shift+tab", "space", "space", "enter")
	if got := s.a.q.answer.Matched; got != 60 {
		t.Errorf("%d match, want 60: %s", got, s.a.hist.now().text)
	}
}

// y copies the value, Y the record, gy the path; the screen says where it went,
// and secrets are masked.
func TestCopy(t *testing.T) {
	var got string
	desk := clipboard.Desk{
		System: "darwin",
		Find:   func(string) bool { return true },
		Run:    func(_ context.Context, in, _ string, _ ...string) error { got = in; return nil },
		Save:   func(text string) (string, error) { got = text; return "/state/copy-1.txt", nil },
	}
	for _, c := range []struct {
		name  string
		keys  []string
		want  string // begins with
		shows string
	}{
		{"a time", []string{"y"}, "2026-11-01T03:12:09Z", "sent to the terminal (OSC 52) and pbcopy: time = 2026-11-01T03:12:09Z (20 B)"},
		{"a cell", []string{"l", "y"}, "GetObject", "op = GetObject (9 B)"},
		{"a value of a facet", []string{"tab", "j", "y"}, "1.2", "tls = 1.2"},
		{"not recorded", []string{"l", "l", "l", "l", "l", "l", "l", "y"}, "", "no value under the cursor to copy"},
		{"the record", []string{"Y"}, `{"time":"2026-11-01T03:12:09Z","kind":"accesslog","tls":"none","principal":"anonymous"`, "the record as JSON"},
		{"a field of the line", []string{"enter", "tab", "G", "k", "k", "y"}, "", ""},
		{"the original", []string{"enter", "tab", "tab", "Y"}, "111 acme-backup [01/Nov/2026:03:12:41 +0000] 10.20.4.17 - \"GET /x?X-Amz-Signature=MASKED HTTP/1.1\"", "the original record"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got = ""
			s := newScreen(t, 120, 40, 600, complete, Config{Desk: desk})
			s.press(c.keys...)
			if !strings.HasPrefix(got, c.want) || c.want == "" && got != "" {
				t.Errorf("copied %q, want %q", got, c.want)
			}
			s.shows(c.shows)
			if strings.HasPrefix(got, "{") && !json.Valid([]byte(got)) {
				t.Errorf("no JSON: %s", got)
			}
		})
	}
}

// What is copied may be pasted into a terminal: what it would obey is escaped.
func TestCopyIsHarmless(t *testing.T) {
	var got string
	desk := clipboard.Desk{System: "darwin", Find: func(string) bool { return true }, Run: func(_ context.Context, in, _ string, _ ...string) error { got = in; return nil }}
	s := newScreen(t, 120, 40, 0, complete, Config{Desk: desk})
	add(t, s.st, start, time.Second, values{model.FieldID: "A", model.FieldOp: "GetObject\x1b[201~\nrm -rf ~\r"})
	s.tick()
	s.press("l", "y")
	if want := `GetObject\x1b[201~\nrm -rf ~\r`; got != want {
		t.Errorf("copied %q, want %q", got, want)
	}
	s.shows("control characters escaped")
}

// What is too long for the terminal goes to a file whose path is said.
func TestCopyTooLong(t *testing.T) {
	s := newScreen(t, 120, 40, 60, complete, Config{Desk: clipboard.Desk{Save: func(string) (string, error) { return "/state/copy-1.txt", nil }}})
	s.run(s.a.copyText("the record", strings.Repeat("x", 80_000)))
	s.shows("too long for the terminal's clipboard: saved to /state/copy-1.txt: the record (78 KiB)")
	s = newScreen(t, 120, 40, 60, complete, Config{})
	s.run(s.a.copyText("the record", strings.Repeat("x", 80_000)))
	s.shows("not copied; too long for the terminal's clipboard, and there is no folder")
}

// gy copies the path of a field of the tree; g alone goes to the top when no
// second key comes.
func TestChord(t *testing.T) {
	var got string
	desk := clipboard.Desk{System: "darwin", Find: func(string) bool { return true }, Run: func(_ context.Context, in, _ string, _ ...string) error { got = in; return nil }}
	s := newScreen(t, 120, 40, 60, complete, Config{Desk: desk})
	s.press("enter", "tab")
	s.a.detail.setRaw([]byte(`{"eventName":"PutObject","requestParameters":{"x-amz-acl":["public-read"]}}`), nil, nil)
	s.a.dirty = true
	s.shows("requestParameters")
	s.press("j", "j", "g", "y")
	if got != "requestParameters" {
		t.Errorf("copied %q", got)
	}
	s.press("j", "g")
	s.send(chordMsg{s.a.chord.gen})
	if c := s.a.detail.pages[tabTree].cursor; c != 0 {
		t.Errorf("g alone: line %d", c)
	}
	s.press("j", "j", "g", "j")
	if c := s.a.detail.pages[tabTree].cursor; c != 1 {
		t.Errorf("g, then another key: line %d", c)
	}
	s.press("g")
	s.send(chordMsg{s.a.chord.gen - 1})
	if s.a.chord.key == "" {
		t.Error("a late pause ended the waiting")
	}
}

// Filters and commands are remembered from visit to visit, at most so many, the
// latest last, and without secrets.
func TestRemember(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "state", "s3sleuth")
	s := newScreen(t, 80, 24, 60, complete, Config{State: folder})
	s.filter("tls:none")
	s.filter("op:PutObject")
	s.filter("tls:none")
	s.filter(`referer:"?X-Amz-Signature=0123456789abcdef"`)
	s.runCommand("tz local")
	s = newScreen(t, 80, 24, 60, complete, Config{State: folder})
	if diff := cmp.Diff([]string{"op:PutObject", "tls:none"}, s.a.bar.recent); diff != "" {
		t.Error(diff)
	}
	s.press("/", "up", "up")
	if got := s.a.bar.in.text; got != "op:PutObject" {
		t.Errorf("two up: %q", got)
	}
	s.press("esc", ":")
	s.shows("tz local", "run before")
	var list []string
	for i := range 300 {
		list = latest(list, itoa(i), filtersKept)
	}
	if len(list) != filtersKept || list[0] != "100" || list[199] != "299" {
		t.Errorf("%d kept, from %s to %s", len(list), list[0], list[len(list)-1])
	}
	info, err := os.Stat(filepath.Join(folder, "filters"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
}

// The filter is written in the editor and comes back into the line, unapplied.
func TestEditor(t *testing.T) {
	s := newScreen(t, 80, 24, 600, complete, Config{Environment: []string{"EDITOR=ed -s"}})
	var ran []string
	s.a.outside = func(c *exec.Cmd, done tea.ExecCallback) tea.Cmd {
		ran = c.Args
		return func() tea.Msg {
			was, _ := os.ReadFile(c.Args[len(c.Args)-1])
			if string(was) != "tls:none\n" {
				t.Errorf("the editor was given %q", was)
			}
			if err := os.WriteFile(c.Args[len(c.Args)-1], []byte("tls:none\n  op:PutObject\x1b\n"), 0o600); err != nil {
				t.Error(err)
			}
			return done(nil)
		}
	}
	s.press("/")
	s.write("tls:none")
	s.press("ctrl+o")
	if got := s.a.bar.in.text; got != "tls:none   op:PutObject" {
		t.Errorf("line %q", got)
	}
	if len(ran) != 3 || ran[0] != "ed" || ran[1] != "-s" {
		t.Errorf("ran %q", ran)
	}
	if _, err := os.Stat(ran[2]); !errors.Is(err, os.ErrNotExist) {
		t.Error("the file was left behind")
	}
	if s.a.hist.at != 0 {
		t.Error("it was applied")
	}
	s.a.outside = func(_ *exec.Cmd, done tea.ExecCallback) tea.Cmd {
		return func() tea.Msg { return done(errors.New("exit status 1")) }
	}
	s.press("ctrl+o")
	s.shows("ed: exit status 1")
}

// The pager gets the record masked and with its control characters escaped.
func TestPager(t *testing.T) {
	s := newScreen(t, 80, 24, 60, complete, Config{Environment: []string{"PAGER=less -S"}})
	var args []string
	s.a.outside = func(c *exec.Cmd, done tea.ExecCallback) tea.Cmd {
		args = c.Args
		b := make([]byte, 4096)
		n, _ := c.Stdin.Read(b)
		if got := string(b[:n]); !strings.Contains(got, "X-Amz-Signature=MASKED") {
			t.Errorf("the pager got %q", got)
		}
		return func() tea.Msg { return done(nil) }
	}
	s.press("enter", "ctrl+o")
	if !cmp.Equal(args, []string{"less", "-S"}) {
		t.Errorf("ran %q", args)
	}
}

// Times are shown in the zone chosen, which is always printed, and nothing that
// is asked changes.
func TestTimeZones(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.shows("TIME (UTC)", "UTC")
	s.runCommand("tz Europe/Berlin")
	s.shows("TIME (CET)", "Europe/Berlin", "04:12:09", "time in Europe/Berlin")
	asked := s.a.q.gen
	s.runCommand("tz Asia/Kolkata")
	s.shows("TIME (IST)", "08:42:09")
	if s.a.q.gen != asked {
		t.Error("the store was asked again")
	}
	s.press("enter")
	s.shows("IST", "UTC, ") // the record itself tells UTC, too
	s.press("q")
	s.runCommand("tz utc")
	s.runCommand("times relative")
	s.press("j")
	s.shows("-7 m", "+7 m", "03:19:09")
}

func TestClock(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zones here:", err)
	}
	c := clock{loc: berlin}
	winter := time.Date(2026, 10, 25, 3, 0, 0, 0, time.UTC).UnixMilli()
	summer := time.Date(2026, 10, 24, 3, 0, 0, 0, time.UTC).UnixMilli()
	for _, x := range []struct{ got, want string }{
		{c.stamp(winter), "2026-10-25 04:00:00 CET"},
		{c.stamp(summer), "2026-10-24 05:00:00 CEST"},
		{c.end(winter), "2026-10-25 04:00 CET"},
		{c.between(summer, winter), "CEST/CET"},
		{c.timeRange(summer, winter), "2026-10-24 05:00 → 10-25 04:00 (1 d) CEST/CET"},
		{clock{}.stamp(winter), "2026-10-25 03:00:00 UTC"},
		{clock{loc: time.FixedZone("", 5*3600)}.abbreviation(winter), "UTC+0500"},
		{c.distance(winter, summer), "+1 d"},
		{c.distance(summer, winter), "-1 d"},
		{c.distance(summer, summer), "±0"},
	} {
		if x.got != x.want {
			t.Errorf("%q, want %q", x.got, x.want)
		}
	}
}

// Labels of the axis stand at round moments of the zone.
func TestAxisFollowsTheZone(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.runCommand("tz Asia/Kolkata")
	s.shows("Mon 02 00:00", "Mon 02 12:00")
}

// Reading shows in the terminal's tab where the terminal can, and only there.
func TestProgressBar(t *testing.T) {
	loading := model.Coverage{State: model.Loading, Files: 10, FilesFinal: true, FilesRead: 3, Bytes: 1000, BytesRead: 300}
	listing, paused := loading, loading
	listing.FilesFinal, paused.State = false, model.Paused
	follows := model.Coverage{State: model.Loading, Files: 10, FilesRead: 10, Stage: source.Following}
	for _, c := range []struct {
		env  string
		cov  model.Coverage
		want *tea.ProgressBar
	}{
		{"WT_SESSION=1", loading, tea.NewProgressBar(tea.ProgressBarDefault, 30)},
		{"TERM_PROGRAM=ghostty", listing, tea.NewProgressBar(tea.ProgressBarIndeterminate, 0)},
		{"TERM_PROGRAM=ghostty", paused, tea.NewProgressBar(tea.ProgressBarWarning, 30)},
		{"TERM_PROGRAM=ghostty", complete, nil},
		{"TERM_PROGRAM=ghostty", follows, nil}, // it has no end
		{"TERM_PROGRAM=Apple_Terminal", loading, nil},
	} {
		s := newScreen(t, 80, 24, 60, c.cov, Config{Environment: []string{c.env}})
		if got := s.a.View().ProgressBar; !cmp.Equal(got, c.want) {
			t.Errorf("%s %s: %+v, want %+v", c.env, c.cov.State, got, c.want)
		}
	}
}

// A theme that was chosen stays when the terminal tells its background.
func TestThemeStays(t *testing.T) {
	s := newScreen(t, 80, 24, 60, complete, Config{})
	s.runCommand("theme light")
	s.a.restyle(true, false)
	if s.a.th.dark {
		t.Error("the terminal's background won")
	}
	s.runCommand("theme auto")
	if !s.a.th.dark {
		t.Error("auto does not follow the background")
	}
}
