package main

import (
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/source/awstest"
	"s3sleuth/source/tabletest"
)

// athenaOn is an Athena whose statements run on a real engine, over the objects
// of a real S3 server: what creates a table makes one there.
func athenaOn(site *tabletest.Site) *awstest.World {
	var names []string // of tables, as Athena and as the engine call them
	return &awstest.World{
		Account: "111122223333", Caller: "arn:aws:iam::111122223333:user/analyst",
		Athena: awstest.Athena{Region: tabletest.Region, Workgroups: []awstest.Workgroup{{Name: "primary", Output: "s3://results/"}}},
		Queries: awstest.Queries{Run: func(ctx context.Context, statement string) ([]string, [][]*string, int64, error) {
			switch {
			case strings.HasPrefix(statement, "CREATE DATABASE"):
				return nil, nil, 0, nil
			case strings.HasPrefix(statement, "CREATE EXTERNAL TABLE "):
				name := strings.Fields(statement)[3]
				names = append(names, strings.ReplaceAll(name, "`", `"`), site.Create(statement))
				return nil, nil, 0, nil
			}
			return awstest.Trino(site.URL).Run(ctx, strings.NewReplacer(names...).Replace(statement))
		}},
	}
}

// putEvidence puts a folder of the demo's evidence into a bucket of its name.
func putEvidence(t *testing.T, site *tabletest.Site, bucket, below string) {
	t.Helper()
	root := path.Join("testdata/demo/evidence", bucket)
	objects := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(root), below, func(key string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		objects[key], err = os.ReadFile(path.Join(root, key))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	site.Put(bucket, objects)
}

// TestAthenaOnTrino is the whole way with nothing canned: objects lie in an S3
// server, the program creates tables over them, asks them by Athena's calls, and
// counts and lists the same as by reading the objects itself.
func TestAthenaOnTrino(t *testing.T) {
	site := tabletest.Open(t)
	putEvidence(t, site, "saltmarsh-accesslogs-data-euw1", ".")
	putEvidence(t, site, "saltmarsh-audit-logs", "org/AWSLogs/o-exampleorg1/222233334444")
	putEvidence(t, site, "saltmarsh-audit-logs", "org/AWSLogs/o-exampleorg1/333344445555")
	s := awstest.Start(t, athenaOn(site))
	p := newProgram(t, s)
	p.env = append(p.env, "AWS_REGION="+tabletest.Region, "AWS_ENDPOINT_URL_S3="+site.Gateway, "XDG_CACHE_HOME="+t.TempDir())
	span := []string{"--since", "2026-11-01", "--until", "2026-11-08", "--yes"}
	for _, table := range []struct {
		name, objects  string
		create         []string
		filters, lists []string
		columns        string
	}{
		{
			"athena:logs.access", "s3://saltmarsh-accesslogs-data-euw1/111122223333/",
			[]string{"--create", "access-logs", "--location", "s3://saltmarsh-accesslogs-data-euw1/111122223333/eu-west-1/saltmarsh-backup/"},
			[]string{"*", "-tls:<1.2", "is:write -is:denied", "status:4xx OR bytes:>1000000"},
			[]string{"is:write", "is:denied"},
			"time,op,arn,ip,bucket,key,status,error,tls,cipher,ua,bytes,request",
		},
		{
			"athena:logs.trail", "s3://saltmarsh-audit-logs/org/AWSLogs/o-exampleorg1/",
			[]string{
				"--create", "organization-trail", "--location", "s3://saltmarsh-audit-logs/org/", "--org", "o-exampleorg1",
				"--accounts", "222233334444,333344445555", "--regions", "us-east-1,eu-west-1,ap-northeast-1",
			},
			[]string{"*", "-tls:1.3", "unknown:(tls:1.2)", "ip:192.0.2.0/24"},
			[]string{"is:public-acl OR tls:<1.2", "is:delete"},
			"time,op,arn,principal,ip,bucket,key,error,tls,cipher,acl,ua,id",
		},
	} {
		t.Run(table.name, func(t *testing.T) {
			p.run(t, append([]string{"sql", table.name, "--since", "2026-10-01", "--run", "--yes"}, table.create...)...)
			for _, filter := range table.filters {
				args := append([]string{filter, "--by", "tls,op", "--top", "0", "--format", "json"}, span...)
				there, said := p.run(t, append([]string{"count", table.name}, args...)...)
				here, _ := p.run(t, append([]string{"count", table.objects}, args...)...)
				if counts(t, here)["groups"] == nil || len(counts(t, here)["groups"].([]any)) == 0 {
					t.Errorf("%s matches nothing: it shows nothing", filter)
				}
				if d := cmp.Diff(counts(t, here), counts(t, there)); d != "" {
					t.Errorf("%s (-objects +table):\n%s\n%s", filter, d, said)
				}
				if !strings.Contains(said, " objects under s3://saltmarsh-") || strings.Contains(said, "the records are read here") {
					t.Errorf("%s: not weighed, or not counted there:\n%s", filter, said)
				}
			}
			for _, filter := range table.lists {
				args := append([]string{filter, "--columns", table.columns, "--sort", "time", "--limit", "0", "--format", "csv"}, span...)
				there, _ := p.run(t, append([]string{"query", table.name}, args...)...)
				here, _ := p.run(t, append([]string{"query", table.objects}, args...)...)
				if strings.Count(here, "\n") < 2 {
					t.Errorf("%s lists nothing: it shows nothing", filter)
				}
				if d := cmp.Diff(sortedLines(here), sortedLines(there)); d != "" {
					t.Errorf("%s (-objects +table):\n%s", filter, d)
				}
			}
		})
	}
}

// counts is what count says that an engine says too.
func counts(t *testing.T, answer string) map[string]any {
	t.Helper()
	all := map[string]any{}
	if err := json.Unmarshal([]byte(answer), &all); err != nil {
		t.Fatal(err)
	}
	return map[string]any{"matched": all["matched"], "unknown": all["unknown"], "read": all["read"], "complete": all["complete"], "groups": all["groups"]}
}

// sortedLines are the lines of a text in order: records of one second have none.
func sortedLines(s string) []string {
	lines := strings.Split(s, "\n")
	slices.Sort(lines)
	return lines
}
