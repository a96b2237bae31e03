package engine

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
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

// A Journal is a file of the queries that were run: what they cost, and which
// were paid for and not read. Several processes may write it. nil is a journal
// that keeps nothing.
type Journal struct {
	path  string
	mu    sync.Mutex
	begun bool // this process has written
}

// NewJournal returns the journal in a file, which need not be there yet.
func NewJournal(path string) *Journal { return &Journal{path: path} }

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
	if err := os.MkdirAll(filepath.Dir(j.path), 0o700); err != nil {
		return fmt.Errorf("journal of queries: %w", err)
	}
	f, err := os.OpenFile(j.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("journal of queries: %w", err)
	}
	if !j.begun {
		line = append([]byte{'\n'}, line...) // the last process may have been killed in a line
	}
	j.begun = true
	_, err = f.Write(append(line, '\n')) // one call: lines of two processes do not mix
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("journal of queries: %w", err)
	}
	return nil
}

// Runs returns the runs in the order they were started. Of a journal that cannot
// be read they are those before the place, with an error.
func (j *Journal) Runs() ([]Run, error) {
	if j == nil {
		return nil, nil
	}
	f, err := os.Open(j.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("journal of queries: %w", err)
	}
	defer f.Close()
	var runs []Run
	at := map[string]int{}
	lines := bufio.NewReader(f)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			break // the end, or a line that a killed process did not finish
		}
		var run Run
		if json.Unmarshal(line, &run) != nil || run.Token == "" {
			continue // empty, or torn: it spoils none that follows
		}
		i, ok := at[run.Token]
		if !ok {
			i = len(runs)
			at[run.Token] = i
			runs = append(runs, Run{})
		}
		runs[i] = run
	}
	return runs, nil
}

// find returns the last run of a statement that was started after a time, may
// have rows and was not read.
func (j *Journal) find(where, text string, after time.Time) (Run, bool) {
	runs, err := j.Runs()
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
