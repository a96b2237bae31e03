package export

import (
	"s3sleuth/model"
	"s3sleuth/model/store"
)

// A Column is one thing to write of a record, or to count by: a field, a JSON
// path or the answer of an "is:" condition.
type Column struct {
	Name   string // as in a filter and in JSON
	Field  model.Field
	Path   string // of model.FieldPath
	IsFact bool   // it is the answer to Fact
	Fact   model.Fact
}

// UsualColumns are those of CSV, and of tables, where none are chosen.
var UsualColumns = []model.Field{
	model.FieldTime, model.FieldOp, model.FieldStatus, model.FieldTLS,
	model.FieldBucket, model.FieldKey, model.FieldIP, model.FieldPrincipal,
}

// FieldColumn returns the column of a field.
func FieldColumn(f model.Field) Column { return Column{Name: f.String(), Field: f} }

// FieldColumns returns the columns of fields.
func FieldColumns(fields []model.Field) []Column {
	cols := make([]Column, len(fields))
	for i, f := range fields {
		cols[i] = FieldColumn(f)
	}
	return cols
}

// AllColumns are the fields of a record, time first, then as in the field table.
func AllColumns() []Column {
	cols := []Column{FieldColumn(model.FieldTime)}
	for f := range model.NumFields {
		if f != model.FieldTime && f != model.FieldPath {
			cols = append(cols, FieldColumn(f))
		}
	}
	return cols
}

// Key returns the column as something to count by.
func (col Column) Key() store.Key {
	return store.Key{Field: col.Field, Path: col.Path, Fact: col.Fact, IsFact: col.IsFact}
}

// isNumber says whether its values are numbers in JSON.
func (col Column) isNumber() bool { return !col.IsFact && col.Field.IsNumber() }
