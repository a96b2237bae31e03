package tabletest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const statement = "CREATE EXTERNAL TABLE `logs`.`access` (\n" +
	"  `key` string,\n  who struct<arn:string, of:array<struct<id:string>>>\n)\n" +
	"PARTITIONED BY (`timestamp` string)\nROW FORMAT SERDE 'a.b.Serde'\n" +
	`WITH SERDEPROPERTIES ('input.regex' = '^\\[([^"]*)\\] it\'s$')` +
	"\nSTORED AS INPUTFORMAT 'a.In' OUTPUTFORMAT 'a.Out'\nLOCATION 's3://acme-logs/'\n" +
	"TBLPROPERTIES (\n  'projection.enabled' = 'true',\n  'storage.location.template' = 's3://acme-logs/${timestamp}/'\n)"

func TestParse(t *testing.T) {
	d, err := parse(statement)
	if err != nil {
		t.Fatal(err)
	}
	want := &definition{
		database: "logs", name: "access",
		columns:    []column{{"key", "string"}, {"who", "struct<arn:string,of:array<struct<id:string>>>"}},
		partitions: []column{{"timestamp", "string"}},
		serde:      "a.b.Serde", input: "a.In", output: "a.Out",
		serdeProperties: map[string]string{"input.regex": `^\[([^"]*)\] it's$`},
		properties:      map[string]string{"projection.enabled": "true", "storage.location.template": "s3://acme-logs/${timestamp}/"},
		location:        "s3://acme-logs/",
	}
	if d := cmp.Diff(want, d, cmp.AllowUnexported(definition{}, column{})); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// TestParseRefuses: what is no statement for Athena must not become a table.
func TestParseRefuses(t *testing.T) {
	for was, is := range map[string]string{
		"CREATE EXTERNAL": "CREATE",
		"`key` string,":   "`key` string",
		"\n)\nPART":       "\nPART",
		"PARTITIONED BY":  "PARTITION BY",
		"ROW FORMAT":      "FORMAT",
		"LOCATION":        "WHERE",
		"'s3://":          "s3://",
		"= 'true',":       "= 'true'",
		"/'\n)":           "/'\n",
		"${timestamp}/'":  "${timestamp}/",
	} {
		changed := strings.Replace(statement, was, is, 1)
		if d, err := parse(changed); err == nil || changed == statement {
			t.Errorf("%q for %q: no error, but %+v", is, was, d)
		}
	}
	if _, err := parse(statement + " CLUSTERED BY"); err == nil {
		t.Error("more behind the end: no error")
	}
}
