package model

import (
	"fmt"
	"strings"
)

// A View is a query as practitioners pass it on, kept so that its answer can be
// compared with the verdict over all that the log says. Filters are in the
// filter language.
type View struct {
	Name    string
	Title   string // what it is for, one line
	Article string // the query, as a filter
	Verdict string // the filter that answers the question
	Why     string // what the query takes wrongly and what it misses
	Wrongly []Reason
	Missed  []Reason
}

// A Reason is why a query and its verdict differ on a record. Of several that
// apply the first one counts.
type Reason struct{ Says, Filter string }

// Views are the queries that are known by name.
var Views = []View{
	{
		Name:  "no-tls-article",
		Title: "who would break if the bucket policy denied plain HTTP (aws:SecureTransport)",
		Article: "kind:cloudtrail -has:tlsDetails.tlsVersion ip!=(config.amazonaws.com, ssm.amazonaws.com, s3.amazonaws.com, " +
			"cloudtrail.amazonaws.com, securitylake.amazonaws.com) OR kind:accesslog tls:(none, n/a, unversioned)",
		Verdict: "tls:no-evidence OR tls:none",
		Why: "a missing version is no plain HTTP where a cipher suite is recorded, the console or any other service called, " +
			"or S3 acted by itself; and CloudTrail never proves plain HTTP",
		Wrongly: []Reason{
			{"a cipher suite is recorded: TLS was used", "tls:unversioned"},
			{"there was no request: S3 acted by itself", "tls:n/a"},
			{"an AWS service called, or called for somebody", "is:aws-service"},
			{"a part of a batch, which has no connection of its own", "eventType:AwsServiceEvent"},
			{"the console called", "sessionCredentialFromConsole:true"},
			{"another service than S3 was called", "-source:s3*"},
		},
	},
	{
		Name:    "public-acl-article",
		Title:   "which uploads Block Public Access would refuse",
		Article: "eventName:PutObject requestParameters:(*x-amz-acl*public-read*, *x-amz-acl*authenticated-read*)",
		Verdict: "is:public-acl",
		Why: "it misses PutObjectAcl, CopyObject, multipart uploads, bucket ACLs, grant headers and XML bodies, " +
			"and takes a private upload whose key holds the text, and requests that were refused",
		Wrongly: []Reason{
			{"the text stands in the key of a private upload", "key:*public-read* OR key:*authenticated-read*"},
		},
		Missed: []Reason{
			{"an access log tells it, which the query does not read", "kind:accesslog"},
			{"the ACL was put later (PutObjectAcl)", "op:PutObjectAcl"},
			{"a copy (CopyObject)", "op:CopyObject"},
			{"a multipart upload", "op:CreateMultipartUpload"},
			{"the ACL of a bucket", "op:(PutBucketAcl, CreateBucket)"},
			{"a grant header", "acl:grant:*"},
		},
	},
}

// LookUpView finds a view by its name.
func LookUpView(name string) (*View, error) {
	var names []string
	for i := range Views {
		if Views[i].Name == name {
			return &Views[i], nil
		}
		names = append(names, Views[i].Name)
	}
	return nil, fmt.Errorf("unknown view %s: it is one of %s", name, strings.Join(names, ", "))
}
