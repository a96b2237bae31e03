package main

import (
	"time"

	"s3sleuth/testdata/gen/evidence"
)

type answer = evidence.Answer

const (
	no      = evidence.No
	yes     = evidence.Yes
	unknown = evidence.Unknown
)

func of(b bool) answer { return evidence.Of(b) }

// A row is what one record has to be read as. Values are by field name; a field
// that is not recorded is absent.
type row struct {
	at     time.Time
	values map[string]string
	bytes  int64
	public answer // is:public-acl
	id     string // eventID of an event
}

// recorded keeps the values that are there.
func recorded(pairs ...string) map[string]string {
	m := make(map[string]string, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			m[pairs[i]] = pairs[i+1]
		}
	}
	return m
}

func lineRow(r *request, l *evidence.Line) row {
	account, region := r.bucket.account, r.bucket.region
	if r.bucket.layout == simple {
		account = "" // neither the line nor the file's name tells it
		if r.style == global || l.Host == "" {
			region = "" // nor does the host
		}
	}
	api := r.op.api
	switch l.Operation {
	case "BATCH.DELETE.OBJECT":
		api = "DeleteObject"
	case r.op.log:
	default:
		api = l.Operation // what has no API name keeps its own
	}
	status := ""
	if l.Status != 0 {
		status = itoa(l.Status)
	}
	return row{
		at: r.at, bytes: max(0, l.Sent), public: linePublic(r, l),
		values: recorded(
			"kind", "accesslog", "tls", lineTLS(r, l), "principal", r.by.principal, "arn", l.Requester, "ip", l.IP,
			"op", api, "operation", l.Operation, "bucket", l.Bucket, "key", l.Key, "status", status,
			"error", l.Error, "acl", lineACL(l), "ua", l.Agent, "client", r.via.client, "account", account,
			"region", region, "host", l.Host, "request", l.RequestID, "auth", l.Auth,
		),
	}
}

func lineTLS(r *request, l *evidence.Line) string {
	switch {
	case l.Host == "":
		return "n/a"
	case l.Operation == "REST.COPY.OBJECT_GET" && r.via.tls == "":
		return "unknown"
	case r.via.tls == "":
		return "none"
	}
	return r.via.tls
}

func lineACL(l *evidence.Line) string {
	if l.ACLRequired != "" && (l.Fields == 0 || l.Fields >= 26) {
		return "required"
	}
	return ""
}

// linePublic answers is:public-acl, which an access log can do where no ACL was
// consulted, or where the URI names the ACL.
func linePublic(r *request, l *evidence.Line) answer {
	switch {
	case !r.op.acl || l.Operation != r.op.log:
		return no
	case r.acl != nil && r.acl.presigned:
		return of(r.acl.public)
	case l.Fields != 0 && l.Fields < 26, l.ACLRequired != "":
		return unknown
	}
	return no
}

func eventRow(r *request, e *evidence.Event) row {
	op := r.op
	if e.Name != op.api {
		op = deleteObject // a child of DeleteObjects
	}
	principal := r.by.principal
	if e.Identity == r.by.foreign {
		principal = r.by.account
	}
	host := r.host()
	if e.Type == "AwsServiceEvent" {
		host = ""
	}
	words, public := "", no
	if op.acl {
		words = "none"
		if r.acl != nil {
			words, public = r.acl.words, of(r.acl.public)
		}
	}
	return row{
		at: e.Time, bytes: r.sent, public: public, id: e.ID,
		values: recorded(
			"kind", "cloudtrail", "tls", eventTLS(r, e), "principal", principal, "ip", e.IP,
			"op", e.Name, "operation", e.Name, "bucket", r.bucket.name, "key", eventKey(r, e),
			"error", e.Error, "acl", words, "ua", agentOf(r), "client", r.via.client, "account", e.Account,
			"region", e.Region, "host", host, "request", e.RequestID, "source", e.Source,
		),
	}
}

func eventTLS(r *request, e *evidence.Event) string {
	switch {
	case e.Type == "AwsServiceEvent":
		return "unknown"
	case r.via.tls == "":
		return "no-evidence"
	case r.by.service:
		return "unversioned"
	}
	return r.via.tls
}

func eventKey(r *request, e *evidence.Event) string {
	if e.Type != "AwsServiceEvent" {
		return r.key
	}
	const before = "arn:aws:s3:::"
	return e.Resources[0].ARN[len(before+r.bucket.name+"/"):]
}

func agentOf(r *request) string {
	if r.by.service {
		return r.by.principal
	}
	return r.via.ua
}
