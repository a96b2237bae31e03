// Command s3sleuth investigates S3 incidents in CloudTrail logs and S3 server
// access logs: on a screen, or on the command line.
package main

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"golang.org/x/term"

	"s3sleuth/source"
	"s3sleuth/source/aws"
	"s3sleuth/source/bucket"
	"s3sleuth/source/decode"
	"s3sleuth/source/dir"
	"s3sleuth/source/lake"
	"s3sleuth/testdata/demo"
	"s3sleuth/tui"
	"s3sleuth/tui/headless"
)

//go:embed docs/walkthrough.md
var walkthrough string

func main() {
	collectLate()
	// The first interrupt ends the reading, and the command answers from what
	// was read; a second one ends the program.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	context.AfterFunc(ctx, stop)
	os.Exit(headless.Run(ctx, world(), os.Args[1:]))
}

// world is what the commands may touch.
func world() headless.Env {
	env := headless.Env{
		Stdout:      os.Stdout,
		Stderr:      os.Stderr,
		OutTerminal: term.IsTerminal(int(os.Stdout.Fd())),
		ErrTerminal: term.IsTerminal(int(os.Stderr.Fd())),
		Now:         time.Now,
		Version:     version(),
		Memory:      source.DefaultMemory(),
		Open:        open,
		Survey:      survey,
		Nearby:      nearby,
		Recent:      dir.Recent,
		SQL:         statements,
		Create:      create,
		History:     history,
		Walkthrough: walkthrough,
	}
	if c := cache(); c != nil {
		env.Cache = c
	}
	if env.ErrTerminal && term.IsTerminal(int(os.Stdin.Fd())) {
		env.Confirm = confirm
	}
	if env.OutTerminal && term.IsTerminal(int(os.Stdin.Fd())) {
		env.Screen = screen
	}
	if width, _, err := term.GetSize(int(os.Stderr.Fd())); err == nil {
		env.Width = width
	}
	return env
}

// screen runs the interactive screen.
func screen(ctx context.Context, s headless.Screen) error {
	// Reading keeps every processor busy. With two more threads the screen need
	// not wait in line behind it: the system lets the one that slept go first.
	runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + 2)
	path, keys, keysErr := keyFile()
	state := stateFolder()
	_, err := tui.Run(ctx, tui.Config{
		Open:        open,
		Options:     s.Options,
		Survey:      survey,
		Nearby:      nearby,
		Profiles:    aws.Profiles,
		Regions:     aws.Regions,
		Source:      s.Source,
		Range:       s.Range,
		Memory:      s.Memory,
		Now:         time.Now,
		Recent:      dir.Recent(),
		Remember:    dir.Remember,
		Fields:      decode.Fields,
		Dialects:    dialects(),
		Keys:        keys,
		KeysFile:    path,
		KeysErr:     keysErr,
		State:       state,
		Desk:        desk(state),
		Environment: os.Environ(),
		ASCII:       s.ASCII,
		Version:     version(),
	})
	return err
}

// open returns the source of a name: this is the list of all kinds.
func open(ctx context.Context, name string, o source.Options) (source.Source, error) {
	switch {
	case name == "demo:":
		return dir.New(name, demo.FS, "evidence"), nil
	case strings.HasPrefix(name, bucket.Scheme):
		return bucket.Open(ctx, name, o, cache())
	case strings.HasPrefix(name, "trino:"):
		return openTrino(name, o)
	case strings.HasPrefix(name, lake.Scheme):
		return openLake(ctx, name, o)
	case strings.HasPrefix(name, "athena:"):
		return openAthena(ctx, name, o)
	}
	if strings.HasPrefix(name, "case:") {
		return nil, fmt.Errorf("%s: case sources are not available in this version", name)
	}
	return dir.Open(name)
}

// version is the module's version, or the commit it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(unknown version)"
	}
	return info.Main.Version
}
