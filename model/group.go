package model

import "bytes"

// A Group is a set of text fields whose values come together: who has the same
// user agent has the same client. A combination of values that was met before
// can be noted as one thing instead of field by field.
type Group uint8

const (
	GroupPlace     Group = iota // where the request went
	GroupCaller                 // who asked
	GroupAgent                  // with what
	GroupOperation              // for what, and what came of it
	GroupTransport              // how it was sent and signed

	NumGroups
)

// GroupFields is the most fields that a group has.
const GroupFields = 8

// Groups lists the fields of each group. No field is in two; those in none (IP
// and key, ID and request) vary by themselves.
var Groups = [NumGroups][]Field{
	GroupPlace:     {FieldKind, FieldSource, FieldAccount, FieldRegion, FieldBucket, FieldHost, FieldEndpoint},
	GroupCaller:    {FieldPrincipal, FieldARN, FieldSession, FieldType, FieldAccessKey, FieldMFA, FieldVia},
	GroupAgent:     {FieldUA, FieldClient, FieldReferer},
	GroupOperation: {FieldOp, FieldOperation, FieldACL, FieldACLRequired, FieldStatus, FieldError},
	GroupTransport: {FieldTLS, FieldCipher, FieldAuth, FieldSignature, FieldSourceRegion, FieldVPCE},
}

// inGroup says where a field stands in Groups; no group is NumGroups.
var inGroup = func() (in [NumText]struct{ group, at uint8 }) {
	for f := range in {
		in[f].group = uint8(NumGroups)
	}
	for g, fields := range Groups {
		for i, f := range fields {
			in[f].group, in[f].at = uint8(g), uint8(i)
		}
	}
	return in
}()

// A Bundle is one combination of values of a group's fields. Whoever made it
// keeps it and never writes to it again, so that it can be told by its address.
type Bundle struct {
	answered uint64              // as Record.Answered, of the group's fields
	text     [GroupFields][]byte // by place in Groups
}

// A BundleRef is a bundle with its number, which is at hand without a look into
// the bundle. The zero value is none.
type BundleRef struct {
	*Bundle
	// Number is small, and another one for each living bundle of one maker and
	// group; numbers of forgotten bundles come again.
	Number uint32
}

// NewBundle copies what r says in the fields of group g.
func (r *Record) NewBundle(g Group, number uint32) BundleRef {
	b := new(Bundle)
	for i, f := range Groups[g] {
		b.text[i] = bytes.Clone(r.Text[f])
		b.answered |= r.Answered & (1 << f)
	}
	return BundleRef{b, number}
}

// Value returns the value of a text field, set by itself or by a bundle; nil is none.
func (r *Record) Value(f Field) []byte {
	in := inGroup[f]
	if in.group < uint8(NumGroups) {
		if b := r.Bundles[in.group].Bundle; b != nil {
			return b.text[in.at]
		}
	}
	return r.Text[f]
}

// HasAnswer says whether text field f is absent and the absence is an answer
// ("no error"), not silence.
func (r *Record) HasAnswer(f Field) bool {
	answered := r.Answered
	if in := inGroup[f]; in.group < uint8(NumGroups) {
		if b := r.Bundles[in.group].Bundle; b != nil {
			answered = b.answered
		}
	}
	return answered>>f&1 != 0
}
