package aws

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go/auth"
	"github.com/aws/smithy-go/encoding/httpbinding"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// An endpoint is where the objects of a bucket are, and how calls to it are signed.
type endpoint struct {
	bucket  url.URL // ends in a slash; a key follows
	escaped string  // its path as it is sent
	header  http.Header
	region  string // of the signature
	service string // of the signature
}

// resolve asks the SDK's own rules: path style and overrides, FIPS, dual stack
// and the partitions are theirs.
func resolve(ctx context.Context, o s3.Options, bucket string) (endpoint, error) {
	found, err := o.EndpointResolverV2.ResolveEndpoint(ctx, s3.EndpointParameters{
		Bucket:                         &bucket,
		Region:                         &o.Region,
		Endpoint:                       o.BaseEndpoint,
		ForcePathStyle:                 &o.UsePathStyle,
		Accelerate:                     &o.UseAccelerate,
		UseArnRegion:                   &o.UseARNRegion,
		DisableMultiRegionAccessPoints: &o.DisableMultiRegionAccessPoints,
		DisableS3ExpressSessionAuth:    o.DisableS3ExpressSessionAuth,
		UseFIPS:                        sdk.Bool(o.EndpointOptions.UseFIPSEndpoint == sdk.FIPSEndpointStateEnabled),
		UseDualStack:                   sdk.Bool(o.EndpointOptions.UseDualStackEndpoint == sdk.DualStackEndpointStateEnabled),
	})
	if err != nil {
		return endpoint{}, err
	}
	e := endpoint{bucket: found.URI, header: found.Headers, region: o.Region, service: "s3"}
	schemes, _ := auth.GetAuthOptions(&found.Properties)
	if len(schemes) > 0 {
		if id := schemes[0].SchemeID; id != "sigv4" {
			return endpoint{}, fmt.Errorf("it wants calls signed by %s", id)
		}
		if region, ok := smithyhttp.GetSigV4SigningRegion(&schemes[0].SignerProperties); ok {
			e.region = region
		}
		if service, ok := smithyhttp.GetSigV4SigningName(&schemes[0].SignerProperties); ok {
			e.service = service
		}
	}
	e.escaped = strings.TrimSuffix(e.bucket.EscapedPath(), "/") + "/"
	e.bucket.Path = strings.TrimSuffix(e.bucket.Path, "/") + "/"
	return e, nil
}

// of returns the URL of an object.
func (e *endpoint) of(key string) *url.URL {
	u := e.bucket
	u.Path += key
	u.RawPath = e.escaped + httpbinding.EscapePath(key, false)
	return &u
}
