package model_test

import (
	"strings"
	"testing"

	"s3sleuth/model"
)

func TestClientByAgent(t *testing.T) {
	tests := []struct{ agent, want string }{
		{"S3Console/0.4, aws-internal/3 aws-sdk-java/1.11.991 Linux/5.4 Java/1.8.0", "console"},
		{"S3Console/0.4", "console"},
		{"console.amazonaws.com", "console"},
		{"signin.amazonaws.com", "console"},

		{"aws-cli/1.17.9 Python/3.7.4 Darwin/19.0.0 botocore/1.14.9", "aws-cli/1.17"},
		{"aws-cli/2.13.5 md/awscrt#0.16.26 ua/2.0 os/linux#5.10 md/arch#x86_64 lang/python#3.11 cfg/retry-mode#standard md/command#s3.cp", "aws-cli/2.13"},
		{"AWSPowerShell.Common/4.1.2 .NET_Core/6.0 aws-sdk-dotnet-coreclr/3.7.0", "aws-powershell/4.1"},

		{"Boto3/1.4.7 Python/2.7.13 Linux/4.9 Botocore/1.7.48", "boto3/1.4"},
		{"Boto3/1.34.0 md/Botocore#1.34.0 ua/2.0 os/linux#5.15 md/arch#x86_64", "boto3/1.34"},
		{"Botocore/1.31.17 Python/3.9.16 Linux/5.15", "botocore/1.31"},
		{"aiobotocore/2.5.0 md/Botocore#1.29", "aiobotocore/2.5"},
		{"aiobotocore/2.13.0 md/Botocore#1.34.106 ua/2.0 lang/python#3.11.9 Botocore/1.34.106", "aiobotocore/2.13"},
		{"Boto/2.49.0 Python/2.7.18 Linux/4.14", "boto/2.49"},
		{"aws-sdk-go/1.44.20 (go1.18; linux; amd64) S3Manager", "aws-sdk-go/1.44"},
		{"aws-sdk-go-v2/1.21.0 os/linux lang/go#1.20 api/s3#1.38.5", "aws-sdk-go-v2/1.21"},
		{"aws-sdk-java/1.11.774 Linux/4.14 OpenJDK_64-Bit_Server_VM/25.252", "aws-sdk-java/1.11"},
		{"aws-sdk-java/2.20.43 Mac_OS_X/13.2 Java_HotSpot/17", "aws-sdk-java/2.20"},
		{"aws-sdk-js/3.400.0 ua/2.0 os/linux#5.10 lang/js md/nodejs#18.17.0 api/s3#3.400.0", "aws-sdk-js/3.400"},
		{"aws-sdk-nodejs/2.1354.0 linux/v16.19.0 promise", "aws-sdk-js/2.1354"},
		{"aws-sdk-php/3.281.9 GuzzleHttp/7", "aws-sdk-php/3.281"},
		{"aws-sdk-php2/2.8.31 Guzzle/3.9.3 curl/7.40.0 PHP/5.5", "aws-sdk-php/2.8"},
		{"aws-sdk-ruby3/3.180.0 ua/2.0 api/s3#1.132.0", "aws-sdk-ruby/3.180"},
		{"aws-sdk-ruby2/2.11.0 jruby/2.5", "aws-sdk-ruby/2.11"},
		{"aws-sdk-dotnet-coreclr/3.7.9.30 aws-sdk-dotnet-core/3.7.12 .NET_Core/6.0", "aws-sdk-dotnet/3.7"},
		{"aws-sdk-dotnet-45/3.3.110 .NET_Framework/4.0", "aws-sdk-dotnet/3.3"},
		{"aws-sdk-net/4.0.1 ua/2.1", "aws-sdk-dotnet/4.0"},
		{"aws-sdk-cpp/1.8.186 Linux/4.14 x86_64 GCC/7.3.1", "aws-sdk-cpp/1.8"},
		{"aws-sdk-rust/1.3.4 os/linux lang/rust/1.75.0", "aws-sdk-rust/1.3"},
		{"aws-sdk-kotlin/1.0.30 ua/2.0 api/s3#1.0.30", "aws-sdk-kotlin/1.0"},
		{"aws-sdk-swift/0.36.0 api/s3#0.36", "aws-sdk-swift/0.36"},
		{"aws-sdk-haskell/2.0", "aws-sdk"},
		{"MinIO (linux; amd64) minio-go/v7.0.52", "minio-go/7.0"},

		{"APN/1.0 HashiCorp/1.0 Terraform/1.5.7 (+https://www.terraform.io) terraform-provider-aws/5.17.0 aws-sdk-go/1.45.9 (go1.20.7; linux; amd64)", "terraform/1.5"},
		{"aws-sdk-go/1.29.24 (go1.13.7; linux; amd64) APN/1.0 HashiCorp/1.0 Terraform/0.12.20 (+https://www.terraform.io)", "terraform/0.12"},
		{"s3fs/1.86 (commit hash unknown; OpenSSL)", "s3fs/1.86"},
		{"rclone/v1.53.3-DEV", "rclone/1.53"},
		{"Hadoop 3.2.1, aws-sdk-java/1.11.563 Linux/5.4", "hadoop/3.2"},
		{"ElasticMapReduce/1.0.0 emrfs/s3n {}, aws-sdk-java/1.12.31", "emr/1.0"},
		{"aws-sdk-go/1.25.41 (go1.13; linux; amd64) amazon-ssm-agent/3.0.1124.0", "ssm-agent/3.0"},
		{"CWAgent/1.247352.0 (go1.16; linux; amd64) aws-sdk-go/1.40", "cloudwatch-agent/1"},
		{"aws-fluent-bit-plugin aws-sdk-cpp/1.0", "fluent-bit"},

		{"S3 Browser/9.5.5 (https://s3browser.com)", "s3-browser/9.5"},
		{"Cyberduck/7.10.2.35432 (Windows 10/10.0) (x86)", "cyberduck/7.10"},
		{"CloudBerryLab.Base.HttpUtil.Client 6.0", "cloudberry"},
		{"TruffleHog", "scanner"},
		{"Mozilla/5.00 (Nikto/2.1.6) (Evasions:None)", "scanner"},

		{"Amazon CloudFront", "cloudfront"},
		{"AWS Internal", "aws-service"},
		{"AWS Internal/3", "aws-service"},
		{"config.amazonaws.com", "aws-service"},
		{"cloudfront.amazonaws.com", "cloudfront"},
		{"aws-internal/3 aws-sdk-java/1.12.1", "aws-service"},

		{"curl/7.61.1", "curl/7.61"},
		{"curl/8", "curl/8"},
		{"Wget/1.20.3 (linux-gnu)", "wget/1.20"},
		{"python-requests/2.25.1", "python-requests/2.25"},
		{"Python-urllib/3.8", "python-urllib/3.8"},
		{"Go-http-client/1.1", "go-http-client/1.1"},
		{"okhttp/4.9.0", "okhttp/4.9"},
		{"Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.17763.1", "powershell/5.1"},
		{"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "crawler"},
		{"Mozilla/5.0 (compatible; DotBot/1.2; help@example.com)", "crawler"},
		{"Mozilla/5.0 (compatible; archive.example_bot; see +https://example.com)", "crawler"},
		{"Mozilla/5.0 (Linux; Android 7.0;) AppleWebKit/537.36 (KHTML, like Gecko) (compatible; ExampleBot)", "crawler"},
		{"Mozilla/5.0 (compatible; Example web spider/4.0)", "crawler"},
		{"Mozilla/5.0 (Linux; Android 9; CUBOT) AppleWebKit/537.36 Mobile Safari/537.36", "browser"},
		{"Mozilla/5.0 (Linux; Android 9; CUBOT_X19) AppleWebKit/537.36 Mobile Safari/537.36", "browser"},
		{"Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.0)", "browser"},
		{"Mozilla/5.0 (X11; Linux x86_64) Robottle/1.0", "browser"},
		{"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36", "browser"},

		{"AcmeUploader/3.1", "other"},
		{"libcurl-like/1.0", "other"},
		{"evil.com/config.amazonaws.com", "other"},
		{"curl/123456789.1", "curl"},
		{"-", "no-agent"},
		{"", "no-agent"},
		{strings.Repeat("x", 2000) + " curl/7.1", "other"},
	}
	for _, tt := range tests {
		if got := model.Client([]byte(tt.agent), model.Caller{}, nil); got != tt.want {
			t.Errorf("Client(%.80q) = %q, want %q", tt.agent, got, tt.want)
		}
	}
}

func TestClientByCaller(t *testing.T) {
	var (
		nobody  = model.AccessLogCaller([]byte("-"))
		role    = model.AccessLogCaller([]byte("arn:aws:sts::111122223333:assumed-role/Ops/dana"))
		trail   = model.AccessLogCaller([]byte("svc:cloudtrail.amazonaws.com"))
		control = model.AccessLogCaller([]byte("svc:cloudfront.amazonaws.com"))
		itself  = model.AccessLogCaller([]byte("AmazonS3"))
	)
	tests := []struct {
		name      string
		agent     []byte
		caller    model.Caller
		invokedBy string
		want      string
	}{
		{"service, whatever its agent", []byte("aws-cli/2.1.0"), trail, "", "aws-service"},
		{"service without agent", nil, trail, "", "aws-service"},
		{"CloudFront with origin access control", []byte("-"), control, "", "cloudfront"},
		{"S3 itself", []byte("-"), itself, "", "aws-service"},
		{"service for a role", []byte("athena.amazonaws.com"), role, "athena.amazonaws.com", "aws-service"},
		{"service for a role, SDK agent", []byte("aws-sdk-java/1.11.1"), role, "glue.amazonaws.com", "aws-service"},
		{"console that calls through a service", []byte("S3Console/0.4"), role, "AWS Internal", "console"},
		{"console as invokedBy", []byte("Mozilla/5.0"), role, "signin.amazonaws.com", "console"},
		{"anonymous with an agent", []byte("curl/7.61.1"), nobody, "", "curl/7.61"},
		{"anonymous with an empty agent", []byte("-"), nobody, "", "anonymous"},
		{"anonymous with an agent not heard of", []byte("Thing/1"), nobody, "", "anonymous"},
		{"anonymous that calls itself a service", []byte("config.amazonaws.com"), nobody, "", "anonymous"},
		{"anonymous that calls itself the console", []byte("S3Console/0.4"), nobody, "", "anonymous"},
		{"anonymous, through CloudFront", []byte("Amazon CloudFront"), nobody, "", "cloudfront"},
		{"anonymous, agent not recorded", nil, nobody, "", "anonymous"},
		{"role, agent not recorded", nil, role, "", ""},
		{"role, empty agent", []byte("-"), role, "", "no-agent"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := model.Client(tt.agent, tt.caller, []byte(tt.invokedBy)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
