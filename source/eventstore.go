package source

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// An EventStore is what the settings of an event data store of CloudTrail Lake say.
type EventStore struct {
	ARN, ID, Name string
	Account       string // that owns it
	Region        string // where it is
	Status        string // as AWS writes it, "ENABLED"; "" is not known
	Retention     int    // days that an event is kept, by its time; 0 is not known
	MultiRegion   bool   // holds events of every Region, not only of its own
	Organization  bool   // holds those of every account of the organization
	Created       time.Time
	Categories    []string // of events, as AWS writes them: "Data", "Management"; none is not known
	// Reads and Writes say of which objects requests are held.
	Reads, Writes Reach
}

// eventCategories are those whose events are records of requests.
var eventCategories = []string{"Data", "Management", "NetworkActivity"}

// HoldsEvents says whether it holds requests at all, and not only Insights
// events, configurations or evidence.
func (e EventStore) HoldsEvents() bool {
	return len(e.Categories) == 0 || slices.ContainsFunc(e.Categories, func(c string) bool { return slices.Contains(eventCategories, c) })
}

// About says in one line what the store holds.
func (e EventStore) About() string {
	if e.Status == "" {
		return e.Name + ": what it holds is not known"
	}
	where := "only " + e.Region
	if e.MultiRegion {
		where = "every Region"
	}
	if e.Organization {
		where = "organization, " + where
	}
	parts := []string{e.Name + ": " + where, e.holds()}
	if e.Retention > 0 {
		parts = append(parts, "keeps "+strconv.Itoa(e.Retention)+" days")
	}
	switch e.Status {
	case "ENABLED":
	case "PENDING_DELETION":
		parts = append(parts, "BEING DELETED")
	default:
		parts = append(parts, "takes no events now ("+strings.ToLower(strings.ReplaceAll(e.Status, "_", " "))+")")
	}
	return strings.Join(parts, ", ")
}

// holds says which events there are.
func (e EventStore) holds() string {
	switch {
	case !e.HoldsEvents():
		return "no events of requests (" + strings.Join(e.Categories, ", ") + ")"
	case e.Reads == ReachNone && e.Writes == ReachNone:
		return "no requests for objects"
	}
	return Trail{Reads: e.Reads, Writes: e.Writes}.objects()
}

// Remarks say what the store does not hold of a range, so that an answer from it
// is not taken for more than it is. now is the time of asking.
func (e EventStore) Remarks(r Range, now time.Time) []string {
	var out []string
	say := func(parts ...string) { out = append(out, strings.Join(parts, "")) }
	switch reads, writes := e.Reads, e.Writes; {
	case reads == ReachNone && writes == ReachNone:
		say(e.Name, " holds no requests for objects (no S3 data events): that none is found there says nothing")
	case reads == ReachNone:
		say(e.Name, " holds no reads of objects: that none is found there says nothing")
	case writes == ReachNone:
		say(e.Name, " holds no writes of objects: that none is found there says nothing")
	case reads == ReachSome || writes == ReachSome:
		say(e.Name, " holds requests for some objects only: that none is found there says nothing of the others")
	}
	if !e.MultiRegion && e.Region != "" {
		say(e.Name, " holds events of ", e.Region, " only")
	}
	kept := e.Kept(now)
	if r.From.Before(kept) {
		say("events before ", kept.Format(time.DateOnly), " are not kept by ", e.Name, " (", strconv.Itoa(e.Retention), " days)")
	}
	if r.From.Before(e.Created) && kept.Before(e.Created) {
		say(e.Name, " was made on ", e.Created.Format(time.DateOnly), ": of the time before, it holds what was copied into it, if anything")
	}
	if e.Status != "ENABLED" && e.Status != "" {
		say(e.Name, " takes no events now (", strings.ToLower(strings.ReplaceAll(e.Status, "_", " ")), "): the latest are missing")
	}
	return out
}

// Kept is the time before which events are not kept any more; zero is not known.
func (e EventStore) Kept(now time.Time) time.Time {
	if e.Retention <= 0 {
		return time.Time{}
	}
	return now.UTC().AddDate(0, 0, -e.Retention)
}
