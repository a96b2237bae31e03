package main

// An agent is one client program: what it sends and what it speaks.
type agent struct {
	ua     string
	tls    string // "1.0" to "1.3"; "" is plain HTTP
	client string // its family, where a question counts by it
}

const javaVM = " OpenJDK_64-Bit_Server_VM/25.372-b08 java/1.8.0_372"

var (
	console    = agent{ua: "S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.750 Linux/5.10.217" + javaVM, tls: "1.2"}
	cliSync    = agent{ua: "aws-cli/2.15.30 md/awscrt#0.19.19 ua/2.0 os/linux#6.1.79 md/arch#x86_64 lang/python#3.11.8 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/command#s3.sync", tls: "1.3"}
	cliCopy    = agent{ua: "aws-cli/2.15.30 md/awscrt#0.19.19 ua/2.0 os/linux#6.1.79 md/arch#x86_64 lang/python#3.11.8 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/command#s3.cp", tls: "1.3"}
	cliOld     = agent{ua: "aws-cli/1.17.9 Python/3.7.5 Linux/4.14.246 botocore/1.14.9", tls: "1.2"}
	lambdaPy   = agent{ua: "Boto3/1.34.145 md/Botocore#1.34.145 ua/2.0 os/linux#5.10.219 md/arch#x86_64 lang/python#3.12.4 md/pyimpl#CPython exec-env/AWS_Lambda_python3.12 cfg/retry-mode#legacy Botocore/1.34.145", tls: "1.3"}
	legacyJava = agent{ua: "aws-sdk-java/1.11.402 Linux/3.10.0-957.el7.x86_64 Java_HotSpot(TM)_64-Bit_Server_VM/25.181-b13 java/1.8.0_181", tls: ""}
	hadoop     = agent{ua: "Hadoop 3.3.6, aws-sdk-java/1.12.367 Linux/5.10.210" + javaVM + " scala/2.12.15 vendor/Amazon.com_Inc.", tls: "1.2"}
	boto2      = agent{ua: "Boto/2.49.0 Python/2.7.18 Linux/4.4.0-210-generic", tls: "1.0", client: "boto/2.49"}
	dotnet     = agent{ua: "aws-sdk-dotnet-45/3.3.106.10 aws-sdk-dotnet-core/3.3.106.10 .NET_Runtime/4.0 .NET_Framework/4.5 OS/Microsoft_Windows_NT_6.1.7601_Service_Pack_1", tls: "1.1", client: "aws-sdk-dotnet/3.3"}
	minio      = agent{ua: "Minio (linux; amd64) minio-go/v7.0.66", tls: "1.3"}
	ssmAgent   = agent{ua: "aws-sdk-go/1.44.261 (go1.20.5; linux; amd64) amazon-ssm-agent/", tls: "1.2"}
	iosApp     = agent{ua: "aws-sdk-iOS/2.33.4 iOS/17.5.1 en_GB", tls: "1.3"}
	tfAgent    = agent{ua: "APN/1.0 HashiCorp/1.0 Terraform/1.8.5 (+https://www.terraform.io) terraform-provider-aws/5.55.0 aws-sdk-go-v2/1.30.0 os/linux lang/go#1.22.4 md/GOOS#linux md/GOARCH#amd64 api/s3#1.56.1", tls: "1.3"}
	pandas     = agent{ua: "aiobotocore/2.13.0 md/Botocore#1.34.106 ua/2.0 os/macos#23.5.0 md/arch#arm64 lang/python#3.11.9 md/pyimpl#CPython Botocore/1.34.106", tls: "1.3"}
	frontEdge  = agent{ua: "Amazon CloudFront", tls: "1.2"}
	silent     = agent{ua: "", tls: "1.2"}
	curlNSS    = agent{"curl/7.19.7 (x86_64-redhat-linux-gnu) libcurl/7.19.7 NSS/3.27.1 zlib/1.2.3 libidn/1.18 libssh2/1.4.2", "1.1", "curl/7.19"}
	curl       = agent{ua: "curl/8.5.0", tls: "1.3"}
	curlOld    = agent{ua: "curl/7.29.0", tls: "1.2"}
	wget       = agent{ua: "Wget/1.21.4", tls: "1.3"}
	requests   = agent{ua: "python-requests/2.32.3", tls: "1.3"}
	aria       = agent{ua: "aria2/1.37.0", tls: "1.3"}
	scanner    = agent{ua: "Mozilla/5.0 (compatible; Nuclei - Open-source project (github.com/projectdiscovery/nuclei))", tls: "1.3"}
	thief      = agent{ua: "Boto3/1.28.57 md/Botocore#1.31.57 ua/2.0 os/linux#6.5.0-kali3-amd64 md/arch#x86_64 lang/python#3.11.6 md/pyimpl#CPython cfg/retry-mode#legacy Botocore/1.31.57", tls: "1.3"}

	browsers = []agent{
		{ua: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36", tls: "1.3"},
		{ua: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1", tls: "1.3"},
		{ua: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15", tls: "1.3"},
		{ua: "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0", tls: "1.3"},
		{ua: "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36", tls: "1.3"},
		{ua: "Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko", tls: "1.2"},
	}
)

// plainly is a over HTTP.
func (a agent) plainly() agent { return agent{ua: a.ua} }

// cipher is the suite that goes with a's TLS version, in the spelling S3 logs.
func (a agent) cipher() string {
	switch a.tls {
	case "1.3":
		return "TLS_AES_128_GCM_SHA256"
	case "1.2":
		return "ECDHE-RSA-AES128-GCM-SHA256"
	case "1.1", "1.0":
		return "ECDHE-RSA-AES128-SHA"
	}
	return ""
}

// version is the TLS version as S3 logs it.
func (a agent) version() string {
	switch a.tls {
	case "":
		return ""
	case "1.0":
		return "TLSv1"
	}
	return "TLSv" + a.tls
}
