package aws

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/go-cmp/cmp"
)

// doing is a client of HTTP made of a function.
type doing func(*http.Request) (*http.Response, error)

func (d doing) Do(r *http.Request) (*http.Response, error) { return d(r) }

// TestGetterAsksAsTheSDK: to the same address and in the same scope, whatever
// the configuration and the key.
func TestGetterAsksAsTheSDK(t *testing.T) {
	for name, tt := range map[string]struct {
		settings Settings
		env      map[string]string
		bucket   string
	}{
		"AWS":                    {Settings{Region: "eu-west-1"}, nil, "logs"},
		"the first Region":       {Settings{Region: "us-east-1"}, nil, "logs"},
		"another partition":      {Settings{Region: "cn-north-1"}, nil, "logs"},
		"a name with dots":       {Settings{Region: "eu-west-1"}, nil, "logs.example.com"},
		"FIPS":                   {Settings{Region: "us-gov-east-1"}, map[string]string{"AWS_USE_FIPS_ENDPOINT": "true"}, "logs"},
		"dual stack":             {Settings{Region: "eu-west-1"}, map[string]string{"AWS_USE_DUALSTACK_ENDPOINT": "true"}, "logs"},
		"an access point":        {Settings{Region: "eu-west-1"}, nil, "audit-abcdefghijklmnopqrstuvwxyz0123-s3alias"},
		"another service":        {Settings{Endpoint: "http://127.0.0.1:7070"}, nil, "logs"},
		"below a path":           {Settings{Endpoint: "https://example.com/s3/"}, nil, "logs"},
		"by the environment":     {Settings{}, map[string]string{"AWS_ENDPOINT_URL_S3": "http://127.0.0.1:7070"}, "logs"},
		"with a session's token": {Settings{Region: "eu-west-1"}, map[string]string{"AWS_SESSION_TOKEN": "example-token"}, "logs"},
	} {
		t.Run(name, func(t *testing.T) {
			alone(t)
			for name, value := range tt.env {
				t.Setenv(name, value)
			}
			session, err := Open(context.Background(), tt.settings)
			if err != nil {
				t.Fatal(err)
			}
			var asked []string
			client := s3.New(session.S3("").Options(), func(o *s3.Options) {
				o.HTTPClient = doing(func(r *http.Request) (*http.Response, error) {
					_, scope, _ := strings.Cut(r.Header.Get("Authorization"), "Credential=")
					scope, _, _ = strings.Cut(scope, ",")
					parts := strings.Split(scope, "/")
					asked = append(asked, strings.Join([]string{
						r.Method, r.URL.Scheme, r.URL.Host, r.Host, r.URL.EscapedPath(), parts[0] + " " + strings.Join(parts[2:], "/"),
						r.Header.Get("Range"), r.Header.Get("If-Match"), r.Header.Get("X-Amz-Request-Payer"), r.Header.Get("X-Amz-Security-Token"), r.Header.Get("X-Amz-Content-Sha256"),
					}, " | "))
					return &http.Response{StatusCode: 206, Status: "206 Partial Content", Header: http.Header{}, Body: http.NoBody}, nil
				})
			})
			getter, err := session.Getter(context.Background(), client, tt.bucket, true)
			if err != nil {
				t.Fatal(err)
			}
			for _, key := range []string{"a.log", "AWSLogs/1/x y.json.gz", "a+b%20c", "ü/ключ", "//x", "a/../b", "q?x=1&y#z", "<\"'>"} {
				asked = nil
				if _, err := getter.Get(context.Background(), Want{Key: key, ETag: "e", From: 8, To: 16}); err != nil {
					t.Fatal(err)
				}
				if _, err := client.GetObject(context.Background(), &s3.GetObjectInput{
					Bucket: &tt.bucket, Key: &key, IfMatch: sdk.String(`"e"`), Range: sdk.String("bytes=8-15"), RequestPayer: types.RequestPayerRequester,
				}); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(asked[1:], asked[:1]); diff != "" {
					t.Errorf("%q (-SDK +getter):\n%s", key, diff)
				}
			}
		})
	}
}

func TestGetterRefusesASignatureOfAnotherKind(t *testing.T) {
	alone(t)
	session, err := Open(context.Background(), Settings{Region: "eu-west-1"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := session.Getter(context.Background(), session.S3(""), "logs--euw1-az1--x-s3", false); err == nil {
		t.Error("a directory bucket: no error")
	}
}

// getting returns a getter of the bucket "logs" on a server.
func getting(t *testing.T, server http.HandlerFunc) (*Session, *Getter) {
	t.Helper()
	alone(t)
	s := httptest.NewServer(server)
	t.Cleanup(s.Close)
	session, err := Open(context.Background(), Settings{Endpoint: s.URL})
	if err != nil {
		t.Fatal(err)
	}
	getter, err := session.Getter(context.Background(), session.S3(""), "logs", false)
	if err != nil {
		t.Fatal(err)
	}
	return session, getter
}

func TestGetterTellsOfTheObject(t *testing.T) {
	_, getter := getting(t, func(w http.ResponseWriter, r *http.Request) {
		for name, value := range map[string]string{
			"ETag": `"abc"`, "X-Amz-Version-Id": "v1", "X-Amz-Server-Side-Encryption": "aws:kms",
			"X-Amz-Server-Side-Encryption-Aws-Kms-Key-Id":     "arn:aws:kms:eu-west-1:111122223333:key/k",
			"X-Amz-Server-Side-Encryption-Bucket-Key-Enabled": "true",
		} {
			w.Header().Set(name, value)
		}
		_, _ = io.WriteString(w, "bytes")
	})
	o, err := getter.Get(context.Background(), Want{Key: "a.log"})
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(o.Body)
	o.Body.Close()
	o.Body = nil
	want := &Got{ETag: "abc", Version: "v1", Algorithm: "aws:kms", KMSKey: "arn:aws:kms:eu-west-1:111122223333:key/k", BucketKey: true}
	if diff := cmp.Diff(want, o); diff != "" || string(body) != "bytes" {
		t.Errorf("%q (-want +got):\n%s", body, diff)
	}
}

func TestGetterTellsRefusalsApart(t *testing.T) {
	xml := func(code string) string { return "<Error><Code>" + code + "</Code><Message>Told.</Message></Error>" }
	for name, tt := range map[string]struct {
		status int
		body   string
		kind   Kind
		says   string
	}{
		"told":                    {403, xml("AccessDenied"), Denied, "AccessDenied: Told"},
		"expired":                 {400, xml("ExpiredToken"), Expired, "ExpiredToken: Told"},
		"archived":                {403, xml("InvalidObjectState"), Archived, "InvalidObjectState"},
		"slow down":               {503, xml("SlowDown"), Throttled, "SlowDown"},
		"nothing told, 403":       {403, "", Denied, "Forbidden"},
		"nothing told, 404":       {404, "", Gone, "NotFound"},
		"nothing told, 429":       {429, "", Throttled, "429 Too Many Requests"},
		"nothing told, 500":       {500, "", Unreachable, "500 Internal Server Error"},
		"nothing told, 503":       {503, "", Throttled, "503 Service Unavailable"},
		"a proxy's page":          {502, "<html><body>Bad Gateway</body></html>", Unreachable, "502 Bad Gateway"},
		"not even XML":            {403, "\x00\xff<Error><Code>", Denied, "Forbidden"},
		"another Region":          {301, xml("PermanentRedirect"), Elsewhere, "PermanentRedirect"},
		"another Region, no text": {301, "", Elsewhere, "301 Moved Permanently"},
	} {
		t.Run(name, func(t *testing.T) {
			session, getter := getting(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("X-Amz-Bucket-Region", "eu-west-1")
				w.WriteHeader(tt.status)
				_, _ = io.WriteString(w, tt.body)
			})
			_, err := getter.Get(context.Background(), Want{Key: "a.log"})
			err = session.Explain(err, "s3:GetObject", "s3://logs/a.log")
			var f *Fault
			if !errors.As(err, &f) || f.Kind != tt.kind || !strings.Contains(f.Reason(), tt.says) {
				t.Fatalf("%v of kind %v, want %v and %q", err, f.Kind, tt.kind, tt.says)
			}
			if f.Kind == Elsewhere && f.Region != "eu-west-1" {
				t.Errorf("the Region is %q", f.Region)
			}
		})
	}
}

func TestGetterGoesByTheServersClock(t *testing.T) {
	const late = 47 * time.Minute
	calls, refused := 0, 0
	_, getter := getting(t, func(w http.ResponseWriter, r *http.Request) {
		calls++
		there := time.Now().Add(late)
		w.Header().Set("Date", there.UTC().Format(http.TimeFormat))
		at, err := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
		if err != nil || there.Sub(at).Abs() > 15*time.Minute {
			refused++
			w.WriteHeader(403)
			_, _ = io.WriteString(w, "<Error><Code>RequestTimeTooSkewed</Code><Message>The difference is too large.</Message></Error>")
		}
	})
	for range 3 {
		if _, err := getter.Get(context.Background(), Want{Key: "a.log"}); err != nil {
			t.Fatal(err)
		}
	}
	if calls != 4 || refused != 1 {
		t.Errorf("%d calls, %d refused; want 4 and 1", calls, refused)
	}
}

// A server that does not know ranges answers with the whole object: its first
// bytes are not those that were asked for.
func TestGetterWantsItsRange(t *testing.T) {
	_, getter := getting(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "0123456789") })
	if o, err := getter.Get(context.Background(), Want{Key: "a.log", From: 4, To: 6}); err == nil {
		text, _ := io.ReadAll(o.Body)
		t.Errorf("bytes 4 and 5 are %q", text)
	}
	o, err := getter.Get(context.Background(), Want{Key: "a.log", To: 6})
	if err != nil {
		t.Fatal(err)
	}
	if text, _ := io.ReadAll(o.Body); string(text) != "0123456789" {
		t.Errorf("from the beginning: %q", text)
	}
}
