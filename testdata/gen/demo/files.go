package main

import (
	"slices"
	"strings"
	"time"

	"s3sleuth/testdata/gen/evidence"
)

// A file is one file of the evidence. Content is what it holds once inflated.
type file struct {
	path    string
	content []byte
	plain   bool // stored as it is, not compressed
}

func (f *file) stored() []byte {
	if f.plain {
		return f.content
	}
	return evidence.Gzip(f.content)
}

// halves cuts records, sorted by time, into half days. span is the time a half
// day covers.
func halves[T any](records []T, when func(T) time.Time, each func(start, end time.Time, part []T)) {
	const half = 12 * time.Hour
	for len(records) > 0 {
		start := when(records[0]).Truncate(half)
		stop := start.Add(half)
		n := slices.IndexFunc(records, func(r T) bool { return !when(r).Before(stop) })
		if n < 0 {
			n = len(records)
		}
		each(start, stop, records[:n])
		records = records[n:]
	}
}

// accessLogs puts the lines into log files, one bucket a file.
func (w *world) accessLogs() (files []file) {
	slices.SortStableFunc(w.lines, func(a, b line) int { return a.at.Compare(b.at) })
	for _, b := range buckets {
		var own []line
		for _, l := range w.lines {
			if l.bucket == b {
				own = append(own, l)
			}
		}
		var again []line // delivered a second time, in the next file
		halves(own, func(l line) time.Time { return l.at }, func(start, stop time.Time, part []line) {
			var content []byte
			for _, l := range slices.Concat(part, again) {
				content = append(append(content, l.text...), '\n')
			}
			again = nil
			if b == www && start.Equal(at(3, "12:00:00")) {
				again = part[len(part)-redeliveredLines:]
			}
			files = append(files, w.accessFile(b, start, stop, content))
		})
	}
	return files
}

// redeliveredLines and redeliveredEvents are how many records come twice.
const (
	redeliveredLines  = 18
	redeliveredEvents = 11
)

func (w *world) accessFile(b *bucket, start, stop time.Time, content []byte) file {
	sent := stop.Add(time.Duration(w.between(20, 55))*time.Minute + time.Duration(w.between(0, 59))*time.Second)
	name := sent.Format("2006-01-02-15-04-05-") + w.ids.Unique(16)
	dir := b.account + "/" + b.region + "/" + b.name + "/"
	switch b.layout {
	case simple:
		dir = ""
	case byDelivery:
		dir += sent.Format("2006/01/02/")
	case byEventTime:
		dir += start.Format("2006/01/02/")
		name = start.Format("2006-01-02-00-00-00-") + w.ids.Unique(16)
	}
	f := file{path: b.target + "/" + b.prefix + dir + name, content: content, plain: b.plain}
	if !b.plain {
		f.path += ".gz"
	}
	return f
}

// trailLogs puts the events into log files, one account and Region a file.
func (w *world) trailLogs() (files []file) {
	slices.SortStableFunc(w.events, func(a, b event) int { return a.at.Compare(b.at) })
	for _, g := range groups(w.events) {
		var again []event
		halves(g, func(e event) time.Time { return e.at }, func(start, stop time.Time, part []event) {
			var docs [][]byte
			for _, e := range slices.Concat(part, again) {
				docs = append(docs, e.json)
			}
			again = nil
			if e := part[0]; e.trail == orgTrail && e.account == prodData && e.region == "us-east-1" && start.Equal(at(4, "00:00:00")) {
				again = part[:redeliveredEvents]
			}
			files = append(files, w.trailFile(part[0], stop, docs))
		})
	}
	return files
}

// groups parts events that go to different folders, in a fixed order.
func groups(events []event) [][]event {
	byFolder := map[string][]event{}
	for _, e := range events {
		k := e.trail.prefix + e.account + e.folder + e.region
		byFolder[k] = append(byFolder[k], e)
	}
	keys := make([]string, 0, len(byFolder))
	for k := range byFolder {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	var gs [][]event
	for _, k := range keys {
		gs = append(gs, byFolder[k])
	}
	return gs
}

func (w *world) trailFile(e event, stop time.Time, docs [][]byte) file {
	published := stop.Add(5 * time.Minute)
	return file{
		path:    trailPath(e.trail, e.account, e.folder, e.region, published, w.ids.Unique(16)),
		content: evidence.Records(docs),
	}
}

// trailPath is where CloudTrail puts a file that it published at t.
func trailPath(tr *trail, account, folder, region string, t time.Time, unique string) string {
	return audit.name + "/" + tr.prefix + account + "/" + folder + "/" + region + "/" + t.Format("2006/01/02/") +
		strings.Join([]string{account, folder, region, t.Format("20060102T1504Z"), unique}, "_") + ".json.gz"
}

// other is what lies beside the log files and holds no requests.
func (w *world) other(logs []file) (files []file) {
	files = w.digests(logs)
	t := at(5, "03:05:00")
	insight := []byte(`{"eventVersion":"1.08","eventTime":"2026-11-05T02:58:00Z","awsRegion":"us-east-1","eventID":"` + w.ids.Event() +
		`","eventType":"AwsCloudTrailInsight","recipientAccountId":"` + prodData + `","sharedEventID":"` + w.ids.Event() +
		`","insightDetails":{"state":"Start","eventSource":"s3.amazonaws.com","eventName":"GetBucketAcl","insightType":"ApiCallRateInsight",` +
		`"insightContext":{"statistics":{"baseline":{"average":0.4},"insight":{"average":21},"insightDuration":1}}},"eventCategory":"Insight"}`)
	files = append(files, file{
		path:    trailPath(orgTrail, prodData, "CloudTrail-Insight", "us-east-1", t, w.ids.Unique(16)),
		content: evidence.Records([][]byte{insight}),
	})
	var docs [][]byte
	for i := range aggregated {
		start := at(5, "03:00:00").Add(time.Duration(i) * 5 * time.Minute)
		docs = append(docs, []byte(`{"eventVersion":"1.0","accountId":"`+prodData+`","eventId":"`+w.ids.Event()+
			`","eventCategory":"Aggregated","eventType":"AwsAggregatedEvent","awsRegion":"us-east-1","eventSource":"s3.amazonaws.com",`+
			`"timeWindow":{"windowStart":"`+start.Format(time.RFC3339)+`","windowEnd":"`+start.Add(5*time.Minute).Format(time.RFC3339)+
			`","windowSize":"PT5M"},"summary":{"primaryDimension":{"dimension":"eventName","statistics":[{"name":"GetObject","value":`+itoa(w.between(40, 400))+`}]}}}`))
	}
	return append(files, file{
		path:    trailPath(orgTrail, prodData, "CloudTrail-Aggregated", "us-east-1", t.Add(time.Hour), w.ids.Unique(16)),
		content: evidence.Records(docs),
	})
}

// aggregated is how many five-minute summaries there are.
const aggregated = 12
