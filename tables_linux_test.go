package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/source/tabletest"
	"s3sleuth/testdata/demo"
)

// Evidence of the demo, and the table that sql --create makes over it.
var evidenceTables = []struct {
	name, bucket, prefix string
	create               []string // arguments of sql
	questions            []string
}{
	{
		"days", "saltmarsh-accesslogs-data-euw1", "111122223333/eu-west-1/saltmarsh-backup/",
		[]string{"--create", "access-logs"},
		lineQuestions,
	},
	{
		"flat", "saltmarsh-accesslogs-web-euw1", "",
		[]string{"--create", "access-logs-flat"},
		lineQuestions[:3],
	},
	{
		"organization", "saltmarsh-audit-logs", "org/",
		[]string{"--create", "organization-trail", "--org", "o-exampleorg1", "--accounts", "111122223333,222233334444,333344445555", "--regions", "ap-northeast-1,eu-west-1,us-east-1"},
		eventQuestions,
	},
	{
		"trail", "saltmarsh-audit-logs", "archive/",
		[]string{"--create", "trail", "--accounts", "111122223333", "--regions", "us-east-1"},
		eventQuestions[:3],
	},
}

// Questions are a filter and, behind a slash, what to count by.
var (
	lineQuestions = []string{
		"/tls,status", "-tls:1.2/op", "tls:none/time:6h", "tls:<1.2/ua", "is:public-acl/aclrequired", "is:anonymous/ip", "principal:*role*/tls",
		"ip:10.0.0.0/8 OR ip:203.0.113.0/24/ip", "op:GetObject/status,tls", "status:4xx/error", "is:write -is:aws-service/time:1d,op", "ua:*boto*/principal",
	}
	eventQuestions = []string{
		"/tls,source", "tls:none/op", "tls:no-evidence/via", "-tls:1.3/time:6h", "is:public-acl/op", "acl:public-read/time:1d", "principal:*role*/tls",
		"ip:203.0.113.0/24/ip", "op:PutObject/bucket,error", "is:denied/error", "is:delete/time:1h,bucket", "requestParameters.x-amz-acl:*/acl", "has:error -source:sts.amazonaws.com/op",
	}
)

// A counted is what count --format json prints.
type counted struct {
	Matched, Unknown, Read int
	Complete               bool
	Duplicates             *int
	Engine                 *struct{ Deduplicated bool }
	Groups                 []any
}

// answer is what must not depend on where the counting was done.
func (c counted) answer() counted {
	return counted{Matched: c.Matched, Unknown: c.Unknown, Groups: c.Groups}
}

// A shell runs commands of the program, which reads a gateway and an engine.
type shell struct {
	t   *testing.T
	env []string
}

func newShell(t *testing.T, site *tabletest.Site) shell {
	t.Helper()
	return shell{t, append(home(t, ""),
		"AWS_ACCESS_KEY_ID="+tabletest.KeyID, "AWS_SECRET_ACCESS_KEY="+tabletest.Secret, "AWS_REGION="+tabletest.Region,
		"AWS_CONFIG_FILE="+os.DevNull, "AWS_SHARED_CREDENTIALS_FILE="+os.DevNull, "AWS_EC2_METADATA_DISABLED=true",
		"TRINO_SERVER="+site.URL, "TRINO_USER=test", "TRINO_PASSWORD=",
	)}
}

// at is the shell of a part of the test.
func (s shell) at(t *testing.T) shell { return shell{t, s.env} }

func (s shell) run(args ...string) (stdout, stderr string) {
	s.t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = s.env
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		s.t.Fatalf("s3sleuth %s: %v\n%s%s", strings.Join(args, " "), err, &out, &said)
	}
	return out.String(), said.String()
}

func (s shell) count(args ...string) (c counted) {
	s.t.Helper()
	stdout, _ := s.run(append([]string{"count", "--format", "json"}, args...)...)
	if err := json.Unmarshal([]byte(stdout), &c); err != nil {
		s.t.Fatalf("%v: %s", err, stdout)
	}
	return c
}

// upload puts the demo's objects of a bucket below a prefix where AWS puts them:
// access logs without compression and extension, every event once.
func upload(t *testing.T, site *tabletest.Site, bucket, prefix string) map[string][]byte {
	t.Helper()
	objects, seen := map[string][]byte{}, map[string]bool{}
	err := fs.WalkDir(demo.FS, "evidence/"+bucket, func(path string, d fs.DirEntry, err error) error {
		key := strings.TrimPrefix(path, "evidence/"+bucket+"/")
		if err != nil || d.IsDir() || !strings.HasPrefix(key, prefix) || strings.Contains(key, "/CloudTrail-NetworkActivity/") {
			return err
		}
		content, err := fs.ReadFile(demo.FS, path)
		if err != nil {
			return err
		}
		switch packed := strings.HasSuffix(key, ".gz"); {
		case strings.Contains(key, "/CloudTrail/"):
			content = once(t, content, seen)
		case packed && !strings.HasSuffix(key, ".json.gz"):
			key, content = strings.TrimSuffix(key, ".gz"), unpack(t, content)
		}
		objects[key] = content
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	site.Put(bucket, objects)
	return objects
}

func unpack(t *testing.T, content []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	content, err = io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// once is a file of CloudTrail without the events that were seen before.
func once(t *testing.T, content []byte, seen map[string]bool) []byte {
	t.Helper()
	var file struct{ Records []json.RawMessage }
	if err := json.Unmarshal(unpack(t, content), &file); err != nil {
		t.Fatal(err)
	}
	kept := []json.RawMessage{}
	for _, event := range file.Records {
		var of struct{ EventID string }
		if err := json.Unmarshal(event, &of); err != nil {
			t.Fatal(err)
		}
		if !seen[of.EventID] {
			kept = append(kept, event)
		}
		seen[of.EventID] = true
	}
	text, err := json.Marshal(map[string]any{"Records": kept})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(text)
	w.Close()
	return b.Bytes()
}

// TestTablesOnTrino asks the same of a bucket and of the table over it, from the
// statement that creates it on with the program's own commands.
func TestTablesOnTrino(t *testing.T) {
	site := tabletest.Open(t)
	sh := newShell(t, site)
	within := []string{"--since", "2026-11-03", "--until", "2026-11-06T12:00:00Z"}
	for _, e := range evidenceTables {
		t.Run(e.name, func(t *testing.T) {
			sh, site := sh.at(t), site.At(t)
			objects := upload(t, site, e.bucket, e.prefix)
			statement, _ := sh.run(append([]string{"sql", "athena:evidence." + e.name, "--location", "s3://" + e.bucket + "/" + e.prefix, "--since", "2026-10-30"}, e.create...)...)
			table := "trino:" + site.Create(strings.TrimSuffix(strings.TrimSpace(statement), ";"))
			matched := 0
			for _, question := range e.questions {
				at := strings.LastIndexByte(question, '/')
				args := append([]string{question[:at], "--by", question[at+1:]}, within...)
				want := sh.count(append([]string{"s3://" + e.bucket + "/" + e.prefix, "--endpoint-url", site.Gateway}, args...)...)
				got := sh.count(append([]string{table}, args...)...)
				if !want.Complete || !got.Complete || *want.Duplicates > 0 {
					t.Fatalf("%s: complete %v and %v, %d duplicates", question, want.Complete, got.Complete, *want.Duplicates)
				}
				if d := cmp.Diff(want.answer(), got.answer()); d != "" {
					t.Errorf("%s: (-bucket +table)\n%s", question, d)
				}
				matched += map[bool]int{true: 1}[got.Matched > 0]
			}
			if matched < len(e.questions)*2/3 {
				t.Errorf("only %d of %d questions match anything", matched, len(e.questions))
			}
			site.Put(e.bucket, renamed(objects))
			checkTwice(t, sh, []string{"s3://" + e.bucket + "/" + e.prefix, "--endpoint-url", site.Gateway}, table, within)
		})
	}
}

// renamed are the objects as they are delivered a second time.
func renamed(objects map[string][]byte) map[string][]byte {
	again := map[string][]byte{}
	for key, content := range objects {
		stem, isEvents := strings.CutSuffix(key, ".json.gz")
		again[stem+"2"+map[bool]string{true: ".json.gz"}[isEvents]] = content
	}
	return again
}

// checkTwice counts what every object holds a second time: read here, a record
// counts once, and the engine says that on it one does not.
func checkTwice(t *testing.T, sh shell, bucket []string, table string, within []string) {
	t.Helper()
	want := sh.count(append(bucket, within...)...)
	got := sh.count(append([]string{table}, within...)...)
	if want.Duplicates == nil || *want.Duplicates == 0 || want.Engine != nil {
		t.Errorf("the bucket's objects come twice, but %+v", want)
	}
	if got.Matched != 2*want.Matched || got.Duplicates != nil || got.Engine == nil || got.Engine.Deduplicated {
		t.Errorf("%d records that come twice are counted as %+v", want.Matched, got)
	}
	stdout, _ := sh.run(append([]string{"count", table}, within...)...)
	if !strings.Contains(stdout, "not deduplicated") {
		t.Errorf("it is not told that nothing was deduplicated:\n%s", stdout)
	}
	stdout, _ = sh.run(append([]string{"query", table, "--format", "jsonl"}, within...)...)
	if n := strings.Count(stdout, "\n"); n != want.Matched {
		t.Errorf("%d records are read from the table, want each of %d once", n, want.Matched)
	}
}
