package headless

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// A SQLRequest asks for the statements that answer a question elsewhere.
type SQLRequest struct {
	Source   string // lake:ID, athena:DATABASE.TABLE or trino:CATALOG.SCHEMA.TABLE
	Where    model.Expr
	From, To time.Time
	AllTime  bool
	By       []store.Key // counts by these instead of records
	Top      int
	View     string // a named query instead of records
	Lines    bool   // the table holds access logs
	Flat     bool   // the table has no partition column "timestamp"
	Create   *SQLTable
}

// A SQLTable is a table to be created over a log bucket.
type SQLTable struct {
	Layout            string // trail, organization-trail, access-logs or access-logs-flat
	Location, Org     string
	Accounts, Regions []string
}

// A SQLStatement is one statement, and what to know of it.
type SQLStatement struct {
	Title string   `json:"title,omitempty"` // what it is where there are several
	Text  string   `json:"statement"`
	Local []string `json:"local"` // conditions that it only narrows
	Notes []string `json:"notes"`
}

func (c *commands) sql() *cobra.Command {
	var by, format, log string
	var r SQLRequest
	var table SQLTable
	var history, run bool
	cmd := &cobra.Command{
		Use:   "sql lake:ID|athena:DATABASE.TABLE|trino:CATALOG.SCHEMA.TABLE [FILTER]",
		Short: "Print a filter as SQL for CloudTrail Lake, Athena or Trino",
		Long: `sql prints the statement that asks the same question where the evidence is too
large to be read here. It runs nothing but, with --run, what creates a table, which
is shown first and has to be confirmed, and the comparison of --view, which on files
and buckets needs no --run. A statement returns every record that
matches; where the engine cannot decide a condition it returns more, and says so.

Every statement is bounded in time, since engines bill what they read.`,
		Example: `  s3sleuth sql athena:logs.trail 'tls:<1.2' --since 7d --until 1h
  s3sleuth sql athena:logs.access tls:none --log accesslog --since 2026-11-01 --until 2026-11-08
  s3sleuth sql lake:ID is:delete --by time:1h,bucket --since 24h --until 1h
  s3sleuth sql lake:ID --view no-tls-article --since 30d --until 1h
  s3sleuth sql ./logs --view no-tls-article
  s3sleuth sql athena:logs.access --create access-logs --since 2026-01-01 \
      --location s3://acme-access-logs/111122223333/eu-west-1/acme-static/ --run
  s3sleuth sql --history`,
		Args: cobra.ArbitraryArgs,
	}
	flags := cmd.Flags()
	flags.StringVar(&by, "by", "", "count by these fields instead, parted by commas; time:1h counts by hours")
	flags.IntVar(&r.Top, "top", 0, "with --by, this many of the largest counts; 0 is all")
	flags.StringVar(&r.View, "view", "", "a query as practitioners know it, and what it gets wrong: no-tls-article, public-acl-article")
	flags.StringVar(&log, "log", "cloudtrail", "what the table holds: cloudtrail or accesslog")
	flags.BoolVar(&r.Flat, "flat", false, `the table has no partition column "timestamp"`)
	flags.StringVar(&format, "format", "text", "text or json; of --history: table or json")
	flags.StringVar(&table.Layout, "create", "", "print the statement that creates the table: trail, organization-trail, access-logs or access-logs-flat")
	flags.StringVar(&table.Location, "location", "", "with --create: where the logs lie, up to AWSLogs/ or to the bucket's own folder")
	flags.StringVar(&table.Org, "org", "", "with --create organization-trail: the organization's ID")
	flags.StringSliceVar(&table.Accounts, "accounts", nil, "with --create of a trail's table: its accounts")
	flags.StringSliceVar(&table.Regions, "regions", nil, "with --create of a trail's table: its Regions")
	flags.BoolVar(&run, "run", false, "with --create: create the table in Athena, and its database where that is missing, once you confirm it; with --view: compare the query with the verdict")
	flags.BoolVar(&history, "history", false, "list the queries of the last 90 days that were paid for instead, with what they scanned and cost")
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		if history {
			return c.history(format)
		}
		if r.View != "" && (run || len(args) > 0 && !onEngine(args[0])) {
			return c.countView(args, r.View, strings.Replace(format, "text", "table", 1))
		}
		write, ok := map[string]func(io.Writer, []SQLStatement) error{"text": c.sqlText, "json": sqlJSON}[format]
		if !ok {
			return unknownFormat(format, "text, json")
		}
		if r.Lines = log == "accesslog"; !r.Lines && log != "cloudtrail" {
			return &usageError{fmt.Sprintf("--log %s is no log", log), "one of cloudtrail, accesslog"}
		}
		if table.Layout != "" {
			r.Create = &table
		}
		statements, asked, err := c.statements(r, args, by)
		if err != nil {
			return err
		}
		if run && r.Create == nil {
			return &usageError{"--run runs what --create and --view print", "a filter is run by s3sleuth count and s3sleuth query"}
		}
		if run {
			return c.create(asked, write)
		}
		return write(c.env.Stdout, statements)
	}
	return cmd
}

// onEngine says whether a source is a table on an engine, by its name.
func onEngine(name string) bool {
	kind, _, _ := strings.Cut(name, ":")
	return kind == "lake" || kind == "athena" || kind == "trino"
}

// statements asks for what the command line wants, and returns that too.
func (c *commands) statements(r SQLRequest, args []string, by string) ([]SQLStatement, SQLRequest, error) {
	q, err := c.request(args)
	if err != nil {
		return nil, r, err
	}
	var t tally
	if r.By, err = t.parseBy(by); err != nil {
		return nil, r, err
	}
	r.Source, r.Where, r.From, r.To, r.AllTime = q.name, q.where, q.within.From, q.within.To, c.options.AllTime
	if r.Create == nil && !r.AllTime && (r.From.IsZero() || r.To.IsZero()) {
		return nil, r, &usageError{
			"a statement without both --since and --until reads, and bills, all there is",
			"give both, or --all-time",
		}
	}
	statements, err := c.env.SQL(r)
	if err != nil {
		return nil, r, fmt.Errorf("sql: %w", err)
	}
	return statements, r, nil
}

// sqlText prints statements as they can be pasted, what to know of them on stderr.
func (c *commands) sqlText(w io.Writer, statements []SQLStatement) error {
	for i, s := range statements {
		if i > 0 {
			fmt.Fprintln(w)
		}
		if s.Title != "" {
			fmt.Fprintf(w, "-- %s\n", strings.ReplaceAll(s.Title, "\n", " "))
		}
		if _, err := fmt.Fprintf(w, "%s;\n", s.Text); err != nil {
			return err
		}
		for _, condition := range s.Local {
			c.say("local", condition+" is narrowed at most: the rows decide it")
		}
		for _, note := range s.Notes {
			c.say("note", note)
		}
	}
	return nil
}

func sqlJSON(w io.Writer, statements []SQLStatement) error {
	for i := range statements { // lists that are empty are no null
		statements[i].Local = append([]string{}, statements[i].Local...)
		statements[i].Notes = append([]string{}, statements[i].Notes...)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(statements)
}
