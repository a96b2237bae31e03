// Package aws is the one way to AWS for every source: as whom (profile), where
// (Region, endpoint), how often a call is tried again, and what an error of AWS
// means in words.
//
// Two things to know:
//
//   - [Session] makes the clients. Opening one reads configuration files and asks
//     nobody: credentials are first looked for with the first call.
//   - [Explain] turns any error of a call into a [Fault], which names what is
//     missing and what to do about it.
//
// Nothing here writes to AWS, and nothing is written to stderr: what the SDK
// would log goes to Settings.Warn.
package aws

import (
	"context"
	"fmt"
	"net/http"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/logging"
)

const (
	// fallbackRegion is asked where a bucket lies when no Region is set.
	fallbackRegion = "us-east-1"
	// attempts and slowest bound how often a call is made, and the wait between.
	attempts = 6
	slowest  = 8 * time.Second
	// connections is how many are kept open to one host.
	connections = 512
	// silence is how long a server may say nothing in the middle of an answer.
	silence = 30 * time.Second
)

// Settings say as whom and how AWS is reached. What is empty is taken from the
// environment and the configuration files as by every AWS tool.
type Settings struct {
	Profile  string
	Region   string
	Endpoint string // URL used in place of every service's own
	// Warn takes what the SDK would log, a line at a time, from any goroutine.
	// nil drops it.
	Warn func(line string)
}

// A Session holds what all clients share. It may be used from any goroutine.
type Session struct {
	config   sdk.Config
	settings Settings
	signIn   string // the command that renews the profile's credentials; may be empty
}

// Open reads the configuration. It makes no call over the network.
func Open(ctx context.Context, s Settings) (*Session, error) {
	options := []func(*config.LoadOptions) error{
		config.WithLogger(logging.LoggerFunc(func(_ logging.Classification, format string, v ...any) {
			if s.Warn != nil {
				s.Warn(fmt.Sprintf(format, v...))
			}
		})),
		config.WithRetryer(retryer),
		config.WithHTTPClient(client()),
	}
	if s.Profile != "" {
		options = append(options, config.WithSharedConfigProfile(s.Profile))
	}
	if s.Region != "" {
		options = append(options, config.WithRegion(s.Region))
	}
	if s.Endpoint != "" {
		options = append(options, config.WithBaseEndpoint(s.Endpoint))
	}
	cfg, err := config.LoadDefaultConfig(ctx, options...)
	if err != nil {
		return nil, fmt.Errorf("aws configuration: %w", err)
	}
	return &Session{config: cfg, settings: s, signIn: signIn(cfg)}, nil
}

// retryer tries failed calls again and slows down when told to. How much is
// asked at a time is the caller's to adapt, so no quota ends the tries early.
func retryer() sdk.Retryer {
	return retry.NewAdaptiveMode(func(o *retry.AdaptiveModeOptions) {
		o.StandardOptions = append(o.StandardOptions, func(o *retry.StandardOptions) {
			o.MaxAttempts = attempts
			o.MaxBackoff = slowest
			o.RateLimiter = ratelimit.None
		})
	})
}

// client keeps enough connections open for many small objects at a time.
func client() *awshttp.BuildableClient {
	return awshttp.NewBuildableClient().WithReadTimeout(silence).WithTransportOptions(func(t *http.Transport) {
		t.MaxIdleConns = connections
		t.MaxIdleConnsPerHost = connections
		t.DisableCompression = true
		t.ResponseHeaderTimeout = silence
	})
}

// Config returns the configuration for one Region; "" is the session's.
func (s *Session) Config(region string) sdk.Config {
	cfg := s.config.Copy()
	switch {
	case region != "":
		cfg.Region = region
	case cfg.Region == "":
		cfg.Region = fallbackRegion
	}
	return cfg
}

// S3 returns a client for one Region; "" is the session's. Where the endpoint
// is not AWS's own, buckets are named in the path.
func (s *Session) S3(region string) *s3.Client {
	return s3.NewFromConfig(s.Config(region), func(o *s3.Options) {
		o.UsePathStyle = o.BaseEndpoint != nil
		o.DisableLogOutputChecksumValidationSkipped = true
	})
}

// Profile returns the name of the profile in use, "" for the environment's.
func (s *Session) Profile() string {
	if s.settings.Profile != "" {
		return s.settings.Profile
	}
	for _, from := range s.config.ConfigSources {
		if c, ok := from.(config.EnvConfig); ok && c.SharedConfigProfile != "" {
			return c.SharedConfigProfile
		}
	}
	return ""
}

// Region returns the Region that is set, "" where none is.
func (s *Session) Region() string { return s.config.Region }

// Renewed opens the session anew, so that credentials renewed elsewhere count.
func (s *Session) Renewed(ctx context.Context) (*Session, error) { return Open(ctx, s.settings) }

// Caller asks AWS who the session is.
func (s *Session) Caller(ctx context.Context) (account, arn string, err error) {
	out, err := sts.NewFromConfig(s.Config("")).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return "", "", s.Explain(err, "sts:GetCallerIdentity", "")
	}
	return sdk.ToString(out.Account), sdk.ToString(out.Arn), nil
}

// signIn returns the command that renews the credentials of a profile.
func signIn(cfg sdk.Config) string {
	for _, from := range cfg.ConfigSources {
		c, ok := from.(config.SharedConfig)
		if !ok {
			continue
		}
		on := ""
		if c.Profile != "" {
			on = " --profile " + c.Profile
		}
		switch {
		case c.SSOSessionName != "" || c.SSOStartURL != "":
			return "aws sso login" + on
		case c.LoginSession != "":
			return "aws login" + on
		}
	}
	return ""
}
