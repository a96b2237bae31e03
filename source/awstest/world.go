package awstest

import "time"

// Example credentials that the server accepts.
const (
	AccessKey = "AKIAIOSFODNN7EXAMPLE"
	SecretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
)

// A World is what the server knows. It must not be changed while it is served.
type World struct {
	Account string
	Caller  string // ARN
	Trails  []Trail
	Buckets []Bucket // in the order of their names
	Stores  []Store  // event data stores
	Athena  Athena
	Queries Queries // of CloudTrail Lake and Athena
	Page    int     // trails, buckets, stores and queries told in one answer at most; 0 is no limit

	// Deny lists what is not allowed: an action, as "s3:GetBucketLogging", or an
	// action and what it is asked of, as "s3:GetBucketLogging acme-vault".
	Deny map[string]bool
	// Throttle says how often an action is refused first, as "cloudtrail:StartQuery".
	Throttle map[string]int
	// Lose says how often an action is done and its answer lost, as "cloudtrail:StartQuery".
	Lose map[string]int
	// Late says how long the answer of an action that is done is kept back.
	Late map[string]time.Duration
	// Expired says that the credentials have run out.
	Expired bool
	// Silent leaves the Regions of buckets out of the listing, as S3 does when it
	// is asked the old way.
	Silent bool
	Wait   time.Duration // before every answer
}

// A Trail is a trail and its settings.
type Trail struct {
	Name, Home          string
	Account             string // that owns it; "" is the world's
	Bucket, Prefix, Key string
	MultiRegion         bool
	Organization        bool
	Stopped             bool
	Delivered           time.Time
	// Selectors are event selectors as JSON, the members of GetEventSelectors'
	// answer; "" is a trail without custom ones.
	Selectors string
}

// ARN returns the trail's ARN in an account.
func (t Trail) ARN(world *World) string {
	account := t.Account
	if account == "" {
		account = world.Account
	}
	return "arn:aws:cloudtrail:" + t.Home + ":" + account + ":trail/" + t.Name
}

// A Bucket is a bucket and where its access logs go.
type Bucket struct {
	Name, Region string
	Target       string // "" is no access logging
	Prefix       string
	Partitioned  string // "EventTime", "DeliveryTime", or "" for simple keys
}
