package decode

import (
	"bytes"
	"encoding/json"

	"s3sleuth/model"
)

// eventParts remembers what parts of an event tell: stretches of its text, or
// lists of values.
type eventParts struct {
	numbering
	callers    memo[*eventCaller] // by userIdentity
	agents     memo[*part]        // by userAgent
	places     memo[*part]
	operations memo[*part]
	transports memo[*part]

	key []byte // scratch
}

// eventCaller is what userIdentity tells.
type eventCaller struct {
	model.Caller
	part
	sort      uint32 // callers of one sort have the same client with the same user agent
	kind, via []byte
}

// tlsTexts are the values of the field tls, by verdict.
var tlsTexts = func() (texts [model.TLSNotNetwork + 1][]byte) {
	for t := range texts {
		texts[t] = []byte(model.TLS(t).String())
	}
	return texts
}()

// isServiceAddress says whether a service called, on its own or for somebody:
// CloudTrail writes its name in place of an address.
func isServiceAddress(ip []byte) bool {
	return bytes.HasSuffix(ip, []byte(".amazonaws.com")) || bytes.HasPrefix(ip, []byte("AWS Internal"))
}

// caller derives, once, what userIdentity tells.
func (e *eventReader) caller() *eventCaller {
	met := e.identities.now
	if met != nil && met.caller != nil {
		return met.caller
	}
	c := e.newCaller()
	if met != nil {
		met.caller = c
	}
	return c
}

func (e *eventReader) newCaller() *eventCaller {
	identity := e.json(atIdentity)
	if c, ok := e.known.callers.get(identity); ok {
		return c
	}
	c := &eventCaller{part: part{id: e.known.number(1)}}
	c.kind, c.via = bytes.Clone(e.text(atIdentityType)), bytes.Clone(e.text(atInvokedBy))
	c.Caller = model.EventCaller(model.Identity{
		Type:           c.kind,
		PrincipalID:    e.text(atPrincipalID),
		ARN:            e.text(atIdentityARN),
		Account:        e.text(atIdentityAccount),
		UserName:       e.text(atUserName),
		InvokedBy:      c.via,
		IssuerType:     e.text(atIssuerType),
		IssuerARN:      e.text(atIssuerARN),
		IssuerUserName: e.text(atIssuerUserName),
		UserID:         onBehalfOf(c.kind, identity),
	})
	switch c.sort = c.id; {
	case c.Service:
	case c.Anonymous:
		c.sort = sortNobody
	case len(c.via) == 0:
		c.sort = sortSomebody
	}
	e.known.callers.put(identity, c)
	return c
}

// onBehalfOf returns the user ID of an Identity Center user, who has no ARN and
// no name; nil of anybody else. It is read where an identity is met first.
func onBehalfOf(kind, identity []byte) []byte {
	if string(kind) != "IdentityCenterUser" {
		return nil
	}
	var v struct {
		OnBehalfOf struct {
			UserID string `json:"userId"`
		} `json:"onBehalfOf"`
	}
	if json.Unmarshal(identity, &v) != nil {
		return nil
	}
	return []byte(v.OnBehalfOf.UserID)
}

// tls returns the verdict.
func (e *eventReader) tls(rec *model.Record, c *eventCaller) model.TLS {
	return model.CloudTrailTLS(model.TLSEvidence{
		Version:       e.text(atTLSVersion),
		Cipher:        e.cipher(),
		EventSource:   e.text(atSource),
		EventType:     e.text(atType),
		EventVersion:  e.text(atVersion),
		IdentityType:  c.kind,
		InvokedBy:     c.via,
		IP:            rec.Text[model.FieldIP],
		ConsoleCaller: e.isTrue(atConsole),
	})
}

// cipher returns the cipher suite, which stands in two places.
func (e *eventReader) cipher() []byte {
	if cipher := e.text(atTLSCipher); len(cipher) > 0 {
		return cipher
	}
	return e.text(atCipher)
}

// readOrWrite returns what the operation does. What the event says of itself
// (readOnly) goes before what the name says.
func (e *eventReader) readOrWrite(read, write model.Truth) (_, _ model.Truth) {
	switch {
	case e.isTrue(atReadOnly):
		return model.Yes, model.No
	case e.is(atReadOnly, "false"), string(e.json(atReadOnly)) == "false":
		return model.No, model.Yes
	}
	return read, write
}

// omitted says whether requestParameters is no object.
func (e *event) omitted() bool {
	v := e.at[atRequest]
	return v.length&notString == 0 || e.raw[v.at] != '{'
}

// oddRequest returns all of requestParameters where one header may stand there
// twice, else nil.
func (e *event) oddRequest() []byte {
	if !e.oddACL || e.omitted() {
		return nil
	}
	return e.json(atRequest)
}

// acl returns what the event says of an ACL.
func (e *eventReader) acl() model.ACLEvidence {
	evidence := model.ACLEvidence{
		Op:      e.text(atName),
		Omitted: e.omitted(),
		Canned:  e.json(atACL),
		Form:    e.json(atFormACL),
		Grants:  e.json(atGrants),
		Policy:  e.json(atPolicy),
		Request: e.oddRequest(),
	}
	for i := range evidence.Grant {
		evidence.Grant[i] = e.json(atGrant + slot(i))
	}
	return evidence
}
