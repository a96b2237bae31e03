package model

import (
	"bytes"
	"strings"
)

// Endpoint returns the endpoint style of a host header and the Region it names;
// "" is not recorded, or names none. bucket is needed to tell a bare
// NAME.amazonaws.com apart.
//
// The styles are path-style and virtual-hosted, alone for a Regional endpoint or
// followed by what else the host says: -global (names no Region), -dash (the
// old s3-REGION), -dualstack, -fips; and
//
//	accelerate      s3-accelerate
//	website         website endpoint, plain HTTP always
//	access-point    access point
//	object-lambda   Object Lambda access point
//	multi-region    Multi-Region Access Point
//	vpc-endpoint    interface endpoint (PrivateLink)
//	express         directory bucket
//	outposts        S3 on Outposts
//	control         account-level API
//	bare            NAME.amazonaws.com, without "s3"
//	custom          any other name or an address: a CNAME, a proxy, another product
func Endpoint(host, bucket []byte) (style, region string) {
	if !logged(host) {
		return "", ""
	}
	name := hostName(string(bytes.ToLower(host)))
	for _, domain := range awsDomains {
		rest, ok := strings.CutSuffix(name, domain)
		if !ok {
			continue
		}
		if style, region = s3Host(strings.Split(rest, ".")); style != "" {
			return style, region
		}
		if strings.EqualFold(rest, string(bucket)) {
			return "bare", ""
		}
	}
	return "custom", ""
}

// awsDomains end the host names of S3, one for each partition.
var awsDomains = []string{".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".c2s.ic.gov", ".sc2s.sgov.gov"}

// hostName takes the port and a final dot off a host header.
func hostName(host string) string {
	name, port, ok := strings.Cut(host, ":")
	if !ok || strings.Trim(port, "0123456789") != "" {
		name = host
	}
	return strings.TrimSuffix(name, ".")
}

// s3Host reads the labels before the domain from the right, since a bucket name
// may hold dots and look like anything. style is "" where they are not S3's.
func s3Host(labels []string) (style, region string) {
	n := len(labels)
	switch last := labels[n-1]; {
	case last == "vpce" && n > 2 && isRegion(labels[n-2]):
		return "vpc-endpoint", labels[n-2]
	case last == "s3-global" && n > 2 && labels[n-2] == "accesspoint":
		return "multi-region", ""
	case isRegion(last):
		region = last
		labels = labels[:n-1]
	}
	dual := ""
	if n = len(labels); n > 1 && labels[n-1] == "dualstack" {
		dual = "-dualstack"
		labels = labels[:n-1]
	}
	if len(labels) == 0 {
		return "", ""
	}
	service := labels[len(labels)-1]
	if style, ok := ownStyles[service]; ok {
		return style, region
	}
	if strings.HasPrefix(service, "s3express-") {
		return "express", region
	}
	if r, ok := strings.CutPrefix(service, "s3-website-"); ok && isRegion(r) {
		return "website", r
	}
	variant, region := bucketHost(service, region)
	if variant == "" {
		return "", ""
	}
	style = "virtual-hosted"
	if len(labels) == 1 {
		style = "path-style"
	}
	if variant != "-fips" && dual != "" {
		variant = dual
	}
	return style + strings.TrimSuffix(variant, "-regional"), region
}

// ownStyles are the service labels whose style does not depend on what stands
// before them.
var ownStyles = map[string]string{
	"s3-accelerate":       "accelerate",
	"s3-website":          "website",
	"s3-accesspoint":      "access-point",
	"s3-accesspoint-fips": "access-point",
	"s3-object-lambda":    "object-lambda",
	"s3-outposts":         "outposts",
	"s3-outposts-fips":    "outposts",
	"s3-control":          "control",
	"s3-control-fips":     "control",
}

// bucketHost reads the label of an endpoint that serves whole buckets, with the
// Region found after it. variant is "" where the label is none.
func bucketHost(service, region string) (variant, in string) {
	if service == "s3-external-1" {
		return "-dash", "us-east-1"
	}
	rest, ok := strings.CutPrefix(service, "s3")
	switch {
	case !ok:
		return "", ""
	case rest == "" && region == "":
		return "-global", ""
	case rest == "":
		return "-regional", region
	case rest == "-fips":
		return "-fips", region
	}
	if r, ok := strings.CutPrefix(rest, "-fips-"); ok && isRegion(r) {
		return "-fips", r
	}
	if r, ok := strings.CutPrefix(rest, "-"); ok && isRegion(r) {
		return "-dash", r
	}
	return "", ""
}

// isRegion says whether s has the form of a Region's name, as us-gov-west-1.
func isRegion(s string) bool {
	words := strings.Split(s, "-")
	n := len(words)
	if n < 3 || len(words[0]) < 2 || len(words[0]) > 4 {
		return false
	}
	for _, w := range words[:n-1] {
		if w == "" || strings.Trim(w, "abcdefghijklmnopqrstuvwxyz") != "" {
			return false
		}
	}
	number := words[n-1]
	return number != "" && len(number) <= 2 && strings.Trim(number, "0123456789") == ""
}
