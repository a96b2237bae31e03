package headless

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/tui/text"
)

// scopeFlags gives a command that reads a source the flags that say which parts
// of it are read, and what that takes.
func (c *commands) scopeFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringSliceVar(&c.scope.Accounts, "accounts", nil, "of a bucket, read what its folders tell to be of these accounts only; parted by commas, or repeated")
	flags.StringSliceVar(&c.scope.Regions, "regions", nil, "the same by Region, as eu-west-1 (--region is where AWS is asked)")
	flags.StringSliceVar(&c.scope.Folders, "folders", nil, "the same by what CloudTrail writes into, as CloudTrail-NetworkActivity")
	flags.StringSliceVar(&c.scope.Buckets, "buckets", nil, "the same by the bucket whose access logs they are, where logs are partitioned by it")
	flags.BoolVar(&c.plan, "plan", false, "say what would be read and what that costs; read nothing")
}

// scoped reports whether parts of the source are asked for.
func (c *commands) scoped() bool {
	s := &c.scope
	return len(s.Accounts)+len(s.Regions)+len(s.Folders)+len(s.Buckets) > 0
}

// narrow leaves of a source the parts that were asked for.
func (c *commands) narrow(src source.Source) (source.Source, error) {
	if !c.scoped() {
		return src, nil
	}
	for _, account := range c.scope.Accounts {
		if !isAccount(account) {
			return nil, &usageError{fmt.Sprintf("--accounts %s: an account has 12 digits", account), ""}
		}
	}
	scoped, ok := src.(source.Scoped)
	if !ok {
		return nil, &usageError{
			fmt.Sprintf("--accounts, --regions, --folders and --buckets are for s3://, not for %s", src.Name()),
			"the filter does it for every source, as account:111122223333 or region:eu-west-1",
		}
	}
	return scoped.Within(c.scope), nil
}

func isAccount(s string) bool {
	for _, digit := range s {
		if digit < '0' || digit > '9' {
			return false
		}
	}
	return len(s) == 12
}

// tellPlan prints what reading a source would take.
func (c *commands) tellPlan(src source.Source, within source.Range) error {
	var tell func(spent string)
	if c.env.ErrTerminal {
		tell = func(spent string) { c.draw("planning  " + spent) }
	}
	p, err := source.Planned(c.ctx, src, within, tell)
	c.clearProgress()
	if err != nil {
		return fmt.Errorf("plan %s: %w", src.Name(), err)
	}
	w := tabwriter.NewWriter(c.env.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ACCOUNT\tREGION\tBUCKET\tFILES\tSIZE")
	for _, part := range p.Parts {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", told(part.Account), told(part.Region), told(part.Bucket), model.Count(part.Files), model.Size(part.Bytes))
	}
	fmt.Fprintf(w, "all\t\t\t%s\t%s\n", known(p.Files, model.Count), known(p.Bytes, model.Size))
	if err := w.Flush(); err != nil {
		return err
	}
	if p.Records > 0 {
		c.say("note", fmt.Sprintf("about %s, estimated from the bytes", model.Counted(p.Records, "record")))
	}
	for _, note := range p.Notes {
		c.say("note", note)
	}
	return exitCode(ExitComplete)
}

// told is what a path tells of a part, made safe to show.
func told(s string) string {
	if s == "" {
		return "-"
	}
	shown, _ := text.Display(s)
	return shown
}

// known prints a number of a plan, which may not be known.
func known[N int | int64](n N, print func(N) string) string {
	if n < 0 {
		return "not known"
	}
	return print(n)
}
