package trails

import (
	"context"
	"errors"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"s3sleuth/source"
)

// bucketsPerPage is how many buckets one ListBuckets call tells. With a page
// size it tells their Regions too, so that nobody has to ask for them.
const bucketsPerPage = 1000

// buckets lists the buckets of the account and asks each where its access logs go.
func (s *Search) buckets(ctx context.Context) {
	var asking sync.WaitGroup
	ask := make(chan types.Bucket)
	for range bucketWorkers {
		s.start(&asking, func() {
			for b := range ask {
				s.logging(ctx, value(b.Name), value(b.BucketRegion))
			}
		})
	}
	s.listBuckets(ctx, ask)
	close(ask)
	asking.Wait()
}

// listBuckets hands every bucket of the account to ask.
func (s *Search) listBuckets(ctx context.Context, ask chan<- types.Bucket) {
	size := int32(bucketsPerPage)
	pages := s3.NewListBucketsPaginator(s.session.S3(""), &s3.ListBucketsInput{MaxBuckets: &size})
	for {
		out, err := pages.NextPage(ctx)
		failed := s.failed(ctx, err, "s3:ListAllMyBuckets", "every bucket")
		last := failed || !pages.HasMorePages()
		s.count(func(v *source.Survey) {
			if !failed {
				v.Buckets.Total += len(out.Buckets)
			}
			v.Buckets.Final = last && !failed
		})
		if failed {
			return
		}
		for _, b := range out.Buckets {
			select {
			case ask <- b:
			case <-ctx.Done():
				return
			}
		}
		if last {
			return
		}
	}
}

// logging asks one bucket where its access logs go. region is "" when the
// listing did not tell it; S3 then says in its refusal where the bucket is.
func (s *Search) logging(ctx context.Context, bucket, region string) {
	defer s.count(func(v *source.Survey) { v.Buckets.Done++ })
	out, region, err := s.getLogging(ctx, bucket, region)
	if s.failed(ctx, err, "s3:GetBucketLogging", bucket) {
		return
	}
	to := out.LoggingEnabled
	if to == nil {
		return
	}
	from := source.Logged{Bucket: bucket, Prefix: value(to.TargetPrefix), Format: keyFormat(to.TargetObjectKeyFormat)}
	s.change(source.AccessLogs, "s3://"+value(to.TargetBucket)+"/"+from.Prefix, func(p *source.Place) {
		p.Region, p.Logged = region, append(p.Logged, from)
	})
}

func (s *Search) getLogging(ctx context.Context, bucket, region string) (*s3.GetBucketLoggingOutput, string, error) {
	if region == "" {
		region = s.region
	}
	in := &s3.GetBucketLoggingInput{Bucket: &bucket}
	out, err := s.session.S3(region).GetBucketLogging(ctx, in)
	if there := regionTold(err); there != "" && there != region {
		region = there
		out, err = s.session.S3(region).GetBucketLogging(ctx, in)
	}
	return out, region, err
}

// regionTold returns the Region that S3 names in the answer to a request that
// failed, "" when it names none.
func regionTold(err error) string {
	var answer *smithyhttp.ResponseError
	if !errors.As(err, &answer) || answer.Response == nil {
		return ""
	}
	return answer.Response.Header.Get("X-Amz-Bucket-Region")
}

func keyFormat(f *types.TargetObjectKeyFormat) source.KeyFormat {
	switch {
	case f == nil || f.PartitionedPrefix == nil:
		return source.KeySimple
	case f.PartitionedPrefix.PartitionDateSource == types.PartitionDateSourceEventTime:
		return source.KeyByEvent
	}
	return source.KeyByDelivery
}
