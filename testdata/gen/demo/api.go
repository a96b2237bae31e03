package main

import (
	"time"

	"s3sleuth/testdata/gen/evidence"
)

// A call is one API call that is no S3 request to a bucket.
type call struct {
	at           time.Time
	by           *caller
	ip           string
	via          agent
	source, name string
	region       string // "" is us-east-1
	reads        bool
	params       []evidence.Member
	response     string
	code         string
	message      string
	kind         string // "" is AwsApiCall
}

// call writes the management event of an API call.
func (w *world) call(c call) {
	e := evidence.Event{
		Version: "1.11", Identity: c.by.identity, Time: c.at, Source: c.source, Name: c.name, Region: "us-east-1",
		IP: c.ip, Agent: c.via.ua, Error: c.code, Message: c.message, Params: c.params, Response: c.response,
		RequestID: w.ids.Event(), ID: w.ids.Event(), ReadOnly: c.reads, Type: "AwsApiCall", Management: true,
		Account: c.by.account, Category: "Management",
	}
	if c.region != "" {
		e.Region = c.region
	}
	if c.kind != "" {
		e.Type = c.kind
	}
	tls, host := "unknown", ""
	if c.by.service {
		e.IP, e.Agent, e.Account = c.by.principal, c.by.principal, prodData
	} else {
		host = c.source[:len(c.source)-len("amazonaws.com")] + e.Region + ".amazonaws.com"
		e.TLS = `{"tlsVersion":"` + c.via.version() + `","cipherSuite":"` + c.via.cipher() + `","clientProvidedHostHeader":"` + host + `"}`
		tls = c.via.tls
	}
	w.events = append(w.events, event{e.Account, e.Region, "CloudTrail", orgTrail, e.Time, e.Append(nil)})
	w.rows = append(w.rows, row{at: e.Time, id: e.ID, values: recorded(
		"kind", "cloudtrail", "tls", tls, "principal", c.by.principal, "ip", e.IP, "op", e.Name, "operation", e.Name,
		"error", e.Error, "ua", e.Agent, "account", e.Account, "region", e.Region, "request", e.RequestID, "source", e.Source, "host", host,
	)})
}

// recorder is AWS Config reading a bucket's settings under its own role.
func (w *world) recorder(t time.Time, b *bucket, op *operation) {
	by := &caller{principal: "arn:aws:iam::" + b.account + ":role/AWSServiceRoleForConfig", account: b.account}
	by.identity = evidence.Identity{
		Type: "AssumedRole", PrincipalID: "AROACONFIGROLEEXAMPLE:AWSConfig-Describe", Account: b.account,
		ARN:      "arn:aws:sts::" + b.account + ":assumed-role/AWSServiceRoleForConfig/AWSConfig-Describe",
		IssuerID: "AROACONFIGROLEEXAMPLE", IssuerARN: "arn:aws:iam::" + b.account + ":role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig",
		Created: "2026-11-01T00:00:00Z", InvokedBy: "config.amazonaws.com",
	}.JSON()
	r := request{at: t, by: by, ip: "config.amazonaws.com", op: op, bucket: b, style: pathStyle}
	e := w.s3Event(&r, w.ids.Request(), w.ids.Host())
	e.Agent = "config.amazonaws.com"
	w.events = append(w.events, event{b.account, b.region, "CloudTrail", orgTrail, e.Time, e.Append(nil)})
	row := eventRow(&r, &e)
	row.values["tls"], row.values["ua"] = "unknown", e.Agent
	w.rows = append(w.rows, row)
}

// accounts is what goes on in the accounts besides S3.
func (w *world) accounts() {
	ec2, lambda := service("ec2.amazonaws.com"), service("lambda.amazonaws.com")
	assume := func(by *caller, arn string) func(*world, time.Time) {
		return func(w *world, t time.Time) {
			w.call(call{at: t, by: by, source: "sts.amazonaws.com", name: "AssumeRole", reads: true, params: []evidence.Member{
				{Name: "roleArn", Value: evidence.Quote(arn)}, {Name: "roleSessionName", Value: `"session"`},
			}})
		}
	}
	look := func(w *world, t time.Time) {
		who := pick(w, []struct {
			by *caller
			ip string
		}{{nadia, "192.0.2.12"}, {owen, "192.0.2.33"}, {devLin, "192.0.2.34"}, {terraform, "192.0.2.177"}})
		what := pick(w, [][2]string{{"ec2", "DescribeInstances"}, {"kms", "DescribeKey"}, {"cloudtrail", "DescribeTrails"}, {"iam", "ListUsers"}, {"sts", "GetCallerIdentity"}})
		w.call(call{at: t, by: who.by, ip: who.ip, via: cliCopy, source: what[0] + ".amazonaws.com", name: what[1], reads: true})
	}
	w.run(flow{380, steady, assume(ec2, "arn:aws:iam::"+prodData+":role/tide-ingest-legacy")})
	w.run(flow{240, steady, assume(lambda, "arn:aws:iam::"+prodData+":role/service-role/tile-maker")})
	w.run(flow{320, office, look})
}
