package main

import (
	"strings"
	"time"
)

// background is what the buckets see on any day.
func (w *world) background() {
	for _, flows := range [][]flow{w.site(), w.mapTiles(), w.archiveWork(), w.backups(), w.pressWork(), w.scratchWork(), w.services()} {
		for _, f := range flows {
			w.run(f)
		}
	}
}

// site is the public web site: its website endpoint, CloudFront, and old links
// straight into the bucket, over HTTP.
func (w *world) site() []flow {
	pages := newShelf(w, 90, "tides/2026-11/#.html", 4_000, 60_000)
	copy(pages.keys, []string{"index.html", "css/site.css", "js/app.js", "img/logo.svg", "img/harbour-webcam.jpg", "favicon.ico"})
	images := newShelf(w, 40, "img/gallery/#.jpg", 80_000, 900_000)
	people := newCrowd(w, 260)
	get := func(s *shelf, op *operation, st style, plain bool, referer string) func(*world, time.Time) {
		return func(w *world, t time.Time) {
			key, size := s.draw()
			r := request{
				at: t, by: nobody, ip: people.draw(), via: pick(w, browsers), op: op, bucket: www, key: key,
				style: st, sent: size, size: size, referer: referer,
			}
			if plain {
				r.via = r.via.plainly()
			}
			switch w.rnd.IntN(24) {
			case 0, 1, 2:
				r.status, r.sent = 304, 0
			case 3:
				r.status, r.code, r.key, r.sent, r.size = 404, "NoSuchKey", "apple-touch-icon.png", 335, 0
			}
			w.do(r)
		}
	}
	edge := func(w *world, t time.Time) {
		key, size := pages.draw()
		w.do(request{at: t, by: cloudFront, via: silent, op: getObject, bucket: www, key: key, sent: size, size: size})
	}
	crawler := func(w *world, t time.Time) {
		w.do(request{
			at: t, by: nobody, ip: "203.0.113.21", via: agent{ua: "TideBot/1.0 (+http://tidebot.example/)"},
			op: webHead, bucket: www, key: "index.html", style: website, from: "us-west-2",
		})
	}
	return []flow{
		{4300, visitors, get(pages, webGet, website, true, "")},
		{950, visitors, get(images, getObject, virtual, true, "http://forum.harbour-walks.example/viewtopic.php?t=4521")},
		{700, visitors, get(images, getObject, virtual, false, "https://www.saltmarsh.example/")},
		{260, visitors, get(images, headObject, global, true, "")},
		{2700, visitors, edge},
		{190, steady, crawler},
	}
}

// mapTiles is the tile service behind an old CloudFront identity, and the maps
// that browsers and desktop programs fetch themselves.
func (w *world) mapTiles() []flow {
	tiles := newShelf(w, 400, "tiles/12/#.png", 2_000, 45_000)
	legacy := newShelf(w, 30, "sheets/1977-#.tif", 900_000, 4_000_000)
	people := newCrowd(w, 160)
	get := func(s *shelf, b *bucket, by *caller, vias []agent, st style, from string) func(*world, time.Time) {
		return func(w *world, t time.Time) {
			key, size := s.draw()
			r := request{
				at: t, by: by, ip: people.draw(), via: pick(w, vias), op: getObject, bucket: b, key: key,
				style: st, sent: size, size: size, from: from,
			}
			if w.rnd.IntN(30) == 0 {
				r.status, r.code, r.sent, r.size = 403, "AccessDenied", 243, 0
			}
			w.do(r)
		}
	}
	return []flow{
		{2800, visitors, get(tiles, maps, oldOrigin, []agent{frontEdge}, global, "")},
		{2100, visitors, get(tiles, maps, nobody, browsers, virtual, "")},
		{130, office, get(legacy, maps, nobody, []agent{curlNSS}, virtual, "")},
		{240, office, get(legacy, oldMaps, nobody, []agent{curlNSS, curlOld, curlOld}, virtual, "")},
	}
}

// archiveWork is the survey archive: the ingest host that nobody dares to touch
// and that speaks plain HTTP, the analysts' cluster, and the functions that cut tiles.
func (w *world) archiveWork() []flow {
	scans := newShelf(w, 600, "surveys/2026/10/scan-#.las", 2_000_000, 60_000_000)
	gauges := newShelf(w, 300, "gauges/harwich/#.csv", 4_000, 90_000)
	use := func(s *shelf, by *caller, ip string, via agent, st style, ops ...*operation) func(*world, time.Time) {
		return func(w *world, t time.Time) {
			key, size := s.draw()
			r := request{
				at: t, by: by, ip: ip, via: via, op: pick(w, ops), bucket: archive, key: key, size: size,
				style: st, from: "us-east-1",
			}
			if strings.HasPrefix(ip, "10.") {
				r.from, r.vpce = "", "vpce-0a1b2c3d4e5f67890"
			}
			switch r.op {
			case getObject:
				r.sent = size
			case putObject:
				r.response = `{"x-amz-server-side-encryption":"AES256"}`
			case listObjects:
				r.key, r.size, r.query, r.sent = "", 0, "surveys/2026/10/", 41_203
			}
			w.do(r)
		}
	}
	return []flow{
		{820, steady, use(gauges, ingestA, "10.20.4.17", legacyJava, pathStyle, putObject, putObject, headObject)},
		{430, steady, use(gauges, ingestB, "10.20.4.18", legacyJava, pathStyle, putObject, headObject, getObject)},
		{1900, nightly, use(scans, analytics, "10.20.9.64", hadoop, virtual, getObject, getObject, headObject, listObjects)},
		{1500, steady, use(gauges, tileMaker, "192.0.2.91", lambdaPy, virtual, getObject, getObject, putObject)},
		{160, office, use(scans, owen, "192.0.2.33", cliOld, virtual, getObject, headObject, listObjects)},
		{120, nightly, use(scans, petrel, "192.0.2.40", cliSync, virtual, putObject)},
	}
}

// backups is the second Region: three generations of backup programs.
func (w *world) backups() []flow {
	packs := newShelf(w, 500, "restic/data/#", 4_000_000, 16_000_000)
	tapes := newShelf(w, 60, "tape/2014/vol-#.tar", 40_000_000, 90_000_000)
	docs := newShelf(w, 120, "fileserver/docs-#.vhdx", 9_000_000, 70_000_000)
	put := func(s *shelf, by *caller, ip string, via agent, ops ...*operation) func(*world, time.Time) {
		return func(w *world, t time.Time) {
			key, size := s.draw()
			r := request{at: t, by: by, ip: ip, via: via, op: pick(w, ops), bucket: backup, key: key, size: size, from: "eu-west-1"}
			if via == ssmAgent {
				r.key, r.from = "ssm/"+w.ids.Hex(8)+"/awsrunShellScript/0.awsrunShellScript/stdout", ""
			}
			if r.op == putObject {
				r.acl = canned("bucket-owner-full-control")
			}
			w.do(r)
		}
	}
	return []flow{
		{900, nightly, put(packs, restic, "192.0.2.118", minio, putObject, headObject)},
		{210, nightly, put(tapes, oldBackup, "192.0.2.7", boto2, putObject, headObject)},
		{150, office, put(docs, winServer, "192.0.2.52", dotnet, putObject)},
		{220, steady, put(packs, ssmHost, "10.30.1.12", ssmAgent, putObject)},
	}
}
