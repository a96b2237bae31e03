package export

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"s3sleuth/model"
)

// A Redactor puts names of its own in place of accounts and of who called, as
// "account-1" and "principal-2": the same for the same value, numbered as they
// come. What it is not told about stays: a name within an object key, an address.
// It is for one file, and not safe for concurrent use.
type Redactor struct {
	names map[string]string
	last  map[string]int
}

// NewRedactor returns one that has met no value.
func NewRedactor() *Redactor {
	return &Redactor{names: map[string]string{}, last: map[string]int{}}
}

// callers are the fields that tell who called, with what stands for their values.
var callers = map[model.Field]string{
	model.FieldPrincipal: "principal", model.FieldARN: "arn", model.FieldSession: "session",
	model.FieldAccount: "account", model.FieldAccessKey: "access-key",
}

// told are the words of the log about callers that name nobody.
func told(value string) bool {
	return value == "anonymous" || strings.HasSuffix(value, ".amazonaws.com")
}

// Value returns what is written in place of a record's value.
func (r *Redactor) Value(col Column, value string) string {
	kind, is := callers[col.Field]
	switch {
	case col.IsFact || col.isNumber() || col.Field == model.FieldTime || col.Field == model.FieldID || col.Field == model.FieldRequest:
		return value
	case strings.HasPrefix(col.Path, "userIdentity"):
		return r.name("identity", value)
	case is && told(value):
		return value
	case is:
		return r.name(kind, value)
	}
	return r.Text(value)
}

var (
	callerARN = regexp.MustCompile(`arn:[a-z-]+:(?:iam|sts)::[0-9]{12}:[^\s"',;&<>)]+`)
	accessKey = regexp.MustCompile(`(?:A3T[A-Z0-9]|AKIA|ASIA|AIDA|AROA)[A-Z0-9]{16,17}`)
	longDigit = regexp.MustCompile(`[0-9]{12,}`)
)

// Text returns a text with its ARNs of callers, access keys and account numbers
// replaced. Every number of twelve digits counts as one of an account.
func (r *Redactor) Text(s string) string {
	s = callerARN.ReplaceAllStringFunc(s, func(arn string) string { return r.name("arn", arn) })
	s = accessKey.ReplaceAllStringFunc(s, func(key string) string { return r.name("access-key", key) })
	return longDigit.ReplaceAllStringFunc(s, func(digits string) string {
		if len(digits) > 12 {
			return digits
		}
		return r.name("account", digits)
	})
}

// name returns what stands for a value.
func (r *Redactor) name(kind, value string) string {
	id := kind + " " + value
	if r.names[id] == "" {
		r.last[kind]++
		r.names[id] = kind + "-" + strconv.Itoa(r.last[kind])
	}
	return r.names[id]
}

// Filter returns a filter as it may stand beside what is redacted: not at all when
// it speaks of who called, or may. A nil Redactor tells every filter.
func (r *Redactor) Filter(x model.Expr) string {
	if s := x.String(); r == nil || r.Text(s) == s && impersonal(x) {
		return s
	}
	return Redacted
}

// Redacted stands in place of what is not told at all.
const Redacted = "(redacted)"

// impersonal says that a filter has conditions only on fields that do not tell who called.
func impersonal(x model.Expr) bool {
	switch x := x.(type) {
	case model.And:
		return !slices.ContainsFunc(x, func(p model.Expr) bool { return !impersonal(p) })
	case model.Or:
		return !slices.ContainsFunc(x, func(p model.Expr) bool { return !impersonal(p) })
	case model.Not:
		return impersonal(x.X)
	case model.Undecided:
		return impersonal(x.X)
	case model.Const, *model.Is, *model.Has:
		return true
	case *model.Cmp:
		_, caller := callers[x.Field]
		return !caller && x.Field != model.FieldPath
	}
	return false // a text, anywhere
}
