package decode

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func utc(s string) time.Time {
	t, err := time.Parse("2006-01-02 15:04:05", s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestLocate(t *testing.T) {
	type told struct {
		Account, Region, Bucket string
		Digest                  bool
		Published               time.Time
	}
	day := utc("2026-11-03 00:00:00")
	tests := []struct {
		name, path string
		want       told
	}{
		{
			"trail of one account",
			"logs/AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/03/111122223333_CloudTrail_us-east-1_20261103T0810Z_Ab12Cd34Ef56Gh78.json.gz",
			told{Account: "111122223333", Region: "us-east-1", Published: utc("2026-11-03 08:10:00")},
		},
		{
			"organization trail below a prefix",
			"x/pre/fix/AWSLogs/o-exampleorg1/222233334444/CloudTrail/eu-west-1/2026/11/03/222233334444_CloudTrail_eu-west-1_20261103T0810Z_Ab12Cd34Ef56Gh78.json.gz",
			told{Account: "222233334444", Region: "eu-west-1", Published: utc("2026-11-03 08:10:00")},
		},
		{
			"a trail file alone, without its folders",
			"111122223333_CloudTrail_us-gov-east-1_20261103T0810Z_Ab12.json.gz",
			told{Account: "111122223333", Region: "us-gov-east-1", Published: utc("2026-11-03 08:10:00")},
		},
		{
			"no underscore before the random part",
			"111122223333_CloudTrail_us-east-1_20261103T0810ZAb12.json.gz",
			told{Account: "111122223333", Region: "us-east-1", Published: utc("2026-11-03 08:10:00")},
		},
		{
			"a trail's folders with another file name",
			"AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/03/part-0001.json",
			told{Account: "111122223333", Region: "us-east-1", Published: day},
		},
		{
			"network activity",
			"AWSLogs/111122223333/CloudTrail-NetworkActivity/us-east-1/2026/11/03/a.json.gz",
			told{Account: "111122223333", Region: "us-east-1", Published: day},
		},
		{
			"digest by folder",
			"AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/11/03/a.json.gz",
			told{Account: "111122223333", Region: "us-east-1", Digest: true, Published: day},
		},
		{
			"digest by name",
			"111122223333_CloudTrail-Digest_us-east-1_org-trail_us-east-1_20261103T081000Z.json.gz",
			told{Account: "111122223333", Region: "us-east-1", Digest: true},
		},
		{
			"access log, simple key",
			"logs/2026-11-03-08-10-11-0123456789ABCDEF",
			told{Published: utc("2026-11-03 08:10:11")},
		},
		{
			"access log, prefix glued to the name",
			"my-logs2026-11-03-08-10-11-0123456789ABCDEF",
			told{Published: utc("2026-11-03 08:10:11")},
		},
		{
			"access log, packed by hand",
			"2026-11-03-08-10-11-0123456789ABCDEF.gz",
			told{Published: utc("2026-11-03 08:10:11")},
		},
		{
			"access log, partitioned",
			"logs/111122223333/eu-west-1/acme-static/2026/11/03/2026-11-03-08-10-11-0123456789ABCDEF",
			told{Account: "111122223333", Region: "eu-west-1", Bucket: "acme-static", Published: utc("2026-11-03 08:10:11")},
		},
		{
			"access log, partitioned, prefix glued to the account",
			"s3logs111122223333/eu-west-1/acme-static/2026/11/03/2026-11-03-08-10-11-0123456789ABCDEF",
			told{Account: "111122223333", Region: "eu-west-1", Bucket: "acme-static", Published: utc("2026-11-03 08:10:11")},
		},
		{"a day in folders that no service wrote", "collected/2026/11/03/all.json", told{}},
		{"a month that is none", "AWSLogs/111122223333/CloudTrail/us-east-1/2026/13/03/a.json.gz", told{}},
		{"a name that nearly is one", "2026-11-03-08-10-11", told{}},
		{"any name", "evidence.log", told{}},
		{"no name", "", told{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := Locate(tt.path)
			got := told{p.Account, p.Region, p.Bucket, p.Digest, p.Published}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Locate(%q) (-want +got):\n%s", tt.path, diff)
			}
		})
	}
}

func TestSkipByPath(t *testing.T) {
	const (
		trail       = "AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/03/111122223333_CloudTrail_us-east-1_20261103T0810Z_Ab12.json.gz"
		delivered   = "logs/2026-11-03-08-10-11-0123456789ABCDEF"
		byEventTime = "logs/111122223333/eu-west-1/acme-static/2026/11/03/2026-11-03-00-00-00-0123456789ABCDEF"
	)
	open := time.Time{}
	tests := []struct {
		name, path string
		from, to   time.Time
		skipped    bool
	}{
		{"trail, the day itself", trail, utc("2026-11-03 00:00:00"), utc("2026-11-04 00:00:00"), false},
		{"trail, published two days late", trail, utc("2026-11-01 00:00:00"), utc("2026-11-01 12:00:00"), false},
		{"trail, published later than that", trail, utc("2026-10-31 00:00:00"), utc("2026-11-01 00:00:00"), true},
		{"trail, published the day before", trail, utc("2026-11-04 10:00:00"), utc("2026-11-05 00:00:00"), false},
		{"trail, older than the range", trail, utc("2026-11-05 00:00:01"), open, true},
		{"trail, open range", trail, open, open, false},
		{"delivered within the range", delivered, utc("2026-11-03 08:00:00"), utc("2026-11-03 09:00:00"), false},
		{"delivered before the range begins", delivered, utc("2026-11-03 08:10:12"), open, true},
		{"delivered a day after its end", delivered, open, utc("2026-11-02 08:10:12"), false},
		{"delivered later than a day after its end", delivered, open, utc("2026-11-02 08:10:11"), true},
		{"by event time, the whole day counts", byEventTime, utc("2026-11-03 23:59:59"), open, false},
		{"by event time, the day before the range", byEventTime, utc("2026-11-04 00:00:01"), open, true},
		{"what has no date is never skipped", "evidence.log", utc("2026-11-04 00:00:00"), utc("2026-11-05 00:00:00"), false},
		{"nor is a day that no service wrote", "collected/2026/01/01/all.json", utc("2026-11-04 00:00:00"), open, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Locate(tt.path).Without(tt.from, tt.to); got != tt.skipped {
				t.Errorf("skipped = %v, want %v", got, tt.skipped)
			}
		})
	}
}

func FuzzLocate(f *testing.F) {
	f.Add("AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/03/111122223333_CloudTrail_us-east-1_20261103T0810Z_Ab12.json.gz")
	f.Add("s3logs111122223333/eu-west-1/acme-static/2026/11/03/2026-11-03-08-10-11-0123456789ABCDEF")
	f.Fuzz(func(t *testing.T, path string) {
		p := Locate(path)
		if p.First.After(p.Last) || p.First.IsZero() != p.Last.IsZero() {
			t.Errorf("%q: records from %v to %v", path, p.First, p.Last)
		}
		if !p.Published.IsZero() && !p.Digest && p.Without(p.Published.Add(-time.Second), p.Published.Add(time.Second)) {
			t.Errorf("%q, published %v, is left out of a range around that", path, p.Published)
		}
	})
}
