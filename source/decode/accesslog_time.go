package decode

import "time"

// fixedLayout is the layout that S3 writes.
const fixedLayout = "02/Jan/2006:15:04:05 -0700"

// otherLayouts are further ways to write a time: days without a leading zero,
// and times as query engines print them.
var otherLayouts = [...]string{
	"2/Jan/2006:15:04:05 -0700",
	"2006-01-02 15:04:05.999999999Z07:00",
	"2006-01-02 15:04:05.999999999 MST",
}

// accessTime reads the time of an access log, as "06/Feb/2019:00:00:38 +0000" in
// text and "2019-02-06T00:00:38.000Z" in JSON, and returns it in milliseconds since the Unix epoch.
func accessTime(b []byte) (ms int64, ok bool) {
	const longest = 40 // no layout is longer; hostile text is not worth a copy
	if len(b) > longest {
		return 0, false
	}
	if ms, ok = fixedTime(b); ok {
		return ms, true
	}
	if ms, ok = parseEventTime(b); ok {
		return ms, true
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
	day, month, year := digits2(b), monthOf(b[3:6]), digits2(b[7:])*100+digits2(b[9:])
	hour, minute, second := digits2(b[12:]), digits2(b[15:]), digits2(b[18:])
	zoneHour, zoneMinute := digits2(b[22:]), digits2(b[24:])
	// Any of them negative makes the whole negative.
	if day|year|hour|minute|second|zoneHour|zoneMinute < 0 || month == 0 || day < 1 || day > monthDays(year, month) {
		return 0, false
	}
	if hour > 23 || minute > 59 || second > 59 || zoneHour > 23 || zoneMinute > 59 {
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
	seconds := hour*3600 + minute*60 + second - zone
	return (unixDays(year, month, day)*86400 + int64(seconds)) * 1000, true
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
