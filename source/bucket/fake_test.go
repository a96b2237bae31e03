package bucket

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"s3sleuth/source"
)

// A fake speaks as much of S3's REST XML as reading takes: it lists (version 2,
// prefix, delimiter, start-after, paging, encoding), gets whole and in ranges
// with If-Match, heads, and counts what it is asked.
type fake struct {
	url    string
	bucket string
	region string

	// fault, if set, answers a request in the place of the fake, or does not.
	fault func(w http.ResponseWriter, r *http.Request, key string) (answered bool)

	mu      sync.Mutex
	keys    []string // sorted
	content map[string][]byte
	headers map[string]http.Header // of single objects
	modify  time.Time

	lists, gets, heads atomic.Int64
	asked              []string // the lists' prefixes and start-afters
	flying, most       atomic.Int64
	tags               sync.Map // of large contents, by their first byte
}

// alone cuts a test off from the configuration of the machine it runs on, and
// gives it the keys of the example in AWS's documentation.
func alone(t testing.TB) {
	t.Helper()
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "AWS_") {
			t.Setenv(name, "")
			os.Unsetenv(name)
		}
	}
	t.Setenv("AWS_CONFIG_FILE", os.DevNull)
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", os.DevNull)
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	t.Setenv("AWS_ACCESS_KEY_ID", exampleID)
	t.Setenv("AWS_SECRET_ACCESS_KEY", exampleSecret)
}

const (
	exampleID     = "AKIAIOSFODNN7EXAMPLE"
	exampleSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
)

// serve starts a fake with a bucket "logs" that holds the given objects.
func serve(t testing.TB, content map[string][]byte) *fake {
	t.Helper()
	alone(t)
	f := &fake{
		bucket: "logs", region: "eu-west-1", content: content,
		headers: make(map[string]http.Header), modify: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC),
	}
	f.sort()
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	f.url = server.URL
	return f
}

func (f *fake) sort() {
	f.keys = f.keys[:0]
	for key := range f.content {
		f.keys = append(f.keys, key)
	}
	slices.Sort(f.keys)
}

// put adds or replaces an object.
func (f *fake) put(key string, data []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.content[key] = data
	f.sort()
}

// open opens the fake's bucket below a prefix.
func (f *fake) open(t testing.TB, prefix string, cache *Cache, change ...func(*source.Options)) *Bucket {
	t.Helper()
	o := source.Options{Endpoint: f.url}
	for _, c := range change {
		c(&o)
	}
	b, err := Open(context.Background(), Scheme+f.bucket+"/"+prefix, o, cache)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.most.Store(max(f.most.Load(), f.flying.Add(1)))
	defer f.flying.Add(-1)
	bucket, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	list := key == "" && r.Method == http.MethodGet
	switch {
	case list:
		f.lists.Add(1)
	case r.Method == http.MethodHead:
		f.heads.Add(1)
	default:
		f.gets.Add(1)
	}
	if f.fault != nil && f.fault(w, r, key) {
		return
	}
	w.Header().Set("X-Amz-Bucket-Region", f.region)
	switch {
	case bucket != f.bucket:
		refuse(w, 404, "NoSuchBucket", "The specified bucket does not exist")
	case list:
		f.list(w, r.URL.Query())
	case key == "":
	default:
		f.get(w, r, key)
	}
}

// refuse answers as S3 answers an error.
func refuse(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	fmt.Fprintf(w, "<Error><Code>%s</Code><Message>%s</Message><RequestId>R</RequestId></Error>", code, escaped(message))
}

func escaped(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}

func (f *fake) list(w http.ResponseWriter, q url.Values) {
	prefix, delimiter := q.Get("prefix"), q.Get("delimiter")
	after := max(q.Get("start-after"), q.Get("continuation-token"))
	code := func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "%2F", "/") }
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, prefix+" > "+after)
	var b bytes.Buffer
	b.WriteString("<ListBucketResult><EncodingType>url</EncodingType>")
	n, last, folder, truncated := 0, "", "", false
	for i := sort.SearchStrings(f.keys, max(prefix, after)); i < len(f.keys); i++ {
		key := f.keys[i]
		if key <= after || folder != "" && strings.HasPrefix(key, folder) ||
			strings.HasSuffix(after, "/") && delimiter != "" && strings.HasPrefix(key, after) && after != prefix {
			continue
		}
		if !strings.HasPrefix(key, prefix) {
			break
		}
		if n == pageKeys {
			truncated = true
			break
		}
		n++
		if at := strings.Index(key[len(prefix):], delimiter); delimiter != "" && at >= 0 {
			last = key[:len(prefix)+at+1]
			folder = last
			fmt.Fprintf(&b, "<CommonPrefixes><Prefix>%s</Prefix></CommonPrefixes>", code(last))
			continue
		}
		last = key
		data, etag := f.content[key], ""
		if data != nil {
			etag = f.tag(data)
		}
		fmt.Fprintf(&b, "<Contents><Key>%s</Key><Size>%d</Size><ETag>&quot;%s&quot;</ETag><LastModified>%s</LastModified></Contents>",
			code(key), len(data), etag, f.modify.Format(time.RFC3339))
	}
	fmt.Fprintf(&b, "<IsTruncated>%v</IsTruncated>", truncated)
	if truncated {
		fmt.Fprintf(&b, "<NextContinuationToken>%s</NextContinuationToken>", escaped(last))
	}
	b.WriteString("</ListBucketResult>")
	w.Header().Set("Content-Type", "application/xml")
	_, _ = w.Write(b.Bytes())
}

func tag(data []byte) string {
	sum := md5.Sum(data)
	return hex.EncodeToString(sum[:])
}

// tag is tag, worked out once for large contents, which several objects may share.
func (f *fake) tag(data []byte) string {
	if len(data) < 1<<20 {
		return tag(data)
	}
	known, ok := f.tags.Load(&data[0])
	if !ok {
		known, _ = f.tags.LoadOrStore(&data[0], tag(data))
	}
	return known.(string)
}

func (f *fake) get(w http.ResponseWriter, r *http.Request, key string) {
	f.mu.Lock()
	data, ok := f.content[key]
	for name, values := range f.headers[key] {
		w.Header()[name] = values
	}
	f.mu.Unlock()
	if !ok {
		refuse(w, 404, "NoSuchKey", "The specified key does not exist.")
		return
	}
	etag := `"` + f.tag(data) + `"`
	if match := r.Header.Get("If-Match"); match != "" && match != etag {
		refuse(w, 412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
		return
	}
	status := http.StatusOK
	if span, ok := strings.CutPrefix(r.Header.Get("Range"), "bytes="); ok {
		from, to, _ := strings.Cut(span, "-")
		a, _ := strconv.Atoi(from)
		z := len(data) - 1
		if to != "" {
			z, _ = strconv.Atoi(to)
		}
		if a >= len(data) {
			refuse(w, 416, "InvalidRange", "The requested range is not satisfiable")
			return
		}
		w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", a, min(z, len(data)-1), len(data)))
		data, status = data[a:min(z+1, len(data))], http.StatusPartialContent
	}
	w.Header().Set("ETag", etag)
	w.Header().Set("Last-Modified", f.modify.Format(http.TimeFormat))
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(data)
	}
}
