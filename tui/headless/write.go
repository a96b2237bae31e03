package headless

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"s3sleuth/tui/export"
)

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
	titles := make([]string, len(l.Columns))
	widths := make([]int, len(l.Columns))
	for i, col := range l.Columns {
		titles[i] = title(col)
		widths[i] = ansi.StringWidth(titles[i])
	}
	seen := 0
	for r := range l.Records() {
		cells, err := c.cells(r, l.Columns)
		if err != nil {
			return err
		}
		for k, s := range cells {
			widths[k] = max(widths[k], ansi.StringWidth(s))
		}
		if seen++; seen == measured {
			break
		}
	}
	if err := writeRow(w, titles, widths); err != nil {
		return err
	}
	for r := range l.Records() {
		cells, err := c.cells(r, l.Columns)
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

// cells returns a record's columns as a table shows them.
func (c *commands) cells(r *export.Record, cols []export.Column) ([]string, error) {
	cells := make([]string, len(cols))
	for k, col := range cols {
		value, recorded, err := r.Value(c.asking(), col)
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

func (c *commands) queryCSV(w io.Writer, l *listing) error { return l.CSV(c.asking(), w) }

func (c *commands) queryJSON(w io.Writer, l *listing) error { return l.JSON(c.asking(), w) }

// queryRaw prints the records' original bytes. A terminal gets them escaped.
func (c *commands) queryRaw(w io.Writer, l *listing) error {
	return l.Original(c.asking(), w, l.terminal)
}
