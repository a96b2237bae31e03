package bucket

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/source/sourcetest"
)

// A faulty answer takes the place of the fake's, or says that there is none.
type faulty func(w http.ResponseWriter, r *http.Request, key string) bool

// expiring lets so many objects be got and then refuses the credentials.
func expiring(left int64) faulty {
	var got atomic.Int64
	return func(w http.ResponseWriter, _ *http.Request, key string) bool {
		if key == "" || got.Add(1) <= left {
			return false
		}
		refuse(w, 400, "ExpiredToken", "The provided token has expired.")
		return true
	}
}

// each faults the first n calls for every object.
func each(n int, f faulty) faulty {
	var mu sync.Mutex
	times := make(map[string]int)
	return func(w http.ResponseWriter, r *http.Request, key string) bool {
		if key == "" || r.Method != http.MethodGet {
			return false
		}
		mu.Lock()
		times[key]++
		now := times[key]
		mu.Unlock()
		return now <= n && f(w, r, key)
	}
}

// broken begins an answer of the length it should have and gives half of it.
func (f *fake) broken(reset bool) faulty {
	return func(w http.ResponseWriter, _ *http.Request, key string) bool {
		f.mu.Lock()
		data := f.content[key]
		f.mu.Unlock()
		w.Header().Set("ETag", `"`+tag(data)+`"`)
		w.Header().Set("Content-Length", strconv.Itoa(len(data)))
		_, _ = w.Write(data[:len(data)/2])
		if reset {
			panic(http.ErrAbortHandler)
		}
		return true // the server closes the connection, for it knows the length
	}
}

// short and long answer in good form, with another length than was listed.
func (f *fake) length(by int) faulty {
	return func(w http.ResponseWriter, _ *http.Request, key string) bool {
		f.mu.Lock()
		data := f.content[key]
		f.mu.Unlock()
		w.Header().Set("ETag", `"`+tag(data)+`"`)
		switch {
		case by < 0:
			data = data[:len(data)+by]
		default:
			data = append(data[:len(data):len(data)], make([]byte, by)...)
		}
		w.Header().Set("Content-Length", strconv.Itoa(len(data)))
		_, _ = w.Write(data)
		return true
	}
}

func refusing(status int, code, message string) faulty {
	return func(w http.ResponseWriter, _ *http.Request, _ string) bool {
		refuse(w, status, code, message)
		return true
	}
}

const objects, lines = 60, 20

// flat returns access logs side by side, one each minute.
func flat() map[string][]byte {
	files := make(map[string][]byte)
	for i := range objects {
		at := begin.Add(time.Duration(i) * time.Minute)
		files["logs/"+at.Format("2006-01-02-15-04-05-")+fmt.Sprintf("%016X", i)] = sourcetest.Lines(i, lines, at)
	}
	return files
}

func TestFaultsThatPassCostNothing(t *testing.T) {
	want, _ := sourcetest.Load(t, serve(t, flat()).open(t, "", nil), source.Range{})
	for name, fault := range map[string]func(*fake) faulty{
		"slow down": func(*fake) faulty { return each(2, refusing(503, "SlowDown", "Please reduce your request rate.")) },
		"internal error": func(*fake) faulty {
			return each(1, refusing(500, "InternalError", "We encountered an internal error."))
		},
		"reset in mid-body": func(f *fake) faulty { return each(2, f.broken(true)) },
		"ends in mid-body":  func(f *fake) faulty { return each(1, f.broken(false)) },
		"too short":         func(f *fake) faulty { return each(1, f.length(-7)) },
		"too long":          func(f *fake) faulty { return each(1, f.length(7)) },
		"latency": func(*fake) faulty {
			return func(http.ResponseWriter, *http.Request, string) bool { time.Sleep(5 * time.Millisecond); return false }
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, flat())
			f.fault = fault(f)
			got, l := sourcetest.Load(t, f.open(t, "", nil), source.Range{})
			if diff := cmp.Diff(answers(t, want, source.Range{}), answers(t, got, source.Range{})); diff != "" {
				t.Errorf("counts (-without faults +with):\n%s", diff)
			}
			c := l.Coverage()
			if c.State != model.Complete || c.Records != objects*lines {
				t.Errorf("%d records, %v %s; want %d, COMPLETE", c.Records, c.State, c.Reason, objects*lines)
			}
		})
	}
}

// A listing that breaks off, or an answer of another kind, is no empty bucket.
func TestAListingThatBreaksOffIsAskedForAgain(t *testing.T) {
	f := serve(t, flat())
	var calls atomic.Int64
	f.fault = func(w http.ResponseWriter, r *http.Request, key string) bool {
		if key != "" || r.Method != http.MethodGet || calls.Add(1) > 1 {
			return false
		}
		w.Header().Set("Content-Length", "1000")
		_, _ = w.Write([]byte("<ListBucketResult><Contents><Key>a</Key>"))
		panic(http.ErrAbortHandler)
	}
	if v, _ := sourcetest.Load(t, f.open(t, "", nil), source.Range{}); v.Len() != objects*lines || calls.Load() != 3 {
		t.Errorf("%d records after %d calls; want %d after 3, two levels and one again", v.Len(), calls.Load(), objects*lines)
	}
	f.fault = func(w http.ResponseWriter, r *http.Request, key string) bool {
		_, _ = w.Write([]byte("<html><body>Sign in</body></html>"))
		return true
	}
	if err := f.open(t, "", nil).Scan(context.Background(), source.Range{}, sink{}); err == nil || !strings.Contains(err.Error(), "no listing") {
		t.Errorf("a page of another kind: %v", err)
	}
}

func TestWhatIsRefusedIsListed(t *testing.T) {
	const key = "arn:aws:kms:eu-west-1:111122223333:key/1a2b3c4d-1111-2222-3333-444455556666"
	few := func(fault faulty) faulty { // faults every tenth object, by the last digit of its minute
		return func(w http.ResponseWriter, r *http.Request, name string) bool {
			return strings.Contains(name, "0-00-00000000000000") && r.Method == http.MethodGet && fault(w, r, name)
		}
	}
	tests := map[string]struct {
		fault        faulty
		headers      http.Header
		reason, hint string
	}{
		"a permission": {
			refusing(403, "AccessDenied", "Access Denied"), nil,
			"s3:GetObject: AccessDenied", "ask for s3:GetObject on s3://logs/",
		},
		"the key, which AWS names": {
			refusing(403, "AccessDenied", "User: arn:aws:iam::111122223333:user/audit is not authorized to perform: kms:Decrypt on resource: "+key+" because no identity-based policy allows the kms:Decrypt action"), nil,
			"kms:Decrypt: AccessDenied", "ask for kms:Decrypt on " + key,
		},
		"the key, which the object's head names": {
			refusing(403, "AccessDenied", "Access Denied"),
			http.Header{"X-Amz-Server-Side-Encryption-Aws-Kms-Key-Id": {key}},
			"kms:Decrypt: AccessDenied", "ask for kms:Decrypt on " + key,
		},
		"KMS itself":          {refusing(400, "KMS.DisabledException", key+" is disabled."), nil, "kms:Decrypt: KMS.DisabledException", key},
		"an archive":          {refusing(403, "InvalidObjectState", "The operation is not valid for the object's storage class"), nil, "InvalidObjectState", "restore"},
		"an object that went": {refusing(404, "NoSuchKey", "The specified key does not exist."), nil, "NoSuchKey", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := serve(t, flat())
			for k := range f.content {
				f.headers[k] = tt.headers
			}
			f.fault = few(tt.fault)
			_, l := sourcetest.Load(t, f.open(t, "", nil), source.Range{})
			c, problems := l.Coverage(), l.Problems(0)
			const refused = objects / 10
			if c.State != model.Partial || c.Failed != refused || len(problems) != refused || c.Records != (objects-refused)*lines {
				t.Fatalf("%v, %d failed, %d problems, %d records; want PARTIAL, %d, %d, %d",
					c.State, c.Failed, len(problems), c.Records, refused, refused, (objects-refused)*lines)
			}
			p := problems[0]
			if !strings.Contains(p.Reason, tt.reason) || !strings.Contains(p.Hint, tt.hint) || !strings.HasPrefix(p.File, "s3://logs/logs/2026") {
				t.Errorf("%s: %q, hint %q; want %q and %q", p.File, p.Reason, p.Hint, tt.reason, tt.hint)
			}
		})
	}
}

func TestWhatEndsTheReadingSaysWhy(t *testing.T) {
	list := func(fault faulty) faulty {
		return func(w http.ResponseWriter, r *http.Request, key string) bool {
			return key == "" && r.Method == http.MethodGet && fault(w, r, key)
		}
	}
	for name, tt := range map[string]struct {
		fault faulty
		says  []string
	}{
		"no right to list": {list(refusing(403, "AccessDenied", "Access Denied")), []string{"s3:ListBucket", "AccessDenied", "s3://logs/"}},
		"no such bucket":   {list(refusing(404, "NoSuchBucket", "The specified bucket does not exist")), []string{"NoSuchBucket"}},
		"unknown keys":     {list(refusing(403, "InvalidAccessKeyId", "The key does not exist")), []string{"InvalidAccessKeyId"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, flat())
			f.fault = tt.fault
			err := f.open(t, "", nil).Scan(context.Background(), source.Range{}, nil)
			for _, want := range tt.says {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("%v does not say %q", err, want)
				}
			}
		})
	}
}

func TestABucketInAnotherRegionIsFollowed(t *testing.T) {
	f := serve(t, flat())
	var wrong atomic.Int64
	f.fault = func(w http.ResponseWriter, r *http.Request, key string) bool {
		if strings.Contains(r.Header.Get("Authorization"), "/eu-west-1/s3/") {
			return false
		}
		wrong.Add(1)
		w.Header().Set("X-Amz-Bucket-Region", "eu-west-1")
		w.WriteHeader(http.StatusMovedPermanently)
		return true
	}
	got, _ := sourcetest.Load(t, f.open(t, "", nil, func(o *source.Options) { o.Region = "us-east-1" }), source.Range{})
	if got.Len() != objects*lines || wrong.Load() != 1 {
		t.Errorf("%d records after %d calls in the wrong Region; want %d after 1", got.Len(), wrong.Load(), objects*lines)
	}
}

func TestRequesterPays(t *testing.T) {
	f := serve(t, flat())
	f.fault = func(w http.ResponseWriter, r *http.Request, key string) bool {
		if r.Header.Get("X-Amz-Request-Payer") == "requester" || r.Method == http.MethodHead {
			return false
		}
		refuse(w, 403, "AccessDenied", "Access Denied")
		return true
	}
	got, l := sourcetest.Load(t, f.open(t, "", nil, func(o *source.Options) { o.RequesterPays = true }), source.Range{})
	if got.Len() != objects*lines {
		t.Errorf("%d records, %s", got.Len(), l.Coverage().Reason)
	}
}

func TestSlowDownNarrowsWhatIsAskedAtATime(t *testing.T) {
	w := newWindow()
	one := func(throttled int) {
		for w.room() {
			w.given()
		}
		w.arrived(&chunk{to: 1000, throttled: throttled})
	}
	for range 5000 {
		one(0)
	}
	if w.calls != mostCalls {
		t.Errorf("small objects at ease: %d calls at a time, want %d", w.calls, mostCalls)
	}
	for range 5000 {
		one(1)
	}
	if w.calls != leastCalls {
		t.Errorf("throttled: %d calls at a time, want %d", w.calls, leastCalls)
	}
}
