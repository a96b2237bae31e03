package source

import (
	"strings"
	"time"

	"s3sleuth/model"
)

// mostNamed is how many things of a kind a line names.
const mostNamed = 3

// few lists names, the first ones where there are many: "a, b, c, 2 more".
func few(names []string) string {
	if more := len(names) - mostNamed; more > 0 {
		names = append(names[:mostNamed:mostNamed], model.Count(more)+" more")
	}
	return strings.Join(names, ", ")
}

// About says in one line what lies at the place. It holds names as AWS tells
// them: who shows it has to make it safe.
func (p Place) About() string {
	var parts []string
	switch p.Kind {
	case TrailLogs:
		for _, t := range p.Trails {
			parts = append(parts, t.About())
		}
		return strings.Join(parts, "; ")
	case EventStores:
		return p.Store.About()
	case AccessLogs:
		names := make([]string, len(p.Logged))
		for i, l := range p.Logged {
			names[i] = l.Bucket
		}
		return "of " + few(names) + p.formats()
	}
	about := ""
	if p.More {
		about = "at least "
	}
	if p.Events > 0 {
		parts = append(parts, model.Counted(p.Events, "CloudTrail file"))
	}
	if p.Lines > 0 {
		parts = append(parts, model.Counted(p.Lines, "access log"))
	}
	return about + strings.Join(parts, ", ")
}

// formats says how the keys of access logs are made, where they are of one form.
func (p Place) formats() string {
	for _, l := range p.Logged {
		if l.Format != p.Logged[0].Format {
			return ", keys of several forms"
		}
	}
	if len(p.Logged) == 0 || p.Logged[0].Format == KeySimple {
		return ""
	}
	return ", " + p.Logged[0].Format.String()
}

// About says in one line what a trail records, and whether it does.
func (t Trail) About() string {
	where := "only " + t.Home
	if t.MultiRegion {
		where = "every Region"
	}
	if t.Organization {
		where = "organization, " + where
	}
	parts := []string{t.Name + ": " + where, t.objects()}
	switch t.Logging {
	case Off:
		parts = append(parts, "OFF"+at(" since ", t.Stopped))
	case NotKnown:
		parts = append(parts, "on or off is not known")
	}
	if t.Fault != "" {
		parts = append(parts, "cannot deliver: "+t.Fault)
	}
	if t.Logging != Off {
		if last := at("last delivery ", t.Delivered); last != "" {
			parts = append(parts, last)
		}
	}
	return strings.Join(parts, ", ")
}

// objects says of which objects requests are recorded.
func (t Trail) objects() string {
	of := [...]string{ReachUnknown: "objects not known", ReachNone: "none", ReachSome: "some objects", ReachAll: "all objects"}
	switch {
	case t.Reads == t.Writes && t.Reads == ReachNone:
		return "no requests for objects"
	case t.Reads == t.Writes && t.Reads == ReachUnknown:
		return "whether it records objects is not known"
	case t.Reads == t.Writes:
		return "requests for " + of[t.Reads]
	case t.Reads == ReachNone:
		return "writes of " + of[t.Writes] + ", no reads"
	case t.Writes == ReachNone:
		return "reads of " + of[t.Reads] + ", no writes"
	}
	return "reads of " + of[t.Reads] + ", writes of " + of[t.Writes]
}

func at(words string, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return words + t.UTC().Format("2006-01-02 15:04") + " UTC"
}
