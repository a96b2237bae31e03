package aws

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// answered is an error as the SDK wraps a service's answer.
func answered(status int, code, message string) error {
	return &smithy.OperationError{ServiceID: "S3", OperationName: "GetObject", Err: &awshttp.ResponseError{
		ResponseError: &smithyhttp.ResponseError{
			Response: &smithyhttp.Response{Response: &http.Response{StatusCode: status, Header: http.Header{"X-Amz-Bucket-Region": {"eu-west-1"}}}},
			Err:      &smithy.GenericAPIError{Code: code, Message: message},
		},
	}}
}

func TestExplain(t *testing.T) {
	const key = "arn:aws:kms:eu-west-1:111122223333:key/1a2b3c4d-1111-2222-3333-444455556666"
	tests := []struct {
		name string
		err  error
		kind Kind
		says []string // in the error and its hint together
	}{
		{"a permission, not named", answered(403, "AccessDenied", "Access Denied"), Denied, []string{"ask for s3:GetObject on s3://logs/a.gz"}},
		{
			"a permission, named by AWS",
			answered(403, "AccessDenied", "User: arn:aws:iam::111122223333:user/audit is not authorized to perform: s3:GetObjectVersion on resource: x because no policy allows it"),
			Denied,
			[]string{"ask for s3:GetObjectVersion"},
		},
		{
			"a permission and the thing, passed on from another service",
			answered(400, "MetadataException", "User: arn:aws:iam::111122223333:user/audit is not authorized to perform: glue:GetTable on resource: arn:aws:glue:eu-west-1:111122223333:table/logs/access because no policy allows it (Service: AmazonDataCatalog)"),
			Denied,
			[]string{"ask for glue:GetTable on arn:aws:glue:eu-west-1:111122223333:table/logs/access"},
		},
		{
			"the key, named by AWS",
			answered(403, "AccessDenied", "User: arn:aws:iam::111122223333:user/audit is not authorized to perform: kms:Decrypt on resource: "+key+" because no identity-based policy allows it"),
			KeyRefused,
			[]string{"ask for kms:Decrypt on " + key, "key's own policy"},
		},
		{"the key is off", answered(400, "KMS.DisabledException", key+" is disabled."), KeyRefused, []string{key, "disabled"}},
		{"a HEAD's 403, which has no text", answered(403, "Forbidden", ""), Denied, []string{"ask for s3:GetObject"}},
		{"archived", answered(403, "InvalidObjectState", "The operation is not valid for the object's storage class"), Archived, []string{"restore"}},
		{"expired", answered(400, "ExpiredToken", "The provided token has expired."), Expired, []string{"renew"}},
		{"unknown key", answered(403, "InvalidAccessKeyId", "no such key"), NoAccount, []string{"--profile"}},
		{"no such bucket", answered(404, "NoSuchBucket", "The specified bucket does not exist"), NoBucket, []string{"bucket's name"}},
		{"no such key", answered(404, "NoSuchKey", "gone"), Gone, nil},
		{"another Region", answered(301, "PermanentRedirect", "use the other endpoint"), Elsewhere, []string{"eu-west-1"}},
		{"slow down", answered(503, "SlowDown", "Please reduce your request rate."), Throttled, nil},
		{"a gateway that gave up", answered(504, "GatewayTimeout", "later"), Unreachable, nil},
		{"a clock that is wrong", answered(403, "RequestTimeTooSkewed", "The difference is too large."), Other, []string{"clock"}},
		{"a code nobody knows", answered(418, "Teapot", "short and stout"), Other, []string{"Teapot: short and stout"}},
		{
			"sso has run out",
			errors.New("operation error S3: GetObject, get identity: get credentials: failed to refresh cached credentials, refresh cached SSO token failed, the SSO session has expired or is invalid"),
			Expired,
			[]string{"session has expired"},
		},
		{
			"sso does not renew",
			fmt.Errorf("operation error S3: ListObjectsV2, get identity: get credentials: failed to refresh cached credentials, refresh cached SSO token failed, unable to refresh SSO token: %w", answered(400, "InvalidGrantException", "")),
			Expired,
			[]string{"session has expired", "renew"},
		},
		{
			"sso does not know the session any more",
			fmt.Errorf("operation error S3: ListObjectsV2, get identity: get credentials: failed to refresh cached credentials: %w", answered(401, "UnauthorizedException", "Session token not found or invalid")),
			Expired,
			[]string{"session has expired", "not found or invalid"},
		},
		{
			"the way to sso is broken",
			fmt.Errorf("operation error S3: GetObject, get identity: get credentials: failed to refresh cached credentials, operation error SSO: GetRoleCredentials, request send failed: %w", &net.OpError{Op: "dial", Err: errors.New("no such host")}),
			Unreachable,
			[]string{"no such host", "network"},
		},
		{
			"a role that may not be taken",
			fmt.Errorf("get credentials: failed to refresh cached credentials: %w", answered(403, "AccessDenied", "User: arn:aws:iam::111122223333:user/audit is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/audit")),
			Denied,
			[]string{"ask for sts:AssumeRole on arn:aws:iam::111122223333:role/audit"},
		},
		{"nobody", errors.New("get identity: get credentials: failed to refresh cached credentials, no EC2 IMDS role found"), NoAccount, []string{"no usable AWS credentials", "--profile"}},
		{"no network", fmt.Errorf("send: %w", &net.OpError{Op: "dial", Err: errors.New("connection refused")}), Unreachable, []string{"connection refused", "endpoint"}},
		{"too slow", fmt.Errorf("send: %w", context.DeadlineExceeded), Unreachable, []string{"network"}},
	}
	session := &Session{}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := session.Explain(tt.err, "s3:GetObject", "s3://logs/a.gz")
			var f *Fault
			if !errors.As(err, &f) || f.Kind != tt.kind {
				t.Fatalf("%v is of kind %v, want %v", err, f.Kind, tt.kind)
			}
			for _, want := range tt.says {
				if said := f.Error() + " | " + f.Hint; !strings.Contains(said, want) {
					t.Errorf("%q does not say %q", said, want)
				}
			}
			if !errors.Is(err, tt.err) {
				t.Error("the SDK's error is lost")
			}
		})
	}
	if err := session.Explain(fmt.Errorf("x: %w", context.Canceled), "s3:GetObject", ""); !errors.Is(err, context.Canceled) || errors.As(err, new(*Fault)) {
		t.Errorf("a cancelled call became %v", err)
	}
}

// What is explained already stays as it is.
func TestExplainOnce(t *testing.T) {
	t.Setenv("AWS_CONFIG_FILE", os.DevNull)
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", os.DevNull)
	t.Setenv("AWS_PROFILE", "")
	s, err := Open(t.Context(), Settings{})
	if err != nil {
		t.Fatal(err)
	}
	s.settings.Profile = "audit"
	once := s.Explain(answered(400, "ExpiredToken", "over"), "s3:GetObject", "s3://logs/a")
	said := once.Error()
	if twice := s.Explain(fmt.Errorf("read: %w", once), "s3:ListBucket", "s3://logs"); strings.Count(twice.Error(), "(profile audit)") != 1 || once.Error() != said {
		t.Errorf("explained twice: %v", twice)
	}
}
