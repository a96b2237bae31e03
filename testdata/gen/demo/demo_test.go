package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync"
	"testing"

	"s3sleuth/testdata/demo"
)

// told tells the story once for all tests.
var told = sync.OnceValues(tell)

// The evidence may take up so much of the binary.
const maxStored = 2_000_000

func inflate(t *testing.T, b []byte) []byte {
	t.Helper()
	if !bytes.HasPrefix(b, []byte{0x1f, 0x8b}) {
		return b
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// committed returns the evidence as it is embedded, inflated, by path.
func committed(t *testing.T) (content map[string][]byte, stored int) {
	t.Helper()
	content = map[string][]byte{}
	err := fs.WalkDir(demo.FS, "evidence", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := demo.FS.ReadFile(path)
		if err != nil {
			return err
		}
		stored += len(b)
		content[strings.TrimPrefix(path, "evidence/")] = inflate(t, b)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return content, stored
}

// TestCommittedEvidence compares what is committed with what the program writes
// today. Content is compared and not compressed bytes, which differ between
// releases of Go.
func TestCommittedEvidence(t *testing.T) {
	files, truth := told()
	have, stored := committed(t)
	if stored > maxStored {
		t.Errorf("the evidence takes %d bytes, more than %d", stored, maxStored)
	}
	for _, f := range files {
		b, ok := have[f.path]
		switch {
		case !ok:
			t.Errorf("%s is not committed", f.path)
		case !bytes.Equal(b, f.content):
			t.Errorf("%s differs", f.path)
		}
		delete(have, f.path)
	}
	for path := range have {
		t.Errorf("%s is committed and not written", path)
	}
	old, err := os.ReadFile("../../demo/truth.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(old, truth.json()) {
		t.Error("truth.json differs")
	}
	if t.Failed() {
		t.Log("to write the evidence anew: go run ./testdata/gen/demo")
	}
}

// TestEveryRecordIsCounted reads the evidence back with nothing but the standard
// library: the records that truth.json counts are those that are there.
func TestEveryRecordIsCounted(t *testing.T) {
	_, truth := told()
	content, _ := committed(t)
	lines, ids := map[string]bool{}, map[string]bool{}
	duplicates := 0
	note := func(seen map[string]bool, id string) {
		if seen[id] {
			duplicates++
		}
		seen[id] = true
	}
	for path, b := range content {
		if !strings.HasSuffix(path, ".json.gz") {
			for line := range strings.Lines(string(b)) {
				note(lines, line)
			}
			continue
		}
		var doc struct {
			Records []struct{ EventID, EventCategory, RecipientAccountID string }
		}
		if err := json.Unmarshal(b, &doc); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for _, r := range doc.Records {
			switch r.EventCategory {
			case "Data", "Management", "NetworkActivity":
				note(ids, r.EventID+r.RecipientAccountID)
			}
		}
	}
	if len(lines) != truth.AccessLog {
		t.Errorf("%d distinct access-log lines, truth says %d", len(lines), truth.AccessLog)
	}
	if len(ids) != truth.CloudTrail+truth.Network {
		t.Errorf("%d distinct events, truth says %d", len(ids), truth.CloudTrail+truth.Network)
	}
	if duplicates != truth.Duplicates {
		t.Errorf("%d duplicates, truth says %d", duplicates, truth.Duplicates)
	}
}

// TestStory holds the numbers that the story needs, whoever the bystanders are.
func TestStory(t *testing.T) {
	_, truth := told()
	want := map[string]int{
		"deleted objects of the archive": 2 * (9*70 + 14), // in either log
		"StopLogging":                    2,
		"who took the block away":        1,
		"the leaked file":                3, // uploaded, found, fetched
		"the note":                       4,
	}
	for _, q := range truth.Questions {
		if n, ok := want[q.Name]; ok && q.Matched != n {
			t.Errorf("%s: %d, want %d", q.Name, q.Matched, n)
		}
		if q.Matched == 0 {
			t.Errorf("%s: nothing", q.Name)
		}
		delete(want, q.Name)
	}
	for name := range want {
		t.Errorf("no question %q", name)
	}
}
