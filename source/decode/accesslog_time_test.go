package decode

import (
	"testing"
	"time"
)

func TestAccessTime(t *testing.T) {
	tests := []struct{ text, want string }{
		{"06/Feb/2019:00:00:38 +0000", "2019-02-06T00:00:38Z"},
		{"29/Feb/2024:23:59:59 +0000", "2024-02-29T23:59:59Z"},
		{"01/Jan/1970:00:00:00 +0000", "1970-01-01T00:00:00Z"},
		{"31/Dec/1969:23:59:59 +0000", "1969-12-31T23:59:59Z"},
		{"03/Nov/2026:10:15:42 +0530", "2026-11-03T04:45:42Z"},
		{"03/Nov/2026:10:15:42 -0800", "2026-11-03T18:15:42Z"},
		{"3/Nov/2026:10:15:42 +0000", "2026-11-03T10:15:42Z"},
		{"2026-11-03T10:15:42.125Z", "2026-11-03T10:15:42.125Z"},
		{"2026-11-03 10:15:42.125 UTC", "2026-11-03T10:15:42.125Z"},
		{"2026-11-03 10:15:42Z", "2026-11-03T10:15:42Z"},
		{"29/Feb/2023:00:00:00 +0000", ""},
		{"31/Apr/2026:00:00:00 +0000", ""},
		{"00/Nov/2026:00:00:00 +0000", ""},
		{"03/Nov/2026:24:00:00 +0000", ""},
		{"03/Nov/2026:10:60:00 +0000", ""},
		{"03/Nov/2026:10:15:60 +0000", ""},
		{"03/Foo/2026:10:15:42 +0000", ""},
		{"03/Nov/2026:10:15:42 *0000", ""},
		{"0x/Nov/2026:10:15:42 +0000", ""},
		{"-", ""},
		{"", ""},
	}
	for _, test := range tests {
		ms, ok := accessTime([]byte(test.text))
		got := ""
		if ok {
			got = time.UnixMilli(ms).UTC().Format(time.RFC3339Nano)
		}
		if got != test.want {
			t.Errorf("%q is %q, want %q", test.text, got, test.want)
		}
	}
}

// TestDays holds the arithmetic of dates against package time, day by day.
func TestDays(t *testing.T) {
	day := time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC)
	for n := day.Unix() / 86400; n < 60000; n++ {
		year, month, dayOfMonth := day.Date()
		if got := unixDays(year, int(month), dayOfMonth); got != n {
			t.Fatalf("%v is day %d, want %d", day, got, n)
		}
		if last := day.AddDate(0, 0, 1).Day() == 1; last != (dayOfMonth == monthDays(year, int(month))) {
			t.Fatalf("%v: month has %d days", day, monthDays(year, int(month)))
		}
		day = day.AddDate(0, 0, 1)
	}
}
