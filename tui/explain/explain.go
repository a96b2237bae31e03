// Package explain says in plain sentences what a record tells, each with the
// evidence it is drawn from. The screen and the command line print the same ones.
package explain

import (
	"strings"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// A Weight is how much a sentence matters.
type Weight uint8

const (
	Aside Weight = iota // good to know
	Fine
	Warn
	Bad
)

// A Sentence says one thing about a record. Its words may hold log text.
type Sentence struct {
	Weight   Weight
	Says     string
	Because  string // more about it; may be empty
	Evidence string // what it is drawn from: a field of the line, a member of the event
}

// A subject is the record being explained.
type subject struct {
	v   *store.Snapshot
	row store.Row
}

func (s subject) kind() model.Kind { return s.v.Kind(s.row) }

func (s subject) is(k model.Fact) bool { return s.v.Facts(s.row).Get(k) == model.Yes }

// text returns a field's value, "" where there is none.
func (s subject) text(f model.Field) string {
	value, _ := s.v.Text(s.row, f)
	return value
}

// Sentences explains a record: how it was sent, how it ended, and what else there
// is to say of it.
func Sentences(v *store.Snapshot, row store.Row) []Sentence {
	s := subject{v, row}
	out := []Sentence{s.transport()}
	for _, tell := range []func() (Sentence, bool){s.outcome, s.acl, s.caller, s.presigned, s.effect} {
		if x, has := tell(); has {
			out = append(out, x)
		}
	}
	return out
}

// named returns the place of the evidence: a field of an access-log line, or a
// member of a CloudTrail event.
func (s subject) named(line, event string) string {
	if s.kind() == model.AccessLog {
		return line
	}
	return event
}

// transport tells how the request was encrypted.
func (s subject) transport() Sentence {
	where := s.named("field 24 (TLS version), field 21 (cipher)", "tlsDetails, additionalEventData.CipherSuite")
	switch v := s.text(model.FieldTLS); v {
	case "none":
		x := Sentence{Bad, "This request was sent WITHOUT TLS.", "TLS version and cipher are both \"-\" although it came over the network. A deny on aws:SecureTransport = false would have refused it.", where}
		if s.is(model.Website) {
			x.Because = "It came through an S3 website endpoint, which speaks plain HTTP only."
		}
		return x
	case "1.0", "1.1":
		return Sentence{Warn, "It was sent over TLS " + v + ", which is below 1.2.", "A deny on s3:TlsVersion below 1.2 would have refused it.", where}
	case "1.2", "1.3":
		return Sentence{Fine, "It was sent over TLS " + v + ".", s.cipher(), where}
	case "no-evidence":
		return Sentence{Warn, "Nothing in this event shows that TLS was used.", "Neither a TLS version nor a cipher is recorded where one is due. This is a suspicion, not a proof: the bucket's access log would tell.", where}
	case "unversioned":
		return Sentence{Fine, "TLS was used; its version is not recorded.", s.cipher(), s.named("field 21 (cipher)", "additionalEventData.CipherSuite")}
	case "n/a":
		return Sentence{Aside, "No network request: S3 did this itself, so TLS does not come into it.", "", s.named("field 7 (operation)", "eventType")}
	default:
		return Sentence{Aside, "This record cannot say whether TLS was used.", s.silence(), where}
	}
}

// silence says why a record has no verdict on its transport.
func (s subject) silence() string {
	switch {
	case s.kind() != model.AccessLog:
		return "It was made by an AWS service or the console, or for another service than S3, or it is older than the TLS fields."
	case strings.HasSuffix(s.text(model.FieldOperation), "_GET"):
		return "It tells of the source of a copy: the line of the copy's destination records how the request came."
	}
	return "The line is older than the TLS fields, or names no host, or what stands in them is no version of TLS."
}

func (s subject) cipher() string {
	if c := s.text(model.FieldCipher); c != "" {
		return "Cipher suite " + c + "."
	}
	return ""
}

// outcome tells that the request was refused or failed.
func (s subject) outcome() (Sentence, bool) {
	code, status := s.text(model.FieldError), s.text(model.FieldStatus)
	what := strings.TrimSpace(status + " " + code)
	where := s.named("field 10 (status), field 11 (error code)", "errorCode")
	switch {
	case s.is(model.Denied):
		return Sentence{Warn, "It was REFUSED: " + what + ".", "Nothing was read or changed.", where}, true
	case code != "":
		return Sentence{Warn, "It failed: " + what + ".", "", where}, true
	}
	return Sentence{}, false
}

// acl tells what the request did to an access control list.
func (s subject) acl() (Sentence, bool) {
	value, recorded := s.v.Text(s.row, model.FieldACL)
	where := s.named("field 26 (aclRequired)", "requestParameters")
	switch {
	case s.is(model.PublicACL):
		if s.kind() == model.AccessLog { // which knows it from the query of a presigned URL only
			value, where = "the presigned URL asks for it", "field 9 (request-URI)"
		}
		x := Sentence{Bad, "It set a PUBLIC access control list: " + value + ".", "Everybody, or every AWS account, gets access while Block Public Access and object ownership allow it.", where}
		if s.text(model.FieldError) != "" {
			x = Sentence{Warn, "It tried to set a PUBLIC access control list: " + value + ".", "The request failed, so the list was not applied.", where}
		}
		return x, true
	case value == "required":
		return Sentence{Warn, "It needed an access control list to be allowed.", "With ACLs disabled (BucketOwnerEnforced) it would be refused. The list itself is never in an access log.", where}, true
	case value == "none":
		return Sentence{Fine, "It could set an access control list and set none.", "", where}, true
	case recorded:
		return Sentence{Fine, "It set an access control list that is not public: " + value + ".", "", where}, true
	}
	return Sentence{}, false
}

// caller tells of callers that need a word.
func (s subject) caller() (Sentence, bool) {
	via := s.text(model.FieldVia)
	switch {
	case s.is(model.Anonymous):
		return Sentence{Warn, "Nobody signed it: the request is anonymous.", "", s.named("field 5 (requester) is \"-\"", "userIdentity")}, true
	case via != "" && s.kind() == model.AccessLog:
		return Sentence{Aside, "The AWS service " + via + " made it.", "", "field 5 (requester)"}, true
	case via != "":
		return Sentence{Aside, "The AWS service " + via + " made it on the caller's behalf.", "", "userIdentity.invokedBy"}, true
	case s.is(model.AWSService):
		return Sentence{Aside, "An AWS service made it.", "", s.named("field 5 (requester)", "userIdentity")}, true
	}
	return Sentence{}, false
}

func (s subject) presigned() (Sentence, bool) {
	if s.text(model.FieldAuth) != "QueryString" {
		return Sentence{}, false
	}
	return Sentence{Aside, "It used a presigned URL.", "Whoever has such a URL can use it until it runs out. Signatures are masked here.", s.named("field 22 (authentication type)", "additionalEventData.AuthenticationMethod")}, true
}

// effect tells what the operation does, where it destroys.
func (s subject) effect() (Sentence, bool) {
	if !s.is(model.Delete) || s.text(model.FieldError) != "" {
		return Sentence{}, false
	}
	return Sentence{Warn, "It deletes.", "", s.named("field 7 (operation)", "eventName")}, true
}
