package sql

import (
	"fmt"
	"strings"
)

// A Layout is how the objects of a log lie below their location.
type Layout uint8

const (
	// Trail is AWSLogs/ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/, Organization the
	// same below AWSLogs/o-ORG/.
	Trail Layout = iota + 1
	Organization
	// AccessLogs is ACCOUNT/REGION/BUCKET/YYYY/MM/DD/ up to the bucket,
	// AccessLogsFlat one prefix with all the files.
	AccessLogs
	AccessLogsFlat
)

// Layouts are the layouts by the names that users know.
var Layouts = map[string]Layout{
	"trail": Trail, "organization-trail": Organization, "access-logs": AccessLogs, "access-logs-flat": AccessLogsFlat,
}

// A Definition is a table to be created in Athena.
type Definition struct {
	Table    *Table
	Layout   Layout
	Location string   // s3://BUCKET/PREFIX, of a trail up to before AWSLogs/
	Org      string   // o-..., of Organization
	Accounts []string // of Trail and Organization
	Regions  []string
	Since    string // the first day there is, as 2026/01/01
}

// Create writes the statement that makes the table. Days are partitions that the
// engine works out by itself (partition projection): none is ever added. Digest
// files and the folders of other logs are out of its way.
func (d Definition) Create() (string, error) {
	if err := d.check(); err != nil {
		return "", err
	}
	location := strings.TrimRight(d.Location, "/") + "/"
	var b strings.Builder
	fmt.Fprintf(&b, "CREATE EXTERNAL TABLE %s (\n", strings.ReplaceAll(d.Table.from, `"`, "`"))
	if d.Layout == AccessLogs || d.Layout == AccessLogsFlat {
		d.lines(&b, location)
	} else {
		d.events(&b, location)
	}
	return b.String(), nil
}

// CreateDatabase writes the statement that makes the table's database, where
// there is none. The definition is one that Create takes.
func (d Definition) CreateDatabase() string {
	return "CREATE DATABASE IF NOT EXISTS `" + d.Table.parts[0] + "`"
}

func (d Definition) check() error {
	rest, ok := strings.CutPrefix(d.Location, "s3://")
	switch trail := d.Layout == Trail || d.Layout == Organization; {
	case d.Table.Engine != Athena:
		return fmt.Errorf("tables are created in Athena, not in %s", d.Table.Engine)
	case !ok || rest == "" || strings.ContainsAny(rest, "'\\\n${}"):
		return fmt.Errorf("location %q: write s3://BUCKET/PREFIX/", d.Location)
	case trail && (len(d.Accounts) == 0 || len(d.Regions) == 0):
		return fmt.Errorf("a table of a trail needs its accounts and Regions")
	case d.Layout == Organization && !strings.HasPrefix(d.Org, "o-"):
		return fmt.Errorf("a table of an organization's trail needs its ID, as o-exampleorgid")
	case d.Layout != AccessLogsFlat && !isDay(d.Since):
		return fmt.Errorf("the first day of the logs is missing")
	}
	for _, part := range d.Table.parts {
		if strings.Trim(foldASCII(part), "abcdefghijklmnopqrstuvwxyz0123456789_-") != "" {
			return fmt.Errorf("%q cannot be created: names are letters, digits and underscores", part)
		}
	}
	for _, word := range append(append([]string{d.Org}, d.Accounts...), d.Regions...) {
		if strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return fmt.Errorf("%q is no account, Region or organization", word)
		}
	}
	return nil
}

func isDay(s string) bool {
	return len(s) == len("2026/01/01") && s[4] == '/' && s[7] == '/' && strings.Trim(s, "0123456789/") == ""
}

// lines writes the table of access logs. Backslashes of a text are doubled in DDL.
func (d Definition) lines(b *strings.Builder, location string) {
	for i, column := range lineColumns {
		kind := "string"
		if column == "bytessent" || column == "objectsize" {
			kind = "bigint"
		}
		fmt.Fprintf(b, "  `%s` %s%s\n", column, kind, map[bool]string{true: ","}[i < len(lineColumns)-1])
	}
	b.WriteString(")\n")
	if d.Layout == AccessLogs {
		b.WriteString("PARTITIONED BY (`timestamp` string)\n")
	}
	b.WriteString("ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.RegexSerDe'\n")
	fmt.Fprintf(b, "WITH SERDEPROPERTIES ('input.regex' = '%s')\n", strings.ReplaceAll(LineExpression, `\`, `\\`))
	fmt.Fprintf(b, "LOCATION '%s'", location)
	if d.Layout == AccessLogs {
		d.properties(b, nil, location+"${timestamp}/")
	}
}

// events writes the table of a trail.
func (d Definition) events(b *strings.Builder, location string) {
	const identity = "struct<type:string, principalid:string, arn:string, accountid:string, invokedby:string, accesskeyid:string, username:string, " +
		"onbehalfof:struct<userid:string, identitystorearn:string>, " +
		"sessioncontext:struct<attributes:struct<mfaauthenticated:string, creationdate:string>, " +
		"sessionissuer:struct<type:string, principalid:string, arn:string, accountid:string, username:string>, " +
		"ec2roledelivery:string, webidfederationdata:struct<federatedprovider:string, attributes:map<string,string>>>>"
	columns := []string{
		"eventversion string", "useridentity " + identity, "eventtime string", "eventsource string", "eventname string", "awsregion string",
		"sourceipaddress string", "useragent string", "errorcode string", "errormessage string", "requestparameters string", "responseelements string",
		"additionaleventdata string", "requestid string", "eventid string", "readonly string", "resources array<struct<arn:string, accountid:string, type:string>>",
		"eventtype string", "apiversion string", "recipientaccountid string", "serviceeventdetails string", "sharedeventid string", "vpcendpointid string",
		"vpcendpointaccountid string", "eventcategory string", "addendum struct<reason:string, updatedfields:string, originalrequestid:string, originaleventid:string>",
		"sessioncredentialfromconsole string", "edgedevicedetails string", "tlsdetails struct<tlsversion:string, ciphersuite:string, clientprovidedhostheader:string>",
	}
	b.WriteString("  " + strings.Join(columns, ",\n  ") + "\n)\n")
	b.WriteString("PARTITIONED BY (`account` string, `region` string, `timestamp` string)\n")
	b.WriteString("ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'\n")
	b.WriteString("STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'\n")
	b.WriteString("OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'\n")
	below := location + "AWSLogs/"
	if d.Layout == Organization {
		below += d.Org + "/"
	}
	fmt.Fprintf(b, "LOCATION '%s'", below)
	d.properties(b, [][2]string{
		{"projection.account.type", "enum"},
		{"projection.account.values", strings.Join(d.Accounts, ",")},
		{"projection.region.type", "enum"},
		{"projection.region.values", strings.Join(d.Regions, ",")},
	}, below+"${account}/CloudTrail/${region}/${timestamp}/")
}

// properties writes the partition projection.
func (d Definition) properties(b *strings.Builder, more [][2]string, template string) {
	list := append([][2]string{{"projection.enabled", "true"}}, more...)
	list = append(list, [][2]string{
		{"projection.timestamp.type", "date"},
		{"projection.timestamp.format", "yyyy/MM/dd"},
		{"projection.timestamp.interval", "1"},
		{"projection.timestamp.interval.unit", "DAYS"},
		{"projection.timestamp.range", d.Since + ",NOW"},
		{"storage.location.template", template},
	}...)
	b.WriteString("\nTBLPROPERTIES (\n")
	for i, property := range list {
		fmt.Fprintf(b, "  '%s' = '%s'%s\n", property[0], property[1], map[bool]string{true: ","}[i < len(list)-1])
	}
	b.WriteString(")")
}
