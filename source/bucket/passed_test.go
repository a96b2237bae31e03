package bucket

import (
	"context"
	"testing"
	"time"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/source/sourcetest"
)

// Folders that a reading passes over are counted: it is complete, but says that
// they are there.
func TestFoldersPassedOverAreCounted(t *testing.T) {
	at := time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)
	b := serve(t, map[string][]byte{
		"AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/11/03/x.json.gz": nil,
		"AWSLogs/111122223333/Config/eu-west-1/2026/11/03/x.json.gz":            nil,
		"AWSLogs/111122223333/Nothing-Of-Ours/a":                                nil,
		".hidden/a":                                                             nil,
		"notes.log":                                                             sourcetest.Lines(1, 10, at),
	}).open(t, "", nil)
	l := source.NewLoader(b, store.New(store.Options{}), source.Range{})
	if err := l.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	c := l.Coverage()
	if c.State != model.Complete || c.Records != 10 || c.Other[model.OtherDigest] != 1 || c.Other[model.OtherFile] != 3 || c.Files != 5 || c.FilesRead != 5 {
		t.Errorf("%v: %d records, %d digests, %d others, %d of %d files; want COMPLETE, 10, 1, 3, 5 of 5",
			c.State, c.Records, c.Other[model.OtherDigest], c.Other[model.OtherFile], c.FilesRead, c.Files)
	}
	plan, err := b.Plan(context.Background(), source.Range{})
	if err != nil || plan.Files != 5 {
		t.Errorf("plan: %d files, %v; want 5", plan.Files, err)
	}
}
