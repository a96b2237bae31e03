package tui

import (
	"os"
	"strings"
	"testing"
)

// The manual names every command, and each example line of a key file is taken.
func TestManualOfKeysAndCommands(t *testing.T) {
	page, err := os.ReadFile("../docs/keys.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range newCommands() {
		if !strings.Contains(string(page), "`"+c.name) {
			t.Errorf("the command %s is not in docs/keys.md", c.name)
		}
	}
	_, example, _ := strings.Cut(string(page), "```toml\n")
	example, _, _ = strings.Cut(example, "```")
	if _, wrong := keysOf([]byte(example), "docs/keys.md"); example == "" || wrong != nil {
		t.Errorf("the example %q: %v", example, wrong)
	}
}
