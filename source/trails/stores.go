package trails

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"s3sleuth/source"
	"s3sleuth/source/aws"
)

// stores finds the event data stores of the Region asked. The list names them;
// what they hold each has to be asked for.
func (s *Search) stores(ctx context.Context) {
	pages := cloudtrail.NewListEventDataStoresPaginator(s.cloudTrail(s.region), &cloudtrail.ListEventDataStoresInput{})
	for pages.HasMorePages() {
		out, err := pages.NextPage(ctx)
		var unsupported *types.UnsupportedOperationException
		if errors.As(err, &unsupported) {
			break // a Region without CloudTrail Lake
		}
		if s.failed(ctx, err, "cloudtrail:ListEventDataStores", s.region) {
			return
		}
		s.count(func(v *source.Survey) { v.Stores.Total += len(out.EventDataStores) })
		for _, e := range out.EventDataStores {
			s.store(ctx, value(e.EventDataStoreArn), value(e.Name))
		}
	}
	s.count(func(v *source.Survey) { v.Stores.Final = true })
}

// store asks what one store holds.
func (s *Search) store(ctx context.Context, arn, name string) {
	defer s.count(func(v *source.Survey) { v.Stores.Done++ })
	known := source.EventStore{ARN: arn, Name: name}
	known.Region, known.Account, known.ID, _ = aws.StoreARN(arn)
	tell := func(known source.EventStore) {
		s.change(source.EventStores, "lake:"+arn, func(p *source.Place) { p.Region, p.Store = known.Region, &known })
	}
	tell(known)
	out, err := s.cloudTrail(s.region).GetEventDataStore(ctx, &cloudtrail.GetEventDataStoreInput{EventDataStore: &arn})
	if s.failed(ctx, err, "cloudtrail:GetEventDataStore", name) {
		return
	}
	tell(aws.EventStore(out))
}
