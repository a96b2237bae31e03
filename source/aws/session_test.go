package aws

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// alone cuts a test off from the configuration of the machine it runs on.
func alone(t *testing.T) {
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
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
}

// served answers every call with an empty listing and notes the requests.
func served(t *testing.T) (url string, paths func() []string) {
	t.Helper()
	var mu sync.Mutex
	var seen []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		seen = append(seen, r.Method+" "+r.URL.Path+" "+r.Header.Get("Authorization"))
		mu.Unlock()
		w.Header().Set("Content-Type", "application/xml")
		_, _ = w.Write([]byte(`<ListBucketResult></ListBucketResult>`))
	}))
	t.Cleanup(server.Close)
	return server.URL, func() []string { mu.Lock(); defer mu.Unlock(); return seen }
}

func TestEndpointIsTakenFromFlagAndEnvironment(t *testing.T) {
	for _, by := range []string{"flag", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"} {
		t.Run(by, func(t *testing.T) {
			alone(t)
			url, paths := served(t)
			settings := Settings{Region: "eu-west-1"}
			if by == "flag" {
				settings.Endpoint = url
			} else {
				t.Setenv(by, url)
			}
			s, err := Open(context.Background(), settings)
			if err != nil {
				t.Fatal(err)
			}
			if n := len(paths()); n != 0 {
				t.Errorf("opening made %d calls", n)
			}
			if _, err := s.S3("").ListObjectsV2(context.Background(), &s3.ListObjectsV2Input{Bucket: sdk.String("logs")}); err != nil {
				t.Fatal(err)
			}
			seen := paths()
			if len(seen) != 1 || !strings.HasPrefix(seen[0], "GET /logs ") && !strings.HasPrefix(seen[0], "GET /logs/ ") || !strings.Contains(seen[0], "/eu-west-1/s3/") {
				t.Errorf("calls %q; want one on /logs in path style, signed for eu-west-1", seen)
			}
		})
	}
}

func TestProfile(t *testing.T) {
	alone(t)
	file := filepath.Join(t.TempDir(), "config")
	text := "[profile audit]\nregion = eu-central-1\nsso_start_url = https://example.com/start\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = audit\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_CONFIG_FILE", file)
	s, err := Open(context.Background(), Settings{Profile: "audit"})
	if err != nil {
		t.Fatal(err)
	}
	if s.Profile() != "audit" || s.Region() != "eu-central-1" || s.signIn != "aws sso login --profile audit" {
		t.Errorf("profile %q, Region %q, sign in by %q", s.Profile(), s.Region(), s.signIn)
	}
	if s.Config("us-west-2").Region != "us-west-2" || s.Config("").Region != "eu-central-1" {
		t.Error("a client's Region is not the one asked for, or else the session's")
	}
	if _, err := Open(context.Background(), Settings{Profile: "nobody"}); err == nil || !strings.Contains(err.Error(), "nobody") {
		t.Errorf("a profile that is not there: %v", err)
	}
}
