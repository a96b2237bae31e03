package source

import "time"

// A PlaceKind is what lies at a place, by what is known of it before it is read.
type PlaceKind uint8

const (
	TrailLogs   PlaceKind = iota // events that CloudTrail delivers to a bucket
	AccessLogs                   // S3 server access logs delivered to a bucket
	EventStores                  // an event data store of CloudTrail Lake
	LocalFiles                   // files or folders of this machine
	NumPlaceKinds
)

// PlaceKindNames are the kinds as commands write them.
var PlaceKindNames = [NumPlaceKinds]string{"trail", "access-logs", "lake", "local"}

// String returns the kind as commands write it.
func (k PlaceKind) String() string { return PlaceKindNames[k] }

// A Place is somewhere records can be read from, found by a survey.
type Place struct {
	Kind PlaceKind
	URI  string // opens it, as "s3://acme-trail-logs/AWSLogs/" or "lake:ARN"
	// Trails deliver here, by name; several can share one prefix.
	Trails []Trail
	// Logged are the buckets whose access logs come here, by name.
	Logged []Logged
	// Store is the event data store that it is; else nil.
	Store *EventStore
	// Region of the bucket or store, as far as it is known: access logs never leave their
	// Region, a trail's bucket can be anywhere. "" is not known.
	Region string
	// Events and Lines count the local files that are named as CloudTrail files
	// and as access logs; what is in them is not known. More says that there were
	// too many to count.
	Events, Lines int
	More          bool
}

// A Trail is what the settings of a CloudTrail trail say.
type Trail struct {
	ARN, Name    string
	Home         string // its home Region
	MultiRegion  bool   // records every Region, not only its own
	Organization bool   // records every account of the organization
	Key          string // ARN of the KMS key of its files; "" is SSE-S3
	// Logging says whether it records now, Delivered when it last delivered, and
	// Fault why it cannot: the zero values are not known.
	Logging   Switch
	Delivered time.Time
	Stopped   time.Time // when recording was stopped
	Fault     string
	// Reads and Writes say of which objects requests are recorded.
	Reads, Writes Reach
}

// A Switch is on, off or not known.
type Switch uint8

const (
	NotKnown Switch = iota
	Off
	On
)

// String returns "unknown", "off" or "on".
func (s Switch) String() string { return [...]string{"unknown", "off", "on"}[s] }

// A Reach is how far a trail records requests for objects.
type Reach uint8

const (
	ReachUnknown Reach = iota
	ReachNone          // none
	ReachSome          // of some buckets or objects
	ReachAll           // of every bucket, present and future
)

// String returns "unknown", "none", "some" or "all".
func (r Reach) String() string { return [...]string{"unknown", "none", "some", "all"}[r] }

// A Logged is a bucket with server access logging.
type Logged struct {
	Bucket string
	Prefix string // of the log files' keys, glued to what follows
	Format KeyFormat
}

// A KeyFormat is how the keys of access logs are made.
type KeyFormat uint8

const (
	KeySimple     KeyFormat = iota // PREFIXYYYY-MM-DD-hh-mm-ss-UNIQUE
	KeyByEvent                     // PREFIXACCOUNT/REGION/BUCKET/YYYY/MM/DD/..., by the day of the request
	KeyByDelivery                  // the same, by the time of delivery
)

// String returns "simple", "partitioned by event time" or "partitioned by
// delivery time".
func (f KeyFormat) String() string {
	return [...]string{"simple", "partitioned by event time", "partitioned by delivery time"}[f]
}
