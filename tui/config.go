package tui

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/tui/clipboard"
)

// Config is what the screen is given from outside.
type Config struct {
	// Open opens a source by its name; "demo:" is the built-in evidence.
	Open func(ctx context.Context, uri string, o source.Options) (source.Source, error)
	// Options say as whom and how AWS is reached; the picker can switch profile
	// and Region.
	Options source.Options
	// Source is opened at once; "" asks in the picker.
	Source string
	Range  source.Range
	Memory int64 // bytes the store may take, about; 0 is no limit
	Now    func() time.Time
	// Recent are the sources opened before, the latest first, and Remember is
	// told of every one that opens. Both may be nil.
	Recent   []string
	Remember func(uri string)
	// Survey returns what looks for log buckets in AWS, once it is asked to: until
	// it runs there is no call. Nearby returns what looks like logs in the working
	// folder, Profiles the AWS profiles of this machine, and Regions are those to
	// choose from; they may be nil.
	Survey   func(ctx context.Context, o source.Options) (source.Surveyor, error)
	Nearby   func(ctx context.Context) []source.Place
	Profiles func() []string
	Regions  []string
	// Dialects write a filter for engines, where the source is none itself; the
	// names of their tables are to be filled in. It may be nil.
	Dialects []Dialect
	// Fields cuts an access-log line into its fields, in the order of the log;
	// it returns nil for what is no such line. Without it a line shows as it is.
	Fields func(line []byte) []string
	// Keys is the user's key file, nil for none, and KeysFile its path: lines as
	// include = ["+", "a"]. What is wrong in it is listed when the screen opens.
	// KeysErr is why it cannot be read.
	Keys     []byte
	KeysFile string
	KeysErr  error
	// State is the user's folder for what is remembered (filters, commands, what
	// was too long to copy); "" remembers nothing.
	State string
	// Desk is where copies go beside the terminal.
	Desk clipboard.Desk
	// Environment is that of the process, as "NAME=value": TERM, NO_COLOR, LANG.
	Environment []string
	ASCII       bool // draw with ASCII glyphs only
	Version     string

	// Input and Output replace the terminal in tests.
	Input  io.Reader
	Output io.Writer
}

// A Summary tells what there was when the screen closed.
type Summary struct {
	Source   string // "" when none was open
	Filter   string // the filter shown last
	Coverage model.Coverage
}

// frames is how often a second the terminal is brought up to date at most. The
// program looks that often also when nothing happens, which costs more than
// anything else it does then: at 60 it is over a hundredth of a processor.
const frames = 40

// Run shows the screen until the user leaves it or ctx ends. Reading stops when
// it returns. The terminal is restored in every case, a panic included.
func Run(ctx context.Context, c Config) (Summary, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	a := newApp(ctx, c)
	options := []tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(frames)}
	if c.Environment != nil {
		options = append(options, tea.WithEnvironment(c.Environment))
	}
	if c.Input != nil {
		options = append(options, tea.WithInput(c.Input))
	}
	if c.Output != nil {
		options = append(options, tea.WithOutput(c.Output))
	}
	_, err := tea.NewProgram(a, options...).Run()
	cancel()
	a.writing.Lock() // a file being written is given up and cleared away
	if err != nil {
		return a.summary(), fmt.Errorf("screen: %w", err)
	}
	return a.summary(), nil
}

// variable returns an environment variable, "" when it is not set.
func (c *Config) variable(name string) string {
	for _, v := range slices.Backward(c.Environment) {
		if k, value, _ := strings.Cut(v, "="); k == name {
			return value
		}
	}
	return ""
}

// mono says that no colours are wanted.
func (c *Config) mono() bool { return c.variable("NO_COLOR") != "" || c.variable("TERM") == "dumb" }

// ascii says that only ASCII glyphs are wanted, or that the locale has no others.
func (c *Config) ascii() bool {
	if c.ASCII {
		return true
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := strings.ToLower(c.variable(name)); v != "" {
			return !strings.Contains(v, "utf-8") && !strings.Contains(v, "utf8")
		}
	}
	return false
}

// lightByEnvironment guesses the background from COLORFGBG, until the terminal
// tells it.
func lightByEnvironment(c *Config) bool {
	v := c.variable("COLORFGBG")
	ground := v[strings.LastIndexByte(v, ';')+1:]
	return ground == "7" || ground == "15"
}
