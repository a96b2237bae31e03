package model

import (
	"bytes"
	"slices"
)

// AliasBegin and AliasEnds are how that begins and ends which requests may name
// in place of a bucket: the ARN or the alias of an access point, of an Object
// Lambda or a Multi-Region Access Point.
const AliasBegin = "arn:"

var AliasEnds = []string{"-s3alias", "--ol-s3", "--op-s3", ".mrap"}

// BucketAlias says whether what a request names is an access point and no bucket.
func BucketAlias(name []byte) bool {
	return bytes.HasPrefix(name, []byte(AliasBegin)) ||
		slices.ContainsFunc(AliasEnds, func(end string) bool { return bytes.HasSuffix(name, []byte(end)) })
}
