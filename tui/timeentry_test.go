package tui

import (
	"testing"
	"time"
)

func TestTimeIsRead(t *testing.T) {
	berlin := time.FixedZone("CET", 3600)
	utc := func(text string) int64 {
		at, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			t.Fatal(err)
		}
		return at.UnixMilli()
	}
	other, edge, first := utc("2026-11-03T22:00:00Z"), utc("2026-11-08T00:00:00Z"), utc("2026-11-01T23:30:00Z")
	for _, c := range []struct {
		text  string
		zone  *time.Location
		other int64
		want  string // "" is open
	}{
		{"", time.UTC, 0, ""},
		{"  ", time.UTC, 0, ""},
		{"now", time.UTC, 0, "2026-11-09T14:07:00Z"},
		{"24h", time.UTC, 0, "2026-11-08T14:07:00Z"},
		{"1d12h", time.UTC, 0, "2026-11-08T02:07:00Z"},
		{"7D", time.UTC, 0, "2026-11-02T14:07:00Z"},
		{"-2h", time.UTC, other, "2026-11-03T20:00:00Z"},
		{"+90m", time.UTC, other, "2026-11-03T23:30:00Z"},
		{"-1d", time.UTC, 0, "2026-11-07T00:00:00Z"},
		{"2026-11-03", time.UTC, 0, "2026-11-03T00:00:00Z"},
		{"2026-11-03", berlin, 0, "2026-11-02T23:00:00Z"},
		{" 2026-11-03 10:30", time.UTC, 0, "2026-11-03T10:30:00Z"},
		{"2026-11-03T10", time.UTC, 0, "2026-11-03T10:00:00Z"},
		{"2026-11-03 10:30:15.25", berlin, 0, "2026-11-03T09:30:15.25Z"},
		{"2026-11-03 10:30Z", berlin, 0, "2026-11-03T10:30:00Z"},
		{"2026-11-03 10:30 +05:30", berlin, 0, "2026-11-03T05:00:00Z"},
		{"2026-11-03 10:30-08", time.UTC, 0, "2026-11-03T18:30:00Z"},
		{"10:30", time.UTC, other, "2026-11-03T10:30:00Z"},
		{"9:05", time.UTC, 0, "2026-11-01T09:05:00Z"},
		{"10:30", berlin, 0, "2026-11-02T09:30:00Z"}, // 23:30 UTC is the day after, there
		{"2024-02-29", time.UTC, 0, "2024-02-29T00:00:00Z"},
	} {
		r := timeReader{zone: c.zone, now: now, day: first, other: c.other, edge: edge}
		got, err := r.read(c.text)
		want := int64(0)
		if c.want != "" {
			want = utc(c.want)
		}
		if err != nil || got != want {
			t.Errorf("%q in %v is %s, %v; want %s", c.text, c.zone, time.UnixMilli(got).UTC(), err, c.want)
		}
	}
}

func TestWhatIsWrongWithATimeIsToldWithItsPlace(t *testing.T) {
	for text, want := range map[string]string{
		"2026-13":                  `col 6: month 13: it goes from 1 to 12`,
		"2026-11-31":               `col 9: day 31: it goes from 1 to 30`,
		"2026-11":                  `col 8: the day is due after '-', as 2026-11-03 10:30`,
		"2026-11-03 24:00":         `col 12: hour 24: it goes from 0 to 23`,
		"2026-11-03 10:7":          `col 15: the minute has 2 digits, as 2026-11-03 10:30`,
		"2026-11-03x":              `col 11: a clock time is due, as 2026-11-03 10:30`,
		"2026-11-03 10:30 Berlin":  `col 18: here the time ends, or its zone follows, as Z or +01:00`,
		"2026-11-03 10:30+01:00Z":  `col 23: here the time ends`,
		"  26-11-03":               `col 3: the year has 4 digits, as 2026-11-03 10:30`,
		"yesterday":                `col 1: a length is a number with s, m, h, d or w, as 24h or 1d12h`,
		"24x":                      `col 1: the year has 4 digits, as 2026-11-03 10:30`,
		"3h20":                     `col 5: a unit is due: s, m, h, d or w`,
		"-2":                       `col 3: a unit is due: s, m, h, d or w`,
		"999999w":                  `col 1: that is more than a hundred years`,
		"2026-11-03 10:30 +25:00":  `col 19: hour of the zone 25: it goes from 0 to 14`,
		"25:00":                    `col 1: hour 25: it goes from 0 to 23`,
		"\x1b]0;x\a2026":           `col 1: the year has 4 digits, as 2026-11-03 10:30`,
		"2026-11-03 10:30:61.5":    `col 18: second 61: it goes from 0 to 59`,
		"99999999999999999999999h": `col 1: a length is a number with s, m, h, d or w, as 24h or 1d12h`,
	} {
		r := timeReader{zone: time.UTC, now: now, edge: 1}
		if got, err := r.read(text); err == nil || err.Error() != want {
			t.Errorf("%q: %v (%d), want %s", text, err, got, want)
		}
	}
	if _, err := (timeReader{zone: time.UTC, now: now}).read("-2h"); err == nil {
		t.Error("a distance from nothing was read")
	}
}

func FuzzTimeIsRead(f *testing.F) {
	for _, s := range []string{"2026-11-03 10:30:15.25+01:00", "-1d12h", "+2h", "10:30", "now", "24h", "2026-11-03T", "1:"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := timeReader{zone: time.UTC, now: now, day: 1_793_500_000_000, other: 1_793_500_000_000, edge: 1_793_500_000_000}
		if _, err := r.read(text); err != nil {
			wrong, is := err.(*timeError)
			if !is || wrong.column < 1 || wrong.column > len(text)+1 {
				t.Errorf("%q: %v", text, err)
			}
		}
	})
}
