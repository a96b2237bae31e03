package decode

import (
	"bytes"

	"s3sleuth/model"
)

// lineCaller is what requester and user agent tell together.
type lineCaller struct {
	principal, session, kind, via, client []byte
	anonymous, service                    model.Truth
}

// lineEndpoint is what the host header tells.
type lineEndpoint struct{ style, region []byte }

// lineOperation is what the operation tells.
type lineOperation struct {
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

// caller derives, once per pair, what requester and user agent tell. A line about
// S3's own doing (internal) may come without a requester: that is no anonymous
// request. A record without the field (nil) does not say who it was.
func (d *AccessLog) caller(requester, agent []byte, internal bool) *lineCaller {
	own := internal && recorded(requester) == nil
	d.key = append(d.key[:0], bit(own)<<2|bit(requester == nil)<<1|bit(agent == nil))
	d.key = append(d.key, requester...)
	d.key = append(d.key, 0)
	d.key = append(d.key, agent...)
	if c, ok := d.callers.get(d.key); ok {
		return c
	}
	var who model.Caller
	switch {
	case own:
		who.Service = true
	case requester != nil:
		who = model.AccessLogCaller(requester)
	}
	c := &lineCaller{
		principal: spell(who.Principal),
		session:   spell(who.Session),
		kind:      spell(who.Type),
		client:    spell(model.Client(agent, who, nil)),
		anonymous: model.Of(who.Anonymous),
		service:   model.Of(who.Service),
	}
	if bytes.HasPrefix(requester, []byte("svc:")) {
		c.via = c.principal
	}
	if requester == nil && !own {
		c.anonymous, c.service = model.Unknown, model.Unknown
	}
	if !who.Service && string(c.client) == "aws-service" {
		c.service = model.Unknown // only the user agent says so, and anyone can send that one
	}
	d.callers.put(d.key, c)
	return c
}

// endpoint derives, once per pair, what host and bucket tell.
func (d *AccessLog) endpoint(host, bucket []byte) *lineEndpoint {
	d.key = append(append(append(d.key[:0], bucket...), 0), host...)
	if e, ok := d.endpoints.get(d.key); ok {
		return e
	}
	style, region := model.Endpoint(host, bucket)
	e := &lineEndpoint{spell(style), spell(region)}
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

func bit(on bool) byte {
	if on {
		return 1
	}
	return 0
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
