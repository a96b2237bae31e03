package lake

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"

	"s3sleuth/source"
	"s3sleuth/source/aws"
)

// A store is one event data store. It may be used from any goroutine.
type store struct {
	named  string // its ID or ARN, as AWS takes it
	region string // "" is the session's
	now    func() time.Time

	mu      sync.Mutex
	session *aws.Session
	calls   *cloudtrail.Client
	stale   bool // the credentials ran out: they may have been renewed since
	about   *source.EventStore
	owner   *string // account that owns it, where it is not the caller's
}

// client returns a client in the store's Region, with credentials as they are now.
func (s *store) client(ctx context.Context) (*cloudtrail.Client, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stale {
		renewed, err := s.session.Renewed(ctx)
		if err != nil {
			return nil, err
		}
		s.session, s.calls, s.stale = renewed, nil, false
	}
	if s.calls == nil {
		s.calls = cloudtrail.NewFromConfig(s.session.Config(s.region))
	}
	return s.calls, nil
}

// ready returns a client, and the account to name beside a query: nil where the
// store is the caller's own.
func (s *store) ready(ctx context.Context) (*cloudtrail.Client, *string, error) {
	if _, err := s.describe(ctx); err != nil {
		return nil, nil, err
	}
	client, err := s.client(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	return client, s.owner, err
}

// describe asks what the store is, once, and refuses one that cannot be queried.
func (s *store) describe(ctx context.Context) (source.EventStore, error) {
	if about, known := s.described(); known {
		return about, nil
	}
	client, err := s.client(ctx)
	if err != nil {
		return source.EventStore{}, err
	}
	out, err := client.GetEventDataStore(ctx, &cloudtrail.GetEventDataStoreInput{EventDataStore: &s.named})
	if err != nil {
		return source.EventStore{}, s.explain(err, "cloudtrail:GetEventDataStore")
	}
	about := aws.EventStore(out)
	switch {
	case about.Status == "PENDING_DELETION":
		return about, &refusal{
			fmt.Sprintf("event data store %s is being deleted and takes no queries", about.Name),
			"within seven days it can be had back: aws cloudtrail restore-event-data-store --event-data-store " + about.ARN,
		}
	case !about.HoldsEvents():
		return about, &refusal{fmt.Sprintf("event data store %s holds no events of requests, but %v", about.Name, about.Categories), "s3sleuth sources lists what the others hold"}
	}
	// Who asks cannot be denied to tell; where it is not told, AWS says of a
	// store of another account that there is none.
	s.mu.Lock()
	session := s.session
	s.mu.Unlock()
	caller, _, err := session.Caller(ctx)
	if ctx.Err() != nil {
		return about, ctx.Err()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.about = &about
	if err == nil && caller != about.Account {
		s.owner = &about.Account
	}
	return about, nil
}

// described returns what is known of the store.
func (s *store) described() (about source.EventStore, known bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.about == nil {
		return about, false
	}
	return *s.about, true
}

// remarks say what an answer over a range leaves out.
func (s *store) remarks(r source.Range) []string {
	about, known := s.described()
	if !known {
		return nil
	}
	return about.Remarks(r, s.now())
}

// explain puts an error of a call in words.
func (s *store) explain(err error, action string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	on := s.named
	if s.about != nil {
		on = s.about.ARN
	}
	err = s.session.Explain(err, action, on)
	var fault *aws.Fault
	if !errors.As(err, &fault) {
		return err
	}
	if fault.Kind == aws.Expired || fault.Kind == aws.NoAccount {
		s.stale = true
	}
	if fault.Hint == "" && missing(fault) {
		fault.Hint = fmt.Sprintf("s3sleuth sources lists the event data stores of a Region; this one was looked for in %s: give another with --region, or the ARN", s.session.Config(s.region).Region)
	}
	return err
}

// A refusal is an error with a hint.
type refusal struct{ text, hint string }

func (r *refusal) Error() string { return r.text }

// Advice says what can be done instead.
func (r *refusal) Advice() string { return r.hint }
