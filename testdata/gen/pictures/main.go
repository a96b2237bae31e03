//go:build linux

// Command pictures makes the pictures of the README: it builds s3sleuth, runs it
// on a pseudo terminal, types, and draws what the terminal shows.
//
//	go run ./testdata/gen/pictures            writes docs/pictures
//	go run ./testdata/gen/pictures -out DIR   writes them elsewhere
//
// It runs in the folder that main.go is in. Nothing in a picture depends on the
// machine or the day, so the same program makes the same pictures.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"s3sleuth/tui/terminaltest"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("pictures: ")
	out := flag.String("out", filepath.Join("docs", "pictures"), "folder to write to")
	flag.Parse()
	if err := write(".", *out); err != nil {
		log.Fatal(err)
	}
}

// A scene is a picture: what is typed, and what the screen shows then. The
// last text stands there only when all work is done.
type scene struct {
	name  string
	title string
	w, h  int
	steps []step
}

type step struct{ shows, keys string }

var scenes = []scene{
	{"investigate", "s3sleuth on the demo: requests over plain HTTP, with facets, timeline and records", 120, 36, []step{
		{"35,070 match", "/tls:none -is:website\r"},
		{"2,667 match", ""},
	}},
	{"timeline", "s3sleuth on the demo: a peak of the timeline selected, and what is more frequent in it than outside", 120, 36, []step{
		{"35,070 match", "/is:write\r"},
		{"9,089 match", "i"},
		{"TIMELINE", "n"},
		{"petrel-ci", ""},
	}},
	{"record", "s3sleuth on the demo: one record, explained, with the evidence for each sentence", 120, 36, []step{
		{"35,070 match", "/is:public-acl user:*petrel* -has:error op:PutObjectAcl\r"},
		{" 64 match", "\r"},
		{"of 35,070 records read", ""},
	}},
	{"values", "s3sleuth on the demo: all values of a facet, with their share, first and last seen", 120, 23, []step{
		{"35,070 match", "/is:write\r"},
		{"‹2/2›", ":facet principal\r"},
		{"last seen", ""},
	}},
}

// write builds the program in the folder root and draws every scene into out.
func write(root, out string) error {
	work, err := os.MkdirTemp("", "pictures")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	program := filepath.Join(work, "s3sleuth")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Dir = root
	if said, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build s3sleuth: %w\n%s", err, said)
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	for _, s := range scenes {
		svg, err := s.draw(program, work)
		if err != nil {
			return fmt.Errorf("picture %s: %w", s.name, err)
		}
		if err := os.WriteFile(filepath.Join(out, s.name+".svg"), []byte(svg), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// draw plays a scene with a home of its own.
func (s scene) draw(program, home string) (string, error) {
	cmd := exec.Command(program, "demo")
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "TERM=xterm-256color", "COLORTERM=truecolor", "COLORFGBG=15;0", "LANG=C.UTF-8",
		"XDG_CONFIG_HOME=" + filepath.Join(home, "config"), "XDG_STATE_HOME=" + filepath.Join(home, "state-"+s.name),
	}
	run, err := terminaltest.Open(cmd, s.w, s.h)
	if err != nil {
		return "", err
	}
	defer run.Close()
	if err := run.Shows("COMPLETE"); err != nil {
		return "", err
	}
	for _, step := range s.steps {
		if err := run.Shows(step.shows); err != nil {
			return "", err
		}
		if err := run.Keys(step.keys); err != nil {
			return "", err
		}
	}
	still(run)
	return SVG(s.title, run.Cells()), nil
}

// still waits until nothing has been drawn for a while: notes that pass have gone.
func still(run *terminaltest.Run) {
	for was := -1; was != len(run.Raw()); {
		was = len(run.Raw())
		time.Sleep(500 * time.Millisecond)
	}
}
