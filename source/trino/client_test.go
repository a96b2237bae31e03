package trino

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"s3sleuth/source/engine"
)

// A fake is a server that answers by a function and pages of so many rows.
type fake struct {
	*httptest.Server
	answer func(statement string) (rows [][]any, fault string)
	size   int
	busy   int           // answers of 503 before each page
	slow   time.Duration // before each page but the first

	mu        sync.Mutex
	pages     map[string][][]any
	refused   map[string]int
	cancelled int
	header    http.Header // of the last request
}

func newFake(t *testing.T, answer func(statement string) ([][]any, string)) *fake {
	t.Helper()
	f := &fake{answer: answer, size: 100, pages: map[string][][]any{}, refused: map[string]int{}}
	f.Server = httptest.NewServer(http.HandlerFunc(f.serve))
	t.Cleanup(f.Close)
	return f
}

func (f *fake) serve(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.header = r.Header
	if r.Method == http.MethodDelete {
		f.cancelled++
		return
	}
	if f.refused[r.URL.Path] < f.busy {
		f.refused[r.URL.Path]++
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	reply := map[string]any{"id": "q1", "stats": map[string]any{"processedBytes": 1000}}
	rows := f.pages[r.URL.Path]
	if r.Method == http.MethodPost {
		statement, _ := io.ReadAll(r.Body)
		var fault string
		if rows, fault = f.answer(string(statement)); fault != "" {
			reply["error"] = map[string]any{"message": fault, "errorName": "SYNTAX_ERROR"}
		}
	} else {
		select {
		case <-time.After(f.slow):
		case <-r.Context().Done():
			return
		}
	}
	if n := min(f.size, len(rows)); n > 0 {
		reply["data"] = rows[:n]
		if n < len(rows) {
			next := fmt.Sprintf("/v1/statement/q1/%d", len(f.pages))
			f.pages[next] = rows[n:]
			reply["nextUri"] = f.URL + next
		}
	}
	if err := json.NewEncoder(w).Encode(reply); err != nil {
		panic(err)
	}
}

func (f *fake) client(t *testing.T) *Client {
	t.Helper()
	c, err := NewClient(f.URL, "alice", "")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func numbers(n int) [][]any {
	var rows [][]any
	for i := range n {
		rows = append(rows, []any{i, nil, true, "a\u202e"})
	}
	return rows
}

func TestQueryReadsAllPages(t *testing.T) {
	f := newFake(t, func(string) ([][]any, string) { return numbers(250), "" })
	f.busy = 1
	var got []string
	err := f.client(t).Query(context.Background(), engine.Query{Text: "SELECT 1"}, func(rows [][]*string, at engine.Progress) error {
		for _, row := range rows {
			if row[1] != nil || *row[2] != "true" || *row[3] != "a\u202e" || at.Bytes != 1000 {
				t.Errorf("row %v, %d bytes", row, at.Bytes)
			}
			got = append(got, *row[0])
		}
		return nil
	})
	if err != nil || len(got) != 250 || got[249] != "249" {
		t.Errorf("%d rows, %v", len(got), err)
	}
	if f.header.Get("X-Trino-User") != "alice" || f.header.Get("Authorization") != "" {
		t.Errorf("asked with %v", f.header)
	}
}

func TestQuerySaysWhatIsWrong(t *testing.T) {
	f := newFake(t, func(statement string) ([][]any, string) {
		if statement == "SELECT [1]" {
			return [][]any{{[]any{1}}}, ""
		}
		return nil, "line 1: mismatched input"
	})
	ignore := func([][]*string, engine.Progress) error { return nil }
	for statement, want := range map[string]string{
		"SELEC 1":    "trino: syntax_error: line 1: mismatched input",
		"SELECT [1]": "trino: a value that is no text, number or truth",
	} {
		if err := f.client(t).Query(context.Background(), engine.Query{Text: statement}, ignore); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", statement, err, want)
		}
	}
	for _, status := range []int{401, 404, 500} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		c, err := NewClient(s.URL, "alice", "")
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Query(context.Background(), engine.Query{Text: "SELECT 1"}, ignore); err == nil || !strings.Contains(err.Error(), fmt.Sprint(status)) {
			t.Errorf("status %d: %v", status, err)
		}
		s.Close()
	}
}

// TestQueryGoesToItsServerOnly: the password goes along with every request.
func TestQueryGoesToItsServerOnly(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"id":"q","nextUri":"http://192.0.2.1/v1/statement/q/1"}`)
	}))
	defer s.Close()
	c, err := NewClient(s.URL, "alice", "")
	if err != nil {
		t.Fatal(err)
	}
	err = c.Query(context.Background(), engine.Query{Text: "SELECT 1"}, func([][]*string, engine.Progress) error { return nil })
	if err == nil || !strings.Contains(err.Error(), "another server") {
		t.Errorf("an address elsewhere: %v", err)
	}
	for _, server := range []string{"", "trino.example:8443", "ftp://trino.example"} {
		if _, err := NewClient(server, "alice", ""); err == nil {
			t.Errorf("%q is taken as an address", server)
		}
	}
	if _, err := NewClient("http://trino.example", "alice", "secret"); err == nil {
		t.Error("a password goes over http")
	}
}

func TestQueryCancels(t *testing.T) {
	f := newFake(t, func(string) ([][]any, string) { return numbers(1000), "" })
	f.slow = 20 * time.Millisecond
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var asked time.Time
	err := f.client(t).Query(ctx, engine.Query{Text: "SELECT 1"}, func([][]*string, engine.Progress) error {
		if asked.IsZero() {
			asked = time.Now()
			cancel()
		}
		return nil
	})
	if took := time.Since(asked); !errors.Is(err, context.Canceled) || took > 100*time.Millisecond {
		t.Errorf("%v after %v", err, took)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.cancelled != 1 {
		t.Errorf("the statement was taken back %d times", f.cancelled)
	}
}
