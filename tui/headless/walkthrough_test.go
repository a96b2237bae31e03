package headless_test

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/tui/headless"
)

// TestWalkthroughIsTrue runs every command of docs/walkthrough.md, as "demo" does
// without a terminal, and compares with the output printed there.
func TestWalkthroughIsTrue(t *testing.T) {
	text, err := os.ReadFile("../../docs/walkthrough.md")
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	inConsole, commands := false, 0
	for line := range strings.Lines(string(text)) {
		switch {
		case strings.HasPrefix(line, "```"):
			inConsole = strings.TrimSpace(line) == "```console"
			want.WriteString("\n")
		case inConsole:
			want.WriteString(line)
			if strings.HasPrefix(line, "$ s3sleuth ") {
				commands++
			}
		}
	}
	if commands < 10 {
		t.Fatalf("the walkthrough has %d commands", commands)
	}
	var stdout, stderr bytes.Buffer
	world := env(&stdout, &stderr)
	world.Walkthrough = string(text)
	if code := headless.Run(context.Background(), world, []string{"demo"}); code != 0 {
		t.Fatalf("exit code %d\n%s", code, &stderr)
	}
	if diff := cmp.Diff(answers(want.String()), answers(stdout.String())); diff != "" {
		t.Errorf("(-walkthrough +printed):\n%s", diff)
	}
}

// answers keeps the commands and what they print, up to the blank line behind it.
func answers(text string) string {
	var kept strings.Builder
	inAnswer := false
	for line := range strings.Lines(text) {
		inAnswer = strings.HasPrefix(line, "$ ") || inAnswer && line != "\n"
		if inAnswer {
			kept.WriteString(line)
		}
	}
	return kept.String()
}
