package awstest

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// A Server serves a world and counts what it is asked.
type Server struct {
	URL   string
	world *World

	mu    sync.Mutex
	calls map[string]int
	crew
}

// Start serves a world until the test ends.
func Start(t testing.TB, w *World) *Server {
	t.Helper()
	s, end := Serve(w)
	t.Cleanup(end)
	return s
}

// Serve serves a world until end is called.
func Serve(w *World) (s *Server, end func()) {
	s = &Server{world: w, calls: map[string]int{}}
	s.life, s.end = context.WithCancel(context.Background())
	served := httptest.NewServer(s)
	s.URL = served.URL
	return s, func() {
		s.end()
		s.working.Wait()
		served.Close()
	}
}

// Calls returns how often an action was asked in a Region, as
// "s3:GetBucketLogging eu-west-1".
func (s *Server) Calls(what string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[what]
}

// Environment is what leads AWS tools to the server with the example
// credentials, and away from every real configuration.
func (s *Server) Environment(region string) map[string]string {
	env := Nowhere()
	env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"] = AccessKey, SecretKey
	env["AWS_REGION"], env["AWS_ENDPOINT_URL"] = region, s.URL
	return env
}

// Nowhere is an environment without AWS.
func Nowhere() map[string]string {
	env := map[string]string{"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull, "AWS_EC2_METADATA_DISABLED": "true"}
	for _, name := range []string{
		"AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
		"AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3",
		"AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
	} {
		env[name] = ""
	}
	return env
}

// Set sets environment variables until the test ends.
func Set(t *testing.T, env map[string]string) {
	t.Helper()
	for name, v := range env {
		t.Setenv(name, v)
	}
}

// A request is what the server understood of one.
type request struct {
	*http.Request
	w               http.ResponseWriter
	region, service string // of the signature
	lost            bool   // it is done, and its answer never arrives
	late            time.Duration
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	select {
	case <-time.After(s.world.Wait):
	case <-r.Context().Done():
		return
	}
	req := &request{Request: r, w: w}
	key, ok := req.signature()
	switch {
	case !ok || key != AccessKey:
		req.fail(http.StatusForbidden, "InvalidClientTokenId", "The security token included in the request is invalid.")
	case s.world.Expired:
		req.fail(http.StatusBadRequest, "ExpiredToken", "The security token included in the request is expired")
	case req.service == "sts":
		s.sts(req)
	case req.service == "cloudtrail":
		s.cloudTrail(req)
	case req.service == "athena":
		s.athena(req)
	case req.service == "s3":
		s.s3(req)
	default:
		http.Error(w, "no such service: "+req.service, http.StatusNotFound)
	}
}

// signature reads key, Region and service of a request signed with SigV4.
func (r *request) signature() (key string, ok bool) {
	_, scope, ok := strings.Cut(r.Header.Get("Authorization"), "Credential=")
	scope, _, _ = strings.Cut(scope, ",")
	parts := strings.Split(scope, "/")
	if !ok || len(parts) != 5 {
		return "", false
	}
	r.region, r.service = parts[2], parts[3]
	return parts[0], true
}

// allowed counts an action and says whether it may be done to a thing. If not,
// the request is answered.
func (s *Server) allowed(r *request, action, on string) bool {
	s.mu.Lock()
	s.calls[action]++
	s.calls[action+" "+r.region]++
	times := s.calls[action]
	s.mu.Unlock()
	r.lost, r.late = times <= s.world.Lose[action], s.world.Late[action]
	if times <= s.world.Throttle[action] {
		r.fail(http.StatusBadRequest, "ThrottlingException", "Rate exceeded")
		return false
	}
	if !s.world.Deny[action] && !s.world.Deny[action+" "+on] {
		return true
	}
	code := "AccessDenied"
	if r.service == "cloudtrail" || r.service == "athena" {
		code = "AccessDeniedException"
	}
	resource := ""
	if r.service == "athena" && on != "" {
		resource = " on resource: arn:aws:athena:" + r.region + ":" + s.world.Account + ":workgroup/" + on
	}
	r.fail(http.StatusForbidden, code, fmt.Sprintf("User: %s is not authorized to perform: %s%s because no identity-based policy allows the %s action", s.world.Caller, action, resource, action))
	return false
}

// fail answers with an error in the form of the service.
func (r *request) fail(status int, code, message string) {
	switch r.service {
	case "cloudtrail", "athena":
		r.w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		r.w.WriteHeader(status)
		fmt.Fprintf(r.w, `{"__type":%q,"Message":%q}`, code, message)
	case "sts":
		r.xml(status, errorResponse{Error: awsError{code, message}})
	default:
		r.xml(status, bareError{awsError: awsError{code, message}})
	}
}
