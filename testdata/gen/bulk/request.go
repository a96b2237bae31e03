package main

import (
	"math/rand/v2"
	"strconv"
	"time"

	"s3sleuth/testdata/gen/evidence"
)

type kind uint8

const (
	cloudTrail kind = iota
	accessLog
)

func (k kind) String() string { return [...]string{"cloudtrail", "accesslog"}[k] }

// The logs span thirty days from here.
var start = time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)

const span = 30 * 24 * time.Hour

// A call is an S3 operation in either spelling.
type call struct {
	api, log, method string
	writes, deletes  bool
	acl              bool
	data             bool // a data event
	weight           int
}

var calls = []call{
	{"GetObject", "REST.GET.OBJECT", "GET", false, false, false, true, 48},
	{"PutObject", "REST.PUT.OBJECT", "PUT", true, false, true, true, 20},
	{"HeadObject", "REST.HEAD.OBJECT", "HEAD", false, false, false, true, 14},
	{"ListObjects", "REST.GET.BUCKET", "GET", false, false, false, true, 8},
	{"DeleteObject", "REST.DELETE.OBJECT", "DELETE", true, true, false, true, 4},
	{"CopyObject", "REST.COPY.OBJECT", "PUT", true, false, true, true, 2},
	{"PutObjectAcl", "REST.PUT.ACL", "PUT", true, false, true, true, 1},
	{"GetBucketVersioning", "REST.GET.VERSIONING", "GET", false, false, false, false, 3},
}

// wheel has each call as often as its weight.
var wheel = func() (w []*call) {
	for i := range calls {
		for range calls[i].weight {
			w = append(w, &calls[i])
		}
	}
	return w
}()

// A request is what one record is about.
type request struct {
	at     time.Time
	by     *person
	ip     string
	ua     string
	tls    string // "none", "1.0" to "1.3"
	call   *call
	place  *place
	key    string
	status int
	code   string
	size   int64
	acl    string // canned; "" is none
	id     string
	host   string
}

// maker draws requests. It is not safe for concurrent use.
type maker struct {
	*cast
	rnd    *rand.Rand
	ids    *evidence.IDs
	people *rand.Zipf
	where  *rand.Zipf
	buf    []byte
}

func newMaker(c *cast, k kind, file int) *maker {
	rnd := rand.New(rand.NewPCG(c.seed<<8|uint64(k), uint64(file)+2))
	return &maker{
		cast: c, rnd: rnd, ids: evidence.NewIDs(rnd, 1024),
		people: rand.NewZipf(rnd, 1.1, 12, principals-1), where: rand.NewZipf(rnd, 1.15, 5, buckets-1),
	}
}

// draw makes the request that happens at t.
func (m *maker) draw(t time.Time) request {
	r := request{
		at: t, by: m.cast.people[m.people.Uint64()], call: pick(m.rnd, wheel),
		place: m.places[m.where.Uint64()], status: 200, id: m.ids.Request(), host: m.ids.Host(),
	}
	if !r.call.writes && r.call.data && m.rnd.IntN(16) == 0 {
		r.by = m.anybody
	}
	r.ip = pick(m.rnd, r.by.ips)
	p := pick(m.rnd, r.by.agents)
	r.ua, r.tls = p.ua, p.tls
	if r.by.weak != "" {
		r.tls = r.by.weak
	}
	if r.by == m.anybody && m.rnd.IntN(4) == 0 {
		r.tls = "none"
	}
	m.object(&r)
	if r.call.acl {
		r.acl = m.acl(r.call)
	}
	switch m.rnd.IntN(40) {
	case 0:
		r.status, r.code, r.size = 403, "AccessDenied", 0
	case 1:
		if r.call.api == "GetObject" || r.call.api == "HeadObject" {
			r.status, r.code, r.size = 404, "NoSuchKey", 0
		}
	}
	return r
}

// object names an object that hardly ever comes twice.
func (m *maker) object(r *request) {
	if r.call.api == "ListObjects" || !r.call.data {
		return
	}
	name := "/part-"
	if m.rnd.IntN(2000) == 0 {
		name = "/quarterly-report-"
	}
	b := append(m.buf[:0], "lake/"...)
	b = r.at.AppendFormat(b, "2006/01/02")
	b = append(b, name...)
	b = strconv.AppendUint(b, m.rnd.Uint64()>>16, 16)
	m.buf = append(b, ".parquet"...)
	r.key, r.size = string(m.buf), m.rnd.Int64N(40_000_000)
}

func (m *maker) acl(c *call) string {
	switch n := m.rnd.IntN(100); {
	case n == 0:
		return "public-read"
	case n == 1 && m.rnd.IntN(3) == 0:
		return "authenticated-read"
	case n < 12 || c.api == "PutObjectAcl":
		return "private"
	}
	return ""
}

func (r *request) public() bool { return r.acl == "public-read" || r.acl == "authenticated-read" }

func (r *request) hostHeader() string {
	return r.place.name + ".s3." + r.place.region + ".amazonaws.com"
}

// tlsVersion and cipher are as S3 logs them; "" over plain HTTP.
func (r *request) tlsVersion() string {
	switch r.tls {
	case "none":
		return ""
	case "1.0":
		return "TLSv1"
	}
	return "TLSv" + r.tls
}

func (r *request) cipher() string {
	switch r.tls {
	case "none":
		return ""
	case "1.3":
		return "TLS_AES_128_GCM_SHA256"
	case "1.2":
		return "ECDHE-RSA-AES128-GCM-SHA256"
	}
	return "ECDHE-RSA-AES128-SHA"
}
