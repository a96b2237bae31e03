package main

import (
	"fmt"
	"time"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/source/sql"
	"s3sleuth/tui"
	"s3sleuth/tui/headless"
)

// statements writes a question as SQL.
func statements(r headless.SQLRequest) ([]headless.SQLStatement, error) {
	log := sql.Events
	if r.Lines {
		log = sql.Lines
	}
	table, err := sql.ParseTable(r.Source, log, !r.Flat)
	if err != nil {
		return nil, err
	}
	if r.Create != nil {
		return created(table, r)
	}
	q := sql.Question{Where: r.Where, From: r.From, To: r.To, AllTime: r.AllTime}
	if r.View != "" {
		return viewed(table, r.View, q)
	}
	var s *sql.Statement
	if len(r.By) == 0 {
		s, err = table.Select(q, shownColumns(log))
	} else {
		var keys []sql.Key
		for _, key := range r.By {
			if key.IsFact || key.Field == model.FieldPath {
				return nil, &sql.LocalError{Local: []string{"--by a JSON path or is:"}}
			}
			keys = append(keys, sql.Key{Field: key.Field, Step: time.Duration(key.Step) * time.Millisecond})
		}
		s, err = table.Groups(q, keys, r.Top)
	}
	if err != nil {
		return nil, err
	}
	return []headless.SQLStatement{{Text: s.Text, Local: s.Local, Notes: s.Notes}}, nil
}

// dialects write a filter for engines whose table is not known: its name stands
// for the one that is to be filled in.
func dialects() []tui.Dialect {
	var list []tui.Dialect
	for _, d := range []struct {
		name, table string
		log         sql.Log
	}{
		{"Athena, CloudTrail table", "athena:DATABASE.TABLE", sql.Events},
		{"Athena, access-log table", "athena:DATABASE.TABLE", sql.Lines},
		{"CloudTrail Lake", "lake:EXAMPLE1-f852-4e8f-8bd1-bcf6cEXAMPLE", sql.Events},
	} {
		list = append(list, tui.Dialect{Name: d.name, Bill: func(where model.Expr, within source.Range) (source.Bill, error) {
			table, err := sql.ParseTable(d.table, d.log, true)
			if err != nil {
				return source.Bill{}, err
			}
			s, err := table.Select(sql.Question{Where: where, From: within.From, To: within.To}, shownColumns(d.log))
			if err != nil {
				return source.Bill{}, err
			}
			return source.Bill{Engine: table.Engine.String(), Statements: []string{s.Text}, Local: s.Local, Notes: s.Notes, Bytes: -1}, nil
		}})
	}
	return list
}

// created writes the statement that makes a table, of days from --since on.
func created(table *sql.Table, r headless.SQLRequest) ([]headless.SQLStatement, error) {
	d, err := definition(table, r)
	if err != nil {
		return nil, err
	}
	text, err := d.Create()
	if err != nil {
		return nil, err
	}
	return []headless.SQLStatement{{Text: text}}, nil
}

// definition is the table that a request asks to create.
func definition(table *sql.Table, r headless.SQLRequest) (sql.Definition, error) {
	layout, ok := sql.Layouts[r.Create.Layout]
	if !ok {
		return sql.Definition{}, fmt.Errorf("unknown layout %s: it is one of trail, organization-trail, access-logs, access-logs-flat", r.Create.Layout)
	}
	d := sql.Definition{
		Table: table, Layout: layout, Location: r.Create.Location, Org: r.Create.Org,
		Accounts: r.Create.Accounts, Regions: r.Create.Regions,
	}
	if !r.From.IsZero() {
		d.Since = r.From.Format("2006/01/02")
	}
	return d, nil
}

// viewed writes a named query, and what its answer is to be compared with.
func viewed(table *sql.Table, name string, q sql.Question) ([]headless.SQLStatement, error) {
	v, err := sql.LookUpView(name)
	if err != nil {
		return nil, err
	}
	article, compared, err := table.View(v, q)
	if err != nil {
		return nil, err
	}
	return []headless.SQLStatement{
		{Title: "As it is passed on: " + v.Title, Text: article.Text, Local: article.Local, Notes: article.Notes},
		{Title: "Compared with " + v.Verdict + ": " + v.Why, Text: compared.Text, Local: compared.Local},
	}, nil
}

// shownColumns are what a person wants to see of a record, as far as the log has it.
func shownColumns(log sql.Log) []model.Field {
	fields := []model.Field{
		model.FieldTime, model.FieldOperation, model.FieldARN, model.FieldIP, model.FieldBucket, model.FieldKey,
		model.FieldUA, model.FieldTLS, model.FieldError, model.FieldRequest,
	}
	if log == sql.Lines {
		return append(fields, model.FieldStatus)
	}
	return append(fields, model.FieldID)
}
