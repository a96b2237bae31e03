package bucket

import (
	"strings"
	"time"

	"s3sleuth/source"
	"s3sleuth/source/decode"
)

// soon is how long after the range most of its access logs have been delivered:
// what is named by then is listed first, and what comes later after that.
const soon = time.Hour

// A shelf is a set of keys that sort by time: below base a day's folders
// (YYYY/MM/DD/), or behind base a moment (YYYY-MM-DD-hh-mm-ss-UNIQUE).
type shelf struct {
	base  string // every key begins with it
	limit string // and with this, which may be longer: the source's prefix
	days  bool   // base ends in a slash and days' folders follow
	trail bool   // CloudTrail's: named by the day of publication
}

// A stretch is a part of a shelf: the keys behind after and before end. An
// empty after is the beginning, an empty end the end.
type stretch struct {
	shelf
	after, end string
}

// at returns a key that comes before those of a moment and behind all before it.
func (s shelf) at(t time.Time) string {
	if s.days {
		return s.base + t.UTC().Format("2006/01/02/")
	}
	return s.base + t.UTC().Format(decode.StampForm)
}

// stretches divides what the range wants of a shelf: near is what is named
// inside the range and soon after, far what may hold its records besides.
func (s shelf) stretches(r source.Range) (near stretch, far []stretch) {
	early, late := time.Duration(0), decode.AccessLogLate
	if s.trail {
		early, late = decode.TrailLate, decode.TrailLate
	}
	near = stretch{shelf: s}
	if !s.days {
		near.end = s.base + ":" // behind every digit: what else there is, is no such key
	}
	if !r.From.IsZero() {
		from := s.floor(r.From)
		near.after = s.at(from)
		if begin := s.at(s.floor(r.From.Add(-early))); begin < near.after {
			far = append(far, stretch{s, begin, near.after})
		}
		if !s.days && !from.Equal(day(from)) {
			// Delivery by the day of the event names every file by its midnight.
			midnight := s.at(day(from))
			far = append(far, stretch{s, midnight + "-", midnight + "."})
		}
	}
	if !r.To.IsZero() {
		near.end = s.at(s.ceil(r.To.Add(soon)))
		if end := s.at(s.ceil(r.To.Add(late))); end > near.end {
			far = append(far, stretch{s, near.end, end})
		}
	}
	return near, far
}

// floor and ceil widen a moment to what the shelf's keys name: days or seconds.
func (s shelf) floor(t time.Time) time.Time { return t.UTC().Truncate(s.step()) }

func (s shelf) ceil(t time.Time) time.Time { return s.floor(t.Add(s.step() - 1)) }

func (s shelf) step() time.Duration {
	if s.days {
		return 24 * time.Hour
	}
	return time.Second
}

func day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// shelfOf says whether keys that begin with prefix lie on a shelf of days, by
// the two layouts. The shelf's base may be shorter than the prefix.
func shelfOf(prefix string) (shelf, bool) {
	parts := strings.Split(prefix, "/")
	whole := parts[:len(parts)-1] // the last one is not closed by a slash
	base := func(n int) string { return strings.Join(whole[:n], "/") + "/" }
	for i := len(whole) - 1; i >= 1; i-- {
		if !decode.IsRegion(whole[i]) {
			continue
		}
		if ok, digest := decode.TrailFolder(whole[i-1]); ok && !digest && dated(whole[i+1:]) {
			return shelf{base(i + 1), prefix, true, true}, true
		}
		if decode.IsAccount(decode.LastDigits(whole[i-1])) && i+1 < len(whole) && !isYear(whole[i+1]) && dated(whole[i+2:]) {
			return shelf{base(i + 2), prefix, true, false}, true
		}
	}
	return shelf{}, false
}

// dated says whether folders may be the first of YYYY/MM/DD.
func dated(folders []string) bool {
	return len(folders) == 0 || len(folders) <= 3 && isYear(folders[0])
}

func isYear(s string) bool {
	_, err := time.Parse("2006", s)
	return err == nil
}
