package decode

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// A member is a name that is known in an object, and its slot. Names that have
// none stand here because they are frequent: a known name need not be searched
// for its end.
type member struct {
	in   object
	name string
	slot slot
}

var members = append([]member{
	{inEvent, "eventVersion", atVersion},
	{inEvent, "eventTime", atTime},
	{inEvent, "eventSource", atSource},
	{inEvent, "eventName", atName},
	{inEvent, "awsRegion", atRegion},
	{inEvent, "sourceIPAddress", atIP},
	{inEvent, "userAgent", atAgent},
	{inEvent, "errorCode", atError},
	{inEvent, "errorMessage", atNone},
	{inEvent, "requestID", atRequestID},
	{inEvent, "eventID", atID},
	{inEvent, "eventType", atType},
	{inEvent, "eventCategory", atCategory},
	{inEvent, "apiVersion", atNone},
	{inEvent, "managementEvent", atNone},
	{inEvent, "readOnly", atReadOnly},
	{inEvent, "resources", atResources},
	{inEvent, "recipientAccountId", atAccount},
	{inEvent, "sharedEventID", atNone},
	{inEvent, "serviceEventDetails", atNone},
	{inEvent, "vpcEndpointId", atVPCE},
	{inEvent, "vpcEndpointAccountId", atNone},
	{inEvent, "addendum", atNone},
	{inEvent, "edgeDeviceDetails", atNone},
	{inEvent, "eventContext", atNone},
	{inEvent, "sessionCredentialFromConsole", atConsole},
	{inEvent, "userIdentity", atIdentity},
	{inEvent, "requestParameters", atRequest},
	{inEvent, "responseElements", atNone},
	{inEvent, "additionalEventData", atExtra},
	{inEvent, "tlsDetails", atTLS},
	{inEvent, "insightDetails", atInsight},

	{inEvent, "Records", atList},
	{inEvent, "Events", atList},
	{inEvent, "logEvents", atList},
	{inEvent, "detail", atDetail},
	{inEvent, "CloudTrailEvent", atEmbedded},
	{inEvent, "message", atEmbedded},
	{inEvent, "messageType", atMessageType},
	{inEvent, "digestStartTime", atDigest},
	{inEvent, "operation", atLineOperation},
	{inEvent, "bucket", atLineBucket},
	{inEvent, "bucket_arn", atLineBucket},
	{inEvent, "bucket_name", atLineBucket},
	{inEvent, "bucketname", atLineBucket},
	{inEvent, "request_id", atLineRequest},
	{inEvent, "requestid", atLineRequest},

	{inIdentity, "type", atIdentityType},
	{inIdentity, "principalId", atPrincipalID},
	{inIdentity, "arn", atIdentityARN},
	{inIdentity, "accountId", atIdentityAccount},
	{inIdentity, "accessKeyId", atAccessKey},
	{inIdentity, "userName", atUserName},
	{inIdentity, "invokedBy", atInvokedBy},
	{inIdentity, "sessionContext", atSession},

	{inSession, "attributes", atAttributes},
	{inSession, "sessionIssuer", atIssuer},
	{inSession, "webIdFederationData", atNone},

	{inAttributes, "creationDate", atNone},
	{inAttributes, "mfaAuthenticated", atMFA},

	{inIssuer, "type", atIssuerType},
	{inIssuer, "principalId", atNone},
	{inIssuer, "arn", atIssuerARN},
	{inIssuer, "accountId", atNone},
	{inIssuer, "userName", atIssuerUserName},

	{inExtra, "SignatureVersion", atSignature},
	{inExtra, "CipherSuite", atCipher},
	{inExtra, "AuthenticationMethod", atAuth},
	{inExtra, "bytesTransferredIn", atNone},
	{inExtra, "bytesTransferredOut", atBytesOut},
	{inExtra, "aclRequired", atACLRequired},
	{inExtra, "SSEApplied", atNone},
	{inExtra, "x-amz-id-2", atNone},

	{inTLS, "tlsVersion", atTLSVersion},
	{inTLS, "cipherSuite", atTLSCipher},
	{inTLS, "clientProvidedHostHeader", atTLSHost},
	{inTLS, "keyExchange", atNone},
}, requestMembers...)

// requestMembers are those of requestParameters.
var requestMembers = []member{
	{inRequest, "bucketName", atBucket},
	{inRequest, "key", atKey},
	{inRequest, "Key", atKey},
	{inRequest, "Host", atHost},
	{inRequest, "host", atHost},
	{inRequest, "x-amz-acl", atACL},
	{inRequest, "x-amz-grant-read", atGrant},
	{inRequest, "x-amz-grant-write", atGrant + 1},
	{inRequest, "x-amz-grant-read-acp", atGrant + 2},
	{inRequest, "x-amz-grant-write-acp", atGrant + 3},
	{inRequest, "x-amz-grant-full-control", atGrant + 4},
	{inRequest, "accessControlList", atGrants},
	{inRequest, "AccessControlPolicy", atPolicy},
	{inRequest, "acl", atFormACL},
}

// A knownName is a member as the hash table below holds it: the first bytes of
// its name, eight at most, as a number, and the rest with the closing quote.
type knownName struct {
	head   uint64
	length int    // how many bytes head stands for
	rest   string // "" where the name is shorter than eight bytes
	in     object
	slot   slot

	// The same with quotes and colon: its bytes as numbers, which of their bits
	// count, and how many bytes that are.
	words, masks [nameWords]uint64
	whole        uint8
}

const (
	nameBits  = 9
	nameWords = 4 // of eight bytes, that hold any known name with quotes and colon
)

// known are the members, from 1.
var known = func() (names [128]knownName) {
	names[0].in = inTLS + 1 // what stands for no name is expected in no object
	for i, m := range members {
		k := knownName{in: m.in, slot: m.slot}
		k.head, k.length = nameHead([]byte(m.name+`"`), 0)
		if k.length == 8 {
			k.rest = m.name[8:] + `"`
		}
		k.whole = uint8(len(m.name) + len(`"":`))
		for at, c := range []byte(`"` + m.name + `":`) {
			k.words[at/8] |= uint64(c) << (at % 8 * 8)
			k.masks[at/8] |= 0xff << (at % 8 * 8)
		}
		names[i+1] = k
	}
	return names
}()

// knownPlaces is an open hash table over known, by object and head: places in it, or 0.
var knownPlaces = func() (table [1 << nameBits]uint8) {
	for i := range members {
		h := nameHash(known[i+1].in, known[i+1].head)
		for table[h] != 0 {
			h = (h + 1) % uint32(len(table))
		}
		table[h] = uint8(i + 1)
	}
	return table
}()

func nameHash(in object, head uint64) uint32 {
	return uint32((head + uint64(in)) * 0x9e3779b97f4a7c15 >> (64 - nameBits))
}

// nameHead returns the first eight bytes at i as a number, or what comes before
// a quote among them, and how many bytes that are.
func nameHead(b []byte, i int) (head uint64, length int) {
	if i >= 0 && i <= len(b)-8 {
		head = binary.LittleEndian.Uint64(b[i : i+8])
	} else {
		var last [8]byte
		copy(last[:], b[i:])
		head = binary.LittleEndian.Uint64(last[:])
	}
	quote := head ^ '"'*ones
	if quote = (quote - ones) &^ quote & highs; quote != 0 {
		length = bits.TrailingZeros64(quote) &^ 7
		return head & (1<<length - 1), length >> 3
	}
	return head, 8
}

// knownAt returns the place of the known name that begins at i in b, in an
// object, and the place after its closing quote; 0 when there is none.
func knownAt(in object, b []byte, i int) (no uint8, end int) {
	head, n := nameHead(b, i)
	for h := nameHash(in, head); knownPlaces[h] != 0; h = (h + 1) % uint32(len(knownPlaces)) {
		no = knownPlaces[h]
		k := &known[no%uint8(len(known))]
		if k.head != head || k.length != n || k.in != in {
			continue
		}
		if n < 8 {
			return no, i + n + 1
		}
		if end = i + 8 + len(k.rest); end <= len(b) && string(b[i+8:end]) == k.rest {
			return no, end
		}
	}
	return 0, 0
}

// member reads the name of a member, from its opening quote at i, and the colon.
// It returns the name's slot and the place of the value's first byte, or a fault.
func (e *event) member(in object, b []byte, i int) (s slot, at int) {
	if s, at = e.order.expected(in, b, i); at == 0 {
		s, at = e.lookUp(in, b, i)
	}
	if at < 0 {
		return s, at
	}
	if at = blanks(b, at); at >= len(b) {
		return s, short
	}
	return s, at
}

// lookUp reads the name of a member and the colon by looking the name up. It
// returns the name's slot and the place behind the colon, or a fault.
func (e *event) lookUp(in object, b []byte, i int) (s slot, at int) {
	if i >= len(b) {
		return atNone, short
	}
	if b[i] != '"' {
		return atNone, faultAt(i, faultByte)
	}
	if no, end := knownAt(in, b, i+1); no != 0 {
		e.order.note(no)
		s, i = known[no].slot, end
	} else if s, i = e.otherName(in, b, i+1); i < 0 {
		return s, i
	}
	if i < len(b) && b[i] == ':' {
		return s, i + 1
	}
	return s, expect(b, i, ':')
}

// otherName reads a name that is not known as it stands: its slot if it is
// known without its escapes or in another letter case, and where it ends.
func (e *event) otherName(in object, b []byte, i int) (s slot, end int) {
	end, escapes := stringEnd(b, i)
	switch {
	case end < 0:
	case escapes:
		name := append(appendUnescaped(e.name[:0], b[i:end-1]), '"')
		if no, whole := knownAt(in, name, 0); no != 0 && whole == len(name) {
			s = known[no].slot
		}
		e.name = name
	case in == inRequest:
		s = foldedSlot(b[i : end-1])
		e.oddACL = e.oddACL || atACL <= s && s <= atFormACL
	}
	return s, end
}

// foldedSlot is for requestParameters, where headers and query parameters stand
// in the letter case that the client chose.
func foldedSlot(name []byte) slot {
	for i := range requestMembers {
		m := &requestMembers[i]
		if len(m.name) == len(name) && bytes.EqualFold(name, []byte(m.name)) {
			return m.slot
		}
	}
	return atNone
}
