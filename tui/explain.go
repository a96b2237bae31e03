package tui

import (
	"fmt"
	"strings"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/tui/text"
)

// A subject is the record being looked at.
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

// A sentence says one thing about the record and what it is drawn from.
type sentence struct {
	st       style
	mark     string
	says     string
	because  string // one more sentence; may be empty
	evidence string
}

// sentences explains the record, the weightiest first.
func (s subject) sentences() []sentence {
	out := []sentence{s.transport()}
	for _, tell := range []func() (sentence, bool){s.outcome, s.acl, s.caller, s.presigned, s.effect} {
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

const (
	bad  = "●"
	fine = "✓"
	hm   = "○"
)

// transport tells how the request was encrypted.
func (s subject) transport() sentence {
	where := s.named("field 24 (TLS version), field 21 (cipher)", "tlsDetails, additionalEventData.CipherSuite")
	switch v := s.text(model.FieldTLS); v {
	case "none":
		x := sentence{danger, bad, "This request was sent WITHOUT TLS.", "TLS version and cipher are both \"-\" although it came over the network. A deny on aws:SecureTransport = false would have refused it.", where}
		if s.is(model.Website) {
			x.because = "It came through an S3 website endpoint, which speaks plain HTTP only."
		}
		return x
	case "1.0", "1.1":
		return sentence{warn, bad, "It was sent over TLS " + v + ", which is below 1.2.", "A deny on s3:TlsVersion below 1.2 would have refused it.", where}
	case "1.2", "1.3":
		return sentence{ok, fine, "It was sent over TLS " + v + ".", s.cipher(), where}
	case "no-evidence":
		return sentence{warn, bad, "Nothing in this event shows that TLS was used.", "Neither a TLS version nor a cipher is recorded where one is due. This is a suspicion, not a proof: the bucket's access log would tell.", where}
	case "unversioned":
		return sentence{ok, fine, "TLS was used; its version is not recorded.", s.cipher(), s.named("field 21 (cipher)", "additionalEventData.CipherSuite")}
	case "n/a":
		return sentence{dim, hm, "No network request: S3 did this itself, so TLS does not come into it.", "", s.named("field 7 (operation)", "eventType")}
	default:
		return sentence{dim, hm, "This record cannot say whether TLS was used.", "It was made by an AWS service or the console, or it is older than the TLS fields.", where}
	}
}

func (s subject) cipher() string {
	if c := s.text(model.FieldCipher); c != "" {
		return "Cipher suite " + c + "."
	}
	return ""
}

// outcome tells that the request was refused or failed.
func (s subject) outcome() (sentence, bool) {
	code, status := s.text(model.FieldError), s.text(model.FieldStatus)
	what := strings.TrimSpace(status + " " + code)
	where := s.named("field 10 (status), field 11 (error code)", "errorCode")
	switch {
	case s.is(model.Denied):
		return sentence{warn, bad, "It was REFUSED: " + what + ".", "Nothing was read or changed.", where}, true
	case code != "":
		return sentence{warn, bad, "It failed: " + what + ".", "", where}, true
	}
	return sentence{}, false
}

// acl tells what the request did to an access control list.
func (s subject) acl() (sentence, bool) {
	value, recorded := s.v.Text(s.row, model.FieldACL)
	where := s.named("field 26 (aclRequired)", "requestParameters")
	switch {
	case s.is(model.PublicACL):
		x := sentence{danger, bad, "It set a PUBLIC access control list: " + value + ".", "Everybody, or every AWS account, gets access while Block Public Access and object ownership allow it.", where}
		if s.text(model.FieldError) != "" {
			x = sentence{warn, bad, "It tried to set a PUBLIC access control list: " + value + ".", "The request failed, so the list was not applied.", where}
		}
		return x, true
	case value == "required":
		return sentence{warn, bad, "It needed an access control list to be allowed.", "With ACLs disabled (BucketOwnerEnforced) it would be refused. The list itself is never in an access log.", where}, true
	case value == "none":
		return sentence{ok, fine, "It could set an access control list and set none.", "", where}, true
	case recorded:
		return sentence{ok, fine, "It set an access control list that is not public: " + value + ".", "", where}, true
	}
	return sentence{}, false
}

// caller tells of callers that need a word.
func (s subject) caller() (sentence, bool) {
	via := s.text(model.FieldVia)
	switch {
	case s.is(model.Anonymous):
		return sentence{warn, bad, "Nobody signed it: the request is anonymous.", "", s.named("field 5 (requester) is \"-\"", "userIdentity")}, true
	case via != "":
		return sentence{dim, hm, "The AWS service " + via + " made it on the caller's behalf.", "", "userIdentity.invokedBy"}, true
	case s.is(model.AWSService):
		return sentence{dim, hm, "An AWS service made it.", "", s.named("field 5 (requester)", "userIdentity")}, true
	}
	return sentence{}, false
}

func (s subject) presigned() (sentence, bool) {
	if s.text(model.FieldAuth) != "QueryString" {
		return sentence{}, false
	}
	return sentence{dim, hm, "It used a presigned URL.", "Whoever has such a URL can use it until it runs out. Signatures are masked here.", s.named("field 22 (authentication type)", "additionalEventData.AuthenticationMethod")}, true
}

// effect tells what the operation does, where it destroys.
func (s subject) effect() (sentence, bool) {
	if !s.is(model.Delete) || s.text(model.FieldError) != "" {
		return sentence{}, false
	}
	return sentence{warn, bad, "It deletes.", "", s.named("field 7 (operation)", "eventName")}, true
}

// A group is a block of the record's fields.
type group struct {
	name   string
	fields []model.Field
}

var groups = []group{
	{"WHO", []model.Field{model.FieldPrincipal, model.FieldARN, model.FieldSession, model.FieldType, model.FieldAccount, model.FieldAccessKey, model.FieldMFA, model.FieldVia, model.FieldIP, model.FieldSourceRegion, model.FieldVPCE, model.FieldClient, model.FieldUA}},
	{"WHAT", []model.Field{model.FieldOp, model.FieldOperation, model.FieldSource, model.FieldBucket, model.FieldKey, model.FieldSize, model.FieldACL, model.FieldReferer}},
	{"HOW", []model.Field{model.FieldTLS, model.FieldCipher, model.FieldAuth, model.FieldSignature, model.FieldEndpoint, model.FieldHost, model.FieldRegion}},
	{"RESULT", []model.Field{model.FieldStatus, model.FieldError, model.FieldBytes, model.FieldTurnaround, model.FieldACLRequired}},
}

// page returns the Explained tab, w columns wide.
func (s subject) page(w int) []pageLine {
	var out []pageLine
	for _, x := range s.sentences() {
		out = append(out, x.lines(w)...)
	}
	out = append(out, pageLine{})
	ms := s.v.Time(s.row)
	when := "UTC, S3 received the request"
	if s.kind() != model.AccessLog {
		when = "UTC, the request was completed"
	}
	out = append(out, pageLine{runs: []run{{title, pad("WHEN", 8)}, {accent, pad("time", 13)}, {plain, moment(ms)}, {dim, "  " + when}}})
	var none, silent []string
	for _, g := range groups {
		name := g.name
		for _, f := range g.fields {
			value, recorded := valueOf(s.v, s.row, f)
			switch {
			case recorded:
				out = append(out, s.field(name, f, value, w)...)
				name = ""
			case f.IsText() && s.v.Answered(s.row, f):
				none = append(none, f.String())
			default:
				silent = append(silent, f.String())
			}
		}
	}
	ref := s.v.Ref(s.row)
	out = append(out, labelled("WHERE", "file", s.v.File(ref.File), w)...)
	out = append(out, labelled("", "place", fmt.Sprintf("byte %s, %s long", count(int(ref.Offset)), plural(ref.Length, "byte")), w)...)
	out = append(out, labelled("", "log", s.kind().String(), w)...)
	for _, f := range []model.Field{model.FieldID, model.FieldRequest} {
		switch value, recorded := valueOf(s.v, s.row, f); {
		case !s.v.Exact(s.row, f):
			out = append(out, labelled("", f.String(), "of an unusual shape: the other tabs show it", w)...)
		case recorded:
			out = append(out, s.field("", f, value, w)...)
		}
	}
	out = append(out, labelled("ABSENT", "there was no", strings.Join(none, ", "), w)...)
	return append(out, labelled("", "cannot say", strings.Join(silent, ", "), w)...)
}

// lines writes a sentence with its evidence.
func (x sentence) lines(w int) []pageLine {
	out := []pageLine{{runs: []run{{x.st, x.mark + " "}, {x.st&tokenMask | bold, x.says}}, right: run{dim, x.evidence}}}
	if width(x.says)+width(x.evidence)+8 > w {
		out[0].right = run{}
		out = append(out, pageLine{indent: 2, runs: []run{{dim, "evidence: " + x.evidence}}})
	}
	if x.because != "" {
		pieces, _ := wrap(x.because, min(w-4, 96))
		for _, p := range pieces {
			out = append(out, pageLine{indent: 2, runs: []run{{plain, p}}})
		}
	}
	return out
}

const valueColumn = 21 // group name and field name stand before it

// field writes one field with its value, wrapped, and what it tells beyond it.
func (s subject) field(name string, f model.Field, value string, w int) []pageLine {
	st := cellStyle(s.v, s.row, f, value, true)
	pieces, escaped := wrap(value, w-valueColumn-2)
	t := &model.Pick{Field: f, Value: s.text(f), Recorded: true}
	var out []pageLine
	for i, p := range pieces {
		l := pageLine{runs: []run{{title, pad("", 8)}, {accent, pad("", 13)}, {st, p}}}
		if i == 0 {
			l = pageLine{runs: []run{{title, pad(name, 8)}, {accent, pad(f.String(), 13)}, {st, p}}, target: t}
		}
		if i == len(pieces)-1 {
			if escaped {
				l.runs = append(l.runs, run{warn, "  ⚠ escaped"})
			}
			l.runs = append(l.runs, run{dim, s.remark(f, value)})
		}
		out = append(out, l)
	}
	return out
}

// remark adds what helps to read a value.
func (s subject) remark(f model.Field, value string) string {
	switch f {
	case model.FieldOperation:
		switch {
		case s.is(model.Delete):
			return "  deletes"
		case s.is(model.Write):
			return "  writes"
		case s.is(model.Read):
			return "  reads"
		}
	case model.FieldSize, model.FieldBytes:
		var n int64
		if _, err := fmt.Sscan(value, &n); err == nil && n >= 1024 {
			return "  " + bytesOf(n)
		}
	case model.FieldTurnaround:
		return " ms"
	}
	return ""
}

// labelled writes a line that is no field of the filter, wrapped; nothing when
// there is nothing to say.
func labelled(name, label, value string, w int) []pageLine {
	if value == "" {
		return nil
	}
	pieces, _ := wrap(text.Mask(value), w-valueColumn-2)
	var out []pageLine
	for i, p := range pieces {
		if i > 0 {
			name, label = "", ""
		}
		out = append(out, pageLine{runs: []run{{title, pad(name, 8)}, {dim, pad(label, 13)}, {plain, p}}})
	}
	return out
}

// pad fills s with blanks to w columns.
func pad(s string, w int) string {
	if n := w - width(s); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s
}
