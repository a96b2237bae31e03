package export

import (
	"context"
	"io"
	"strings"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// A Format is how records or counts are written.
type Format uint8

const (
	CSV       Format = iota // records and counts
	JSONLines               // records
	Original                // records: their bytes as they stand in the logs
	JSON                    // counts
)

// String returns the word of --format.
func (f Format) String() string { return [...]string{"csv", "jsonl", "raw", "json"}[f] }

// A Job is one export: the answer that a command line would print.
type Job struct {
	Evidence
	Coverage model.Coverage // of what the snapshot was read from
	Source   string         // as on the command line
	Filter   model.Expr     // with its time bounds; nil is every record
	By       []Column       // write the counts by these; none: write records
	Columns  []Column       // of records, but for Original
	Newest   bool           // newest record first
	Sort     *store.Sort    // records in order of a field's values; nil: in that of time
	Format   Format

	// Marked are the records to write; none: all that match. Filter then selects
	// them by their IDs, or is nil where that cannot be said.
	Marked []store.Row
}

// An Outcome is what a job has written.
type Outcome struct {
	Rows    int // records or groups, without a header
	Matched int
	Unknown int // records that the filter cannot decide
	Read    int
}

// Write asks and writes the answer. written is told the records written so far;
// it may be nil.
func (j *Job) Write(ctx context.Context, w io.Writer, written func(rows int)) (Outcome, error) {
	switch {
	case len(j.By) > 0:
		return j.writeCounts(ctx, w)
	case len(j.Marked) > 0:
		return j.writeMarked(ctx, w, written)
	}
	q := j.question()
	q.Sort = j.Sort
	a, err := j.Snapshot.Ask(ctx, q)
	if err != nil {
		return Outcome{}, err
	}
	l := &Listing{Evidence: j.Evidence, Rows: a.Rows, Sorted: a.Sorted, Columns: j.Columns, Newest: j.Newest, Limit: a.Matched, Written: written}
	return Outcome{a.Matched, a.Matched, a.Unknown, a.Read}, j.list(ctx, w, l)
}

func (j *Job) writeCounts(ctx context.Context, w io.Writer) (Outcome, error) {
	keys := make([]store.Key, len(j.By))
	for i, col := range j.By {
		keys[i] = col.Key()
	}
	a, groups, distinct, err := j.Snapshot.Groups(ctx, j.question(), keys, 0)
	if err != nil {
		return Outcome{}, err
	}
	t := &Counts{
		Filter: j.filter(), By: j.By, Groups: groups, Distinct: distinct,
		Matched: a.Matched, Unknown: a.Unknown, Read: a.Read, Unreadable: a.Unreadable, Coverage: j.Coverage, Redact: j.Redact,
	}
	if j.Format == CSV {
		err = t.CSV(w)
	} else {
		err = t.JSON(w)
	}
	return Outcome{len(groups), a.Matched, a.Unknown, a.Read}, err
}

// filter returns the filter, never nil.
func (j *Job) filter() model.Expr {
	if j.Filter == nil {
		return model.Const(true)
	}
	return j.Filter
}

// question asks for what the filter matches.
func (j *Job) question() store.Question {
	from, to, where := model.Lift(j.filter())
	q := store.Question{Where: where, Raw: j.Raw}
	if !from.IsZero() {
		q.From = from.UnixMilli()
	}
	if !to.IsZero() {
		q.To = to.UnixMilli()
	}
	return q
}

// Command returns the command line that prints the same, for a POSIX shell; ""
// where none does.
func (j *Job) Command() string {
	if len(j.Marked) > 0 && j.Filter == nil {
		return ""
	}
	words := []string{"s3sleuth", "query", j.Source}
	if len(j.By) > 0 {
		words[1] = "count"
	}
	if text := j.filter().String(); text != "" {
		words = append(words, text)
	}
	words = append(words, "--format", j.Format.String())
	switch {
	case len(j.By) > 0:
		words = append(words, "--by", names(j.By))
	case j.Format != Original && !j.usual():
		words = append(words, "--columns", names(j.Columns))
	}
	switch {
	case len(j.By) > 0:
	case j.Sort != nil:
		words = append(words, "--sort", SortWord(*j.Sort))
	case j.Newest:
		words = append(words, "--sort", "-time")
	}
	if j.Zone != nil && len(j.By) == 0 && j.Format != Original {
		words = append(words, "--tz", ZoneName(j.Zone))
	}
	if j.Redact != nil {
		words = append(words, "--redact")
	}
	for i, w := range words {
		words[i] = ShellQuote(w)
	}
	return strings.Join(words, " ")
}

// SortWord returns an order as --sort takes it.
func SortWord(by store.Sort) string {
	name := by.Path
	if by.Field != model.FieldPath {
		name = by.Field.String()
	}
	if by.Desc {
		return "-" + name
	}
	return name
}

// usual says that the columns are those that query writes by itself.
func (j *Job) usual() bool {
	if j.Format == JSONLines {
		return names(j.Columns) == names(AllColumns())
	}
	return names(j.Columns) == names(FieldColumns(UsualColumns))
}

// names returns the columns' names, parted by commas.
func names(cols []Column) string {
	list := make([]string, len(cols))
	for i, col := range cols {
		list[i] = col.Name
	}
	return strings.Join(list, ",")
}

// ShellQuote writes a word so that a POSIX shell reads it back: as it is when
// that is plain, else in single quotes.
func ShellQuote(word string) string {
	special := func(r rune) bool {
		plain := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:,@%+", r)
		return !plain
	}
	if word != "" && strings.IndexFunc(word, special) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'"'"'`) + "'"
}
