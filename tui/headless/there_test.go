package headless_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/tui/headless"
)

// An engine is a source that counts by itself, always the same.
type engine struct {
	source.Source
	tally source.Tally
}

func (e engine) Count(context.Context, source.Range, model.Expr, []store.Key, int) (*source.Tally, error) {
	return &e.tally, nil
}

// TestCountOnAnEngine: an engine counts a record twice that the log holds twice.
// Every form of the answer says so, but for an engine that does not.
func TestCountOnAnEngine(t *testing.T) {
	const note = "records that were delivered twice are counted twice"
	tally := source.Tally{Matched: 3, Unknown: 1, Read: 9, Notes: []string{note}}
	for _, tt := range []struct {
		format         string
		deduplicated   bool
		stdout, stderr string
	}{
		{"table", false, "3 match of 9 read, and 1 that cannot say (counted on the engine, not deduplicated)\n", "note: " + note},
		{"table", true, "3 match of 9 read, and 1 that cannot say\n", "note: " + note},
		{"csv", false, "matched,unknown,read,complete\n3,1,9,true\n", "note: " + note},
		{"json", false, `"damaged":0,"duplicates":null,"deduplicated":false,"notes":["` + note + `"],"groups":[]}` + "\n", "note: " + note},
		{"json", true, `"damaged":0,"duplicates":0,"notes":["` + note + `"],"groups":[]}` + "\n", "note: " + note},
	} {
		var stdout, stderr bytes.Buffer
		e := env(&stdout, &stderr)
		e.Open = func(context.Context, string, source.Options) (source.Source, error) {
			tally.Deduplicated = tt.deduplicated
			return engine{tally: tally}, nil
		}
		code := headless.Run(context.Background(), e, []string{"count", "trino:a.b.c", "tls:1.2", "--format", tt.format})
		if code != headless.ExitComplete || !strings.HasSuffix(stdout.String(), tt.stdout) || !strings.Contains(stderr.String(), tt.stderr) {
			t.Errorf("%s, deduplicated %v: exit code %d\n%s%s", tt.format, tt.deduplicated, code, &stdout, &stderr)
		}
	}
}
