package main

import "time"

// pressWork is the press office in Tokyo: the console, the field app, and files
// given out by presigned URL.
func (w *world) pressWork() []flow {
	kits := newShelf(w, 24, "kits/autumn/photo-#.jpg", 400_000, 6_000_000)
	people := newCrowd(w, 40)
	links := w.presigned(kits)
	look := func(w *world, t time.Time) {
		op := pick(w, []*operation{listObjects, getBucketLogging, getBucketACL, getBlock, getBucketVersioning, getBucketEncryption})
		w.do(request{
			at: t, by: mika, ip: "192.0.2.201", via: console, op: op, bucket: press, style: pathStyle,
			from: "ap-northeast-1",
		})
	}
	follow := func(w *world, t time.Time) {
		l := pick(w, links)
		w.do(request{
			at: t, by: mika, ip: people.draw(), via: pick(w, browsers), op: getObject, bucket: press,
			key: l.key, sent: l.size, size: l.size, signed: l.query,
		})
	}
	send := func(w *world, t time.Time) {
		w.do(request{
			at: t, by: phoneApp, ip: people.draw(), via: iosApp, op: putObject, bucket: press,
			key:  "field/" + t.Format("2006-01-02") + "/" + w.ids.Hex(6) + ".heic",
			size: int64(w.between(900_000, 4_000_000)),
		})
	}
	spaced := func(w *world, t time.Time) {
		r := request{
			at: t, by: mika, ip: "192.0.2.201", via: console, op: getObject, bucket: press,
			key: "kits/tide map (final).pdf", sent: 1_048_220, size: 1_048_220,
		}
		r.key = escaped(r.key)
		w.do(r)
	}
	return []flow{{190, office, look}, {420, visitors, follow}, {260, office, send}, {12, office, spaced}}
}

type link struct {
	key, query string
	size       int64
}

// presigned makes URLs that were given out, with made-up signatures.
func (w *world) presigned(s *shelf) []link {
	var ls []link
	for range 14 {
		key, size := s.draw()
		ls = append(ls, link{key, "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIMIKASATOEXAMPLE%2F20261101%2Fap-northeast-1%2Fs3%2Faws4_request" +
			"&X-Amz-Date=20261101T000000Z&X-Amz-Expires=604800&X-Amz-SignedHeaders=host&X-Amz-Signature=" + w.ids.Hex(64), size})
	}
	return ls
}

// scratchWork is the sandbox, of which only CloudTrail tells.
func (w *world) scratchWork() []flow {
	frames := newShelf(w, 80, "notebooks/frame-#.parquet", 100_000, 9_000_000)
	work := func(by *caller, ip string) func(*world, time.Time) {
		return func(w *world, t time.Time) {
			key, size := frames.draw()
			w.do(request{
				at: t, by: by, ip: ip, via: pandas,
				op: pick(w, []*operation{putObject, putObject, deleteObject}), bucket: scratch, key: key,
				size: size,
			})
		}
	}
	plan := func(w *world, t time.Time) {
		op := pick(w, []*operation{getBucketACL, getBucketPolicy, getBucketVersioning, getBucketLogging, getBucketEncryption, getBlock, getBucketLocation})
		w.do(request{at: t, by: terraform, ip: "192.0.2.177", via: tfAgent, op: op, bucket: scratch})
	}
	return []flow{
		{330, office, work(devLin, "192.0.2.34")},
		{240, office, work(devAda, "192.0.2.35")},
		{300, office, plan},
	}
}

// services is what AWS does by itself: it delivers logs, records configurations
// and runs the lifecycle rules. None of it is a client on plain HTTP.
func (w *world) services() []flow {
	put := func(by *caller, prefix string) func(*world, time.Time) {
		return func(w *world, t time.Time) {
			key := prefix + t.Format("/2006/01/02/") + prodData + "_" + t.Format("20060102T1504Z") + "_" + w.ids.Hex(6) + ".gz"
			w.do(request{
				at: t, by: by, via: silent, op: putObject, bucket: audit, key: key,
				size: int64(w.between(1_500, 90_000)), acl: canned("bucket-owner-full-control"),
			})
		}
	}
	inspect := func(w *world, t time.Time) {
		op := pick(w, []*operation{getBucketACL, getBucketPolicy, getBucketVersioning, getBucketLogging, getBucketEncryption})
		w.recorder(t, pick(w, buckets), op)
	}
	expire := func(op string) func(*world, time.Time) {
		return func(w *world, t time.Time) {
			w.job(request{
				at: t, by: lifecycle, op: deleteObject, bucket: backup,
				key: "restic/data/" + padded(w.between(501, 900), 4), size: 8_388_608,
			}, op, w.ids.Request())
		}
	}
	return []flow{
		{420, steady, put(trailPut, "org/AWSLogs/"+orgID+"/"+prodData+"/CloudTrail/us-east-1")},
		{560, steady, put(delivery, "flow/AWSLogs/"+prodData+"/vpcflowlogs/us-east-1")},
		{420, steady, inspect},
		{160, nightly, expire("S3.EXPIRE.OBJECT")},
		{60, nightly, expire("S3.CREATE.DELETEMARKER")},
		{90, nightly, expire("S3.TRANSITION_GIR.OBJECT")},
	}
}
