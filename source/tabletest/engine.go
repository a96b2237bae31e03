package tabletest

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
)

// engineVariable names the address of a Trino server; .ci/run sets it.
const engineVariable = "S3SLEUTH_TRINO"

// An Engine is a Trino server.
type Engine struct {
	URL string

	t    testing.TB
	last string // statement that was run, by its ID
}

// Trino returns the server that S3SLEUTH_TRINO names, which .ci/trino.sh starts,
// and skips the test without it.
func Trino(t testing.TB) *Engine {
	t.Helper()
	url := os.Getenv(engineVariable)
	if url == "" {
		t.Skip(engineVariable + " names no Trino server: .ci/trino.sh starts one")
	}
	return &Engine{URL: url, t: t}
}

// An answer is one page of what the server says.
type answer struct {
	ID      string
	NextURI string
	Data    [][]any
	Error   *struct{ Message string }

	// Of the answer about a statement only.
	QueryStats struct{ PhysicalInputPositions int }
}

// Run runs a statement to its end and returns its rows. What the server refuses
// ends the test.
func (e *Engine) Run(statement string) (rows [][]any) {
	e.t.Helper()
	for a := e.ask(http.MethodPost, e.URL+"/v1/statement", statement); ; a = e.ask(http.MethodGet, a.NextURI, "") {
		if a.Error != nil {
			e.t.Fatalf("%s\n%.2000s", a.Error.Message, statement)
		}
		rows = append(rows, a.Data...)
		e.last = a.ID
		if a.NextURI == "" {
			return rows
		}
	}
}

// Read returns how many rows the last statement read where the records lie.
func (e *Engine) Read() int {
	e.t.Helper()
	return e.ask(http.MethodGet, e.URL+"/v1/query/"+e.last, "").QueryStats.PhysicalInputPositions
}

func (e *Engine) ask(method, url, body string) (a answer) {
	e.t.Helper()
	request, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		e.t.Fatal(err)
	}
	request.Header.Set("X-Trino-User", "test")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		e.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || json.Unmarshal(text, &a) != nil {
		e.t.Fatalf("%s %s: %v", response.Status, text, err)
	}
	return a
}
