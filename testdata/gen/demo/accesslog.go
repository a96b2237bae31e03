package main

import (
	"strings"

	"s3sleuth/testdata/gen/evidence"
)

// owners are the canonical user IDs of the accounts.
var owners = map[string]string{
	prodData: "1a9c0de1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d",
	prodWeb:  "2b8d1ef2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e",
	sandbox:  "3c7e2fa3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f",
}

// log writes the lines that the access log of r's bucket has about r.
func (w *world) log(r *request, id, host string) {
	auth, signature := r.auth()
	l := evidence.Line{
		Owner: owners[r.bucket.account], Bucket: r.bucket.name, Time: r.at,
		IP: r.ip, Requester: r.by.requester, RequestID: id,
		Operation: r.op.log, Key: r.key, URI: r.uri(), Status: r.status, Error: r.code,
		Sent: orNone(r.sent), Size: orNone(r.size), Total: r.took, Turnaround: r.took * 3 / 4,
		Referer: r.referer, Agent: r.via.ua, HostID: host,
		Signature: signature, Cipher: r.via.cipher(), Auth: auth, Host: r.host(), TLS: r.via.version(),
		SourceRegion: r.from, Fields: r.bucket.fields,
	}
	if r.needsACL() {
		l.ACLRequired = "Yes"
	}
	w.line(r, l)
	if r.source != nil {
		w.copied(r, l)
	}
	for _, key := range r.keys {
		child := l
		child.Operation, child.Key, child.Status = "BATCH.DELETE.OBJECT", key, 204
		child.URI, child.Referer, child.Agent, child.Bare = "", "", "", true
		child.Sent, child.Total, child.Turnaround = -1, -1, -1
		w.line(r, child)
	}
}

// copied writes the line that a copy leaves in the log of its source.
func (w *world) copied(r *request, l evidence.Line) {
	l.Owner, l.Bucket, l.Key = owners[r.source.account], r.source.name, r.fromKey
	l.Operation, l.ACLRequired, l.Fields = "REST.COPY.OBJECT_GET", "", r.source.fields
	l.URI, l.Referer, l.Agent, l.Bare = "", "", "", true
	from := *r
	from.bucket = r.source
	w.line(&from, l)
}

// job writes the line of something S3 does by itself: a lifecycle action or a
// checksum job. It is no request and crosses no network.
func (w *world) job(r request, operation, id string) {
	w.line(&r, evidence.Line{
		Owner: owners[r.bucket.account], Bucket: r.bucket.name, Time: r.at,
		Requester: r.by.requester, RequestID: id, Operation: operation, Key: r.key,
		Sent: -1, Size: orNone(r.size), Total: -1, Turnaround: -1,
		HostID: w.ids.Host(), Fields: r.bucket.fields, Bare: true,
	})
}

func (w *world) line(r *request, l evidence.Line) {
	w.lines = append(w.lines, line{r.bucket, r.at, l.Append(nil)})
	w.rows = append(w.rows, lineRow(r, &l))
}

// needsACL says that S3 consults an ACL: it sets one other than
// bucket-owner-full-control.
func (r *request) needsACL() bool {
	return r.op == putObjectACL || r.op == putBucketACL || r.acl != nil && r.acl.words != "bucket-owner-full-control"
}

func orNone(n int64) int64 {
	if n == 0 {
		return -1
	}
	return n
}

// escaped is a key as the access log writes it: escaped twice.
func escaped(key string) string {
	return strings.ReplaceAll(key, " ", "%2520")
}
