package decode

import (
	"bytes"

	"s3sleuth/model"
)

// lineParts remembers what parts of a line tell, once for each spelling of a
// part. Every part has a number of its own, from 1, by which the bundles of
// those that are decided by two parts are found.
type lineParts struct {
	numbering
	buckets    memo[*part]
	agents     memo[*part] // referer and user agent with their quotes
	outcomes   memo[*part] // status and error code
	tails      memo[*lineTail]
	callers    memo[*lineCaller]
	ownDoing   *lineCaller
	somebody   lineAgents
	nobody     lineAgents
	endpoints  memo[*lineEndpoint]
	operations memo[*lineOperation]

	key []byte // scratch for memo keys of two parts

	// Hashes of the parts of the line at hand that are looked up in large tables.
	hashes struct{ bucket, caller, agents, tail uint64 }
	sum    uint64 // what aim read: without a use it would not be read
}

// aim makes ready to look the line's parts up; tail is what stands behind the host ID.
func (p *lineParts) aim(f *accessFields, tail []byte) {
	h := &p.hashes
	h.bucket, h.caller = memoHash(f.v[logBucket]), memoHash(f.v[logRequester])
	h.agents, h.tail = memoHash(f.agents), memoHash(tail)
	p.sum += p.buckets.ahead(h.bucket) + p.callers.ahead(h.caller) + p.agents.ahead(h.agents) + p.tails.ahead(h.tail)
	p.sum += uint64(p.callers.aheadKey(h.caller)) + uint64(p.agents.aheadKey(h.agents)) + uint64(p.tails.aheadKey(h.tail))
}

// lineTail is the part of a line behind the host ID.
type lineTail struct {
	place     link // with the bucket
	transport link // with the operation where there is no cipher
	id        uint32
	n         int32 // fields it has
	acl       int32 // what decides about an ACL, in lineACLStates; -1 where the request-URI may, too
	presigned bool
	cipher    bool // one is recorded
	fields    [logFields - logSignature][]byte
}

// lineCaller is what the requester tells.
type lineCaller struct {
	bundle link
	id     uint32 // 0 where it is not kept
	sort   uint32 // callers of one sort have the same client with the same user agent

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
	id                 uint32    // the first of lineVariants numbers
	name               []byte    // as logged
	api                [2][]byte // API name; [1] where the line has a key
	read, write, erase [2]model.Truth
	website            bool // through a website endpoint
	internal           bool // done by S3 itself: lifecycle, checksum jobs

	with [lineVariants]link // with the outcome
}

// lineACLStates are the values of aclRequired: no such field, no, yes.
var lineACLStates = [...][]byte{nil, logDash, logYes}

// lineVariants are the ways in which a line of one operation may be about an
// object and an ACL.
const lineVariants = 2 * len(lineACLStates)

// Sorts of callers; a service is a sort of its own, beside these.
const (
	sortSomebody = 1 << 31
	sortNobody   = 1<<31 + 1
)

func (p *lineParts) bucket(name []byte) *part {
	return p.hashedPart(&p.buckets, name, p.hashes.bucket)
}

func (p *lineParts) agent(stretch []byte) *part {
	return p.hashedPart(&p.agents, stretch, p.hashes.agents)
}

func (p *lineParts) outcome(stretch []byte) *part { return p.part(&p.outcomes, stretch) }

// tail cuts, once each, what stands behind the host ID: nothing, or a blank and
// the fields from the signature version on.
func (p *lineParts) tail(stretch []byte) *lineTail {
	if t, ok := p.tails.getHashed(stretch, p.hashes.tail); ok {
		return t
	}
	t := &lineTail{id: p.number(1), acl: -1}
	t.n = int32(cutTail(bytes.Clone(stretch), &t.fields))
	required := t.fields[logACLRequired-logSignature]
	t.cipher = recorded(t.fields[logCipher-logSignature]) != nil
	auth := t.fields[logAuth-logSignature]
	t.presigned = string(auth) == "QueryString"
	if auth != nil && !t.presigned {
		for i, state := range lineACLStates {
			if (state == nil) == (required == nil) && string(state) == string(required) {
				t.acl = int32(i)
			}
		}
	}
	p.tails.put(stretch, t)
	return t
}

// caller derives, once, what a requester tells. internal says that the line is
// about S3's own doing: then no requester does not mean an anonymous request.
func (p *lineParts) caller(requester []byte, internal bool) *lineCaller {
	if internal && recorded(requester) == nil {
		if p.ownDoing == nil {
			p.ownDoing = p.service(model.Caller{Service: true})
		}
		return p.ownDoing
	}
	if requester == nil { // a record without the field does not say
		return &lineCaller{anonymous: model.Unknown, service: model.Unknown, agents: &p.somebody}
	}
	if c, ok := p.callers.getHashed(requester, p.hashes.caller); ok {
		return c
	}
	who := model.AccessLogCaller(requester)
	var c *lineCaller
	switch {
	case who.Service:
		c = p.service(who)
	case who.Anonymous:
		p.nobody.who.Anonymous = true
		c = &lineCaller{id: p.number(1), sort: sortNobody, agents: &p.nobody}
	default:
		c = &lineCaller{id: p.number(1), sort: sortSomebody, agents: &p.somebody}
	}
	c.arn = bytes.Clone(recorded(requester))
	c.principal = spell(who.Principal)
	c.session = spell(who.Session)
	c.kind = spell(who.Type)
	c.anonymous = model.Of(who.Anonymous)
	if bytes.HasPrefix(requester, []byte("svc:")) {
		c.via = c.principal
	}
	p.callers.put(requester, c)
	return c
}

// service returns a caller that is an AWS service.
func (p *lineParts) service(who model.Caller) *lineCaller {
	id := p.number(1)
	return &lineCaller{id: id, sort: id, service: model.Yes, client: newLineClient(nil, who)}
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
func (p *lineParts) endpoint(host, bucket []byte) *lineEndpoint {
	p.key = append(append(append(p.key[:0], bucket...), 0), host...)
	if e, ok := p.endpoints.get(p.key); ok {
		return e
	}
	style, region := model.Endpoint(host, bucket)
	e := &lineEndpoint{bytes.Clone(host), spell(style), spell(region)}
	p.endpoints.put(p.key, e)
	return e
}

// operation derives, once per operation, what it tells.
func (p *lineParts) operation(name []byte) *lineOperation {
	if o, ok := p.operations.get(name); ok {
		return o
	}
	o := &lineOperation{
		id:       p.number(lineVariants),
		name:     bytes.Clone(name),
		website:  bytes.HasPrefix(name, []byte("WEBSITE.")),
		internal: model.ServiceAction(name),
	}
	for i, object := range []bool{false, true} {
		api := model.APIName(name, object)
		o.api[i] = spell(api)
		o.read[i], o.write[i], o.erase[i] = model.Access(api)
	}
	p.operations.put(name, o)
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
