package main

import (
	"cmp"
	"context"
	"os"

	"s3sleuth/source"
	"s3sleuth/source/athena"
	"s3sleuth/source/aws"
	"s3sleuth/source/bucket"
	"s3sleuth/source/sql"
	"s3sleuth/tui/headless"
)

// openAthena opens a table of the caller's data catalog.
func openAthena(ctx context.Context, name string, o source.Options) (source.Source, error) {
	client, err := athenaClient(ctx, o)
	if err != nil {
		return nil, err
	}
	return athena.Open(name, client, athena.Options{
		AllTime: o.AllTime, MaxScan: o.MaxScan, Journal: queries(),
		Size: func(ctx context.Context, location string, in source.Scope, r source.Range) (files int, bytes int64, err error) {
			return sizeOf(ctx, location, in, r, o)
		},
	})
}

// athenaClient returns a client for the workgroup and the place for rows that the
// flags name, or the variables that other tools read too.
func athenaClient(ctx context.Context, o source.Options) (*athena.Client, error) {
	session, err := aws.Open(ctx, aws.Settings{Profile: o.Profile, Region: o.Region, Endpoint: o.Endpoint})
	if err != nil {
		return nil, err
	}
	return athena.New(session, athena.Settings{
		Workgroup: cmp.Or(o.Workgroup, os.Getenv("AWS_ATHENA_WORK_GROUP")),
		Output:    cmp.Or(o.Output, os.Getenv("AWS_ATHENA_S3_STAGING_DIR")),
		Reuse:     o.Reuse,
	})
}

// sizeOf lists the objects under a location of S3 in a scope, for a range. No log
// is read.
func sizeOf(ctx context.Context, location string, in source.Scope, r source.Range, o source.Options) (files int, bytes int64, err error) {
	b, err := bucket.Open(ctx, location, o, nil)
	if err != nil {
		return 0, 0, err
	}
	plan, err := b.Within(in).Plan(ctx, r)
	if err != nil {
		return 0, 0, err
	}
	return plan.Files, plan.Bytes, nil
}

// create finds out what makes a table of Athena that is not there yet.
func create(ctx context.Context, r headless.SQLRequest, o source.Options) (*headless.Creation, error) {
	table, err := sql.ParseTable(r.Source, sql.Events, false)
	if err != nil {
		return nil, err
	}
	d, err := definition(table, r)
	if err != nil {
		return nil, err
	}
	client, err := athenaClient(ctx, o)
	if err != nil {
		return nil, err
	}
	texts, err := client.Lacking(ctx, d)
	if err != nil {
		return nil, err
	}
	c := &headless.Creation{
		Where: "the data catalog of your account in " + client.Region(),
		Run: func(ctx context.Context, statement string, stage func(string)) error {
			return client.Create(ctx, statement, queries(), stage)
		},
	}
	for _, text := range texts {
		c.Statements = append(c.Statements, headless.SQLStatement{Text: text})
	}
	return c, nil
}
