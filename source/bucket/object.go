package bucket

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

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
	var said listText
	_, err := client.ListObjectsV2(ctx, in, reading(func(body []byte) (err error) {
		said, err = parseList(body)
		return err
	}))
	if err != nil {
		return page{}, b.explain(err, "s3:ListBucket", b.file(a.prefix))
	}
	p, err := b.page(said)
	if err != nil {
		return page{}, fmt.Errorf("list %s: %w", b.file(a.prefix), err)
	}
	return p, nil
}

// page makes objects of what an answer says.
func (b *Bucket) page(said listText) (page, error) {
	p := page{keys: make([]object, 0, len(said.contents))}
	if said.truncated {
		p.next = said.next
		if p.next == "" {
			return page{}, errors.New("the server has more keys and does not say how to ask for them")
		}
	}
	plain := func(s string) (string, error) {
		if said.encoding != string(types.EncodingTypeUrl) {
			return s, nil
		}
		return url.QueryUnescape(s)
	}
	for _, c := range said.contents {
		key, err := plain(c.key)
		if err != nil {
			return page{}, fmt.Errorf("key %q is not encoded as it says", c.key)
		}
		o := object{name: b.file(key), etag: strings.Trim(c.etag, `"`)}
		if o.size, err = strconv.ParseInt(c.size, 10, 64); err != nil || o.size < 0 {
			return page{}, fmt.Errorf("key %q has the size %q", key, c.size)
		}
		if o.modified, err = time.Parse(time.RFC3339, c.modified); err != nil {
			return page{}, fmt.Errorf("key %q was changed at %q", key, c.modified)
		}
		o.Place = decode.Locate(o.name)
		p.keys = append(p.keys, o)
	}
	for _, prefix := range said.prefixes {
		folder, err := plain(prefix)
		if err != nil {
			return page{}, fmt.Errorf("prefix %q is not encoded as it says", prefix)
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
