package model

import (
	"bytes"
	"strings"
)

// APIName returns the API name of an access-log operation, as PutObject for
// REST.PUT.OBJECT, spelled as CloudTrail spells its eventName. An operation
// without one (copy sources, website requests, S3's own acts, anything unheard
// of) keeps its own spelling. object says that the line has a key: it tells the
// ACL and the tags of an object from those of a bucket.
func APIName(operation []byte, object bool) string {
	if object {
		if name, ok := objectNames[string(operation)]; ok {
			return name
		}
	}
	if name, ok := apiNames[string(operation)]; ok {
		return name
	}
	return string(operation)
}

// ServiceAction says whether an access-log operation is an act of S3 itself
// (lifecycle, checksum job) and no client's request. A requester, address or
// TLS version of "-" on such a line says nothing about a client.
func ServiceAction(operation []byte) bool {
	return bytes.HasPrefix(operation, []byte("S3."))
}

// copySource says whether an operation is the line that a copy leaves in the
// log of the bucket it read from.
func copySource(operation []byte) bool {
	return bytes.HasSuffix(operation, []byte("_GET"))
}

// An access is what an operation does; Yes in del implies Yes in write.
type access struct{ read, write, del Truth }

var (
	reads   = access{Yes, No, No}
	writes  = access{No, Yes, No}
	deletes = access{No, Yes, Yes}
	untold  = access{Unknown, Unknown, Unknown}
)

// Access says what an operation does, from its API name: read, write (deletes
// included) and delete (stored data or settings removed, the parts of an
// aborted upload included). Names of other services go by their verb, access-log
// spellings without an API name by their method. Unknown where the name does not
// tell. A copy writes; what it reads is the line of its source.
func Access(op string) (read, write, del Truth) {
	a := untold
	if strings.Contains(op, ".") {
		a = ownAccess(op)
	} else if op == "CreateSession" {
		a = reads // signs in to a directory bucket, changes nothing
	} else {
		for _, v := range verbs {
			if startsWord(op, v.verb) {
				a = v.access
				break
			}
		}
	}
	return a.read, a.write, a.del
}

// startsWord says whether name is verb, or verb and further words in camel case.
func startsWord(name, verb string) bool {
	rest, ok := strings.CutPrefix(name, verb)
	return ok && (rest == "" || rest[0] < 'a' || rest[0] > 'z')
}

// ownAccess reads an operation in the access log's spelling.
func ownAccess(op string) access {
	system, rest, _ := strings.Cut(op, ".")
	action, resource, _ := strings.Cut(rest, ".")
	switch system {
	case "S3":
		return ownAct(action, resource)
	case "REST", "WEBSITE", "BATCH":
		return method(action, resource)
	}
	return untold
}

// ownAct is what an act of S3 itself does.
func ownAct(action, resource string) access {
	switch {
	case action == "EXPIRE", action == "DELETE", resource == "DELETEMARKER":
		return deletes
	case action == "CREATE", action == "RESTORE", strings.HasPrefix(action, "TRANSITION"):
		return writes
	case action == "COMPUTE":
		return reads
	}
	return untold
}

// method is what an HTTP method does to a resource; POST can do anything.
func method(method, resource string) access {
	if strings.HasSuffix(resource, "_GET") {
		return reads
	}
	switch method {
	case "GET", "HEAD", "OPTIONS":
		return reads
	case "PUT", "COPY":
		return writes
	case "DELETE":
		return deletes
	}
	return untold
}

// DeniedCode says whether an error code or HTTP status means refused for lack of
// permission. The code decides where there is one: a bad signature, an unknown
// access key or an archived object is a 403 as well, but no missing permission.
// No code and no status is No: nothing was refused.
func DeniedCode(code, status []byte) Truth {
	c := strings.ToLower(string(code))
	for _, word := range deniedWords {
		if strings.Contains(c, word) {
			return Yes
		}
	}
	return Of(string(status) == "403" && (c == "" || c == "-"))
}

// deniedWords are parts of the error codes that S3 and other services give for
// a missing permission, in lower case.
var deniedWords = []string{"accessdenied", "unauthorized", "notauthorized", "forbidden", "permissiondenied", "allaccessdisabled"}
