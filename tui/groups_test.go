package tui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
)

// lines returns the lines of the list as "value, value: count".
func (l *groupList) lines() []string {
	var out []string
	for line, g := range l.groups {
		var cells []string
		for i := range g.Values {
			cells = append(cells, l.name(line, i))
		}
		out = append(out, strings.Join(cells, ", ")+": "+count(g.Count))
	}
	return out
}

// The matches are counted by several fields at once, in the order wanted.
func TestCountByFields(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.runCommand("count status error")
	want := []string{"200, no value: 554", "403, AccessDenied: 46"}
	if diff := cmp.Diff(want, s.a.groups.lines()); diff != "" {
		t.Error(diff)
	}
	s.shows("COUNT BY STATUS, ERROR", "2 combinations in 600 records", "92 %", "filter status:200 -has:error", "11-01 03:12:09")
	s.press("s", "s")
	slices.Reverse(want)
	if diff := cmp.Diff(want, s.a.groups.lines()); diff != "" {
		t.Errorf("rarest first: %s", diff)
	}
}

// A line leads to its records, or leaves them out, in one step that undo takes back.
func TestLineOfACombination(t *testing.T) {
	for _, c := range []struct{ key, filter, matched string }{
		{"enter", "-op:HeadObject status:403 error:AccessDenied", "41 match of 600 read"},
		{"+", "-op:HeadObject status:403 error:AccessDenied", "41 match of 600 read"},
		{"-", "-op:HeadObject -(status:403 error:AccessDenied)", "484 match of 600 read"},
	} {
		s := newScreen(t, 120, 40, 600, complete, Config{})
		s.filter("-op:HeadObject")
		s.runCommand("count status error")
		s.press("j", c.key)
		if got := s.a.hist.now().text; got != c.filter || s.a.groups != nil {
			t.Errorf("%s: filter %q, want %q", c.key, got, c.filter)
		}
		s.shows(c.matched)
		s.press("u")
		if got := s.a.hist.now().text; got != "-op:HeadObject" {
			t.Errorf("%s: undo leads to %q", c.key, got)
		}
	}
}

// The key takes the field under the cursor, and on the list its fields, to which
// others are added.
func TestCountByKey(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.toColumn(model.FieldTLS)
	s.press("B")
	s.write("sta")
	s.press("tab")
	s.send(planMsg{s.a.prompts})
	s.shows(": count tls status", "4 tls × 2 status in 600 matches")
	s.press("enter")
	if n := len(s.a.groups.groups); n != 8 {
		t.Errorf("%d combinations of 4 by 2", n)
	}
	s.press("B")
	s.write("acl")
	s.press("enter")
	s.shows("COUNT BY TLS, STATUS, ACL")
	s.press("q")
	s.shows("RECORDS")
	s.press("f")
	s.toFacet(model.FieldBucket)
	s.press("B")
	s.shows(": count bucket")
}

// What cannot be counted by is told before enter.
func TestCountByWhat(t *testing.T) {
	for line, want := range map[string]string{
		"count":                                 "FIELD ...",
		"count tls colour":                      "neither a field nor a JSON path: colour",
		"count time":                            "times are counted by the histogram",
		"count tls requestParameters.x-amz-acl": "reads the bytes of every CloudTrail match once: 600 matches",
		"count tls op key id ip ua host status bucket": "no more than 8 fields are counted together",
	} {
		s := newScreen(t, 120, 40, 600, complete, Config{})
		s.command(line)
		s.shows(want)
	}
}

// While records stream in the counts follow, and the cursor stays on its line.
func TestCountByWhileReading(t *testing.T) {
	s := newScreen(t, 120, 40, 600, partial, Config{})
	s.runCommand("count status error")
	s.press("j")
	s.shows("600 records read so far", "PARTIAL 62%")
	many := make([]values, 700)
	for i := range many {
		many[i] = values{model.FieldID: "N" + itoa(i), model.FieldStatus: "403", model.FieldError: "AccessDenied"}
	}
	add(t, s.st, start.Add(time.Hour), time.Second, many...)
	s.tick()
	s.shows("1,300 records read so far")
	if l := s.a.groups; l.cursor != 0 || l.groups[0].Count != 746 {
		t.Errorf("cursor on line %d of %v, want the first", l.cursor, l.lines())
	}
}

// The counts leave as a file, as the command prints them.
func TestCountByIsExported(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.runCommand("count status error")
	s.press("x")
	s.shows("counts by status, error", "--by status,error")
	s.press("esc")
	s.shows("COUNT BY STATUS, ERROR")
}

// A click goes to a line, and on the cursor's line to its records.
func TestCountByClicked(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.runCommand("count status error")
	s.click("AccessDenied")
	s.shows("filter status:403 error:AccessDenied")
	s.click("AccessDenied")
	s.shows("46 match of 600 read")
}

func TestWidthsAreShared(t *testing.T) {
	for _, c := range []struct {
		want []int
		room int
		out  []int
	}{
		{[]int{5, 7}, 20, []int{5, 7}},
		{[]int{5, 40, 30}, 45, []int{5, 20, 20}},
		{[]int{40, 10, 30}, 60, []int{25, 10, 25}},
		{[]int{9, 9}, -3, []int{1, 1}},
	} {
		if diff := cmp.Diff(c.out, shareOut(c.want, c.room)); diff != "" {
			t.Errorf("%v in %d: %s", c.want, c.room, diff)
		}
	}
}

// Callers of one name in two accounts are two lines that do not look alike.
func TestCombinationsOfTwoAccounts(t *testing.T) {
	s := newScreen(t, 120, 40, 0, complete, Config{})
	ann := func(account string) values {
		return values{model.FieldOp: "GetObject", model.FieldPrincipal: "arn:aws:iam::" + account + ":user/ann"}
	}
	bothLogs(t, s, ann("111122223333"), ann("444455556666"))
	s.runCommand("count principal op")
	want := []string{"…3333 user/ann, GetObject: 1", "…6666 user/ann, GetObject: 1"}
	if diff := cmp.Diff(want, s.a.groups.lines()); diff != "" {
		t.Error(diff)
	}
}
