package model_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
)

// A line is one access-log line, by the fields that the facts are drawn from.
type line struct {
	requester, operation, key, uri, ua string
	cipher, host, tls, need            string
}

// facts is what a line tells about who called, how, and with what.
type facts struct {
	Principal, Type, Client, Op, Endpoint, Region, TLS, ACL string
	Anonymous, Service                                      bool
	Public                                                  model.Truth
}

func factsOf(l line) facts {
	c := model.AccessLogCaller([]byte(l.requester))
	style, region := model.Endpoint([]byte(l.host), []byte("acme-data"))
	op := model.APIName([]byte(l.operation), l.key != "-")
	acl, public := model.AccessLogACL([]byte(op), []byte(l.need), []byte(l.uri))
	return facts{
		Principal: c.Principal, Type: c.Type, Anonymous: c.Anonymous, Service: c.Service,
		Client: model.Client([]byte(l.ua), c, nil),
		Op:     op, Endpoint: style, Region: region, ACL: acl, Public: public,
		TLS: model.AccessLogTLS(26, []byte(l.tls), []byte(l.cipher), []byte(l.host), []byte(l.operation)).String(),
	}
}

// Seven clients that every log bucket knows, one line of 26 fields each.
func TestSevenClients(t *testing.T) {
	const gcm = "ECDHE-RSA-AES128-GCM-SHA256"
	tests := []struct {
		name string
		line line
		want facts
	}{
		{
			"management console",
			line{
				requester: "arn:aws:sts::111122223333:assumed-role/Ops/dana", operation: "REST.GET.LOGGING_STATUS", key: "-",
				uri: "GET /acme-data?logging= HTTP/1.1", ua: "S3Console/0.4, aws-internal/3 aws-sdk-java/1.11.991 Linux/5.4 Java/1.8",
				cipher: gcm, host: "s3.ap-northeast-1.amazonaws.com", tls: "TLSv1.2", need: "-",
			},
			facts{
				Principal: "arn:aws:iam::111122223333:role/Ops", Type: "AssumedRole", Client: "console", Op: "GetBucketLogging",
				Endpoint: "path-style", Region: "ap-northeast-1", TLS: "1.2",
			},
		},
		{
			"aws s3 cp",
			line{
				requester: "arn:aws:iam::111122223333:user/kim", operation: "REST.HEAD.OBJECT", key: "report.csv",
				uri: "HEAD /report.csv HTTP/1.1", ua: "aws-cli/2.1.29 Python/3.8.8 Linux/5.4 exe/x86_64 prompt/off command/s3.cp",
				cipher: gcm, host: "acme-data.s3.ap-northeast-1.amazonaws.com", tls: "TLSv1.2", need: "-",
			},
			facts{
				Principal: "arn:aws:iam::111122223333:user/kim", Type: "IAMUser", Client: "aws-cli/2.1", Op: "HeadObject",
				Endpoint: "virtual-hosted", Region: "ap-northeast-1", TLS: "1.2",
			},
		},
		{
			"VPC flow log delivery",
			line{
				requester: "svc:delivery.logs.amazonaws.com", operation: "REST.PUT.OBJECT", key: "AWSLogs/111122223333/vpcflowlogs/a.log.gz",
				uri: "PUT /AWSLogs/111122223333/vpcflowlogs/a.log.gz HTTP/1.1", ua: "-",
				cipher: gcm, host: "acme-data.s3.ap-northeast-1.amazonaws.com", tls: "TLSv1.2", need: "-",
			},
			facts{
				Principal: "delivery.logs.amazonaws.com", Type: "AWSService", Service: true, Client: "aws-service", Op: "PutObject",
				Endpoint: "virtual-hosted", Region: "ap-northeast-1", TLS: "1.2",
			},
		},
		{
			"CloudTrail delivery, which needs an ACL",
			line{
				requester: "svc:cloudtrail.amazonaws.com", operation: "REST.PUT.OBJECT", key: "AWSLogs/111122223333/CloudTrail/a.json.gz",
				uri: "PUT /AWSLogs/111122223333/CloudTrail/a.json.gz HTTP/1.1", ua: "-",
				cipher: "ECDHE-RSA-AES128-SHA", host: "acme-data.s3.ap-northeast-1.amazonaws.com", tls: "TLSv1.2", need: "Yes",
			},
			facts{
				Principal: "cloudtrail.amazonaws.com", Type: "AWSService", Service: true, Client: "aws-service", Op: "PutObject",
				Endpoint: "virtual-hosted", Region: "ap-northeast-1", TLS: "1.2", ACL: "required", Public: model.Unknown,
			},
		},
		{
			"SSM agent on an instance",
			line{
				requester: "arn:aws:sts::111122223333:assumed-role/Instance/i-0123456789abcdef0", operation: "REST.PUT.OBJECT", key: "ssm/out.txt",
				uri: "PUT /ssm/out.txt HTTP/1.1", ua: "aws-sdk-go/1.25.41 (go1.13; linux; amd64) amazon-ssm-agent/3.0.1124.0",
				cipher: gcm, host: "acme-data.s3.ap-northeast-1.amazonaws.com", tls: "TLSv1.2", need: "-",
			},
			facts{
				Principal: "arn:aws:iam::111122223333:role/Instance", Type: "AssumedRole", Client: "ssm-agent/3.0", Op: "PutObject",
				Endpoint: "virtual-hosted", Region: "ap-northeast-1", TLS: "1.2",
			},
		},
		{
			"CloudFront with an origin access identity",
			line{
				requester: oai, operation: "REST.GET.OBJECT", key: "index.html",
				uri: "GET /index.html HTTP/1.1", ua: "Amazon CloudFront",
				cipher: gcm, host: "acme-data.s3.amazonaws.com", tls: "TLSv1.2", need: "-",
			},
			facts{
				Principal: oai, Type: "CanonicalUser", Client: "cloudfront", Op: "GetObject",
				Endpoint: "virtual-hosted-global", TLS: "1.2",
			},
		},
		{
			"curl, anonymous, held to TLS 1.1",
			line{
				requester: "-", operation: "REST.GET.OBJECT", key: "public/logo.png",
				uri: "GET /public/logo.png HTTP/1.1", ua: "curl/7.74.0",
				cipher: "ECDHE-RSA-AES128-SHA", host: "acme-data.s3.ap-northeast-1.amazonaws.com", tls: "TLSv1.1", need: "-",
			},
			facts{
				Principal: "anonymous", Anonymous: true, Client: "curl/7.74", Op: "GetObject",
				Endpoint: "virtual-hosted", Region: "ap-northeast-1", TLS: "1.1",
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, factsOf(tt.line)); diff != "" {
				t.Errorf("facts (-want +got):\n%s", diff)
			}
		})
	}
}

// oai is the canonical ID of an origin access identity: 96 hex digits.
const oai = canonical + "0123456789abcdef0123456789abcdef"

// canonical is a canonical user ID: 64 hex digits.
const canonical = "79a59df900b949e55d96a1e698fbaced79a59df900b949e55d96a1e698fbaced"
