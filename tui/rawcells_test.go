package tui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/tui/export"
)

// A path of the tree becomes a column, the first after TIME: its values are those
// of the records' own bytes, and they are filtered, sorted and exported by.
func TestAPathOfTheTreeIsAColumn(t *testing.T) {
	s := eventScreen(t, 120, 40, 40, complete)
	s.toPath()
	s.press("c")
	s.shows(aclPath + " is a column now")
	s.press("q", "g", "j", "l")
	s.shows("TIME (UTC)", "x-amz-acl", aclPath+" = public-read")
	if c := s.a.table.cols[1]; c.path != aclPath {
		t.Fatalf("the first column is %v", c)
	}
	s.press("+")
	if got := s.a.hist.now().text; got != aclPath+":public-read" {
		t.Errorf("+ makes the filter %q", got)
	}
	s.press("u", "s")
	s.shows("by "+aclPath+" ▲", "x-amz-acl ▲")
	if first, _ := s.a.table.cell(s.a.table.at(0), s.a.table.cols[1]); first != "private" {
		t.Errorf("the least value is %q", first)
	}
	s.press("x")
	if b := s.a.box; b.what != writeMatches || !strings.Contains(b.job(s.a).Command(), "--columns time,"+aclPath+",op") || !strings.Contains(b.job(s.a).Command(), "--sort "+aclPath) {
		t.Errorf("the command is %s", b.job(s.a).Command())
	}
	s.shows("counts by " + aclPath)
	s.press("esc", "u", "u")
	if c := s.a.table.cols[1]; c.path != "" {
		t.Errorf("after undo the first column is %v", c)
	}
	s.runCommand("columns " + aclPath)
	s.press("c")
	s.shows(aclPath, "what it holds is read from their original bytes")
}

// The counts of a path's facet are what is exported from it.
func TestCountsByAPath(t *testing.T) {
	s := eventScreen(t, 120, 40, 7, complete)
	s.run(s.a.togglePath(aclPath))
	s.press("f", "g", "x")
	s.shows("(•) counts by "+aclPath, "count org-trail")
	var b strings.Builder
	job := s.a.box.job(s.a)
	if _, err := job.Write(t.Context(), &b, nil); err != nil || !strings.HasPrefix(b.String(), aclPath+",count\n") || !strings.Contains(b.String(), "public-read,") {
		t.Errorf("%v: %s", err, b.String())
	}
	if job.By[0] != (export.Column{Name: aclPath, Field: model.FieldPath, Path: aclPath}) {
		t.Errorf("by %+v", job.By)
	}
}

// Bytes are read for the lines in sight only; what comes late, for another source
// or after the table was left, is dropped, and a record whose bytes are gone says so.
func TestPathCellsAreReadInSight(t *testing.T) {
	s := eventScreen(t, 120, 40, 400, complete)
	s.runCommand("columns " + aclPath)
	read := len(s.a.table.cells.read)
	if rows := s.a.table.height; read == 0 || read > rows {
		t.Errorf("%d values were read for %d lines", read, rows)
	}
	s.press("G")
	if _, known := s.a.table.cells.read[cellAt{s.a.table.at(399), column{model.FieldPath, aclPath}}]; !known {
		t.Error("the last line was not read")
	}
	at := cellAt{s.a.table.at(399), column{model.FieldPath, aclPath}}
	s.send(rawCellsMsg{gen: s.a.table.cells.gen - 1, read: map[cellAt]rawCell{at: {text: "late"}}})
	if s.a.table.cells.read[at].text == "late" {
		t.Error("a late answer is shown")
	}
	lost := readRaw(t.Context(), s.a.table.ans.Snapshot, func(context.Context, string, int64, int) ([]byte, error) {
		return nil, errors.New("gone")
	}, []cellAt{at})
	s.send(rawCellsMsg{gen: s.a.table.cells.gen, read: lost})
	s.shows("cannot be read again")
}

// oddSource is the source of events whose IDs are no UUIDs.
type oddSource struct{ eventSource }

func (oddSource) Raw(_ context.Context, _ string, offset int64, _ int) ([]byte, error) {
	return fmt.Appendf(nil, `{"eventID":"exported/2026/event-%d"}`, offset/600), nil
}

// Of an ID of unusual shape a hash is kept. Its cell holds the ID as the record's
// bytes spell it, and the filter gets that.
func TestCellOfAnUnusualID(t *testing.T) {
	s := newScreen(t, 120, 40, 0, complete, Config{})
	s.a.sess.src = oddSource{}
	b := store.NewBatch()
	var r model.Record
	for i := range 3 {
		r.Reset(model.CloudTrail)
		r.Time, r.Offset, r.Length = start.UnixMilli()+int64(i)*60_000, int64(i)*600, 600
		r.Text[model.FieldID] = fmt.Appendf(nil, "exported/2026/event-%d", i)
		b.Add(&r)
	}
	if _, _, err := s.st.Append("trail.json", b); err != nil {
		t.Fatal(err)
	}
	s.st.Flush()
	s.tick()
	s.runCommand("columns id op")
	s.shows("exported/2026/event-0", "exported/2026/event-2")
	s.press("g", "j", "h", "h", "h", "l", "+")
	if got := s.a.hist.now().text; got != "id:exported/2026/event-1" {
		t.Errorf("the filter is %q", got)
	}
	s.shows("1 match")
}
