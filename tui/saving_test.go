package tui

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/source/dir"
	"s3sleuth/testdata/demo"
	"s3sleuth/tui/export"
	"s3sleuth/tui/headless"
)

func builtIn(context.Context, string, source.Options) (source.Source, error) {
	return dir.New("demo:", demo.FS, "evidence"), nil
}

// newDemo opens the demo and reads it to its end, in a working folder of its own.
func newDemo(t *testing.T) *screen {
	t.Helper()
	t.Chdir(t.TempDir())
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	s := &screen{t: t, a: newApp(ctx, Config{Source: "demo:", Open: builtIn, Now: func() time.Time { return now }, Version: "v1.2.3"})}
	s.a.after = func(time.Duration, func(time.Time) tea.Msg) tea.Cmd { return nil }
	s.send(tea.WindowSizeMsg{Width: 120, Height: 40})
	s.run(s.a.open("demo:"))
	s.send(tickMsg{gen: 1, at: now, coverage: s.a.sess.loader.Coverage(), snapshot: s.a.sess.store.Snapshot()})
	return s
}

// printed runs a command line, as the dialog tells it, and returns its output.
func printed(t *testing.T, line string) []byte {
	t.Helper()
	var words []string
	for rest := strings.TrimPrefix(line, "s3sleuth "); rest != ""; {
		word, after, _ := strings.Cut(rest, " ")
		if rest[0] == '\'' {
			word, after, _ = strings.Cut(rest[1:], "'")
			after = strings.TrimPrefix(after, " ")
		}
		words, rest = append(words, word), after
	}
	var stdout, stderr bytes.Buffer
	code := headless.Run(t.Context(), headless.Env{
		Stdout: &stdout, Stderr: &stderr,
		Open: builtIn,
		Now:  func() time.Time { return now },
	}, words)
	if code != 0 {
		t.Fatalf("%s\nexit code %d: %s", line, code, &stderr)
	}
	return stdout.Bytes()
}

// A file equals what the command line that the dialog tells prints, byte for
// byte, and its meta file tells what it rests on.
func TestExportEqualsTheCommand(t *testing.T) {
	s := newDemo(t)
	for _, c := range []struct {
		name string
		play func()
		keys []string
		file string
	}{
		{"table as CSV", func() { s.filter("tls:none -is:aws-service") }, []string{"x"}, "s3sleuth-tls-none-is-aws-service.csv"},
		{"newest first, JSON lines", func() { s.press("S") }, []string{"x", "tab", "right"}, "s3sleuth-tls-none-is-aws-service.jsonl"},
		{"all columns", func() {}, []string{"x", "tab", "tab", "right"}, "s3sleuth-tls-none-is-aws-service.csv"},
		{"all fields as JSON lines", func() {}, []string{"x", "tab", "right", "tab", "right"}, "s3sleuth-tls-none-is-aws-service.jsonl"},
		{"original bytes", func() {}, []string{"x", "tab", "left"}, "s3sleuth-tls-none-is-aws-service.raw"},
		{"a time", func() { s.filter("time:2026-11-03..2026-11-05 op:PutObject") }, []string{"x"}, "s3sleuth-op-putobject-20261103-20261105.csv"},
		{"an OR in a time", func() { s.filter("op:PutObject OR tls:1.2"); s.press("z") }, []string{"x"}, ""},
		{"every record", func() { s.filter(""); s.run(s.a.setRange(0, 0)) }, []string{"x"}, "s3sleuth.csv"},
		{"marked records", func() { s.press("g", "space", "j", "space", "G", "space") }, []string{"x", "right"}, "s3sleuth-3-marked.csv"},
		{"times in another zone", func() { s.filter("is:public-acl"); s.runCommand("tz Asia/Tokyo") }, []string{"x", "tab", "tab", "tab", "right"}, "s3sleuth-is-public-acl.csv"},
		{"by a column", func() { s.filter("op:GetObject"); s.runCommand("sort bytes desc") }, []string{"x"}, "s3sleuth-op-getobject.csv"},
		{"without accounts and callers", func() { s.runCommand("tz utc"); s.filter("is:delete") }, []string{"x", "tab", "tab", "tab", "right"}, "s3sleuth-is-delete-redacted.csv"},
		{"counts of a facet", func() { s.filter(""); s.press("f", "j", "j") }, []string{"x"}, "s3sleuth-by-tls.csv"},
		{"counts as JSON", func() {}, []string{"x", "tab", "right"}, "s3sleuth-by-tls.json"},
		{"counts of a column", func() { s.filter("tls:none"); s.press("^", "l") }, []string{"x", "right", "right"}, "s3sleuth-tls-none-by-op.csv"},
		{"counts by several fields", func() { s.runCommand("count bucket principal tls") }, []string{"x"}, "s3sleuth-tls-none-by-bucket-principal-tls.csv"},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := t.TempDir()
			t.Chdir(folder)
			c.play()
			s.press(c.keys...)
			job, name := s.a.box.job(s.a), s.a.box.in.text
			if c.file != "" && name != c.file {
				t.Errorf("the file is named %s, want %s", name, c.file)
			}
			s.press("enter")
			s.shows("wrote s3sleut", "   in "+folder[:10])
			got, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if want := printed(t, job.Command()); !bytes.Equal(got, want) {
				t.Errorf("%s\nprints %d bytes, the file holds %d", job.Command(), len(want), len(got))
			}
			checkMeta(t, name, got, model.Complete)
		})
	}
}

// checkMeta checks the meta file of a file that holds data.
func checkMeta(t *testing.T, name string, data []byte, state model.State) {
	t.Helper()
	text, err := os.ReadFile(name + ".meta.json")
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		File, SHA256, Source, Version, Format string
		Written                               time.Time
		Bytes, Rows, Matched                  int
		Completeness                          struct{ State string }
	}
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(data)
	if m.File != filepath.Base(name) || m.SHA256 != hex.EncodeToString(sum[:]) || m.Bytes != len(data) {
		t.Errorf("the meta file is of another file:\n%s", text)
	}
	if m.Completeness.State != state.String() || m.Version != "v1.2.3" || !m.Written.Equal(now) || m.Matched == 0 || m.Rows == 0 {
		t.Errorf("meta file:\n%s", text)
	}
	if left, _ := filepath.Glob(".s3sleuth-*"); len(left) > 0 {
		t.Errorf("drafts are left: %v", left)
	}
}

// ctrl+s asks nothing and never takes a name that is in use.
func TestQuickExport(t *testing.T) {
	s := newDemo(t)
	s.filter("tls:none")
	s.press("ctrl+s", "ctrl+s", "f", "ctrl+s")
	for _, name := range []string{"s3sleuth-tls-none.csv", "s3sleuth-tls-none-2.csv", "s3sleuth-tls-none-by-tls.csv"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Error(err)
			continue
		}
		checkMeta(t, name, data, model.Complete)
	}
	s.shows("wrote s3sleuth-tls-none-by-tls.csv: 1 row, ")
}

// What rests on partial evidence says so in its name, whatever name was written.
func TestPartialExport(t *testing.T) {
	t.Chdir(t.TempDir())
	s := newScreen(t, 120, 40, 60, partial, Config{Version: "v1.2.3"})
	s.press("x", "tab", "tab", "tab", "tab", "ctrl+u")
	s.write("proof.csv")
	s.shows("PARTIAL 62% (3 files failed, 41 lines refused)", "proof.partial.csv")
	s.press("enter")
	s.shows("wrote proof.partial.csv: 60 rows")
	data, err := os.ReadFile("proof.partial.csv")
	if err != nil {
		t.Fatal(err)
	}
	checkMeta(t, "proof.partial.csv", data, model.Partial)
	if _, err := os.Stat("proof.csv"); err == nil {
		t.Error("there is a file without the mark")
	}
}

// A file that is there is written over only when the user says so again, and
// not when the name has changed since.
func TestExportAsksBeforeItWritesOver(t *testing.T) {
	t.Chdir(t.TempDir())
	s := newScreen(t, 120, 40, 60, complete, Config{})
	const precious = "years of work"
	holds := func(name string, want bool) {
		t.Helper()
		data, err := os.ReadFile(name)
		if err != nil || (string(data) == precious) != want {
			t.Errorf("%s holds %.20q, %v", name, data, err)
		}
	}
	for _, name := range []string{"a.csv", "b.csv"} {
		if err := os.WriteFile(name, []byte(precious), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.press("x", "up", "ctrl+u")
	s.write("a.csv")
	s.press("enter")
	s.shows("exists already: ⏎ write over it, or change the name   a.csv")
	holds("a.csv", true)
	s.press("ctrl+u")
	s.write("b.csv")
	s.press("enter")
	s.shows("or change the name   b.csv")
	holds("b.csv", true)
	s.press("enter")
	s.shows("wrote b.csv")
	holds("a.csv", true)
	holds("b.csv", false)
	s.press("x", "up", "ctrl+u")
	s.write("nowhere/c.csv")
	s.press("enter")
	s.shows("error: export to", "no such file or directory")
	s.press("esc")
	s.hides("EXPORT")
}

// ctrl+c ends a file being written and leaves nothing of it; what comes late of
// an older one is dropped.
func TestExportIsStopped(t *testing.T) {
	t.Chdir(t.TempDir())
	s := newScreen(t, 120, 40, 600, complete, Config{})
	enter := tea.KeyPressMsg{Code: tea.KeyEnter}
	s.press("x")
	_, cmd := s.a.Update(enter)
	s.shows("writing s3sleuth.csv …", "^c stop")
	s.press("x", "enter", "right") // one at a time
	s.press("ctrl+c")
	s.run(cmd)
	s.shows("the export was stopped: no file was written")
	if left, _ := os.ReadDir("."); len(left) > 0 {
		t.Errorf("files are left: %v", left)
	}
	s.press("j")
	s.send(savedMsg{gen: s.a.saving.gen - 1})
	s.hides("wrote")

	s.press("x")
	_, cmd = s.a.Update(enter)
	s.press("esc")
	s.shows("RECORDS", "writing s3sleuth.csv …")
	s.press("x")
	s.shows("a file is being written")
	s.run(cmd)
	s.shows("wrote s3sleuth.csv: 600 rows")
}

// What a log holds reaches neither a spreadsheet nor a terminal as more than
// text, and secrets stay where they are.
func TestExportOfHostileValues(t *testing.T) {
	t.Chdir(t.TempDir())
	const secret = "X-Amz-Signature=0123456789abcdef"
	s := newScreen(t, 120, 40, 0, complete, Config{Source: "evil\x1b]0;x\x07"})
	var records []values
	for _, e := range []string{"=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\x1b[2J", "a\nb", "x\u202egpj", "\xff\xfe", "\u009b31m", `","=1`} {
		records = append(records, values{model.FieldOp: e, model.FieldKey: e, model.FieldUA: e, model.FieldReferer: "https://example.com/?" + secret})
	}
	add(t, s.st, start, time.Minute, records...)
	s.tick()
	s.filter(`-ua:"\x1b[31m"`)
	for _, keys := range [][]string{{"x"}, {"x", "tab", "right"}, {"x", "tab", "tab", "right"}} {
		s.press(keys...)
		s.harmless()
		s.press("enter")
		s.harmless()
	}
	files, _ := filepath.Glob("*")
	if len(files) != 4 { // the third is in the way of none: it asks first
		t.Errorf("files: %v", files)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range strings.ReplaceAll(string(data), "\n", "") {
			if r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0x202e {
				t.Errorf("%s holds %U", name, r)
			}
		}
		if bytes.Contains(data, []byte("0123456789abcdef")) && !strings.HasSuffix(name, ".meta.json") {
			t.Errorf("%s holds a secret", name)
		}
		for line := range strings.Lines(string(data)) {
			for _, bad := range []string{",=", ",+", ",@", ",-", `,"=`} {
				if strings.HasSuffix(name, ".csv") && strings.Contains(line, bad) {
					t.Errorf("%s holds a formula: %s", name, line)
				}
			}
		}
	}
}

// While records come in, a file holds all that are there when it is written.
func TestExportWhileReading(t *testing.T) {
	t.Chdir(t.TempDir())
	s := newScreen(t, 120, 40, 60, model.Coverage{State: model.Loading, Files: 10, Bytes: 100, BytesRead: 30}, Config{})
	s.press("x")
	add(t, s.st, start.Add(24*time.Hour), time.Minute, evidence(40)...)
	s.tick()
	s.press("enter")
	s.shows("wrote s3sleuth.partial.csv: 100 rows")
}

// The dialog takes clicks.
func TestExportByMouse(t *testing.T) {
	s := newScreen(t, 120, 40, 60, complete, Config{})
	s.press("l", "x")
	lines := strings.Split(s.text(), "\n")
	for y, l := range lines {
		if x := strings.Index(l, "( ) JSON lines"); x >= 0 {
			s.send(tea.MouseClickMsg{X: width(l[:x]) + 1, Y: y, Button: tea.MouseLeft})
		}
	}
	if s.a.box.format != export.JSONLines {
		t.Error("the click chose nothing")
	}
	s.shows("s3sleuth.jsonl")
}

// ": export" writes without the dialog, and says before what it would write.
func TestExportCommand(t *testing.T) {
	t.Chdir(t.TempDir())
	s := newScreen(t, 120, 40, 60, partial, Config{})
	s.command("export jsonl proof.jsonl")
	s.shows("would write 60 records to proof.partial.jsonl; PARTIAL 62%")
	s.press("enter")
	s.shows("wrote proof.partial.jsonl: 60 rows")
	s.command("export jsonl proof.jsonl")
	s.press("enter")
	s.shows("proof.partial.jsonl exists already")
	s.command("export csv")
	s.press("enter")
	s.shows("wrote s3sleuth.partial.csv: 60 rows")
	s.command("export parquet x")
	s.shows("csv, jsonl or raw")
	s.press("esc")
	s.command("export")
	s.press("enter")
	s.shows("EXPORT", "as in the table")
	s.press("y")
	s.shows("the command")
	s.press("esc")
	s.hides("as in the table")
}

// A file has the columns that were chosen for the table.
func TestExportOfChosenColumns(t *testing.T) {
	t.Chdir(t.TempDir())
	s := newScreen(t, 120, 40, 60, complete, Config{})
	s.command("columns tls op")
	s.press("enter", "ctrl+s")
	data, err := os.ReadFile("s3sleuth.csv")
	if err != nil || !strings.HasPrefix(string(data), "time,tls,op\n") {
		t.Errorf("%.60q %v", data, err)
	}
}
