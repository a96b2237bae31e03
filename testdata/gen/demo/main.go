// Command demo writes the evidence that s3sleuth demo investigates: one incident
// in a made-up company, told by its access logs and by CloudTrail.
//
//	go run ./testdata/gen/demo            writes testdata/demo/evidence and testdata/demo/truth.json
//	go run ./testdata/gen/demo -out DIR   writes them elsewhere
//
// The same program always writes the same evidence. truth.json holds what is to
// be found in it, counted here while the story is made and not read back.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
)

// seed makes the evidence what it is; another one tells the same story with
// other bystanders.
const seed = 20261101

func main() {
	out := flag.String("out", "testdata/demo", "folder to write to")
	flag.Parse()
	if err := write(*out); err != nil {
		log.Fatal("demo: ", err)
	}
}

// happen lets the eight days pass.
func happen() *world {
	w := newWorld(seed)
	w.background()
	w.accounts()
	w.story()
	return w
}

// tell makes the whole evidence.
func tell() ([]file, *truth) {
	w := happen()
	logs := append(w.accessLogs(), w.trailLogs()...)
	other := w.other(logs)
	return append(logs, other...), w.truth(len(logs), len(other))
}

func write(out string) error {
	files, truth := tell()
	dir := filepath.Join(out, "evidence")
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	stored, inflated := 0, 0
	for _, f := range files {
		b := f.stored()
		stored += len(b)
		inflated += len(f.content)
		name := filepath.Join(dir, filepath.FromSlash(f.path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, b, 0o644); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(out, "truth.json"), truth.json(), 0o644); err != nil {
		return err
	}
	fmt.Printf("%d records in %d files, %d bytes stored, %d inflated\n", truth.Records, len(files), stored, inflated)
	return nil
}
