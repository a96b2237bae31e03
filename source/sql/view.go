package sql

import (
	"fmt"
	"slices"
	"strings"

	"s3sleuth/model"
)

// A View is a query as practitioners pass it on, kept so that its answer can be
// compared with the verdict over all that the log says.
type View struct {
	Name    string
	Title   string // what it is for, one line
	Verdict string // the filter that answers the question
	Why     string // what the query takes wrongly and what it misses

	columns []string
	where   func(t *Table) (node, bool) // false where the log cannot answer
}

// Views are the queries that are known by name.
var Views = []View{
	{
		Name:    "no-tls-article",
		Title:   "who would break if the bucket policy denied plain HTTP (aws:SecureTransport)",
		Verdict: "tls:no-evidence OR tls:none",
		Why: "a missing version is no plain HTTP where a cipher suite is recorded, the console or any other service called, " +
			"or S3 acted by itself; and CloudTrail never proves plain HTTP",
		columns: []string{"*"},
		where: func(t *Table) (node, bool) {
			if t.Log == Lines {
				return in{lineTLS, []string{"-"}}, true
			}
			services := []string{"config", "ssm", "s3", "cloudtrail", "securitylake"}
			for i := range services {
				services[i] += ".amazonaws.com"
			}
			return and(isNull{tlsVersion}, notIn{sourceIP, services}), true
		},
	},
	{
		Name:    "public-acl-article",
		Title:   "which uploads Block Public Access would refuse",
		Verdict: "is:public-acl",
		Why: "it misses PutObjectAcl, CopyObject, multipart uploads, bucket ACLs, grant headers and XML bodies, " +
			"and takes a private upload whose key holds the text, and requests that were refused",
		columns: []string{"eventTime", "userIdentity.arn", "eventName", "sourceIPAddress", "userAgent"},
		where: func(t *Table) (node, bool) {
			x, patterns := node(name("requestParameters")), []string{"%x-amz-acl%public-read%", "%x-amz-acl%authenticated-read%"}
			if t.Engine == Lake {
				x, patterns = events{t}.param("x-amz-acl"), []string{"%public-read%", "%authenticated-read%"}
			}
			return and(in{eventName, []string{"PutObject"}}, or(like{x, patterns[0]}, like{x, patterns[1]})), t.Log == Events
		},
	},
}

// LookUpView finds a view by its name.
func LookUpView(name string) (*View, error) {
	var names []string
	for i := range Views {
		if Views[i].Name == name {
			return &Views[i], nil
		}
		names = append(names, Views[i].Name)
	}
	return nil, fmt.Errorf("unknown view %s: it is one of %s", name, strings.Join(names, ", "))
}

// View writes two statements: the query as it is passed on, and one that counts
// how its answer and the verdict's differ. The filter of q narrows both.
func (t *Table) View(v *View, q Question) (article, compared *Statement, err error) {
	condition, ok := v.where(t)
	if !ok {
		return nil, nil, fmt.Errorf("view %s: access logs do not record ACLs", v.Name)
	}
	p := &pusher{table: t}
	where, err := t.where(q, p.match(expr(q)).hi)
	if err != nil {
		return nil, nil, err
	}
	columns := slices.Clone(v.columns)
	switch {
	case columns[0] == "*":
	case t.Engine == Lake:
		columns = append(columns, "json_format(CAST(requestParameters AS JSON)) AS requestParameters")
	default:
		columns = append(columns, "requestParameters")
	}
	head := "SELECT " + strings.Join(columns, ", ")
	article, err = t.finish(&Statement{Local: p.local}, q, head, append(slices.Clone(where), conjuncts(condition)...), "")
	if err != nil {
		return nil, nil, err
	}
	compared, err = t.compare(v, q, condition, where)
	return article, compared, err
}

func conjuncts(x node) []node {
	if x, ok := x.(all); ok {
		return x
	}
	return []node{x}
}

// compare counts what only one of a query and its verdict takes.
func (t *Table) compare(v *View, q Question, condition node, where []node) (*Statement, error) {
	verdict, err := model.Parse(v.Verdict, q.From)
	if err != nil {
		return nil, err
	}
	p := &pusher{table: t}
	is := p.match(verdict).hi
	var columns []string
	for _, c := range []struct {
		is node
		as string
	}{{condition, "article"}, {is, "verdict"}, {and(condition, negate(is)), "taken_wrongly"}, {and(is, negate(condition)), "missed"}} {
		columns = append(columns, "count_if("+sprint(c.is)+") AS "+c.as)
	}
	return t.finish(&Statement{Local: p.local}, q, "SELECT "+strings.Join(columns, ",\n       "), where, "")
}
