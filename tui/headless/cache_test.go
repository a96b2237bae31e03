package headless_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"s3sleuth/source"
	"s3sleuth/tui/headless"
)

// A shelf keeps two buckets.
type shelf struct {
	kept  []source.Cached
	limit int64
}

func (s *shelf) List() ([]source.Cached, error) { return s.kept, nil }
func (s *shelf) Folder() string                 { return "/cache/objects" }
func (s *shelf) Limit() int64                   { return s.limit }
func (s *shelf) SetLimit(bytes int64) error     { s.limit = bytes; return nil }

func (s *shelf) Drop(place string) error {
	for i, k := range s.kept {
		if k.Place == place {
			s.kept = append(s.kept[:i:i], s.kept[i+1:]...)
			return nil
		}
	}
	return errors.New("nothing is kept of " + place)
}

func TestCache(t *testing.T) {
	s := &shelf{kept: []source.Cached{
		{Place: "logs", Objects: 1200, Bytes: 5 << 20, Read: now},
		{Place: "trail", Objects: 3, Bytes: 700, Read: now.AddDate(0, 0, -1)},
	}}
	tests := []struct {
		args   string
		code   int
		stdout []string // words that stand on one line
		stderr string
		left   int
	}{
		{"cache", 0, []string{"logs 1,200 5 MiB 2026-11-10 12:00Z", "trail 3 700 B 2026-11-09 12:00Z"}, "/cache/objects", 2},
		{"cache --format json", 0, []string{`[{"bucket":"logs","objects":1200,"bytes":5242880,"read":"2026-11-10T12:00:00Z"},{"bucket":"trail","objects":3,"bytes":700,"read":"2026-11-09T12:00:00Z"}]`}, "", 2},
		{"cache --format xml", 2, nil, "unknown format", 2},
		{"cache logs", 2, nil, "cache --drop logs", 2},
		{"cache --drop", 2, nil, "names no bucket", 2},
		{"cache --drop nothing", 1, nil, "nothing is kept", 2},
		{"cache --limit 50GiB", 0, nil, "/cache/objects, 50 GiB at most", 2},
		{"cache --limit much", 2, nil, "--limit much is no size", 2},
		{"cache --limit 0", 0, nil, "0 B at most", 2},
		{"cache --drop logs", 0, nil, "1 bucket dropped", 1},
		{"cache --drop-all", 0, nil, "1 bucket dropped", 0},
		{"cache", 0, nil, "nothing is kept in /cache/objects, 0 B at most", 0},
	}
	for _, tt := range tests {
		var stdout, stderr bytes.Buffer
		e := env(&stdout, &stderr)
		e.Cache = s
		if code := headless.Run(context.Background(), e, strings.Fields(tt.args)); code != tt.code || !strings.Contains(stderr.String(), tt.stderr) || len(s.kept) != tt.left {
			t.Errorf("%s: exit %d, %d left, stderr %q; want %d, %d, %q", tt.args, code, len(s.kept), &stderr, tt.code, tt.left, tt.stderr)
		}
		out := strings.Join(strings.Fields(stdout.String()), " ")
		for _, want := range tt.stdout {
			if !strings.Contains(out, want) {
				t.Errorf("%s: %q does not hold %q", tt.args, out, want)
			}
		}
	}
	var stdout, stderr bytes.Buffer
	if code := headless.Run(context.Background(), env(&stdout, &stderr), []string{"cache"}); code != 1 || !strings.Contains(stderr.String(), "no folder") {
		t.Errorf("without a cache: exit %d, %s", code, &stderr)
	}
}
