package headless

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/tui/text"
)

// A listing is the answer of query.
type listing struct {
	evidence *evidence
	answer   *store.Answer
	columns  []column
	newest   bool // newest first
	limit    int  // records to print, at most those that match
}

func (c *commands) query() *cobra.Command {
	var columns, format, order, output string
	var limit int
	cmd := &cobra.Command{
		Use:   "query SOURCE [FILTER]",
		Short: "Print the records that match",
		Example: `  s3sleuth query ./logs 'tls:(none, <1.2)' --columns time,principal,ip,client,bucket
  s3sleuth query ./logs ip:198.51.100.0/24 --sort -time --limit 100
  s3sleuth query ./logs 'is:public-acl' --format csv -o public.csv
  s3sleuth query ./logs 'op:DeleteObject' --format jsonl | jq -r .key`,
		Args: cobra.ArbitraryArgs,
	}
	flags := cmd.Flags()
	flags.StringVar(&columns, "columns", "", "fields, JSON paths and is:NAME to print, parted by commas")
	flags.StringVar(&format, "format", "table", "table, csv, jsonl or raw")
	flags.StringVar(&order, "sort", "time", "time (oldest first) or -time")
	flags.IntVar(&limit, "limit", 0, "print the first of this many; 0 prints all")
	flags.StringVarP(&output, "output", "o", "", "write to this file instead of stdout")
	flags.BoolVar(&c.failOnMatch, "fail-on-match", false, "exit 3 when a record matches")
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		write, ok := map[string]func(io.Writer, *listing) error{
			"table": c.queryTable, "csv": c.queryCSV, "jsonl": c.queryJSON, "raw": c.queryRaw,
		}[format]
		switch {
		case format == "parquet":
			return &usageError{"parquet is not available in this version", "one of table, csv, jsonl or raw"}
		case !ok:
			return unknownFormat(format, "table, csv, jsonl or raw")
		case order != "time" && order != "-time":
			return &usageError{"records are sorted by time", "--sort time or --sort -time"}
		case limit < 0:
			return &usageError{"--limit cannot be negative", ""}
		}
		l := &listing{newest: order == "-time", limit: limit}
		if err := l.setColumns(columns, format); err != nil {
			return err
		}
		if err := c.list(l, args); err != nil {
			return err
		}
		if err := c.writeTo(output, func(w io.Writer) error { return write(w, l) }); err != nil {
			return err
		}
		if rest := l.answer.Matched - l.limit; rest > 0 {
			c.say("note", fmt.Sprintf("%s of %s matches printed; --limit 0 prints all",
				model.Count(l.limit), model.Count(l.answer.Matched)))
		}
		return c.finish(l.evidence, l.answer.Matched)
	}
	return cmd
}

// setColumns chooses what is printed of each record.
func (l *listing) setColumns(list, format string) error {
	switch {
	case list != "":
		cols, err := parseColumns(list)
		if err != nil {
			return err
		}
		for _, col := range cols {
			if col.isis && col.fact == model.Joined {
				return &usageError{"is:joined can be filtered by and counted by, not printed", ""}
			}
		}
		l.columns = cols
	case format == "jsonl":
		l.columns = allColumns()
	default:
		for _, f := range defaultColumns {
			l.columns = append(l.columns, fieldColumn(f))
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
	if l.evidence, err = c.load(r); err != nil {
		return err
	}
	if l.answer, err = l.evidence.snapshot.Ask(c.asking(), r.question(l.evidence.source.Raw)); err != nil {
		return fmt.Errorf("query: %w", err)
	}
	if l.limit == 0 || l.limit > l.answer.Matched {
		l.limit = l.answer.Matched
	}
	return nil
}

// record returns the i-th record to print.
func (l *listing) record(i int) record {
	if l.newest {
		i = l.answer.Matched - 1 - i
	}
	return record{evidence: l.evidence, row: l.answer.Rows.At(i)}
}

// writeTo lets write fill stdout or the file that -o names.
func (c *commands) writeTo(name string, write func(io.Writer) error) error {
	if name == "" || name == "-" {
		out := bufio.NewWriterSize(c.env.Stdout, 64<<10)
		if err := write(out); err != nil {
			return err
		}
		return out.Flush()
	}
	f, err := os.Create(name)
	if err != nil {
		return fmt.Errorf("write output: %w", err)
	}
	defer f.Close()
	out := bufio.NewWriterSize(f, 64<<10)
	if err := write(out); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write output: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("write output: %w", err)
	}
	return nil
}

// print writes data to stdout.
func (c *commands) print(data string) error {
	_, err := io.WriteString(c.env.Stdout, data)
	return err
}

// measured is how many records a table looks at to set the widths of its columns.
const measured = 1000

func (c *commands) queryTable(w io.Writer, l *listing) error {
	widths := make([]int, len(l.columns))
	for i, col := range l.columns {
		widths[i] = ansi.StringWidth(col.title())
	}
	for i := range min(l.limit, measured) {
		cells, err := c.cells(l, i)
		if err != nil {
			return err
		}
		for k, s := range cells {
			widths[k] = max(widths[k], ansi.StringWidth(s))
		}
	}
	titles := make([]string, len(l.columns))
	for i, col := range l.columns {
		titles[i] = col.title()
	}
	if err := writeRow(w, titles, widths); err != nil {
		return err
	}
	for i := range l.limit {
		cells, err := c.cells(l, i)
		if err != nil {
			return err
		}
		if err := writeRow(w, cells, widths); err != nil {
			return err
		}
	}
	a := l.answer
	_, err := fmt.Fprintln(w, base(a.Matched, a.Unknown, a.Read, l.evidence.coverage))
	return err
}

// cells returns the i-th record's columns as a table shows them.
func (c *commands) cells(l *listing, i int) ([]string, error) {
	r := l.record(i)
	cells := make([]string, len(l.columns))
	for k, col := range l.columns {
		value, recorded, err := r.value(c.asking(), col)
		if err != nil {
			return nil, err
		}
		cells[k] = cell(value, recorded)
	}
	return cells, nil
}

// writeRow writes one line of a table; the last column is not filled up.
func writeRow(w io.Writer, cells []string, widths []int) error {
	var b strings.Builder
	for i, s := range cells {
		b.WriteString(s)
		if i < len(cells)-1 {
			b.WriteString(strings.Repeat(" ", max(0, widths[i]-ansi.StringWidth(s))+2))
		}
	}
	b.WriteByte('\n')
	_, err := io.WriteString(w, b.String())
	return err
}

func (c *commands) queryCSV(w io.Writer, l *listing) error {
	out := csv.NewWriter(w)
	row := make([]string, len(l.columns))
	for i, col := range l.columns {
		row[i] = col.name
	}
	if err := out.Write(row); err != nil {
		return err
	}
	for i := range l.limit {
		r := l.record(i)
		for k, col := range l.columns {
			value, recorded, err := r.value(c.asking(), col)
			if err != nil {
				return err
			}
			row[k] = csvCell(value, recorded)
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// queryJSON prints one object a record; what is not recorded is left out.
func (c *commands) queryJSON(w io.Writer, l *listing) error {
	var b []byte
	for i := range l.limit {
		r := l.record(i)
		b = append(b[:0], '{')
		for _, col := range l.columns {
			value, recorded, err := r.value(c.asking(), col)
			if err != nil {
				return err
			}
			if !recorded {
				continue
			}
			if len(b) > 1 {
				b = append(b, ',')
			}
			b = append(appendJSON(b, col.name), ':')
			b = appendValue(b, col, value, true)
		}
		if _, err := w.Write(append(b, '}', '\n')); err != nil {
			return err
		}
	}
	return nil
}

// queryRaw prints the records' original bytes, secrets masked, one after
// another. A terminal gets them escaped.
func (c *commands) queryRaw(w io.Writer, l *listing) error {
	for i := range l.limit {
		r := l.record(i)
		raw, err := r.raw(c.asking())
		if err != nil {
			return err
		}
		line := text.Mask(string(raw))
		if c.env.OutTerminal {
			line = shown(line)
		}
		if _, err := io.WriteString(w, line+"\n"); err != nil {
			return err
		}
	}
	return nil
}
