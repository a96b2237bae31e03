package export

import (
	"encoding/json"
	"time"

	"s3sleuth/model"
	"s3sleuth/tui/text"
)

// A safeText is written as JSON in which everything that does not simply show is
// escaped, secrets masked.
type safeText string

// MarshalJSON writes the text.
func (s safeText) MarshalJSON() ([]byte, error) {
	return text.AppendJSON(nil, text.Mask(string(s))), nil
}

// A Meta is what stands beside an exported file: what it is, what it rests on,
// and how to tell that it is still the same.
type Meta struct {
	Tool    safeText   `json:"tool"`
	Version safeText   `json:"version"`
	Written time.Time  `json:"written"`
	File    safeText   `json:"file"`
	Bytes   int64      `json:"bytes"`
	SHA256  safeText   `json:"sha256"`
	Format  safeText   `json:"format"`
	Holds   safeText   `json:"holds"` // "records" or "counts"
	Rows    int        `json:"rows"`  // without a header
	Columns []safeText `json:"columns,omitempty"`
	Times   safeText   `json:"times,omitempty"`   // the zone that times are written in
	Without safeText   `json:"without,omitempty"` // what is redacted

	Source  safeText   `json:"source"`
	Filter  safeText   `json:"filter"`
	From    *time.Time `json:"from"`  // null is open
	Until   *time.Time `json:"until"` // exclusive
	Command safeText   `json:"command"`

	Matched      int          `json:"matched"`
	Unknown      int          `json:"unknown"` // records that the filter cannot decide
	Read         int          `json:"read"`
	Completeness completeness `json:"completeness"`
}

// completeness is a coverage, as JSON.
type completeness struct {
	State      safeText        `json:"state"`
	Reason     safeText        `json:"reason,omitempty"`
	Files      json.RawMessage `json:"files"`
	Listed     bool            `json:"allFilesListed"`
	Damaged    int             `json:"damaged"`
	Duplicates int             `json:"duplicates"`
	Differing  int             `json:"differing,omitempty"` // of the duplicates
}

// meta describes a file that a job has written.
func (j *Job) meta(o Outcome) *Meta {
	c := j.Coverage
	m := &Meta{
		Tool: "s3sleuth", Format: safeText(j.Format.String()), Holds: "records", Rows: o.Rows,
		Source: safeText(j.Source), Filter: safeText(j.filter().String()), Command: safeText(j.Command()),
		Matched: o.Matched, Unknown: o.Unknown, Read: o.Read,
		Completeness: completeness{
			State: safeText(c.State.String()), Reason: safeText(c.Reason), Files: appendFiles(nil, c),
			Listed: c.FilesFinal, Damaged: c.Damaged, Duplicates: c.Duplicates, Differing: c.Differing,
		},
	}
	if r := j.Redact; r != nil {
		m.Without = "account numbers and principals"
		m.Filter, m.Source = safeText(r.Filter(j.filter())), safeText(r.Text(j.Source))
		if m.Filter == Redacted || string(m.Source) != j.Source {
			m.Command = Redacted
		}
	}
	cols := j.Columns
	if len(j.By) > 0 {
		m.Holds, cols = "counts", j.By
	}
	if len(j.Marked) > 0 {
		m.Holds = "marked records"
	}
	if j.Format != Original {
		zone := j.Zone
		if len(j.By) > 0 {
			zone = time.UTC // a time that is counted is a value, as the filter writes it
		}
		m.Times = safeText(ZoneName(zone))
		for _, col := range cols {
			m.Columns = append(m.Columns, safeText(col.Name))
		}
	}
	from, to, _ := model.Lift(j.filter())
	if !from.IsZero() {
		m.From = &from
	}
	if !to.IsZero() {
		m.Until = &to
	}
	return m
}
