package sql

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/source/decode"
)

// TestCreate compares the statements that make tables with golden ones.
func TestCreate(t *testing.T) {
	var b strings.Builder
	for _, d := range []Definition{
		{Layout: Trail, Location: "s3://acme-trail/logs", Accounts: []string{"111122223333"}, Regions: []string{"us-east-1", "eu-west-1"}, Since: "2026/01/01"},
		{Layout: Organization, Location: "s3://acme-trail", Org: "o-exampleorgid", Accounts: []string{"111122223333", "444455556666"}, Regions: []string{"us-east-1"}, Since: "2026/01/01"},
		{Layout: AccessLogs, Location: "s3://acme-logs/111122223333/eu-west-1/acme-static/", Since: "2026/01/01"},
		{Layout: AccessLogsFlat, Location: "s3://acme-logs/flat/"},
	} {
		var err error
		if d.Table, err = ParseTable("athena:logs.t", Events, true); err != nil {
			t.Fatal(err)
		}
		statement, err := d.Create()
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(statement + ";\n\n")
	}
	holdTo(t, "testdata/create.txt", b.String())
}

func TestCreateRefuses(t *testing.T) {
	table, err := ParseTable("athena:logs.t", Lines, true)
	if err != nil {
		t.Fatal(err)
	}
	lake, err := ParseTable("lake:0a1b2c3d-0000-4000-8000-0123456789ab", Events, true)
	if err != nil {
		t.Fatal(err)
	}
	for why, d := range map[string]Definition{
		"Lake":             {Table: lake, Layout: AccessLogsFlat, Location: "s3://a/b"},
		"no location":      {Table: table, Layout: AccessLogsFlat},
		"a quote":          {Table: table, Layout: AccessLogsFlat, Location: "s3://a/'; DROP TABLE x"},
		"a placeholder":    {Table: table, Layout: AccessLogsFlat, Location: "s3://a/${x}"},
		"no first day":     {Table: table, Layout: AccessLogs, Location: "s3://a/b"},
		"no accounts":      {Table: table, Layout: Trail, Location: "s3://a/b", Regions: []string{"us-east-1"}, Since: "2026/01/01"},
		"no organization":  {Table: table, Layout: Organization, Location: "s3://a/b", Accounts: []string{"1"}, Regions: []string{"us-east-1"}, Since: "2026/01/01"},
		"a hostile Region": {Table: table, Layout: Trail, Location: "s3://a/b", Accounts: []string{"1"}, Regions: []string{"us'"}, Since: "2026/01/01"},
	} {
		if statement, err := d.Create(); err == nil {
			t.Errorf("%s: no error, but %s", why, statement)
		}
	}
}

// A line of each length, and what published expressions lose: quotes in the
// request-URI, the referer and the user agent, blanks in the referer and the requester.
var sampleLines = []string{
	`owner acme [06/Feb/2019:00:00:38 +0000] 192.0.2.3 - 3E57427F3EXAMPLE REST.GET.OBJECT k "GET /k HTTP/1.1" 200 - 113 - 7 - "-" "S3Console/0.4" -`,
	`owner acme [06/Feb/2019:00:00:38 +0000] 192.0.2.3 arn:aws:iam::111122223333:user/a 3E57427F3EXAMPLE REST.GET.OBJECT k "GET /k HTTP/1.1" 200 - 113 - 7 - "-" "x" - id= SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader acme.s3.us-west-1.amazonaws.com TLSV1.2`,
	`owner acme [06/Feb/2019:00:00:38 +0000] 192.0.2.3 - 3E57427F3EXAMPLE REST.GET.OBJECT k "GET /k HTTP/1.1" 200 - 113 - 7 - "-" "x" - id= SigV4 - - h TLSv1.2 -`,
	`owner acme [06/Feb/2019:00:00:38 +0000] 192.0.2.3 - 3E57427F3EXAMPLE REST.GET.OBJECT k "GET /k HTTP/1.1" 200 - 113 - 7 - "-" "x" - id= SigV4 - - h TLSv1.2 - Yes`,
	`owner acme [06/Feb/2019:00:00:38 +0000] 192.0.2.3 - 3E57427F3EXAMPLE REST.GET.OBJECT k "GET /k HTTP/1.1" 200 - 113 - 7 - "-" "x" - id= SigV4 - - h TLSv1.2 - Yes us-east-1`,
	`owner acme [06/Feb/2019:00:00:38 +0000] 192.0.2.3 - 3E57427F3EXAMPLE REST.GET.OBJECT k "GET /k HTTP/1.1" 200 - 113 - 7 - "-" "x" - id= SigV4 - - h TLSv1.2 - Yes us-east-1 new1 new2`,
	`owner acme [06/Feb/2019:00:00:38 +0000] 192.0.2.3 - 3E57427F3EXAMPLE REST.GET.OBJECT k "GET /a"b"?x="1" HTTP/1.1" 404 NoSuchKey 113 - 7 - "http://e.example/?id=452"" "Mozilla "quoted" x" - id= - - - h TLSv1.3 - -`,
	`owner acme [06/Feb/2019:00:00:38 +0000] 192.0.2.3 - 3E57427F3EXAMPLE REST.GET.OBJECT k "GET /k HTTP/1.1" 200 - 113 - 7 - "a b c" "x" - H SigV4 fake fake fake TLSv1.3 - -" - id= - - - h - - -`,
	`owner acme [06/Feb/2019:00:00:38 +0000] - Amazon CloudFront Origin Access Identity E1 3E57427F3EXAMPLE REST.GET.OBJECT k "GET /k HTTP/1.1" 200 - 113 - 7 - "-" "Amazon CloudFront" - id= SigV4 - AuthHeader h TLSv1.2 - - -`,
	`owner acme [06/Feb/2019:00:00:38 +0000] - AmazonS3 3E57427F3EXAMPLE S3.EXPIRE.OBJECT k "-" - - - 113 - - "-" "-" - id= - - - - - - - -`,
	`owner acme [06/Feb/2019:00:00:38 +0000] 192.0.2.3 arn:aws:iam::111122223333:user/a 3E57427F3EXAMPLE BATCH.DELETE.OBJECT Screen+Shot.png - 204 - - 17 - - - - - id= SigV4 ECDHE-RSA-AES128-SHA AuthHeader h TLSv1.2 - -`,
	`owner acme [06/Feb/2019:00:00:38 +0000] 192.0.2.3 - 3E57427F3EXAMPLE REST.GET.OBJECT - - 403 AccessDenied - - - - - - - id= - - - h - - - `,
}

// TestLineExpression holds the table's expression to the decoder: both cut a
// line alike, and a row is made into the line again.
func TestLineExpression(t *testing.T) {
	for _, raw := range sampleLines {
		match := expression(LineExpression).FindStringSubmatch(raw)
		if match == nil {
			t.Errorf("refused: %s", raw)
			continue
		}
		want := decode.Fields([]byte(raw))
		if want == nil {
			t.Errorf("the decoder refuses %s", raw)
			continue
		}
		var row []*string
		for i, column := range lineColumns {
			got := match[i+1]
			row = append(row, &match[i+1])
			if got == "" && i >= optionalFrom {
				row[i] = nil
				continue
			}
			if n := len(got); n > 1 && got[0] == '"' {
				got = got[1 : n-1]
			}
			if i >= len(want) || got != want[i] {
				t.Errorf("column %s is %q, but the decoder reads %q in %s", column, got, want[i:min(i+1, len(want))], raw)
			}
		}
		table := &Table{Engine: Athena, Log: Lines}
		again, err := table.Record(row)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, decode.Fields(again)); d != "" {
			t.Errorf("the line made of the row reads otherwise (-want +got):\n%s", d)
		}
	}
}
