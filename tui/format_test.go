package tui

import (
	"testing"
	"time"
)

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1241880: "1,241,880", -12431: "-12,431"} {
		if got := count(n); got != want {
			t.Errorf("count(%d) = %q, want %q", n, got, want)
		}
	}
}

// A shortened count is never more than the count.
func TestShort(t *testing.T) {
	for n, want := range map[int]string{
		812: "812", 9870: "9,870", 10_000: "10k", 98_999: "98k", 999_999: "999k", 1_100_000: "1.10M", 1_109_999: "1.10M",
		12_431_000: "12.4M", 999_999_999: "999M", 12_400_000_000: "12.4G",
	} {
		if got := short(n); got != want {
			t.Errorf("short(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		250 * time.Millisecond: "250 ms", 41 * time.Second: "41 s", 2 * time.Minute: "2 m", 133 * time.Minute: "2 h 13 m",
		7 * day: "7 d", 7*day + 5*time.Hour: "7 d 5 h",
	} {
		if got := span(d); got != want {
			t.Errorf("span(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestTimeRange(t *testing.T) {
	at := func(s string) int64 {
		x, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			t.Fatal(err)
		}
		return x.UnixMilli()
	}
	for _, c := range []struct{ from, to, want string }{
		{"2026-11-01T00:00:00Z", "2026-11-08T00:00:00Z", "2026-11-01 00:00 → 11-08 00:00 (7 d)"},
		{"2026-11-01T03:00:00Z", "2026-11-01T04:30:05Z", "2026-11-01 03:00 → 04:30:05 (1 h 30 m)"},
		{"2019-02-03T03:00:00Z", "2026-01-28T10:00:00Z", "2019-02-03 → 2026-01-28 (2,551 d)"},
		{"2026-12-31T00:00:00Z", "2027-01-01T00:00:00Z", "2026-12-31 00:00 → 2027-01-01 00:00 (1 d)"},
		{"2026-11-01T03:00:00.5Z", "2026-11-01T03:01:05.2Z", "2026-11-01 03:00 → 03:01:06 (1 m 6 s)"},
	} {
		if got := (clock{}).timeRange(at(c.from), at(c.to)); got != c.want {
			t.Errorf("%s to %s: %q, want %q", c.from, c.to, got, c.want)
		}
	}
}

func TestShortARN(t *testing.T) {
	for arn, want := range map[string]string{
		"arn:aws:iam::111122223333:role/legacy":                "role/legacy",
		"arn:aws:sts::111122223333:assumed-role/legacy/i-0abc": "assumed-role/legacy/i-0abc",
		"arn:aws-cn:iam::111122223333:user/ann":                "user/ann",
		"arn:aws:s3:::acme":                                    "acme",
		"anonymous":                                            "anonymous",
		"delivery.logs.amazonaws.com":                          "delivery.logs.amazonaws.com",
		"arn:":                                                 "arn:",
		"arn:aws:iam::111122223333:":                           "arn:aws:iam::111122223333:",
	} {
		if got := shortARN(arn); got != want {
			t.Errorf("shortARN(%q) = %q, want %q", arn, got, want)
		}
	}
}
