package headless_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"s3sleuth/tui/headless"
)

// TestRawIsEscapedOnATerminalOnly: original bytes may hold what a terminal would
// obey. On one they are shown escaped; a file gets them as they are.
func TestRawIsEscapedOnATerminalOnly(t *testing.T) {
	file := filepath.Join(t.TempDir(), "lines.log")
	for _, test := range []struct {
		name     string
		terminal bool
		output   []string
		escapes  bool // an escape character is in what was written
	}{
		{"to a terminal", true, nil, false},
		{"to a pipe", false, nil, true},
		{"from a terminal into a file", true, []string{"-o", file}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			world := env(&stdout, &stderr)
			world.OutTerminal = test.terminal
			args := append([]string{"query", "demo:", `raw:/\x1b/ kind:accesslog`, "--format", "raw"}, test.output...)
			if code := headless.Run(context.Background(), world, args); code != 0 {
				t.Fatalf("exit code %d: %s", code, &stderr)
			}
			written := stdout.Bytes()
			if test.output != nil {
				var err error
				if written, err = os.ReadFile(file); err != nil {
					t.Fatal(err)
				}
			}
			if got := bytes.IndexByte(written, 0x1b) >= 0; got != test.escapes || len(written) == 0 {
				t.Errorf("an escape character is in the %d bytes: %v, want %v", len(written), got, test.escapes)
			}
		})
	}
}
