package bucket

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"s3sleuth/source"
	"s3sleuth/source/aws"
)

const (
	// chunkBytes is how much of a large object is got at a time.
	chunkBytes = 8 << 20
	// tries and the waits between them: a call is made again after 0.1 s, then
	// twice that and so on, each a little shorter or longer by chance.
	tries     = 9
	firstWait = 100 * time.Millisecond
	longWait  = 5 * time.Second
	// getTimeout bounds one call; a chunk at 0.2 MB/s arrives in it.
	getTimeout = 45 * time.Second
)

// A chunk is a part of an object to get, or all of it.
type chunk struct {
	of        *download
	from, to  int64
	data      []byte
	err       error
	throttled int           // times that S3 asked to slow down
	arrived   chan struct{} // closed when data or err is there
}

// get fills a chunk, trying again as long as that may help.
func (b *Bucket) get(ctx context.Context, s *server, c *chunk) {
	defer close(c.arrived)
	c.data = make([]byte, c.to-c.from)
	for try := 1; ; try++ {
		err := b.try(ctx, s.getter, c)
		if err == nil {
			return
		}
		var fault *aws.Fault
		known := errors.As(err, &fault)
		if known && fault.Kind == aws.Throttled {
			c.throttled++
		}
		again := known && (fault.Kind == aws.Throttled || fault.Kind == aws.Unreachable) || errors.Is(err, errBody)
		if !again || try == tries || ctx.Err() != nil {
			if try > 1 {
				err = fmt.Errorf("%w (tried %d times)", err, try)
			}
			c.data, c.err = nil, b.whose(ctx, s.client, c, err)
			return
		}
		wait := min(firstWait<<(try-1), longWait)
		select {
		case <-time.After(wait/2 + rand.N(wait)):
		case <-ctx.Done():
			c.data, c.err = nil, ctx.Err()
			return
		}
	}
}

// errBody is a body that ended early, late or by a reset: worth another try.
var errBody = errors.New("the answer broke off")

// try makes one call and reads its body. What a broken one gave is not kept: a
// chunk is small, and its end is what proves it whole.
func (b *Bucket) try(ctx context.Context, getter *aws.Getter, c *chunk) error {
	ctx, cancel := context.WithTimeout(ctx, getTimeout)
	defer cancel()
	o := c.of.object
	want := aws.Want{Key: b.key(o.name), ETag: o.etag}
	if c.from > 0 || c.to < o.size {
		want.From, want.To = c.from, c.to
	}
	b.calls.get.Add(1)
	out, err := getter.Get(ctx, want)
	if err != nil {
		return b.explain(err, "s3:GetObject", o.name)
	}
	defer out.Body.Close()
	n, err := io.ReadFull(out.Body, c.data)
	if err == nil {
		var more [1]byte
		if extra, _ := out.Body.Read(more[:]); extra > 0 {
			return fmt.Errorf("%w: more than the %d bytes that were listed", errBody, len(c.data))
		}
	}
	if err != nil {
		if len(c.data) == 0 && errors.Is(err, io.EOF) {
			err = nil
		} else {
			return fmt.Errorf("%w: %d of %d bytes came: %w", errBody, n, len(c.data), err)
		}
	}
	if c.from == 0 {
		c.of.stored = source.Encryption{Algorithm: out.Algorithm, Key: out.KMSKey, BucketKey: out.BucketKey}
		c.of.version = out.Version
	}
	return nil
}

// once leaves trying again to the caller, who also adapts how much is asked at a time.
func once(o *s3.Options) { o.Retryer = sdk.NopRetryer{} }

// whose says of a refusal without a reason whether it is the object's key that
// refuses: then the object's head may be read, and tells the key.
func (b *Bucket) whose(ctx context.Context, client *s3.Client, c *chunk, err error) error {
	var fault *aws.Fault
	if !errors.As(err, &fault) || fault.Kind != aws.Denied {
		return err
	}
	b.calls.other.Add(1)
	head, failed := client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &b.bucket, Key: sdk.String(b.key(c.of.name)), RequestPayer: b.payer()}, once)
	if failed == nil && sdk.ToString(head.SSEKMSKeyId) != "" {
		fault.KeyNamed(*head.SSEKMSKeyId)
	}
	return err
}
