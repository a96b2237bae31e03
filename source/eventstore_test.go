package source

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// What an event data store cannot hold of a range: what it has dropped, and what
// was before it. Both may be, and the later of the two is what counts.
func TestRemarksOnTheBeginOfAStore(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	kept := "events before 2026-10-24 are not kept by prod (30 days)"
	long := "events before 2026-01-27 are not kept by prod (300 days)"
	made := "prod was made on 2026-11-01: of the time before, it holds what was copied into it, if anything"
	created := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		from      time.Time
		retention int
		created   time.Time
		want      []string
	}{
		"after both":                       {created.Add(time.Hour), 300, created, nil},
		"before it was made":               {created.Add(-time.Hour), 300, created, []string{made}},
		"without a begin":                  {time.Time{}, 300, created, []string{long, made}},
		"made before what it still keeps":  {time.Time{}, 30, created.AddDate(-1, 0, 0), []string{kept}},
		"how long it keeps is not known":   {time.Time{}, 0, created, []string{made}},
		"nothing is known of either limit": {time.Time{}, 0, time.Time{}, nil},
	} {
		e := EventStore{Name: "prod", MultiRegion: true, Status: "ENABLED", Reads: ReachAll, Writes: ReachAll, Retention: c.retention, Created: c.created}
		if diff := cmp.Diff(c.want, e.Remarks(Range{From: c.from}, now)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
