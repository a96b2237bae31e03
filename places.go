package main

import (
	"context"
	"os"

	"s3sleuth/source"
	"s3sleuth/source/aws"
	"s3sleuth/source/dir"
	"s3sleuth/source/trails"
)

// survey looks for log buckets in AWS once it runs; until then nothing is asked.
func survey(ctx context.Context, o source.Options) (source.Surveyor, error) {
	session, err := aws.Open(ctx, aws.Settings{Profile: o.Profile, Region: o.Region, Endpoint: o.Endpoint})
	if err != nil {
		return nil, err
	}
	return trails.New(session), nil
}

// nearby returns what looks like logs in the working folder.
func nearby(ctx context.Context) []source.Place { return dir.Near(ctx, ".", os.DirFS(".")) }
