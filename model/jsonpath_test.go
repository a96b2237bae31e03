package model

import (
	"bytes"
	"encoding/json"
	"maps"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

const eventJSON = `{
  "eventName": "PutObject", "readOnly": false, "errorCode": null,
  "userIdentity": {"type": "AssumedRole", "sessionContext": {"attributes": {"mfaAuthenticated": "false"}}},
  "requestParameters": {"bucketName": "acme", "x-amz-acl": ["public-read"], "key": "a\u0020\"b\"", "Host": "h", "host": "other",
    "accessControlList": {"x-amz-grant-read": "uri=\"http://acs.amazonaws.com/groups/global/AllUsers\""}, "odd name": {"a.b": 1}},
  "additionalEventData": {"bytesTransferredOut": 2048.0, "empty": {}, "none": [], "list": [1, [2, 3], {"k": "v"}, null]},
  "resources": [{"type": "AWS::S3::Object", "ARN": "arn:aws:s3:::acme/x"}, {"type": "AWS::S3::Bucket", "accountId": "111122223333"}]
}`

func TestJSONPath(t *testing.T) {
	for _, tt := range []struct {
		text string
		want Truth
	}{
		{"eventName:PutObject", Yes},
		{"eventname:putobject", Yes},
		{"eventName!=PutObject", No},
		{"eventName!=GetObject", Yes},
		{"eventName:Put*", Yes},
		{"readOnly:false", Yes},
		{"readOnly:true", No},
		{"userIdentity.sessionContext.attributes.mfaAuthenticated:false", Yes},
		{`requestParameters.key:"a \"b\""`, Yes},
		{`requestParameters."odd name"."a.b":1`, Yes},

		// Members: exactly so named before any case.
		{"requestParameters.host:other", Yes},
		{"requestParameters.Host:h", Yes},
		{"requestParameters.HOST:h", No},
		{"requestParameters.bucketname:acme", Yes},

		// Arrays: any element, or the whole as compact JSON; objects as compact JSON.
		{"requestParameters.x-amz-acl:public-read", Yes},
		{`requestParameters.x-amz-acl:"[\"public-read\"]"`, Yes},
		{"resources.ARN:arn:aws:s3:::acme/*", Yes},
		{"resources.accountId:111122223333", Yes},
		{"resources.accountId!=111122223333", No},
		{"additionalEventData.list:2", Yes},
		{`additionalEventData.list:"[2,3]"`, Yes},
		{"additionalEventData.list.k:v", Yes},
		{`additionalEventData.list:"{\"k\":\"v\"}"`, Yes},
		{"additionalEventData.list:null", No},
		{`additionalEventData.none:"[]"`, Yes},
		{`requestParameters:*\"x-amz-acl\":[\"public-read\"]*`, Yes},
		{"requestParameters:*x-amz-acl*public-read*", Yes},

		// Numbers.
		{"additionalEventData.bytesTransferredOut:>2000", Yes},
		{"additionalEventData.bytesTransferredOut:[1 TO 2047.5]", No},
		{"eventName:>1", No},

		// Missing and null are not recorded.
		{"errorCode:AccessDenied", Unknown},
		{"errorCode!=AccessDenied", Unknown},
		{"responseElements.x:y", Unknown},
		{"eventName.deeper:y", Unknown},
	} {
		c := mustParse(t, tt.text).(*Cmp)
		if got := c.JSON(CloudTrail, []byte(eventJSON)); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.text, got, tt.want)
		}
		if got := c.JSON(AccessLog, []byte(eventJSON)); got != Unknown {
			t.Errorf("%s on an access-log line: %v", tt.text, got)
		}
	}
	for text, want := range map[string]bool{
		"has:errorCode": false, "has:eventName": true, "has:additionalEventData.none": true, "has:additionalEventData.empty": true,
		"has:resources.accountId": true, "has:resources.nope": false, `has:requestParameters."odd name"`: true, "has:tlsDetails.tlsVersion": false,
	} {
		if got := mustParse(t, text).(*Has).JSON(CloudTrail, []byte(eventJSON)); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
	if mustParse(t, "has:eventName").(*Has).JSON(AccessLog, []byte(eventJSON)) {
		t.Error("an access-log line has a JSON path")
	}
}

func TestPathText(t *testing.T) {
	for _, tt := range []struct {
		path, want string
		ok         bool
	}{
		{"eventName", "PutObject", true},
		{"requestParameters.key", `a "b"`, true},
		{"requestParameters.x-amz-acl", `["public-read"]`, true},
		{"additionalEventData.bytesTransferredOut", "2048.0", true},
		{"additionalEventData.list", `[1,[2,3],{"k":"v"},null]`, true},
		{"resources.type", `["AWS::S3::Object","AWS::S3::Bucket"]`, true},
		{"resources.ARN", "arn:aws:s3:::acme/x", true},
		{"errorCode", "", false},
		{"nothing.here", "", false},
		{"bad..path", "", false},
	} {
		if got, ok := PathText(CloudTrail, []byte(eventJSON), tt.path); got != tt.want || ok != tt.ok {
			t.Errorf("%s: %q, %v", tt.path, got, ok)
		}
		if _, ok := PathText(AccessLog, []byte(eventJSON), tt.path); ok {
			t.Errorf("%s on an access-log line", tt.path)
		}
	}
}

func TestSplitAndJoinPath(t *testing.T) {
	for _, tt := range []struct {
		path    string
		members []string
	}{
		{"eventName", []string{"eventName"}},
		{"requestParameters.x-amz-acl", []string{"requestParameters", "x-amz-acl"}},
		{`requestParameters."a.b"."c d"`, []string{"requestParameters", "a.b", "c d"}},
		{".newMember.x", []string{"newMember", "x"}},
		{`."".x`, []string{"", "x"}},
		{`."\"\xff"`, []string{"\"\xff"}},
		{"resources.0", []string{"resources", "0"}},
	} {
		got, ok := SplitPath(tt.path)
		if !ok || strings.Join(got, "|") != strings.Join(tt.members, "|") {
			t.Errorf("SplitPath(%s) = %q, %v", tt.path, got, ok)
		}
		if got := JoinPath(tt.members...); got != tt.path {
			t.Errorf("JoinPath(%q) = %s, want %s", tt.members, got, tt.path)
		}
		if x := mustParse(t, tt.path+":v").(*Cmp); x.Field != FieldPath || x.Path != tt.path {
			t.Errorf("%s:v is on %v %s", tt.path, x.Field, x.Path)
		}
	}
	for _, path := range []string{"", ".", "a.", "a..b", `a."b`, `a."b"c`, "a b"} {
		if got, ok := SplitPath(path); ok {
			t.Errorf("SplitPath(%q) = %q", path, got)
		}
	}
}

// FuzzJSONPath holds the span walker against encoding/json on whatever that reads.
func FuzzJSONPath(f *testing.F) {
	f.Add([]byte(eventJSON), "resources.ARN")
	f.Add([]byte(`{"a":[{"b":1},{"B":null}],"A":"x"}`), "a.b")
	f.Add([]byte(`{"a":"\\\"","b\"":{"c\u0041":[[[1]]]}}`), `."b\""."cA"`)
	f.Add([]byte(`{"a":}`), ".a")
	f.Fuzz(func(t *testing.T, raw []byte, path string) {
		got, ok := PathText(CloudTrail, raw, path)
		members, valid := SplitPath(path)
		if !valid || !json.Valid(raw) || !utf8.Valid(raw) {
			return // only: no panic
		}
		found, single := plainWalk(raw, members)
		switch {
		case !single:
		case ok != (len(found) > 0):
			t.Fatalf("%s in %s: %v, want %d values", path, raw, ok, len(found))
		case len(found) == 1:
			var compact bytes.Buffer
			var want string
			if json.Unmarshal(found[0], &want) != nil {
				if err := json.Compact(&compact, found[0]); err != nil {
					t.Fatal(err)
				}
				want = compact.String()
			}
			if got != want {
				t.Fatalf("%s in %s: %q, want %q", path, raw, got, want)
			}
		}
	})
}

// plainWalk returns the values at a path by way of encoding/json. single is
// false when an object has several members of the name in different case: a map
// has lost which one comes last.
func plainWalk(raw json.RawMessage, members []string) (found []json.RawMessage, single bool) {
	var list []json.RawMessage
	var object map[string]json.RawMessage
	single = true
	switch {
	case string(raw) == "null":
	case len(members) == 0:
		found = append(found, raw)
	case json.Unmarshal(raw, &list) == nil:
		for _, element := range list {
			more, one := plainWalk(element, members)
			found, single = append(found, more...), single && one
		}
	case json.Unmarshal(raw, &object) == nil:
		names := []string{members[0]}
		if _, ok := object[members[0]]; !ok {
			names = slices.DeleteFunc(slices.Collect(maps.Keys(object)), func(name string) bool {
				return len(name) != len(members[0]) || !strings.EqualFold(name, members[0])
			})
		}
		if len(names) > 1 {
			return nil, false
		}
		if len(names) == 1 {
			return plainWalk(object[names[0]], members[1:])
		}
	}
	return found, single
}

func TestJSONTextOfAnything(t *testing.T) {
	r := rand.New(rand.NewSource(5))
	for range 20000 {
		raw := make([]byte, r.Intn(12))
		for i := range raw {
			raw[i] = `{}[]",:\ a1n`[r.Intn(12)]
		}
		JSONText(raw)
		PathText(CloudTrail, raw, ".a.n")
		newHas(FieldPath, ".a").JSON(CloudTrail, raw)
	}
}
