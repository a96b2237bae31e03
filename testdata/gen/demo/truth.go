package main

import (
	"encoding/json"
	"slices"
	"strings"

	"s3sleuth/testdata/gen/evidence"
)

// truth is what is to be found in the evidence. It is written as truth.json.
type truth struct {
	Records    int        `json:"records"`
	AccessLog  int        `json:"accesslog"`
	CloudTrail int        `json:"cloudtrail"`
	Network    int        `json:"networkactivity"`
	Duplicates int        `json:"duplicates"`
	Files      int        `json:"files"` // that hold records
	Other      int        `json:"other"` // files that hold none
	Aggregated int        `json:"aggregated"`
	First      string     `json:"first"`
	Last       string     `json:"last"`
	Questions  []question `json:"questions"`
}

type question struct {
	evidence.Question
	match condition
}

func (w *world) truth(files, other int) *truth {
	w.join()
	slices.SortStableFunc(w.rows, func(a, b row) int { return a.at.Compare(b.at) })
	t := &truth{
		Records: len(w.rows), Duplicates: redeliveredLines + redeliveredEvents, Files: files, Other: other, Aggregated: aggregated,
		First: w.rows[0].at.Format("2006-01-02T15:04:05Z"), Last: w.rows[len(w.rows)-1].at.Format("2006-01-02T15:04:05Z"),
		Questions: questions(),
	}
	for i := range w.rows {
		switch w.rows[i].values["kind"] {
		case "accesslog":
			t.AccessLog++
		case "cloudtrail":
			t.CloudTrail++
		default:
			t.Network++
		}
	}
	for i := range t.Questions {
		q := &t.Questions[i]
		for j := range w.rows {
			q.Note(q.match(&w.rows[j]), w.rows[j].group(q.By)...)
		}
		q.Done(0)
	}
	return t
}

// group returns the values of the fields named in by.
func (r *row) group(by string) (values []string) {
	for f := range strings.SplitSeq(by, ",") {
		values = append(values, r.values[f])
	}
	return values
}

func (t *truth) json() []byte {
	b, err := json.MarshalIndent(t, "", " ")
	if err != nil {
		panic(err) // the type holds nothing that JSON cannot say
	}
	return append(b, '\n')
}

// join finds the requests that stand in both logs, by their request ID.
func (w *world) join() {
	in := map[string]map[string]bool{"accesslog": {}, "cloudtrail": {}, "networkactivity": {}}
	for i := range w.rows {
		r := &w.rows[i]
		in[r.values["kind"]][r.values["request"]] = true
	}
	for i := range w.rows {
		r := &w.rows[i]
		r.values["is:joined"] = "no"
		if id := r.values["request"]; id != "" && in["accesslog"][id] && in["cloudtrail"][id] {
			r.values["is:joined"] = "yes"
		}
	}
}
