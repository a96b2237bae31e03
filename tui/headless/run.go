package headless

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"s3sleuth/source"
	"s3sleuth/tui/text"
)

// Exit codes. Scripts rest on them.
const (
	ExitComplete = 0 // everything was read
	ExitFailed   = 1
	ExitUsage    = 2
	ExitFound    = 3 // something matched, with --fail-on-match
	ExitPartial  = 4 // something was left unread or refused
)

// Env is the world a command runs in.
type Env struct {
	Stdout, Stderr io.Writer
	// OutTerminal and ErrTerminal say that the stream is a terminal; Width is the
	// terminal's, in columns.
	OutTerminal, ErrTerminal bool
	Width                    int

	Now     func() time.Time
	Version string
	Memory  int64 // default limit of the store in bytes; 0 is none

	// Open returns the source that a SOURCE argument names.
	Open func(ctx context.Context, name string, o source.Options) (source.Source, error)
	// Survey returns what looks for log buckets in AWS; nothing is asked before it
	// runs. Nearby returns what looks like logs in the working folder, and Recent
	// the sources opened before, the latest first.
	Survey func(ctx context.Context, o source.Options) (source.Surveyor, error)
	Nearby func(ctx context.Context) []source.Place
	Recent func() []string
	// Cache is what is kept on disk of buckets; nil where there is no such place.
	Cache source.Cache
	// SQL writes a question as statements for an engine that holds the logs.
	SQL func(r SQLRequest) ([]SQLStatement, error)
	// Create finds out what makes the table of r.Create, and runs none of it.
	Create func(ctx context.Context, r SQLRequest, o source.Options) (*Creation, error)
	// History returns the queries that were paid for, the earliest first.
	History func() ([]Ran, error)
	// Confirm asks a question on the terminal; nil where there is nobody to ask.
	Confirm func(ctx context.Context, question string) (yes bool, err error)
	// Screen runs the interactive screen; nil where there is no terminal for it.
	Screen func(ctx context.Context, s Screen) error
	// Walkthrough is the text of docs/walkthrough.md, whose commands "demo" runs
	// where there is no screen.
	Walkthrough string
}

// A Screen is what the interactive screen is to open.
type Screen struct {
	Source  string // "" is the source picker
	Options source.Options
	Range   source.Range
	Memory  int64 // limit of the store in bytes
	ASCII   bool  // draw with ASCII characters only
}

// Run runs one command line, without the program's name, and returns its exit code.
func Run(ctx context.Context, env Env, args []string) int {
	return newCommands(ctx, env).code(args)
}

// code runs the command line and says what went wrong.
func (c *commands) code(args []string) int {
	err := c.run(args)
	var code exitCode
	switch {
	case err == nil:
		return ExitComplete
	case errors.As(err, &code):
		return int(code)
	}
	c.say("error", err.Error())
	if hint := hint(err); hint != "" {
		c.say("hint", hint)
	}
	var usage *usageError
	if errors.As(err, &usage) {
		return ExitUsage
	}
	return ExitFailed
}

// say writes one line of narration. Errors and file names can hold log text.
func (c *commands) say(kind, line string) {
	shown, _ := text.Display(text.Mask(line))
	fmt.Fprintf(c.env.Stderr, "%s: %s\n", kind, shown)
}

// An exitCode ends a command that has said everything already.
type exitCode int

func (e exitCode) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// A usageError is a command line that cannot be understood.
type usageError struct {
	message string
	hint    string
}

func (e *usageError) Error() string { return e.message }

// A hintedError adds what to do next to an error.
type hintedError struct {
	error
	hint string
}

func (e *hintedError) Unwrap() error { return e.error }

// hint returns what to do about an error, "" where it does not tell.
func hint(err error) string {
	var usage *usageError
	if errors.As(err, &usage) {
		return usage.hint
	}
	if advice := source.Advice(err); advice != "" {
		return advice
	}
	var hinted *hintedError
	if errors.As(err, &hinted) {
		return hinted.hint
	}
	return ""
}
