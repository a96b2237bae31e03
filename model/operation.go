package model

// APIName returns the API name of an access-log operation, as PutObject for
// REST.PUT.OBJECT; an operation without one keeps its own spelling. object says
// that the line has a key, uri is the request-URI (lists: list-type tells nothing; sub-resources may).
func APIName(operation []byte, object bool) string { panic("stub") }

// Access says what an operation does, from its API name: read, write (deletes
// included) and delete. Unknown where the name does not tell.
func Access(op string) (read, write, del Truth) { panic("stub") }

// DeniedCode says whether an error code or HTTP status means refused for lack of permission.
func DeniedCode(code, status []byte) Truth { panic("stub") }
