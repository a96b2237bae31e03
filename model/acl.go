package model

// ACLGrants are the five grant headers, in the order of ACLEvidence.Grant.
var ACLGrants = [5]string{"READ", "WRITE", "READ_ACP", "WRITE_ACP", "FULL_CONTROL"}

// ACLEvidence is what a CloudTrail event says about the ACL a request sets; nil is absent.
type ACLEvidence struct {
	Op      []byte    // eventName
	Omitted bool      // requestParameters was omitted for its size
	Canned  []byte    // x-amz-acl, the JSON value: a string or an array of strings
	Grant   [5][]byte // x-amz-grant-*, the JSON values
	Policy  []byte    // AccessControlPolicy, the JSON value
}

// EventACL returns the value of the field "acl" (several are joined by a comma;
// "" is not recorded) and whether the ACL is public: it gives any permission to
// AllUsers or AuthenticatedUsers. An event that cannot set an ACL is "" and No.
func EventACL(e ACLEvidence) (acl string, public Truth) { panic("stub") }

// AccessLogACL does the same for an access-log line: "required" where
// aclRequired is Yes, else "". op is the API name, required is field 26 as
// logged (nil where the line has none) and uri the request-URI, whose query may
// carry x-amz-acl (presigned requests).
func AccessLogACL(op, required, uri []byte) (acl string, public Truth) { panic("stub") }
