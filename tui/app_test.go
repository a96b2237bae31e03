package tui

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

var sgr = regexp.MustCompile("\x1b\\[[0-9;:]*m")

// Every count stands beside what it was counted over.
func TestCountsNameTheirBase(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.shows("600 match of 600 read", "COMPLETE", "1–23 of 600")
	s.filter("tls:none")
	s.shows("120 match of 600 read", "+ none", "(+240)", "‹2/2›", "all › tls:none")
}

// Nothing found in a part of the data is not proof, and says so.
func TestNoMatchInPartialDataIsNoProof(t *testing.T) {
	s := newScreen(t, 80, 24, 600, partial, Config{})
	s.filter("tls:none user:*/mallory op:PutObjectAcl")
	s.shows("No record matches in the 62 % that was read.", "4,563 files were not read (cancelled), so this is NOT proof",
		"What each part matches on its own:", "tls:none", "120", "all together", "PARTIAL 62%", "⚠ 3 files failed, 41 lines refused  ! list",
		"back to every record")
	s.load.coverage = complete
	s.tick()
	s.shows("No record matches: all 600 records were asked and everything was read.", "COMPLETE")
	s.hides("NOT proof")
}

// A filter that cannot be decided by some records says how many.
func TestUndecidedRecordsAreCounted(t *testing.T) {
	s := newScreen(t, 120, 40, 10, complete, Config{})
	add(t, s.st, start.Add(time.Hour), time.Minute, values{model.FieldID: "A1", model.FieldTLS: "unknown", model.FieldOp: "GetObject"})
	s.tick()
	s.filter("tls:<1.2")
	s.shows("2 match of 11 read   and 1 that cannot say  U list")
}

// U, or a click on the words, goes to the records that cannot say, and u comes back.
func TestUndecidedRecordsAreListed(t *testing.T) {
	s := newScreen(t, 120, 40, 10, complete, Config{})
	s.press("U")
	s.shows("every record can say: yes or no")
	add(t, s.st, start.Add(time.Hour), time.Minute, values{model.FieldID: "A1", model.FieldTLS: "unknown", model.FieldOp: "GetObject"}, values{model.FieldID: "A2", model.FieldTLS: "no-evidence", model.FieldBucket: "acme-dl"})
	s.tick()
	s.filter("tls:<1.2 time:2026-11-01..2026-11-02")
	s.shows("2 match of 12 read in this time   and 2 that cannot say")
	was := *s.a.hist.now()
	s.press("U")
	s.shows("2 match of 12 read in this time", "unknown:(tls:<1.2)", "‹3/3›  all › tls:<1.2 › cannot say", "acme-dl", "no-evidence")
	s.hides("that cannot say", "(+") // decided itself; and no value of TLS would add to it
	if now := s.a.hist.now(); now.from != was.from || now.to != was.to {
		t.Errorf("the time went from %d..%d to %d..%d", was.from, was.to, now.from, now.to)
	}
	s.press("l", "l", "l", "+")
	s.shows("1 match of 12 read in this time")
	s.press("u", "u")
	s.click("and 2 that")
	s.shows("unknown:(tls:<1.2)", "2 match of 12 read")
}

// A filter without a match that some records cannot decide offers them.
func TestNoMatchOffersTheUndecided(t *testing.T) {
	s := newScreen(t, 80, 24, 10, complete, Config{})
	add(t, s.st, start.Add(time.Hour), time.Minute, values{model.FieldID: "A1", model.FieldTLS: "unknown"})
	s.tick()
	s.filter("tls:1.0")
	s.shows("No record matches", "But 1 record cannot say", "U   list the records that cannot say")
	s.press("U")
	s.shows("1 match of 11 read")
}

// + then u brings back filter, record, line of the screen and column.
func TestIncludeThenUndoRestoresEverything(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.press("G", "k", "k", "k", "ctrl+u", "l", "l", "l")
	a := s.a
	row, _ := a.table.current()
	before := []int{a.table.cursor, a.table.top, a.table.col}
	s.press("+")
	if got := a.hist.now().text; got != "tls:1.3" && got != "tls:none" && got != "tls:1.2" && got != "tls:1.1" {
		t.Fatalf("filter after +: %q", got)
	}
	if now, _ := a.table.current(); now != row {
		t.Errorf("the cursor left its record for %d", now)
	}
	s.press("g", "h", "u")
	now, _ := a.table.current()
	if diff := cmp.Diff(before, []int{a.table.cursor, a.table.top, a.table.col}); diff != "" || now != row || a.hist.now().text != "" {
		t.Errorf("after undo: row %d, want %d; filter %q; place %s", now, row, a.hist.now().text, diff)
	}
	s.press("]")
	if a.hist.at != 1 || a.hist.now().text == "" {
		t.Errorf("redo leads to step %d, %q", a.hist.at, a.hist.now().text)
	}
}

// The edits of + - and o, on the table, the facets and the detail.
func TestRefine(t *testing.T) {
	for _, c := range []struct {
		name string
		keys []string
		want string
	}{
		{"include a cell", []string{"l", "l", "l", "+"}, "tls:none"},
		{"exclude a cell", []string{"l", "l", "l", "-"}, "-tls:none"},
		{"a second value widens", []string{"l", "l", "l", "+", "u", "j", "+", "f", "g", "j", "j", "+"}, "tls:(1.2, 1.1)"},
		{"exclude from a facet", []string{"tab", "j", "-"}, "-tls:1.2"},
		{"only replaces", []string{"tab", "j", "-", "k", "j", "o"}, "tls:1.2"},
		{"no value of a field", []string{"tab", "G", "g"}, ""},
		{"a field of the record", []string{"enter", "+"}, "principal:anonymous"},
		{"same again changes nothing", []string{"l", "l", "l", "+", "+"}, "tls:none"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScreen(t, 120, 40, 600, complete, Config{})
			s.press(c.keys...)
			if got := s.a.hist.now().text; got != c.want {
				t.Errorf("filter %q, want %q\n%s", got, c.want, s.text())
			}
		})
	}
}

// While the line is no filter, the error names column, message and a way out,
// and the last result stays.
func TestWrongFilter(t *testing.T) {
	s := newScreen(t, 80, 24, 600, complete, Config{})
	s.press("/")
	s.write("tls:none bukket:x")
	s.shows(`col 10: unknown field "bukket"`, "bucket", "✗", "11-01 03:12")
	s.press("enter")
	if s.a.hist.at != 0 || !s.a.bar.editing {
		t.Error("a wrong filter was applied")
	}
	s.press("esc")
	s.shows("600 match of 600 read")
}

// The result follows what is typed, and esc brings the applied filter back.
func TestTypingShowsTheResultAtOnce(t *testing.T) {
	s := newScreen(t, 80, 24, 600, complete, Config{})
	s.a.table.moveTo(316)
	s.a.table.moveTo(301)
	s.press("/")
	s.write("tls:none")
	s.send(typedMsg{s.a.typing})
	s.shows("120 match of 600 read")
	if len(s.a.hist.list) != 1 {
		t.Error("typing alone is a step of the history")
	}
	s.press("esc")
	s.shows("600 match of 600 read")
	if got := []int{s.a.table.cursor, s.a.table.cursor - s.a.table.top}; !cmp.Equal(got, []int{301, 1}) {
		t.Errorf("after esc the cursor is at %d, line %d; want 301, line 1", got[0], got[1])
	}
	s.press("/")
	s.write("principal:anon")
	s.press("tab")
	if got := s.a.bar.in.text; got != "principal:anonymous" {
		t.Errorf("completed to %q", got)
	}
}

// since: and until: go into the range of time.
func TestTimeConditionsMoveIntoTheRange(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.filter("tls:none time:2026-11-01..2026-11-02")
	if h := s.a.hist.now(); h.text != "tls:none" || h.from == 0 || h.to == 0 {
		t.Errorf("state %q %d %d", h.text, h.from, h.to)
	}
	s.shows("2026-11-01 00:00 → 11-02 00:00 (1 d)", "read in this time")
}

// An answer to an older question is dropped.
func TestLateAnswersAreDropped(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	old := s.a.q
	stale := answerMsg{gen: old.gen, answer: &store.Answer{Snapshot: old.answer.Snapshot, Rows: old.answer.Rows, Matched: 7, Read: 7}}
	s.filter("tls:none")
	s.send(stale)
	s.shows("120 match of 600 read")
	s.send(rawMsg{gen: 99, raw: []byte("x")})
	s.send(typedMsg{gen: s.a.typing - 1})
	s.shows("120 match of 600 read")
}

// The cursor stays on its record while older and newer ones stream in.
func TestCursorStaysOnItsRecordWhileRecordsStreamIn(t *testing.T) {
	loading := model.Coverage{State: model.Loading, Files: 10, FilesFinal: true, FilesRead: 3, Bytes: 1000, BytesRead: 300}
	s := newScreen(t, 120, 40, 600, loading, Config{})
	s.press("G", "k", "k", "k", "k", "k", "k")
	row, _ := s.a.table.current()
	line := s.a.table.cursor - s.a.table.top
	for i := range 20 {
		extra := evidence(1200 + i)[1200:]
		extra = append(extra, values{model.FieldID: "OLD" + itoa(i), model.FieldTLS: "1.2"})
		add(t, s.st, start.Add(-time.Duration(i+1)*time.Hour), time.Second, extra...)
		s.tick()
		now, _ := s.a.table.current()
		if now != row || s.a.table.cursor-s.a.table.top != line {
			t.Fatalf("after %d: row %d at line %d, want %d at %d", i, now, s.a.table.cursor-s.a.table.top, row, line)
		}
	}
	s.shows("LOADING 30%")
}

// ctrl+c stops reading first and quits only when pressed again with nothing to stop.
func TestCancelThenQuit(t *testing.T) {
	loading := model.Coverage{State: model.Loading, Files: 10, FilesRead: 3, Bytes: 1000, BytesRead: 300}
	s := newScreen(t, 120, 40, 60, loading, Config{})
	s.press("ctrl+c")
	s.shows("reading stopped; what was read stays")
	s.load.coverage.State = model.Partial
	s.tick()
	s.press("ctrl+c")
	s.shows("press ^c again to quit")
	_, cmd := s.a.Update(tea.KeyPressMsg(tea.Key{Code: 'c', Mod: tea.ModCtrl}))
	if cmd == nil {
		t.Fatal("the second ^c does not quit")
	}
	if _, quits := cmd().(tea.QuitMsg); !quits {
		t.Error("the second ^c does something else")
	}
	s.press("j", "q", "j", "q")
	s.shows("press q again to quit")
}

// e goes from refused request to refused request, * and n from value to value.
func TestJumps(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.press("e")
	if s.a.table.cursor != 5 {
		t.Errorf("first refused request: %d, want 5", s.a.table.cursor)
	}
	s.press("e", "E")
	if s.a.table.cursor != 5 {
		t.Errorf("there and back: %d, want 5", s.a.table.cursor)
	}
	s.press("E")
	s.shows("no further one in this result")
	s.press("l", "*", "n")
	row, _ := s.a.table.current()
	if op, _ := s.a.table.ans.Snapshot.Text(row, model.FieldOp); op != "ListObjects" || s.a.table.cursor != 13 {
		t.Errorf("next marked record: %s at %d", op, s.a.table.cursor)
	}
}

// S turns the order round with the cursor on its record.
func TestReverse(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.press("j", "j", "S")
	if s.a.table.cursor != 597 {
		t.Errorf("cursor at %d, want 597", s.a.table.cursor)
	}
	s.shows("TIME (UTC) ▼", "newest first")
	s.press("u")
	if s.a.table.cursor != 2 {
		t.Errorf("after undo at %d, want 2", s.a.table.cursor)
	}
}

// The histogram zooms to a column, a selection, and cuts a time out.
func TestHistogram(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.press("i", "v", "l", "l", "l")
	s.shows("time 2026-11-01", "of 600 matches")
	_, _, n := s.a.graph.selected()
	s.press("enter")
	if got := s.a.q.answer.Matched; got < n || got > n+20 {
		t.Errorf("%d records in the selection, %d after zooming to it", n, got)
	}
	s.press("u", "-")
	if !strings.HasPrefix(s.a.hist.now().text, "-time:2026-11-0") {
		t.Errorf("cut out: %q", s.a.hist.now().text)
	}
	s.press("u", "esc", "z", "z", "Z", "Z", "Z", "Z")
	s.shows("600 match of 600 read")
}

// All values of a field can be listed, narrowed and included.
func TestAllValues(t *testing.T) {
	s := newScreen(t, 80, 24, 600, complete, Config{})
	s.press("l", "l", "l", "l", "l", "l", "l", "l")
	for s.a.table.field() != model.FieldKey {
		s.press("l")
	}
	s.press("F")
	s.shows("ALL VALUES OF KEY", "600 values", "db/2026-11-01/0000.dump")
	s.press("/")
	s.write("0042")
	s.press("enter")
	s.shows("1 value with \"0042\" in 600 records", "0042.dump")
	s.press("enter")
	s.shows("1 match of 600 read")
}

// What could not be read is listed, and its bytes can be opened.
func TestProblems(t *testing.T) {
	s := newScreen(t, 120, 40, 60, partial, Config{})
	s.load.problems = []model.Problem{
		{File: "2026/11/03/9F3a.json.gz", Offset: -1, Whole: true, Reason: "gzip: unexpected end of file"},
		{File: "logs/a", Line: 17, Offset: 400, Length: 100, Reason: "fewer than 18 fields"},
	}
	s.press("!")
	s.shows("PROBLEMS", "3 files unread or cut short, 41 lines or events refused", "9F3a.json.gz", "gzip: unexpected end of file", "logs/a:17")
	s.press("j", "enter")
	s.shows("fewer than 18 fields", "byte 400, line 17", "acme-backup", "X-Amz-Signature=MASKED")
	s.press("q", "q")
	s.hides("PROBLEMS")
}

// A duplicate that says otherwise than the record that counts is told of, though
// everything was read, and can be opened.
func TestDuplicatesThatDiffer(t *testing.T) {
	cov := complete
	cov.Duplicates, cov.Differing = 12, 2
	s := newScreen(t, 120, 40, 60, cov, Config{})
	s.shows("COMPLETE", "⚠ 2 duplicates not alike  ! list")
	s.load.problems = []model.Problem{{File: "logs/b", Offset: 400, Length: 100, Twin: true, Reason: "differs in tls from the record of the same identity that counts, in logs/a at byte 0"}}
	s.press("!")
	s.shows("PROBLEMS", "12 duplicates left out, 2 of them not alike", "logs/b", "differs in tls")
	s.press("enter")
	s.shows("byte 400", "acme-backup")
}

// The picker offers the demo and what was opened before, and says what is wrong.
func TestPicker(t *testing.T) {
	s := newScreen(t, 80, 24, 0, complete, Config{})
	s.a.sess, s.a.picker = nil, newPicker([]string{"/evidence/ir-41", "/evidence/ir-42"})
	s.a.dirty = true
	s.shows("Where is the evidence?", "demo:", "/evidence/ir-41")
	s.write("42")
	s.shows("/evidence/ir-42", "open this file or folder")
	s.hides("ir-41", "demo:")
	s.a.opening = 7
	s.send(openedMsg{gen: 7, err: errFake})
	s.shows("error: no such folder")
}

var errFake = errors.New("no such folder")

// Help lists exactly the keys that do something here, finds them, and does them.
func TestHelp(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.press("?")
	s.shows("HELP", "keep only records with this value")
	s.write("newest first")
	s.shows("the other way round, as newest first")
	s.hides("keep only records")
	s.press("down", "enter")
	if !s.a.table.desc {
		t.Error("enter on a line of the help does not do it")
	}
}

// What an exclusion keeps is said: records without a value stay.
func TestExcludeSaysWhatItKeeps(t *testing.T) {
	s := newScreen(t, 120, 40, 60, complete, Config{})
	add(t, s.st, start.Add(-time.Hour), time.Minute, values{model.FieldID: "A", model.FieldTLS: "1.2"}, values{model.FieldID: "B", model.FieldTLS: "1.2", model.FieldBucket: "acme-dl"})
	s.tick()
	s.press("G", "l", "l", "l", "l", "-")
	s.shows("left out acme-", "kept 1 record without a recorded bucket")
}

// A slow question says how far it is and can be cancelled; the answer before stays.
func TestSlowQuestion(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.press("l", "l", "l")
	_, cmd := s.a.Update(tea.KeyPressMsg(tea.Key{Code: '+', Text: "+"}))
	s.a.q.progress.Store(1200)
	s.send(slowMsg{s.a.q.gen})
	s.shows("600 match of 600 read", "updating …", "1,200 records' bytes read   ^c cancel")
	s.press("ctrl+c")
	s.shows("the question was cancelled")
	s.run(cmd) // its answer comes late and is dropped
	s.shows("600 match of 600 read")
	s.hides("updating …")
}

// A filter that parses but was meant otherwise gets a hint.
func TestHintForLooseWords(t *testing.T) {
	s := newScreen(t, 120, 40, 60, complete, Config{})
	s.press("/")
	s.write("ua:Mozilla/5.0 (X11; Linux)")
	if s.a.bar.hint == "" {
		t.Fatal("no hint")
	}
	s.shows(s.a.bar.hint)
}

// F2 gives the mouse back to the terminal; clicks do what is drawn under them.
func TestMouse(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	click := s.click
	click("11-01 03:33:09")
	if s.a.table.cursor != 3 || s.a.table.col != 0 {
		t.Errorf("cursor at %d, column %d", s.a.table.cursor, s.a.table.col)
	}
	click("11-01 03:33:09")
	s.shows("Record 4 of 600")
	click("Tree")
	s.shows("bucket owner")
	s.press("q")
	click("user/mallory     █")
	click("user/mallory     █")
	s.shows("200 match of 600 read")
	s.send(tea.MouseWheelMsg{X: 60, Y: 30, Button: tea.MouseWheelDown})
	s.send(tea.MouseClickMsg{X: 20, Y: 8, Button: tea.MouseLeft})
	s.send(tea.MouseMotionMsg{X: 29, Y: 8, Button: tea.MouseLeft})
	if a, b := s.a.graph.selection(); a != 12 || b != 22 {
		t.Errorf("brushed bins %d to %d, want 12 to 22", a, b)
	}
	s.press("esc", "esc")
	click("? help")
	s.shows("HELP")
	s.press("esc", "f2")
	if s.a.View().MouseMode != tea.MouseModeNone {
		t.Error("the mouse is still taken")
	}
}

// Times leave out the year only where there is one.
func TestTimesOfSeveralYears(t *testing.T) {
	for _, c := range []struct {
		w, h int
		want string
	}{
		{120, 40, "2019-02-03 03:54:33"}, {80, 24, "2019-02-03 03:54:33"}, {40, 10, "19-02-03 03:54"},
	} {
		s := newScreen(t, c.w, c.h, 60, complete, Config{})
		add(t, s.st, time.Date(2019, 2, 3, 3, 54, 33, 0, time.UTC), 0, values{model.FieldID: "OLD", model.FieldTLS: "unknown"})
		s.tick()
		s.shows(c.want)
	}
}

// Only files that are still to be read hatch the histogram; a refused line does not.
func TestHatchIsForUnreadFiles(t *testing.T) {
	s := newScreen(t, 120, 40, 60, partial, Config{})
	s.shows("░")
	refused := complete
	refused.State, refused.Damaged = model.Partial, 2
	s = newScreen(t, 120, 40, 60, refused, Config{})
	add(t, s.st, start.Add(-5*day), 0, values{model.FieldID: "OLD"})
	s.tick()
	s.hides("░")
	s.shows("⚠ 2 lines refused  ! list")
}

// Once everything is read no hatching stays, also when the end brought no record.
func TestHatchGoesWhenReadingEnds(t *testing.T) {
	loading := model.Coverage{State: model.Loading, Files: 10, FilesFinal: true, FilesRead: 9, Bytes: 1000, BytesRead: 990}
	s := newScreen(t, 120, 40, 60, loading, Config{})
	add(t, s.st, start.Add(-5*day), 0, values{model.FieldID: "OLD"})
	s.tick()
	s.shows("░")
	s.load.coverage = complete
	s.tick()
	s.hides("░")
}

// Every column of the table can be listed, included and undone.
func TestEveryColumn(t *testing.T) {
	s := newScreen(t, 120, 40, 60, complete, Config{})
	for range s.a.table.cols[1:] {
		s.press("l", "F")
		s.shows("ALL VALUES OF " + strings.ToUpper(s.a.table.field().String()))
		s.press("q", "+", "u", "-", "u", "o", "u", "*", "n")
		s.shows("60 match of 60 read")
	}
}
