package headless

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"s3sleuth/tui/text"
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
	titles := make([]string, len(l.columns))
	widths := make([]int, len(l.columns))
	for i, col := range l.columns {
		titles[i] = col.title()
		widths[i] = ansi.StringWidth(titles[i])
	}
	seen := 0
	for r := range l.records() {
		cells, err := c.cells(r, l.columns)
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
	for r := range l.records() {
		cells, err := c.cells(r, l.columns)
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
func (c *commands) cells(r *record, cols []column) ([]string, error) {
	cells := make([]string, len(cols))
	for k, col := range cols {
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
	for r := range l.records() {
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
	for r := range l.records() {
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

// queryRaw prints the records' original bytes.
func (c *commands) queryRaw(w io.Writer, l *listing) error {
	for r := range l.records() {
		if err := c.writeRaw(w, r); err != nil {
			return err
		}
	}
	return nil
}

// writeRaw writes a record's original bytes and a line feed, secrets masked. A
// terminal gets them escaped.
func (c *commands) writeRaw(w io.Writer, r *record) error {
	raw, err := r.raw(c.asking())
	if err != nil {
		return err
	}
	line := text.Mask(string(raw))
	if c.env.OutTerminal {
		line = shown(line)
	}
	_, err = io.WriteString(w, line+"\n")
	return err
}
