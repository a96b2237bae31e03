package sourcetest

import (
	"regexp"
	"strings"

	"s3sleuth/source/sql"
)

// Columns are those of a table of access logs.
var Columns = strings.Fields(`bucketowner bucket_name requestdatetime remoteip requester requestid operation key request_uri
	httpstatus errorcode bytessent objectsize totaltime turnaroundtime referrer useragent versionid
	hostid sigv ciphersuite authtype endpoint tlsversion accesspointarn aclrequired sourceregion`)

var cut = regexp.MustCompile(sql.LineExpression)

// Rows are lines of an access log as such a table has them: by its expression, nil
// where a line has nothing and for a dash in a column of whole numbers.
func Rows(lines []byte) (rows [][]*string) {
	for line := range strings.Lines(string(lines)) {
		var row []*string
		for i, v := range cut.FindStringSubmatch(strings.TrimSuffix(line, "\n"))[1:] {
			cell := &v
			if v == "" || (Columns[i] == "bytessent" || Columns[i] == "objectsize") && v == "-" {
				cell = nil
			}
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	return rows
}
