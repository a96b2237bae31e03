package main

import (
	"os"
	"path/filepath"
	"testing"
)

// The pictures that stand in the README show what the program shows.
func TestPicturesAreUpToDate(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds s3sleuth and runs it on a terminal")
	}
	root := filepath.Join("..", "..", "..")
	made, kept := t.TempDir(), filepath.Join(root, "docs", "pictures")
	if err := write(root, made); err != nil {
		t.Fatal(err)
	}
	for _, s := range scenes {
		name := s.name + ".svg"
		now, err := os.ReadFile(filepath.Join(made, name))
		if err != nil {
			t.Fatal(err)
		}
		was, err := os.ReadFile(filepath.Join(kept, name))
		if err != nil {
			t.Fatal(err)
		}
		wellFormed(t, name, string(was))
		if string(now) != string(was) {
			t.Errorf("docs/pictures/%s is not what the program shows now: make it again with go run ./testdata/gen/pictures, and look at it", name)
		}
	}
	there, err := filepath.Glob(filepath.Join(kept, "*.svg"))
	if err != nil || len(there) != len(scenes) {
		t.Errorf("docs/pictures holds %q, %v; want the %d pictures that are made", there, err, len(scenes))
	}
}
