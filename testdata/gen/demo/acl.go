package main

import (
	"strings"

	"s3sleuth/testdata/gen/evidence"
)

// An acl is one that a request sets, in one of the shapes CloudTrail records.
type acl struct {
	words     string // as the field "acl" is to say it
	public    bool
	presigned bool // it stands in the URI as well
	params    []evidence.Member
}

const (
	allUsers = "http://acs.amazonaws.com/groups/global/AllUsers"
	schema   = "http://www.w3.org/2001/XMLSchema-instance"
)

// canned is x-amz-acl as a string.
func canned(name string) *acl {
	return &acl{words: name, public: strings.HasPrefix(name, "public-") || name == "authenticated-read", params: []evidence.Member{
		{Name: "x-amz-acl", Value: evidence.Quote(name)},
	}}
}

// cannedList is x-amz-acl as an array of one string.
func cannedList(name string) *acl {
	a := canned(name)
	a.params[0].Value = "[" + a.params[0].Value + "]"
	return a
}

// header is an x-amz-grant-read header for everybody.
func header() *acl {
	return &acl{words: "grant:READ:AllUsers", public: true, params: []evidence.Member{
		{Name: "x-amz-grant-read", Value: evidence.Quote(`uri="` + allUsers + `"`)},
	}}
}

// body is an ACL document that gives everybody READ, alone or beside the owner's
// own grant: one grant is an object and several are an array.
func body(account string, alone bool) *acl {
	owner := owners[account]
	everybody := `{"Grantee":{"xsi:type":"Group","URI":"` + allUsers + `","xmlns:xsi":"` + schema + `"},"Permission":"READ"}`
	words, grants := "grant:READ:AllUsers", everybody
	if !alone {
		words = "grant:FULL_CONTROL:id,grant:READ:AllUsers"
		grants = `[{"Grantee":{"xsi:type":"CanonicalUser","ID":"` + owner + `","xmlns:xsi":"` + schema +
			`"},"Permission":"FULL_CONTROL"},` + everybody + `]`
	}
	return &acl{words: words, public: true, params: []evidence.Member{{
		Name: "AccessControlPolicy",
		Value: `{"AccessControlList":{"Grant":` + grants + `},"Owner":{"ID":"` + owner +
			`"},"xmlns":"http://s3.amazonaws.com/doc/2006-03-01/"}`,
	}}}
}
