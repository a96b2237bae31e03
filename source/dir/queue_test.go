package dir

import (
	"container/heap"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/source/decode"
)

// TestQueueGivesTheNewest: paths tell the day; where they do not, the file's own
// time does. The parts of a file come from its beginning.
func TestQueueGivesTheNewest(t *testing.T) {
	old := utc("2025-01-01 00:00:00")
	var q queue
	for _, f := range []struct {
		name     string
		modified time.Time
		parts    int
	}{
		{"undated.log", utc("2026-11-01 12:00:00"), 3},
		{"AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/02/a.json.gz", old, 1},
		{"AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/04/b.json.gz", old, 1},
		{"logs/2026-11-05-08-10-11-0123456789ABCDEF", old, 1},
		{"AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/04/a.json.gz", old, 1},
		{"AWSLogs/222233334444/CloudTrail/eu-west-1/2026/11/03/a.json.gz", old, 1},
	} {
		for part := f.parts - 1; part >= 0; part-- {
			heap.Push(&q, &task{file: &file{name: f.name, modified: f.modified, Place: decode.Locate(f.name)}, part: part})
		}
	}
	type given struct {
		Name string
		Part int
	}
	var got []given
	for q.Len() > 0 {
		next := heap.Pop(&q).(*task)
		got = append(got, given{next.name, next.part})
	}
	want := []given{
		{"logs/2026-11-05-08-10-11-0123456789ABCDEF", 0},
		{"AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/04/a.json.gz", 0},
		{"AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/04/b.json.gz", 0},
		{"AWSLogs/222233334444/CloudTrail/eu-west-1/2026/11/03/a.json.gz", 0},
		{"AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/02/a.json.gz", 0},
		{"undated.log", 0},
		{"undated.log", 1},
		{"undated.log", 2},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func utc(s string) time.Time {
	t, err := time.Parse("2006-01-02 15:04:05", s)
	if err != nil {
		panic(err)
	}
	return t
}
