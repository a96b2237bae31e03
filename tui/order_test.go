package tui

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// shownValues returns the values of a field in the order of the table.
func (s *screen) shownValues(f model.Field) []string {
	var out []string
	for i := range s.a.table.len() {
		v, recorded := s.a.table.ans.Snapshot.Text(s.a.table.at(i), f)
		if !recorded {
			v = "-"
		}
		out = append(out, v)
	}
	return out
}

// toColumn puts the cursor on a column of the table.
func (s *screen) toColumn(f model.Field) {
	s.t.Helper()
	for range s.a.table.cols {
		if s.a.table.field() == f {
			return
		}
		s.press("l")
	}
	s.t.Fatalf("there is no column %v", f)
}

func TestSortByTheColumnUnderTheCursor(t *testing.T) {
	s := newScreen(t, 120, 40, 300, complete, Config{})
	s.toColumn(model.FieldPrincipal)
	s.press("s")
	s.shows("PRINCIPAL ▲", "by principal ▲", "by principal")
	if got := s.shownValues(model.FieldPrincipal); !slices.IsSorted(got) || got[0] != "anonymous" {
		t.Errorf("not in order: %.3q", got)
	}
	s.press("S")
	s.shows("PRINCIPAL ▼")
	if got := s.shownValues(model.FieldPrincipal); got[0] != "arn:aws:iam::111122223333:user/mallory" || got[299] != "anonymous" {
		t.Errorf("not turned round: %s … %s", got[0], got[299])
	}
	s.press("u", "u")
	s.hides("PRINCIPAL ▲", "PRINCIPAL ▼", "read   by principal")
	if s.a.table.sorted() != nil {
		t.Error("undo leaves the records in order of the column")
	}
	s.press("ctrl+r")
	s.shows("PRINCIPAL ▲")
	s.press("s")
	s.hides("PRINCIPAL ▲")
}

// A record keeps the cursor when the order changes, and what is not recorded is
// last in either direction.
func TestSortKeepsTheCursorOnItsRecord(t *testing.T) {
	s := newScreen(t, 80, 24, 200, complete, Config{})
	s.toColumn(model.FieldError)
	s.press("j", "j", "j", "j", "j")
	row, _ := s.a.table.current()
	s.press("s")
	if now, _ := s.a.table.current(); now != row || s.a.table.cursor != 0 {
		t.Errorf("the cursor is on record %d, place %d; it was on %d, the first refused one", now, s.a.table.cursor, row)
	}
	s.press("S")
	if got := s.shownValues(model.FieldError); got[0] != "AccessDenied" || got[199] != "-" {
		t.Errorf("%s first, %s last; records without an error belong at the end", got[0], got[199])
	}
}

// e goes on in the order shown.
func TestJumpsFollowTheOrder(t *testing.T) {
	s := newScreen(t, 120, 40, 400, complete, Config{})
	s.runCommand("sort principal desc")
	s.press("g")
	last := -1
	for range 8 {
		s.press("e")
		if s.a.table.cursor <= last {
			t.Fatalf("e goes from place %d to %d", last, s.a.table.cursor)
		}
		last = s.a.table.cursor
		row, _ := s.a.table.current()
		if v, _ := s.a.table.ans.Snapshot.Text(row, model.FieldError); v != "AccessDenied" {
			t.Fatalf("place %d is no refused request", last)
		}
	}
}

// While records come in the order and the count stay right, and the cursor on
// its record.
func TestSortWhileLoading(t *testing.T) {
	s := newScreen(t, 120, 40, 500, model.Coverage{State: model.Loading, Files: 9, FilesRead: 1}, Config{})
	s.runCommand("sort key desc")
	s.press("j", "j", "j")
	row, _ := s.a.table.current()
	for part := range 4 {
		block := evidence(500)
		for i := range block {
			id := strconv.Itoa(100_000*(part+1) + i)
			block[i][model.FieldID], block[i][model.FieldRequest] = id, id
			block[i][model.FieldKey] = "db/" + strconv.Itoa(part) + "/" + strconv.Itoa(i*7919%100_000)
		}
		add(t, s.st, start.Add(time.Duration(part)*time.Hour), time.Second, block...)
		s.tick()
		if now, _ := s.a.table.current(); now != row {
			t.Fatalf("the cursor went from record %d to %d", row, now)
		}
		got := s.shownValues(model.FieldKey)
		slices.Reverse(got)
		if !slices.IsSorted(got) || len(got) != 500*(part+2) {
			t.Fatalf("%d records, in order: %t", len(got), slices.IsSorted(got))
		}
	}
	s.shows("by key ▼", "1,500 more")
}

// A click on a heading sorts by it, another one turns it round.
func TestHeadingsAreClicked(t *testing.T) {
	s := newScreen(t, 120, 40, 300, complete, Config{})
	s.click("BUCKET    ")
	want := &store.Sort{Field: model.FieldBucket}
	if !sameSort(s.a.table.sorted(), want) {
		t.Fatalf("in order of %v", s.a.table.sorted())
	}
	s.click("BUCKET ▲")
	s.shows("BUCKET ▼")
}

// A file holds the records in the order shown, and tells how to print it.
func TestExportKeepsTheOrder(t *testing.T) {
	s := newScreen(t, 120, 40, 60, complete, Config{})
	s.toColumn(model.FieldIP)
	s.press("s", "S", "x")
	s.shows("--sort -ip")
}

func TestSortCommandSaysWhatIsWrong(t *testing.T) {
	s := newScreen(t, 120, 40, 60, complete, Config{})
	for line, want := range map[string]string{
		"sort nothing":       "oldest or newest, or a field or JSON path, as: sort bytes desc",
		"sort bytes up":      "after the field comes desc, or nothing",
		"sort bytes desc":    "by bytes ▼, records without a recorded bytes last",
		"sort time desc":     "newest record first",
		"sort principal asc": "by principal ▲",
	} {
		s.press(":")
		s.write(line)
		s.shows(want)
		s.press("esc")
	}
}
