package tui

import (
	"strings"
	"time"
)

// A clock writes times as the screen shows them. It changes what is read, never
// what is asked: filters are in UTC. The zero clock is UTC.
type clock struct {
	loc      *time.Location // nil is UTC
	relative bool           // in the table, as a distance to the record under the cursor
}

// zone returns the time zone of c.
func (c clock) zone() *time.Location {
	if c.loc == nil {
		return time.UTC
	}
	return c.loc
}

// in returns a time in the zone.
func (c clock) in(ms int64) time.Time { return time.UnixMilli(ms).In(c.zone()) }

// utc says that times are shown in UTC.
func (c clock) utc() bool { return c.zone() == time.UTC }

// exact returns the time of a record, always with its seconds: one that fell on a
// full minute must not look like one that is known to the minute only.
func (c clock) exact(ms int64) string {
	if ms%1000 != 0 {
		return c.in(ms).Format("2006-01-02 15:04:05.000")
	}
	return c.in(ms).Format("2006-01-02 15:04:05")
}

// moment returns an end of a range, with seconds only where there are some,
// without its zone.
func (c clock) moment(ms int64) string {
	if ms%60_000 == 0 {
		return c.in(ms).Format("2006-01-02 15:04")
	}
	return c.exact(ms)
}

// stamp returns the time of a record with its zone.
func (c clock) stamp(ms int64) string { return c.exact(ms) + " " + c.abbreviation(ms) }

// end returns an end of a range with its zone.
func (c clock) end(ms int64) string { return c.moment(ms) + " " + c.abbreviation(ms) }

// abbreviation returns what the zone is called at a time, as "UTC" or "CET".
func (c clock) abbreviation(ms int64) string {
	name := c.in(ms).Format("MST")
	if strings.HasPrefix(name, "+") || strings.HasPrefix(name, "-") {
		return "UTC" + name
	}
	return name
}

// between returns what the zone is called from a time to another, as "CET" or,
// where clocks change in between, "CET/CEST".
func (c clock) between(from, to int64) string {
	a, b := c.abbreviation(from), c.abbreviation(to)
	if a == b {
		return a
	}
	return a + "/" + b
}

// name returns the zone's name for the head of the screen.
func (c clock) name() string {
	if c.zone() == time.Local {
		return "local time"
	}
	return c.zone().String()
}

// timeRange returns a half-open range as "2026-11-01 00:00 → 11-08 00:00 (7 d)",
// with the zone at its end where that is not UTC.
func (c clock) timeRange(from, to int64) string {
	if c.utc() {
		return c.bareRange(from, to)
	}
	return c.bareRange(from, to) + " " + c.between(from, to)
}

// bareRange is timeRange without the zone.
func (c clock) bareRange(from, to int64) string {
	if to-from >= 60_000 { // nobody wants fractions of a second here
		from, to = from/1000*1000, (to+999)/1000*1000
	}
	a, b := c.moment(from), c.moment(to)
	if to-from > (366 * day).Milliseconds() {
		a, b = a[:10], b[:10]
	}
	if a[:4] == b[:4] {
		b = b[5:]
		if a[5:10] == b[:5] && len(b) > 6 {
			b = b[6:]
		}
	}
	return a + " → " + b + " (" + span(time.Duration(to-from)*time.Millisecond) + ")"
}

// distance returns how far ms is from another time, as "+2 m 13 s".
func (c clock) distance(ms, from int64) string {
	switch d := time.Duration(ms-from) * time.Millisecond; {
	case d < 0:
		return "-" + span(-d)
	case d > 0:
		return "+" + span(d)
	}
	return "±0"
}
