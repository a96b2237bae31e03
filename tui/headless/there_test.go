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

// TestCountOnAnEngine: an engine counts a record twice that the log holds twice,
// and every form of the answer says so.
func TestCountOnAnEngine(t *testing.T) {
	const note = "records that were delivered twice are counted twice"
	for format, want := range map[string]string{
		"table": "3 match of 9 read, and 1 that cannot say (counted on the engine, not deduplicated)\n",
		"csv":   "matched,unknown,read,complete\n3,1,9,true\n",
		"json":  `"damaged":0,"duplicates":null,"deduplicated":false,"notes":["` + note + `"],"groups":[]}` + "\n",
	} {
		var stdout, stderr bytes.Buffer
		e := env(&stdout, &stderr)
		e.Open = func(context.Context, string, source.Options) (source.Source, error) {
			return engine{tally: source.Tally{Matched: 3, Unknown: 1, Read: 9, Notes: []string{note}}}, nil
		}
		code := headless.Run(context.Background(), e, []string{"count", "trino:a.b.c", "tls:1.2", "--format", format})
		if code != headless.ExitComplete || !strings.HasSuffix(stdout.String(), want) || !strings.Contains(stderr.String(), "note: "+note) {
			t.Errorf("%s: exit code %d\n%s%s", format, code, &stdout, &stderr)
		}
	}
}
