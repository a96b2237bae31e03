package headless

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"s3sleuth/tui/export"
)

// writeTo lets write fill stdout or the file that -o names, which is writable. A
// file that is there keeps what it holds until all is written.
func (c *commands) writeTo(name string, write func(io.Writer) error) error {
	if name == "" || name == "-" {
		return buffered(c.env.Stdout, write)
	}
	if old, err := os.Stat(name); err == nil && !old.Mode().IsRegular() { // a pipe, a terminal
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			return notWritten(name, err)
		}
		defer f.Close()
		return buffered(f, write)
	}
	f, err := beside(name)
	if err != nil {
		return notWritten(name, err)
	}
	err = buffered(f, write)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		os.Remove(f.Name())
		return notWritten(name, err)
	}
	return nil
}

// writable says why the file that -o names cannot be written, before anything is
// read or paid for. What is evidence at src is not.
func writable(name, src string) error {
	if name == "" || name == "-" {
		return nil
	}
	old, err := os.Stat(name)
	switch {
	case err == nil && within(old, name, src):
		return &usageError{fmt.Sprintf("-o %s is a file of the evidence in %s", name, src), "nothing was written: name another file, or take it away first"}
	case err == nil && old.IsDir():
		return &usageError{"-o " + name + " is a folder", "name a file in it: -o " + filepath.Join(name, "records.csv")}
	case err == nil && !old.Mode().IsRegular():
		return nil
	}
	f, err := beside(name)
	if err != nil {
		return notWritten(name, err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// beside creates the file that takes the place of name once it is whole.
func beside(name string) (*os.File, error) {
	return os.OpenFile(fmt.Sprintf("%s.%d.tmp", name, os.Getpid()), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
}

// notWritten is an error of the file that -o names, whatever file beside it has failed.
func notWritten(name string, err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return &hintedError{fmt.Errorf("write %s: %w", name, err), "-o names a file in a folder that is there and can be written"}
}

func buffered(w io.Writer, write func(io.Writer) error) error {
	out := bufio.NewWriterSize(w, 64<<10)
	if err := write(out); err != nil {
		return err
	}
	return out.Flush()
}

// within says whether a file is src or lies below it.
func within(file os.FileInfo, name, src string) bool {
	top, err := os.Stat(src)
	if err != nil {
		return false // a bucket, an engine
	}
	at, err := filepath.Abs(name)
	for ; err == nil; file, err = os.Stat(at) {
		if os.SameFile(file, top) {
			return true
		}
		up := filepath.Dir(at)
		if up == at {
			break
		}
		at = up
	}
	return false
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
