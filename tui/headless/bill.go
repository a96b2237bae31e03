package headless

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/tui/export"
)

// billFlags gives every command the flags about what an engine bills.
func (c *commands) billFlags(flags *pflag.FlagSet) {
	flags.BoolVar(&c.yes, "yes", false, "run queries that are paid for without being asked")
	flags.StringVar(&c.maxScan, "max-scan", "", "the most that paid queries may scan in all, as 50GB: more is not begun, or is stopped")
}

// readBudget reads --max-scan.
func (c *commands) readBudget(*cobra.Command, []string) error {
	if c.maxScan == "" {
		return nil
	}
	limit, ok := model.ParseSize(c.maxScan)
	if !ok {
		return &usageError{fmt.Sprintf("--max-scan %s is no size", c.maxScan), "write 500MB, 50GB or 1TiB"}
	}
	c.options.MaxScan = limit
	return nil
}

// reach opens a source, once for a command line.
func (c *commands) reach(name string) (source.Source, error) {
	if src := c.reached[name]; src != nil {
		return src, nil
	}
	src, err := c.env.Open(c.ctx, name, c.options)
	if err == nil {
		c.reached[name] = src
	}
	return src, err
}

// bounded refuses to ask an engine about all times unless that was asked for.
func (c *commands) bounded(within source.Range) error {
	if c.options.AllTime || !within.From.IsZero() && !within.To.IsZero() {
		return nil
	}
	return &usageError{
		"a statement without both --since and --until reads, and bills, all there is",
		"give both, or --all-time",
	}
}

// confirm shows what an engine will bill, and has it confirmed: by --yes, or by
// an answer on the terminal. nil is a yes. What is not paid for needs none.
func (c *commands) confirm(b source.Bill) error {
	limit := c.options.MaxScan
	if limit > 0 && b.Bytes > limit {
		return &usageError{
			fmt.Sprintf("%s would scan about %s, more than --max-scan %s", b.Engine, model.Size(b.Bytes), c.maxScan),
			"narrow the time or the filter, or allow more; nothing was run",
		}
	}
	if b.Price == 0 {
		return nil
	}
	c.say("bill", billText(b))
	if b.Basis != "" {
		c.say("bill", "the estimate: "+b.Basis)
	}
	if limit > 0 {
		c.say("bill", "stopped when more than "+c.maxScan+" are scanned")
	}
	if c.yes {
		return nil
	}
	if c.env.Confirm == nil {
		return &usageError{"nothing was run: what is paid for has to be confirmed", "--yes confirms it; s3sleuth sql prints the statements"}
	}
	yes, err := c.env.Confirm(c.ctx, "Run it and pay?")
	if err == nil && !yes {
		err = fmt.Errorf("nothing was run, and nothing is paid")
	}
	return err
}

// billText says what a bill comes to, as "Athena, 2 statements: about 38 GiB to
// scan, about $0.20 at $5.00 a TB".
func billText(b source.Bill) string {
	line := b.Engine + ", " + model.Counted(len(b.Statements), "statement") + ": "
	rate := fmt.Sprintf("at $%.2f a TB", b.Price*1e12)
	dollars, known := b.Dollars()
	if !known {
		return line + "how much there is to scan is not known, " + rate
	}
	return line + fmt.Sprintf("about %s to scan, about %s %s", model.Size(b.Bytes), money(dollars), rate)
}

// money prints dollars, with more places where it is little.
func money(dollars float64) string {
	if dollars > 0 && dollars < 0.1 {
		return fmt.Sprintf("$%.4f", dollars)
	}
	return fmt.Sprintf("$%.2f", dollars)
}

// asked has confirmed what reading a source costs, if it costs, and returns the
// name of its engine.
func (c *commands) asked(src source.Source, within source.Range) (engine string, err error) {
	billed, is := src.(source.Billed)
	if !is {
		return "", nil
	}
	if err := c.bounded(within); err != nil {
		return "", err
	}
	bill, err := billed.Bill(c.ctx, within)
	if err != nil {
		return "", err
	}
	return bill.Engine, c.confirm(bill)
}

// watch draws how far an engine's queries are, while no records come.
func (c *commands) watch(billed source.Billed) {
	if !c.env.ErrTerminal {
		return
	}
	billed.Watch(func(stage string, scanned int64) {
		if stage != "" {
			c.draw(stage + "  ^C stops it")
		} else {
			c.draw(model.Size(scanned) + " scanned  ^C stops it")
		}
	})
}

// tellPaid says what an engine has scanned, and what that cost.
func (c *commands) tellPaid(src source.Source) {
	billed, is := src.(source.Billed)
	if !is {
		return
	}
	spent := billed.Spent()
	if spent.Queries == 0 {
		return
	}
	line := plural(spent.Queries, "query", "queries") + " scanned " + model.Size(spent.Bytes)
	if spent.Dollars > 0 {
		line += ", " + money(spent.Dollars)
	}
	if spent.Reused > 0 {
		line += fmt.Sprintf("; %d of them took the rows of an earlier query again, which may lack what the log got since", spent.Reused)
	}
	c.say("note", line)
}

// plural returns "1 query" or "3 queries".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return model.Count(n) + " " + many
}

// engineOf tells what an answer was asked of; nil for a source read as files.
func engineOf(src source.Source, name string, deduplicated bool) *export.Engine {
	billed, is := src.(source.Billed)
	if !is {
		return nil
	}
	spent := billed.Spent()
	return &export.Engine{Name: name, Queries: spent.Queries, Scanned: spent.Bytes, Dollars: spent.Dollars, Deduplicated: deduplicated}
}
