package headless

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

func (c *commands) countTable(t *tally) error {
	var b strings.Builder
	if len(t.By) > 0 {
		header := []string{"COUNT"}
		for _, col := range t.By {
			header = append(header, title(col))
		}
		rows := [][]string{header}
		for _, g := range t.Groups {
			row := []string{model.Count(g.Count)}
			for i, v := range g.Values {
				row = append(row, cell(t.Value(i, v), v.Recorded))
			}
			rows = append(rows, row)
		}
		if t.isHistogram() {
			addBars(rows, t.Groups)
		}
		writeTable(&b, rows)
		if rest := t.Distinct - len(t.Groups); rest > 0 {
			fmt.Fprintf(&b, "... and %s more (--top 0 shows all)\n", model.Counted(rest, "group"))
		}
	}
	switch {
	case t.NotCounted:
		fmt.Fprintf(&b, "not counted: %s\n", t.Coverage.Reason)
	case t.Engine != nil && !t.Engine.Deduplicated:
		b.WriteString(base(t.Matched, t.Unknown, t.Read, t.Coverage) + ", counted by " + t.Engine.Name + ", not deduplicated\n")
	default:
		b.WriteString(base(t.Matched, t.Unknown, t.Read, t.Coverage) + "\n")
	}
	return c.print(b.String())
}

// isHistogram says whether the counts are by time and by nothing else.
func (t *tally) isHistogram() bool {
	return len(t.By) == 1 && !t.By[0].IsFact && t.By[0].Field == model.FieldTime
}

// addBars draws each count as a bar.
func addBars(rows [][]string, groups []store.Group) {
	const width = 40
	most := 1
	for _, g := range groups {
		most = max(most, g.Count)
	}
	rows[0] = append(rows[0], "")
	for i, g := range groups {
		rows[i+1] = append(rows[i+1], strings.Repeat("█", (g.Count*width+most-1)/most))
	}
}

// writeTable writes rows with their columns aligned, the first, of numbers, to the right.
func writeTable(b *strings.Builder, rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, s := range row {
			widths[i] = max(widths[i], ansi.StringWidth(s))
		}
	}
	for _, row := range rows {
		line := strings.Repeat(" ", widths[0]-ansi.StringWidth(row[0])) + row[0]
		for i := 1; i < len(row); i++ {
			line += "  " + row[i] + strings.Repeat(" ", widths[i]-ansi.StringWidth(row[i]))
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

func (c *commands) countCSV(t *tally) error { return t.CSV(c.env.Stdout) }

func (c *commands) countJSON(t *tally) error { return t.JSON(c.env.Stdout) }
