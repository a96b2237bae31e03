package tui

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"s3sleuth/model"
)

// count returns n with separators, as "12,431".
func count(n int) string { return model.Count(n) }

// short returns n in at most five columns: 812, 9,870, 98k, 1.10M, 12.4G.
func short(n int) string {
	switch {
	case n < 10_000:
		return count(n)
	case n < 1_000_000:
		return strconv.Itoa(n/1000) + "k"
	case n < 1_000_000_000:
		return figures(float64(n)/1e6) + "M"
	}
	return figures(float64(n)/1e9) + "G"
}

// figures prints three figures, rounded down so that no count grows.
func figures(x float64) string {
	digits := 2
	if x >= 100 {
		digits = 0
	} else if x >= 10 {
		digits = 1
	}
	scale := math.Pow10(digits)
	return strconv.FormatFloat(math.Floor(x*scale)/scale, 'f', digits, 64)
}

// cutMiddle shortens a text of printable characters to w columns. Names that
// begin alike differ at their ends, so that two thirds are the end.
func cutMiddle(s string, w int) string {
	if width(s) <= w {
		return s
	}
	front := (w - 1) / 3
	return ansi.Truncate(s, front, "") + cutName(s, w-front)
}

// cutWho shortens the short name of a caller to w columns. What it is, as "role/",
// and the end of an account before it stay; of what follows the middle goes, as
// callers of one owner are numbered at the end. Services end alike.
func cutWho(s string, w int) string {
	const least = 5 // columns that tell names apart
	if width(s) <= w {
		return s
	}
	if strings.HasSuffix(s, ".amazonaws.com") {
		return ansi.Truncate(s, w, "…")
	}
	head := ""
	if rest, has := strings.CutPrefix(s, "…"); has {
		account, _, _ := strings.Cut(rest, " ")
		head = "…" + account + " "
	} else if kind, _, is := strings.Cut(s, "/"); is {
		head = kind + "/"
	}
	if n := width(head); n <= len("role/")+1 && w-n > least {
		return head + cutMiddle(strings.TrimPrefix(s, head), w-n)
	}
	return cutMiddle(s, w)
}

// plural returns "1 file" or "3 files", "1 match" or "3 matches", "2 addresses".
func plural(n int, one string) string {
	switch {
	case n == 1:
		return "1 " + one
	case strings.HasSuffix(one, "ch") || strings.HasSuffix(one, "ss"):
		return count(n) + " " + one + "es"
	}
	return count(n) + " " + one + "s"
}

const day = 24 * time.Hour

// span returns a duration in its largest unit or two, as "7 d", "2 h 13 m", "41 s".
func span(d time.Duration) string {
	two := func(a int64, x string, b int64, y string) string {
		if b == 0 {
			return fmt.Sprintf("%d %s", a, x)
		}
		return fmt.Sprintf("%d %s %d %s", a, x, b, y)
	}
	switch s := int64(d / time.Second); {
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case s < 60:
		return fmt.Sprintf("%d s", s)
	case s < 3600:
		return two(s/60, "m", s%60, "s")
	case s < 86400:
		return two(s/3600, "h", s%3600/60, "m")
	case s < 30*86400:
		return two(s/86400, "d", s%86400/3600, "h")
	default:
		return count(int(s/86400)) + " d"
	}
}

// moment returns the time of a record in UTC.
func moment(ms int64) string { return clock{}.exact(ms) }

// milliseconds returns a time as Unix milliseconds, 0 for the zero time.
func milliseconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
