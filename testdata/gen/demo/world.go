package main

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"s3sleuth/testdata/gen/evidence"
)

// The evidence covers eight days, from first to end; first is a Sunday.
var (
	first = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	end   = first.AddDate(0, 0, 8)
)

// at returns a moment of the eight days, as at(5, "02:14:07").
func at(day int, clock string) time.Time {
	t, err := time.Parse("15:04:05", clock)
	if err != nil {
		panic(err) // the clock is written in this package
	}
	return time.Date(2026, 11, day, t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// world collects what either log records of everything that happens.
type world struct {
	rnd    *rand.Rand
	ids    *evidence.IDs
	jobID  string // of the checksum job
	lines  []line
	events []event
	rows   []row
}

// A line is an access-log record on its way to a file; an event likewise.
type (
	line struct {
		bucket *bucket
		at     time.Time
		text   []byte
	}
	event struct {
		account, region string
		folder          string // under the account: CloudTrail, ...
		trail           *trail
		at              time.Time
		json            []byte
	}
)

func newWorld(seed uint64) *world {
	rnd := rand.New(rand.NewPCG(seed, 0))
	w := &world{rnd: rnd, ids: evidence.NewIDs(rnd, 5)}
	w.jobID = w.ids.Event()
	return w
}

// A request is one S3 request, as it happened.
type request struct {
	at       time.Time
	by       *caller
	ip       string
	via      agent
	op       *operation
	bucket   *bucket
	key      string
	status   int // 0 is 200
	code     string
	message  string
	sent     int64 // bytes S3 sent
	size     int64 // bytes of the object
	took     int64 // ms; 0 draws one
	style    style
	acl      *acl
	query    string // of the URI, beyond the sub-resource
	signed   string // query of a presigned URL; "" is an Authorization header
	referer  string
	from     string // Region of the caller, "" is none of AWS's
	vpce     string
	body     []evidence.Member // of requestParameters
	response string            // JSON text

	source  *bucket // of a copy
	fromKey string
	keys    []string // of DeleteObjects
}

// style is how the request names its bucket.
type style uint8

const (
	virtual   style = iota // bucket.s3.region.amazonaws.com
	global                 // bucket.s3.amazonaws.com
	pathStyle              // s3.region.amazonaws.com/bucket
	website
)

func (r *request) host() string {
	switch r.style {
	case global:
		return r.bucket.name + ".s3.amazonaws.com"
	case pathStyle:
		return "s3." + r.bucket.region + ".amazonaws.com"
	case website:
		return r.bucket.name + ".s3-website-" + r.bucket.region + ".amazonaws.com"
	}
	return r.bucket.name + ".s3." + r.bucket.region + ".amazonaws.com"
}

func (r *request) uri() string {
	target := "/" + r.key
	if r.style == pathStyle {
		target = "/" + r.bucket.name + target
	}
	var query []string
	for _, q := range []string{r.op.sub, r.query, r.signed} {
		if q != "" {
			query = append(query, q)
		}
	}
	if len(query) > 0 {
		target += "?" + strings.Join(query, "&")
	}
	return r.op.method + " " + target + " HTTP/1.1"
}

// auth is the authentication type and signature version.
func (r *request) auth() (kind, version string) {
	switch {
	case r.by.anonymous:
		return "", ""
	case r.signed != "":
		return "QueryString", "SigV4"
	case r.via.tls == "1.0":
		return "AuthHeader", "SigV2"
	}
	return "AuthHeader", "SigV4"
}

// do lets a request happen: each log that covers it records it.
func (w *world) do(r request) {
	if r.status == 0 {
		r.status = 200
	}
	if r.took == 0 {
		r.took = 8 + w.rnd.Int64N(60) + r.sent/200_000
	}
	id, host := w.ids.Request(), w.ids.Host()
	if r.bucket.target != "" {
		w.log(&r, id, host)
	}
	for _, t := range trails {
		if t.covers(&r) {
			w.record(&r, t, id, host)
		}
	}
}

// pick returns one of the values by chance.
func pick[T any](w *world, values []T) T { return values[w.rnd.IntN(len(values))] }

// between returns a number from low to high by chance.
func (w *world) between(low, high int) int { return low + w.rnd.IntN(high-low+1) }

func itoa(n int) string { return strconv.Itoa(n) }

// padded returns n in so many digits.
func padded(n, digits int) string {
	s := strconv.Itoa(n)
	return strings.Repeat("0", max(0, digits-len(s))) + s
}
