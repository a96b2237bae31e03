package headless

import (
	"context"
	"fmt"
	"strings"
	"time"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/tui/text"
)

// A column is one thing to print of a record, or to count by: a field, a JSON
// path or the answer of an "is:" condition.
type column struct {
	name  string // as in a filter and in JSON
	field model.Field
	path  string // of model.FieldPath
	isis  bool   // it is the answer to fact
	fact  model.Fact
}

// defaultColumns are those of a table and of CSV.
var defaultColumns = []model.Field{
	model.FieldTime, model.FieldOp, model.FieldStatus, model.FieldTLS,
	model.FieldBucket, model.FieldKey, model.FieldIP, model.FieldPrincipal,
}

// fieldColumn returns the column of a field.
func fieldColumn(f model.Field) column { return column{name: f.String(), field: f} }

// allColumns are the fields of a record, time first, then as in the field table.
func allColumns() []column {
	cols := []column{fieldColumn(model.FieldTime)}
	for f := range model.NumFields {
		if f != model.FieldTime && f != model.FieldPath {
			cols = append(cols, fieldColumn(f))
		}
	}
	return cols
}

// parseColumn reads a name: a field, a JSON path or is:NAME. What may stand
// before :* in a filter is what may stand here.
func parseColumn(name string) (column, error) {
	if word, ok := strings.CutPrefix(name, "is:"); ok {
		k, ok := model.LookUpFact(word)
		if !ok {
			return column{}, &usageError{"unknown condition is:" + word, "one of is:" + strings.Join(model.FactNames[:], ", is:")}
		}
		return column{name: "is:" + model.FactNames[k], isis: true, fact: k}, nil
	}
	x, err := model.Parse(name+":*", time.Time{})
	if err != nil {
		return column{}, filterError("column "+name, err)
	}
	has, ok := x.(*model.Has)
	switch {
	case !ok:
		return column{}, &usageError{fmt.Sprintf("column %s is neither a field nor a JSON path", name), ""}
	case has.Field == model.FieldPath:
		return column{name: has.Path, field: model.FieldPath, path: has.Path}, nil
	}
	return fieldColumn(has.Field), nil
}

// parseColumns reads names parted by commas.
func parseColumns(list string) ([]column, error) {
	var cols []column
	for name := range strings.SplitSeq(list, ",") {
		col, err := parseColumn(strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		cols = append(cols, col)
	}
	return cols, nil
}

// title is the column's heading in a table.
func (col column) title() string {
	if col.isis || col.field == model.FieldPath {
		return col.name
	}
	return model.Fields[col.field].Title
}

// isNumber says whether its values are numbers in JSON.
func (col column) isNumber() bool { return !col.isis && col.field.IsNumber() }

// A record is one row of a snapshot, with its original bytes once they are needed.
type record struct {
	evidence *evidence
	row      store.Row
	bytes    []byte
}

// raw returns the record's original bytes.
func (r *record) raw(ctx context.Context) ([]byte, error) {
	if r.bytes == nil {
		raw, err := r.evidence.snapshot.Raw(ctx, r.row, r.evidence.source.Raw)
		if err != nil {
			return nil, err
		}
		r.bytes = raw
	}
	return r.bytes, nil
}

// value returns the record's value in a column, secrets masked, and whether it
// is recorded.
func (r *record) value(ctx context.Context, col column) (string, bool, error) {
	v := r.evidence.snapshot
	switch {
	case col.isis:
		return v.Facts(r.row).Get(col.fact).String(), true, nil
	case col.field == model.FieldPath:
		raw, err := r.raw(ctx)
		if err != nil {
			return "", false, err
		}
		value, recorded := model.PathText(v.Kind(r.row), raw, col.path)
		return text.Mask(value), recorded, nil
	case !v.Exact(r.row, col.field):
		raw, err := r.raw(ctx)
		if err != nil {
			return "", false, err
		}
		return writtenID(v.Kind(r.row), raw, col.field), true, nil
	}
	value, recorded := v.Text(r.row, col.field)
	return text.Mask(value), recorded, nil
}

// writtenID reads an id or request ID of unusual shape, which the store keeps
// as a hash, from the record's bytes.
func writtenID(kind model.Kind, raw []byte, f model.Field) string {
	if kind != model.AccessLog {
		name := "eventID"
		if f == model.FieldRequest {
			name = "requestID"
		}
		id, _ := model.PathText(kind, raw, name)
		return id
	}
	if len(raw) > 0 && raw[0] == '{' { // as delivered through CloudWatch
		id, _ := model.PathText(model.CloudTrail, raw, "request_id")
		return id
	}
	// Owner, bucket, [time], address, requester, request ID: a requester with
	// blanks is only told from what follows by an ID of the usual shape.
	_, rest, _ := strings.Cut(string(raw), "] ")
	if fields := strings.Fields(rest); len(fields) > 2 {
		return fields[2]
	}
	return ""
}
