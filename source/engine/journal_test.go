package engine

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var today = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

// noted returns a journal in which a run of each of some days before today is
// noted, of a statement of so many bytes.
func noted(t *testing.T, size int, days ...int) *Journal {
	t.Helper()
	j := NewJournal(filepath.Join(t.TempDir(), "queries"))
	for _, ago := range days {
		run := Run{Token: "t" + time.Duration(ago).String(), Where: "lake:test", State: "done", Text: strings.Repeat("x", size), Started: today.AddDate(0, 0, -ago)}
		if err := j.note(run); err != nil {
			t.Fatal(err)
		}
	}
	return j
}

// ages returns how many days ago the runs were started that the journal has.
func ages(t *testing.T, j *Journal) (days []int) {
	t.Helper()
	runs, err := j.Runs()
	if err != nil {
		t.Fatal(err)
	}
	for _, run := range runs {
		days = append(days, int(today.Sub(run.Started).Hours()/24))
	}
	return days
}

func TestJournalOutlivesATornLine(t *testing.T) {
	j := noted(t, 10)
	for _, state := range []string{"waiting", "running"} {
		if err := j.note(Run{Token: "t", State: state, Text: "SELECT 1", Started: today}); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(j.folder, "2026-11-23.jsonl")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, append(text, `{"token":"u","te`...), 0o600); err != nil {
		t.Fatal(err)
	}
	list, err := j.Runs()
	if err != nil || len(list) != 1 || list[0].State != "running" {
		t.Errorf("%+v, %v", list, err)
	}
	if err := NewJournal(j.folder).note(Run{Token: "v", State: "waiting", Text: "SELECT 2", Started: today}); err != nil {
		t.Fatal(err)
	}
	if list, err = j.Runs(); err != nil || len(list) != 2 || list[1].Token != "v" {
		t.Errorf("behind the torn line: %+v, %v", list, err)
	}
}

// The journal forgets what is long over, and nothing else in its folder.
func TestJournalForgets(t *testing.T) {
	for _, c := range []struct {
		name string
		size int
		days []int
		room int64
		want []int
	}{
		{"nothing of the last 90 days", 10, []int{90, 89, 8, 0}, 1 << 20, []int{90, 89, 8, 0}},
		{"what is older", 10, []int{400, 91, 90, 0}, 1 << 20, []int{90, 0}},
		{"the oldest of what takes too much", 1000, []int{40, 30, 20, 0}, 3000, []int{20, 0}},
		{"never what may run yet, whatever it takes", 1000, []int{9, 8, 7, 0}, 0, []int{8, 7, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			j := noted(t, c.size, c.days...)
			other := filepath.Join(j.folder, "2020-01-01 notes.txt")
			if err := os.WriteFile(other, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			j.forget(today, c.room)
			if got := ages(t, j); !slices.Equal(got, c.want) {
				t.Errorf("runs of %v days ago are kept, want %v", got, c.want)
			}
			if _, err := os.Stat(other); err != nil {
				t.Error("a file that is not the journal's is gone")
			}
		})
	}
}

// A process forgets with its first note, and what it takes up is noted where it
// stands: a day later it is still one run.
func TestJournalForgetsWithTheFirstNote(t *testing.T) {
	j := noted(t, 10, 200, 1)
	next := NewJournal(j.folder)
	run, found := next.find("lake:test", strings.Repeat("x", 10), today.AddDate(0, 0, -2))
	if !found {
		t.Fatal("the run that was not read is not found")
	}
	run.Read = true
	if err := next.note(run); err != nil {
		t.Fatal(err)
	}
	if got := ages(t, next); !slices.Equal(got, []int{1}) {
		t.Errorf("runs of %v days ago are kept, want the one of yesterday", got)
	}
	if runs, _ := next.Runs(); !runs[0].Read {
		t.Errorf("%+v is not read", runs[0])
	}
}
