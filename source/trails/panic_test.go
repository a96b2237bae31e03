package trails

import (
	"context"
	"os"
	"sync"
	"testing"

	"s3sleuth/source/aws"
)

// A panic beside Run is Run's, so that its caller can recover it.
func TestAPanicReachesTheCaller(t *testing.T) {
	t.Setenv("AWS_CONFIG_FILE", os.DevNull)
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", os.DevNull)
	session, err := aws.Open(context.Background(), aws.Settings{Endpoint: "http://127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	s := New(session)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	s.stop = func(error) { cancel() }
	var group sync.WaitGroup
	s.start(&group, func() { panic("a fault") })
	group.Wait()
	if ctx.Err() == nil {
		t.Error("the search goes on")
	}
	defer func() {
		if fault := recover(); fault != "a fault" {
			t.Errorf("recovered %v", fault)
		}
	}()
	_ = s.Run(ctx, nil)
}
