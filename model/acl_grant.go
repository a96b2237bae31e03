package model

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// header reads one x-amz-grant-* header as CloudTrail writes it.
func (a *aclReading) header(permission string, value []byte) {
	texts, ok := jsonTexts(value)
	a.unreadable = a.unreadable || !ok
	a.found = a.found || !ok
	for _, t := range texts {
		a.grants(permission, t)
	}
}

// headers reads an object that holds headers, in any letter case and each as
// often as it is there: accessControlList, where CloudTrail gathers those of a
// call that sets grants, or the request as a whole. alone says that the object
// holds nothing else: then what cannot be read there tells nothing.
func (a *aclReading) headers(value []byte, alone bool) {
	if len(value) == 0 {
		return
	}
	var list map[string]json.RawMessage
	if json.Unmarshal(value, &list) != nil {
		texts, ok := jsonTexts(value)
		a.unreadable = a.unreadable || !ok || len(texts) > 0
		a.found = a.found || a.unreadable
		return
	}
	for name, v := range list {
		name = strings.ToLower(name)
		if permission, ok := strings.CutPrefix(name, "x-amz-grant-"); ok {
			a.header(strings.ToUpper(strings.ReplaceAll(permission, "-", "_")), v)
		} else if name == "x-amz-acl" {
			a.canned(v)
		} else if alone {
			a.found, a.unreadable = true, true
		}
	}
}

// grants reads the text of a grant header: uri="...", id="...", emailAddress="...".
func (a *aclReading) grants(permission, text string) {
	quoted := false
	parts := strings.FieldsFunc(text, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return r == ',' && !quoted
	})
	for _, part := range parts {
		if strings.TrimSpace(part) == "" {
			continue
		}
		kind, who, _ := strings.Cut(part, "=")
		a.grant(permission, strings.ToLower(strings.TrimSpace(kind)), who)
	}
}

// grant adds one grant. A group counts wherever its name stands, for what looks
// like a grant to everybody must not pass because of its spelling.
func (a *aclReading) grant(permission, kind, who string) {
	a.found = true
	if !slices.Contains(ACLGrants[:], permission) {
		permission = "unknown"
	}
	word := granteeWords[kind]
	if word == "" {
		word = "unknown"
	}
	text := strings.ReplaceAll(strings.ToLower(kind+who), "%2f", "/")
	for _, g := range aclGroups {
		if strings.Contains(text, g.path) {
			word = g.name
			a.public = a.public || g.public
		}
	}
	a.unreadable = a.unreadable || word == "unknown"
	a.words = append(a.words, "grant:"+permission+":"+word)
}

// granteeWords names the kinds of grantee in output, by header and XML member
// in lower case.
var granteeWords = map[string]string{"id": "id", "emailaddress": "email", "uri": "uri"}

// aclGroups are the groups that S3 knows, by the end of their URI in lower case.
var aclGroups = []struct {
	path, name string
	public     bool
}{
	{"groups/s3/logdelivery", "LogDelivery", false},
	{"groups/global/authenticatedusers", "AuthenticatedUsers", true},
	{"groups/global/allusers", "AllUsers", true},
}

// body reads an AccessControlPolicy as CloudTrail turns it from XML to JSON. A
// body without any grant tells nothing: it is what remains for a bucket owner
// when another account made the call.
func (a *aclReading) body(policy []byte) {
	if len(policy) == 0 {
		return
	}
	var v any
	if json.Unmarshal(policy, &v) != nil {
		a.found, a.unreadable = true, true
		return
	}
	texts, ok := appendTexts(nil, v)
	if ok && len(texts) == 0 {
		return // null, or the empty value of a sub-resource flag
	}
	if ok && namesPublic(texts) {
		a.grant("", "", strings.Join(texts, " ")) // the XML as it was sent
		return
	}
	if !a.walk(v) {
		a.found, a.unreadable = true, true
	}
}

// namesPublic says whether texts name a group that makes an ACL public.
func namesPublic(texts []string) bool {
	all := strings.ToLower(strings.Join(texts, " "))
	for _, g := range aclGroups {
		if g.public && strings.Contains(all, g.path) {
			return true
		}
	}
	return false
}

// walk adds every grant found in v, at whatever depth and whether single or in a
// list, and says whether there was one.
func (a *aclReading) walk(v any) (found bool) {
	switch v := v.(type) {
	case []any:
		for _, w := range v {
			found = a.walk(w) || found
		}
	case map[string]any:
		if grantee := member(v, "Grantee"); grantee != nil {
			a.bodyGrant(grantee, member(v, "Permission"))
			return true
		}
		for _, w := range v {
			found = a.walk(w) || found
		}
	}
	return found
}

// bodyGrant adds one Grant of a body: what permission is given to which grantee.
func (a *aclReading) bodyGrant(grantee, permission any) {
	kind := ""
	if g, ok := grantee.(map[string]any); ok {
		for _, k := range []string{"uri", "emailaddress", "id"} {
			if m := member(g, k); m != nil {
				kind, grantee = k, m
				break
			}
		}
	}
	who, ok := appendTexts(nil, grantee)
	a.unreadable = a.unreadable || !ok
	given, _ := appendTexts(nil, permission)
	if len(given) == 0 {
		given = []string{""}
	}
	for _, p := range given {
		a.grant(strings.ToUpper(p), kind, strings.Join(who, " "))
	}
}

// member returns the member of an object by its name in any case; nil where it
// is absent or null.
func member(object map[string]any, name string) any {
	for _, k := range slices.Sorted(maps.Keys(object)) {
		if strings.EqualFold(k, name) && object[k] != nil {
			return object[k]
		}
	}
	return nil
}

// jsonTexts returns the texts of a JSON value that is a string or an array of
// strings. Empty ones are left out, and a missing value and null have none. ok
// is false where the value holds anything else.
func jsonTexts(value []byte) (texts []string, ok bool) {
	if len(value) == 0 {
		return nil, true
	}
	var v any
	if json.Unmarshal(value, &v) != nil {
		return nil, false
	}
	return appendTexts(nil, v)
}

// appendTexts appends the texts in a decoded JSON value.
func appendTexts(texts []string, v any) (_ []string, ok bool) {
	ok = true
	switch v := v.(type) {
	case nil:
	case string:
		if v != "" {
			texts = append(texts, v)
		}
	case []any:
		for _, w := range v {
			var fine bool
			texts, fine = appendTexts(texts, w)
			ok = ok && fine
		}
	default:
		ok = false
	}
	return texts, ok
}
