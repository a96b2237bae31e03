package main

import (
	"time"

	"s3sleuth/testdata/gen/evidence"
)

// respond is Friday morning: Nadia takes the key out of use and closes the bucket.
func (w *world) respond(public []string) {
	const desk = "192.0.2.12"
	sign := call{
		at: at(6, "08:47:20"), by: nadia, ip: desk, via: browsers[3], source: "signin.amazonaws.com",
		name: "ConsoleLogin", kind: "AwsConsoleSignIn", response: `{"ConsoleLogin":"Success"}`,
	}
	key := sign
	key.at, key.via, key.kind, key.source, key.name, key.response = at(6, "08:52:03"), cliCopy, "", "iam.amazonaws.com", "UpdateAccessKey", ""
	key.params = []evidence.Member{
		{Name: "accessKeyId", Value: evidence.Quote(petrel.key)}, {Name: "status", Value: `"Inactive"`}, {Name: "userName", Value: `"petrel-ci"`},
	}
	start := key
	start.at, start.source, start.name = started, "cloudtrail.amazonaws.com", "StartLogging"
	start.params = []evidence.Member{{Name: "name", Value: evidence.Quote("arn:aws:cloudtrail:us-east-1:" + prodData + ":trail/" + archiveTrail.name)}}
	w.call(sign)
	w.call(key)
	w.call(start)

	mend := func(t time.Time, op *operation, a *acl, body ...evidence.Member) {
		w.do(request{at: t, by: nadia, ip: desk, via: cliCopy, op: op, bucket: archive, acl: a, body: body})
	}
	mend(at(6, "08:55:40"), putBlock, nil, evidence.Member{
		Name:  "PublicAccessBlockConfiguration",
		Value: `{"xmlns":"http://s3.amazonaws.com/doc/2006-03-01/","BlockPublicAcls":true,"IgnorePublicAcls":true,"BlockPublicPolicy":true,"RestrictPublicBuckets":true}`,
	})
	mend(at(6, "08:58:12"), putBucketACL, cannedList("private"))
	mend(at(6, "09:10:44"), putBucketVersioning, nil, evidence.Member{Name: "VersioningConfiguration", Value: `{"Status":"Enabled"}`})
	mend(at(6, "09:14:30"), putBucketLifecycle, nil, evidence.Member{Name: "LifecycleConfiguration", Value: `{"Rule":{"ID":"keep","Status":"Disabled","Expiration":{"Days":3650}}}`})
	w.afterwards(public)
}

// afterwards is what comes in vain: strangers who ask again, and the thief with
// a key that no longer opens anything.
func (w *world) afterwards(public []string) {
	from := at(6, "09:20:00")
	for i := range 44 {
		l := leeches[i%len(leeches)]
		w.do(request{
			at: from.Add(time.Duration(i) * 37 * time.Minute), by: nobody, ip: l.ip, via: l.via, op: getObject, bucket: archive,
			key: pick(w, public), status: 403, code: "AccessDenied", message: "Access Denied", sent: 243,
		})
	}
	for i := range 6 {
		r := request{
			at: at(6, "10:02:00").Add(time.Duration(i) * 13 * time.Minute), by: nobody, ip: thiefIP,
			via: thief, op: listObjects, bucket: archive, status: 403, code: "InvalidAccessKeyId", sent: 301,
			took: 6,
		}
		w.log(&r, w.ids.Request(), w.ids.Host()) // CloudTrail knows no such caller
	}
	for i := range 36 {
		r := request{
			at: at(7, "05:00:00").Add(time.Duration(i) * time.Minute), by: lifecycle, op: headObject,
			bucket: archive, key: survey(i + 1), size: 1,
		}
		w.job(r, "S3.COMPUTE.OBJECT.CHECKSUM", w.jobID)
	}
}

// networkActivity is the endpoint of the data VPC refusing a stolen session.
func (w *world) networkActivity(t time.Time) {
	e := evidence.Event{
		Version: "1.09", Identity: petrel.identity, Time: t, Source: "s3.amazonaws.com", Name: "GetObject", Region: "us-east-1",
		IP: "10.20.4.99", Error: "VpceAccessDenied", Message: "The request was denied due to a VPC endpoint policy",
		ID: w.ids.Event(), Type: "AwsVpceEvent", Account: prodData, VPCE: "vpce-0a1b2c3d4e5f67890", VPCEAccount: prodData,
		Category: "NetworkActivity", TLS: `{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256"}`,
	}
	w.events = append(w.events, event{prodData, "us-east-1", "CloudTrail-NetworkActivity", orgTrail, t, e.Append(nil)})
	w.rows = append(w.rows, row{at: t, id: e.ID, values: recorded(
		"kind", "networkactivity", "tls", "1.3", "principal", petrel.principal, "ip", e.IP, "op", e.Name, "operation", e.Name,
		"error", e.Error, "account", e.Account, "region", e.Region, "source", e.Source,
	)})
}
