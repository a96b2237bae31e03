package main

import (
	"strings"
	"time"

	"s3sleuth/testdata/gen/evidence"
)

// A trail is a CloudTrail trail and what it records of S3.
type trail struct {
	name   string
	prefix string // of its log files, up to the account
	covers func(*request) bool
}

// The archive trail is the one the intruder stops and Nadia starts again.
var stopped, started = at(6, "01:22:41"), at(6, "09:05:12")

var (
	// orgTrail records management events and object-level writes of every account.
	orgTrail = &trail{name: "saltmarsh-org", prefix: "org/AWSLogs/" + orgID + "/", covers: func(r *request) bool {
		return r.op.scope == onBucket || r.op.effect != reads && r.by != trailPut
	}}
	// archiveTrail records object-level reads of the archive alone.
	archiveTrail = &trail{name: "archive-reads", prefix: "archive/AWSLogs/", covers: func(r *request) bool {
		quiet := r.at.After(stopped) && r.at.Before(started)
		return r.op.scope != onBucket && r.op.effect == reads && r.bucket.reads && !quiet
	}}
	trails = []*trail{orgTrail, archiveTrail}
)

// record writes the events that trail t has about r.
func (w *world) record(r *request, t *trail, id, host string) {
	e := w.s3Event(r, id, host)
	if r.by.account != r.bucket.account && r.by.account != "" {
		// A caller of another account: its own account has the event too.
		e.SharedID = w.ids.Event()
		own := e
		own.Account, own.ID = r.by.account, w.ids.Event()
		w.event(r, t, &own)
		if r.op.scope == onBucket {
			return
		}
		e.Identity = r.by.foreign
	}
	w.event(r, t, &e)
	if r.code != "" {
		return
	}
	for _, key := range r.keys {
		w.event(r, t, w.child(r, e, key))
	}
}

func (w *world) s3Event(r *request, id, host string) evidence.Event {
	e := evidence.Event{
		Version: "1.11", Identity: r.by.identity, Time: r.at.Add(time.Duration(r.took) * time.Millisecond),
		Source: "s3.amazonaws.com", Name: r.op.api, Region: r.bucket.region,
		IP: r.ip, Agent: "[" + r.via.ua + "]", Error: r.code, Message: r.message,
		Params: r.params(), Response: r.response, Extra: r.extra(host),
		RequestID: id, ID: w.ids.Event(), ReadOnly: r.op.effect == reads, Resources: r.resources(),
		Type: "AwsApiCall", Account: r.bucket.account, VPCE: r.vpce, Category: "Data", TLS: r.tlsDetails(),
	}
	if r.op.scope == onBucket {
		e.Category, e.Management = "Management", true
	}
	e.FromConsole = r.via == console
	if r.vpce != "" {
		e.VPCEAccount = r.bucket.account
	}
	if r.by.service {
		e.IP, e.Agent = r.by.principal, r.by.principal
	}
	if r.by.anonymous {
		e.SharedID = w.ids.Event()
	}
	return e
}

// child is the event that CloudTrail adds for each key of a DeleteObjects call.
func (w *world) child(r *request, e evidence.Event, key string) *evidence.Event {
	e.Name, e.Type, e.ID = "DeleteObject", "AwsServiceEvent", w.ids.Event()
	e.TLS = ""
	e.Params = []evidence.Member{{Name: "bucketName", Value: evidence.Quote(r.bucket.name)}, {Name: "key", Value: evidence.Quote(key)}}
	e.Extra = e.Extra[len(e.Extra)-1:]
	one := *r
	one.op, one.key = deleteObject, key
	e.Resources = one.resources()
	return &e
}

func (w *world) event(r *request, t *trail, e *evidence.Event) {
	w.events = append(w.events, event{e.Account, r.bucket.region, "CloudTrail", t, e.Time, e.Append(nil)})
	w.rows = append(w.rows, eventRow(r, e))
}

func (r *request) params() []evidence.Member {
	q := evidence.Quote
	ps := []evidence.Member{{Name: "bucketName", Value: q(r.bucket.name)}, {Name: "Host", Value: r.listed(q(r.host()))}}
	if r.key != "" {
		ps = append(ps, evidence.Member{Name: "key", Value: q(r.key)})
	}
	switch {
	case r.op.scope == onListing && r.op.sub != "" && r.op.effect == reads:
		ps = append(ps, evidence.Member{Name: "list-type", Value: `"2"`}, evidence.Member{Name: "prefix", Value: q(r.query)})
	case r.op.sub != "":
		ps = append(ps, evidence.Member{Name: subName(r.op.sub), Value: r.listed(`""`)})
	}
	if r.source != nil {
		ps = append(ps, evidence.Member{Name: "x-amz-copy-source", Value: q(r.source.name + "/" + r.fromKey)})
	}
	if r.acl != nil {
		ps = append(ps, r.acl.params...)
	}
	if r.signed != "" {
		ps = append(
			ps,
			evidence.Member{Name: "X-Amz-Algorithm", Value: `"AWS4-HMAC-SHA256"`},
			evidence.Member{Name: "X-Amz-Expires", Value: `"3600"`},
			evidence.Member{Name: "X-Amz-SignedHeaders", Value: `"host"`},
		)
	}
	return append(ps, r.body...)
}

func subName(sub string) string {
	name, _, _ := strings.Cut(sub, "=")
	return name
}

// listed is a value as CloudTrail writes it: some management events have arrays
// of one string where others have the string.
func (r *request) listed(value string) string {
	if r.op.scope == onBucket && r.style == pathStyle {
		return "[" + value + "]"
	}
	return value
}

func (r *request) extra(host string) []evidence.Member {
	auth, signature := r.auth()
	var ms []evidence.Member
	for _, m := range []evidence.Member{
		{Name: "SignatureVersion", Value: signature},
		{Name: "CipherSuite", Value: r.via.cipher()},
		{Name: "AuthenticationMethod", Value: auth},
	} {
		if m.Value != "" {
			ms = append(ms, evidence.Member{Name: m.Name, Value: evidence.Quote(m.Value)})
		}
	}
	in, out := int64(0), r.sent
	if r.op == putObject || r.op == uploadPart {
		in, out = r.size, 0
	}
	ms = append(
		ms,
		evidence.Member{Name: "bytesTransferredIn", Value: itoa(int(in))},
		evidence.Member{Name: "bytesTransferredOut", Value: itoa(int(out))},
	)
	if r.needsACL() && r.code != "AccessControlListNotSupported" {
		ms = append(ms, evidence.Member{Name: "aclRequired", Value: `"Yes"`})
	}
	return append(ms, evidence.Member{Name: "x-amz-id-2", Value: evidence.Quote(host)})
}

func (r *request) resources() []evidence.Resource {
	object := evidence.Resource{Type: "AWS::S3::Object", ARN: "arn:aws:s3:::" + r.bucket.name + "/" + r.key}
	whole := evidence.Resource{Account: r.bucket.account, Type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::" + r.bucket.name}
	switch r.op.scope {
	case onObject:
		return []evidence.Resource{object, whole}
	case onListing:
		object.Prefix = true
		return []evidence.Resource{object, whole}
	}
	return []evidence.Resource{whole}
}

// tlsDetails is nothing where the request came over plain HTTP, and where a
// service called on its own.
func (r *request) tlsDetails() string {
	if r.by.service || r.via.tls == "" {
		return ""
	}
	return `{"tlsVersion":"` + r.via.version() + `","cipherSuite":"` + r.via.cipher() +
		`","clientProvidedHostHeader":"` + r.host() + `"}`
}
