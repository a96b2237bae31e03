package model

import (
	"bytes"
	"net/url"
	"slices"
	"strings"
)

// ACLGrants are the five grant headers, in the order of ACLEvidence.Grant.
var ACLGrants = [5]string{"READ", "WRITE", "READ_ACP", "WRITE_ACP", "FULL_CONTROL"}

// ACLEvidence is what a CloudTrail event says about the ACL a request sets; nil is absent.
type ACLEvidence struct {
	Op      []byte    // eventName
	Omitted bool      // requestParameters is no object: null, hidden, or omitted for its size
	Canned  []byte    // x-amz-acl, the JSON value: a string or an array of strings
	Form    []byte    // acl, the JSON value: a field of an upload by form; elsewhere a flag without a value
	Grant   [5][]byte // x-amz-grant-*, the JSON values
	Grants  []byte    // accessControlList, the JSON value: an object that holds x-amz-grant-* and x-amz-acl
	Policy  []byte    // AccessControlPolicy, the JSON value
	Request []byte    // all of requestParameters, where one of these may stand in several letter cases
}

// EventACL returns the value of the field "acl" (several are joined by a comma;
// "" is not recorded) and whether the ACL is public: it gives any permission to
// AllUsers or AuthenticatedUsers. An event that cannot set an ACL is "" and No.
//
// The value is a canned name in lower case, or for each grant
// grant:PERMISSION:WHO where WHO is AllUsers, AuthenticatedUsers, LogDelivery,
// or id, email, uri for a single grantee, or unknown; or "none" where the request
// could set an ACL and did not. PutBucketAcl and PutObjectAcl always set one:
// where it is missing (a bucket owner does not see the grants of another
// account's call) it is not recorded and Unknown. So is what cannot be read.
func EventACL(e ACLEvidence) (acl string, public Truth) {
	sets := setsACL[string(e.Op)]
	if sets == aclNever {
		return "", No
	}
	if e.Omitted {
		return "", Unknown
	}
	var a aclReading
	a.canned(e.Canned)
	for i, header := range e.Grant {
		a.header(ACLGrants[i], header)
	}
	a.headers(e.Grants, true)
	a.headers(e.Request, false)
	a.form(e.Form)
	a.body(e.Policy)
	return a.verdict(sets)
}

// Whether a request sets an ACL.
const (
	aclNever = iota
	aclMay
	aclMust
)

// setsACL says which operations take an ACL, by API name. An upload in parts
// takes it when it begins.
var setsACL = map[string]int{
	"PutObject":             aclMay,
	"PostObject":            aclMay,
	"CopyObject":            aclMay,
	"CreateMultipartUpload": aclMay,
	"CreateBucket":          aclMay,
	"PutObjectAcl":          aclMust,
	"PutBucketAcl":          aclMust,
}

// AccessLogACL does the same for an access-log line: "required" where
// aclRequired is Yes, else "". op is the API name, required is field 26 as
// logged (nil where the line has none) and uri the request-URI.
//
// The log does not record ACLs. Where a request could set one, a public one
// needs aclRequired, so "-" is No; Yes and a line without the field are Unknown.
// Only a presigned request can tell, whose query carries x-amz-acl.
func AccessLogACL(op, required, uri []byte) (acl string, public Truth) {
	needed := bytes.EqualFold(required, []byte("Yes"))
	if needed {
		acl = "required"
	}
	if setsACL[string(op)] == aclNever {
		return acl, No
	}
	if signed := presignedACL(uri); signed.found {
		_, public = signed.verdict(aclMust)
		return acl, public
	}
	if needed || required == nil {
		return acl, Unknown
	}
	return acl, No
}

// presignedACL reads the ACL from the query of a presigned request. Other
// requests may carry such a parameter too; S3 ignores it there.
func presignedACL(uri []byte) (a aclReading) {
	_, target, _ := bytes.Cut(uri, []byte("?"))
	query, _, _ := strings.Cut(string(target), " ")
	presigned := false
	for parameter := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(parameter, "=")
		name = strings.ToLower(name)
		if name == "x-amz-signature" || name == "signature" {
			presigned = true
		}
		grant, isGrant := strings.CutPrefix(name, "x-amz-grant-")
		if name != "x-amz-acl" && !isGrant {
			continue
		}
		value, err := url.QueryUnescape(value)
		switch {
		case err != nil:
			a.found, a.unreadable = true, true
		case isGrant:
			a.grants(strings.ToUpper(strings.ReplaceAll(grant, "-", "_")), value)
		default:
			a.cannedName(value)
		}
	}
	if !presigned {
		return aclReading{}
	}
	return a
}

// An aclReading gathers what the parts of a request say about its ACL.
type aclReading struct {
	words      []string
	found      bool // something was there
	public     bool // a grant to everybody or to everybody with an AWS account
	unreadable bool // something was there that does not tell whom it grants what
}

// verdict sums the reading up.
func (a *aclReading) verdict(sets int) (acl string, public Truth) {
	slices.Sort(a.words)
	acl = strings.Join(slices.Compact(a.words), ",")
	switch {
	case a.public:
		return acl, Yes
	case a.unreadable, !a.found && sets == aclMust:
		return acl, Unknown
	case !a.found:
		return "none", No
	}
	return acl, No
}

// canned reads x-amz-acl as CloudTrail writes it.
func (a *aclReading) canned(value []byte) {
	texts, ok := jsonTexts(value)
	a.unreadable = a.unreadable || !ok
	a.found = a.found || !ok
	for _, t := range texts {
		a.cannedName(t)
	}
}

// form reads the field acl of an upload by form. Other requests have a flag of
// that name, so only the name of an ACL counts.
func (a *aclReading) form(value []byte) {
	texts, _ := jsonTexts(value)
	for _, t := range texts {
		if _, known := cannedACLs[strings.ToLower(strings.TrimSpace(t))]; known {
			a.cannedName(t)
		}
	}
}

// cannedName reads canned names, separated by commas if several.
func (a *aclReading) cannedName(text string) {
	for name := range strings.SplitSeq(text, ",") {
		name = strings.ToLower(strings.TrimSpace(name))
		if name == "" {
			continue
		}
		a.found = true
		a.words = append(a.words, name)
		public, known := cannedACLs[name]
		a.public = a.public || public
		a.unreadable = a.unreadable || !known
	}
}

// cannedACLs says which canned ACLs are public. S3 refuses any other name.
var cannedACLs = map[string]bool{
	"private":                   false,
	"public-read":               true,
	"public-read-write":         true,
	"authenticated-read":        true,
	"aws-exec-read":             false,
	"bucket-owner-read":         false,
	"bucket-owner-full-control": false,
	"log-delivery-write":        false,
}
