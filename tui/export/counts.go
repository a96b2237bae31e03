package export

import (
	"encoding/csv"
	"io"
	"math"
	"strconv"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/tui/text"
)

// Counts are groups of records with how many there are of each.
type Counts struct {
	Filter   model.Expr // with its time bounds
	By       []Column   // none: only how many match
	Groups   []store.Group
	Distinct int // groups there are, in Groups or not
	Matched  int
	Unknown  int // records that the filter cannot decide
	Read     int
	// Unreadable are matches whose bytes a path of By needs and that cannot be read
	// again: they are counted among those that have no value there.
	Unreadable int
	Coverage   model.Coverage
	Redact     *Redactor // of the values by which is counted; nil writes them as they are
	// Engine is what searched or counted where the records lie; nil for a source
	// that is read as files.
	Engine *Engine
	// NotCounted says that the counting was stopped before it had a number.
	NotCounted bool
}

// An Engine is what an answer was asked of, and what that took.
type Engine struct {
	Name         string // as "Athena"
	Queries      int
	Scanned      int64 // bytes
	Dollars      float64
	Deduplicated bool // a record that the log holds twice counts once
	Notes        []string
}

// Complete says whether everything was read.
func (t *Counts) Complete() bool { return t.Coverage.State == model.Complete }

// CSV writes a header and one line a group.
func (t *Counts) CSV(w io.Writer) error {
	out := csv.NewWriter(w)
	if len(t.By) == 0 {
		rows := [][]string{
			{"matched", "unknown", "read", "complete"},
			{strconv.Itoa(t.Matched), strconv.Itoa(t.Unknown), strconv.Itoa(t.Read), strconv.FormatBool(t.Complete())},
		}
		if t.NotCounted {
			rows[1] = []string{"", "", "", "false"}
		}
		return out.WriteAll(rows)
	}
	var row []string
	for _, col := range t.By {
		row = append(row, col.Name)
	}
	if err := out.Write(append(row, "count")); err != nil {
		return err
	}
	for _, g := range t.Groups {
		row = row[:0]
		for i, v := range g.Values {
			row = append(row, csvCell(t.Value(i, v), v.Recorded))
		}
		if err := out.Write(append(row, strconv.Itoa(g.Count))); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// JSON writes one object; docs/query.md and scripts rest on its members.
func (t *Counts) JSON(w io.Writer) error {
	v := t.Coverage
	b := appendMember(nil, '{', "filter")
	b = text.AppendJSON(b, t.Redact.Filter(t.Filter))
	for _, n := range []struct {
		name string
		n    int
	}{{"matched", t.Matched}, {"unknown", t.Unknown}, {"read", t.Read}} {
		b = appendCount(b, n.name, n.n, !t.NotCounted)
	}
	if t.Unreadable > 0 {
		b = appendInt(b, "unreadable", t.Unreadable)
	}
	b = strconv.AppendBool(appendMember(b, ',', "complete"), t.Complete())
	if !t.Complete() {
		b = text.AppendJSON(appendMember(b, ',', "reason"), text.Mask(v.Reason))
	}
	b = appendFiles(appendMember(b, ',', "files"), v)
	b = appendInt(b, "damaged", v.Damaged)
	b = appendCount(b, "duplicates", v.Duplicates, t.Engine == nil || t.Engine.Deduplicated)
	if v.Differing > 0 {
		b = appendInt(b, "differing", v.Differing)
	}
	if t.Engine != nil {
		b = appendEngine(appendMember(b, ',', "engine"), t.Engine)
	}
	if len(t.Groups) < t.Distinct {
		b = appendInt(b, "distinct", t.Distinct)
	}
	b = appendMember(b, ',', "groups")
	if t.NotCounted {
		_, err := w.Write(append(b, "null}\n"...))
		return err
	}
	b = append(b, '[')
	for i, g := range t.Groups {
		if i > 0 {
			b = append(b, ',')
		}
		b = t.appendGroup(b, g)
	}
	_, err := w.Write(append(b, "]}\n"...))
	return err
}

// appendCount appends a number, or null for what was not counted.
func appendCount(b []byte, name string, n int, counted bool) []byte {
	if !counted {
		return append(appendMember(b, ',', name), "null"...)
	}
	return appendInt(b, name, n)
}

// appendEngine appends what an engine's answer took.
func appendEngine(b []byte, e *Engine) []byte {
	b = text.AppendJSON(appendMember(b, '{', "name"), e.Name)
	b = appendInt(b, "queries", e.Queries)
	b = strconv.AppendInt(appendMember(b, ',', "scanned"), e.Scanned, 10)
	b = strconv.AppendFloat(appendMember(b, ',', "dollars"), math.Round(e.Dollars*1e6)/1e6, 'f', -1, 64)
	b = strconv.AppendBool(appendMember(b, ',', "deduplicated"), e.Deduplicated)
	if len(e.Notes) > 0 {
		b = appendMember(b, ',', "notes")
		for i, note := range e.Notes {
			b = text.AppendJSON(append(b, "[,"[min(i, 1)]), note)
		}
		b = append(b, ']')
	}
	return append(b, '}')
}

// JSON is the object that [Counts.JSON] writes of an engine.
func (e *Engine) JSON() []byte { return appendEngine(nil, e) }

// appendFiles appends what was done with the files, and with the content that
// holds no requests.
func appendFiles(b []byte, v model.Coverage) []byte {
	b = strconv.AppendInt(appendMember(b, '{', "total"), int64(v.Files), 10)
	b = appendInt(b, "read", v.FilesRead-v.Failed)
	b = appendInt(b, "failed", v.Failed)
	b = appendInt(b, "skipped", v.Skipped)
	b = appendInt(b, "empty", v.Other[model.OtherEmpty])
	b = appendInt(b, "other", v.Other[model.OtherFile])
	b = appendInt(b, "digests", v.Other[model.OtherDigest])
	b = appendInt(b, "insightsEvents", v.Other[model.OtherInsight])
	b = appendInt(b, "aggregatedEvents", v.Other[model.OtherAggregated])
	return append(b, '}')
}

// Value returns a value of a group, in the i-th column, as it is to be written.
func (t *Counts) Value(i int, v store.Cell) string {
	if t.Redact == nil || !v.Recorded {
		return v.Text
	}
	return t.Redact.Value(t.By[i], v.Text)
}

func (t *Counts) appendGroup(b []byte, g store.Group) []byte {
	b = appendMember(b, '{', "values")
	for i, col := range t.By {
		before := byte(',')
		if i == 0 {
			before = '{'
		}
		b = appendMember(b, before, col.Name)
		b = appendValue(b, col, t.Value(i, g.Values[i]), g.Values[i].Recorded)
	}
	b = appendInt(append(b, '}'), "count", g.Count)
	return append(b, '}')
}

// appendValue appends a value as JSON: a number where the field holds one, null
// where there is none.
func appendValue(b []byte, col Column, value string, recorded bool) []byte {
	switch {
	case !recorded:
		return append(b, "null"...)
	case col.isNumber():
		return append(b, value...)
	}
	return text.AppendJSON(b, text.Mask(value))
}

// appendMember appends the comma or brace before a member and its name.
func appendMember(b []byte, before byte, name string) []byte {
	return append(text.AppendJSON(append(b, before), name), ':')
}

func appendInt(b []byte, name string, n int) []byte {
	return strconv.AppendInt(appendMember(b, ',', name), int64(n), 10)
}
