package model_test

import (
	"encoding/json"
	"os"
	"testing"

	"s3sleuth/model"
)

const (
	allUsers      = "http://acs.amazonaws.com/groups/global/AllUsers"
	authenticated = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
	logDelivery   = "http://acs.amazonaws.com/groups/s3/LogDelivery"
)

// policy is an AccessControlPolicy whose list holds the given JSON.
func policy(list string) string {
	return `{"xmlns":"http://s3.amazonaws.com/doc/2006-03-01/","Owner":{"ID":"` + canonical + `"},"AccessControlList":` + list + `}`
}

func TestEventACL(t *testing.T) {
	const (
		read = iota
		write
		readACP
		writeACP
		full
	)
	type headers map[int]string
	tests := []struct {
		name, op string
		canned   string
		form     string
		grant    headers
		grants   string
		request  string
		policy   string
		acl      string
		public   model.Truth
	}{
		{name: "no ACL", op: "PutObject", acl: "none", public: model.No},
		{name: "no ACL on a new bucket", op: "CreateBucket", acl: "none", public: model.No},
		{name: "no ACL, empty flag", op: "PutObject", canned: `[""]`, policy: `""`, acl: "none", public: model.No},
		{name: "no ACL, null", op: "CopyObject", canned: `null`, policy: `null`, acl: "none", public: model.No},

		{name: "canned", op: "PutObject", canned: `"public-read"`, acl: "public-read", public: model.Yes},
		{name: "canned in an array", op: "PutBucketAcl", canned: `["public-read-write"]`, acl: "public-read-write", public: model.Yes},
		{name: "canned for everybody with an account", op: "PutObjectAcl", canned: `"authenticated-read"`, acl: "authenticated-read", public: model.Yes},
		{name: "canned in capitals with blanks", op: "PutObject", canned: `" Public-Read "`, acl: "public-read", public: model.Yes},
		{name: "canned on a copy", op: "CopyObject", canned: `"public-read"`, acl: "public-read", public: model.Yes},
		{name: "canned on an upload in parts", op: "CreateMultipartUpload", canned: `"public-read"`, acl: "public-read", public: model.Yes},
		{name: "canned on a form upload", op: "PostObject", canned: `"public-read"`, acl: "public-read", public: model.Yes},
		{name: "canned, private", op: "CreateBucket", canned: `["private"]`, acl: "private", public: model.No},
		{name: "canned, for the bucket's owner", op: "PutObject", canned: `"bucket-owner-full-control"`, acl: "bucket-owner-full-control", public: model.No},
		{name: "canned, for log delivery", op: "PutBucketAcl", canned: `"log-delivery-write"`, acl: "log-delivery-write", public: model.No},
		{name: "canned, for EC2", op: "PutObject", canned: `"aws-exec-read"`, acl: "aws-exec-read", public: model.No},
		{name: "canned, name not heard of", op: "PutObject", canned: `"open-to-all"`, acl: "open-to-all", public: model.Unknown},
		{name: "canned, two", op: "PutObject", canned: `["public-read","private"]`, acl: "private,public-read", public: model.Yes},
		{name: "canned, no text", op: "PutObject", canned: `7`, acl: "", public: model.Unknown},
		{name: "canned, no JSON", op: "PutObject", canned: `"pub`, acl: "", public: model.Unknown},

		{
			name: "grant to everybody", op: "PutObject", grant: headers{read: `"uri=\"` + allUsers + `\""`},
			acl: "grant:READ:AllUsers", public: model.Yes,
		},
		{
			name: "grant to everybody with an account, array", op: "PutBucketAcl", grant: headers{writeACP: `["uri=\"` + authenticated + `\""]`},
			acl: "grant:WRITE_ACP:AuthenticatedUsers", public: model.Yes,
		},
		{
			name: "grant without quotes", op: "PutObject", grant: headers{readACP: `"uri=` + allUsers + `"`},
			acl: "grant:READ_ACP:AllUsers", public: model.Yes,
		},
		{
			name: "grant in small letters", op: "PutObject", grant: headers{write: `"URI=http://acs.amazonaws.com/groups/global/allusers"`},
			acl: "grant:WRITE:AllUsers", public: model.Yes,
		},
		{
			name: "grant with escapes in small letters", op: "PutObject", grant: headers{read: `"uri=http:%2f%2facs.amazonaws.com%2fgroups%2fglobal%2fAllUsers"`},
			acl: "grant:READ:AllUsers", public: model.Yes,
		},
		{
			name: "several grantees in a header", op: "PutObject",
			grant: headers{read: `"id=\"` + canonical + `\", uri=\"` + allUsers + `\", emailAddress=\"kim@example.com\""`},
			acl:   "grant:READ:AllUsers,grant:READ:email,grant:READ:id", public: model.Yes,
		},
		{
			name: "several headers", op: "CreateBucket",
			grant: headers{read: `"id=a, id=b"`, full: `"id=c"`},
			acl:   "grant:FULL_CONTROL:id,grant:READ:id", public: model.No,
		},
		{
			name: "comma inside quotes", op: "PutObject", grant: headers{read: `"emailAddress=\"a,b@example.com\""`},
			acl: "grant:READ:email", public: model.No,
		},
		{
			name: "grant for log delivery", op: "PutBucketAcl", grant: headers{write: `"uri=\"` + logDelivery + `\""`},
			acl: "grant:WRITE:LogDelivery", public: model.No,
		},
		{
			name: "grant to another URI", op: "PutObject", grant: headers{read: `"uri=\"http://example.com/\""`},
			acl: "grant:READ:uri", public: model.No,
		},
		{
			name: "grant that names nobody", op: "PutObject", grant: headers{read: `"somebody"`},
			acl: "grant:READ:unknown", public: model.Unknown,
		},

		{
			name: "headers gathered", op: "PutBucketAcl", grants: `{"x-amz-grant-read":"uri=\"` + allUsers + `\"","x-amz-grant-write-acp":["id=a"]}`,
			acl: "grant:READ:AllUsers,grant:WRITE_ACP:id", public: model.Yes,
		},
		{name: "headers gathered, a canned name among them", op: "CreateBucket", grants: `{"X-Amz-Acl":["public-read"]}`, acl: "public-read", public: model.Yes},
		{name: "headers gathered, one that is not known", op: "PutObject", grants: `{"x-amz-grantee":"a"}`, acl: "", public: model.Unknown},
		{name: "headers gathered, hidden", op: "PutObject", grants: `"HIDDEN_DUE_TO_SECURITY_REASONS"`, acl: "", public: model.Unknown},
		{name: "header twice, in two cases", op: "PutObject", canned: `"private"`, request: `{"x-amz-acl":"public-read","X-Amz-Acl":"private","key":"k"}`, acl: "private,public-read", public: model.Yes},
		{name: "headers gathered, none", op: "PutObject", grants: `{}`, acl: "none", public: model.No},
		{name: "headers gathered, an empty flag", op: "PutObject", grants: `[""]`, acl: "none", public: model.No},

		{name: "form field", op: "PostObject", form: `"public-read"`, acl: "public-read", public: model.Yes},
		{name: "form field, other case", op: "PutObject", form: `["Authenticated-Read"]`, acl: "authenticated-read", public: model.Yes},
		{name: "form field that is a flag", op: "PutBucketAcl", form: `[""]`, canned: `["private"]`, acl: "private", public: model.No},
		{name: "form field that names no ACL", op: "PutObject", form: `"2"`, acl: "none", public: model.No},

		{
			name: "body as text", op: "PutBucketAcl", policy: `"<Grant><Grantee><URI>` + allUsers + `</URI></Grantee><Permission>READ</Permission></Grant>"`,
			acl: "grant:unknown:AllUsers", public: model.Yes,
		},
		{
			name: "body with one grant, an object", op: "PutBucketAcl",
			policy: policy(`{"Grant":{"Grantee":{"xsi:type":"Group","URI":"` + allUsers + `"},"Permission":"READ"}}`),
			acl:    "grant:READ:AllUsers", public: model.Yes,
		},
		{
			name: "body with a list", op: "PutObjectAcl",
			policy: policy(`{"Grant":[{"Grantee":{"xsi:type":"CanonicalUser","ID":"` + canonical + `","DisplayName":"kim"},"Permission":"FULL_CONTROL"},` +
				`{"Grantee":{"xsi:type":"Group","URI":"` + authenticated + `"},"Permission":"READ_ACP"}]}`),
			acl: "grant:FULL_CONTROL:id,grant:READ_ACP:AuthenticatedUsers", public: model.Yes,
		},
		{
			name: "body for log delivery", op: "PutBucketAcl",
			policy: policy(`{"Grant":{"Grantee":{"URI":"` + logDelivery + `"},"Permission":"WRITE"}}`),
			acl:    "grant:WRITE:LogDelivery", public: model.No,
		},
		{
			name: "body with an e-mail address", op: "PutBucketAcl",
			policy: policy(`{"Grant":{"Grantee":{"xsi:type":"AmazonCustomerByEmail","EmailAddress":"kim@example.com"},"Permission":"READ"}}`),
			acl:    "grant:READ:email", public: model.No,
		},
		{
			name: "body with other spellings", op: "PutBucketAcl",
			policy: `{"accessControlList":[{"grantee":{"uri":["` + allUsers + `"]},"permission":["read"]}]}`,
			acl:    "grant:READ:AllUsers", public: model.Yes,
		},
		{
			name: "body without permission", op: "PutBucketAcl", policy: policy(`{"Grant":{"Grantee":{"URI":"` + allUsers + `"}}}`),
			acl: "grant:unknown:AllUsers", public: model.Yes,
		},
		{name: "body whose grants were taken out", op: "PutObjectAcl", policy: `{"Owner":{"ID":"` + canonical + `"}}`, public: model.Unknown},
		{name: "body with an empty list", op: "PutBucketAcl", policy: policy(`""`), public: model.Unknown},
		{name: "body as text", op: "PutBucketAcl", policy: `"<AccessControlPolicy/>"`, public: model.Unknown},
		{name: "body that is no JSON", op: "PutBucketAcl", policy: `{"AccessControlList":`, public: model.Unknown},
		{name: "body missing where there must be one", op: "PutObjectAcl", public: model.Unknown},
		{name: "body missing, bucket", op: "PutBucketAcl", canned: `[""]`, public: model.Unknown},

		{name: "cannot set an ACL", op: "GetObject", public: model.No},
		{name: "part of an upload, where an ACL has no effect", op: "UploadPart", canned: `"public-read"`, public: model.No},
		{name: "reading an ACL", op: "GetBucketAcl", public: model.No},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := model.ACLEvidence{
				Op: []byte(tt.op), Canned: []byte(tt.canned), Form: []byte(tt.form), Grants: []byte(tt.grants), Policy: []byte(tt.policy),
				Request: []byte(tt.request),
			}
			for i, v := range tt.grant {
				e.Grant[i] = []byte(v)
			}
			acl, public := model.EventACL(e)
			if acl != tt.acl || public != tt.public {
				t.Errorf("got %q, public %s; want %q, public %s", acl, public, tt.acl, tt.public)
			}
		})
	}
}

func TestEventACLOmitted(t *testing.T) {
	if acl, public := model.EventACL(model.ACLEvidence{Op: []byte("PutObject"), Omitted: true}); acl != "" || public != model.Unknown {
		t.Errorf("parameters omitted from PutObject: got %q, public %s; want not recorded, unknown", acl, public)
	}
	if acl, public := model.EventACL(model.ACLEvidence{Op: []byte("GetObject"), Omitted: true}); acl != "" || public != model.No {
		t.Errorf("parameters omitted from GetObject: got %q, public %s; want not recorded, no", acl, public)
	}
}

func TestAccessLogACL(t *testing.T) {
	const (
		signed = "&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0000 HTTP/1.1"
		absent = "absent" // the line has no field 26
	)
	tests := []struct {
		name, op, required, uri string
		acl                     string
		public                  model.Truth
	}{
		{"ACL not needed", "PutObject", "-", "PUT /k HTTP/1.1", "", model.No},
		{"ACL needed for an upload", "PutObject", "Yes", "PUT /k HTTP/1.1", "required", model.Unknown},
		{"ACL needed for a form upload", "PostObject", "Yes", "POST / HTTP/1.1", "required", model.Unknown},
		{"setting an ACL always needs it", "PutObjectAcl", "Yes", "PUT /k?acl HTTP/1.1", "required", model.Unknown},
		{"line from before the field", "PutObject", absent, "PUT /k HTTP/1.1", "", model.Unknown},
		{"read of another account's object", "GetObject", "Yes", "GET /k HTTP/1.1", "required", model.No},
		{"read from before the field", "GetObject", absent, "GET /k HTTP/1.1", "", model.No},
		{"part of an upload", "UploadPart", "Yes", "PUT /k?partNumber=1&uploadId=u HTTP/1.1", "required", model.No},
		{"copy source", "REST.COPY.OBJECT_GET", "-", "-", "", model.No},

		{"presigned with a public ACL", "PutObject", "Yes", "PUT /k?x-amz-acl=public-read" + signed, "required", model.Yes},
		{"presigned, before the field", "PutObject", absent, "PUT /k?X-Amz-Acl=public-read" + signed, "", model.Yes},
		{"presigned by version 2", "PutObject", "Yes", "PUT /k?AWSAccessKeyId=A&Signature=s&x-amz-acl=authenticated-read HTTP/1.1", "required", model.Yes},
		{"presigned with a private ACL", "PutObject", "Yes", "PUT /k?x-amz-acl=private" + signed, "required", model.No},
		{"presigned with a grant", "PutObject", "Yes", "PUT /k?x-amz-grant-read=uri%3D%22http%3A%2F%2Facs.amazonaws.com%2Fgroups%2Fglobal%2FAllUsers%22" + signed, "required", model.Yes},
		{"presigned with a broken escape", "PutObject", "-", "PUT /k?x-amz-acl=%zz" + signed, "", model.Unknown},
		{"presigned without an ACL", "PutObject", "-", "PUT /k?x-id=PutObject" + signed, "", model.No},
		{"not presigned: the parameter has no effect", "PutObject", "-", "PUT /k?x-amz-acl=public-read HTTP/1.1", "", model.No},
		{"in the key, not in the query", "PutObject", "-", "PUT /x-amz-acl=public-read HTTP/1.1", "", model.No},
		{"presigned read", "GetObject", "-", "GET /k?x-amz-acl=public-read" + signed, "", model.No},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			required := []byte(tt.required)
			if tt.required == absent {
				required = nil
			}
			acl, public := model.AccessLogACL([]byte(tt.op), required, []byte(tt.uri))
			if acl != tt.acl || public != tt.public {
				t.Errorf("got %q, public %s; want %q, public %s", acl, public, tt.acl, tt.public)
			}
		})
	}
}

// Request shapes that public detection rules are tested with.
func TestEventACLPublicCases(t *testing.T) {
	const file = "../../shared/cases/verdicts-public-tests/acl_is_public.json"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Skipf("public cases are not here: %v", err)
	}
	var cases struct {
		Rows []struct {
			Name       string
			Parameters map[string]json.RawMessage `json:"requestParameters"`
			Public     bool
		}
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases.Rows) == 0 {
		t.Fatal("no rows")
	}
	for _, row := range cases.Rows {
		p := row.Parameters
		e := model.ACLEvidence{
			Op: []byte("PutObject"), Canned: p["x-amz-acl"], Form: p["acl"], Grants: p["accessControlList"], Policy: p["AccessControlPolicy"],
		}
		for i, name := range []string{"read", "write", "read-acp", "write-acp", "full-control"} {
			e.Grant[i] = p["x-amz-grant-"+name]
		}
		if acl, public := model.EventACL(e); public != model.Of(row.Public) {
			t.Errorf("%s: %q public is %s, want %s", row.Name, acl, public, model.Of(row.Public))
		}
	}
}
