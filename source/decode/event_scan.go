package decode

// A slot is the place of one value that is read from an event. The slots of an
// object and of the objects inside it stand together, see objects.
type slot uint8

const (
	atNone slot = iota // not read

	// members of the event
	atVersion
	atTime
	atSource
	atName
	atRegion
	atIP
	atAgent
	atError
	atRequestID
	atID
	atType
	atCategory
	atReadOnly
	atResources
	atAccount
	atVPCE
	atConsole

	// objects of the event, and their members
	atIdentity
	atIdentityType
	atPrincipalID
	atIdentityARN
	atIdentityAccount
	atAccessKey
	atUserName
	atInvokedBy
	atSession
	atAttributes
	atMFA
	atIssuer
	atIssuerType
	atIssuerARN
	atIssuerUserName
	identityEnd

	atRequest
	atBucket
	atKey
	atHost
	atACL
	atGrant // five, in the order of model.ACLGrants
	_
	_
	_
	_
	atGrants // an object with the grant headers
	atPolicy
	atFormACL
	requestEnd

	atExtra
	atSignature
	atCipher
	atAuth
	atBytesOut
	atACLRequired
	extraEnd

	atTLS
	atTLSVersion
	atTLSCipher
	atTLSHost
	tlsEnd

	// members that tell other objects from an event
	atDigest // CloudTrail digest file
	atInsight
	atMessageType   // CloudWatch Logs envelope
	atLineOperation // access-log line as JSON
	atLineBucket
	atLineRequest
	atList     // an array of events: Records, Events, logEvents
	atDetail   // an event in an EventBridge envelope
	atEmbedded // an event inside a string: CloudTrailEvent, message

	numSlots
)

// An object is a kind of object whose members are read.
type object uint8

const (
	inEvent object = iota
	inIdentity
	inSession
	inAttributes
	inIssuer
	inRequest
	inExtra
	inTLS
)

// objects says which object a slot opens, which one holds that, and the slots
// of all its members. A slot that opens none has within 0.
var objects = [numSlots]struct {
	opens, within object
	first, end    slot
}{
	atIdentity:   {inIdentity, inEvent, atIdentity, identityEnd},
	atSession:    {inSession, inIdentity, atSession, identityEnd},
	atAttributes: {inAttributes, inSession, atAttributes, atIssuer},
	atIssuer:     {inIssuer, inSession, atIssuer, identityEnd},
	atRequest:    {inRequest, inEvent, atRequest, requestEnd},
	atExtra:      {inExtra, inEvent, atExtra, extraEnd},
	atTLS:        {inTLS, inEvent, atTLS, tlsEnd},
}

// outer is the object that holds an object.
var outer = [...]object{
	inIdentity:   inEvent,
	inSession:    inIdentity,
	inAttributes: inSession,
	inIssuer:     inSession,
	inRequest:    inEvent,
	inExtra:      inEvent,
	inTLS:        inEvent,
}

// opened is the slot of an object.
var opened = func() (at [inTLS + 1]slot) {
	for s, o := range objects {
		at[o.opens] = slot(s)
	}
	return at
}()

// A value is where in the event a value stands; the zero value is an absent
// one. A string is given without its quotes.
type value struct {
	at     uint32
	length uint32 // the top bits say what it is
}

const (
	escaped    = 1 << 31 // a string with escapes
	notString  = 1 << 30
	lengthBits = notString - 1
)

// An event is the JSON of one event and where in it the values stand.
type event struct {
	raw  []byte
	at   [numSlots]value
	name []byte // a member's name that had escapes

	oddACL bool // a member that sets an ACL is written in another letter case

	order sequence

	identities identities
}

// scan reads the object that b begins with, in one pass, and returns its
// length. If that is a fault, the object is damaged or, where the fault is
// short, b ends inside it. wraps means that the object is no event but holds
// events; it is known from the first member that says so, and the length is 0.
// Of members of one name the last counts.
func (e *event) scan(b []byte) (length int, wraps bool) {
	e.raw = b
	e.at = [numSlots]value{}
	e.identities.now, e.oddACL = nil, false
	in := inEvent
	i := blanks(b, 1)
	closing := i < len(b) && b[i] == '}'
	for {
		if !closing {
			// 1. name and colon, as member reads them: its call would be 2 % of an event
			where, at := e.order.expected(in, b, i)
			if at == 0 {
				where, at = e.lookUp(in, b, i)
			}
			if at < 0 {
				return at, false
			}
			if i = blanks(b, at); i >= len(b) {
				return short, false
			}
			// 2. the value
			if where >= atList && e.wraps(where, b[i]) {
				return 0, true
			}
			end := 0
			if b[i] == '"' && objects[where].end == 0 { // as most are: no call of value
				var escapes bool
				if end, escapes = stringEnd(b, i+1); end < 0 {
					return end, false
				}
				e.at[where] = stringAt(i, end, escapes)
			} else if where == atIdentity {
				e.identities.now = nil
				end = e.sameIdentity(i)
			}
			if b[i] == '{' && objects[where].end != 0 && end == 0 {
				o := &objects[where]
				clear(e.at[o.first:o.end])
				e.at[where] = value{uint32(i), notString}
				in = o.opens
				i = blanks(b, i+1)
				closing = i < len(b) && b[i] == '}'
				continue
			}
			if end == 0 {
				end = e.value(i, where)
			}
			if i = end; i < 0 {
				return i, false
			}
		}
		// 3. what follows it
		for {
			if i = blanks(b, i); i >= len(b) {
				return short, false
			}
			if b[i] != '}' {
				break
			}
			i++
			if in == inEvent {
				e.raw = b[:i]
				return i, false
			}
			v := &e.at[opened[in]]
			v.length |= uint32(i) - v.at
			if in == inIdentity {
				e.keepIdentity(int(v.at), i)
			}
			in = outer[in]
		}
		if b[i] != ',' {
			return faultAt(i, faultByte), false
		}
		closing = false
		i = blanks(b, i+1)
	}
}

// value walks over the value at i, notes where it stands if there is a slot
// for it, and returns its end. null is as good as nothing.
func (e *event) value(i int, where slot) int {
	b := e.raw
	v := value{at: uint32(i)}
	end := 0
	switch b[i] {
	case '"':
		var escapes bool
		if end, escapes = stringEnd(b, i+1); end < 0 {
			return end
		}
		v = stringAt(i, end, escapes)
	case '{', '[':
		if end = valueEnd(b, i); end < 0 {
			return end
		}
		v.length = uint32(end-i) | notString
	default:
		if end = scalarEnd(b, i); end < 0 {
			return end
		}
		v.length = uint32(end-i) | notString
		if b[i] == 'n' {
			v = value{}
		}
	}
	if where != atNone {
		if o := &objects[where]; o.end != 0 {
			clear(e.at[o.first:o.end])
		}
		e.at[where] = v
	}
	return end
}

// stringAt is where the string stands whose quotes are at i and before end.
func stringAt(i, end int, escapes bool) value {
	v := value{uint32(i + 1), uint32(end - i - 2)}
	if escapes {
		v.length |= escaped
	}
	return v
}

// wraps says whether a member whose value begins with c makes the object a
// wrapper of events. What has a member of an event already is none.
func (e *event) wraps(where slot, c byte) bool {
	if e.at[atVersion].at|e.at[atName].at|e.at[atTime].at != 0 {
		return false
	}
	switch where {
	case atList:
		return c == '['
	case atDetail:
		return c == '{'
	}
	return c == '"'
}
