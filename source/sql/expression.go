package sql

import "strings"

// LineExpression is the regular expression that cuts a line of an access log into
// the 27 columns of a table, in Java's and in RE2's dialect alike. It keeps every
// line: of 18 fields to 27 and more, with blanks in the requester, and with
// quotes and blanks in request-URI, referer and user agent.
//
// What a client can put quotes into is bounded by what it cannot: the
// request-URI ends at the first quote with a status and five further fields of
// their form behind it, the user agent at the last quote of the line. The columns
// behind the version ID are nested, so that one that is missing costs no other.
var LineExpression = func() string {
	const (
		token  = `([^ ]+)`
		number = `([0-9]+|-)`
		quoted = `(".*?"|-)`
		tail   = `([^ "]+)`
	)
	head := strings.Join([]string{
		token, token, `\[([^\]]*)\]`, token,
		`([^ ]+(?: [^ "]+)*?)`, token, `([^ .]+\.[^ ]+)`, token, // requester, request ID, operation, key
		quoted, `([0-9]{3}|-)`, token, number, number, number, number,
		quoted, `(".*"|-)`, tail, // referer, user agent, version ID
	}, " ")
	optional := ""
	for range lineColumns[optionalFrom:] {
		optional = `(?: ` + tail + optional + `)?`
	}
	return "^" + head + optional + `(?: .*)?$`
}()
