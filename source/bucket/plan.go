package bucket

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/source/decode"
)

// List prices of S3 in us-east-1, US dollars. Other Regions are up to half as
// much again; who reads out of AWS pays for the transfer besides.
const (
	listPrice = 0.005 / 1000
	getPrice  = 0.0004 / 1000
	outPrice  = 0.09 // a gigabyte
)

// How many bytes a record takes in an object, to estimate records from bytes.
const (
	packedRecord = 130 // an event, in .gz
	plainRecord  = 550 // a line of text
)

// dollars prints a small sum, as "$0.0043".
func dollars(sum float64) string {
	switch {
	case sum < 0.0001:
		return "less than $0.0001"
	case sum < 0.01:
		return fmt.Sprintf("$%.4f", sum)
	}
	return fmt.Sprintf("$%.2f", sum)
}

// A planner adds up what a listing finds.
type planner struct {
	source.Plan
	days  map[time.Time]bool
	parts map[decode.PathFacts]*source.Part
}

func (p *planner) take(l listed) error {
	if l.fault != nil {
		return l.fault
	}
	p.Skipped += l.skipped
	p.Files += len(l.digests)
	if l.passed != "" || l.problem != nil {
		p.Files++
	}
	if l.problem != nil {
		p.Notes = append(p.Notes, l.problem.File+": "+l.problem.Reason)
	}
	for i := range l.objects {
		p.object(&l.objects[i])
	}
	return nil
}

func (p *planner) object(o *object) {
	p.Files++
	p.Requests++
	p.Bytes += o.size
	if strings.HasSuffix(o.name, ".gz") {
		p.Records += int(o.size/packedRecord) + 1
	} else {
		p.Records += int(o.size/plainRecord) + 1
	}
	if !o.Published.IsZero() {
		p.days[day(o.Published)] = true
	}
	part := p.parts[o.PathFacts]
	if part == nil {
		part = &source.Part{Account: o.Account, Region: o.Region, Bucket: o.Bucket}
		p.parts[o.PathFacts] = part
	}
	part.Files++
	part.Bytes += o.size
}

// plan finishes a plan, given how many calls the listing took.
func (p *planner) plan(lists int, notes []string) source.Plan {
	p.Days = len(p.days)
	p.Dollars = getPrice*float64(p.Requests) + listPrice*float64(lists)
	p.Notes = append(p.Notes, notes...)
	p.Notes = append(p.Notes, fmt.Sprintf("%s to list and %s to read, %s at list prices of us-east-1; outside of the bucket's Region the transfer of %s costs up to %s besides",
		model.Counted(lists, "call"), model.Count(p.Requests), dollars(p.Dollars), model.Size(p.Bytes), dollars(outPrice*float64(p.Bytes)/1e9)))
	if p.Skipped > 0 {
		p.Notes = append(p.Notes, fmt.Sprintf("%s left out by the date in the key", model.Counted(p.Skipped, "object")))
	}
	p.Notes = append(p.Notes, fmt.Sprintf("a record delivered more than %.0f h (access log) or %.0f h (CloudTrail) late is not among them",
		decode.AccessLogLate.Hours(), decode.TrailLate.Hours()))
	p.Requests += lists
	for _, part := range p.parts {
		p.Parts = append(p.Parts, *part)
	}
	slices.SortFunc(p.Parts, func(a, b source.Part) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region), cmp.Compare(a.Bucket, b.Bucket))
	})
	return p.Plan
}
