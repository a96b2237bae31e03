package main

import (
	"time"

	"s3sleuth/testdata/gen/evidence"
)

func survey(n int) string { return "surveys/2026/10/scan-" + padded(n, 4) + ".las" }

// refusedFirst is what Block Public Access and disabled ACLs still stop.
func (w *world) refusedFirst() {
	w.call(call{
		at: at(5, "02:25:12"), by: petrel, ip: thiefIP, via: thief, source: "s3.amazonaws.com", name: "DeleteAccountPublicAccessBlock",
		code: "AccessDenied", message: "User: " + petrel.requester + " is not authorized to perform: s3:PutAccountPublicAccessBlock",
	})
	const blocked = ` because public access control lists (ACLs) are prevented by the BlockPublicAcls setting in S3 Block Public Access`
	for i := range 3 {
		w.thief(at(5, "02:26:02").Add(time.Duration(i)*4*time.Second), putObjectACL, archive, func(r *request) {
			denied("PutObjectAcl", blocked)(r)
			r.key, r.acl = survey(i+1), canned("public-read")
		})
	}
	w.thief(at(5, "02:26:40"), putBucketACL, archive, func(r *request) {
		denied("PutBucketAcl", blocked)(r)
		r.acl = cannedList("public-read")
	})
	for i := range 7 {
		op := putObject
		if i >= 4 {
			op = putObjectACL
		}
		w.thief(at(5, "02:27:05").Add(time.Duration(i)*3*time.Second), op, backup, func(r *request) {
			r.key, r.acl = "restic/data/"+padded(i+1, 4), canned("public-read")
			r.status, r.code, r.sent = 400, "AccessControlListNotSupported", 288
			r.message = "The bucket does not allow ACLs"
		})
	}
}

// publish takes the block away and gives the surveys to everybody, in every way
// there is. It returns the keys that are public now.
func (w *world) publish() []string {
	w.thief(at(5, "02:29:31"), deleteBlock, archive, func(r *request) { r.status = 204 })
	w.thief(at(5, "02:30:08"), putOwnership, archive, func(r *request) {
		r.body = []evidence.Member{{Name: "OwnershipControls", Value: `{"xmlns":"http://s3.amazonaws.com/doc/2006-03-01/","Rule":{"ObjectOwnership":"ObjectWriter"}}`}}
	})
	w.thief(at(5, "02:31:20"), putBucketACL, archive, func(r *request) { r.acl = cannedList("public-read") })
	w.thief(at(5, "02:31:52"), putBucketACL, archive, func(r *request) { r.acl = body(prodData, false) })

	var public []string
	t := at(5, "02:33:10")
	give := func(op *operation, key string, a *acl, edit func(*request)) {
		w.thief(t, op, archive, func(r *request) {
			r.key, r.acl = key, a
			if edit != nil {
				edit(r)
			}
		})
		public = append(public, key)
		t = t.Add(17 * time.Second)
	}
	shapes := []func() *acl{
		func() *acl { return canned("public-read") },
		func() *acl { return cannedList("public-read") },
		header,
		func() *acl { return body(prodData, true) },
		func() *acl { return body(prodData, false) },
		func() *acl { return canned("public-read") },
	}
	for i := range 64 {
		give(putObjectACL, survey(i+1), shapes[i%len(shapes)](), nil)
	}
	for i := range 6 {
		give(copyObject, "exports/copy-"+itoa(i+1)+".las", canned("public-read"), func(r *request) {
			r.source, r.fromKey, r.size = archive, survey(100+i), 31_400_118
			r.response = `{"CopyObjectResult":{"LastModified":"2026-11-05T02:52:00.000Z"}}`
		})
	}
	give(createUpload, "exports/all-gauges.tar.zst", canned("public-read"), func(r *request) {
		r.response = `{"InitiateMultipartUploadResult":{"Bucket":"saltmarsh-survey-archive","Key":"exports/all-gauges.tar.zst","UploadId":"EXAMPLEuploadID"}}`
	})
	for range 5 {
		t = t.Add(24 * time.Second)
		w.thief(t, uploadPart, archive, func(r *request) { r.key, r.size = "exports/all-gauges.tar.zst", 104_857_600 })
	}
	t = t.Add(9 * time.Second)
	w.thief(t, completeUpload, archive, func(r *request) { r.key = "exports/all-gauges.tar.zst" })
	give(putObject, "exports/index.html", header(), func(r *request) { r.size = 9_120 })
	give(putObject, "exports/list.txt", canned("public-read-write"), func(r *request) { r.size = 30_733 })
	return public
}

// fetchAll is the next day and a half: strangers read what has been published,
// and the thief takes a share with the key.
func (w *world) fetchAll(public []string) {
	from, until := at(5, "03:10:00"), at(6, "08:50:00")
	for _, l := range leeches {
		for range l.n {
			size := int64(w.between(2_000_000, 60_000_000))
			w.do(request{
				at: from.Add(time.Duration(w.rnd.Int64N(int64(until.Sub(from))))).Truncate(time.Second), by: nobody, ip: l.ip, via: l.via,
				op: getObject, bucket: archive, key: pick(w, public), sent: size, size: size,
			})
		}
	}
	for i := range 150 {
		size := int64(w.between(2_000_000, 60_000_000))
		w.thief(at(5, "04:02:00").Add(time.Duration(i)*23*time.Second), getObject, archive, func(r *request) {
			r.key, r.sent, r.size = survey(i+200), size, size
		})
	}
	for i := range 4 {
		w.networkActivity(at(5, "04:31:10").Add(time.Duration(i) * 11 * time.Second))
	}
}

// coverTracks is Friday night: the logging, the versions and the old objects.
func (w *world) coverTracks() {
	name := func(s string) []evidence.Member { return []evidence.Member{{Name: "name", Value: evidence.Quote(s)}} }
	ct := call{by: petrel, ip: thiefIP, via: thief, source: "cloudtrail.amazonaws.com"}
	list, org, own := ct, ct, ct
	list.at, list.name, list.reads = at(6, "01:20:05"), "DescribeTrails", true
	org.at, org.name, org.params = at(6, "01:21:30"), "StopLogging", name("arn:aws:cloudtrail:us-east-1:"+prodData+":trail/"+orgTrail.name)
	org.code, org.message = "AccessDenied", "User: "+petrel.requester+" is not authorized to perform: cloudtrail:StopLogging"
	own.at, own.name, own.params = stopped, "StopLogging", name("arn:aws:cloudtrail:us-east-1:"+prodData+":trail/"+archiveTrail.name)
	w.call(list)
	w.call(org)
	w.call(own)
	w.thief(at(6, "01:24:02"), putBucketVersioning, archive, func(r *request) {
		r.body = []evidence.Member{{Name: "VersioningConfiguration", Value: `{"Status":"Suspended","xmlns":"http://s3.amazonaws.com/doc/2006-03-01/"}`}}
	})
	rule := []evidence.Member{{Name: "LifecycleConfiguration", Value: `{"Rule":{"ID":"tidy","Status":"Enabled","Filter":{"Prefix":""},"Expiration":{"Days":1}},"xmlns":"http://s3.amazonaws.com/doc/2006-03-01/"}`}}
	w.thief(at(6, "01:25:17"), putBucketLifecycle, archive, func(r *request) { r.body = rule })
	w.thief(at(6, "01:26:01"), putBucketLifecycle, audit, func(r *request) {
		denied("PutLifecycleConfiguration", " because no identity-based policy allows the action")(r)
		r.body = rule
	})
}

// wipe deletes the surveys, 70 at a time, and leaves a note.
func (w *world) wipe() {
	for i := range 9 {
		var keys []string
		for k := range 70 {
			keys = append(keys, survey(i*70+k+1))
		}
		w.thief(at(6, "01:31:12").Add(time.Duration(i)*83*time.Second), deleteObjects, archive, func(r *request) { r.keys, r.sent = keys, 9_411 })
	}
	w.thief(at(6, "01:44:50"), deleteObjects, backup, denied("DeleteObject", " with an explicit deny in a resource-based policy"))
	for i := range 14 {
		w.thief(at(6, "01:46:00").Add(time.Duration(i)*2*time.Second), deleteObject, archive, func(r *request) {
			r.key, r.status = "gauges/harwich/"+padded(i+1, 4)+".csv", 204
		})
	}
	for i, key := range []string{"READ_ME_TO_RESTORE_YOUR_SURVEYS.txt", "surveys/2026/10/READ_ME_TO_RESTORE_YOUR_SURVEYS.txt"} {
		w.thief(at(6, "01:52:09").Add(time.Duration(i)*3*time.Second), putObject, archive, func(r *request) {
			r.key, r.size, r.acl = key, 1_204, canned("public-read")
		})
	}
}
