package main

import (
	"context"
	"time"

	"s3sleuth/source"
	"s3sleuth/source/aws"
	"s3sleuth/source/lake"
)

// openLake opens an event data store of CloudTrail Lake.
func openLake(ctx context.Context, name string, o source.Options) (source.Source, error) {
	session, err := aws.Open(ctx, aws.Settings{Profile: o.Profile, Region: o.Region, Endpoint: o.Endpoint})
	if err != nil {
		return nil, err
	}
	return lake.Open(name, lake.Settings{Session: session, Journal: queries(), Now: time.Now, MaxScan: o.MaxScan, AllTime: o.AllTime})
}
