package headless

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// demoSource is the name of the built-in evidence.
const demoSource = "demo:"

func (c *commands) demo() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Investigate built-in evidence: no AWS, no network",
		Long: `demo opens the screen on built-in evidence of an incident. Without a terminal
it runs the commands of docs/walkthrough.md, which solve it, and prints their answers.`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			if c.env.Screen != nil {
				return c.openScreen(demoSource)
			}
			return c.walkThrough()
		},
	}
	c.asciiFlag(cmd)
	return cmd
}

// walkThrough runs the walkthrough's commands, reading the evidence once.
func (c *commands) walkThrough() error {
	c.loaded = make(map[string]*evidence)
	for _, step := range parseWalkthrough(c.env.Walkthrough) {
		if err := c.print(step.heading + "\n\n"); err != nil {
			return err
		}
		for _, command := range step.commands {
			if err := c.print("$ " + command + "\n"); err != nil {
				return err
			}
			again := newCommands(c.ctx, c.env)
			again.loaded = c.loaded
			err := again.run(shellWords(command)[1:])
			var code exitCode
			if err != nil && !errors.As(err, &code) {
				return fmt.Errorf("walkthrough: %s: %w", command, err)
			}
			if err := c.print("\n"); err != nil {
				return err
			}
		}
	}
	return nil
}

// A step of the walkthrough: a heading and the commands below it.
type step struct {
	heading  string
	commands []string
}

// parseWalkthrough reads the headings of a Markdown text and, of its console
// blocks, the lines that begin with "$ s3sleuth".
func parseWalkthrough(markdown string) []step {
	var steps []step
	heading, inConsole := "", false
	for line := range strings.Lines(markdown) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.HasPrefix(line, "```"):
			inConsole = line == "```console"
		case !inConsole && strings.HasPrefix(line, "#"):
			heading = strings.TrimSpace(strings.TrimLeft(line, "#"))
		case inConsole && strings.HasPrefix(line, "$ s3sleuth "):
			if len(steps) == 0 || steps[len(steps)-1].heading != heading {
				steps = append(steps, step{heading: heading})
			}
			last := &steps[len(steps)-1]
			last.commands = append(last.commands, strings.TrimPrefix(line, "$ "))
		}
	}
	return steps
}

// shellWords cuts a command line into words as a shell does, as far as the
// walkthrough needs it: blanks, single and double quotes.
func shellWords(line string) []string {
	var words []string
	var word strings.Builder
	open, quote := false, rune(0)
	for _, r := range line {
		switch {
		case r == quote:
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			quote, open = r, true
		case quote == 0 && r == ' ':
			if open {
				words = append(words, word.String())
				word.Reset()
			}
			open = false
		default:
			word.WriteRune(r)
			open = true
		}
	}
	if open {
		words = append(words, word.String())
	}
	return words
}
