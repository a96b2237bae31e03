package sql

import (
	"fmt"
	"slices"

	"s3sleuth/model"
)

// lines is a table of access-log lines, with the columns that AWS documents:
// texts as logged, "-" where nothing is recorded, request-URI, referer and user
// agent in their quotes, and NULL for a field that the line is too short for.
type lines struct{ table *Table }

// The columns, beside bytessent and objectsize all text.
const (
	lineIP          = name("remoteip")
	lineRequester   = name("requester")
	lineOperation   = name("operation")
	lineKey         = name("key")
	lineURI         = name("request_uri")
	lineStatus      = name("httpstatus")
	lineError       = name("errorcode")
	lineCipher      = name("ciphersuite")
	lineAuth        = name("authtype")
	lineHost        = name("endpoint")
	lineTLS         = name("tlsversion")
	lineACLRequired = name("aclrequired")
)

// dashed are the spellings of "not recorded".
var dashed = []string{"-", ""}

// dash is a field that lies in one column.
func dash(x node) textCell {
	return textCell{matcher: matcher{x: x, plain: true}, none: dashed, silence: truth(true)}
}

func (l lines) cell(f model.Field) cell {
	switch f {
	case model.FieldKind:
		return wordCell{{"accesslog", rest, rest}}
	case model.FieldSource:
		return wordCell{{"s3.amazonaws.com", rest, rest}}
	case model.FieldTLS:
		return l.tls()
	case model.FieldCipher:
		return dash(lineCipher)
	case model.FieldARN:
		c := dash(lineRequester)
		c.plain = false
		return c
	case model.FieldIP:
		c := dash(lineIP)
		c.address = true
		return c
	case model.FieldOp:
		return opCell{dash(lineOperation)}
	case model.FieldOperation:
		return dash(lineOperation)
	case model.FieldKey:
		c := dash(lineKey)
		c.exact, c.decoded = true, true
		return c
	case model.FieldStatus:
		return statusCell{dash(lineStatus)}
	case model.FieldError:
		return dash(lineError).answering(isNull{lineError})
	case model.FieldAuth:
		return dash(lineAuth).answering(isNull{lineAuth})
	case model.FieldSignature:
		return dash(name("sigv")).answering(isNull{name("sigv")})
	case model.FieldACLRequired:
		return dash(lineACLRequired).answering(isNull{lineACLRequired})
	case model.FieldSourceRegion:
		return dash(name("sourceregion"))
	case model.FieldID, model.FieldRequest:
		c := dash(name("requestid"))
		c.exact = true
		return c
	case model.FieldACL:
		return wordCell{{"required", l.required(), nil}}
	case model.FieldTime:
		return timeCell{l.table}
	}
	return l.clientCell(f)
}

// clientCell is a field that a client or a service writes, a number, or what is
// worked out.
func (l lines) clientCell(f model.Field) cell {
	switch f {
	case model.FieldHost:
		c := dash(lineHost)
		c.plain = false
		return c
	case model.FieldUA:
		c := dash(bare(name("useragent"), `"`, `"`))
		c.plain = false
		return c
	case model.FieldReferer:
		c := dash(bare(name("referrer"), `"`, `"`)).answering(isNull{name("referrer")})
		c.plain = false
		return c
	case model.FieldVia:
		service := call{"substr", []node{lineRequester, number(5)}}
		return dash(choice{{like{lineRequester, "svc:_%"}, service}})
	case model.FieldBytes: // a dash is how the log writes zero, and Athena NULL
		return numberCell{call{"coalesce", []node{name("bytessent"), number(0)}}}
	case model.FieldSize:
		return numberCell{name("objectsize")}
	case model.FieldTurnaround:
		return numberCell{cast{name("turnaroundtime"), "bigint"}}
	case model.FieldBucket:
		c := dash(name("bucket_name"))
		c.plain = false
		return c
	case model.FieldPrincipal, model.FieldSession, model.FieldType, model.FieldClient, model.FieldEndpoint, model.FieldAccount,
		model.FieldRegion, model.FieldAccessKey:
		return l.derived(f)
	}
	return neverCell{}
}

// required says where the request needed an ACL.
func (l lines) required() node { return in{call{"lower", []node{lineACLRequired}}, []string{"yes"}} }

// tls is the verdict of [model.AccessLogTLS].
func (l lines) tls() cell {
	version := call{"lower", []node{lineTLS}}
	is := func(spellings ...string) node { return in{version, spellings} }
	known := in{version, []string{"tlsv1", "tlsv1.0", "tlsv1.1", "tlsv1.2", "tlsv1.3"}}
	encrypted := notIn{lineCipher, dashed}
	own := l.ownDoing()
	plainHTTP := and(
		in{lineTLS, dashed},
		negate(encrypted),
		notIn{lineHost, dashed},
		call{"regexp_like", []node{lineOperation, text(`^(REST|WEBSITE|SOAP|BATCH)(\.|$)`)}},
		negate(like{lineOperation, `%\_GET`}),
	)
	open := and(negate(known), negate(encrypted))
	return wordCell{
		{"none", plainHTTP, nil},
		{"1.0", is("tlsv1", "tlsv1.0"), nil},
		{"1.1", is("tlsv1.1"), nil},
		{"1.2", is("tlsv1.2"), nil},
		{"1.3", is("tlsv1.3"), nil},
		{"unversioned", and(negate(known), encrypted), encrypted},
		{"n/a", and(open, own), own},
		{"unknown", and(open, negate(own), negate(plainHTTP)), rest},
	}
}

// ownDoing says where S3 acted by itself.
func (l lines) ownDoing() node { return like{lineOperation, "S3.%"} }

// An opCell is the field op: the API name and the log's own spelling, either of
// which a condition may mean. Operations without an API name have only the one.
type opCell struct{ textCell }

func (o opCell) compare(c *model.Cmp) leaf {
	b := o.holds(c.Patterns)
	plus, both := o.named(c)
	if len(plus) > 0 {
		b = b.or(exactly(in{lineOperation, plus}))
	}
	if len(both) > 0 { // of the API names of these, one for a key and one for none
		b = b.or(exactly(or(both...)))
	}
	if c.Differs {
		b = b.not()
	}
	return decided(b) // every line has an operation
}

// named returns the operations whose API name matches the condition taken
// without its "!=", and predicates for those whose name depends on the key.
func (o opCell) named(c *model.Cmp) (always []string, byKey []node) {
	matches := func(op string, key bool) bool {
		yes := c.Value([]byte(model.APIName([]byte(op), key))) == model.Yes
		return yes != c.Differs
	}
	for _, op := range model.Operations() {
		bucket, object := matches(op, false), matches(op, true)
		own := (c.Value([]byte(op)) == model.Yes) != c.Differs
		switch is := (in{lineOperation, []string{op}}); {
		case own: // matches by itself
		case bucket && object:
			always = append(always, op)
		case object:
			byKey = append(byKey, and(is, notIn{lineKey, dashed}))
		case bucket:
			byKey = append(byKey, and(is, in{call{"coalesce", []node{lineKey, text("-")}}, dashed}))
		}
	}
	return always, byKey
}

func (o opCell) value() (node, bool) {
	var c choice
	for _, op := range model.Operations() {
		bucket, object := model.APIName([]byte(op), false), model.APIName([]byte(op), true)
		is := in{lineOperation, []string{op}}
		if bucket != object {
			c = append(c, when{and(is, notIn{lineKey, dashed}), text(object)})
		}
		if bucket != op {
			c = append(c, when{is, text(bucket)})
		}
	}
	return append(c, when{truth(true), lineOperation}), true
}

// A statusCell is the HTTP status: three digits, which order as text.
type statusCell struct{ textCell }

func (s statusCell) compare(c *model.Cmp) leaf {
	ranged := slices.ContainsFunc(c.Patterns, func(p model.Pattern) bool { _, _, ok := p.Span(); return ok })
	if !ranged {
		return s.textCell.compare(c)
	}
	b := exactly(truth(false))
	for from := 0; from <= 999; {
		to := from
		for to <= 999 && (c.Value(fmt.Appendf(nil, "%03d", to)) == model.Yes) != c.Differs {
			to++
		}
		if to > from {
			b = b.or(exactly(between{lineStatus, text(fmt.Sprintf("%03d", from)), text(fmt.Sprintf("%03d", to-1))}))
		}
		from = to + 1
	}
	if c.Differs {
		b = exactly(s.recorded()).and(b.not())
	}
	return leaf{b, exactly(s.absent())}
}
