package decode

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"s3sleuth/model"
)

func TestAccessLogGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/accesslog/*.log")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			if err := New().File(bytes.NewReader(text), PathFacts{}, dumpOutput(&b)); err != nil {
				t.Fatal(err)
			}
			golden(t, strings.TrimSuffix(file, ".log")+".golden", b.Bytes())
		})
	}
}

func TestLinePathFacts(t *testing.T) {
	tests := []struct {
		name                    string
		path                    PathFacts
		line                    string
		account, region, bucket string
	}{
		{"a path that tells nothing: the host tells the Region", PathFacts{}, goodLine, "", "eu-west-1", "acme-data"},
		{"the path's Region wins over the host's", PathFacts{"111122223333", "eu-central-1", "acme-data"}, goodLine, "111122223333", "eu-central-1", "acme-data"},
		{"the line's bucket wins over the path's", PathFacts{Bucket: "other"}, goodLine, "", "eu-west-1", "acme-data"},
		{"a line without a bucket", PathFacts{Bucket: "other"}, strings.Replace(goodLine, " acme-data ", " - ", 1), "", "eu-west-1", "other"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var rec model.Record
			if err := NewAccessLog(test.path).Line([]byte(test.line), &rec); err != nil {
				t.Fatal(err)
			}
			for field, want := range map[model.Field]string{model.FieldAccount: test.account, model.FieldRegion: test.region, model.FieldBucket: test.bucket} {
				if got := rec.Value(field); string(got) != want {
					t.Errorf("%s is %q, want %q", field, got, want)
				}
			}
		})
	}
}

func TestSigningKey(t *testing.T) {
	tests := []struct{ name, uri, want string }{
		{"version 4", "GET /k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261103%2Feu-west-1%2Fs3%2Faws4_request HTTP/1.1", "AKIAIOSFODNN7EXAMPLE"},
		{"version 4, slashes as they are, name in lower case", "GET /k?x-amz-credential=AKIAIOSFODNN7EXAMPLE/20261103/eu-west-1/s3/aws4_request HTTP/1.1", "AKIAIOSFODNN7EXAMPLE"},
		{"version 2", "GET /k?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1&Signature=x HTTP/1.1", "AKIAIOSFODNN7EXAMPLE"},
		{"in the key, not in the query", "GET /AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE?a=b HTTP/1.1", ""},
		{"empty", "GET /k?AWSAccessKeyId= HTTP/1.1", ""},
		{"no query", "GET /k HTTP/1.1", ""},
		{"no URI", "-", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := signingKey([]byte(test.uri)); string(got) != test.want {
				t.Errorf("key is %q, want %q", got, test.want)
			}
		})
	}
}

// TestLineForgetsTheLineBefore reads a short line after a long one.
func TestLineForgetsTheLineBefore(t *testing.T) {
	d := NewAccessLog(PathFacts{})
	var rec model.Record
	if err := d.Line([]byte(goodLine), &rec); err != nil {
		t.Fatal(err)
	}
	if err := d.Line([]byte(head+caller+get+uri+numbers+`"-" "-" -`), &rec); err != nil {
		t.Fatal(err)
	}
	for _, field := range []model.Field{model.FieldHost, model.FieldCipher, model.FieldSourceRegion, model.FieldUA, model.FieldRegion} {
		if rec.Value(field) != nil {
			t.Errorf("%s is %q in a line without it", field, rec.Value(field))
		}
	}
	if string(rec.Value(model.FieldTLS)) != "unknown" {
		t.Errorf("tls is %q, want unknown: the line is older than the field", rec.Value(model.FieldTLS))
	}
}

func TestLineAllocations(t *testing.T) {
	d := NewAccessLog(PathFacts{})
	var rec model.Record
	var lines [][]byte
	for _, line := range benchLines(100) {
		lines = append(lines, []byte(line))
	}
	perRun := testing.AllocsPerRun(10, func() {
		for _, line := range lines {
			if err := d.Line(line, &rec); err != nil {
				t.Fatal(err)
			}
		}
	})
	if perRun != 0 {
		t.Errorf("%v allocations for %d lines, want none", perRun, len(lines))
	}
}

// TestClientIsWhatTheModelSays holds the sharing of clients among callers
// against asking for each pair anew.
func TestClientIsWhatTheModelSays(t *testing.T) {
	requesters := []string{
		"-", owner, "arn:aws:iam::111122223333:user/ana", "arn:aws:iam::111122223333:root", "arn:aws:sts::111122223333:assumed-role/etl/nightly",
		"svc:cloudfront.amazonaws.com", "svc:delivery.logs.amazonaws.com", "AmazonS3", "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2EXAMPLEID",
	}
	agents := []string{"-", "", "aws-cli/2.17.0", "Boto3/1.4.4", "Amazon CloudFront", "athena.amazonaws.com", "S3Console/0.4", "Mozilla/5.0", "made up"}
	d := NewAccessLog(PathFacts{})
	var rec model.Record
	for _, requester := range requesters {
		for _, agent := range agents {
			line := head + requester + " " + get + uri + numbers + `"-" "` + agent + `" ` + tail
			if err := d.Line([]byte(line), &rec); err != nil {
				t.Fatal(err)
			}
			want := model.Client([]byte(agent), model.AccessLogCaller([]byte(requester)), nil)
			if got := string(rec.Value(model.FieldClient)); got != want {
				t.Errorf("requester %s, agent %q: client is %q, want %q", requester, agent, got, want)
			}
		}
	}
}

// TestMemoBounds sends more user agents than are remembered, some of them long.
func TestMemoBounds(t *testing.T) {
	d := NewAccessLog(PathFacts{})
	agent := bytes.Repeat([]byte{'a'}, memoLongest+1)
	for i := range 3 * memoEntries {
		n := 8 + i%200
		if i%1000 == 0 {
			n = len(agent)
		}
		copy(agent, []byte{byte(i), byte(i >> 8), byte(i >> 16)})
		d.known.somebody.client(agent[:n])
		if seen := d.known.somebody.seen; seen.n > memoEntries || seen.bytes > memoBytes {
			t.Fatalf("%d entries with %d bytes of keys", seen.n, seen.bytes)
		}
	}
}

// FuzzLine reads any bytes: never a panic, always the same answer.
func FuzzLine(f *testing.F) {
	f.Add([]byte(goodLine))
	f.Add([]byte(head + "- 6f1d2c3b-0a9e-4d87-8c6b-5a4f3e2d1c0b S3.COMPUTE.OBJECT.CHECKSUM k - - - - 100 - - - - " + tail))
	d := NewAccessLog(PathFacts{})
	f.Fuzz(func(t *testing.T, line []byte) {
		var rec model.Record
		if d.Line(line, &rec) != nil {
			return
		}
		var first, second bytes.Buffer
		dump(&first, &rec)
		if err := NewAccessLog(PathFacts{}).Line(line, &rec); err != nil {
			t.Fatal(err)
		}
		dump(&second, &rec)
		if first.String() != second.String() {
			t.Errorf("a decoder that has seen much says\n%s\na new one says\n%s", &first, &second)
		}
		if len(rec.Value(model.FieldTLS)) == 0 || len(rec.Value(model.FieldOp)) == 0 {
			t.Errorf("record without TLS verdict or operation\n%s", &second)
		}
	})
}

// cases returns the path of a folder of public samples that stands beside the
// repository, or skips the test where it does not.
func cases(t *testing.T, name string) string {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "cases", name)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("public samples are not at hand: %v", err)
	}
	return dir
}

// counts reads a file and returns how many records it holds and which lines are refused.
func counts(t *testing.T, file string) (records []string, refused []int) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	err = New().File(f, PathFacts{}, Output{
		Record: func(r *model.Record) error {
			records = append(records, string(r.Value(model.FieldTLS)))
			return nil
		},
		Problem: func(p model.Problem) { refused = append(refused, p.Line) },
		Other:   func(what model.Other, n int) { t.Errorf("%d %s", n, model.OtherNames[what]) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return records, refused
}

func TestCasesOfEveryAge(t *testing.T) {
	dir := cases(t, "s3access-nekrassov01")
	tests := []struct {
		file    string
		tls     string
		refused int
	}{
		{"sample_s3_all_match.log", "1.1 1.1 unversioned unversioned unknown", 0},
		{"sample_s3_all_unmatch.log", "", 5},
		{"sample_s3_contains_unmatch.log", "1.1 1.1 unversioned unknown", 1},
	}
	for _, test := range tests {
		for _, suffix := range []string{"", ".gz"} {
			t.Run(test.file+suffix, func(t *testing.T) {
				tls, refused := counts(t, filepath.Join(dir, test.file+suffix))
				if strings.Join(tls, " ") != test.tls || len(refused) != test.refused {
					t.Errorf("TLS %v and refused lines %v, want %s and %d", tls, refused, test.tls, test.refused)
				}
			})
		}
	}
}

func TestCasesOfTwentySixFields(t *testing.T) {
	f, err := os.Open(filepath.Join(cases(t, "s3access-clo"), "s3.log"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var required []string
	err = New().File(f, PathFacts{}, Output{
		Record: func(r *model.Record) error {
			required = append(required, string(r.Value(model.FieldACLRequired)))
			for field, want := range map[model.Field]string{
				model.FieldTLS: "1.2", model.FieldCipher: "ECDHE-RSA-AES128-GCM-SHA256",
				model.FieldHost: "test-bucket.s3.eu-west-1.amazonaws.com", model.FieldOp: "PutObject", model.FieldRegion: "eu-west-1",
			} {
				if got := string(r.Value(field)); got != want {
					t.Errorf("line at %d: %s is %q, want %q", r.Offset, field, got, want)
				}
			}
			return nil
		},
		Problem: func(p model.Problem) { t.Errorf("line %d: %s", p.Line, p.Reason) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(required, ","); got != ",Yes,,,,Yes" {
		t.Errorf("aclRequired is %s", got)
	}
}

func TestCasesThatBrokeOthers(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(cases(t, "s3access-issue-lines"), "lines.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]int{
		"requester": logRequester, "request_id": logRequest, "operation": logOperation, "key": logKey, "status": logStatus, "error": logError,
		"bytes_sent": logBytes, "object_size": logSize, "referer": logReferer, "user_agent": logAgent, "host_id": logHostID, "tls": logTLS,
		"source_region": logSourceRegion, "remote_ip": logIP,
	}
	n := 0
	for line := range bytes.Lines(text) {
		var sample struct {
			Source, Line string
			Expect       map[string]any
		}
		d := json.NewDecoder(bytes.NewReader(line))
		d.UseNumber()
		if err := d.Decode(&sample); err != nil {
			t.Fatal(err)
		}
		n++
		t.Run(sample.Source, func(t *testing.T) {
			d := NewAccessLog(PathFacts{})
			var rec model.Record
			if err := d.Line([]byte(sample.Line), &rec); err != nil {
				t.Fatal(err)
			}
			for name, want := range sample.Expect {
				switch name {
				case "note":
				case "plain_http":
					if got := string(rec.Value(model.FieldTLS)) == "none"; got != want {
						t.Errorf("plain HTTP is %v, want %v", got, want)
					}
				case "user_agent_contains":
					if got := string(rec.Value(model.FieldUA)); !strings.Contains(got, want.(string)) {
						t.Errorf("user agent is %q, want %q in it", got, want)
					}
				default:
					field, ok := names[name]
					if !ok {
						t.Fatalf("expectation %q is not known", name)
					}
					text, err := json.Marshal(want)
					if err != nil {
						t.Fatal(err)
					}
					if got := string(recorded(d.fields.v[field])); got != strings.Trim(string(text), `"`) {
						t.Errorf("%s is %q, want %s", name, got, text)
					}
				}
			}
		})
	}
	if n != 12 {
		t.Errorf("%d samples, want 12", n)
	}
}
