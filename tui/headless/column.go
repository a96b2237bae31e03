package headless

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"s3sleuth/model"
	"s3sleuth/tui/export"
)

// parseColumn reads a name: a field, a JSON path or is:NAME. What may stand
// before :* in a filter is what may stand here.
func parseColumn(name string) (export.Column, error) {
	if name == "" {
		return export.Column{}, &usageError{"an empty name stands among the columns", "as --columns time,op,bucket"}
	}
	if word, ok := strings.CutPrefix(name, "is:"); ok {
		k, ok := model.LookUpFact(word)
		if !ok {
			return export.Column{}, &usageError{"unknown condition is:" + word, "one of is:" + strings.Join(model.FactNames[:], ", is:")}
		}
		return export.Column{Name: "is:" + model.FactNames[k], IsFact: true, Fact: k}, nil
	}
	x, err := model.Parse(name+":*", time.Time{})
	if err != nil {
		return export.Column{}, columnError(name, err)
	}
	has, ok := x.(*model.Has)
	switch {
	case !ok:
		return export.Column{}, &usageError{fmt.Sprintf("column %s is neither a field nor a JSON path", name), ""}
	case has.Field == model.FieldPath:
		return export.Column{Name: has.Path, Field: model.FieldPath, Path: has.Path}, nil
	}
	return export.FieldColumn(has.Field), nil
}

// columnError says what is wrong with a column. The hint of the filter language
// fits where it names another field; elsewhere it is about searching.
func columnError(name string, err error) error {
	var parse *model.ParseError
	hint := "s3sleuth help filter lists the fields"
	if errors.As(err, &parse) && strings.HasPrefix(parse.Hint, "did you mean") {
		hint = parse.Hint
	}
	return &usageError{"column " + name + ": no such field", hint}
}

// parseColumns reads names parted by commas.
func parseColumns(list string) ([]export.Column, error) {
	var cols []export.Column
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
func title(col export.Column) string {
	if col.IsFact || col.Field == model.FieldPath {
		return col.Name
	}
	return model.Fields[col.Field].Title
}
