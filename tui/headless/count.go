package headless

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/tui/export"
)

// A tally is the answer of count.
type tally struct {
	export.Counts
	request  *request
	evidence *evidence
}

func (c *commands) count() *cobra.Command {
	var by, format, view string
	var top int
	var redact bool
	cmd := &cobra.Command{
		Use:   "count SOURCE [FILTER]",
		Short: "Count records, in all or by the values of fields",
		Long: `count prints how many records match, how many cannot say, and how many were
read. --by counts them by fields, JSON paths, is:NAME or spans of time.`,
		Example: `  s3sleuth count ./logs tls:none
  s3sleuth count ./logs -is:aws-service --by tls,client --top 20
  s3sleuth count ./logs is:delete --by time:1h
  s3sleuth count ./logs op:PutObject --by requestParameters.x-amz-acl --format json
  s3sleuth count ./logs --view no-tls-article`,
		Args: cobra.ArbitraryArgs,
	}
	flags := cmd.Flags()
	flags.StringVar(&by, "by", "", "fields to count by, parted by commas; time:1h counts by hours")
	flags.StringVar(&format, "format", "table", "table, csv or json")
	flags.BoolVar(&redact, "redact", false, redactHelp)
	flags.IntVar(&top, "top", 0, "print this many of the largest counts; 0 prints all")
	flags.StringVar(&view, "view", "", "a query as practitioners know it beside the verdict, with what it gets wrong: no-tls-article, public-acl-article")
	flags.BoolVar(&c.failOnMatch, "fail-on-match", false, "exit 3 when a record matches")
	c.scopeFlags(cmd)
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		if view != "" {
			if by != "" {
				return &usageError{"--view counts by its own reasons, not by --by", ""}
			}
			return c.countView(args, view, format)
		}
		write, ok := map[string]func(*tally) error{"table": c.countTable, "csv": c.countCSV, "json": c.countJSON}[format]
		if !ok {
			return unknownFormat(format, "table, csv or json")
		}
		if top < 0 {
			return &usageError{"--top cannot be negative", ""}
		}
		t, err := c.tally(args, by, top)
		if err != nil {
			return err
		}
		if redact {
			t.Redact = export.NewRedactor()
		}
		if err := write(t); err != nil {
			return err
		}
		if t.Unreadable > 0 {
			c.say("note", model.Counted(t.Unreadable, "record")+" could not be read again: counted as not recorded")
		}
		c.tellUndecided(t.request, t.Unknown)
		if err := c.tellNothing(t.request, t.evidence, t.Matched); err != nil {
			return err
		}
		return c.finish(t.evidence, t.Matched)
	}
	return cmd
}

func unknownFormat(format, known string) error {
	return &usageError{fmt.Sprintf("unknown format %q", format), "one of " + known}
}

// tally counts what the command line asks.
func (c *commands) tally(args []string, by string, top int) (*tally, error) {
	r, err := c.request(args)
	if err != nil {
		return nil, err
	}
	t := &tally{Counts: export.Counts{Filter: r.filter}, request: r}
	keys, err := t.parseBy(by)
	if err != nil {
		return nil, err
	}
	if done, err := c.countThere(t, keys, top); done || err != nil {
		t.orderByTime(keys)
		return t, err
	}
	if t.evidence, err = c.load(r); err != nil {
		return nil, err
	}
	t.Coverage = t.evidence.coverage
	t.Engine = engineOf(t.evidence.source, t.evidence.engine, true)
	v, q := t.evidence.snapshot, r.question(t.evidence.source.Raw)
	q.Progress = c.askingProgress()
	var a *store.Answer
	if len(keys) == 0 {
		a, err = v.Ask(c.asking(), q)
	} else {
		a, t.Groups, t.Distinct, err = v.Groups(c.asking(), q, keys, top)
	}
	c.clearProgress()
	if err != nil {
		return nil, fmt.Errorf("count: %w", err)
	}
	t.Matched, t.Unknown, t.Read, t.Unreadable = a.Matched, a.Unknown, a.Read, a.Unreadable
	t.orderByTime(keys)
	return t, nil
}

// parseBy reads the list of --by.
func (t *tally) parseBy(list string) ([]store.Key, error) {
	if list == "" {
		return nil, nil
	}
	var keys []store.Key
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		if width, ok := strings.CutPrefix(name, "time:"); ok {
			step, err := parseStep(width)
			if err != nil {
				return nil, err
			}
			keys = append(keys, store.Key{Field: model.FieldTime, Step: step})
			t.By = append(t.By, export.FieldColumn(model.FieldTime))
		} else {
			col, err := parseColumn(name)
			if err != nil {
				return nil, err
			}
			keys = append(keys, col.Key())
			t.By = append(t.By, col)
		}
		if last := t.By[len(t.By)-1]; slices.Contains(t.By[:len(t.By)-1], last) {
			return nil, &usageError{fmt.Sprintf("--by names %s twice", last.Name), ""}
		}
	}
	return keys, nil
}

// parseStep reads the width of a span of time, as 15m, 1h or 1d, in milliseconds.
func parseStep(s string) (int64, error) {
	length, err := time.ParseDuration(s)
	if days, ok := strings.CutSuffix(s, "d"); ok {
		var n int
		n, err = strconv.Atoi(days)
		length = time.Duration(n) * 24 * time.Hour
	}
	if err != nil || length < time.Second || length > 366*24*time.Hour || length%time.Second != 0 {
		return 0, &usageError{fmt.Sprintf("--by time:%s is no span of time", s), "write time:1m, time:1h or time:1d"}
	}
	return length.Milliseconds(), nil
}

// orderByTime puts groups that begin with a span of time in its order, the
// largest first within a span.
func (t *tally) orderByTime(keys []store.Key) {
	if len(keys) == 0 || keys[0].Field != model.FieldTime || keys[0].IsFact {
		return
	}
	// Without milliseconds the times are of one form and order as text.
	slices.SortStableFunc(t.Groups, func(a, b store.Group) int {
		return cmp.Compare(timeOf(a), timeOf(b))
	})
}

// timeOf returns the time of a group that is counted by time first.
func timeOf(g store.Group) int64 {
	// The store wrote the text, so it parses.
	at, _ := time.Parse(time.RFC3339, g.Values[0].Text)
	return at.UnixMilli()
}
