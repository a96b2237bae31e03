package sql

import "s3sleuth/model"

// derived are the fields that are worked out from several columns.
func (l lines) derived(f model.Field) cell {
	unsure := bounds{truth(false), truth(true)}
	nobody := in{lineRequester, dashed}
	switch f {
	case model.FieldPrincipal:
		return derivedCell{
			shown:   call{"nullif", []node{lineRequester, text("-")}},
			holding: principalIn(truth(false), lineRequester),
			words:   []word{{"anonymous", and(nobody, negate(l.ownDoing())), nil}},
			absent:  bounds{and(nobody, l.ownDoing()), nobody},
		}
	case model.FieldSession:
		return derivedCell{holding: func(run string) node { return holds(lineRequester, run) }, absent: bounds{nobody, truth(true)}}
	case model.FieldAccessKey:
		return derivedCell{holding: func(run string) node {
			return and(holds(lineURI, run), in{lineAuth, []string{"QueryString"}})
		}, absent: unsure}
	case model.FieldEndpoint:
		missing := in{call{"coalesce", []node{lineHost, text("-")}}, dashed}
		return derivedCell{absent: bounds{missing, missing}}
	case model.FieldType:
		return derivedCell{absent: bounds{nobody, truth(true)}}
	}
	return derivedCell{absent: unsure} // client; account and Region, which the path tells
}

// is answers the conditions of "is:".
func (l lines) is(f model.Fact) leaf {
	switch f {
	case model.Anonymous:
		return decided(exactly(and(in{lineRequester, dashed}, negate(l.ownDoing()))))
	case model.AWSService:
		service := l.service()
		return leaf{exactly(service), atMost(negate(service))} // a user agent may say so, too
	case model.Read, model.Write, model.Delete:
		return l.access(f)
	case model.Denied:
		return decided(exactly(l.denied()))
	case model.PublicACL:
		return l.publicACL()
	}
	website := like{lineOperation, "WEBSITE.%"}
	host := holds(lineHost, "s3-website")
	return decided(bounds{website, or(website, host)})
}

// service says where the requester is an AWS service, or S3 by itself.
func (l lines) service() node {
	return or(
		like{lineRequester, "svc:_%"},
		in{lineRequester, []string{"AmazonS3"}},
		call{"regexp_like", []node{lineRequester, text(`^[a-z0-9.-]*\.amazonaws\.com(\.cn)?$`)}},
		and(in{lineRequester, dashed}, l.ownDoing()),
	)
}

// denied says where the request was refused for lack of permission.
func (l lines) denied() node {
	code := call{"lower", []node{lineError}}
	yes := node(and(in{lineStatus, []string{"403"}}, in{lineError, dashed}))
	for _, word := range model.DeniedWords() {
		yes = or(yes, like{code, "%" + likeText(word) + "%"})
	}
	return yes
}

// publicACL: the log does not record ACLs. Only a presigned request can name
// one; what needed an ACL, or cannot say, is unknown.
func (l lines) publicACL() leaf {
	sets, presigned := l.setsACL(), and(
		in{call{"coalesce", []node{lineAuth, text("QueryString")}}, []string{"QueryString"}},
		like{call{"lower", []node{lineURI}}, "%x-amz-%"},
	)
	return leaf{
		atMost(and(sets, presigned)),
		bounds{
			and(sets, or(l.required(), isNull{lineACLRequired}), negate(presigned)),
			and(sets, or(l.required(), isNull{lineACLRequired}, presigned)),
		},
	}
}

// setsACL says where the request could set an ACL.
func (l lines) setsACL() node {
	var always []string
	var byKey []node
	setters := map[string]bool{}
	for _, name := range model.ACLSetters() {
		setters[name] = true
		always = append(always, name) // the log may spell it so itself
	}
	for _, op := range model.Operations() {
		bucket, object := setters[model.APIName([]byte(op), false)], setters[model.APIName([]byte(op), true)]
		switch {
		case bucket && object:
			always = append(always, op)
		case bucket || object:
			byKey = append(byKey, in{lineOperation, []string{op}})
		}
	}
	return or(append(byKey, in{lineOperation, always})...)
}

// What an operation does by its method, as [model.Access] says of operations
// without an API name.
var byMethod = map[model.Fact]string{
	model.Read:   `^(REST|WEBSITE|BATCH)\.((GET|HEAD|OPTIONS)(\.|$)|[^.]*\..*_GET$)|^S3\.COMPUTE(\.|$)`,
	model.Write:  `^(REST|WEBSITE|BATCH)\.(PUT|COPY|DELETE)(\.|$)|^S3\.((EXPIRE|DELETE|CREATE|RESTORE|TRANSITION[^.]*)(\.|$)|[^.]*\.DELETEMARKER$)`,
	model.Delete: `^(REST|WEBSITE|BATCH)\.DELETE(\.|$)|^S3\.((EXPIRE|DELETE)(\.|$)|[^.]*\.DELETEMARKER$)`,
}

// access is what the operation does. It is unknown where it neither reads nor writes.
func (l lines) access(f model.Fact) leaf {
	return leaf{exactly(l.does(f)), exactly(negate(or(l.does(model.Read), l.does(model.Write))))}
}

// does goes by the operation's method, but for operations whose API name says otherwise.
func (l lines) does(f model.Fact) node {
	var also, except []string
	for _, op := range model.Operations() {
		is, byItself := does(f, model.APIName([]byte(op), true)), does(f, op)
		switch {
		case is && !byItself:
			also = append(also, op)
		case !is && byItself:
			except = append(except, op)
		}
	}
	yes := node(call{"regexp_like", []node{lineOperation, text(byMethod[f])}})
	if f != model.Read { // what a copy reads is the line of its source
		yes = and(yes, negate(like{lineOperation, `%\_GET`}))
	}
	if len(except) > 0 {
		yes = and(yes, notIn{lineOperation, except})
	}
	if len(also) > 0 {
		yes = or(yes, in{lineOperation, also})
	}
	return yes
}

func does(f model.Fact, op string) bool {
	read, write, del := model.Access(op)
	return map[model.Fact]model.Truth{model.Read: read, model.Write: write, model.Delete: del}[f] == model.Yes
}

// path: an access log has no JSON paths.
func (lines) path(string) cell { return neverCell{} }

// raw: the table has the fields of a line, not the line.
func (lines) raw(*model.Raw) bounds { return anything }
