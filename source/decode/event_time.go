package decode

import (
	"errors"
	"time"
)

var errNoTime = errors.New("event has no eventTime")

// parseEventTime reads an RFC 3339 time as milliseconds since the Unix epoch;
// what is finer is cut off.
func parseEventTime(s []byte) (ms int64, ok bool) {
	// 2026-11-20T08:15:30Z is how CloudTrail writes it.
	if len(s) == 20 && s[4] == '-' && s[7] == '-' && s[10] == 'T' && s[13] == ':' && s[16] == ':' && s[19] == 'Z' {
		year, month, day := digits2(s)*100+digits2(s[2:]), digits2(s[5:]), digits2(s[8:])
		hour, minute, second := digits2(s[11:]), digits2(s[14:]), digits2(s[17:])
		// Any of them negative makes the whole negative.
		if year|month|day|hour|minute|second >= 0 && month >= 1 && month <= 12 &&
			day >= 1 && day <= monthDays(year, month) && hour < 24 && minute < 60 && second < 60 {
			return (unixDays(year, month, day)*86400 + int64(hour)*3600 + int64(minute)*60 + int64(second)) * 1000, true
		}
		return 0, false
	}
	t, err := time.Parse(time.RFC3339, string(s)) // takes a fraction too
	if err != nil {
		return 0, false
	}
	return t.UnixMilli(), true
}

// digits2 reads two decimal digits; what is none gives a negative number.
func digits2(s []byte) int {
	a, b := int(s[0])-'0', int(s[1])-'0'
	if a < 0 || a > 9 || b < 0 || b > 9 {
		return -1 << 20
	}
	return a*10 + b
}

// unixDays returns the days from 1970-01-01 to a date of the Gregorian calendar.
func unixDays(year, month, day int) int64 {
	// A year that begins in March has its leap day at its end. The calendar
	// repeats every 400 years; starting that much later keeps all above zero.
	year += 400
	if month -= 3; month < 0 {
		month += 12
		year--
	}
	return int64(365*year + year/4 - year/100 + year/400 + (153*month+2)/5 + day - 719469 - 146097)
}

// monthDays returns how many days a month has.
func monthDays(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}
