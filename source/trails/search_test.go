package trails_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/source"
	"s3sleuth/source/aws"
	"s3sleuth/source/awstest"
	"s3sleuth/source/trails"
)

const (
	account        = "111122223333"
	management     = "444455556666" // of the organization
	caller         = "arn:aws:sts::111122223333:assumed-role/audit/alice"
	storeARN       = "arn:aws:cloudtrail:us-east-1:111122223333:eventdatastore/0a1b2c3d-0000-4000-8000-0123456789ab"
	storeSelectors = `[{"Name":"s3","FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]},{"Field":"resources.type","Equals":["AWS::S3::Object"]}]}]`
	allObjects     = `{"AdvancedEventSelectors":[{"Name":"s3","FieldSelectors":[
		{"Field":"eventCategory","Equals":["Data"]},{"Field":"resources.type","Equals":["AWS::S3::Object"]}]}]}`
)

var delivered = time.Date(2026, 11, 9, 14, 5, 0, 0, time.UTC)

// world is an account with what real ones have: a trail of the organization, a
// trail of one Region only, buckets in two Regions that log to one target.
func world() *awstest.World {
	return &awstest.World{
		Account: account, Caller: caller,
		Trails: []awstest.Trail{
			{Name: "org-trail", Home: "us-east-1", Account: management, Bucket: "acme-org-logs", MultiRegion: true, Organization: true, Delivered: delivered, Selectors: allObjects},
			{Name: "paris", Home: "eu-west-3", Bucket: "acme-paris-logs", Prefix: "ct", Key: "arn:aws:kms:eu-west-3:111122223333:key/1a2b", Stopped: true, Delivered: delivered},
		},
		Buckets: []awstest.Bucket{
			{Name: "acme-dl", Region: "eu-west-3", Target: "acme-logs-eu", Prefix: "dl/", Partitioned: "EventTime"},
			{Name: "acme-logs", Region: "us-east-1"},
			{Name: "acme-logs-eu", Region: "eu-west-3"},
			{Name: "acme-shop", Region: "us-east-1", Target: "acme-logs", Prefix: "s3"},
			{Name: "acme-static", Region: "us-east-1", Target: "acme-logs", Prefix: "s3"},
			{Name: "acme-vault", Region: "us-east-1", Target: "acme-logs", Prefix: "vault/", Partitioned: "DeliveryTime"},
		},
		Stores: []awstest.Store{
			{Name: "every-object", ID: "0a1b2c3d-0000-4000-8000-0123456789ab", Region: "us-east-1", Retention: 366, MultiRegion: true, Organization: true, Created: delivered, Selectors: storeSelectors},
			{Name: "management", ID: "0a1b2c3d-0000-4000-8000-0123456789ac", Region: "us-east-1", Retention: 7, Status: "STOPPED_INGESTION"},
			{Name: "far-away", ID: "0a1b2c3d-0000-4000-8000-0123456789ad", Region: "eu-west-3"},
		},
	}
}

// search surveys a world to its end.
func search(t *testing.T, w *awstest.World) (*awstest.Server, source.Survey, error) {
	t.Helper()
	server, s := begin(t, w)
	err := s.Run(context.Background(), nil)
	return server, s.Survey(), err
}

// begin makes ready for a survey of a world.
func begin(t *testing.T, w *awstest.World) (*awstest.Server, *trails.Search) {
	t.Helper()
	server := awstest.Start(t, w)
	awstest.Set(t, server.Environment("us-east-1"))
	session, err := aws.Open(context.Background(), aws.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	s := trails.New(session)
	return server, s
}

func TestSearchFindsEveryPlace(t *testing.T) {
	server, got, err := search(t, world())
	if err != nil {
		t.Fatal(err)
	}
	want := source.Survey{
		Login: source.Login{Region: "us-east-1", Account: account, ARN: caller},
		Places: []source.Place{
			{Kind: source.TrailLogs, URI: "s3://acme-org-logs/AWSLogs/", Trails: []source.Trail{{
				ARN: "arn:aws:cloudtrail:us-east-1:444455556666:trail/org-trail", Name: "org-trail", Home: "us-east-1",
				MultiRegion: true, Organization: true, Logging: source.On, Delivered: delivered, Reads: source.ReachAll, Writes: source.ReachAll,
			}}},
			{Kind: source.TrailLogs, URI: "s3://acme-paris-logs/ct/AWSLogs/", Trails: []source.Trail{{
				ARN: "arn:aws:cloudtrail:eu-west-3:111122223333:trail/paris", Name: "paris", Home: "eu-west-3", Key: "arn:aws:kms:eu-west-3:111122223333:key/1a2b",
				Logging: source.Off, Delivered: delivered, Stopped: delivered, Reads: source.ReachNone, Writes: source.ReachNone,
			}}},
			{Kind: source.AccessLogs, URI: "s3://acme-logs-eu/dl/", Region: "eu-west-3", Logged: []source.Logged{{Bucket: "acme-dl", Prefix: "dl/", Format: source.KeyByEvent}}},
			{Kind: source.AccessLogs, URI: "s3://acme-logs/s3", Region: "us-east-1", Logged: []source.Logged{{Bucket: "acme-shop", Prefix: "s3"}, {Bucket: "acme-static", Prefix: "s3"}}},
			{Kind: source.AccessLogs, URI: "s3://acme-logs/vault/", Region: "us-east-1", Logged: []source.Logged{{Bucket: "acme-vault", Prefix: "vault/", Format: source.KeyByDelivery}}},
			{Kind: source.EventStores, URI: "lake:" + storeARN, Region: "us-east-1", Store: &source.EventStore{
				ARN: storeARN, ID: "0a1b2c3d-0000-4000-8000-0123456789ab", Name: "every-object", Account: account, Region: "us-east-1", Status: "ENABLED", Retention: 366,
				MultiRegion: true, Organization: true, Created: delivered, Categories: []string{"Data"}, Reads: source.ReachAll, Writes: source.ReachAll,
			}},
			{Kind: source.EventStores, URI: "lake:" + storeARN[:len(storeARN)-1] + "c", Region: "us-east-1", Store: &source.EventStore{
				ARN: storeARN[:len(storeARN)-1] + "c", ID: "0a1b2c3d-0000-4000-8000-0123456789ac", Name: "management", Account: account, Region: "us-east-1", Status: "STOPPED_INGESTION", Retention: 7,
				Categories: []string{"Management"}, Reads: source.ReachNone, Writes: source.ReachNone,
			}},
		},
		Trails:  source.Asked{Done: 2, Total: 2, Final: true},
		Buckets: source.Asked{Done: 6, Total: 6, Final: true},
		Stores:  source.Asked{Done: 2, Total: 2, Final: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("survey (-want +got):\n%s", diff)
	}
	// Each bucket is asked once, in its own Region; the listing told it.
	for what, n := range map[string]int{
		"s3:GetBucketLogging us-east-1": 4, "s3:GetBucketLogging eu-west-3": 2, "s3:ListAllMyBuckets": 1,
		"cloudtrail:DescribeTrails us-east-1": 1, "cloudtrail:DescribeTrails eu-west-3": 1, "cloudtrail:GetTrailStatus eu-west-3": 1,
		"cloudtrail:GetEventSelectors": 1, // the other has no selectors of its own
	} {
		if got := server.Calls(what); got != n {
			t.Errorf("%s was called %d times, want %d", what, got, n)
		}
	}
}

// Whatever is told in pages, or without the Regions of the buckets, is found the same.
func TestSearchFollowsPagesAndRegions(t *testing.T) {
	_, want, err := search(t, world())
	if err != nil {
		t.Fatal(err)
	}
	w := world()
	w.Page, w.Silent = 1, true
	server, got, err := search(t, w)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("survey in pages (-want +got):\n%s", diff)
	}
	if n := server.Calls("s3:GetBucketLogging eu-west-3"); n != 2 {
		t.Errorf("%d buckets were asked again in the Region that S3 named, want 2", n)
	}
}

// What is refused stands in the survey by the name of the action, and the rest is found.
func TestSearchNamesWhatIsRefused(t *testing.T) {
	denied := func(action string, on ...string) source.Refusal {
		return source.Refusal{
			Action: action, On: on, Denied: true, Hint: "ask for " + action,
			Reason: "not authorized to perform: " + action,
		}
	}
	cases := []struct {
		name string
		deny []string
		want []source.Refusal
		uris string // of what is found all the same
	}{
		{"one bucket", []string{"s3:GetBucketLogging acme-vault"}, []source.Refusal{denied("s3:GetBucketLogging", "acme-vault")}, "org-logs paris-logs logs-eu logs"},
		{"the list of buckets", []string{"s3:ListAllMyBuckets"}, []source.Refusal{denied("s3:ListAllMyBuckets", "every bucket")}, "org-logs paris-logs"},
		{
			"every bucket's settings",
			[]string{"s3:GetBucketLogging"},
			[]source.Refusal{denied("s3:GetBucketLogging", "acme-dl", "acme-logs", "acme-logs-eu", "acme-shop", "acme-static", "acme-vault")},
			"org-logs paris-logs",
		},
		{"trails of other Regions", []string{"cloudtrail:ListTrails"}, []source.Refusal{denied("cloudtrail:ListTrails", "us-east-1")}, "org-logs logs-eu logs logs"},
		{
			"trails",
			[]string{"cloudtrail:DescribeTrails"},
			[]source.Refusal{denied("cloudtrail:DescribeTrails", "eu-west-3", "us-east-1")},
			"logs-eu logs logs",
		},
		{"status", []string{"cloudtrail:GetTrailStatus"}, []source.Refusal{denied("cloudtrail:GetTrailStatus", "org-trail", "paris")}, "org-logs paris-logs logs-eu logs logs"},
		{"selectors", []string{"cloudtrail:GetEventSelectors"}, []source.Refusal{denied("cloudtrail:GetEventSelectors", "org-trail")}, "org-logs paris-logs logs-eu logs logs"},
		{"who asks", []string{"sts:GetCallerIdentity"}, []source.Refusal{denied("sts:GetCallerIdentity", "us-east-1")}, "org-logs paris-logs logs-eu logs logs"},
		{"event data stores", []string{"cloudtrail:ListEventDataStores"}, []source.Refusal{denied("cloudtrail:ListEventDataStores", "us-east-1")}, "org-logs paris-logs logs-eu logs logs"},
		{
			"what stores hold",
			[]string{"cloudtrail:GetEventDataStore"},
			[]source.Refusal{denied("cloudtrail:GetEventDataStore", "every-object", "management")},
			"org-logs paris-logs logs-eu logs logs",
		},
	}
	unlisted := map[string]bool{"event data stores": true, "the list of buckets": true, "trails of other Regions": true, "trails": true}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := world()
			w.Deny = map[string]bool{}
			for _, d := range c.deny {
				w.Deny[d] = true
			}
			_, got, err := search(t, w)
			if err != nil {
				t.Fatal(err)
			}
			for i, r := range got.Refused {
				if i < len(c.want) && strings.Contains(r.Reason, c.want[i].Reason) {
					got.Refused[i].Reason = c.want[i].Reason
				}
			}
			if diff := cmp.Diff(c.want, got.Refused); diff != "" {
				t.Errorf("refused (-want +got):\n%s", diff)
			}
			var uris []string
			stores := 0
			for _, p := range got.Places {
				if p.Kind == source.EventStores {
					stores++
					continue
				}
				name, _, _ := strings.Cut(strings.TrimPrefix(p.URI, "s3://acme-"), "/")
				uris = append(uris, name)
			}
			if listed := got.Trails.Final && got.Buckets.Final && got.Stores.Final; listed == unlisted[c.name] {
				t.Errorf("all is listed: %v", listed)
			}
			if want := map[bool]int{true: 0, false: 2}[c.name == "event data stores"]; stores != want {
				t.Errorf("found %d event data stores, want %d", stores, want)
			}
			if got := strings.Join(uris, " "); got != c.uris {
				t.Errorf("found %q, want %q", got, c.uris)
			}
		})
	}
}

// A refused detail is not known; it is not "off" or "none".
func TestRefusedDetailsAreNotKnown(t *testing.T) {
	w := world()
	w.Deny = map[string]bool{"cloudtrail:GetTrailStatus": true, "cloudtrail:GetEventSelectors": true, "cloudtrail:GetEventDataStore": true}
	_, got, err := search(t, w)
	if err != nil {
		t.Fatal(err)
	}
	org := got.Places[0].Trails[0]
	if org.Logging != source.NotKnown || org.Reads != source.ReachUnknown || org.Writes != source.ReachUnknown {
		t.Errorf("logging %v, reads %v, writes %v of a trail that may not be asked", org.Logging, org.Reads, org.Writes)
	}
	store := got.Places[len(got.Places)-1]
	if about := store.About(); about != "management: what it holds is not known" || store.Store.Reads != source.ReachUnknown {
		t.Errorf("a store that may not be asked: %s", about)
	}
}

func TestSearchWithoutCredentials(t *testing.T) {
	t.Run("none", func(t *testing.T) {
		awstest.Set(t, awstest.Nowhere())
		session, err := aws.Open(context.Background(), aws.Settings{})
		if err != nil {
			t.Fatal(err)
		}
		wantFault(t, trails.New(session).Run(context.Background(), nil), aws.NoAccount)
	})
	t.Run("expired", func(t *testing.T) {
		w := world()
		w.Expired = true
		_, got, err := search(t, w)
		wantFault(t, err, aws.Expired)
		if len(got.Places) > 0 {
			t.Errorf("found %v with expired credentials", got.Places)
		}
	})
}

func wantFault(t *testing.T, err error, kind aws.Kind) {
	t.Helper()
	var fault *aws.Fault
	if !errors.As(err, &fault) || fault.Kind != kind || fault.Advice() == "" {
		t.Errorf("error %v, want a fault of kind %v with a hint", err, kind)
	}
}

// When nothing at all is answered, that is an error and not an empty account.
func TestNothingAnswered(t *testing.T) {
	w := world()
	w.Deny = map[string]bool{"sts:GetCallerIdentity": true, "s3:ListAllMyBuckets": true, "cloudtrail:DescribeTrails": true, "cloudtrail:ListTrails": true, "cloudtrail:ListEventDataStores": true}
	_, got, err := search(t, w)
	if err == nil || len(got.Refused) != 5 {
		t.Errorf("error %v with %d refusals, want an error and five", err, len(got.Refused))
	}
}

// Places can be seen while the search goes on, and a cancel ends it at once.
func TestSearchStreamsAndStops(t *testing.T) {
	w := world()
	w.Buckets = nil
	for i := range 400 {
		w.Buckets = append(w.Buckets, awstest.Bucket{Name: fmt.Sprintf("acme-%03d", i), Region: "us-east-1", Target: "acme-logs", Prefix: fmt.Sprintf("%03d/", i)})
	}
	w.Wait = 200 * time.Millisecond // so that what is left takes more than 2 s
	_, s := begin(t, w)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ended := make(chan error, 1)
	told := make(chan source.Survey, 100)
	go func() { ended <- s.Run(ctx, func(v source.Survey) { told <- v }) }()
	for n := 0; n < 40; n = s.Survey().Buckets.Done {
		time.Sleep(time.Millisecond)
	}
	v := s.Survey()
	if v.Buckets.All() || v.Buckets.Total != 400 || !slices.ContainsFunc(v.Places, func(p source.Place) bool { return p.Kind == source.AccessLogs }) {
		t.Errorf("after %d of %d buckets %d places are known", v.Buckets.Done, v.Buckets.Total, len(v.Places))
	}
	for v := range told { // what is told first may be older than the list of buckets
		if v.Buckets.Total == 400 {
			break
		}
	}
	cancel()
	begin := time.Now()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want the cancel", err)
	}
	took := time.Since(begin)
	t.Logf("a cancel took %v", took)
	if took > time.Second { // on a busy machine
		t.Errorf("a cancel took %v", took)
	}
	if got := s.Survey(); len(got.Refused) > 0 {
		t.Errorf("what a cancel cut off counts as refused: %v", got.Refused)
	}
}

// A survey can be read at any moment, also while a store is being described.
func TestSurveyWhileItGoesOn(t *testing.T) {
	w := world()
	for i := range 50 {
		w.Stores = append(w.Stores, awstest.Store{Name: fmt.Sprint("more-", i), ID: fmt.Sprintf("0a1b2c3d-0000-4000-8000-%012d", i), Region: "us-east-1", Created: delivered})
	}
	_, s := begin(t, w)
	ended := make(chan struct{})
	var reading sync.WaitGroup
	reading.Go(func() {
		for {
			select {
			case <-ended:
				return
			default:
				s.Survey()
			}
		}
	})
	err := s.Run(context.Background(), nil)
	close(ended)
	reading.Wait()
	if err != nil {
		t.Fatal(err)
	}
}
