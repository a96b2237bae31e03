package bucket

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"s3sleuth/source/decode"
)

const (
	// pageKeys is how many keys a call lists at most, by S3's own limit.
	pageKeys = 1000
	// listTimeout bounds one call that lists.
	listTimeout = time.Minute
)

// An object is what a listing tells of one.
type object struct {
	name     string // of the file: s3://bucket/key
	etag     string // without quotes
	size     int64
	modified time.Time
	decode.Place
}

// when orders objects: newest first.
func (o *object) when() time.Time { return o.When(o.modified) }

// A page is what one call listed.
type page struct {
	keys    []object
	folders []string // whole prefixes, with their slash
	next    string   // asks for the next page; "" where there is none
}

// ask is what a call lists: keys that begin with prefix and come behind after,
// those behind the delimiter gathered; or the page that next names.
type ask struct {
	prefix, delimiter, after, next string
}

// list makes one call.
func (b *Bucket) list(ctx context.Context, client *s3.Client, a ask) (page, error) {
	ctx, cancel := context.WithTimeout(ctx, listTimeout)
	defer cancel()
	in := &s3.ListObjectsV2Input{
		Bucket: &b.bucket, Prefix: filled(a.prefix), Delimiter: filled(a.delimiter),
		StartAfter: filled(a.after), ContinuationToken: filled(a.next),
		EncodingType: types.EncodingTypeUrl, RequestPayer: b.payer(),
	}
	b.calls.list.Add(1)
	out, err := client.ListObjectsV2(ctx, in)
	if err != nil {
		return page{}, b.explain(err, "s3:ListBucket", b.file(a.prefix))
	}
	p := page{keys: make([]object, 0, len(out.Contents))}
	if sdk.ToBool(out.IsTruncated) {
		p.next = sdk.ToString(out.NextContinuationToken)
		if p.next == "" {
			return page{}, errors.New("list " + b.file(a.prefix) + ": the server has more keys and does not say how to ask for them")
		}
	}
	plain := func(s *string) (string, error) {
		if out.EncodingType != types.EncodingTypeUrl {
			return sdk.ToString(s), nil
		}
		return url.QueryUnescape(sdk.ToString(s))
	}
	for i := range out.Contents {
		c := &out.Contents[i]
		key, err := plain(c.Key)
		if err != nil {
			return page{}, errors.New("list " + b.file(a.prefix) + ": a key is not encoded as it says")
		}
		o := object{
			name: b.file(key), etag: strings.Trim(sdk.ToString(c.ETag), `"`),
			size: sdk.ToInt64(c.Size), modified: sdk.ToTime(c.LastModified),
		}
		o.Place = decode.Locate(o.name)
		p.keys = append(p.keys, o)
	}
	for _, c := range out.CommonPrefixes {
		folder, err := plain(c.Prefix)
		if err != nil {
			return page{}, errors.New("list " + b.file(a.prefix) + ": a prefix is not encoded as it says")
		}
		p.folders = append(p.folders, folder)
	}
	return p, nil
}

// filled returns nil for the empty string: a parameter that is not sent.
func filled(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
