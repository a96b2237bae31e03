package aws

import (
	"slices"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"

	"s3sleuth/source"
)

// StoreARN takes the ARN of an event data store apart; ok is false for any other.
func StoreARN(arn string) (region, account, id string, ok bool) {
	parts := strings.Split(arn, ":")
	if len(parts) != 6 || parts[0] != "arn" || parts[2] != "cloudtrail" {
		return "", "", "", false
	}
	id, ok = strings.CutPrefix(parts[5], "eventdatastore/")
	return parts[3], parts[4], id, ok
}

// EventStore reads the settings of an event data store.
func EventStore(out *cloudtrail.GetEventDataStoreOutput) source.EventStore {
	e := source.EventStore{
		ARN: sdk.ToString(out.EventDataStoreArn), Name: sdk.ToString(out.Name), Status: string(out.Status),
		Retention: int(sdk.ToInt32(out.RetentionPeriod)), Created: sdk.ToTime(out.CreatedTimestamp).UTC(),
		MultiRegion: sdk.ToBool(out.MultiRegionEnabled), Organization: sdk.ToBool(out.OrganizationEnabled),
	}
	e.Region, e.Account, e.ID, _ = StoreARN(e.ARN)
	e.Reads, e.Writes = Reach(nil, out.AdvancedEventSelectors)
	for _, sel := range out.AdvancedEventSelectors {
		for _, f := range sel.FieldSelectors {
			if sdk.ToString(f.Field) != "eventCategory" {
				continue
			}
			for _, category := range f.Equals {
				if !slices.Contains(e.Categories, category) {
					e.Categories = append(e.Categories, category)
				}
			}
		}
	}
	if len(e.Categories) == 0 {
		e.Categories = []string{"Management"} // what a store holds for which nothing was chosen
	}
	slices.Sort(e.Categories)
	return e
}
