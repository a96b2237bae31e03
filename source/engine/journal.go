package engine

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// A Run is one query that was started, or was about to be.
type Run struct {
	Token   string    `json:"token"` // names the run in the journal
	Where   string    `json:"where"` // [Runner.Where]
	ID      string    `json:"id,omitempty"`
	Text    string    `json:"text"`
	From    time.Time `json:"from,omitzero"`
	To      time.Time `json:"to,omitzero"`
	Started time.Time `json:"started"`
	State   string    `json:"state"`
	Bytes   int64     `json:"bytes"`
	Dollars float64   `json:"dollars"`
	Reused  bool      `json:"reused,omitempty"` // its rows are those of an earlier query
	Rows    int       `json:"rows"`
	Read    bool      `json:"read"` // its rows were read to their end
}

// A Journal is a folder of the queries that were run: what they cost, and which
// were paid for and not read. Several processes may write it. nil is a journal
// that keeps nothing.
//
// It has a file for each day, to which the runs started on that day are appended,
// and forgets whole days, the oldest first: those before keepDays, and those that
// make it larger than keepBytes. The last sureDays stay whatever their size, for
// longer than a query runs or a service keeps its rows: nothing that can still be
// taken up is forgotten, and no file goes that another process may write.
type Journal struct {
	folder string
	mu     sync.Mutex
	begun  map[string]bool // files that this process has written
}

const (
	keepDays  = 90
	keepBytes = 32 << 20
	sureDays  = 8
)

// NewJournal returns the journal in a folder, which need not be there yet.
func NewJournal(folder string) *Journal {
	return &Journal{folder: folder, begun: map[string]bool{}}
}

// fileOf returns the name of the file of a day.
func fileOf(day time.Time) string { return day.UTC().Format(time.DateOnly) + ".jsonl" }

// note appends what is now known of a run.
func (j *Journal) note(run Run) error {
	if j == nil {
		return nil
	}
	line, err := json.Marshal(run)
	if err != nil {
		return fmt.Errorf("journal of queries: %w", err)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := os.MkdirAll(j.folder, 0o700); err != nil {
		return fmt.Errorf("journal of queries: %w", err)
	}
	if len(j.begun) == 0 {
		j.forget(run.Started, keepBytes)
	}
	file := fileOf(run.Started)
	f, err := os.OpenFile(filepath.Join(j.folder, file), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("journal of queries: %w", err)
	}
	if !j.begun[file] {
		line = append([]byte{'\n'}, line...) // the last process may have been killed in a line
	}
	j.begun[file] = true
	_, err = f.Write(append(line, '\n')) // one call: lines of two processes do not mix
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("journal of queries: %w", err)
	}
	return nil
}

// forget removes the days that are too long before now, and those with which the
// journal would take more than room bytes. What cannot be removed stays: it is in
// nobody's way.
func (j *Journal) forget(now time.Time, room int64) {
	files, err := j.files(time.Time{})
	if err != nil {
		return
	}
	oldest, sure := fileOf(now.AddDate(0, 0, -keepDays)), fileOf(now.AddDate(0, 0, -sureDays))
	for _, name := range slices.Backward(files) {
		path := filepath.Join(j.folder, name)
		if info, err := os.Stat(path); err == nil {
			room -= info.Size()
		}
		if name < sure && (name < oldest || room < 0) {
			_ = os.Remove(path)
		}
	}
}

// files returns the names of the files from a day on, in order.
func (j *Journal) files(from time.Time) ([]string, error) {
	entries, err := os.ReadDir(j.folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("journal of queries: %w", err)
	}
	var names []string
	for _, entry := range entries {
		day, ok := strings.CutSuffix(entry.Name(), ".jsonl")
		if _, err := time.Parse(time.DateOnly, day); ok && err == nil && entry.Name() >= fileOf(from) {
			names = append(names, entry.Name())
		}
	}
	return names, nil
}

// Runs returns the runs that the journal still has, in the order they were
// started. Of a journal that cannot be read they are those before the place, with
// an error.
func (j *Journal) Runs() ([]Run, error) { return j.since(time.Time{}) }

// since returns the runs of a day and later.
func (j *Journal) since(day time.Time) ([]Run, error) {
	if j == nil {
		return nil, nil
	}
	files, err := j.files(day)
	if err != nil {
		return nil, err
	}
	var runs []Run
	for _, name := range files {
		text, err := os.ReadFile(filepath.Join(j.folder, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue // another process has just forgotten the day
		}
		if err != nil {
			return runs, fmt.Errorf("journal of queries: %w", err)
		}
		runs = append(runs, runsIn(text)...)
	}
	return runs, nil
}

// runsIn reads a file of the journal: of each run its last line.
func runsIn(text []byte) (runs []Run) {
	at := map[string]int{}
	for line := range bytes.Lines(text) {
		var run Run
		if !bytes.HasSuffix(line, []byte("\n")) || json.Unmarshal(line, &run) != nil || run.Token == "" {
			continue // empty, or torn by a process that was killed: it spoils none that follows
		}
		i, ok := at[run.Token]
		if !ok {
			i = len(runs)
			at[run.Token] = i
			runs = append(runs, Run{})
		}
		runs[i] = run
	}
	return runs
}

// find returns the last run of a statement that was started after a time, may
// have rows and was not read.
func (j *Journal) find(where, text string, after time.Time) (Run, bool) {
	runs, err := j.since(after)
	if err != nil {
		return Run{}, false // then the query is run anew
	}
	for i := len(runs) - 1; i >= 0; i-- {
		run := runs[i]
		if run.Where != where || run.Text != text || run.Started.Before(after) {
			continue
		}
		over := run.State == Failed.String() || run.State == Stopped.String()
		if !run.Read && !over {
			run.Rows = 0
			return run, true
		}
		return Run{}, false // the newest decides
	}
	return Run{}, false
}

// Rate returns the most that an earlier query scanned for an hour of its range,
// in bytes, and of how many queries that is; 0 of none where there is no telling.
func (j *Journal) Rate(where string) (perHour float64, queries int, err error) {
	runs, err := j.Runs()
	if err != nil {
		return 0, 0, err
	}
	for _, run := range runs {
		hours := run.To.Sub(run.From).Hours()
		if run.Where == where && run.State == Succeeded.String() && !run.From.IsZero() && hours > 0 {
			perHour = max(perHour, float64(run.Bytes)/hours)
			queries++
		}
	}
	return perHour, queries, nil
}
