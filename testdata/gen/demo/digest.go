package main

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strings"
	"time"

	"s3sleuth/testdata/gen/evidence"
)

// digests are the digest files of the organization trail in the data account's
// home Region, one for each log file. The hashes are right; the signatures are
// made up, for nobody but AWS can sign.
func (w *world) digests(logs []file) (files []file) {
	logDir := audit.name + "/" + orgTrail.prefix + prodData + "/CloudTrail/us-east-1/"
	var previous *file
	var previousSignature string
	for _, l := range logs {
		if !strings.HasPrefix(l.path, logDir) {
			continue
		}
		published, err := time.Parse("20060102T1504Z", strings.Split(path.Base(l.path), "_")[3])
		if err != nil {
			panic(err) // trailPath wrote the name
		}
		d := w.digest(l, published.Truncate(time.Hour).Add(time.Hour), previous, previousSignature)
		files = append(files, d)
		previous, previousSignature = &d, w.ids.Hex(512)
	}
	return files
}

func (w *world) digest(l file, stop time.Time, previous *file, signature string) file {
	q := evidence.Quote
	bucketName, key := audit.name, "org/AWSLogs/"+orgID+"/"+prodData+"/CloudTrail-Digest/us-east-1/"+stop.Format("2006/01/02/")+
		strings.Join([]string{prodData, "CloudTrail-Digest", "us-east-1", orgTrail.name, "us-east-1", stop.Format("20060102T150405Z")}, "_")+".json.gz"
	before := [4]string{"null", "null", "null", "null"}
	if previous != nil {
		before = [4]string{q(bucketName), q(strings.TrimPrefix(previous.path, bucketName+"/")), q(sum(previous.content)), q(signature)}
	}
	text := `{"awsAccountId":` + q(prodData) + `,"digestStartTime":` + q(stop.Add(-time.Hour).Format(time.RFC3339)) +
		`,"digestEndTime":` + q(stop.Format(time.RFC3339)) + `,"digestS3Bucket":` + q(bucketName) + `,"digestS3Object":` + q(key) +
		`,"digestPublicKeyFingerprint":"0123456789abcdef0123456789abcdef","digestSignatureAlgorithm":"SHA256withRSA"` +
		`,"newestEventTime":` + q(stop.Add(-time.Hour).Format(time.RFC3339)) + `,"oldestEventTime":` + q(stop.Add(-13*time.Hour).Format(time.RFC3339)) +
		`,"previousDigestS3Bucket":` + before[0] + `,"previousDigestS3Object":` + before[1] + `,"previousDigestHashValue":` + before[2] +
		`,"previousDigestHashAlgorithm":"SHA-256","previousDigestSignature":` + before[3] +
		`,"logFiles":[{"s3Bucket":` + q(bucketName) + `,"s3Object":` + q(strings.TrimPrefix(l.path, bucketName+"/")) +
		`,"hashValue":` + q(sum(l.content)) + `,"hashAlgorithm":"SHA-256"}]}`
	return file{path: bucketName + "/" + key, content: []byte(text)}
}

func sum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}
