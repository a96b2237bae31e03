package model

// AliasBegin and AliasEnds are how that begins and ends which requests may name
// in place of a bucket: the ARN or the alias of an access point, of an Object
// Lambda or a Multi-Region Access Point.
const AliasBegin = "arn:"

var AliasEnds = []string{"-s3alias", "--ol-s3", "--op-s3", ".mrap"}

// BucketAlias says whether what a request names is an access point and no bucket.
// It is asked of every event.
func BucketAlias(name []byte) bool {
	if len(name) >= len(AliasBegin) && string(name[:len(AliasBegin)]) == AliasBegin {
		return true
	}
	for _, end := range AliasEnds {
		if n := len(name) - len(end); n >= 0 && string(name[n:]) == end {
			return true
		}
	}
	return false
}
