package model

// agents maps what a user agent holds, in lower case, to a client family. Rows
// are tried from the top, words from the left. A family that ends in a slash
// takes the version after the word.
var agents = []struct {
	family string
	words  []string
}{
	// Scanners first: many dress up as something else as well.
	{"scanner", []string{
		"nuclei", "nmap", "sqlmap", "nikto", "burp", "zgrab", "masscan", "gobuster", "dirbuster", "dirb/", "ffuf", "feroxbuster",
		"wpscan", "hydra", "metasploit", "trufflehog", "s3scanner", "censysinspect", "expanse", "acunetix", "nessus", "qualys",
	}},

	// Services that do not call as a service principal.
	{"cloudfront", []string{"amazon cloudfront"}},
	{"aws-service", []string{"amazon-route53-health-check", "elb-healthchecker"}},

	// Agents on hosts.
	{"ssm-agent/", []string{"amazon-ssm-agent/"}},
	{"cloudwatch-agent/", []string{"cwagent/", "amazon-cloudwatch-agent/"}},
	{"ecs-agent/", []string{"amazon-ecs-agent", "amazon ecs agent"}},
	{"codedeploy-agent/", []string{"aws-codedeploy-agent/", "codedeploy-agent/"}},
	{"fluent-bit/", []string{"fluent-bit", "aws-fluent-bit-plugin"}},
	{"fluentd/", []string{"fluentd", "fluent-plugin-s3"}},
	{"logstash/", []string{"logstash"}},

	// Programs, most of which name the SDK below them too.
	{"aws-cli/", []string{"aws-cli/"}},
	{"aws-powershell/", []string{"awspowershell.common/", "awspowershell.netcore/", "awspowershell/"}},
	{"aws-toolkit/", []string{"aws-toolkit-for", "aws-toolkit"}},
	{"aws-cdk/", []string{"aws-cdk/", "aws-cdk"}},
	{"terraform/", []string{"terraform/", "hashicorp terraform", "opentofu/", "terraform-provider-aws"}},
	{"packer/", []string{"packer/"}},
	{"vault/", []string{"vault/"}},
	{"pulumi/", []string{"pulumi/", "pulumi-aws"}},
	{"ansible/", []string{"ansible/", "ansible"}},
	{"cloud-custodian/", []string{"cloudcustodian/", "c7n/", "cloud-custodian"}},
	{"emr/", []string{"elasticmapreduce/", "emrfs/"}},
	{"hadoop/", []string{"hadoop/", "hadoop"}},
	{"trino/", []string{"trino/", "trino"}},
	{"presto/", []string{"presto/", "presto"}},
	{"mountpoint-s3/", []string{"mountpoint-s3-client/", "mountpoint-s3/"}},
	{"s3fs/", []string{"s3fs/"}},
	{"goofys/", []string{"goofys/", "goofys"}},
	{"rclone/", []string{"rclone/"}},
	{"s3cmd/", []string{"s3cmd/"}},
	{"s5cmd/", []string{"s5cmd/"}},
	{"restic/", []string{"restic/"}},
	{"duplicati/", []string{"duplicati/"}},
	{"veeam/", []string{"veeam/"}},

	// Programs with windows.
	{"s3-browser/", []string{"s3 browser/", "s3 browser", "s3browser/"}},
	{"cyberduck/", []string{"cyberduck/", "mountain duck/"}},
	{"cloudberry/", []string{"cloudberry/", "cloudberry", "msp360"}},
	{"winscp/", []string{"winscp/"}},
	{"filezilla/", []string{"filezilla"}},
	{"transmit/", []string{"transmit/", "transmitosx/"}},
	{"commander-one/", []string{"commander one/"}},

	// SDKs.
	{"aiobotocore/", []string{"aiobotocore/"}}, // with a version of its own, not botocore's
	{"boto3/", []string{"boto3/"}},
	{"botocore/", []string{"botocore/"}},
	{"boto/", []string{"boto/"}},
	{"aws-sdk-go-v2/", []string{"aws-sdk-go-v2/"}},
	{"aws-sdk-go/", []string{"aws-sdk-go/"}},
	{"aws-sdk-java/", []string{"aws-sdk-java/"}},
	{"aws-sdk-js/", []string{"aws-sdk-js/", "aws-sdk-nodejs/"}},
	{"aws-sdk-php/", []string{"aws-sdk-php/", "aws-sdk-php2/"}},
	{"aws-sdk-ruby/", []string{"aws-sdk-ruby3/", "aws-sdk-ruby2/", "aws-sdk-ruby/"}},
	{"aws-sdk-dotnet/", []string{
		"aws-sdk-dotnet-coreclr/", "aws-sdk-dotnet-core/", "aws-sdk-dotnet-45/", "aws-sdk-dotnet-35/", "aws-sdk-dotnet/", "aws-sdk-net/",
	}},
	{"aws-sdk-cpp/", []string{"aws-sdk-cpp/"}},
	{"aws-sdk-rust/", []string{"aws-sdk-rust/"}},
	{"aws-sdk-kotlin/", []string{"aws-sdk-kotlin/"}},
	{"aws-sdk-swift/", []string{"aws-sdk-swift/"}},
	{"aws-sdk-ios/", []string{"aws-sdk-ios/"}},
	{"aws-sdk-android/", []string{"aws-sdk-android/"}},
	{"aws-sdk-unity/", []string{"aws-sdk-unity/"}},
	{"aws-sdk", []string{"aws-sdk-"}},
	{"minio-go/", []string{"minio-go/"}},
	{"minio/", []string{"minio"}},
	{"jets3t/", []string{"jets3t/"}},

	// HTTP tools and libraries.
	{"curl/", []string{"curl/", "curl", "pycurl/"}},
	{"wget/", []string{"wget/", "wget"}},
	{"powershell/", []string{"windowspowershell/", "powershell/"}},
	{"python-requests/", []string{"python-requests/"}},
	{"python-urllib/", []string{"python-urllib/", "python-urllib3/", "urllib3/"}},
	{"python-httpx/", []string{"python-httpx/"}},
	{"python-aiohttp/", []string{"aiohttp/"}},
	{"go-http-client/", []string{"go-http-client/"}},
	{"okhttp/", []string{"okhttp/"}},
	{"apache-httpclient/", []string{"apache-httpclient/"}},
	{"java/", []string{"java/"}},
	{"libwww-perl/", []string{"libwww-perl/", "lwp::simple/"}},
	{"axios/", []string{"axios/"}},
	{"node-fetch/", []string{"node-fetch/", "node-fetch"}},
	{"postman/", []string{"postmanruntime/"}},
	{"aria2/", []string{"aria2/"}},
	{"ruby/", []string{"ruby/", "ruby"}},

	// Beside those that isCrawler knows by their looks.
	{crawler, []string{
		"googlebot", "bingbot", "yandexbot", "baiduspider", "duckduckbot", "applebot", "facebookexternalhit", "twitterbot",
		"ahrefsbot", "semrushbot", "mj12bot", "bytespider", "gptbot", "claudebot", "ccbot", "amazonbot", "slackbot",
	}},
	{browser, []string{"mozilla/", "opera/"}},
}
