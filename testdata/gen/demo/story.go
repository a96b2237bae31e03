package main

import (
	"time"

	"s3sleuth/testdata/gen/evidence"
)

// The addresses of the story.
const (
	scanIP  = "203.0.113.66"
	thiefIP = "203.0.113.77"
)

// leeches fetch what the thief has made public.
var leeches = []struct {
	ip  string
	via agent
	n   int
}{
	{"198.51.100.23", aria, 260},
	{"203.0.113.140", curl.plainly(), 120},
	{"2001:db8:51a7::9", wget, 90},
	{"192.0.2.250", requests.plainly(), 64},
}

// story is the incident, in the order in which it happened.
func (w *world) story() {
	w.deploys()
	w.scan()
	w.lookAround()
	w.refusedFirst()
	published := w.publish()
	w.fetchAll(published)
	w.coverTracks()
	w.wipe()
	w.respond(published)
}

// thief lets the stolen key make a request to a bucket.
func (w *world) thief(t time.Time, op *operation, b *bucket, edit func(*request)) {
	r := request{at: t, by: petrel, ip: thiefIP, via: thief, op: op, bucket: b}
	if edit != nil {
		edit(&r)
	}
	w.do(r)
}

func denied(action string, why string) func(*request) {
	return func(r *request) {
		r.status, r.code, r.sent = 403, "AccessDenied", 243
		r.message = "User: " + petrel.requester + " is not authorized to perform: s3:" + action + why
	}
}

// deploys is the web team's pipeline. It still sets a public ACL on what it
// uploads, and on Tuesday it uploads a file too many.
func (w *world) deploys() {
	put := func(t time.Time, key string, size int64) {
		w.do(request{
			at: t, by: siteCI, ip: "192.0.2.60", via: cliSync, op: putObject, bucket: www, key: key,
			size: size, acl: canned("public-read"), from: "us-east-1",
		})
	}
	for day := 2; day <= 6; day++ {
		t := at(day, "15:02:10")
		w.do(request{
			at: t, by: siteCI, ip: "192.0.2.60", via: cliSync, op: listObjects, bucket: www, sent: 61_000,
			from: "us-east-1",
		})
		for i := range 18 {
			put(t.Add(time.Duration(2+i/4)*time.Second), "tides/2026-11/"+padded(i+7, 4)+".html", int64(w.between(4_000, 60_000)))
		}
	}
	put(at(3, "16:41:55"), ".env", 412)
	for _, key := range []string{"press/harbour-festival.jpg", "press/opening-2026.jpg"} {
		w.do(request{
			at: at(2, "07:31:20"), by: mika, ip: "192.0.2.201", via: browsers[2], op: putObject, bucket: press, key: key, size: 2_204_118,
			acl:    &acl{words: "public-read", public: true, presigned: true, params: canned("public-read").params},
			signed: "x-amz-acl=public-read&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIMIKASATOEXAMPLE%2F20261102%2Fap-northeast-1%2Fs3%2Faws4_request&X-Amz-Date=20261102T073000Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host%3Bx-amz-acl&X-Amz-Signature=" + w.ids.Hex(64),
		})
	}
	for i := range 3 {
		w.do(request{
			at: at(4, "11:20:00").Add(time.Duration(i) * time.Minute), by: devAda, ip: "192.0.2.35",
			via: pandas, op: putObject, bucket: scratch, key: "share/demo-" + itoa(i) + ".csv", size: 20_411,
			acl: cannedList("authenticated-read"),
		})
	}
}

// scan is Wednesday night: somebody tries file names on the web site, and one is there.
func (w *world) scan() {
	t := at(4, "21:08:03")
	for i, key := range guesses() {
		r := request{
			at: t.Add(time.Duration(i) * 700 * time.Millisecond), by: nobody, ip: scanIP,
			via: scanner.plainly(), op: webGet, bucket: www, style: website, key: key,
		}
		r.status, r.code, r.sent = 404, "NoSuchKey", 335
		if key == ".env" {
			r.status, r.code, r.sent, r.size = 200, "", 412, 412
		}
		w.do(r)
	}
	for i, ua := range hostileAgents {
		w.do(request{
			at: at(4, "21:10:40").Add(time.Duration(i) * 2 * time.Second), by: nobody, ip: scanIP, via: agent{ua: ua, tls: "1.3"},
			op: getObject, bucket: www, key: "index.html", sent: 18_204, size: 18_204, referer: `http://x.example/?q="452"`,
		})
	}
	w.do(request{
		at: at(4, "21:13:27"), by: nobody, ip: thiefIP, via: curl.plainly(), op: getObject, bucket: www,
		key: ".env", sent: 412, size: 412,
	})
}

func guesses() []string {
	ks := []string{".git/config", ".aws/credentials", "wp-login.php", "phpinfo.php", "config.json", "backup.zip", "server-status", ".env.local", "docker-compose.yml", "id_rsa"}
	for i := range 140 {
		ks = append(ks, "backup/site-"+padded(i, 3)+".tar.gz")
	}
	return append(ks, ".env")
}

// hostileAgents try to fool whoever reads the log: they clear a terminal, set
// its title, write to its clipboard, forge the end of a line, and turn the text around.
var hostileAgents = []string{
	"\x1b]0;all is well\x07\x1b[2J\x1b[Hcurl/8.5.0",
	"\x1b]52;c;ZWNobyBvd25lZA==\x1b\\curl/8.5.0",
	`x" - AAAAexamplehostid= SigV4 TLS_AES_128_GCM_SHA256 AuthHeader saltmarsh-www.s3.us-east-1.amazonaws.com TLSv1.3 - - -`,
	"Mozilla/5.0 \u202egnp.exe\u202c (compatible)",
	"=cmd|' /C calc'!A0",
	"curl/8.5.0\u009b31mred",
}

// lookAround is Thursday, two o'clock: whose key is this, and what does it open?
func (w *world) lookAround() {
	t := at(5, "02:14:07")
	w.call(call{
		at: t, by: petrel, ip: thiefIP, via: thief, source: "sts.amazonaws.com",
		name: "GetCallerIdentity", reads: true,
	})
	w.call(call{
		at: t.Add(9 * time.Second), by: petrel, ip: thiefIP, via: thief, source: "s3.amazonaws.com",
		name: "ListBuckets", reads: true,
		params: []evidence.Member{{Name: "Host", Value: `"s3.us-east-1.amazonaws.com"`}},
	})
	w.call(call{
		at: t.Add(21 * time.Second), by: petrel, ip: thiefIP, via: thief, source: "iam.amazonaws.com", name: "ListAttachedUserPolicies", reads: true,
		code: "AccessDenied", message: "User: " + petrel.requester + " is not authorized to perform: iam:ListAttachedUserPolicies",
	})
	sweep := []*operation{getBucketLocation, getBucketACL, getBucketPolicy, getBlock, getBucketVersioning}
	n := 0
	for _, b := range buckets {
		for _, op := range sweep {
			edit := denied(op.api, " because no resource-based policy allows the action")
			if b.account == prodData && b != audit {
				edit = nil
			}
			w.thief(at(5, "02:15:02").Add(time.Duration(n)*220*time.Millisecond), op, b, edit)
			n++
		}
	}
	for i := range 12 {
		b := archive
		if i%4 == 3 {
			b = backup
		}
		w.thief(at(5, "02:17:30").Add(time.Duration(i)*3*time.Second), listObjects, b, func(r *request) { r.query, r.sent = "surveys/2026/10/", 184_220 })
	}
}
