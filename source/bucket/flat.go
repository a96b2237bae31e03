package bucket

import (
	"fmt"
	"slices"
	"time"

	"s3sleuth/source/decode"
)

// firstYear is before that of any access log.
const firstYear = 2005

// flat says whether a page ends among access logs that lie side by side, of
// which a range wants a stretch only, with which key it ends, and of which year.
func (l *listing) flat(prefix string, keys []object) (last string, s shelf, year int, ok bool) {
	if len(keys) == 0 || l.within.From.IsZero() && l.within.To.IsZero() {
		return "", shelf{}, 0, false
	}
	last = l.b.key(keys[len(keys)-1].name)
	glued, stamp, ok := decode.Stamped(last)
	return last, shelf{base: glued, limit: prefix}, stamp.Year(), ok
}

// beside leaves for later what lies in a folder beside access logs, the last known
// one of which is of a year, and is on none of their stretches. Among the keys of a
// year nothing else is looked for; but behind them there may be folders: those of
// accounts, which the partitioned form of keys has, begin with digits, too.
func (l *listing) beside(s shelf, year int) {
	r := l.window(s)
	if r.To.IsZero() { // the stretch goes on to the last digit
		l.leave(stretch{shelf{limit: s.limit}, s.base + ":", ""})
		return
	}
	near, far := s.stretches(r)
	listed := append(far, near)
	last := max(time.Now().UTC().Year(), r.To.Add(decode.AccessLogLate).UTC().Year(), year)
	for year = max(year, firstYear); year <= last; year++ {
		gap := stretch{shelf{limit: s.limit}, fmt.Sprintf("%s%04d-:", s.base, year), fmt.Sprintf("%s%04d-", s.base, year+1)}
		if year == last {
			gap.end = ""
		}
		if !slices.ContainsFunc(listed, func(l stretch) bool { return l.after <= gap.after && gap.end != "" && gap.end <= l.end }) {
			l.leave(gap)
		}
	}
}

// leave leaves a part of a folder for later.
func (l *listing) leave(part stretch) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.later = append(l.later, job{stretch: part, folder: true})
}
