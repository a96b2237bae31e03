package main

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
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

// A question is a filter, what it has to match, and how the matches are spread
// over the values of one or two fields.
type question struct {
	Name    string  `json:"name"`
	Filter  string  `json:"filter"`
	Matched int     `json:"matched"`
	Unknown int     `json:"unknown"` // records that cannot say
	By      string  `json:"by,omitempty"`
	Groups  []group `json:"groups,omitempty"` // most frequent first, then by value

	match func(*row) answer
}

// A group counts the matches with the same values; null is not recorded.
type group struct {
	Values []*string `json:"values"`
	Count  int       `json:"count"`
}

func (w *world) truth(files, other int) *truth {
	slices.SortStableFunc(w.rows, func(a, b row) int { return a.at.Compare(b.at) })
	t := &truth{
		Records: len(w.rows), Duplicates: redeliveredLines + redeliveredEvents, Files: files, Other: other, Aggregated: aggregated,
		First: w.rows[0].at.Format("2006-01-02T15:04:05Z"), Last: w.rows[len(w.rows)-1].at.Format("2006-01-02T15:04:05Z"),
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
	t.Questions = questions()
	for i := range t.Questions {
		t.Questions[i].answer(w.rows)
	}
	return t
}

func (q *question) answer(rows []row) {
	counts := map[string]int{}
	for i := range rows {
		switch q.match(&rows[i]) {
		case yes:
			q.Matched++
			if q.By != "" {
				counts[rows[i].group(q.By)]++
			}
		case unknown:
			q.Unknown++
		}
	}
	for k, n := range counts {
		g := group{Count: n}
		for v := range strings.SplitSeq(k, "\x00") {
			value := v
			if v == "" {
				g.Values = append(g.Values, nil)
				continue
			}
			g.Values = append(g.Values, &value)
		}
		q.Groups = append(q.Groups, g)
	}
	slices.SortFunc(q.Groups, func(a, b group) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.key(), b.key()))
	})
}

// group returns the values of the fields, joined; not recorded is "".
func (r *row) group(by string) string {
	var vs []string
	for f := range strings.SplitSeq(by, ",") {
		vs = append(vs, r.values[f])
	}
	return strings.Join(vs, "\x00")
}

func (g group) key() string {
	var vs []string
	for _, v := range g.Values {
		if v == nil {
			vs = append(vs, "")
			continue
		}
		vs = append(vs, *v)
	}
	return strings.Join(vs, "\x00")
}

func (t *truth) json() []byte {
	b, err := json.MarshalIndent(t, "", " ")
	if err != nil {
		panic(err) // the type holds nothing that JSON cannot say
	}
	return append(b, '\n')
}
