package decode

import "s3sleuth/model"

// The functions of this file fill in one group of fields each, with the facts
// that follow from them. Where the parts of the line that decide the group came
// together before, its bundle does; else the fields do, one by one, and a bundle
// is made of them, unless something decides them that no part is kept for.

// fillPlace fills in where the request went. Bucket and host decide it.
func (d *AccessLog) fillPlace(rec *model.Record, tail *lineTail) {
	known := &d.bundles[model.GroupPlace]
	var bucket *part
	if tail != nil {
		bucket = d.known.bucket(d.fields.v[logBucket])
		if b := known.get(&tail.place, tail.id, bucket.id); b != nil {
			b.set(model.GroupPlace, rec)
			return
		}
	}
	d.fields.spread(tail)
	f, text := &d.fields, &rec.Text
	var facts model.Facts
	text[model.FieldSource] = sourceS3
	text[model.FieldAccount] = d.account
	text[model.FieldRegion] = d.region
	text[model.FieldBucket] = recorded(f.v[logBucket])
	if text[model.FieldBucket] == nil {
		text[model.FieldBucket] = d.bucket
	}
	if host := recorded(f.v[logHost]); host != nil {
		e := d.known.endpoint(host, text[model.FieldBucket])
		text[model.FieldHost] = e.host
		text[model.FieldEndpoint] = e.style
		if d.region == nil {
			text[model.FieldRegion] = e.region
		}
		facts.Set(model.Website, model.Of(string(e.style) == "website"))
	}
	rec.Facts |= facts
	if tail != nil {
		known.put(tail.id, bucket.id, model.GroupPlace, rec, facts)
	}
}

// fillCaller fills in who asked. The requester decides it, and a presigned
// request names an access key besides.
func (d *AccessLog) fillCaller(rec *model.Record, c *lineCaller, tail *lineTail) {
	known := &d.bundles[model.GroupCaller]
	presigned := tail == nil && string(d.fields.v[logAuth]) == "QueryString" || tail != nil && tail.presigned
	keep := c.id != 0 && !presigned
	if keep {
		if b := known.get(&c.bundle, c.id, 0); b != nil {
			b.set(model.GroupCaller, rec)
			return
		}
	}
	text := &rec.Text
	var facts model.Facts
	if presigned {
		text[model.FieldAccessKey] = signingKey(d.fields.v[logURI])
	}
	text[model.FieldARN] = c.arn
	text[model.FieldPrincipal] = c.principal
	text[model.FieldSession] = c.session
	text[model.FieldType] = c.kind
	text[model.FieldVia] = c.via
	facts.Set(model.Anonymous, c.anonymous)
	rec.Facts |= facts
	if keep {
		known.put(c.id, 0, model.GroupCaller, rec, facts)
	}
}

// fillAgent fills in what the request was made with. Referer and user agent
// decide it, and what sort of caller it is.
func (d *AccessLog) fillAgent(rec *model.Record, c *lineCaller) {
	known := &d.bundles[model.GroupAgent]
	f, text := &d.fields, &rec.Text
	var agents *part
	if f.agents != nil && c.id != 0 {
		agents = d.known.agent(f.agents)
		if b := known.get(&agents.with, agents.id, c.sort); b != nil {
			b.set(model.GroupAgent, rec)
			return
		}
	}
	var facts model.Facts
	answer(rec, model.FieldReferer, f.v[logReferer])
	text[model.FieldUA] = recorded(f.v[logAgent])
	client, service := c.client, c.service
	if client == nil {
		client = c.agents.client(f.v[logAgent])
		text[model.FieldUA] = client.agent
		if client.service {
			service = model.Unknown // only the user agent says so, and anyone can send that one
		}
	}
	text[model.FieldClient] = client.family
	facts.Set(model.AWSService, service)
	rec.Facts |= facts
	if agents != nil {
		known.put(agents.id, c.sort, model.GroupAgent, rec, facts)
	}
}

// fillOperation fills in what was asked and answered. The operation, whether
// there is a key, aclRequired, status and error code decide it; of a presigned
// request the request-URI may hold the ACL.
func (d *AccessLog) fillOperation(rec *model.Record, op *lineOperation, tail *lineTail) {
	known := &d.bundles[model.GroupOperation]
	f, text := &d.fields, &rec.Text
	object := 0
	if text[model.FieldKey] != nil {
		object = 1
	}
	var outcome *part
	var variant uint32
	if tail != nil && tail.acl >= 0 {
		outcome = d.known.outcome(f.outcome)
		variant = uint32(object*len(lineACLStates)) + uint32(tail.acl)
		if b := known.get(&op.with[variant], op.id+variant, outcome.id); b != nil {
			b.set(model.GroupOperation, rec)
			return
		}
	}
	f.spread(tail)
	var facts model.Facts
	text[model.FieldOperation] = op.name
	text[model.FieldOp] = op.api[object]
	text[model.FieldStatus] = recorded(f.v[logStatus])
	answer(rec, model.FieldError, f.v[logError])
	facts.Set(model.Read, op.read[object])
	facts.Set(model.Write, op.write[object])
	facts.Set(model.Delete, op.erase[object])
	if text[model.FieldError] != nil || string(text[model.FieldStatus]) != "200" {
		facts.Set(model.Denied, model.DeniedCode(text[model.FieldError], text[model.FieldStatus]))
	}
	if op.website {
		facts.Set(model.Website, model.Yes)
	}
	var uri []byte
	if auth := f.v[logAuth]; auth == nil || string(auth) == "QueryString" {
		uri = f.v[logURI]
	}
	acl, public := model.AccessLogACL(op.api[object], f.v[logACLRequired], uri)
	text[model.FieldACL] = spell(acl)
	facts.Set(model.PublicACL, public)
	answer(rec, model.FieldACLRequired, f.v[logACLRequired])
	rec.Facts |= facts
	if outcome != nil {
		known.put(op.id+variant, outcome.id, model.GroupOperation, rec, facts)
	}
}

// fillTransport fills in how the request was sent and signed. The tail decides
// it, and where that has no cipher the operation, too.
func (d *AccessLog) fillTransport(rec *model.Record, op *lineOperation, tail *lineTail) {
	known := &d.bundles[model.GroupTransport]
	f, text := &d.fields, &rec.Text
	decides := uint32(0)
	if tail != nil {
		if !tail.cipher {
			decides = op.id
		}
		if b := known.get(&tail.transport, tail.id, decides); b != nil {
			b.set(model.GroupTransport, rec)
			return
		}
	}
	f.spread(tail)
	verdict := model.AccessLogTLS(f.n, f.v[logTLS], f.v[logCipher], f.v[logHost], f.v[logOperation])
	text[model.FieldTLS] = tlsWords[verdict]
	text[model.FieldCipher] = recorded(f.v[logCipher])
	answer(rec, model.FieldSignature, f.v[logSignature])
	answer(rec, model.FieldAuth, f.v[logAuth])
	text[model.FieldSourceRegion] = recorded(f.v[logSourceRegion])
	if tail != nil {
		known.put(tail.id, decides, model.GroupTransport, rec, 0)
	}
}
