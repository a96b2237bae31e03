package sql

import (
	"slices"
	"strings"

	"s3sleuth/model"
)

// derived are the fields that are worked out from several columns.
func (e events) derived(f model.Field) cell {
	unsure := bounds{truth(false), truth(true)}
	switch f {
	case model.FieldPrincipal:
		anonymous := e.anonymous()
		return derivedCell{
			shown: call{"coalesce", []node{issuerARN, identityARN, invokedBy, accountID}},
			// What names a person of Identity Center is not a column everywhere.
			holding: principalIn(in{identityType, []string{"IdentityCenterUser"}}, identityARN, issuerARN, invokedBy, principalID, accountID, userName),
			words: []word{
				{"anonymous", anonymous, nil},
				{"AWSService", in{identityType, []string{"AWSService"}}, nil},
			},
			absent: unsure,
		}
	case model.FieldSession:
		return derivedCell{holding: func(run string) node {
			return or(holds(identityARN, run), holds(principalID, run))
		}, absent: unsure}
	case model.FieldType:
		c := plain(identityType)
		c.unclear = in{call{"coalesce", []node{identityType, text("")}}, []string{""}} // then the ARN tells
		c.holding = func(string) node { return truth(true) }
		return c
	case model.FieldACL:
		return aclCell{e}
	case model.FieldEndpoint:
		return derivedCell{absent: bounds{truth(false), e.place(model.FieldHost).has(nil).not().hi}}
	}
	return derivedCell{absent: unsure} // client
}

// principalIn narrows a condition on the principal: of what it is made of, the
// part that tells most stands in one of the columns. "iam" and "role" may not:
// they are written into the ARN of a role that only a session's tells. also lets
// through what names its principal in no column.
func principalIn(also node, columns ...node) func(run string) node {
	return func(run string) node {
		best := ""
		for _, part := range strings.FieldsFunc(run, func(r rune) bool { return r == ':' || r == '/' }) {
			if len(part) > len(best) && !strings.Contains("iam", strings.ToLower(part)) && !strings.Contains("role", strings.ToLower(part)) {
				best = part
			}
		}
		if best == "" {
			return truth(true)
		}
		hi := also
		for _, x := range columns {
			hi = or(hi, holds(x, best))
		}
		return hi
	}
}

// anonymous says where nobody signed the request.
func (e events) anonymous() node {
	nobody := func(x node) node { return in{call{"lower", []node{x}}, []string{"anonymous", "anonymous_principal"}} }
	return and(
		in{call{"coalesce", []node{identityType, text("")}}, []string{"AWSAccount", "Unknown", ""}},
		or(nobody(accountID), nobody(principalID)),
	)
}

// setsACL says where the request could set an ACL.
func (e events) setsACL() node { return in{eventName, model.ACLSetters()} }

// An aclCell is the field acl, which SQL can only narrow.
type aclCell struct{ events }

func (a aclCell) compare(c *model.Cmp) leaf {
	hi := node(truth(true))
	if !c.Differs && c.Value([]byte("none")) != model.Yes {
		hi = near(c, func(run string) node {
			if strings.Contains(run, ":") || slices.ContainsFunc(c.Patterns, func(p model.Pattern) bool { return p.Op != model.Equal }) {
				return notNull{name("requestParameters")}
			}
			return a.requestHolds(run) // a canned name stands as it is
		})
	}
	return leaf{atMost(and(a.setsACL(), hi)), bounds{negate(a.setsACL()), truth(true)}}
}

func (a aclCell) has(*model.Has) bounds { return atMost(a.setsACL()) }

func (a aclCell) value() (node, bool) { return a.param("x-amz-acl"), false }

// publicACL says where the request surely holds a public ACL if it sets one: a
// canned name, a grant header or an XML body that names a group.
func (e events) publicACL() node {
	const (
		groups = `groups(/|%2f)global(/|%2f)(allusers|authenticatedusers)`
		canned = `public-read|authenticated-read`
	)
	if e.lake() {
		setting := call{"regexp_like", []node{call{"lower", []node{name("k")}}, text(`^((x-amz-)?acl|x-amz-grant-.*|accesscontrol(policy|list))$`)}}
		public := call{"regexp_like", []node{call{"lower", []node{name("v")}}, text(canned + "|" + groups)}}
		found := call{"map_filter", []node{name("requestParameters"), lambda{[]string{"k", "v"}, and(setting, public)}}}
		return compare{">", call{"cardinality", []node{found}}, number(0)}
	}
	// Within a JSON string a quote is escaped, so that a member's name, colon
	// included, can stand nowhere else.
	const inside = `("([^"\\]|\\.)*|[\[{].*)`
	pattern := `(?s)"(x-amz-)?acl":` + inside + `(` + canned + `)|"(x-amz-grant-[a-z-]*|accesscontrolpolicy)":` + inside + groups
	request := call{"lower", []node{e.rewritten("requestParameters")}}
	return call{"coalesce", []node{call{"regexp_like", []node{request, text(pattern)}}, notNull{name("requestParameters")}}}
}

// is answers the conditions of "is:".
func (e events) is(f model.Fact) leaf {
	switch f {
	case model.Anonymous:
		return decided(exactly(e.anonymous()))
	case model.AWSService:
		return decided(exactly(e.service()))
	case model.Read, model.Write:
		return e.readOrWrite(f)
	case model.Delete:
		return leaf{exactly(named(model.Delete)), exactly(negate(or(named(model.Read), named(model.Write))))}
	case model.Denied:
		code := call{"lower", []node{name("errorCode")}}
		words := node(truth(false))
		for _, word := range model.DeniedWords() {
			words = or(words, like{code, "%" + likeText(word) + "%"})
		}
		return decided(exactly(words))
	case model.PublicACL:
		return leaf{atMost(and(e.setsACL(), e.publicACL())), atMost(e.setsACL())}
	}
	host := e.place(model.FieldHost).(textCell) // a website endpoint
	missing := host.has(nil).not().hi
	return leaf{
		atMost(or(host.contains("s3-website"), and(host.unclear, host.holding("s3-website")))),
		atMost(and(missing, e.anonymous())),
	}
}

// service says where an AWS service made the call, on its own or for somebody.
func (e events) service() node {
	return or(
		in{identityType, []string{"AWSService"}},
		notIn{invokedBy, []string{""}},
		like{sourceIP, "%.amazonaws.com"},
		like{sourceIP, "AWS Internal%"},
	)
}

// readOrWrite is what the event says of itself, else what its name says.
func (e events) readOrWrite(f model.Fact) leaf {
	yes, no := node(in{readOnly, []string{"true"}}), node(in{readOnly, []string{"false"}})
	if e.lake() {
		yes, no = compare{"=", readOnly, truth(true)}, compare{"=", readOnly, truth(false)}
	}
	said := or(yes, no)
	if f == model.Write {
		yes = no
	}
	return leaf{
		exactly(or(yes, and(negate(said), named(f)))),
		exactly(and(negate(said), negate(or(named(model.Read), named(model.Write))))),
	}
}

// named says where the event's name begins with a verb of the kind.
func named(f model.Fact) node {
	begins := call{"regexp_like", []node{eventName, text("^(" + strings.Join(model.Verbs(f), "|") + ")([^a-z]|$)")}}
	session := in{eventName, []string{"CreateSession"}} // signs in, changes nothing
	switch f {
	case model.Read:
		return or(begins, session)
	case model.Write:
		return and(begins, negate(session))
	}
	return begins
}

// columnsByPath are the columns that hold a text member of an event as it is, by
// JSON path in lower case.
var columnsByPath = func() map[string]name {
	byPath := map[string]name{}
	for _, column := range []name{
		"eventVersion", eventSource, eventName, "awsRegion", sourceIP, "userAgent", "errorCode", "errorMessage", "requestID", "eventID",
		eventType, "recipientAccountId", "sharedEventID", "vpcEndpointId", "eventCategory", tlsVersion, tlsCipher, tlsHost,
		identityType, identityARN, principalID, accountID, userName, invokedBy, "userIdentity.accessKeyId", issuerARN,
		"userIdentity.sessionContext.sessionIssuer.type", "userIdentity.sessionContext.sessionIssuer.userName",
		"userIdentity.sessionContext.sessionIssuer.accountId", "userIdentity.sessionContext.attributes.mfaAuthenticated",
	} {
		byPath[strings.ToLower(string(column))] = column
	}
	return byPath
}()

// path is a JSON path: a column, a member of one that can be narrowed, or else
// for the rows to decide.
func (e events) path(path string) cell {
	steps, _ := model.SplitPath(path)
	unsure := bounds{truth(false), truth(true)}
	dotted := slices.ContainsFunc(steps, func(step string) bool { return strings.Contains(step, ".") })
	if column, ok := columnsByPath[strings.ToLower(strings.Join(steps, "."))]; ok && !dotted {
		return columnCell{textCell{matcher: matcher{x: column}, silence: truth(true)}}
	}
	for _, column := range []name{"requestParameters", "responseElements", "additionalEventData", "serviceEventDetails"} {
		if len(steps) > 0 && strings.EqualFold(steps[0], string(column)) {
			return derivedCell{
				holding: func(run string) node { return e.columnHolds(column, run) },
				absent:  bounds{isNull{column}, truth(true)},
			}
		}
	}
	return derivedCell{absent: unsure}
}

// A columnCell is a JSON path that is a column. Numbers are compared by the rows.
type columnCell struct{ textCell }

func (c columnCell) compare(x *model.Cmp) leaf {
	if slices.ContainsFunc(x.Patterns, func(p model.Pattern) bool { return p.Op >= model.Between }) {
		return leaf{atMost(c.recorded()), exactly(c.absent())}
	}
	return c.textCell.compare(x)
}

// raw looks into the original bytes, which only Lake keeps.
func (e events) raw(r *model.Raw) bounds {
	if !e.lake() || !quotable(r.Pattern.Text) {
		return anything
	}
	json := matcher{x: name("eventJson"), exact: true}
	switch r.Pattern.Op {
	case model.Equal:
		return exactly(json.contains(r.Pattern.Text))
	case model.Glob:
		return exactly(like{json.x, "%" + likeGlob(r.Pattern.Text) + "%"})
	}
	return anything
}
