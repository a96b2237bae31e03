package sql

import (
	"fmt"
	"slices"
	"strings"

	"s3sleuth/model"
)

// A View is a [model.View] as SQL: its columns, and its condition in the words it
// is passed on in.
type View struct {
	*model.View
	columns []string
	where   func(t *Table) (node, bool) // false where the log cannot answer
}

// views are those of [model.Views], by name.
var views = map[string]View{
	"no-tls-article": {
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
	"public-acl-article": {
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
	known, err := model.LookUpView(name)
	if err != nil {
		return nil, err
	}
	v := views[name]
	v.View = known
	return &v, nil
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
	article, err = t.finish(&Statement{Local: p.local, Notes: []string{comeTwice}}, q, head, append(slices.Clone(where), conjuncts(condition)...), "")
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
	return t.finish(&Statement{Local: p.local, Notes: []string{countTwice}}, q, "SELECT "+strings.Join(columns, ",\n       "), where, "")
}
