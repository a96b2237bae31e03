package sql

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// The rows of a [Table.Select] for whole records are made into what the log
// wrote, so that the decoders read them: an access-log line from its columns, an
// event from the columns of a table or, in Lake, from the text that it keeps.

// lineColumns are the columns of an access-log table in the order of the line;
// those from optionalFrom on may be missing at its end.
var lineColumns = []string{
	"bucketowner", "bucket_name", "requestdatetime", "remoteip", "requester", "requestid", "operation", "key", "request_uri",
	"httpstatus", "errorcode", "bytessent", "objectsize", "totaltime", "turnaroundtime", "referrer", "useragent", "versionid",
	"hostid", "sigv", "ciphersuite", "authtype", "endpoint", "tlsversion", "accesspointarn", "aclrequired", "sourceregion",
}

const (
	lineTime     = 2  // the column that lost its brackets
	optionalFrom = 18 // the first column that old lines do not have
)

// jsonColumns are the columns of a CloudTrail table that hold JSON as text, and
// textColumns those that hold text, by the member of the event that they are.
var (
	jsonColumns = []string{"requestParameters", "responseElements", "additionalEventData", "serviceEventDetails"}
	textColumns = []string{
		"eventVersion", "eventTime", "eventSource", "eventName", "awsRegion", "sourceIPAddress", "userAgent", "errorCode",
		"errorMessage", "requestID", "eventID", "eventType", "apiVersion", "readOnly", "recipientAccountId", "sharedEventID",
		"vpcEndpointId", "eventCategory", "sessionCredentialFromConsole",
		"tlsDetails.tlsVersion", "tlsDetails.cipherSuite", "tlsDetails.clientProvidedHostHeader",
		"userIdentity.type", "userIdentity.principalId", "userIdentity.arn", "userIdentity.accountId", "userIdentity.accessKeyId",
		"userIdentity.userName", "userIdentity.invokedBy",
		"userIdentity.sessionContext.attributes.creationDate", "userIdentity.sessionContext.attributes.mfaAuthenticated",
		"userIdentity.sessionContext.sessionIssuer.type", "userIdentity.sessionContext.sessionIssuer.principalId",
		"userIdentity.sessionContext.sessionIssuer.arn", "userIdentity.sessionContext.sessionIssuer.accountId",
		"userIdentity.sessionContext.sessionIssuer.userName",
	}
	// resourceMembers are those of one of resources, by their name in a table.
	resourceMembers = map[string]string{"arn": "ARN", "arnprefix": "ARNPrefix", "accountid": "accountId", "type": "type"}
)

// record returns the columns that [Table.Record] reads.
func (t *Table) record() []string {
	switch {
	case t.Log == Lines:
		return lineColumns
	case t.Engine == Lake:
		return []string{"eventJson"}
	}
	columns := append([]string{}, textColumns...)
	columns = append(columns, jsonColumns...)
	return append(columns, "json_format(CAST(resources AS JSON)) AS resources")
}

// Record makes what the log wrote of one row of [Table.Select], whose columns are
// in the order of the statement; nil is NULL. Lines come without a line feed.
func (t *Table) Record(row []*string) ([]byte, error) {
	if want := len(t.record()); len(row) != want {
		return nil, fmt.Errorf("row of %d columns, want %d", len(row), want)
	}
	switch {
	case t.Log == Lines:
		return line(row)
	case t.Engine == Lake:
		if row[0] == nil {
			return nil, fmt.Errorf("eventJson is NULL")
		}
		return []byte(*row[0]), nil
	}
	return event(row)
}

// line joins the columns as the log does. A number that is NULL was a dash.
func line(row []*string) ([]byte, error) {
	var b bytes.Buffer
	for i, v := range row {
		if i == 0 && v == nil {
			return nil, fmt.Errorf("the line does not fit the table's expression")
		}
		if v == nil && i >= optionalFrom {
			break
		}
		if i > 0 {
			b.WriteByte(' ')
		}
		switch {
		case v == nil:
			b.WriteByte('-')
		case i == lineTime:
			b.WriteString("[" + *v + "]")
		default:
			b.WriteString(*v)
		}
	}
	return b.Bytes(), nil
}

// event puts the columns back to where they stood. Members that are NULL were
// null or missing, which mean the same but for requestParameters: null there says
// that nothing was left out. The event is then taken for one that cannot say.
func event(row []*string) ([]byte, error) {
	root := map[string]any{}
	for i, column := range textColumns {
		if row[i] != nil {
			place(root, strings.Split(column, "."), *row[i])
		}
	}
	row = row[len(textColumns):]
	for i, column := range jsonColumns {
		if row[i] == nil {
			continue
		}
		if !json.Valid([]byte(*row[i])) {
			return nil, fmt.Errorf("column %s is no JSON", column)
		}
		root[column] = json.RawMessage(*row[i])
	}
	if list := row[len(jsonColumns)]; list != nil {
		var entries []map[string]any
		if err := json.Unmarshal([]byte(*list), &entries); err != nil {
			return nil, fmt.Errorf("column resources: %w", err)
		}
		root["resources"] = renamed(entries)
	}
	return json.Marshal(root)
}

// place sets a member of nested objects.
func place(object map[string]any, path []string, v string) {
	for _, step := range path[:len(path)-1] {
		next, ok := object[step].(map[string]any)
		if !ok {
			next = map[string]any{}
			object[step] = next
		}
		object = next
	}
	object[path[len(path)-1]] = v
}

// renamed gives the members of resources the names that the log has.
func renamed(entries []map[string]any) []map[string]any {
	for _, entry := range entries {
		for in, name := range resourceMembers {
			if v, ok := entry[in]; ok {
				delete(entry, in)
				if v != nil {
					entry[name] = v
				}
			}
		}
	}
	return entries
}

// Unparsed writes a statement that counts the rows that no other statement finds,
// for they have no time: the table's regular expression could make nothing of the
// line, or its time is none. Only a table with partitions bounds it.
func (t *Table) Unparsed(q Question) (*Statement, error) {
	where := append(t.days(q.From, q.To, q.late()), isNull{t.timestamp()})
	return t.finish(&Statement{}, Question{}, "SELECT count(*) AS unparsed", where, "")
}

// Describe writes a statement for the names of the table's columns.
func (t *Table) Describe() string { return "SHOW COLUMNS FROM " + t.from }

// With returns the table with what its columns, in lower case, tell: which log it
// holds, and whether it has days as partitions. It fails where columns are
// missing that statements need.
func (t Table) With(columns map[string]bool) (*Table, error) {
	switch {
	case columns["requestdatetime"]:
		t.Log = Lines
	case columns["eventname"]:
		t.Log = Events
	default:
		return nil, errors.New("neither CloudTrail events nor S3 access logs: it has no column eventname and none requestdatetime")
	}
	t.Partitioned = columns["timestamp"]
	if missing := t.missing(columns); len(missing) > 0 {
		return nil, fmt.Errorf("the table lacks the columns %s; s3sleuth sql --create prints one that has them", strings.Join(missing, ", "))
	}
	return &t, nil
}

// missing returns the columns that statements need and a table does not have,
// whose names are given in lower case.
func (t *Table) missing(has map[string]bool) []string {
	needed := lineColumns
	if t.Log == Events {
		needed = append(append([]string{"resources"}, textColumns...), jsonColumns...)
	}
	var missing []string
	for _, column := range needed {
		column, _, _ = strings.Cut(strings.ToLower(column), ".")
		if !has[column] && !slices.Contains(missing, column) {
			missing = append(missing, column)
		}
	}
	return missing
}
