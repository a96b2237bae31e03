package headless

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"s3sleuth/source"
)

// commands is one command line being run.
type commands struct {
	ctx  context.Context
	env  Env
	root *cobra.Command

	since, until string
	options      source.Options
	scope        source.Scope
	plan         bool // say what would be read, and no more
	memory       string
	failOnMatch  bool
	ascii        bool

	yes     bool
	maxScan string
	reached map[string]source.Source // opened, by name

	cut bool // the reading was cancelled

	// loaded keeps what was read, by source, where several commands run one
	// after another; nil where one runs alone.
	loaded map[string]*evidence
}

func newCommands(ctx context.Context, env Env) *commands {
	c := &commands{ctx: ctx, env: env, reached: map[string]source.Source{}}
	root := &cobra.Command{
		Use:   "s3sleuth [SOURCE]",
		Short: "Investigate S3 incidents in CloudTrail logs and S3 server access logs",
		Long: `s3sleuth reads CloudTrail logs and S3 server access logs and answers who did
what to which bucket, from where, with which client and over which TLS version.

SOURCE is a file or a folder of logs, packed or not, s3://BUCKET/PREFIX, a store or
table on an engine (lake:ID, athena:DATABASE.TABLE, trino:CATALOG.SCHEMA.TABLE), or
demo: for built-in evidence. FILTER may begin with "-"; s3sleuth help filter explains it.

Exit codes: 0 everything was read; 1 failed; 2 the command line is wrong; 3 something
matched, with --fail-on-match; 4 something could not be read, which stderr says too.`,
		Example: `  s3sleuth demo
  s3sleuth ./logs
  s3sleuth count ./logs 'tls:none -is:aws-service' --by principal
  s3sleuth query ./logs 'is:public-acl' --format csv -o public.csv
  s3sleuth count s3://my-log-bucket/AWSLogs/ is:denied --by principal --since 24h
  s3sleuth count ./logs ip:203.0.113.0/24 --by time:1h --since 7d`,
		Version:       env.Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,

		PersistentPreRunE: c.readBudget,

		RunE: c.screen,
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetVersionTemplate("s3sleuth {{.Version}}\n")
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	root.SetFlagErrorFunc(flagError)
	flags := root.PersistentFlags()
	flags.StringVar(&c.since, "since", "", "from this time on: 2026-11-01, 2026-11-01T10:00Z, or 24h, 7d back from now; UTC unless a zone stands there")
	flags.StringVar(&c.until, "until", "", "before this time")
	flags.StringVar(&c.memory, "memory", "", "how much memory records may take, as 4GB (default: half of the machine's)")
	c.reachFlags(flags)
	c.billFlags(flags)
	c.asciiFlag(root)
	root.SetHelpCommand(c.help())
	root.AddCommand(c.query(), c.count(), c.show(), c.sources(), c.sql(), c.demo(), c.cache(), c.version(), c.filterTopic())
	c.root = root
	return c
}

// run finds the command, sorts its arguments and executes it.
func (c *commands) run(args []string) error {
	c.root.InitDefaultHelpCmd()
	c.root.InitDefaultVersionFlag()
	cmd, rest := c.find(args)
	cmd.InitDefaultHelpFlag()
	flags := pflag.NewFlagSet(cmd.Name(), pflag.ContinueOnError)
	flags.AddFlagSet(c.root.PersistentFlags())
	flags.AddFlagSet(cmd.Flags())
	sorted, err := split(flags, rest)
	if err != nil {
		return err
	}
	if cmd != c.root {
		sorted = append([]string{cmd.Name()}, sorted...)
	}
	c.root.SetArgs(sorted)
	return c.root.ExecuteContext(c.ctx)
}

// find returns the command that args name, the root where they name none, and
// args without its name. Flags may stand before the name.
func (c *commands) find(args []string) (*cobra.Command, []string) {
	for i := 0; i < len(args); i++ {
		flag, inline, is := asFlag(c.root.PersistentFlags(), args[i])
		if is {
			if takesNext(flag) && !inline {
				i++
			}
			continue
		}
		for _, cmd := range c.root.Commands() {
			if cmd.Name() == args[i] {
				return cmd, append(args[:i:i], args[i+1:]...)
			}
		}
		break
	}
	return c.root, args
}

// screen opens the interactive screen, or says how to go without.
func (c *commands) screen(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		if c.nearCommand(args[0]) != "" {
			return c.unknownCommand("unknown command "+args[0], args[0])
		}
		return &usageError{
			fmt.Sprintf("one SOURCE expected, got %d arguments", len(args)),
			"to filter on the command line: s3sleuth query SOURCE FILTER",
		}
	}
	if c.env.Screen == nil {
		if len(args) == 0 {
			fmt.Fprint(c.env.Stderr, cmd.UsageString())
		}
		c.say("error", "the screen needs a terminal")
		c.say("hint", "without one use s3sleuth query, count, show or demo")
		return exitCode(ExitUsage)
	}
	name := ""
	if len(args) == 1 {
		name = args[0]
	}
	return c.openScreen(name)
}

// asciiFlag gives a command that opens the screen its flag.
func (c *commands) asciiFlag(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&c.ascii, "ascii", false, "draw the screen with ASCII characters only")
}

// openScreen starts the screen on a source.
func (c *commands) openScreen(name string) error {
	r, err := c.rangeFlags()
	if err != nil {
		return err
	}
	memory, err := c.memoryLimit()
	if err != nil {
		return err
	}
	return c.env.Screen(c.ctx, Screen{Source: name, Options: c.options, Range: r, Memory: memory, ASCII: c.ascii})
}

func (c *commands) version() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(c.env.Stdout, "s3sleuth", c.env.Version)
			return err
		},
	}
}
