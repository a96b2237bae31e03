package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/source"
	"s3sleuth/tui/headless"
)

// TestWalkthrough runs docs/walkthrough.md: "demo" without a terminal prints its
// headings and commands with the answers of today, which must be those it shows.
func TestWalkthrough(t *testing.T) {
	text, err := os.ReadFile("../../../docs/walkthrough.md")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	code := headless.Run(context.Background(), headless.Env{
		Stdout: &out, Stderr: io.Discard, Now: func() time.Time { return end }, Walkthrough: string(text),
		Open: func(context.Context, string, source.Options) (source.Source, error) { return embedded, nil },
	}, []string{"demo"})
	if code != headless.ExitComplete {
		t.Errorf("exit %d", code)
	}
	if diff := cmp.Diff(consoleLines(string(text), true), consoleLines(out.String(), false)); diff != "" {
		t.Error(diff)
	}
}

// consoleLines are the commands and answers of a text, of a Markdown text those
// in its console blocks, without blank lines and what is not an answer.
func consoleLines(text string, markdown bool) (lines []string) {
	inside := false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \n")
		switch {
		case markdown && strings.HasPrefix(line, "```"):
			inside = line == "```console"
			continue
		case !markdown && strings.HasPrefix(line, "$ "):
			inside = true
		case !markdown && line == "":
			inside = false
		}
		if inside && line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// TestWalkthroughAsksTheQuestions makes sure that truth.json knows the answers
// the walkthrough counts.
func TestWalkthroughAsksTheQuestions(t *testing.T) {
	text, err := os.ReadFile("../../../docs/walkthrough.md")
	if err != nil {
		t.Fatal(err)
	}
	plain := strings.ReplaceAll(string(text), "'", "")
	for _, q := range walkthrough() {
		command := "$ s3sleuth count demo: " + q.Filter + " --by " + q.By + "\n"
		if q.Filter == "" {
			command = "$ s3sleuth count demo: --by " + q.By + "\n"
		}
		if !strings.Contains(plain, command) {
			t.Errorf("not in the walkthrough: %s", command)
		}
	}
}
