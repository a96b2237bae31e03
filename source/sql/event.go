package sql

import (
	"strings"

	"s3sleuth/model"
)

// events is a table of CloudTrail events. Lake and Athena name their columns
// alike; they differ in what requestParameters and additionalEventData are: a
// map of texts in Lake, JSON as text in Athena.
type events struct{ table *Table }

func (e events) lake() bool { return e.table.Engine == Lake }

// extra and param are members of additionalEventData and requestParameters. A
// value that is an array is NULL in Athena and unreadable text in Lake.
func (e events) extra(member string) node { return e.member("additionalEventData", member) }
func (e events) param(member string) node { return e.member("requestParameters", member) }

func (e events) member(column, member string) node {
	if e.lake() {
		return call{"element_at", []node{name(column), text(member)}}
	}
	return call{"json_extract_scalar", []node{name(column), text(`$["` + member + `"]`)}}
}

// The columns and members that hold text which AWS writes, in ASCII.
const (
	eventName    = name("eventName")
	eventSource  = name("eventSource")
	eventType    = name("eventType")
	sourceIP     = name("sourceIPAddress")
	identityType = name("userIdentity.type")
	identityARN  = name("userIdentity.arn")
	invokedBy    = name("userIdentity.invokedBy")
	principalID  = name("userIdentity.principalId")
	accountID    = name("userIdentity.accountId")
	userName     = name("userIdentity.userName")
	issuerARN    = name("userIdentity.sessionContext.sessionIssuer.arn")
	tlsVersion   = name("tlsDetails.tlsVersion")
	tlsCipher    = name("tlsDetails.cipherSuite")
	tlsHost      = name("tlsDetails.clientProvidedHostHeader")
	readOnly     = name("readOnly")
	resources    = name("resources")
)

// plain is a field that lies in one column, in ASCII; an empty text is not recorded.
func plain(x node) textCell {
	return textCell{matcher: matcher{x: x, plain: true}, none: []string{""}, silence: truth(true)}
}

// answering makes the absence of a field an answer, but for rows where silence is true.
func (t textCell) answering(silence node) textCell {
	t.silence = silence
	return t
}

func (e events) cell(f model.Field) cell {
	switch f {
	case model.FieldKind:
		network := or(in{name("eventCategory"), []string{"NetworkActivity"}}, in{eventType, []string{"AwsVpceEvent", "AwsVpceEvents"}})
		return wordCell{{"networkactivity", network, nil}, {"cloudtrail", negate(network), rest}}
	case model.FieldTLS:
		return e.tls()
	case model.FieldCipher:
		return plain(e.cipher())
	case model.FieldARN:
		return plain(identityARN)
	case model.FieldAccount:
		return plain(name("recipientAccountId"))
	case model.FieldAccessKey:
		return plain(name("userIdentity.accessKeyId"))
	case model.FieldIP:
		c := plain(sourceIP)
		c.address = true
		return c
	case model.FieldOp, model.FieldOperation:
		return plain(eventName)
	case model.FieldError:
		return plain(name("errorCode")).answering(truth(false))
	case model.FieldRegion:
		return plain(name("awsRegion"))
	case model.FieldSource:
		return plain(eventSource)
	case model.FieldVPCE:
		return plain(name("vpcEndpointId")).answering(truth(false))
	case model.FieldMFA:
		return plain(name("userIdentity.sessionContext.attributes.mfaAuthenticated")).answering(truth(false))
	case model.FieldVia:
		return plain(invokedBy).answering(truth(false))
	case model.FieldAuth:
		return e.plainExtra("AuthenticationMethod")
	case model.FieldSignature:
		return e.plainExtra("SignatureVersion")
	case model.FieldACLRequired:
		return e.plainExtra("aclRequired")
	case model.FieldID, model.FieldRequest:
		c := plain(map[model.Field]name{model.FieldID: "eventID", model.FieldRequest: "requestID"}[f])
		c.exact = true
		return c
	case model.FieldUA:
		c := plain(bare(name("userAgent"), "[", "]"))
		c.plain = false
		return c
	case model.FieldTime:
		return timeCell{e.table}
	case model.FieldBytes:
		return numberCell{e.bytes()}
	case model.FieldBucket, model.FieldKey, model.FieldHost:
		return e.place(f)
	case model.FieldPrincipal, model.FieldSession, model.FieldType, model.FieldClient, model.FieldEndpoint, model.FieldACL:
		return e.derived(f)
	}
	return neverCell{}
}

// plainExtra is a member of additionalEventData that is missing for a reason
// where the event has others.
func (e events) plainExtra(member string) cell {
	return plain(e.extra(member)).answering(isNull{name("additionalEventData")})
}

// bare is a text without one pair of what may enclose it.
func bare(x node, open, closing string) node {
	inner := call{"substr", []node{x, number(2), minus{call{"length", []node{x}}, 2}}}
	return choice{{like{x, likeText(open) + "%" + likeText(closing)}, inner}, {notNull{x}, x}}
}

// cipher is the cipher suite, which either place may hold.
func (e events) cipher() node {
	return call{"coalesce", []node{call{"nullif", []node{tlsCipher, text("")}}, e.extra("CipherSuite")}}
}

// bytes is the number of bytes sent, which may be written as 12 or 12.0.
func (e events) bytes() node {
	n := cast{e.extra("bytesTransferredOut"), "double"}
	whole := and(compare{">=", n, number(0)}, compare{"=", n, call{"floor", []node{n}}})
	return choice{{whole, cast{n, "bigint"}}}
}

// tls is the verdict of [model.CloudTrailTLS].
func (e events) tls() cell {
	version := call{"lower", []node{tlsVersion}}
	is := func(spellings ...string) node { return in{version, spellings} }
	known := in{version, []string{"tlsv1", "tlsv1.0", "tlsv1.1", "tlsv1.2", "tlsv1.3"}}
	encrypted := notIn{e.cipher(), []string{"", "-"}}
	open := and(negate(known), negate(encrypted))
	client := notNull{cast{sourceIP, "ipaddress"}}
	service := and(in{eventType, []string{"AwsServiceEvent"}}, negate(client))
	due := and(
		in{call{"coalesce", []node{tlsVersion, text("")}}, []string{"", "-"}},
		negate(encrypted),
		client,
		in{call{"coalesce", []node{eventType, text("")}}, []string{"", "AwsApiCall"}},
		notIn{call{"coalesce", []node{identityType, text("")}}, []string{"AWSService"}},
		in{call{"coalesce", []node{invokedBy, text("")}}, []string{""}},
		notIn{call{"coalesce", []node{name("sessionCredentialFromConsole"), text("")}}, []string{"true"}},
		like{eventSource, "s3%"},
		call{"regexp_like", []node{name("eventVersion"), text(`^(1\.0*([89]|[1-9][0-9]+)|0*([2-9]|[1-9][0-9]+)(\..*)?)$`)}},
	)
	return wordCell{
		{"1.0", is("tlsv1", "tlsv1.0"), nil},
		{"1.1", is("tlsv1.1"), nil},
		{"1.2", is("tlsv1.2"), nil},
		{"1.3", is("tlsv1.3"), nil},
		{"unversioned", and(negate(known), encrypted), encrypted},
		{"n/a", and(open, service), service},
		{"no-evidence", due, nil},
		{"unknown", and(open, negate(service), negate(due)), rest},
	}
}

// place is bucket, key or host: a parameter of the request or, failing that,
// what the resources or the TLS details tell.
func (e events) place(f model.Field) cell {
	s3 := like{eventSource, "s3%"}
	var x node
	var elsewhere func(run string) node
	inResources := func(run string) node {
		return call{"any_match", []node{resources, lambda{[]string{"r"}, holds(name("r.arn"), run)}}}
	}
	odd := node(truth(false)) // where the parameter is not what counts
	switch f {
	case model.FieldBucket:
		x, elsewhere = e.param("bucketName"), inResources
		odd = or(odd, like{x, model.AliasBegin + "%"}) // an access point: the bucket stands in the resources
		for _, end := range model.AliasEnds {
			odd = or(odd, like{x, "%" + likeText(end)})
		}
	case model.FieldKey:
		x, elsewhere = e.param("key"), inResources
		odd = negate(s3)
	default:
		x = call{"coalesce", []node{call{"nullif", []node{e.param("Host"), text("")}}, e.param("host")}}
		elsewhere = func(run string) node { return holds(tlsHost, run) }
		odd = negate(s3)
	}
	missing := node(in{call{"coalesce", []node{x, text("")}}, []string{""}})
	if e.lake() {
		missing = or(missing, like{x, "[%"})
	}
	return textCell{
		matcher: matcher{x: x, exact: f == model.FieldKey},
		none:    []string{""}, silence: truth(true), decoded: f == model.FieldKey,
		unclear: or(missing, odd),
		holding: func(run string) node { return or(elsewhere(run), e.requestHolds(run)) },
	}
}

// requestHolds says where requestParameters surely does if one of its values
// holds a run of text.
func (e events) requestHolds(run string) node { return e.columnHolds("requestParameters", run) }

func (e events) columnHolds(column name, run string) node {
	if !telling(run) {
		return notNull{column}
	}
	if e.lake() {
		return call{"any_match", []node{call{"map_values", []node{column}}, lambda{[]string{"v"}, holds(name("v"), run)}}}
	}
	// What is no JSON to the engine cannot be looked into.
	return call{"coalesce", []node{holds(e.rewritten(column), run), notNull{column}}}
}

// telling says whether a run of text that a value holds stands in rewritten JSON
// as it is: nothing but quotes, backslashes and control characters is escaped
// there. Numbers may come out in another spelling, so a run that could be one,
// or the end of one and what follows it, tells nothing.
func telling(run string) bool {
	for _, c := range []byte(run) {
		if c < ' ' || c >= 0x7f || strings.IndexByte(`"\,[]{}`, c) >= 0 {
			return false
		}
	}
	return run[0] != ':' && strings.Trim(run, "0123456789+-.eE") != ""
}

// rewritten is JSON made anew; NULL where it is none.
func (e events) rewritten(column name) node {
	return call{"try", []node{call{"json_format", []node{call{"json_parse", []node{column}}}}}}
}
