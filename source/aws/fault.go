package aws

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"regexp"
	"strings"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
)

// A Kind tells errors of AWS apart by what can be done about them.
type Kind uint8

const (
	Other       Kind = iota
	Denied           // a permission is missing: Fault.Action
	KeyRefused       // the KMS key does not decrypt for the caller: Fault.Key
	Expired          // the credentials have run out
	NoAccount        // there are no credentials, or nobody knows them
	NoBucket         // there is no such bucket
	Gone             // there is no such object any more
	Archived         // the object lies in Glacier and has to be restored first
	Elsewhere        // the bucket lies in Fault.Region
	Throttled        // too much at a time
	Unreachable      // the network, or a server that does not answer
)

// A Fault is an error of AWS in words. Its text ends without a full stop.
type Fault struct {
	Kind   Kind
	Action string // the call's IAM action, or the one that AWS said is missing
	Thing  string // what it was about, as "s3://logs/a.gz"; may be empty
	Key    string // ARN or ID of the KMS key, where AWS tells it
	Region string // of Elsewhere
	Hint   string // what to do next; may be empty
	reason string
	arn    string // that AWS said the permission is missing on
	err    error
}

// Error says what was attempted and why it failed.
func (f *Fault) Error() string {
	if f.Thing == "" {
		return fmt.Sprintf("%s: %s", f.Action, f.reason)
	}
	return fmt.Sprintf("%s %s: %s", f.Action, f.Thing, f.reason)
}

// Reason returns why it failed without what was attempted.
func (f *Fault) Reason() string { return f.reason }

// Advice returns the hint.
func (f *Fault) Advice() string { return f.Hint }

// Unwrap returns the SDK's error.
func (f *Fault) Unwrap() error { return f.err }

// Explain puts an error of a call in words, with the command that renews the
// session's credentials where they ran out. action is the IAM action of the
// call, as "s3:GetObject"; thing what it was about. A cancelled call stays what it is;
// one whose time ran out is [Unreachable].
func (s *Session) Explain(err error, action, thing string) error {
	var f *Fault
	if errors.As(err, &f) {
		return err // explained already
	}
	err = Explain(err, action, thing)
	if !errors.As(err, &f) {
		return err
	}
	switch f.Kind {
	case Expired:
		f.Hint = "renew the credentials and read on"
		if s.signIn != "" {
			f.Hint = "in another terminal: " + s.signIn + "; then read on"
		}
		if p := s.Profile(); p != "" {
			f.reason += " (profile " + p + ")"
		}
	case NoAccount:
		f.Hint = "name a profile with --profile, or sign in"
		if s.signIn != "" {
			f.Hint = "sign in: " + s.signIn
		}
	}
	return f
}

// Explain is Session.Explain without a session's hints.
func Explain(err error, action, thing string) error {
	var known *Fault
	if err == nil || errors.As(err, &known) || errors.Is(err, context.Canceled) {
		return err
	}
	f := &Fault{Action: action, Thing: thing, err: err}
	var status int
	var response *awshttp.ResponseError
	if errors.As(err, &response) {
		status = response.HTTPStatusCode()
		f.Region = response.Response.Header.Get("X-Amz-Bucket-Region")
	}
	var api smithy.APIError
	if errors.As(err, &api) {
		f.told(api.ErrorCode(), api.ErrorMessage(), status)
		return f
	}
	f.untold(err, status)
	return f
}

// unwrapAll returns the innermost error.
func unwrapAll(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}

// kinds are the kinds of AWS's error codes.
var kinds = map[string]Kind{
	"AccessDenied": Denied, "AccessDeniedException": Denied, "AllAccessDisabled": Denied, "UnauthorizedOperation": Denied,
	"Forbidden": Denied, "AccountProblem": Denied, "InsufficientPermissionsException": Denied, "403": Denied,
	"ExpiredToken": Expired, "ExpiredTokenException": Expired, "RequestExpired": Expired, "TokenRefreshRequired": Expired,
	"InvalidGrantException": Expired, "UnauthorizedException": Expired, // of IAM Identity Center, when keys are asked of it
	"InvalidAccessKeyId": NoAccount, "InvalidClientTokenId": NoAccount, "UnrecognizedClientException": NoAccount,
	"SignatureDoesNotMatch": NoAccount, "InvalidToken": NoAccount, "InvalidSignatureException": NoAccount,
	"NoSuchBucket": NoBucket, "NoSuchKey": Gone, "NoSuchVersion": Gone, "InvalidObjectState": Archived,
	"PermanentRedirect": Elsewhere, "AuthorizationHeaderMalformed": Elsewhere, "IllegalLocationConstraintException": Elsewhere,
	"SlowDown": Throttled, "Throttling": Throttled, "ThrottlingException": Throttled, "TooManyRequestsException": Throttled,
	"RequestLimitExceeded": Throttled, "ServiceUnavailable": Throttled, "BandwidthLimitExceeded": Throttled, "503": Throttled,
	"RequestTimeout": Unreachable, "InternalError": Unreachable, "InternalFailure": Unreachable, "500": Unreachable,
}

// told reads an error that the service answered with.
func (f *Fault) told(code, message string, status int) {
	f.Kind = kinds[code]
	f.reason = code
	if message != "" && message != code {
		f.reason += ": " + strings.TrimRight(message, ". ")
	}
	if f.Kind == Expired && ofCredentials(f.err.Error()) {
		f.reason = sessionOver + f.reason
	}
	switch {
	case strings.HasPrefix(code, "KMS."):
		f.Kind = KeyRefused
	case f.Kind == Other && saidAction.MatchString(message): // of another service, which the one that was called passes on
		f.Kind = Denied
	case f.Kind == Other && (status == 301 || status == 307):
		f.Kind = Elsewhere
	case code == "RequestTimeTooSkewed":
		f.Hint = "the clock of this machine is wrong: set it"
	case f.Kind == Other && status == 403:
		f.Kind = Denied
	case f.Kind == Other && (status == 500 || status == 502 || status == 504):
		f.Kind = Unreachable
	case code == "NotFound" || f.Kind == Other && status == 404:
		f.Kind = Gone
		if f.Action == "s3:ListBucket" {
			f.Kind = NoBucket
		}
	}
	if f.Kind == Denied || f.Kind == KeyRefused {
		f.refused(message)
	}
	switch f.Kind {
	case Denied:
		f.Hint = "ask for " + f.Action
		if on := cmp.Or(f.arn, f.Thing); on != "" {
			f.Hint += " on " + on
		}
	case KeyRefused:
		f.keyHint()
	case NoBucket:
		f.Hint = "check the bucket's name; s3sleuth sources lists what can be seen"
	case Archived:
		f.Hint = "the object is archived (Glacier): restore it for some days (aws s3api restore-object), then read again"
	case Elsewhere:
		f.Hint = "give the bucket's Region with --region"
		if f.Region != "" {
			f.Hint = "the bucket lies in " + f.Region
		}
	}
}

var (
	saidAction = regexp.MustCompile(`not authorized to perform: ?([A-Za-z0-9-]+:[A-Za-z0-9*]+)`)
	saidThing  = regexp.MustCompile(`on resource: (arn:[!-~]+)`)
	saidKey    = regexp.MustCompile(`arn:[a-z-]+:kms:[a-z0-9-]*:[0-9]*:(?:key|alias)/[A-Za-z0-9/_-]+`)
)

// refused takes from a message which permission is missing, and on which thing
// or key.
func (f *Fault) refused(message string) {
	f.Key = saidKey.FindString(message)
	if said := saidAction.FindStringSubmatch(message); said != nil {
		f.Action = said[1]
	}
	if said := saidThing.FindStringSubmatch(message); said != nil {
		f.arn = said[1]
	}
	if strings.HasPrefix(f.Action, "kms:") {
		f.Kind = KeyRefused
	}
	if f.Kind == KeyRefused && !strings.HasPrefix(f.Action, "kms:") {
		f.Action = "kms:Decrypt"
	}
}

// KeyNamed says that a refusal is the key's, found by other means than the message.
func (f *Fault) KeyNamed(key string) {
	f.Kind, f.Key, f.Action = KeyRefused, key, "kms:Decrypt"
	f.keyHint()
}

func (f *Fault) keyHint() {
	key := f.Key
	if key == "" {
		key = "the key of the object"
	}
	f.Hint = fmt.Sprintf("ask for %s on %s; the key's own policy must allow it too", f.Action, key)
}

// untold reads an error that no service answered with.
func (f *Fault) untold(err error, status int) {
	text := err.Error()
	f.reason = innermost(err)
	var network net.Error
	low := strings.ToLower(text)
	sso := strings.Contains(low, "sso")
	switch {
	case ofCredentials(text) && !(sso && errors.As(err, &network)): // then the session may be good
		f.Kind = NoAccount
		f.reason = "no usable AWS credentials: " + f.reason
		if sso || strings.Contains(low, "expired") {
			f.Kind = Expired
			f.reason = sessionOver + innermost(err)
		}
	case status == 301 || status == 307:
		f.Kind = Elsewhere
		f.Hint = "give the bucket's Region with --region"
	case status == 503 || status == 429:
		f.Kind = Throttled
	case errors.As(err, &network) || errors.Is(err, context.DeadlineExceeded) || status >= 500:
		f.Kind = Unreachable
		f.Hint = "check the network, the Region and the endpoint"
	}
}

// sessionOver begins the reason of a session that has to be opened anew.
const sessionOver = "the AWS session has expired: "

// ofCredentials says whether a text of the SDK tells that there were no keys to sign with.
func ofCredentials(text string) bool {
	return strings.Contains(text, "get credentials") || strings.Contains(text, "retrieve credentials") ||
		strings.Contains(text, "refresh cached credentials")
}

// innermost returns the text of the innermost error.
func innermost(err error) string { return strings.TrimRight(unwrapAll(err).Error(), ". ") }
