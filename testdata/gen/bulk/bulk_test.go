package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// generate writes a small set and returns its files, inflated, by path.
func generate(t *testing.T, o options) map[string][]byte {
	t.Helper()
	o.out = t.TempDir()
	if err := write(o); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	err := filepath.WalkDir(o.out, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err == nil && strings.HasSuffix(path, ".gz") {
			var z *gzip.Reader
			if z, err = gzip.NewReader(bytes.NewReader(b)); err == nil {
				b, err = io.ReadAll(z)
			}
		}
		name, _ := filepath.Rel(o.out, path)
		files[name] = b
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func readTruth(t *testing.T, b []byte) truth {
	t.Helper()
	var tr truth
	if err := json.Unmarshal(b, &tr); err != nil {
		t.Fatal(err)
	}
	return tr
}

func TestSameFlagsSameLogs(t *testing.T) {
	o := options{n: 3000, kind: "both", files: 3, seed: 7}
	if diff := cmp.Diff(generate(t, o), generate(t, o)); diff != "" {
		t.Error(diff)
	}
}

// TestTruthOfLines counts plain HTTP by requester from the text of the lines.
func TestTruthOfLines(t *testing.T) {
	files := generate(t, options{n: 5000, kind: "accesslog", files: 2, seed: 1})
	tr := readTruth(t, files["truth.json"])
	plain, seen, duplicates := 0, map[string]bool{}, 0
	for name, b := range files {
		if name == "truth.json" {
			continue
		}
		for line := range strings.Lines(string(b)) {
			if seen[line] {
				duplicates++
				continue
			}
			seen[line] = true
			tail := strings.Fields(line[strings.LastIndexByte(line, '"')+1:])
			if len(tail) != 10 {
				t.Fatalf("%d fields after the agent, want 10: %s", len(tail), line)
			}
			if tail[6] == "-" && tail[3] == "-" {
				plain++
			}
		}
	}
	if len(seen) != 5000 || tr.Records != 5000 || tr.Duplicates != duplicates || duplicates == 0 {
		t.Errorf("%d lines and %d duplicates, truth says %d and %d", len(seen), duplicates, tr.Records, tr.Duplicates)
	}
	if q := tr.Questions[plainByPrincipal]; q.Matched != plain || plain == 0 {
		t.Errorf("%d lines over plain HTTP, truth says %d", plain, q.Matched)
	}
}

// TestTruthOfEvents counts public ACLs and a principal's newest from the events.
func TestTruthOfEvents(t *testing.T) {
	files := generate(t, options{n: 5000, kind: "cloudtrail", files: 2, seed: 1})
	tr := readTruth(t, files["truth.json"])
	type event struct {
		EventID           string
		TLSDetails        *struct{ TLSVersion string }
		RequestParameters map[string]string
	}
	public, silent, seen := 0, 0, map[string]bool{}
	for name, b := range files {
		if name == "truth.json" {
			continue
		}
		var doc struct{ Records []event }
		if err := json.Unmarshal(b, &doc); err != nil {
			t.Fatal(err)
		}
		for _, e := range doc.Records {
			if seen[e.EventID] {
				continue
			}
			seen[e.EventID] = true
			if a := e.RequestParameters["x-amz-acl"]; a == "public-read" || a == "authenticated-read" {
				public++
			}
			if e.TLSDetails == nil {
				silent++
			}
		}
	}
	if q := tr.Questions[publicWrites]; len(seen) != 5000 || q.Matched != public || public == 0 {
		t.Errorf("%d public ACLs in %d events, truth says %d", public, len(seen), q.Matched)
	}
	if q := tr.Questions[plainByPrincipal]; q.Matched != 0 || q.Unknown != silent {
		t.Errorf("%d events say nothing of TLS, truth says %d", silent, q.Unknown)
	}
	for i, r := range tr.Newest.Records {
		if !seen[r.ID] || i > 0 && r.Time.After(tr.Newest.Records[i-1].Time) {
			t.Errorf("newest: %v out of place", r)
		}
	}
}

func TestRefusals(t *testing.T) {
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "x"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, o := range map[string]options{
		"a folder with something in it": {out: full, n: 1, kind: "both"},
		"no folder":                     {n: 1, kind: "both"},
		"no records":                    {out: t.TempDir(), kind: "both"},
		"another kind":                  {out: t.TempDir(), n: 1, kind: "elb"},
	} {
		if err := write(o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
