package headless

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/tui/export"
)

func (c *commands) query() *cobra.Command {
	var columns, format, order, output, zone string
	var limit int
	var redact bool
	cmd := &cobra.Command{
		Use:   "query SOURCE [FILTER]",
		Short: "Print the records that match",
		Example: `  s3sleuth query ./logs 'tls:(none, <1.2)' --columns time,principal,ip,client,bucket
  s3sleuth query ./logs ip:198.51.100.0/24 --sort -time --limit 100
  s3sleuth query ./logs op:GetObject --sort -bytes --limit 10 --columns bytes,time,principal,key
  s3sleuth query ./logs 'is:public-acl' --format csv -o public.csv
  s3sleuth query ./logs 'op:DeleteObject' --format jsonl | jq -r .key
  s3sleuth query ./logs 'unknown:(tls:1.2)'    # the records that do not say`,
		Args: cobra.ArbitraryArgs,
	}
	flags := cmd.Flags()
	flags.StringVar(&columns, "columns", "", "fields, JSON paths and is:NAME to print, parted by commas")
	flags.StringVar(&format, "format", "table", "table, csv, jsonl or raw")
	flags.StringVar(&order, "sort", "time", "a field or JSON path, least value first, or -FIELD, greatest first; -time is the newest first")
	flags.StringVar(&zone, "tz", "utc", "write times in this zone: utc, local or Area/City")
	flags.IntVar(&limit, "limit", 0, "print this many, the first in the order of --sort; 0 prints all")
	flags.BoolVar(&redact, "redact", false, redactHelp)
	flags.StringVarP(&output, "output", "o", "", "write to this file instead of stdout; it takes the place of one that is there")
	flags.BoolVar(&c.failOnMatch, "fail-on-match", false, "exit 3 when a record matches")
	c.scopeFlags(cmd)
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		write, ok := map[string]func(io.Writer, *listing) error{
			"table": c.queryTable, "csv": c.queryCSV, "jsonl": c.queryJSON, "raw": c.queryRaw,
		}[format]
		switch {
		case format == "parquet":
			return &usageError{"parquet is not available in this version", "one of table, csv, jsonl or raw"}
		case !ok:
			return unknownFormat(format, "table, csv, jsonl or raw")
		case redact && format == "raw":
			return &usageError{"--redact does not go with raw, the bytes of the log as they are", "table, csv or jsonl"}
		case limit < 0:
			return &usageError{"--limit cannot be negative", ""}
		}
		l := &listing{Listing: export.Listing{Limit: limit}}
		if err := l.setOrder(order); err != nil {
			return err
		}
		if err := l.setColumns(columns, format); err != nil {
			return err
		}
		if err := l.setZone(zone); err != nil {
			return err
		}
		if len(args) > 0 {
			if err := writable(output, args[0]); err != nil {
				return err
			}
		}
		if err := c.list(l, args); err != nil {
			return err
		}
		if redact {
			l.Redact = export.NewRedactor()
		}
		l.terminal = c.env.OutTerminal && (output == "" || output == "-")
		if err := c.writeTo(output, func(w io.Writer) error { return write(w, l) }); err != nil {
			return err
		}
		if a := l.answer; output != "" && output != "-" {
			c.say("note", base(a.Matched, a.Unknown, a.Read, l.evidence.coverage)+", written to "+output)
		}
		if rest := l.answer.Matched - l.Limit; rest > 0 {
			c.say("note", fmt.Sprintf("%s of %s matches printed; --limit 0 prints all",
				model.Count(l.Limit), model.Count(l.answer.Matched)))
		}
		c.tellUndecided(l.request, l.answer.Unknown)
		if err := c.tellNothing(l.request, l.evidence, l.answer.Matched); err != nil {
			return err
		}
		return c.finish(l.evidence, l.answer.Matched)
	}
	return cmd
}

// redactHelp is what --redact does.
const redactHelp = "write account-1 and principal-2 in place of account numbers and of who called"

// setColumns chooses what is printed of each record.
func (l *listing) setColumns(list, format string) error {
	switch {
	case list != "":
		cols, err := parseColumns(list)
		if err != nil {
			return err
		}
		for _, col := range cols {
			if col.IsFact && col.Fact == model.Joined {
				return &usageError{"is:joined can be filtered by and counted by, not printed", ""}
			}
		}
		l.Columns = cols
	case format == "jsonl":
		l.Columns = export.AllColumns()
	default:
		l.Columns = export.FieldColumns(export.UsualColumns)
	}
	return nil
}

// setOrder reads --sort.
func (l *listing) setOrder(word string) error {
	name, desc := strings.CutPrefix(word, "-")
	col, err := parseColumn(name)
	switch {
	case err != nil:
		return err
	case col.IsFact:
		return &usageError{"records are sorted by a field or a JSON path, not by " + col.Name, "as --sort time or --sort -bytes"}
	case col.Field == model.FieldTime:
		l.Newest = desc
	default:
		l.sort = &store.Sort{Field: col.Field, Path: col.Path, Desc: desc}
	}
	return nil
}

// setZone reads --tz.
func (l *listing) setZone(name string) (err error) {
	switch name {
	case "utc", "UTC":
	case "local":
		l.zone = time.Local
	default:
		if l.zone, err = time.LoadLocation(name); err != nil || name == "" {
			return &usageError{fmt.Sprintf("unknown time zone %q", name), "--tz utc, --tz local or --tz Europe/Berlin"}
		}
	}
	return nil
}

// list finds the records.
func (c *commands) list(l *listing, args []string) error {
	r, err := c.request(args)
	if err != nil {
		return err
	}
	l.request = r
	if l.evidence, err = c.load(r); err != nil {
		return err
	}
	q := r.question(l.evidence.source.Raw)
	q.Progress, q.Sort = c.askingProgress(), l.sort
	l.answer, err = l.evidence.snapshot.Ask(c.asking(), q)
	c.clearProgress()
	if err != nil {
		return fmt.Errorf("query: %w", err)
	}
	l.Evidence, l.Rows, l.Sorted = l.evidence.exported(), l.answer.Rows, l.answer.Sorted
	l.Zone = l.zone
	if l.Limit == 0 || l.Limit > l.answer.Matched {
		l.Limit = l.answer.Matched
	}
	return nil
}
