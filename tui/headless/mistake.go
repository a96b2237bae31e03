package headless

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"s3sleuth/model"
)

// What a SOURCE may be, and how the names of those begin that are no files.
const sourceKinds = "a SOURCE is a file or a folder of logs, s3://BUCKET/PREFIX, lake:ID, athena:DATABASE.TABLE, trino:CATALOG.SCHEMA.TABLE, or demo: for built-in evidence"

var sourceSchemes = []string{"s3://", "lake:", "athena:", "trino:", "demo:"}

// flagError says what is wrong with a flag, in words that are not the library's.
func flagError(cmd *cobra.Command, err error) error {
	hint := cmd.CommandPath() + " --help lists the flags"
	var unknown *pflag.NotExistError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		var names []string
		note := func(f *pflag.Flag) { names = append(names, f.Name) }
		cmd.Flags().VisitAll(note)
		cmd.InheritedFlags().VisitAll(note)
		if near := model.Nearest(unknown.GetSpecifiedName(), names); near != "" {
			hint = "did you mean --" + near + "? " + hint
		}
	case errors.As(err, &invalid):
		flag, value := invalid.GetFlag(), invalid.GetValue()
		switch flag.Value.Type() {
		case "int":
			return &usageError{fmt.Sprintf("--%s %s is no number, or too large a one", flag.Name, value), hint}
		case "duration":
			return &usageError{fmt.Sprintf("--%s %s is no span of time", flag.Name, value), "write 30s, 5m or 1h"}
		case "bool":
			return &usageError{fmt.Sprintf("--%s is a switch: it takes true or false, not %s", flag.Name, value), "alone it is true"}
		}
	}
	return &usageError{err.Error(), hint}
}

// noArguments is for commands that take none.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return &usageError{fmt.Sprintf("%s takes no arguments, got %s", cmd.Name(), strings.Join(args, " ")), cmd.CommandPath() + " --help tells what it does"}
}

// help replaces the library's command, which takes any topic.
func (c *commands) help() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Help about a command or the filter language",
		Args:  cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) == 0:
				return c.root.Help()
			case len(args) > 1:
				return &usageError{"help takes one command, got " + strings.Join(args, " "), "s3sleuth --help lists the commands"}
			}
			for _, cmd := range c.root.Commands() {
				if cmd.Name() == args[0] {
					cmd.InitDefaultHelpFlag()
					return cmd.Help()
				}
			}
			return c.unknownCommand("there is no help on "+args[0], args[0])
		},
	}
}

// unknownCommand is a mistake in a command's name.
func (c *commands) unknownCommand(message, name string) error {
	hint := "s3sleuth --help lists the commands"
	if near := c.nearCommand(name); near != "" {
		hint = "did you mean " + near + "? " + hint
	}
	return &usageError{message, hint}
}

// nearCommand returns the command that was probably meant, or "".
func (c *commands) nearCommand(name string) string {
	var names []string
	for _, cmd := range c.root.Commands() {
		names = append(names, cmd.Name())
	}
	return model.Nearest(name, names)
}

// noSource says that an argument stands where a SOURCE should, and cannot be one.
func noSource(name string) error {
	if _, err := os.Lstat(name); err == nil || !strings.HasPrefix(name, "-") {
		return nil
	}
	return &usageError{"a SOURCE comes first, and " + name + " is none", sourceKinds}
}

// secondSource says that an argument is a SOURCE where a FILTER should stand; nil
// where it is not.
func secondSource(first, second string) error {
	for _, scheme := range sourceSchemes {
		if strings.HasPrefix(second, scheme) {
			return oneSource(first, second)
		}
	}
	return nil
}

// oneSource is the mistake of naming two of them. An answer that takes the second
// for a text to search for would be "none".
func oneSource(first, second string) error {
	return &usageError{
		"one SOURCE is read at a time, got " + first + " and " + second,
		"of several folders or files, name the folder that holds them; a filter for the text is quoted: '\"" + second + "\"'",
	}
}
