package decode

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"s3sleuth/model"

	"github.com/google/go-cmp/cmp"
)

// goodObject is goodLine as CloudWatch Logs delivers it.
const goodObject = `{"schema_version_id":"V_1_0","bucket_arn":"arn:aws:s3:::acme-data","bucket_name":"acme-data",
"request_time":"2026-11-03T10:15:42.000Z","bucket_owner_id":"` + owner + `","remote_ip":"192.0.2.7",
"requester":"arn:aws:iam::111122223333:user/ana","request_id":"7Q1ZK3M5X8RTEXMP","operation":"REST.GET.OBJECT","key_name":"reports/q3.csv",
"request_uri":"GET /reports/q3.csv HTTP/1.1","http_status":200,"error_code":null,"bytes_sent_size":4096,"object_size":4096,
"total_duration":21,"turn_around_duration":19,"referer":"https://example.com/","user_agent":"aws-cli/2.17.0 Python/3.11","version_id":"vKp1.8sWx",
"host_id":"hostID+/2Q=","signature_version":"SigV4","cipher_suite":"TLS_AES_128_GCM_SHA256","authentication_type":"AuthHeader",
"host_header":"acme-data.s3.eu-west-1.amazonaws.com","tls_version":"TLSv1.3","access_point_arn":null,"acl_required":false,"source_region":"eu-west-1"}`

// dumpObject returns what one object says, or why it is refused.
func dumpObject(object string) string {
	var rec model.Record
	if err := NewAccessLog(PathFacts{}).Object([]byte(object), &rec); err != nil {
		return err.Error()
	}
	var b bytes.Buffer
	dump(&b, &rec)
	return b.String()
}

// dumpLine does so for a line.
func dumpLine(line string) string {
	var rec model.Record
	if err := NewAccessLog(PathFacts{}).Line([]byte(line), &rec); err != nil {
		return err.Error()
	}
	var b bytes.Buffer
	dump(&b, &rec)
	return b.String()
}

func TestObjectSaysWhatTheLineSays(t *testing.T) {
	if diff := cmp.Diff(dumpLine(goodLine), dumpObject(goodObject)); diff != "" {
		t.Errorf("-line +object\n%s", diff)
	}
	// The same record under the names of a table, with the dashes and quotes of the text.
	table := `{"bucketowner":"o","bucket_name":"acme-data","requestdatetime":"03/Nov/2026:10:15:42 +0000","remoteip":"192.0.2.7",
"requester":"arn:aws:iam::111122223333:user/ana","requestid":"7Q1ZK3M5X8RTEXMP","operation":"REST.GET.OBJECT","key":"reports/q3.csv",
"request_uri":"\"GET /reports/q3.csv HTTP/1.1\"","httpstatus":"200","errorcode":"-","bytessent":4096,"objectsize":4096,"totaltime":"21",
"turnaroundtime":"19","referrer":"\"https://example.com/\"","useragent":"\"aws-cli/2.17.0 Python/3.11\"","versionid":"vKp1.8sWx","hostid":"h",
"sigv":"SigV4","ciphersuite":"TLS_AES_128_GCM_SHA256","authtype":"AuthHeader","endpoint":"acme-data.s3.eu-west-1.amazonaws.com",
"tlsversion":"TLSv1.3","accesspointarn":"-","aclrequired":"-","sourceregion":"eu-west-1"}`
	if diff := cmp.Diff(dumpLine(goodLine), dumpObject(table)); diff != "" {
		t.Errorf("-line +table\n%s", diff)
	}
}

func TestObject(t *testing.T) {
	minimal := `{"request_time":"2026-11-03T10:15:42.125Z","operation":"REST.PUT.OBJECT","bucket_name":"b"%s}`
	tests := []struct{ name, members, want string }{
		{"milliseconds", ``, "2026-11-03T10:15:42.125Z"},
		{"no requester member: not recorded is not anonymous", ``, "is: anonymous=unknown aws-service=unknown"},
		{"null requester", `,"requester":null`, "is: anonymous=yes"},
		{"no TLS member", `,"host_header":"b.s3.amazonaws.com"`, `tls: "unknown"`},
		{"null TLS version and cipher", `,"host_header":"b.s3.amazonaws.com","tls_version":null,"cipher_suite":null`, `tls: "none"`},
		{"null TLS version and host: nothing is known of the connection", `,"host_header":null,"tls_version":null`, `tls: "unknown"`},
		{"null error", `,"error_code":null`, "error: none"},
		{"ACL required", `,"acl_required":true`, `aclrequired: "Yes"`},
		{"ACL not required", `,"acl_required":false`, "aclrequired: none"},
		{"bytes null", `,"bytes_sent_size":null`, "bytes: 0"},
		{"escapes", `,"key_name":"a\"b\\c\u00e9"`, `key: "a\"b\\cé"`},
		{"escapes in two members", `,"key_name":"a\"b","user_agent":"c\"d"`, `key: "a\"b"`},
		{"other case and no underscores", `,"KeyName":"k"`, `key: "k"`},
		{"the last of two", `,"key_name":"j","key_name":"k"`, `key: "k"`},
		{"members of other names, nested", `,"extra":{"key_name":["x"]},"key_name":"k"`, `key: "k"`},
		{"a value that cannot be one", `,"key_name":{"a":1}`, `bucket: "b"`},
		{"a name as long as no name is", `,"` + strings.Repeat("k", 100) + `":"x"`, `bucket: "b"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := dumpObject(fmt.Sprintf(minimal, test.members)); !strings.Contains(got, test.want) {
				t.Errorf("got\n%swant %s in it", got, test.want)
			}
		})
	}
	if got := dumpObject(`{"request_time":"2026-11-03T10:15:42Z","operation":"REST.GET.BUCKET","bucket_arn":"arn:aws:s3:::only-arn"}`); !strings.Contains(got, `bucket: "only-arn"`) {
		t.Errorf("bucket is not taken from its ARN\n%s", got)
	}
}

func TestObjectRefuses(t *testing.T) {
	tests := []struct{ name, object, want string }{
		{"nothing", ``, "JSON: cut short: the data ends inside an event"},
		{"an array", `[]`, `JSON: unexpected "[" at byte 0`},
		{"an empty object", `{}`, "no time"},
		{"no operation", `{"request_time":"2026-11-03T10:15:42Z"}`, "no operation"},
		{"a time that is none", `{"request_time":"yesterday","operation":"REST.GET.OBJECT"}`, `time "yesterday" is not a date and time of day`},
		{"cut off", goodObject[:len(goodObject)/2], "JSON: cut short: the data ends inside an event"},
		{"no comma", `{"request_time":"x" "operation":"y"}`, `JSON: unexpected "\"" at byte 20`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := dumpObject(test.object); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// FuzzObject reads any bytes, and finds what encoding/json finds.
func FuzzObject(f *testing.F) {
	f.Add([]byte(goodObject))
	f.Add([]byte(`{"request_time":"2026-11-03T10:15:42Z","operation":"S3.EXPIRE.OBJECT","key_name":"\ud83d\ude00"}`))
	f.Add([]byte(`{"a":[{"b":{}}],`))
	d := NewAccessLog(PathFacts{})
	f.Fuzz(func(t *testing.T, object []byte) {
		var rec model.Record
		if d.Object(object, &rec) != nil {
			return
		}
		var want map[string]any
		if json.Unmarshal(object, &want) != nil {
			return // stricter than what is read here
		}
		key, isText := want["key_name"].(string)
		if !isText || len(key) == 0 || key == "-" || strings.ContainsRune(key, '\ufffd') {
			return
		}
		for name := range want { // another spelling of the name may come later
			if fold := strings.ToLower(strings.ReplaceAll(name, "_", "")); name != "key_name" && (fold == "keyname" || fold == "key") {
				return
			}
		}
		if got := string(rec.Value(model.FieldKey)); got != key {
			t.Errorf("key is %q, want %q", got, key)
		}
	})
}
