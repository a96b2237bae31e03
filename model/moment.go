package model

import (
	"strconv"
	"strings"
	"time"
)

// A time in a filter names a span as long as its last unit: 2026-11-01 is a
// day, 2026-11-01T10:00 a minute. Without a zone it is UTC.
var momentLayouts = []struct {
	layout string
	next   func(time.Time) time.Time
}{
	{"2006-01", func(t time.Time) time.Time { return t.AddDate(0, 1, 0) }},
	{"2006-01-02", func(t time.Time) time.Time { return t.AddDate(0, 0, 1) }},
	{"2006-01-02T15", func(t time.Time) time.Time { return t.Add(time.Hour) }},
	{"2006-01-02T15:04", func(t time.Time) time.Time { return t.Add(time.Minute) }},
	{"2006-01-02T15:04:05", func(t time.Time) time.Time { return t.Add(time.Second) }},
}

// parseMoment reads a time and returns its span as Unix milliseconds, from
// inclusive and to exclusive.
func parseMoment(text string) (from, to int64, ok bool) {
	iso := text
	if len(iso) > 10 && iso[10] == ' ' {
		iso = iso[:10] + "T" + iso[11:]
	}
	for _, l := range momentLayouts {
		t, err := time.Parse(l.layout, iso)
		if err != nil && len(l.layout) > len("2006-01-02") {
			t, err = time.Parse(l.layout+"Z07:00", iso)
		}
		if err != nil {
			continue
		}
		from = t.UnixMilli()
		if strings.ContainsAny(iso, ".,") { // a fraction of a second: the record's own precision
			return from, from + 1, true
		}
		return from, l.next(t).UnixMilli(), true
	}
	return 0, 0, false
}

// parseAgo reads a length of time such as 24h, 7d or 1d12h.
func parseAgo(text string) (ago time.Duration, ok bool) {
	const longest = 100 * 366 * 24 * time.Hour
	units := map[byte]time.Duration{'s': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour}
	for rest := text; rest != ""; {
		digits := 0
		for digits < len(rest) && '0' <= rest[digits] && rest[digits] <= '9' {
			digits++
		}
		if digits == 0 || digits == len(rest) {
			return 0, false
		}
		n, err := strconv.Atoi(rest[:digits])
		unit := units[lower[rest[digits]]]
		if err != nil || unit == 0 || int64(n) > int64(longest/unit) {
			return 0, false
		}
		if ago += time.Duration(n) * unit; ago > longest {
			return 0, false
		}
		rest = rest[digits+1:]
	}
	return ago, text != ""
}

// formatMoment prints a time as a filter reads it, with milliseconds where there are some.
func formatMoment(t time.Time) string {
	return t.UTC().Truncate(time.Millisecond).Format("2006-01-02T15:04:05.999Z07:00")
}
