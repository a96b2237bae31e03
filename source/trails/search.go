package trails

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"

	"s3sleuth/source"
	"s3sleuth/source/aws"
)

// How many requests are under way at once: of a bucket's settings, and of a
// trail's, which CloudTrail takes ten times a second.
const (
	bucketWorkers = 32
	trailWorkers  = 4
)

// A Search is one look at the places of an account.
type Search struct {
	session *aws.Session
	region  string // where the asking begins
	stop    context.CancelCauseFunc

	mu      sync.Mutex
	fault   any           // what a part of the search panicked with
	some    bool          // something was answered
	first   error         // what failed first
	survey  source.Survey // but its places and refusals, which are:
	places  map[placeKey]*source.Place
	refused map[refusalKey]*source.Refusal
}

var _ source.Surveyor = (*Search)(nil)

type placeKey struct {
	kind source.PlaceKind
	uri  string
}

type refusalKey struct {
	action string
	denied bool
}

// New returns a search that has not asked anything.
func New(session *aws.Session) *Search {
	region := session.Config("").Region
	return &Search{
		session: session,
		region:  region,
		survey:  source.Survey{Login: source.Login{Profile: session.Profile(), Region: region}},
		places:  map[placeKey]*source.Place{},
		refused: map[refusalKey]*source.Refusal{},
	}
}

// tellEvery is how often a survey is told while it goes on.
const tellEvery = 100 * time.Millisecond

// Run asks who is asking, for trails, for buckets and for event data stores, side by side.
func (s *Search) Run(ctx context.Context, tell func(source.Survey)) error {
	ctx, s.stop = context.WithCancelCause(ctx)
	defer s.stop(nil)
	var all sync.WaitGroup
	s.start(&all, func() { s.identify(ctx) })
	s.start(&all, func() { s.trails(ctx) })
	s.start(&all, func() { s.buckets(ctx) })
	s.start(&all, func() { s.stores(ctx) })
	if tell != nil {
		s.telling(&all, tell)
	}
	all.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fault != nil {
		panic(s.fault) // where the caller can recover it, and give a terminal back
	}
	if err := context.Cause(ctx); err != nil {
		return err
	}
	if !s.some {
		return s.first
	}
	return nil
}

// start lets a part of the search run beside the others. A panic in it ends the
// search, and is Run's.
func (s *Search) start(group *sync.WaitGroup, part func()) {
	group.Go(func() {
		defer func() {
			if fault := recover(); fault != nil {
				s.mu.Lock()
				defer s.mu.Unlock()
				s.fault = fault
				s.stop(nil)
			}
		}()
		part()
	})
}

// telling tells what is known until all have ended.
func (s *Search) telling(all *sync.WaitGroup, tell func(source.Survey)) {
	ended := make(chan struct{})
	go func() {
		all.Wait()
		close(ended)
	}()
	tick := time.NewTicker(tellEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			tell(s.Survey())
		case <-ended:
			return
		}
	}
}

// identify asks for the account. Nobody needs a permission for that.
func (s *Search) identify(ctx context.Context) {
	account, arn, err := s.session.Caller(ctx)
	if s.failed(ctx, err, "sts:GetCallerIdentity", s.region) {
		return
	}
	s.count(func(v *source.Survey) { v.Login.Account, v.Login.ARN = account, arn })
}

// failed says whether err is one, and keeps that the action was not allowed or
// failed. When the credentials are what is wrong, the search ends.
func (s *Search) failed(ctx context.Context, err error, action, on string) bool {
	if err == nil {
		s.mu.Lock()
		s.some = true
		s.mu.Unlock()
		return false
	}
	if ctx.Err() != nil {
		return true
	}
	var fault *aws.Fault
	if !errors.As(s.session.Explain(err, action, ""), &fault) {
		return true
	}
	if fault.Kind == aws.Expired || fault.Kind == aws.NoAccount {
		s.stop(fault)
		return true
	}
	key := refusalKey{fault.Action, fault.Kind == aws.Denied}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.first == nil {
		s.first = fault
	}
	r := s.refused[key]
	if r == nil {
		r = &source.Refusal{Action: key.action, Denied: key.denied}
		s.refused[key] = r
	}
	r.On, r.Reason, r.Hint = append(r.On, on), fault.Reason(), fault.Hint
	return true
}

// change changes what is known of the place at uri, which is made if need be.
func (s *Search) change(kind source.PlaceKind, uri string, do func(*source.Place)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := placeKey{kind, uri}
	p := s.places[key]
	if p == nil {
		p = &source.Place{Kind: kind, URI: uri}
		s.places[key] = p
	}
	do(p)
}

// count changes how far the search is.
func (s *Search) count(do func(*source.Survey)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	do(&s.survey)
}

// Survey returns what is known so far.
func (s *Search) Survey() source.Survey {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.survey
	for _, p := range s.places {
		q := *p
		q.Trails, q.Logged = slices.Clone(p.Trails), slices.Clone(p.Logged)
		if p.Store != nil {
			e := *p.Store
			q.Store = &e
		}
		slices.SortFunc(q.Trails, func(a, b source.Trail) int {
			return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ARN, b.ARN))
		})
		slices.SortFunc(q.Logged, func(a, b source.Logged) int { return strings.Compare(a.Bucket, b.Bucket) })
		v.Places = append(v.Places, q)
	}
	slices.SortFunc(v.Places, func(a, b source.Place) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), strings.Compare(a.URI, b.URI))
	})
	for _, r := range s.refused {
		q := *r
		q.On = slices.Clone(r.On)
		slices.Sort(q.On)
		v.Refused = append(v.Refused, q)
	}
	slices.SortFunc(v.Refused, func(a, b source.Refusal) int {
		return cmp.Or(strings.Compare(a.Action, b.Action), strings.Compare(a.Reason, b.Reason))
	})
	return v
}

// cloudTrail returns a client for one Region.
func (s *Search) cloudTrail(region string) *cloudtrail.Client {
	return cloudtrail.NewFromConfig(s.session.Config(region))
}

// value returns what p points to, the zero value when it is nil.
func value[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
