package decode

import (
	"encoding/binary"

	"s3sleuth/model"
)

// The functions of this file fill in one group of fields each, with the facts
// that follow from them. Each first puts down what decides the group; where that
// was met before, the bundle made of it then serves again.

// fillCaller fills in who asked, as userIdentity says.
func (e *eventReader) fillCaller(rec *model.Record) *eventCaller {
	known := &e.bundles[model.GroupCaller]
	c := e.caller()
	if b := known.get(&c.with, c.id, 0); b != nil {
		b.set(model.GroupCaller, rec)
		return c
	}
	text := &rec.Text
	var facts model.Facts
	text[model.FieldPrincipal] = spell(c.Principal)
	text[model.FieldARN] = spell(c.ARN)
	text[model.FieldSession] = spell(c.Session)
	text[model.FieldType] = spell(c.Type)
	text[model.FieldAccessKey] = e.text(atAccessKey)
	e.textOrNone(rec, model.FieldMFA, atMFA)
	e.textOrNone(rec, model.FieldVia, atInvokedBy)
	facts.Set(model.Anonymous, model.Of(c.Anonymous))
	rec.Facts |= facts
	known.put(c.id, 0, model.GroupCaller, rec, facts)
	return c
}

// fillAgent fills in what the request was made with. The user agent decides it,
// and who it is.
func (e *eventReader) fillAgent(rec *model.Record, c *eventCaller) {
	known := &e.bundles[model.GroupAgent]
	a := e.known.part(&e.known.agents, e.json(atAgent))
	if b := known.get(&a.with, a.id, c.sort); b != nil {
		b.set(model.GroupAgent, rec)
		return
	}
	agent := e.agent()
	if len(agent) > 0 {
		rec.Text[model.FieldUA] = agent
	}
	rec.Text[model.FieldClient] = spell(model.Client(agent, c.Caller, c.via))
	known.put(a.id, c.sort, model.GroupAgent, rec, 0)
}

// fillPlace fills in where the request went, and the key, which is in no group.
func (e *eventReader) fillPlace(rec *model.Record) {
	known := &e.bundles[model.GroupPlace]
	text := &rec.Text
	source, account, region := e.text(atSource), e.text(atAccount), e.text(atRegion)
	bucket, key, host := e.where(source)
	text[model.FieldKey] = key

	spelling := append(e.known.key[:0], byte(rec.Kind))
	for i, v := range [...][]byte{source, account, region, bucket, host} {
		spelling = appendSaid(spelling, i, v)
	}
	e.known.key = spelling
	p := e.known.part(&e.known.places, spelling)
	if b := known.get(&p.with, p.id, 0); b != nil {
		b.set(model.GroupPlace, rec)
		return
	}
	var facts model.Facts
	text[model.FieldSource] = source
	text[model.FieldAccount] = account
	text[model.FieldRegion] = region
	text[model.FieldBucket] = bucket
	text[model.FieldHost] = host
	if host != nil {
		style, _ := model.Endpoint(host, bucket)
		text[model.FieldEndpoint] = spell(style)
		facts.Set(model.Website, model.Of(style == "website"))
	}
	rec.Facts |= facts
	known.put(p.id, 0, model.GroupPlace, rec, facts)
}

// fillOperation fills in what was asked, with the ACL it would set, and what came of it.
func (e *eventReader) fillOperation(rec *model.Record) {
	known := &e.bundles[model.GroupOperation]
	spelling := append(e.known.key[:0], bit(e.omitted())|bit(e.has(atExtra))<<1)
	for i, v := range [...][]byte{e.text(atName), e.text(atError), e.text(atACLRequired), e.json(atReadOnly), e.oddRequest()} {
		spelling = appendSaid(spelling, i, v)
	}
	for s := atACL; s <= atFormACL; s++ {
		spelling = appendSaid(spelling, int(s), e.json(s))
	}
	e.known.key = spelling
	p := e.known.part(&e.known.operations, spelling)
	if b := known.get(&p.with, p.id, 0); b != nil {
		b.set(model.GroupOperation, rec)
		return
	}
	acl := e.acl()
	text := &rec.Text
	var facts model.Facts
	text[model.FieldOp], text[model.FieldOperation] = acl.Op, acl.Op
	e.textOrNone(rec, model.FieldError, atError)
	if e.has(atExtra) {
		e.textOrNone(rec, model.FieldACLRequired, atACLRequired)
	}
	word, public := model.EventACL(acl)
	text[model.FieldACL] = spell(word)
	facts.Set(model.PublicACL, public)
	read, write, erase := model.Access(string(acl.Op))
	read, write = e.readOrWrite(read, write)
	facts.Set(model.Read, read)
	facts.Set(model.Write, write)
	facts.Set(model.Delete, erase)
	if text[model.FieldError] != nil {
		facts.Set(model.Denied, model.DeniedCode(text[model.FieldError], nil))
	}
	rec.Facts |= facts
	known.put(p.id, 0, model.GroupOperation, rec, facts)
}

// fillTransport fills in how the request was sent and signed. Without a cipher
// the rest of the event may decide what that means.
func (e *eventReader) fillTransport(rec *model.Record, c *eventCaller) {
	known := &e.bundles[model.GroupTransport]
	version, cipher := e.text(atTLSVersion), e.cipher()
	spelling := append(e.known.key[:0], bit(e.has(atExtra))|bit(e.isTrue(atConsole))<<1)
	said := [...][]byte{version, cipher, e.text(atAuth), e.text(atSignature), e.text(atVPCE)}
	for i, v := range said {
		spelling = appendSaid(spelling, i, v)
	}
	if recorded(cipher) == nil {
		for i, v := range [...][]byte{e.text(atSource), e.text(atType), e.text(atVersion), c.kind, c.via, rec.Text[model.FieldIP]} {
			spelling = appendSaid(spelling, len(said)+i, v)
		}
	}
	e.known.key = spelling
	p := e.known.part(&e.known.transports, spelling)
	if b := known.get(&p.with, p.id, 0); b != nil {
		b.set(model.GroupTransport, rec)
		return
	}
	// What is missing in additionalEventData is an answer only where the event has
	// that: older events and some kinds do not.
	rec.Text[model.FieldTLS] = tlsTexts[e.tls(rec, c)]
	rec.Text[model.FieldCipher] = cipher
	e.textOrNone(rec, model.FieldVPCE, atVPCE)
	if e.has(atExtra) {
		e.textOrNone(rec, model.FieldAuth, atAuth)
		e.textOrNone(rec, model.FieldSignature, atSignature)
	}
	known.put(p.id, 0, model.GroupTransport, rec, 0)
}

// appendSaid adds the value of a place to a key, if there is one, so that no two
// lists of values give the same key. A value is shorter than maxLength.
func appendSaid(key []byte, place int, v []byte) []byte {
	if len(v) == 0 {
		return key
	}
	key = binary.LittleEndian.AppendUint32(key, uint32(place)<<24|uint32(len(v)))
	return append(key, v...)
}

func bit(yes bool) byte {
	if yes {
		return 1
	}
	return 0
}
