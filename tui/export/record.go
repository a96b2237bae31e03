package export

import (
	"context"
	"time"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/tui/text"
)

// Evidence is where the records are: a snapshot, and what reads original bytes.
type Evidence struct {
	Snapshot *store.Snapshot
	Raw      store.RawFunc
	Zone     *time.Location // that times are written in, with their offset; nil is UTC
	Redact   *Redactor      // of accounts and who called; nil writes them as they are
}

// A Record is one row of a snapshot, with its original bytes once they are needed.
type Record struct {
	Row      store.Row
	evidence Evidence
	bytes    []byte
}

// Record returns the record of a row.
func (e Evidence) Record(row store.Row) *Record { return &Record{Row: row, evidence: e} }

// Original returns the record's original bytes, secrets included.
func (r *Record) Original(ctx context.Context) ([]byte, error) {
	if r.bytes == nil {
		raw, err := r.evidence.Snapshot.Raw(ctx, r.Row, r.evidence.Raw)
		if err != nil {
			return nil, err
		}
		r.bytes = raw
	}
	return r.bytes, nil
}

// Value returns the record's value in a column, secrets masked and redacted where
// that was asked for, and whether it is recorded.
func (r *Record) Value(ctx context.Context, col Column) (string, bool, error) {
	value, recorded, err := r.value(ctx, col)
	if redact := r.evidence.Redact; redact != nil && recorded {
		value = redact.Value(col, value)
	}
	return value, recorded, err
}

func (r *Record) value(ctx context.Context, col Column) (string, bool, error) {
	v := r.evidence.Snapshot
	switch {
	case col.IsFact:
		return v.Facts(r.Row).Get(col.Fact).String(), true, nil
	case col.Field == model.FieldPath:
		raw, err := r.Original(ctx)
		if err != nil {
			return "", false, err
		}
		value, recorded := model.PathText(v.Kind(r.Row), raw, col.Path)
		return text.Mask(value), recorded, nil
	case !v.Exact(r.Row, col.Field):
		raw, err := r.Original(ctx)
		if err != nil {
			return "", false, err
		}
		id, _ := v.IDIn(r.Row, col.Field, raw)
		return id, true, nil
	}
	if col.Field == model.FieldTime && r.evidence.Zone != nil {
		return zoned(v.Time(r.Row), r.evidence.Zone), true, nil
	}
	value, recorded := v.Text(r.Row, col.Field)
	return text.Mask(value), recorded, nil
}

// zoned returns a time in Unix milliseconds as RFC 3339 in a zone, with
// milliseconds where there are any.
func zoned(ms int64, zone *time.Location) string {
	layout := "2006-01-02T15:04:05-07:00"
	if ms%1000 != 0 {
		layout = "2006-01-02T15:04:05.000-07:00"
	}
	return time.UnixMilli(ms).In(zone).Format(layout)
}

// ZoneName returns a time zone as --tz takes it.
func ZoneName(zone *time.Location) string {
	switch zone {
	case nil, time.UTC:
		return "utc"
	case time.Local:
		return "local"
	}
	return zone.String()
}

// AppendJSON appends the record's values in the columns as one JSON object; what
// is not recorded is left out.
func (r *Record) AppendJSON(ctx context.Context, b []byte, columns []Column) ([]byte, error) {
	b = append(b, '{')
	first := true
	for _, col := range columns {
		value, recorded, err := r.Value(ctx, col)
		if err != nil {
			return b, err
		}
		if !recorded {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(text.AppendJSON(b, col.Name), ':')
		b = appendValue(b, col, value, true)
	}
	return append(b, '}'), nil
}
