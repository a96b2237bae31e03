package trails

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"s3sleuth/source"
	"s3sleuth/source/aws"
)

// trails finds the trails of every Region. Those of the Region asked first, and
// all that record it, come with their settings; ListTrails names the others,
// which their own Region then describes.
func (s *Search) trails(ctx context.Context) {
	var asking sync.WaitGroup
	turn := make(chan struct{}, trailWorkers)
	seen := map[string]bool{}
	take := func(list []types.Trail) {
		for _, t := range list {
			if seen[value(t.TrailARN)] {
				continue // a shadow of one seen already
			}
			seen[value(t.TrailARN)] = true
			s.count(func(v *source.Survey) { v.Trails.Total++ })
			uri := s.deliver(t)
			s.start(&asking, func() {
				turn <- struct{}{}
				defer func() { <-turn }()
				s.settings(ctx, uri, t)
			})
		}
	}
	list, here := s.describe(ctx, s.region, nil)
	take(list)
	others, final := s.elsewhere(ctx, seen)
	final = final && here
	for region, arns := range others {
		list, there := s.describe(ctx, region, arns)
		take(list)
		final = final && there
	}
	s.count(func(v *source.Survey) { v.Trails.Final = final })
	asking.Wait()
}

// describe returns trails as one Region knows them: those named, or all.
func (s *Search) describe(ctx context.Context, region string, arns []string) (list []types.Trail, ok bool) {
	out, err := s.cloudTrail(region).DescribeTrails(ctx, &cloudtrail.DescribeTrailsInput{TrailNameList: arns})
	if s.failed(ctx, err, "cloudtrail:DescribeTrails", region) {
		return nil, false
	}
	return out.TrailList, true
}

// elsewhere returns the trails of other Regions that are not seen yet, by home Region.
func (s *Search) elsewhere(ctx context.Context, seen map[string]bool) (found map[string][]string, ok bool) {
	found = map[string][]string{}
	pages := cloudtrail.NewListTrailsPaginator(s.cloudTrail(s.region), &cloudtrail.ListTrailsInput{})
	for pages.HasMorePages() {
		out, err := pages.NextPage(ctx)
		if s.failed(ctx, err, "cloudtrail:ListTrails", s.region) {
			return found, false
		}
		for _, t := range out.Trails {
			if arn, home := value(t.TrailARN), value(t.HomeRegion); !seen[arn] && home != s.region {
				found[home] = append(found[home], arn)
			}
		}
	}
	return found, true
}

// deliver notes where a trail delivers and returns the place.
func (s *Search) deliver(t types.Trail) (uri string) {
	uri = "s3://" + value(t.S3BucketName) + "/"
	if prefix := strings.Trim(value(t.S3KeyPrefix), "/"); prefix != "" {
		uri += prefix + "/"
	}
	uri += "AWSLogs/"
	trail := source.Trail{
		ARN: value(t.TrailARN), Name: value(t.Name), Home: value(t.HomeRegion),
		MultiRegion: value(t.IsMultiRegionTrail), Organization: value(t.IsOrganizationTrail),
		Key: value(t.KmsKeyId),
	}
	if t.HasCustomEventSelectors != nil && !*t.HasCustomEventSelectors {
		trail.Reads, trail.Writes = source.ReachNone, source.ReachNone // management events only
	}
	s.change(source.TrailLogs, uri, func(p *source.Place) { p.Trails = append(p.Trails, trail) })
	return uri
}

// settings asks whether a trail records, and of which objects. Both are asked
// by ARN, for a shadow of a trail has no name of its own.
func (s *Search) settings(ctx context.Context, uri string, t types.Trail) {
	defer s.count(func(v *source.Survey) { v.Trails.Done++ })
	client := s.cloudTrail(value(t.HomeRegion))
	change := func(do func(*source.Trail)) {
		s.change(source.TrailLogs, uri, func(p *source.Place) {
			i := slices.IndexFunc(p.Trails, func(known source.Trail) bool { return known.ARN == value(t.TrailARN) })
			do(&p.Trails[i])
		})
	}
	status, err := client.GetTrailStatus(ctx, &cloudtrail.GetTrailStatusInput{Name: t.TrailARN})
	if !s.failed(ctx, err, "cloudtrail:GetTrailStatus", value(t.Name)) {
		change(func(known *source.Trail) { setStatus(known, status) })
	}
	if t.HasCustomEventSelectors != nil && !*t.HasCustomEventSelectors {
		return
	}
	selectors, err := client.GetEventSelectors(ctx, &cloudtrail.GetEventSelectorsInput{TrailName: t.TrailARN})
	if s.failed(ctx, err, "cloudtrail:GetEventSelectors", value(t.Name)) {
		return
	}
	reads, writes := aws.Reach(selectors.EventSelectors, selectors.AdvancedEventSelectors)
	change(func(known *source.Trail) { known.Reads, known.Writes = reads, writes })
}

func setStatus(known *source.Trail, status *cloudtrail.GetTrailStatusOutput) {
	if status.IsLogging != nil {
		known.Logging = source.Off
		if *status.IsLogging {
			known.Logging = source.On
		}
	}
	known.Delivered, known.Fault = value(status.LatestDeliveryTime).UTC(), value(status.LatestDeliveryError)
	if known.Logging == source.Off {
		known.Stopped = value(status.StopLoggingTime).UTC()
	}
}
