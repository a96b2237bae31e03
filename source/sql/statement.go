package sql

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"s3sleuth/model"
)

// A Question is which records a statement is about. The range is half open. Its
// bounds stand in every statement, since an engine bills what it reads: without
// both, a statement is refused unless AllTime is set.
type Question struct {
	Where    model.Expr // without the time conditions that [model.Lift] takes out; nil is all records
	From, To time.Time
	AllTime  bool
	// Late is how many days after the range its records may still have been
	// delivered, of a table with partitions; 0 is two.
	Late int
}

func (q Question) late() int {
	if q.Late == 0 {
		return 2
	}
	return q.Late
}

// A Statement is one SELECT.
type Statement struct {
	Text string
	// Local are the conditions, as the filter spells them, that the statement
	// only narrows: it returns more than was asked, and its reader decides.
	Local []string
	Notes []string // what the reader of the statement should know
}

// ErrUnbounded is the refusal of a statement without a range.
var ErrUnbounded = errors.New("a range is missing: the engine would read, and bill, all there is")

// A LengthError is a statement longer than its engine takes.
type LengthError struct {
	Engine        Engine
	Length, Limit int
}

func (e *LengthError) Error() string {
	return fmt.Sprintf("the statement has %s characters, and %s takes %s: shorten the filter or ask in parts",
		model.Count(e.Length), e.Engine, model.Count(e.Limit))
}

// A LocalError is an aggregate that the engine would count wrongly, for it
// cannot decide all conditions or does not have all fields.
type LocalError struct{ Local []string }

func (e *LocalError) Error() string {
	return "only the records themselves can decide " + strings.Join(e.Local, ", ")
}

// Select writes a statement for the records of q: every one that matches, and
// more where Local says so. fields are its columns; nil is what the reading of
// whole records needs.
func (t *Table) Select(q Question, fields []model.Field) (*Statement, error) {
	p := &pusher{table: t}
	where, err := t.where(q, p.match(expr(q)).hi)
	if err != nil {
		return nil, err
	}
	s := &Statement{Local: p.local, Notes: []string{comeTwice}}
	if len(where) > 0 && where[len(where)-1] == node(truth(false)) {
		s.Local = nil
		s.Notes = append(s.Notes, "this log never records what is asked: no row can match")
	}
	var columns []string
	for _, f := range fields {
		if v, exact := t.value(f); v != nil {
			columns = append(columns, t.column(v, f))
			if !exact {
				s.Notes = append(s.Notes, fmt.Sprintf("column %s is what comes nearest: the field is worked out from the record", f))
			}
		}
	}
	if fields == nil {
		columns = t.record()
	}
	return t.finish(s, q, "SELECT "+strings.Join(columns, ",\n       "), where, "")
}

// Totals writes a statement for three counts, named matched, unknown and read.
func (t *Table) Totals(q Question) (*Statement, error) {
	p := &pusher{table: t}
	match, unknown := p.match(expr(q)).hi, p.unknown(expr(q)).hi
	if len(p.local) > 0 {
		return nil, &LocalError{p.local}
	}
	where, err := t.where(q, truth(true))
	if err != nil {
		return nil, err
	}
	count := func(x node, as string) string { return "count_if(" + sprint(x) + ") AS " + as }
	head := "SELECT " + count(match, "matched") + ",\n       " + count(unknown, "unknown") + ",\n       count(*) AS read"
	return t.finish(&Statement{Notes: []string{countTwice}}, q, head, where, "")
}

// A Key is what Groups counts by: a field or, if Step is set, the spans of that
// length of the record's time.
type Key struct {
	Field model.Field
	Step  time.Duration
}

// Groups writes a statement that counts the matches by the values of keys, the
// most frequent first, then by value. Behind the values stand the columns records
// and groups, which is how many groups there are. top bounds the rows; 0 is all.
func (t *Table) Groups(q Question, keys []Key, top int) (*Statement, error) {
	p := &pusher{table: t}
	where, err := t.where(q, p.match(expr(q)).hi)
	if err != nil {
		return nil, err
	}
	var columns, places, order []string
	for i, key := range keys {
		v, exact := t.value(key.Field)
		if key.Field == model.FieldTime {
			v, exact = t.span(key.Step), key.Step > 0
		}
		if v == nil || !exact {
			p.local = append(p.local, "--by "+key.Field.String())
			continue
		}
		columns = append(columns, t.column(v, key.Field))
		places = append(places, fmt.Sprint(i+1))
		order = append(order, fmt.Sprintf("%d NULLS FIRST", i+1))
	}
	if len(p.local) > 0 {
		return nil, &LocalError{p.local}
	}
	columns = append(columns, "count(*) AS records", "count(*) OVER () AS groups")
	tail := "\nGROUP BY " + strings.Join(places, ", ") + fmt.Sprintf("\nORDER BY %d DESC, ", len(keys)+1) + strings.Join(order, ", ")
	if top > 0 {
		tail += fmt.Sprintf("\nLIMIT %d", top)
	}
	return t.finish(&Statement{Notes: []string{countTwice}}, q, "SELECT "+strings.Join(columns, ",\n       "), where, tail)
}

// expr is the filter without what does not change it.
func expr(q Question) model.Expr { return model.Simplify(q.Where) }

// value is a field as a value of the table.
func (t *Table) value(f model.Field) (node, bool) {
	if f == model.FieldPath {
		return nil, false
	}
	return t.log().cell(f).value()
}

// column names a value like its field, where it is not a column of that name.
func (t *Table) column(v node, f model.Field) string {
	s := sprint(v)
	if strings.EqualFold(s, f.String()) {
		return s
	}
	return s + " AS " + identifier(f.String())
}

// span is the beginning of the span of time that a record lies in, in Unix seconds.
func (t *Table) span(step time.Duration) node {
	seconds := number(max(1, step/time.Second))
	whole := call{"floor", []node{divide{call{"to_unixtime", []node{t.timestamp()}}, seconds}}}
	return times{cast{whole, "bigint"}, seconds}
}

// where joins the range and the predicate of a filter.
func (t *Table) where(q Question, filter node) ([]node, error) {
	if !q.AllTime && (q.From.IsZero() || q.To.IsZero()) {
		return nil, ErrUnbounded
	}
	terms := append(t.within(q.From, q.To), t.days(q.From, q.To, q.late())...)
	if t.Log == Lines && q.From.IsZero() && q.To.IsZero() {
		terms = append(terms, notNull{t.timestamp()}) // of the others Unparsed tells
	}
	switch filter := filter.(type) {
	case all:
		return append(terms, filter...), nil
	case truth:
		if filter {
			return terms, nil
		}
	}
	return append(terms, filter), nil
}

// finish puts a statement together and holds it to the engine's limit.
func (t *Table) finish(s *Statement, q Question, head string, where []node, tail string) (*Statement, error) {
	var b strings.Builder
	b.WriteString(head)
	b.WriteString("\nFROM " + t.from)
	for i, term := range where {
		b.WriteString([]string{"\nWHERE ", "\n  AND "}[min(i, 1)])
		if _, ok := term.(some); ok {
			b.WriteString("(" + sprint(term) + ")")
		} else {
			term.write(&b)
		}
	}
	b.WriteString(tail)
	s.Text = b.String()
	length := utf8.RuneCountInString(s.Text)
	if t.Engine != Lake {
		length = len(s.Text)
	}
	if length > t.limit() {
		return nil, &LengthError{t.Engine, length, t.limit()}
	}
	if t.Partitioned && !q.To.IsZero() {
		s.Notes = append(s.Notes, fmt.Sprintf("records delivered more than %d days after the range are left out", q.late()))
	}
	return s, nil
}

// What an engine makes of a record that its table or store holds twice: no
// statement tells one from the other.
const (
	countTwice = "records that were delivered twice are counted twice"
	comeTwice  = "records that were delivered twice come twice; read here, they count once"
)
