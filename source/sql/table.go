package sql

import (
	"fmt"
	"strings"
	"time"
)

// An Engine is what runs the statement.
type Engine uint8

const (
	Lake   Engine = iota + 1 // a CloudTrail Lake event data store
	Athena                   // Athena engine version 3
	Trino                    // a Trino of one's own
)

func (e Engine) String() string { return [...]string{"", "CloudTrail Lake", "Athena", "Trino"}[e] }

// Log is which log a table holds.
type Log uint8

const (
	Events Log = iota + 1 // CloudTrail
	Lines                 // S3 server access logs
)

// A Table is what a statement reads.
type Table struct {
	Engine Engine
	Log    Log
	// Partitioned says that the table has a partition column "timestamp" that
	// holds days as 2026/11/20, as the tables of [Table.Create] have.
	Partitioned bool

	from  string   // as it stands in FROM
	parts []string // of its name, without quotes
}

// Parts returns what the table's name consists of, as database and table.
func (t *Table) Parts() []string { return t.parts }

// ParseTable reads a table's name: lake:ID or its ARN, athena:database.table,
// trino:catalog.schema.table. Names may stand in double quotes. A store of
// CloudTrail Lake holds events and has no such partitions.
func ParseTable(source string, log Log, partitioned bool) (*Table, error) {
	kind, rest, _ := strings.Cut(source, ":")
	switch kind {
	case "lake":
		id := rest[strings.LastIndexByte(rest, '/')+1:]
		if !storeID(id) {
			return nil, fmt.Errorf("%s: an event data store is named by its ID or ARN, as lake:EXAMPLE1-f852-4e8f-8bd1-bcf6cEXAMPLE", source)
		}
		if log == Lines {
			return nil, fmt.Errorf("%s: CloudTrail Lake holds no access logs", source)
		}
		return &Table{Engine: Lake, Log: Events, from: id, parts: []string{id}}, nil
	case "athena":
		from, parts, ok := qualified(rest, 2)
		if !ok {
			return nil, fmt.Errorf("%s: write athena:DATABASE.TABLE", source)
		}
		return &Table{Engine: Athena, Log: log, Partitioned: partitioned, from: from, parts: parts}, nil
	case "trino":
		from, parts, ok := qualified(rest, 3)
		if !ok {
			return nil, fmt.Errorf("%s: write trino:CATALOG.SCHEMA.TABLE", source)
		}
		return &Table{Engine: Trino, Log: log, Partitioned: partitioned, from: from, parts: parts}, nil
	}
	return nil, fmt.Errorf("%s: write lake:ID, athena:DATABASE.TABLE or trino:CATALOG.SCHEMA.TABLE", source)
}

// storeID says whether s can be the ID of an event data store: it stands in the
// statement without quotes.
func storeID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i, c := range []byte(s) {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		letter := '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
		if dash != (c == '-') || !dash && !letter {
			return false
		}
	}
	return true
}

// qualified quotes a name of n parts. A part in double quotes may hold dots.
func qualified(s string, n int) (quoted string, parts []string, ok bool) {
	var names []string
	for rest := s; ; {
		var part string
		var more bool
		if strings.HasPrefix(rest, `"`) {
			end := strings.Index(rest[1:], `"`)
			if end < 0 {
				return "", nil, false
			}
			part, rest = rest[1:1+end], rest[2+end:]
			more = strings.HasPrefix(rest, ".")
			if rest != "" && !more {
				return "", nil, false
			}
			rest = strings.TrimPrefix(rest, ".")
		} else {
			part, rest, more = strings.Cut(rest, ".")
		}
		if part == "" || !quotable(part) {
			return "", nil, false
		}
		parts = append(parts, part)
		names = append(names, identifier(part))
		if !more {
			break
		}
	}
	return strings.Join(names, "."), parts, len(parts) == n
}

// limit is how long a statement may be, in characters for Lake and in bytes for Athena.
func (t *Table) limit() int {
	switch t.Engine {
	case Lake:
		return 10_000
	case Athena:
		return 262_144
	}
	return 1_000_000 // of Trino, query.max-length by default
}

func (t *Table) log() logTable {
	if t.Log == Lines {
		return lines{t}
	}
	return events{t}
}

// The range of times that have four digits for the year.
var (
	firstTime = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	lastTime  = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC).UnixMilli()
)

// since says where a record's time is at ms or later. Athena holds the time of
// an event as text of a length that varies, which orders by whole seconds only.
func (t *Table) since(ms int64) bounds {
	switch {
	case ms < firstTime:
		return exactly(truth(true))
	case ms > lastTime:
		return exactly(truth(false))
	case t.Engine == Lake || t.Log == Lines:
		return exactly(compare{">=", t.timestamp(), t.moment(ms)})
	}
	down := ms - (ms%1000+1000)%1000
	b := exactly(compare{">=", name("eventTime"), t.moment(down)})
	if down != ms {
		b.lo = compare{">=", name("eventTime"), t.moment(down + 1000)}
	}
	return b
}

// moment is the literal of a time that the table's times compare with.
func (t *Table) moment(ms int64) moment {
	at := time.UnixMilli(ms).UTC()
	layout := "2006-01-02 15:04:05"
	if ms%1000 != 0 {
		layout += ".000"
	}
	switch {
	case t.Engine == Lake:
		return moment{quote(at.Format(layout)), ms}
	case t.Log == Lines:
		return moment{"TIMESTAMP " + quote(at.Format(layout)+" UTC"), ms}
	}
	return moment{quote(at.Format("2006-01-02T15:04:05")), ms}
}

// timestamp is a record's time as a value of the type timestamp.
func (t *Table) timestamp() node {
	switch {
	case t.Engine == Lake:
		return name("eventTime")
	case t.Log == Lines:
		return call{"try", []node{call{"parse_datetime", []node{name("requestdatetime"), text("dd/MMM/yyyy:HH:mm:ss Z")}}}}
	}
	return call{"try", []node{call{"from_iso8601_timestamp", []node{name("eventTime")}}}}
}

// within bounds a statement to a range by the record's time.
func (t *Table) within(from, to time.Time) []node {
	var parts []node
	if !from.IsZero() {
		parts = append(parts, t.since(from.UnixMilli()).hi)
	}
	if !to.IsZero() {
		before := t.since(to.UnixMilli()).not().hi
		if c, ok := t.since(to.UnixMilli()).lo.(compare); ok {
			before = compare{"<", c.l, c.r} // a time is never NULL
		}
		parts = append(parts, before)
	}
	return parts
}

// days bounds a statement to the partitions of a range, if the table has them,
// and of late days more: logs are delivered after the fact.
func (t *Table) days(from, to time.Time, late int) []node {
	if !t.Partitioned {
		return nil
	}
	const day = "2006/01/02"
	var parts []node
	if !from.IsZero() {
		parts = append(parts, compare{">=", name(`"timestamp"`), text(from.UTC().AddDate(0, 0, -1).Format(day))})
	}
	if !to.IsZero() {
		parts = append(parts, compare{"<=", name(`"timestamp"`), text(to.UTC().AddDate(0, 0, late).Format(day))})
	}
	return parts
}
