package model_test

import (
	"testing"

	"s3sleuth/model"
)

func TestEndpoint(t *testing.T) {
	tests := []struct {
		name, host    string
		style, region string
	}{
		{"path style", "s3.ap-northeast-1.amazonaws.com", "path-style", "ap-northeast-1"},
		{"path style in GovCloud", "s3.us-gov-west-1.amazonaws.com", "path-style", "us-gov-west-1"},
		{"path style in China", "s3.cn-north-1.amazonaws.com.cn", "path-style", "cn-north-1"},
		{"path style in the sovereign cloud", "s3.eusc-de-east-1.amazonaws.eu", "path-style", "eusc-de-east-1"},
		{"path style, global", "s3.amazonaws.com", "path-style-global", ""},
		{"path style, old dash", "s3-us-west-2.amazonaws.com", "path-style-dash", "us-west-2"},
		{"path style, old name of us-east-1", "s3-external-1.amazonaws.com", "path-style-dash", "us-east-1"},
		{"path style, dual stack", "s3.dualstack.eu-west-1.amazonaws.com", "path-style-dualstack", "eu-west-1"},
		{"path style, FIPS", "s3-fips.us-east-1.amazonaws.com", "path-style-fips", "us-east-1"},
		{"path style, FIPS over both stacks", "s3-fips.dualstack.us-east-1.amazonaws.com", "path-style-fips", "us-east-1"},
		{"path style, FIPS with the old dash", "s3-fips-us-gov-west-1.amazonaws.com", "path-style-fips", "us-gov-west-1"},

		{"virtual-hosted", "acme-data.s3.eu-west-1.amazonaws.com", "virtual-hosted", "eu-west-1"},
		{"virtual-hosted, global", "acme-data.s3.amazonaws.com", "virtual-hosted-global", ""},
		{"virtual-hosted, old dash", "acme-data.s3-eu-west-1.amazonaws.com", "virtual-hosted-dash", "eu-west-1"},
		{"virtual-hosted, dual stack", "acme-data.s3.dualstack.eu-west-1.amazonaws.com", "virtual-hosted-dualstack", "eu-west-1"},
		{"virtual-hosted, FIPS", "acme-data.s3-fips.us-east-2.amazonaws.com", "virtual-hosted-fips", "us-east-2"},
		{"bucket with dots", "logs.acme.example.s3.eu-west-1.amazonaws.com", "virtual-hosted", "eu-west-1"},
		{"bucket named like a host", "s3.eu-west-1.s3.us-east-1.amazonaws.com", "virtual-hosted", "us-east-1"},

		{"accelerate", "acme-data.s3-accelerate.amazonaws.com", "accelerate", ""},
		{"accelerate, dual stack", "acme-data.s3-accelerate.dualstack.amazonaws.com", "accelerate", ""},
		{"website, dash", "acme-data.s3-website-us-east-1.amazonaws.com", "website", "us-east-1"},
		{"website, dot", "acme-data.s3-website.eu-central-1.amazonaws.com", "website", "eu-central-1"},
		{"access point", "reports-111122223333.s3-accesspoint.us-west-2.amazonaws.com", "access-point", "us-west-2"},
		{"access point, dual stack", "reports-111122223333.s3-accesspoint.dualstack.us-west-2.amazonaws.com", "access-point", "us-west-2"},
		{"access point, FIPS", "reports-111122223333.s3-accesspoint-fips.us-west-2.amazonaws.com", "access-point", "us-west-2"},
		{"Object Lambda", "thumbs-111122223333.s3-object-lambda.us-west-2.amazonaws.com", "object-lambda", "us-west-2"},
		{"Multi-Region Access Point", "mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com", "multi-region", ""},
		{"interface endpoint", "acme-data.bucket.vpce-0a1b2c3d-4e5f6a7b.s3.us-east-1.vpce.amazonaws.com", "vpc-endpoint", "us-east-1"},
		{"interface endpoint of a zone", "bucket.vpce-0a1b2c3d-4e5f6a7b-us-east-1a.s3.us-east-1.vpce.amazonaws.com", "vpc-endpoint", "us-east-1"},
		{"directory bucket", "acme--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com", "express", "us-east-1"},
		{"directory bucket settings", "s3express-control.us-east-1.amazonaws.com", "express", "us-east-1"},
		{"Outposts", "ap-111122223333.op-01ac5d28a6a232904.s3-outposts.us-east-1.amazonaws.com", "outposts", "us-east-1"},
		{"account-level API", "111122223333.s3-control.us-east-1.amazonaws.com", "control", "us-east-1"},

		{"without s3", "acme-data.amazonaws.com", "bare", ""},
		{"without s3, capitals", "Acme-Data.amazonaws.com", "bare", ""},
		{"without s3, another bucket", "other.amazonaws.com", "custom", ""},
		{"CNAME", "downloads.example.com", "custom", ""},
		{"address", "192.0.2.10", "custom", ""},
		{"address of IPv6 with port", "[2001:db8::1]:9000", "custom", ""},
		{"another service", "sts.us-east-1.amazonaws.com", "custom", ""},
		{"S3's name under another domain", "s3.us-east-1.amazonaws.com.example.com", "custom", ""},
		{"S3's name at the end of another", "evil-s3.us-east-1.amazonaws.com", "custom", ""},
		{"Region that is none", "s3.nowhere.amazonaws.com", "custom", ""},
		{"the domain alone", "amazonaws.com", "custom", ""},
		{"Region without a service", "us-east-1.amazonaws.com", "custom", ""},

		{"port", "s3.eu-west-1.amazonaws.com:443", "path-style", "eu-west-1"},
		{"final dot", "acme-data.s3.eu-west-1.amazonaws.com.", "virtual-hosted", "eu-west-1"},
		{"capitals", "ACME-DATA.S3.EU-WEST-1.AmazonAWS.com", "virtual-hosted", "eu-west-1"},
		{"not recorded", "-", "", ""},
		{"not recorded, null", "", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			style, region := model.Endpoint([]byte(tt.host), []byte("acme-data"))
			if style != tt.style || region != tt.region {
				t.Errorf("Endpoint(%q) = %q in %q, want %q in %q", tt.host, style, region, tt.style, tt.region)
			}
		})
	}
}
