package sql

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand"
	"strconv"
	"strings"
	"testing"
	"time"

	"s3sleuth/model"
	"s3sleuth/source/decode"
)

// A sample is one record: as the log wrote it, as the decoder reads it, and as a
// row of each table that holds it.
type sample struct {
	raw    []byte
	record model.Record
	kind   model.Kind
	row    row // Athena's or Trino's
	lake   row // of events only
}

func one[T any](r *rand.Rand, from ...T) T { return from[r.Intn(len(from))] }

// The vocabulary is small, so that conditions meet values, and partly hostile.
// The Kelvin sign folds to k for an engine and not for a filter.
var (
	sampleARNs = []string{
		"arn:aws:iam::111122223333:user/alice", "arn:aws:sts::111122223333:assumed-role/deploy/i-0abc", "arn:aws:iam::111122223333:root",
		"arn:aws:sts::444455556666:assumed-role/Deploy/build", "arn:aws:iam::111122223333:role/path/etl", "arn:aws-cn:iam::111122223333:user/Bob",
	}
	sampleIPs    = []string{"192.0.2.1", "192.0.2.77", "198.51.100.9", "2001:db8::7", "::ffff:192.0.2.1", "s3.amazonaws.com", "AWS Internal", "config.amazonaws.com", "999.1.1.1"}
	sampleAgents = []string{"aws-cli/2.1 Python", "[aws-cli/2.1]", "[S3Console/0.4]", "curl/7.74", "-", "", "\u212aurl", "a'b\"; --", "[]", "50%_x\\y", "Boto3/1.9", "é\u202e"}
	sampleHosts  = []string{"acme-logs.s3.eu-west-1.amazonaws.com", "s3.amazonaws.com", "acme.s3-website-us-east-1.amazonaws.com", "ACME.example", "\u212a.example"}
	sampleKeys   = []string{"photos/a b.jpg", "photos/a%20b.jpg", "photos/a+b.jpg", "photos/a%2520b.jpg", "K1", "k1", "-", "a%b_c", `q"\`, "é"}
	sampleTLS    = []string{"TLSv1.2", "TLSv1.3", "TLSV1.2", "TLSv1", "TLSv1.1", "TLSv9"}
	sampleACLs   = []string{`"public-read"`, `["private"]`, `"Public-Read"`, `["authenticated-read"]`, `"x"`, `""`, `null`, `"bucket-owner-full-control"`}
	sampleOps    = []string{"PutObject", "GetObject", "PutObjectAcl", "PutBucketAcl", "DeleteObject", "DeleteObjects", "CreateBucket", "CreateSession", "ListBuckets", "Frobnicate", "AbortMultipartUpload", "Getaway", "AssumeRole"}
)

// randomEvent writes a CloudTrail event with about half of what it may have.
func randomEvent(r *rand.Rand) []byte {
	event := map[string]any{
		"eventTime": randomTime(r).Format("2006-01-02T15:04:05Z"), "eventID": fmt.Sprintf("%08x-0000-4000-8000-%012x", r.Uint32(), r.Intn(1<<40)),
		"eventVersion": one(r, "1.08", "1.05", "1.10", "1.9", "2.0", "1.11", "x"), "eventName": one(r, sampleOps...),
		"eventSource": one(r, "s3.amazonaws.com", "s3.amazonaws.com", "s3express.amazonaws.com", "sts.amazonaws.com"), "awsRegion": one(r, "eu-west-1", "us-east-1"),
		"sourceIPAddress": one(r, sampleIPs...), "eventType": one(r, "AwsApiCall", "AwsApiCall", "AwsServiceEvent", "AwsConsoleAction"),
	}
	maybe := func(object map[string]any, member string, values ...any) {
		if r.Intn(2) == 0 {
			object[member] = one(r, values...)
		}
	}
	maybe(event, "userAgent", toAny(sampleAgents)...)
	maybe(event, "errorCode", "AccessDenied", "NoSuchKey", "Client.UnauthorizedOperation", "", nil)
	maybe(event, "requestID", "3E57427F3EXAMPLE", "3e57427f3example")
	maybe(event, "recipientAccountId", "111122223333", "444455556666", "")
	maybe(event, "readOnly", true, false, nil)
	maybe(event, "vpcEndpointId", "vpce-0abc", nil)
	maybe(event, "sessionCredentialFromConsole", "true")
	maybe(event, "eventCategory", "Data", "Management", "NetworkActivity")
	event["userIdentity"] = randomIdentity(r, maybe)
	maybe(event, "requestParameters", randomRequest(r, maybe), randomRequest(r, maybe), nil, map[string]any{})
	maybe(event, "additionalEventData", randomExtra(maybe), randomExtra(maybe), nil, map[string]any{})
	if r.Intn(2) == 0 {
		tls := map[string]any{}
		maybe(tls, "tlsVersion", toAny(sampleTLS)...)
		maybe(tls, "cipherSuite", "ECDHE-RSA-AES128-GCM-SHA256", "-", "")
		maybe(tls, "clientProvidedHostHeader", toAny(sampleHosts)...)
		event["tlsDetails"] = tls
	}
	maybe(event, "resources", []any{}, []any{
		map[string]any{"type": "AWS::S3::Object", "ARN": "arn:aws:s3:::acme-logs/photos/a b.jpg"},
		map[string]any{"type": "AWS::S3::Bucket", "ARN": "arn:aws:s3:::acme-logs", "accountId": "111122223333"},
	}, []any{map[string]any{"type": "AWS::S3::Object", "ARN": "arn:aws:s3:::other/K1"}})
	raw, err := json.Marshal(event)
	if err != nil {
		panic(err)
	}
	return raw
}

func randomTime(r *rand.Rand) time.Time {
	return time.Date(2026, 11, 1+r.Intn(3), r.Intn(24), r.Intn(2)*30, r.Intn(3), 0, time.UTC)
}

func toAny(values []string) []any {
	var list []any
	for _, v := range values {
		list = append(list, v)
	}
	return list
}

func randomIdentity(r *rand.Rand, maybe func(map[string]any, string, ...any)) map[string]any {
	id := map[string]any{}
	maybe(id, "type", "IAMUser", "AssumedRole", "AWSService", "AWSAccount", "Root", "Unknown", "IdentityCenterUser")
	maybe(id, "arn", toAny(sampleARNs)...)
	maybe(id, "accountId", "111122223333", "anonymous", "ANONYMOUS_PRINCIPAL")
	maybe(id, "principalId", "AROAEXAMPLE:i-0abc", "AIDAEXAMPLE", "anonymous", "")
	maybe(id, "accessKeyId", "AKIAIOSFODNN7EXAMPLE", "")
	maybe(id, "userName", "alice", "\u212aarl")
	maybe(id, "invokedBy", "cloudformation.amazonaws.com", "")
	if r.Intn(2) == 0 {
		session := map[string]any{"attributes": map[string]any{"mfaAuthenticated": one(r, "true", "false")}}
		maybe(session, "sessionIssuer", map[string]any{"type": "Role", "arn": "arn:aws:iam::111122223333:role/team/deploy", "userName": "deploy"})
		id["sessionContext"] = session
	}
	return id
}

func randomRequest(r *rand.Rand, maybe func(map[string]any, string, ...any)) map[string]any {
	q := map[string]any{}
	maybe(q, "bucketName", "acme-logs", "ACME-backup", "", []any{"acme-logs"}, "a'b",
		"ap-0example-s3alias", "arn:aws:s3:eu-west-1:111122223333:accesspoint/ap")
	maybe(q, "key", append(toAny(sampleKeys), []any{"K1"})...)
	maybe(q, one(r, "Host", "host", "HOST"), append(toAny(sampleHosts), []any{"s3.amazonaws.com"})...)
	maybe(q, one(r, "x-amz-acl", "x-amz-acl", "X-Amz-Acl"), rawValues(sampleACLs)...)
	maybe(q, one(r, "x-amz-grant-read", "x-amz-grant-full-control"), `uri="http://acs.amazonaws.com/groups/global/AllUsers", id="0123"`,
		[]any{`id="0123"`, `uri="http://acs.amazonaws.com/groups%2Fglobal%2FAuthenticatedUsers"`}, `id="0123"`)
	maybe(q, "AccessControlPolicy", map[string]any{"AccessControlList": map[string]any{"Grant": map[string]any{
		"Grantee": map[string]any{"URI": "http://acs.amazonaws.com/groups/global/AllUsers"}, "Permission": "READ",
	}}}, "")
	maybe(q, "accessControlList", map[string]any{"x-amz-grant-read": `uri="http://acs.amazonaws.com/groups/global/AllUsers"`},
		map[string]any{"x-amz-grant-write": []any{`id="0123"`}}, "")
	maybe(q, "acl", "public-read", "authenticated-read", "", []any{""})
	maybe(q, "max-keys", 12.0, "12")
	maybe(q, "note", `"x-amz-acl":"public-read"`, "public-read")
	return q
}

func rawValues(texts []string) []any {
	var list []any
	for _, s := range texts {
		list = append(list, json.RawMessage(s))
	}
	return list
}

func randomExtra(maybe func(map[string]any, string, ...any)) map[string]any {
	x := map[string]any{"x-amz-id-2": "id2"}
	maybe(x, "SignatureVersion", "SigV4", "SigV2")
	maybe(x, "CipherSuite", "ECDHE-RSA-AES128-SHA", "-", "")
	maybe(x, "AuthenticationMethod", "AuthHeader", "QueryString")
	maybe(x, "bytesTransferredOut", json.RawMessage("0.0"), json.RawMessage("1024"), json.RawMessage("12.5"), json.RawMessage("1E3"))
	maybe(x, "aclRequired", "Yes")
	return x
}

// decodeEvent makes a sample of an event.
func decodeEvent(t testing.TB, r *rand.Rand, raw []byte) *sample {
	t.Helper()
	s := &sample{raw: raw}
	s.record = readEvent(t, raw)
	s.kind = s.record.Kind
	var event map[string]any
	if err := json.Unmarshal(raw, &event); err != nil {
		t.Fatal(err)
	}
	s.row, s.lake = row{}, row{}
	for _, column := range textColumns {
		v := member(event, strings.Split(column, ".")...)
		if v == nil {
			continue
		}
		s.row[strings.ToLower(column)] = fmt.Sprint(v)
		s.lake[strings.ToLower(column)] = fmt.Sprint(v)
	}
	s.lake["eventtime"] = s.record.When()
	delete(s.lake, "readonly")
	if v, ok := event["readOnly"].(bool); ok {
		s.lake["readonly"] = v
	}
	s.lake["eventjson"] = string(raw)
	for _, column := range jsonColumns {
		v, _ := event[column].(map[string]any)
		if v == nil {
			continue
		}
		var members map[string]json.RawMessage
		inner := memberRaw(t, raw, column)
		if err := json.Unmarshal(inner, &members); err != nil {
			t.Fatal(err)
		}
		s.row[strings.ToLower(column)] = string(inner)
		s.lake[strings.ToLower(column)] = lakeMap(r, members)
	}
	if list, ok := event["resources"].([]any); ok {
		var rows []row
		for _, entry := range list {
			m := entry.(map[string]any)
			rows = append(rows, row{"arn": m["ARN"], "type": m["type"], "accountid": m["accountId"]})
		}
		s.row["resources"], s.lake["resources"] = rows, rows
	}
	return s
}

// readEvent decodes one event and keeps what it says.
func readEvent(t testing.TB, raw []byte) (rec model.Record) {
	t.Helper()
	n := 0
	err := decode.DecodeEvents(bytes.NewReader(raw), func(r *model.Record) error {
		n++
		rec = *r
		for f, text := range r.Text {
			rec.Text[f] = bytes.Clone(text)
		}
		return nil
	}, func(p model.Problem) { t.Fatalf("%s: %s", raw, p.Reason) }, nil)
	if err != nil || n != 1 {
		t.Fatalf("%d records in %s: %v", n, raw, err)
	}
	return rec
}

// lakeMap is a map of texts. How Lake renders arrays is not documented: here
// either as JSON or without quotes.
func lakeMap(r *rand.Rand, members map[string]json.RawMessage) map[string]any {
	m := map[string]any{}
	for k, v := range members {
		var s string
		var list []string
		switch {
		case string(v) == "null":
			m[k] = nil
		case json.Unmarshal(v, &s) == nil:
			m[k] = s
		case r.Intn(2) == 0 && json.Unmarshal(v, &list) == nil:
			m[k] = "[" + strings.Join(list, ", ") + "]"
		default:
			m[k] = string(v)
		}
	}
	return m
}

func member(v any, path ...string) any {
	for _, step := range path {
		object, _ := v.(map[string]any)
		v = object[step]
	}
	return v
}

func memberRaw(t testing.TB, raw []byte, member string) json.RawMessage {
	t.Helper()
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil {
		t.Fatal(err)
	}
	return members[member]
}

// randomLine writes an access-log line of 18 to 27 fields.
func randomLine(r *rand.Rand) string {
	op := one(r, append(model.Operations(), "REST.PUT.OBJECT", "REST.PUT.ACL", "S3.EXPIRE.OBJECT", "S3.CREATE.DELETEMARKER", "S3.TRANSITION_SIA.OBJECT", "REST.COPY.OBJECT_GET",
		"WEBSITE.GET.OBJECT", "BATCH.DELETE.OBJECT", "REST.PUT.NEWTHING", "S3.COMPUTE.OBJECT.CHECKSUM", "REST.POST.NEWTHING", "rest.put.object")...)
	key := one(r, sampleKeys...)
	key = strings.ReplaceAll(strings.ReplaceAll(key, " ", "%20"), `"`, "%22")
	number := func() string { return one(r, "-", "0", "12", "1024", "999999") }
	quoted := func(s string) string {
		if s == "" {
			return "-"
		}
		return `"` + strings.ReplaceAll(s, `"`, "") + `"`
	}
	fields := []string{
		"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be", one(r, "acme-logs", "ACME-backup", "-"),
		"[" + randomTime(r).Format("02/Jan/2006:15:04:05 -0700") + "]", one(r, "192.0.2.1", "198.51.100.9", "2001:db8::7", "-"),
		one(r, append(sampleARNs, "-", "svc:delivery.logs.amazonaws.com", "AmazonS3", "cloudfront.amazonaws.com", strings.Repeat("ab", 32))...),
		one(r, "3E57427F3EXAMPLE", "3E57427F3EXAMPL2"), op, key,
		one(r, `"GET /acme/x HTTP/1.1"`, `"PUT /acme/x?X-Amz-Signature=1&x-amz-acl=public-read&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261103 HTTP/1.1"`, "-"),
		one(r, "200", "403", "404", "206", "-"), one(r, "-", "AccessDenied", "NoSuchKey", "SignatureDoesNotMatch"),
		number(), number(), number(), number(), quoted(one(r, "-", "", "http://example.com/ref", "\u212a")), quoted(one(r, sampleAgents...)), "-",
		"hostid=", one(r, "SigV4", "SigV2", "-"), one(r, "ECDHE-RSA-AES128-SHA", "-", "-"), one(r, "AuthHeader", "QueryString", "-"),
		one(r, append(sampleHosts, "-")...), one(r, append(sampleTLS, "-", "-", "-")...), "-", one(r, "Yes", "-"), one(r, "eu-west-1", "-"),
	}
	return strings.Join(fields[:one(r, 18, 24, 25, 26, 27, 27)], " ")
}

// decodeLine makes a sample of a line, and says whether it is one.
func decodeLine(t testing.TB, raw string) (*sample, bool) {
	t.Helper()
	s := &sample{raw: []byte(raw), kind: model.AccessLog, row: row{}}
	d := decode.NewAccessLog(decode.PathFacts{})
	if d.Line(s.raw, &s.record) != nil {
		return nil, false
	}
	match := expression(LineExpression).FindStringSubmatchIndex(raw)
	if match == nil {
		t.Fatalf("the table's expression refuses %s", raw)
	}
	for i, column := range lineColumns {
		from, to := match[2+2*i], match[3+2*i]
		if from < 0 {
			continue
		}
		v := raw[from:to]
		if column != "bytessent" && column != "objectsize" {
			s.row[column] = v
		} else if n, err := strconv.ParseInt(v, 10, 64); err == nil {
			s.row[column] = n
		}
	}
	return s, true
}
