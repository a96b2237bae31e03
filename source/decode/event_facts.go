package decode

import (
	"bytes"
	"encoding/binary"

	"s3sleuth/model"
)

// derived remembers what was derived from values of earlier events, by the
// bytes it was derived from.
type derived struct {
	key       []byte
	callers   memo[*callerFacts]
	clients   memo[[]byte]
	endpoints memo[[]byte]
	verdicts  memo[model.TLS]
	acls      memo[aclFacts]
	ops       memo[*opFacts]
	codes     memo[model.Truth]
	seen      uint64 // callers so far, the source of their serial
}

type callerFacts struct {
	model.Caller
	serial                                uint64 // tells callers apart in the keys of clients
	principal, arn, session, identityType []byte
}

type aclFacts struct {
	acl    []byte
	public model.Truth
}

// opFacts are what the name of the operation alone tells.
type opFacts struct {
	read, write, del model.Truth
	noACL            aclFacts // when the request says nothing of an ACL
}

// tlsTexts are the values of the field tls, by verdict.
var tlsTexts = func() (texts [model.TLSNotNetwork + 1][]byte) {
	for t := range texts {
		texts[t] = []byte(model.TLS(t).String())
	}
	return texts
}()

// facts fills what is derived: who, with what, how, and the "is:" conditions.
// agent is nil where the event has none.
func (e *eventReader) facts(rec *model.Record, agent []byte) {
	text := &rec.Text
	c := e.caller(text[model.FieldVia])
	rec.Text[model.FieldPrincipal] = c.principal
	rec.Text[model.FieldARN] = c.arn
	rec.Text[model.FieldSession] = c.session
	rec.Text[model.FieldType] = c.identityType
	rec.Text[model.FieldClient] = e.client(agent, c, text[model.FieldVia])
	rec.Text[model.FieldTLS] = tlsTexts[e.tls(rec)]
	rec.Text[model.FieldEndpoint] = e.endpoint(text[model.FieldHost], text[model.FieldBucket])

	op := e.op(text[model.FieldOp])
	acl := e.acl(text[model.FieldOp], op)
	rec.Text[model.FieldACL] = acl.acl

	f := &rec.Facts
	f.Set(model.PublicACL, acl.public)
	read, write := e.readOrWrite(op)
	f.Set(model.Read, read)
	f.Set(model.Write, write)
	f.Set(model.Delete, op.del)
	f.Set(model.Anonymous, model.Of(c.Anonymous))
	f.Set(model.AWSService, model.Of(c.Service || len(text[model.FieldVia]) > 0 || isServiceAddress(text[model.FieldIP])))
	f.Set(model.Denied, e.denied(text[model.FieldError]))
	f.Set(model.Website, website(rec, c))
}

// isServiceAddress says whether a service called, on its own or for somebody:
// CloudTrail writes its name in place of an address.
func isServiceAddress(ip []byte) bool {
	return bytes.HasSuffix(ip, []byte(".amazonaws.com")) || bytes.HasPrefix(ip, []byte("AWS Internal"))
}

// website says whether the request came through a website endpoint, which takes
// unsigned requests only. Without a host an unsigned request cannot say.
func website(rec *model.Record, c *callerFacts) model.Truth {
	endpoint := rec.Text[model.FieldEndpoint]
	if endpoint == nil && c.Anonymous {
		return model.Unknown
	}
	return model.Of(string(endpoint) == "website")
}

// part adds a value to a key so that no two lists of values give the same key.
func part(key, value []byte) []byte {
	key = binary.LittleEndian.AppendUint32(key, uint32(len(value)))
	return append(key, value...)
}

// bytesOf returns s as bytes, nil where it is empty: not recorded.
func bytesOf(s string) []byte {
	if s == "" {
		return nil
	}
	return []byte(s)
}

func (e *eventReader) caller(via []byte) *callerFacts {
	id := model.Identity{
		Type:           e.text(atIdentityType),
		PrincipalID:    e.text(atPrincipalID),
		ARN:            e.text(atIdentityARN),
		Account:        e.text(atIdentityAccount),
		UserName:       e.text(atUserName),
		InvokedBy:      via,
		IssuerType:     e.text(atIssuerType),
		IssuerARN:      e.text(atIssuerARN),
		IssuerUserName: e.text(atIssuerUserName),
	}
	key := part(e.derived.key[:0], id.Type)
	key = part(key, id.PrincipalID)
	key = part(key, id.ARN)
	key = part(key, id.Account)
	key = part(key, id.UserName)
	key = part(key, id.InvokedBy)
	key = part(key, id.IssuerType)
	key = part(key, id.IssuerARN)
	key = part(key, id.IssuerUserName)
	e.derived.key = key
	c, ok := e.derived.callers.get(key)
	if !ok {
		e.derived.seen++
		c = &callerFacts{Caller: model.EventCaller(id), serial: e.derived.seen}
		c.principal, c.arn = bytesOf(c.Principal), bytesOf(c.ARN)
		c.session, c.identityType = bytesOf(c.Session), bytesOf(c.Type)
		e.derived.callers.put(key, c)
	}
	return c
}

func (e *eventReader) client(agent []byte, c *callerFacts, via []byte) []byte {
	key := binary.LittleEndian.AppendUint64(e.derived.key[:0], c.serial)
	if agent != nil {
		key = append(append(key, '='), agent...)
	}
	e.derived.key = key
	client, ok := e.derived.clients.get(key)
	if !ok {
		client = bytesOf(model.Client(agent, c.Caller, via))
		e.derived.clients.put(key, client)
	}
	return client
}

func (e *eventReader) endpoint(host, bucket []byte) []byte {
	if host == nil {
		return nil
	}
	key := append(part(e.derived.key[:0], host), bucket...)
	e.derived.key = key
	style, ok := e.derived.endpoints.get(key)
	if !ok {
		s, _ := model.Endpoint(host, bucket)
		style = bytesOf(s)
		e.derived.endpoints.put(key, style)
	}
	return style
}

// tls returns the verdict. It is remembered only where neither version nor
// cipher decide it.
func (e *eventReader) tls(rec *model.Record) model.TLS {
	evidence := model.TLSEvidence{
		Version:       e.text(atTLSVersion),
		Cipher:        rec.Text[model.FieldCipher],
		EventSource:   rec.Text[model.FieldSource],
		EventType:     e.text(atType),
		EventVersion:  e.text(atVersion),
		IdentityType:  e.text(atIdentityType),
		InvokedBy:     rec.Text[model.FieldVia],
		IP:            rec.Text[model.FieldIP],
		ConsoleCaller: e.isTrue(atConsole),
	}
	if len(evidence.Version) > 0 || len(evidence.Cipher) > 0 {
		return model.CloudTrailTLS(evidence)
	}
	key := part(e.derived.key[:0], evidence.EventSource)
	key = part(key, evidence.EventType)
	key = part(key, evidence.EventVersion)
	key = part(key, evidence.IdentityType)
	key = part(key, evidence.InvokedBy)
	key = part(key, evidence.IP)
	if evidence.ConsoleCaller {
		key = append(key, '!')
	}
	e.derived.key = key
	verdict, ok := e.derived.verdicts.get(key)
	if !ok {
		verdict = model.CloudTrailTLS(evidence)
		e.derived.verdicts.put(key, verdict)
	}
	return verdict
}

func (e *eventReader) op(name []byte) *opFacts {
	op, ok := e.derived.ops.get(name)
	if !ok {
		op = &opFacts{}
		op.read, op.write, op.del = model.Access(string(name))
		acl, public := model.EventACL(model.ACLEvidence{Op: name})
		op.noACL = aclFacts{bytesOf(acl), public}
		e.derived.ops.put(name, op)
	}
	return op
}

// readOrWrite returns what the operation does. What the event says of itself
// (readOnly) goes before what the name says.
func (e *eventReader) readOrWrite(op *opFacts) (read, write model.Truth) {
	switch {
	case e.isTrue(atReadOnly):
		return model.Yes, model.No
	case e.is(atReadOnly, "false"), string(e.json(atReadOnly)) == "false":
		return model.No, model.Yes
	}
	return op.read, op.write
}

func (e *eventReader) acl(name []byte, op *opFacts) aclFacts {
	evidence := model.ACLEvidence{
		Op:      name,
		Omitted: !e.has(atRequest),
		Canned:  e.json(atACL),
		Policy:  e.json(atPolicy),
	}
	said := len(evidence.Canned) + len(evidence.Policy)
	for i := range evidence.Grant {
		evidence.Grant[i] = e.json(atGrant + slot(i))
		said += len(evidence.Grant[i])
	}
	if said == 0 && !evidence.Omitted {
		return op.noACL
	}
	key := part(e.derived.key[:0], name)
	key = part(key, evidence.Canned)
	key = part(key, evidence.Policy)
	for _, grant := range evidence.Grant {
		key = part(key, grant)
	}
	if evidence.Omitted {
		key = append(key, '!')
	}
	e.derived.key = key
	a, ok := e.derived.acls.get(key)
	if !ok {
		acl, public := model.EventACL(evidence)
		a = aclFacts{bytesOf(acl), public}
		e.derived.acls.put(key, a)
	}
	return a
}

func (e *eventReader) denied(code []byte) model.Truth {
	if code == nil {
		return model.No
	}
	t, ok := e.derived.codes.get(code)
	if !ok {
		t = model.DeniedCode(code, nil)
		e.derived.codes.put(code, t)
	}
	return t
}
