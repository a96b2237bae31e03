package decode

import "time"

// fixedLayout is the layout that S3 writes.
const fixedLayout = "02/Jan/2006:15:04:05 -0700"

// otherLayouts are the ways to write a time that the fast path leaves: days
// without a leading zero, and times as JSON and query engines print them.
var otherLayouts = [...]string{
	"2/Jan/2006:15:04:05 -0700",
	time.RFC3339Nano,
	"2006-01-02 15:04:05.999999999Z07:00",
	"2006-01-02 15:04:05.999999999 MST",
}

// accessTime reads the time of an access log, as "06/Feb/2019:00:00:38 +0000",
// and returns it in milliseconds since the Unix epoch.
func accessTime(b []byte) (ms int64, ok bool) {
	if ms, ok = fixedTime(b); ok {
		return ms, true
	}
	const longest = 40 // no layout is longer; hostile text is not worth a copy
	if len(b) > longest {
		return 0, false
	}
	for _, layout := range otherLayouts {
		if t, err := time.Parse(layout, string(b)); err == nil {
			return t.UnixMilli(), true
		}
	}
	return 0, false
}

// fixedTime reads fixedLayout and nothing else.
func fixedTime(b []byte) (ms int64, ok bool) {
	if len(b) != len(fixedLayout) {
		return 0, false
	}
	if b[2] != '/' || b[6] != '/' || b[11] != ':' || b[14] != ':' || b[17] != ':' || b[20] != ' ' {
		return 0, false
	}
	day, month, year := digits(b[0:2]), monthOf(b[3:6]), digits(b[7:11])
	hour, minute, second := digits(b[12:14]), digits(b[15:17]), digits(b[18:20])
	zoneHour, zoneMinute := digits(b[22:24]), digits(b[24:26])
	if day < 1 || month == 0 || year < 1 || day > daysIn(month, year) {
		return 0, false
	}
	if hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 {
		return 0, false
	}
	if zoneHour < 0 || zoneHour > 23 || zoneMinute < 0 || zoneMinute > 59 {
		return 0, false
	}
	zone := zoneHour*3600 + zoneMinute*60
	switch b[21] {
	case '+':
	case '-':
		zone = -zone
	default:
		return 0, false
	}
	seconds := epochDay(year, month, day)*86400 + hour*3600 + minute*60 + second - zone
	return int64(seconds) * 1000, true
}

// digits returns the number that b spells, or a negative one.
func digits(b []byte) int {
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// monthOf returns 1 for Jan to 12 for Dec, else 0.
func monthOf(b []byte) int {
	switch string(b) {
	case "Jan":
		return 1
	case "Feb":
		return 2
	case "Mar":
		return 3
	case "Apr":
		return 4
	case "May":
		return 5
	case "Jun":
		return 6
	case "Jul":
		return 7
	case "Aug":
		return 8
	case "Sep":
		return 9
	case "Oct":
		return 10
	case "Nov":
		return 11
	case "Dec":
		return 12
	}
	return 0
}

func daysIn(month, year int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// epochDay counts days from 1 January 1970 in the Gregorian calendar. Years are
// taken to start in March, so that the leap day is the last day of one.
func epochDay(year, month, day int) int {
	if month <= 2 {
		year--
		month += 12
	}
	inYear := (153*(month-3)+2)/5 + day - 1 // 153 days make up the five months from March on, and each five after them
	return 365*year + year/4 - year/100 + year/400 + inYear - 719468
}
