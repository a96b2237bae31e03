package aws

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

const (
	// userAgent is what a log of these very calls will say.
	userAgent = "s3sleuth"
	// noBody is the SHA-256 of nothing, which is what a GET sends.
	noBody = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	// refusalBytes is how much of an error's text is read.
	refusalBytes = 64 << 10
)

// A Getter gets objects of one bucket: to the endpoint, over the connections and
// with the credentials of a client of the SDK, but not through its layers, which
// cost more for a small object than everything else together. It makes each call
// once. It may be used from any goroutine.
type Getter struct {
	client s3.HTTPClient
	signer *v4.Signer
	as     sdk.CredentialsProvider
	where  endpoint
	fixed  http.Header  // of every call
	ahead  atomic.Int64 // how far the server's clock is ahead of this one's, in ns
}

// A Want is what to get.
type Want struct {
	Key      string
	ETag     string // the object's, without quotes: no other is got; "" is any
	From, To int64  // the bytes [From, To) of it; To 0 is its end
}

// A Got is what came, and what the answer told of the object.
type Got struct {
	Body      io.ReadCloser // to be closed by the caller
	ETag      string        // without quotes
	Version   string        // "" where the bucket keeps none
	Algorithm string        // of its encryption, as "aws:kms"
	KMSKey    string        // ARN; "" for none
	BucketKey bool
}

// Getter returns what gets objects of a bucket as a client would. It makes no
// call. payer says that the caller pays for requester-pays buckets.
func (s *Session) Getter(ctx context.Context, client *s3.Client, bucket string, payer bool) (*Getter, error) {
	o := client.Options()
	where, err := resolve(ctx, o, bucket)
	if err != nil {
		return nil, fmt.Errorf("find the endpoint of bucket %s: %w", bucket, err)
	}
	g := &Getter{client: o.HTTPClient, as: o.Credentials, where: where, fixed: where.header.Clone()}
	g.signer = v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
	if g.fixed == nil {
		g.fixed = make(http.Header)
	}
	g.fixed.Set("User-Agent", userAgent)
	g.fixed.Set("X-Amz-Content-Sha256", noBody)
	if payer {
		g.fixed.Set("X-Amz-Request-Payer", "requester")
	}
	return g, nil
}

// Get makes one call. Its errors are for [Session.Explain].
func (g *Getter) Get(ctx context.Context, w Want) (*Got, error) {
	ahead := g.ahead.Load()
	r, err := g.send(ctx, w, ahead)
	if err != nil {
		return nil, err
	}
	if came(r) {
		return got(r, w)
	}
	err = refusal(r)
	var api smithy.APIError
	if !errors.As(err, &api) || api.ErrorCode() != "RequestTimeTooSkewed" || !g.adjust(r, ahead) {
		return nil, err
	}
	if r, err = g.send(ctx, w, g.ahead.Load()); err != nil {
		return nil, err
	}
	if !came(r) {
		return nil, refusal(r)
	}
	return got(r, w)
}

// came says whether an answer is an object, or a part of one.
func came(r *http.Response) bool {
	return r.StatusCode == http.StatusOK || r.StatusCode == http.StatusPartialContent
}

// adjust takes over the server's time from its answer. It says whether the
// clocks differ by another span than was reckoned with.
func (g *Getter) adjust(r *http.Response, reckoned int64) bool {
	there, err := http.ParseTime(r.Header.Get("Date"))
	if err != nil {
		return false
	}
	ahead := int64(time.Until(there))
	g.ahead.Store(ahead)
	return time.Duration(ahead-reckoned).Abs() > time.Minute
}

// send signs a call and makes it.
func (g *Getter) send(ctx context.Context, w Want, ahead int64) (*http.Response, error) {
	r := (&http.Request{
		Method: http.MethodGet, URL: g.where.of(w.Key), Header: g.fixed.Clone(),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}).WithContext(ctx)
	if w.ETag != "" {
		r.Header["If-Match"] = []string{`"` + w.ETag + `"`}
	}
	switch {
	case w.To > 0:
		r.Header["Range"] = []string{"bytes=" + strconv.FormatInt(w.From, 10) + "-" + strconv.FormatInt(w.To-1, 10)}
	case w.From > 0:
		r.Header["Range"] = []string{"bytes=" + strconv.FormatInt(w.From, 10) + "-"}
	}
	if !sdk.IsCredentialsProvider(g.as, sdk.AnonymousCredentials{}) {
		keys, err := g.as.Retrieve(ctx)
		if err != nil {
			return nil, fmt.Errorf("get credentials: %w", err)
		}
		at := time.Now().Add(time.Duration(ahead))
		if err := g.signer.SignHTTP(ctx, keys, r, noBody, g.where.service, g.where.region, at); err != nil {
			return nil, fmt.Errorf("sign the call: %w", err)
		}
	}
	return g.client.Do(r)
}

// errWhole is the answer of a server that does not know ranges.
var errWhole = errors.New("the server sends the whole object where a part of it was asked for")

// got tells of an object. The body begins with the first byte that was wanted.
func got(r *http.Response, w Want) (*Got, error) {
	if w.From > 0 && r.StatusCode != http.StatusPartialContent {
		r.Body.Close()
		return nil, errWhole
	}
	return &Got{
		Body:      r.Body,
		ETag:      strings.Trim(r.Header.Get("Etag"), `"`),
		Version:   r.Header.Get("X-Amz-Version-Id"),
		Algorithm: r.Header.Get("X-Amz-Server-Side-Encryption"),
		KMSKey:    r.Header.Get("X-Amz-Server-Side-Encryption-Aws-Kms-Key-Id"),
		BucketKey: r.Header.Get("X-Amz-Server-Side-Encryption-Bucket-Key-Enabled") == "true",
	}, nil
}

// refusal reads an answer that is an error, in the form that the SDK's errors have.
func refusal(r *http.Response) error {
	defer r.Body.Close()
	var said struct{ Code, Message string }
	text, _ := io.ReadAll(io.LimitReader(r.Body, refusalBytes)) // what came of it must do
	err := errors.New(r.Status)
	if xml.Unmarshal(text, &said) != nil || said.Code == "" {
		said.Code, said.Message = "", ""
		if r.StatusCode >= 400 && r.StatusCode < 500 && r.StatusCode != http.StatusTooManyRequests {
			said.Code = strings.ReplaceAll(http.StatusText(r.StatusCode), " ", "")
		}
	}
	if said.Code != "" {
		err = &smithy.GenericAPIError{Code: said.Code, Message: said.Message}
	}
	return &awshttp.ResponseError{
		RequestID:     r.Header.Get("X-Amz-Request-Id"),
		ResponseError: &smithyhttp.ResponseError{Response: &smithyhttp.Response{Response: r}, Err: err},
	}
}
