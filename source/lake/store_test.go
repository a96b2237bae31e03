package lake

import (
	"context"
	"sync"
	"testing"
	"time"

	"s3sleuth/source/aws"
	"s3sleuth/source/awstest"
)

// TestDescribedWhileCredentialsAreRenewed: one asks what the store is while the
// credentials ran out for another.
func TestDescribedWhileCredentialsAreRenewed(t *testing.T) {
	const id = "0a1b2c3d-0000-4000-8000-0123456789ab"
	server := awstest.Start(t, &awstest.World{
		Account: "111122223333", Caller: "arn:aws:iam::111122223333:user/alice",
		Stores: []awstest.Store{{Name: "prod", ID: id, Region: "eu-west-1"}},
	})
	awstest.Set(t, server.Environment("eu-west-1"))
	session, err := aws.Open(context.Background(), aws.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		s := &store{named: id, session: session, now: time.Now}
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := s.describe(context.Background()); err != nil {
				t.Error(err)
			}
		})
		all.Go(func() {
			for range 20 {
				s.mu.Lock()
				s.stale = true
				s.mu.Unlock()
				if _, err := s.client(context.Background()); err != nil {
					t.Error(err)
				}
			}
		})
		all.Wait()
	}
}
