package bucket

import "testing"

// A bucket's name is one that S3 takes, old ones of us-east-1 included, and none
// leads out of the cache.
func TestParse(t *testing.T) {
	for name, good := range map[string]bool{
		"s3://logs": true, "s3://acme.logs/a/b": true, "s3://Acme_Logs/": true,
		"s3://": false, "s3://.": false, "s3://..": false, "s3://../x": false, "s3://.limit": false, "s3://a..b": false,
		"s3://ab": false, "s3://logs.": false, "s3://lo gs": false, "logs": false,
	} {
		if _, _, err := parse(name); (err == nil) != good {
			t.Errorf("%s: %v", name, err)
		}
	}
}
