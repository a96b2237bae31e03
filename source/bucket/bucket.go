// Package bucket reads logs that lie in an S3 bucket.
//
// Four things to know:
//
//   - [Bucket] is the source. It lists, gets and asks where a bucket lies, and
//     makes no other call: nothing is written to AWS.
//   - A survey walks the levels of the bucket and finds shelves: keys that sort
//     by time, as CloudTrail and S3 lay them out. Of a shelf only the stretch of
//     the range is listed, however much lies beside it.
//   - scan reads what is listed, newest first. Its goroutine owns all shared
//     state; fetchers get bytes, workers decode them.
//   - [Cache] keeps what was got, so that a second reading gets nothing again.
package bucket

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/source/aws"
	"s3sleuth/source/decode"
)

// Scheme is how the name of a bucket's source begins.
const Scheme = "s3://"

// A Bucket is a source of records in the objects of a bucket below a prefix.
type Bucket struct {
	name    string // as called
	bucket  string
	prefix  string
	options source.Options
	scope   source.Scope // what is read of it
	cache   *Cache       // nil for none
	calls   calls

	mu      sync.Mutex
	session *aws.Session
	stale   bool // the session's credentials have run out
	server  *server
	seen    map[string]version // of each object that was read, by name
	stored  []source.Encryption

	texts decode.Texts
}

// A server is S3 as it is asked about the bucket.
type server struct {
	client *s3.Client  // lists and heads
	getter *aws.Getter // gets
}

// calls counts what was asked of S3.
type calls struct{ list, get, other atomic.Int64 }

// A content tells whether an object is still the one that was listed.
type content struct {
	size int64
	etag uint64 // hash
}

// A version is what is remembered of an object that was read.
type version struct {
	content
	stored uint16 // index of Bucket.stored plus one; 0 is not known
}

var etags = maphash.MakeSeed()

func versionOf(o *object) version {
	return version{content: content{o.size, maphash.String(etags, o.etag)}}
}

var (
	_ source.Source    = (*Bucket)(nil)
	_ source.Encrypted = (*Bucket)(nil)
	_ source.Paid      = (*Bucket)(nil)
	_ source.Follower  = (*Bucket)(nil)
)

// Open returns the source that a name such as s3://bucket/prefix says. It makes
// no call over the network. cache may be nil.
func Open(ctx context.Context, name string, o source.Options, cache *Cache) (*Bucket, error) {
	bucket, prefix, err := parse(name)
	if err != nil {
		return nil, err
	}
	session, err := aws.Open(ctx, aws.Settings{Profile: o.Profile, Region: o.Region, Endpoint: o.Endpoint})
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", name, err)
	}
	return &Bucket{
		name: name, bucket: bucket, prefix: prefix, options: o, cache: cache,
		session: session, seen: make(map[string]version),
	}, nil
}

// parse takes a source's name apart.
func parse(name string) (bucket, prefix string, err error) {
	rest, ok := strings.CutPrefix(name, Scheme)
	if !ok {
		return "", "", fmt.Errorf("%s: the name of a bucket begins with %s", name, Scheme)
	}
	bucket, prefix, _ = strings.Cut(rest, "/")
	if bucket == "" {
		return "", "", fmt.Errorf("%s: no bucket named: write s3://BUCKET/PREFIX", name)
	}
	for i := range len(bucket) {
		c := bucket[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '.' && c != '_' {
			return "", "", fmt.Errorf("%s: %q cannot stand in a bucket's name", name, c)
		}
	}
	// What S3 refuses too; and the cache keeps a bucket in a folder of its name.
	if len(bucket) < 3 || bucket[0] == '.' || bucket[len(bucket)-1] == '.' || strings.Contains(bucket, "..") {
		return "", "", fmt.Errorf("%s: %q cannot be a bucket's name", name, bucket)
	}
	return bucket, prefix, nil
}

// Name is what the user called the source.
func (b *Bucket) Name() string { return b.name }

// file returns the name of an object as a file of the source.
func (b *Bucket) file(key string) string { return Scheme + b.bucket + "/" + key }

// key returns the key of a file of the source.
func (b *Bucket) key(file string) string { return strings.TrimPrefix(file, Scheme+b.bucket+"/") }

// connect returns S3 in the bucket's own Region, which it finds the first time.
func (b *Bucket) connect(ctx context.Context) (*server, error) {
	b.mu.Lock()
	known, session, stale := b.server, b.session, b.stale
	b.mu.Unlock()
	if known != nil && !stale {
		return known, nil
	}
	if stale {
		renewed, err := session.Renewed(ctx)
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", b.name, err)
		}
		session = renewed
	}
	region, err := b.region(ctx, session)
	if err != nil {
		return nil, err
	}
	client := session.S3(region)
	getter, err := session.Getter(ctx, client, b.bucket, b.options.RequesterPays)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", b.name, err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.server, b.session, b.stale = &server{client, getter}, session, false
	return b.server, nil
}

// region asks where the bucket lies. S3 tells it also to who may not read it;
// where it does not, the session's Region is as good as any.
func (b *Bucket) region(ctx context.Context, session *aws.Session) (string, error) {
	b.calls.other.Add(1)
	out, err := session.S3("").HeadBucket(ctx, &s3.HeadBucketInput{Bucket: &b.bucket})
	if err == nil {
		return sdk.ToString(out.BucketRegion), nil
	}
	err = session.Explain(err, "s3:ListBucket", Scheme+b.bucket)
	var fault *aws.Fault
	if !errors.As(err, &fault) {
		return "", err
	}
	switch {
	case fault.Region != "":
		return fault.Region, nil
	case fault.Kind == aws.Denied || fault.Kind == aws.Other:
		return "", nil // the listing will tell
	case fault.Kind == aws.Gone:
		fault.Kind = aws.NoBucket
	}
	return "", err
}

// explain puts an error of a call in words.
func (b *Bucket) explain(err error, action, thing string) error {
	b.mu.Lock()
	session := b.session
	b.mu.Unlock()
	err = session.Explain(err, action, thing)
	var fault *aws.Fault
	if errors.As(err, &fault) && (fault.Kind == aws.Expired || fault.Kind == aws.NoAccount) {
		b.mu.Lock()
		b.stale = true
		b.mu.Unlock()
	}
	return err
}

// payer is what a call says about who pays.
func (b *Bucket) payer() types.RequestPayer {
	if b.options.RequesterPays {
		return types.RequestPayerRequester
	}
	return ""
}

// Plan lists the objects. It reads none.
func (b *Bucket) Plan(ctx context.Context, r source.Range) (source.Plan, error) {
	p := planner{days: make(map[time.Time]bool), parts: make(map[decode.PathFacts]*source.Part)}
	list := newListing(b, r)
	before := b.calls.list.Load()
	err := list.run(ctx, p.take)
	if err != nil {
		return source.Plan{}, err
	}
	return p.plan(int(b.calls.list.Load()-before), list.notes()), nil
}

// Scan reads the objects, newest first.
func (b *Bucket) Scan(ctx context.Context, r source.Range, sink source.Sink) error {
	return newScan(b, sink).run(ctx, r)
}

// Spent tells what was asked of S3 so far, and what it costs.
func (b *Bucket) Spent() string {
	lists, gets, others := b.calls.list.Load(), b.calls.get.Load(), b.calls.other.Load()
	if lists+gets+others == 0 {
		return ""
	}
	return fmt.Sprintf("%s and %s, %s at list prices",
		model.Counted(int(lists), "LIST call"), model.Counted(int(gets+others), "GET or HEAD call"), dollars(listPrice*float64(lists)+getPrice*float64(gets+others)))
}

// Encryption tells how an object was stored when it was read.
func (b *Bucket) Encryption(file string) (source.Encryption, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	v := b.seen[file]
	if v.stored == 0 {
		return source.Encryption{}, false
	}
	return b.stored[v.stored-1], true
}

// remember notes what an object was like, and how it was stored if that is known.
func (b *Bucket) remember(o *object, e *source.Encryption) {
	b.mu.Lock()
	defer b.mu.Unlock()
	v := versionOf(o)
	if e != nil {
		at := slices.Index(b.stored, *e)
		if at < 0 && len(b.stored) < 1<<15 {
			at = len(b.stored)
			b.stored = append(b.stored, *e)
		}
		v.stored = uint16(at + 1)
	}
	b.seen[o.name] = v
}
