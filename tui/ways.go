package tui

import (
	"fmt"
	"time"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// A way leads from one record to others: a filter and a time that take the
// place of what is shown. What is behind it is counted before it is taken.
type way struct {
	act      action // takes it in the pivot menu
	name     string // what is the same, as "access key"
	value    string // as it may be shown
	note     string // where the value comes from; may be empty
	lacks    string // why it cannot be taken; "" when it can
	where    model.Expr
	from, to int64       // Unix milliseconds, half open; 0 is open
	label    string      // of the step in the history; "" is the filter
	beside   model.Field // its values are counted, too, with counted
	counted  string      // one of them in words, as "address"; "" counts none
	land     store.Row   // the record to stand on, with lands
	lands    bool
	tally    tally
}

// A tally is what is behind a way.
type tally struct {
	done        bool
	err         error
	matched     int
	unknown     int // records that cannot say
	read        int // records asked: the base of the counts
	refused     int
	others      int   // different values of beside
	first, last int64 // Unix milliseconds
}

// near is how far around a record its neighbours are looked for.
const near = 15 * time.Minute

// waysFrom returns the ways out of a record, in the order of the menu and
// always the same number of them. What the record does not say itself is taken
// from its twin in the other log, when there is one. from and to bound all.
func waysFrom(s, twin subject, from, to int64) []way {
	ms := s.v.Time(s.row)
	around := func(w way) way {
		w.from, w.to = max(from, ms-near.Milliseconds()), ms+near.Milliseconds()+1
		if to != 0 {
			w.to = min(w.to, to)
		}
		return w
	}
	all := func(act action, name string, beside model.Field, counted string, fields ...model.Field) way {
		w := way{act: act, name: name, from: from, to: to, beside: beside, counted: counted, land: s.row, lands: true}
		return w.by(s, twin, fields...)
	}
	principal := all(actPivotPrincipal, "principal", model.FieldIP, "address", model.FieldPrincipal)
	neighbours := around(principal)
	neighbours.act, neighbours.name = actPivotNear, "principal ±15 min"
	if neighbours.where != nil {
		neighbours.label = neighbours.where.String() + " ±15 min"
	}
	moment := around(way{act: actPivotAround, name: "everything ±15 min", value: moment(ms), label: "±15 min of " + time.UnixMilli(ms).UTC().Format("01-02 15:04:05"), beside: model.FieldPrincipal, counted: "principal", land: s.row, lands: true})
	return []way{
		all(actPivotRequest, "request", model.FieldKey, "key", model.FieldRequest),
		neighbours,
		principal,
		all(actPivotAccessKey, "access key", model.FieldIP, "address", model.FieldAccessKey),
		all(actPivotSession, "session", model.FieldIP, "address", model.FieldSession, model.FieldPrincipal),
		all(actPivotIP, "address", model.FieldPrincipal, "principal", model.FieldIP),
		all(actPivotKey, "object", model.FieldPrincipal, "principal", model.FieldKey, model.FieldBucket),
		moment,
	}
}

// by makes the way one to the records with the same values in fields, the first
// of which is shown.
func (w way) by(s, twin subject, fields ...model.Field) way {
	for i, f := range fields {
		value, from := s.text(f), s
		if value == "" && twin.v != nil {
			value, from = twin.text(f), twin
		}
		if value == "" {
			w.where, w.value, w.lacks = nil, "", s.lacking(f, twin)
			return w
		}
		if from != s {
			w.note, w.land = "from the same request in "+logName(from.kind()), from.row
		}
		if i == 0 {
			w.value, _ = valueOf(from.v, from.row, f)
		}
		w.where = include(w.where, model.Pick{Field: f, Value: value, Recorded: true})
	}
	return w
}

// shown returns the value for room columns: an ARN in short where it does not
// fit whole.
func (w *way) shown(room int) string {
	if width(w.value) > room {
		return shortARN(w.value)
	}
	return w.value
}

// lacking says why a record has no value that could be followed.
func (s subject) lacking(f model.Field, twin subject) string {
	say := "not recorded"
	switch {
	case !s.v.Exact(s.row, f):
		return "of an unusual shape: the record itself has it"
	case s.v.Answered(s.row, f):
		say = "there was none"
	case f == model.FieldAccessKey && s.kind() == model.AccessLog && twin.v == nil:
		return "not in this access-log line, and no event of CloudTrail tells of the same request"
	}
	return say
}

// logName names a log in a sentence.
func logName(k model.Kind) string {
	return [...]string{model.AccessLog: "the access log", model.CloudTrail: "CloudTrail", model.NetworkActivity: "the network activity of CloudTrail"}[k]
}

// question asks what is behind the way.
func (w *way) question(raw store.RawFunc) store.Question {
	q := store.Question{Where: w.where, From: w.from, To: w.to, Raw: raw}
	if w.counted != "" {
		q.Facets, q.Top = []model.Field{w.beside}, 1
	}
	return q
}

// said returns what was counted, as "1,083 records  3 refused  2 addresses".
func (t *tally) said(counted string) []run {
	switch {
	case t.err != nil:
		return []run{{danger, "error: " + t.err.Error()}}
	case !t.done:
		return []run{{dim, "counting …"}}
	}
	out := []run{{plain | bold, plural(t.matched, "record")}}
	if t.refused > 0 {
		out = append(out, run{warn, "  " + count(t.refused) + " refused"})
	}
	if counted != "" && t.others > 0 {
		out = append(out, run{plain, "  " + plural(t.others, counted)})
	}
	return out
}

// silent returns how many records cannot say whether they belong to a way.
func (t *tally) silent() run {
	if t.err != nil || !t.done || t.unknown == 0 {
		return run{}
	}
	return run{warn, count(t.unknown) + " cannot say"}
}

// base says what the counts of a way are of.
func (w *way) base() string {
	say := "of " + plural(w.tally.read, "record") + " read"
	if w.act == actPivotNear || w.act == actPivotAround {
		say += " of that time"
	}
	return say
}

// span returns the time from the first to the last record behind a way.
func (t *tally) span() string {
	if !t.done || t.matched == 0 {
		return ""
	}
	return briefRange(t.first, t.last)
}

// briefRange returns two times in as few letters as tell them apart, as
// "11-05 02:14 → 11-06 01:52" or "11-06 01:31 → 01:46".
func briefRange(first, last int64) string {
	a, b := time.UnixMilli(first).UTC(), time.UnixMilli(last).UTC()
	layout := "01-02 15:04"
	if last-first < time.Minute.Milliseconds() {
		layout = "01-02 15:04:05"
	}
	from, until := a.Format(layout), b.Format(layout)
	if from == until {
		return from
	}
	if a.Year() == b.Year() && a.YearDay() == b.YearDay() {
		until = until[6:]
	}
	return fmt.Sprintf("%s → %s", from, until)
}
