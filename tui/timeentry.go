package tui

import (
	"fmt"
	"strings"
	"time"
)

// A timeReader reads what is typed as one end of a range of time:
//
//	2026-11-03                a day: its begin
//	2026-11-03 10:30          also with seconds, fractions, T, Z or +01:00
//	10:30                     on the day of the other end, or of day
//	24h, 7d, 1d12h            that long before now
//	-2h, +2h                  that long before or after the other end
//	now
//
// Times without a zone are in the zone of the reader.
type timeReader struct {
	zone  *time.Location
	now   time.Time
	day   int64 // Unix milliseconds: of which day a bare clock time is
	other int64 // Unix milliseconds: the other end; 0 is open
	edge  int64 // what a distance counts from while the other end is open
}

// A timeError tells what is wrong with a time, and where.
type timeError struct {
	column int // in characters, from 1
	say    string
}

func (e *timeError) Error() string { return "col " + itoa(e.column) + ": " + e.say }

// read returns a time in Unix milliseconds; 0 when nothing is typed, which
// leaves the end open. An error is a *timeError.
func (r timeReader) read(text string) (int64, error) {
	trimmed := strings.TrimSpace(text)
	p := timeText{rest: trimmed, at: 1 + strings.Index(text, trimmed)}
	switch {
	case trimmed == "":
		return 0, nil
	case trimmed == "now":
		return r.now.UnixMilli(), nil
	case trimmed[0] == '-' || trimmed[0] == '+':
		return r.distance(&p)
	case strings.ContainsAny(trimmed, "smhdwSMHDW") && !strings.ContainsAny(trimmed, ":-"):
		length, err := p.length()
		return r.now.Add(-length).UnixMilli(), err
	case len(trimmed) > 2 && (trimmed[1] == ':' || trimmed[2] == ':'):
		base := r.other
		if base == 0 {
			base = r.day
		}
		y, m, d := time.UnixMilli(base).In(r.zone).Date()
		return p.clock(date{y, int(m), d}, r.zone)
	}
	return p.moment(r.zone)
}

// distance reads how far it is from the other end.
func (r timeReader) distance(p *timeText) (int64, error) {
	sign := time.Duration(1)
	if p.rest[0] == '-' {
		sign = -1
	}
	p.skip(1)
	length, err := p.length()
	base := r.other
	if base == 0 {
		base = r.edge
	}
	if err == nil && base == 0 {
		err = &timeError{1, "the other end is open: there is nothing to count from"}
	}
	return time.UnixMilli(base).Add(sign * length).UnixMilli(), err
}

// A timeText is what is left to read of a time, and where that stands.
type timeText struct {
	rest string
	at   int
}

type date struct{ year, month, day int }

func (p *timeText) skip(n int) { p.rest, p.at = p.rest[n:], p.at+n }

// fail tells what is wrong where reading stands.
func (p *timeText) fail(format string, args ...any) *timeError {
	return &timeError{p.at, fmt.Sprintf(format, args...)}
}

// lengths are the units of a length of time.
var lengths = map[byte]time.Duration{'s': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': day, 'w': 7 * day}

// length reads a length of time, as 24h or 1d12h.
func (p *timeText) length() (time.Duration, error) {
	const longest = 100 * 366 * day
	total := time.Duration(0)
	for first := true; first || p.rest != ""; first = false {
		digits := leadingDigits(p.rest)
		if digits == 0 || digits > 6 {
			return 0, p.fail("a length is a number with s, m, h, d or w, as 24h or 1d12h")
		}
		n := decimal(p.rest[:digits])
		if digits == len(p.rest) || lengths[p.rest[digits]|0x20] == 0 {
			p.skip(digits)
			return 0, p.fail("a unit is due: s, m, h, d or w")
		}
		unit := lengths[p.rest[digits]|0x20]
		if time.Duration(n) > (longest-total)/unit {
			return 0, p.fail("that is more than a hundred years")
		}
		total += time.Duration(n) * unit
		p.skip(digits + 1)
	}
	return total, nil
}

// moment reads a day and what follows of it.
func (p *timeText) moment(zone *time.Location) (int64, error) {
	var d date
	var err error
	if d.year, err = p.part("year", 4, 1970, 2999); err != nil {
		return 0, err
	}
	if d.month, err = p.next('-', "month", 1, 12); err != nil {
		return 0, err
	}
	last := time.Date(d.year, time.Month(d.month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	if d.day, err = p.next('-', "day", 1, last); err != nil {
		return 0, err
	}
	if p.rest == "" {
		return time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, zone).UnixMilli(), nil
	}
	if c := p.rest[0]; c != ' ' && c != 'T' && c != 't' {
		return 0, p.fail("a clock time is due, as %04d-%02d-%02d 10:30", d.year, d.month, d.day)
	}
	p.skip(1)
	return p.clock(d, zone)
}

// clock reads a time of the day and its zone.
func (p *timeText) clock(d date, zone *time.Location) (int64, error) {
	digits := min(max(leadingDigits(p.rest), 1), 2)
	hour, err := p.part("hour", digits, 0, 23)
	if err != nil {
		return 0, err
	}
	var minute, second, ms int
	if strings.HasPrefix(p.rest, ":") {
		if minute, err = p.next(':', "minute", 0, 59); err != nil {
			return 0, err
		}
	}
	if strings.HasPrefix(p.rest, ":") {
		if second, err = p.next(':', "second", 0, 59); err != nil {
			return 0, err
		}
		ms = p.fraction()
	}
	if zone, err = p.zone(zone); err != nil {
		return 0, err
	}
	return time.Date(d.year, time.Month(d.month), d.day, hour, minute, second, ms*1e6, zone).UnixMilli(), nil
}

// fraction reads a fraction of a second as milliseconds.
func (p *timeText) fraction() int {
	if !strings.HasPrefix(p.rest, ".") {
		return 0
	}
	digits := leadingDigits(p.rest[1:])
	ms := decimal((p.rest[1:1+digits] + "000")[:3])
	p.skip(1 + digits)
	return ms
}

// zone reads Z or +01:00; without it the zone is the one given.
func (p *timeText) zone(zone *time.Location) (*time.Location, error) {
	if strings.HasPrefix(p.rest, " ") {
		p.skip(len(p.rest) - len(strings.TrimLeft(p.rest, " ")))
	}
	switch {
	case p.rest == "":
		return zone, nil
	case p.rest == "Z" || p.rest == "z" || p.rest == "UTC":
		return time.UTC, nil
	case p.rest[0] != '+' && p.rest[0] != '-':
		return nil, p.fail("here the time ends, or its zone follows, as Z or +01:00")
	}
	sign := 1
	if p.rest[0] == '-' {
		sign = -1
	}
	p.skip(1)
	hours, err := p.part("hour of the zone", 2, 0, 14)
	if err != nil {
		return nil, err
	}
	minutes := 0
	if p.rest != "" {
		if minutes, err = p.next(':', "minute of the zone", 0, 59); err != nil {
			return nil, err
		}
	}
	if p.rest != "" {
		return nil, p.fail("here the time ends")
	}
	return time.FixedZone("", sign*(hours*3600+minutes*60)), nil
}

// next reads a sign and a part of two digits.
func (p *timeText) next(sign byte, name string, least, most int) (int, error) {
	if p.rest == "" || p.rest[0] != sign {
		return 0, p.fail("the %s is due after %q, as 2026-11-03 10:30", name, sign)
	}
	p.skip(1)
	return p.part(name, 2, least, most)
}

// part reads a number of so many digits.
func (p *timeText) part(name string, digits, least, most int) (int, error) {
	if leadingDigits(p.rest) < digits {
		return 0, p.fail("the %s has %s, as 2026-11-03 10:30", name, plural(digits, "digit"))
	}
	n := decimal(p.rest[:digits])
	if n < least || n > most {
		return 0, p.fail("%s %s: it goes from %d to %d", name, p.rest[:digits], least, most)
	}
	p.skip(digits)
	return n, nil
}

// leadingDigits returns how many digits s begins with.
func leadingDigits(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

// decimal returns the value of a few digits.
func decimal(digits string) int {
	n := 0
	for _, d := range []byte(digits) {
		n = 10*n + int(d-'0')
	}
	return n
}
