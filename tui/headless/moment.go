package headless

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// momentHint says what --since and --until take.
const momentHint = "write 2026-11-01, 2026-11-01T10:00Z (UTC where no zone stands there), 24h or 7d for that long ago, seconds since 1970, or a time as a log line or the name of a log file has it"

// digits are times in seconds or milliseconds since 1970.
var digits = regexp.MustCompile(`^@?(\d{10})(\d{3})?$`)

// momentForms are how times stand where one copies them from: in an access-log
// line, in the path of a log file and in its name.
var momentForms = []string{
	"02/Jan/2006:15:04:05 -0700", "[02/Jan/2006:15:04:05 -0700]",
	"20060102T1504Z", "20060102T150405Z",
	"2006-01-02-15-04-05",
}

// plainMoment returns a bound of time in the spelling of the filter language,
// which knows dates, times and lengths of time; what it does not know itself is
// left as it is.
func plainMoment(value string, now time.Time) string {
	text := strings.TrimSpace(value)
	if ago, ok := strings.CutPrefix(text, "-"); ok && ago != "" && ago[0] >= '0' && ago[0] <= '9' {
		return ago // -7d, as date and find take it
	}
	if text == "now" {
		return now.UTC().Format(time.RFC3339Nano)
	}
	if m := digits.FindStringSubmatch(text); m != nil {
		if m[2] == "" {
			m[2] = "000"
		}
		if ms, err := strconv.ParseInt(m[1]+m[2], 10, 64); err == nil {
			return time.UnixMilli(ms).UTC().Format(time.RFC3339Nano)
		}
	}
	if day, err := time.Parse("2006/01/02", strings.Trim(text, "/")); err == nil {
		return day.Format(time.DateOnly)
	}
	for _, form := range momentForms {
		if t, err := time.Parse(form, text); err == nil {
			return t.UTC().Format(time.RFC3339)
		}
	}
	return text
}
