package tui_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"s3sleuth/source"
	"s3sleuth/source/dir"
	"s3sleuth/testdata/demo"
	"s3sleuth/tui"
	"s3sleuth/tui/terminaltest"
)

// visit names what the program under test does, when this test binary is that
// program.
const visit = "S3SLEUTH_TEST_VISIT"

func TestMain(m *testing.M) {
	if name := os.Getenv(visit); name != "" {
		os.Exit(visits(name))
	}
	os.Exit(m.Run())
}

// visits runs the screen over the demo, or over a source with a fault.
func visits(name string) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	_, err := tui.Run(ctx, tui.Config{
		Open: func(context.Context, string, source.Options) (source.Source, error) {
			time.Sleep(300 * time.Millisecond) // until the screen is drawn
			if name == "panic in a command" {
				panic("boom")
			}
			evidence := dir.New("demo:", demo.FS, "evidence")
			switch name {
			case "panic while reading":
				return faultySource{evidence}, nil
			case "panic in a lister":
				return dir.New("broken", faultyFolder{demo.FS, "evidence"}, "evidence"), nil
			case "panic in a worker":
				return dir.New("broken", faultyFolder{demo.FS, demoFile()}, "evidence"), nil
			}
			return evidence, nil
		},
		Fields: func([]byte) []string { // called by an update
			if name == "panic in an update" {
				panic("boom")
			}
			return nil
		},
		Source:      "demo:",
		Environment: os.Environ(),
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		return 2
	}
	return 0
}

// A faultySource panics while it is read.
type faultySource struct{ source.Source }

func (faultySource) Scan(context.Context, source.Range, source.Sink) error { panic("boom") }

// A faultyFolder panics when a name in it is opened: a folder by the goroutine
// that lists, a file by one that reads.
type faultyFolder struct {
	fs.FS
	name string
}

func (f faultyFolder) Open(name string) (fs.File, error) {
	if name == f.name {
		panic("boom")
	}
	return f.FS.Open(name)
}

// demoFile is the name of one file of the demo.
func demoFile() (name string) {
	_ = fs.WalkDir(demo.FS, "evidence", func(at string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			name = at
			return fs.SkipAll
		}
		return err
	})
	return name
}

func TestAcceptanceOnATerminal(t *testing.T) {
	t.Run("11. Kill -TERM, panic and normal exit restore the terminal.", terminalIsRestored)
}

// stopped waits for a source that a fault ended, and leaves.
func stopped(x *terminaltest.Terminal) {
	x.Wait("boom")
	x.Type(":quit\r")
}

// Whatever ends the screen, the terminal is as it was before.
func terminalIsRestored(t *testing.T) {
	for _, c := range []struct {
		name  string
		do    func(*terminaltest.Terminal)
		exit  int
		tells string
	}{
		{"quit", func(x *terminaltest.Terminal) { x.Wait("COMPLETE"); x.Type("qq") }, 0, ""},
		{"quit by command", func(x *terminaltest.Terminal) { x.Wait("COMPLETE"); x.Type(":quit\r") }, 0, ""},
		{"^c twice", func(x *terminaltest.Terminal) {
			x.Wait("COMPLETE")
			x.Type("\x03")
			x.Wait("press ^c again")
			x.Type("\x03")
		}, 0, ""},
		{"quit while a line is typed", func(x *terminaltest.Terminal) {
			x.Wait("COMPLETE")
			x.Type("/tls")
			x.Wait("tls")
			x.Type("\x03\x03")
		}, 0, ""},
		{"panic in a command", func(*terminaltest.Terminal) {}, 2, "boom"},
		{"panic in an update", func(x *terminaltest.Terminal) { x.Wait("COMPLETE"); x.Type("\r") }, 2, "boom"},
		{"panic while reading", func(*terminaltest.Terminal) {}, 2, "boom"},
		{"panic in a lister", stopped, 0, "fault in s3sleuth: boom"},
		{"panic in a worker", stopped, 0, "fault in s3sleuth: boom"},
		{"SIGTERM", func(x *terminaltest.Terminal) { x.Wait("COMPLETE"); x.Signal(syscall.SIGTERM) }, -1, ""},
		{"SIGHUP", func(x *terminaltest.Terminal) { x.Wait("COMPLETE"); x.Signal(syscall.SIGHUP) }, -1, ""},
		{"SIGINT", func(x *terminaltest.Terminal) { x.Wait("COMPLETE"); x.Signal(syscall.SIGINT) }, -1, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), visit+"="+c.name, "TERM=xterm-256color", "LANG=C.UTF-8")
			x := terminaltest.Start(t, cmd, 100, 30)
			x.WaitRaw("\x1b[?1049h")
			c.do(x)
			if got := x.Ended().ExitCode(); c.exit >= 0 && got != c.exit {
				t.Errorf("exit status %d, want %d", got, c.exit)
			}
			x.Restored()
			if !strings.Contains(x.Raw(), c.tells) {
				t.Errorf("what happened is not told: %q", x.Raw())
			}
		})
	}
}
