package awstest

import (
	"regexp"
	"strings"
)

var (
	createHead     = regexp.MustCompile("^CREATE EXTERNAL TABLE `([^`]+)`\\.`([^`]+)` \\(\n")
	createColumn   = regexp.MustCompile("(?m)^  `?([a-z_]+)`? [a-z]")
	createParts    = regexp.MustCompile(`PARTITIONED BY \((.*)\)`)
	createPart     = regexp.MustCompile("`([^`]+)` string")
	createLocation = regexp.MustCompile(`LOCATION '([^']*)'`)
	createProperty = regexp.MustCompile(`(?m)^  '([^']*)' = '([^']*)',?$`)
)

// Created reads the table that a statement makes: as much of it as the data
// catalog tells. ok is false for any other statement.
func Created(statement string) (t Table, ok bool) {
	head := createHead.FindStringSubmatch(statement)
	if head == nil {
		return Table{}, false
	}
	t = Table{Database: head[1], Name: head[2], Parameters: map[string]string{"EXTERNAL": "TRUE"}}
	columns, _, _ := strings.Cut(statement[len(head[0])-1:], "\n)")
	for _, m := range createColumn.FindAllStringSubmatch(columns, -1) {
		t.Columns = append(t.Columns, m[1])
	}
	if m := createParts.FindStringSubmatch(statement); m != nil {
		for _, part := range createPart.FindAllStringSubmatch(m[1], -1) {
			t.Partitions = append(t.Partitions, part[1])
		}
	}
	if m := createLocation.FindStringSubmatch(statement); m != nil {
		t.Parameters["location"] = m[1]
	}
	for _, m := range createProperty.FindAllStringSubmatch(statement, -1) {
		t.Parameters[m[1]] = m[2]
	}
	return t, true
}
