package main

import (
	"errors"
	"strings"
	"testing"
	"time"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source/sql"
	"s3sleuth/tui/headless"
)

// TestStatements asks for each kind of statement that the command prints.
func TestStatements(t *testing.T) {
	x, err := model.Parse("tls:<1.2 client:boto3", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	week := headless.SQLRequest{
		Source: "athena:logs.trail",
		From:   time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 11, 8, 0, 0, 0, 0, time.UTC),
	}
	for _, tt := range []struct {
		name   string
		change func(r *headless.SQLRequest)
		want   []string // parts of the statements
		local  int
	}{
		{"records", func(r *headless.SQLRequest) { r.Where = x }, []string{"tlsv1.1", `"timestamp" >= '2026/10/31'`}, 1},
		{"flat", func(r *headless.SQLRequest) { r.Flat = true }, []string{`FROM "logs"."trail"`}, 0},
		{"access logs", func(r *headless.SQLRequest) { r.Lines = true }, []string{"parse_datetime(requestdatetime"}, 0},
		{"counts", func(r *headless.SQLRequest) { r.By = []store.Key{{Field: model.FieldTLS}}; r.Top = 3 }, []string{"GROUP BY 1", "LIMIT 3"}, 0},
		{"hours", func(r *headless.SQLRequest) { r.By = []store.Key{{Field: model.FieldTime, Step: 3_600_000}} }, []string{"/ 3600)"}, 0},
		{"a view", func(r *headless.SQLRequest) { r.View = "no-tls-article" }, []string{"tlsDetails.tlsVersion IS NULL", "AS taken_wrongly"}, 0},
		{"a table", func(r *headless.SQLRequest) {
			r.Create = &headless.SQLTable{Layout: "access-logs", Location: "s3://acme-logs/"}
		}, []string{"CREATE EXTERNAL TABLE", "2026/11/01,NOW"}, 0},
	} {
		r := week
		tt.change(&r)
		got, err := statements(r)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		var all strings.Builder
		local := 0
		for _, s := range got {
			all.WriteString(s.Text)
			local += len(s.Local)
		}
		for _, part := range tt.want {
			if !strings.Contains(all.String(), part) {
				t.Errorf("%s: %s is not in\n%s", tt.name, part, all.String())
			}
		}
		if local != tt.local {
			t.Errorf("%s: %d conditions are left to the rows, want %d", tt.name, local, tt.local)
		}
	}
}

func TestStatementsRefuse(t *testing.T) {
	var local *sql.LocalError
	for name, r := range map[string]headless.SQLRequest{
		"a path":       {Source: "athena:a.b", AllTime: true, By: []store.Key{{Field: model.FieldPath, Path: "eventName"}}},
		"a fact":       {Source: "athena:a.b", AllTime: true, By: []store.Key{{IsFact: true}}},
		"a derivation": {Source: "athena:a.b", AllTime: true, By: []store.Key{{Field: model.FieldPrincipal}}},
	} {
		if _, err := statements(r); !errors.As(err, &local) {
			t.Errorf("counts by %s: %v", name, err)
		}
	}
	for name, r := range map[string]headless.SQLRequest{
		"no range":             {Source: "athena:a.b"},
		"no table":             {Source: "./logs", AllTime: true},
		"no such view":         {Source: "athena:a.b", AllTime: true, View: "x"},
		"no such layout":       {Source: "athena:a.b", Create: &headless.SQLTable{Layout: "x"}},
		"ACLs of access logs":  {Source: "athena:a.b", AllTime: true, Lines: true, View: "public-acl-article"},
		"a table without days": {Source: "athena:a.b", Create: &headless.SQLTable{Layout: "access-logs", Location: "s3://a/"}},
	} {
		if _, err := statements(r); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
