package decode

import (
	"bytes"

	"s3sleuth/model"
)

// lineCaller is what the requester tells.
type lineCaller struct {
	arn                           []byte // as logged
	principal, session, kind, via []byte
	anonymous, service            model.Truth

	// Which client called, the requester tells by itself where it is a service;
	// else client is nil and the user agent tells.
	client *lineClient
	agents *lineAgents
}

// lineClient is what the user agent tells.
type lineClient struct {
	agent   []byte // as logged; nil is not recorded
	family  []byte
	service bool // it says that an AWS service called
}

// lineAgents derives, once each, what user agents tell of callers of one sort:
// somebody or nobody.
type lineAgents struct {
	who  model.Caller
	none *lineClient // where no user agent is recorded
	seen memo[*lineClient]
}

// lineEndpoint is what the host header tells.
type lineEndpoint struct{ host, style, region []byte }

// lineOperation is what the operation tells.
type lineOperation struct {
	name               []byte    // as logged
	api                [2][]byte // API name; [1] where the line has a key
	read, write, erase [2]model.Truth
	acl                [2][]lineACL // by lineACLStates, of a request whose URI cannot tell
	website            bool         // through a website endpoint
	internal           bool         // done by S3 itself: lifecycle, checksum jobs
}

// lineACL is what operation, aclRequired and request-URI tell together.
type lineACL struct {
	word   []byte
	public model.Truth
}

// lineACLStates are the values of aclRequired: no such field, no, yes.
var lineACLStates = [...][]byte{nil, logDash, logYes}

// ownDoing is the caller of a line about what S3 did by itself and no requester is recorded for.
var ownDoing = &lineCaller{
	anonymous: model.No, service: model.Yes,
	client: newLineClient(nil, model.Caller{Service: true}),
}

// caller derives, once, what a requester tells. internal says that the line is
// about S3's own doing: then no requester does not mean an anonymous request.
func (d *AccessLog) caller(requester []byte, internal bool) *lineCaller {
	if internal && recorded(requester) == nil {
		return ownDoing
	}
	if requester == nil { // a record without the field does not say
		return &lineCaller{anonymous: model.Unknown, service: model.Unknown, agents: &d.somebody}
	}
	if c, ok := d.callers.get(requester); ok {
		return c
	}
	who := model.AccessLogCaller(requester)
	c := &lineCaller{
		arn:       bytes.Clone(recorded(requester)),
		principal: spell(who.Principal),
		session:   spell(who.Session),
		kind:      spell(who.Type),
		anonymous: model.Of(who.Anonymous),
		service:   model.Of(who.Service),
		agents:    &d.somebody,
	}
	if bytes.HasPrefix(requester, []byte("svc:")) {
		c.via = c.principal
	}
	if who.Service {
		c.client = newLineClient(nil, who)
	}
	if who.Anonymous {
		d.nobody.who.Anonymous = true
		c.agents = &d.nobody
	}
	d.callers.put(requester, c)
	return c
}

// client returns what an agent tells; nil is not recorded.
func (a *lineAgents) client(agent []byte) *lineClient {
	if agent == nil {
		if a.none == nil {
			a.none = newLineClient(nil, a.who)
		}
		return a.none
	}
	if c, ok := a.seen.get(agent); ok {
		return c
	}
	c := newLineClient(agent, a.who)
	a.seen.put(agent, c)
	return c
}

func newLineClient(agent []byte, who model.Caller) *lineClient {
	family := model.Client(agent, who, nil)
	return &lineClient{bytes.Clone(recorded(agent)), spell(family), family == "aws-service"}
}

// endpoint derives, once per pair, what host and bucket tell.
func (d *AccessLog) endpoint(host, bucket []byte) *lineEndpoint {
	d.key = append(append(append(d.key[:0], bucket...), 0), host...)
	if e, ok := d.endpoints.get(d.key); ok {
		return e
	}
	style, region := model.Endpoint(host, bucket)
	e := &lineEndpoint{bytes.Clone(host), spell(style), spell(region)}
	d.endpoints.put(d.key, e)
	return e
}

// acl returns what the line tells about an ACL, from states, the answers for its
// operation alone, unless the request is presigned: then its URI may hold the ACL.
func (d *AccessLog) acl(states []lineACL, op []byte) lineACL {
	required := d.fields.v[logACLRequired]
	if auth := d.fields.v[logAuth]; auth != nil && string(auth) != "QueryString" {
		for i, state := range lineACLStates {
			if (state == nil) == (required == nil) && string(state) == string(required) {
				return states[i]
			}
		}
	}
	acl, public := model.AccessLogACL(op, required, d.fields.v[logURI])
	return lineACL{spell(acl), public}
}

// operation derives, once per operation, what it tells.
func (d *AccessLog) operation(name []byte) *lineOperation {
	if o, ok := d.operations.get(name); ok {
		return o
	}
	o := &lineOperation{
		name:     bytes.Clone(name),
		website:  bytes.HasPrefix(name, []byte("WEBSITE.")),
		internal: model.ServiceAction(name),
	}
	for i, object := range []bool{false, true} {
		api := model.APIName(name, object)
		o.api[i] = spell(api)
		o.read[i], o.write[i], o.erase[i] = model.Access(api)
		for _, required := range lineACLStates {
			acl, public := model.AccessLogACL(o.api[i], required, nil)
			o.acl[i] = append(o.acl[i], lineACL{spell(acl), public})
		}
	}
	d.operations.put(name, o)
	return o
}

// signingKey returns the access key ID that a presigned request-URI names, in
// the form of either signature version; nil where it names none.
func signingKey(uri []byte) []byte {
	_, query, _ := bytes.Cut(uri, []byte("?"))
	query, _, _ = bytes.Cut(query, []byte(" "))
	for len(query) > 0 {
		var parameter []byte
		parameter, query, _ = bytes.Cut(query, []byte("&"))
		name, key, _ := bytes.Cut(parameter, []byte("="))
		if !bytes.EqualFold(name, []byte("X-Amz-Credential")) && !bytes.EqualFold(name, []byte("AWSAccessKeyId")) {
			continue
		}
		// Version 4 appends date, Region and service: KEY%2F20261103%2F... or KEY/20261103/...
		if end := bytes.IndexAny(key, "%/"); end >= 0 {
			key = key[:end]
		}
		return recorded(key)
	}
	return nil
}
