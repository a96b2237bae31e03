package tui

import (
	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/tui/text"
)

// columnFields are the columns of the table, in order; TIME comes before them
// and stays where it is.
var columnFields = []model.Field{
	model.FieldOp, model.FieldStatus, model.FieldTLS, model.FieldBucket, model.FieldIP, model.FieldPrincipal,
	model.FieldError, model.FieldKey, model.FieldACL, model.FieldClient, model.FieldAccount, model.FieldRegion,
	model.FieldBytes, model.FieldSession, model.FieldVia, model.FieldEndpoint, model.FieldHost, model.FieldUA,
	model.FieldReferer, model.FieldKind,
}

// widest is how wide a column gets at most in a wide and in a narrow table;
// other columns stop at 28.
var widest = map[model.Field][2]int{
	model.FieldOp: {22, 17}, model.FieldBucket: {24, 16}, model.FieldIP: {24, 15}, model.FieldPrincipal: {34, 24}, model.FieldKey: {44, 34},
	model.FieldUA: {60, 60}, model.FieldReferer: {60, 60}, model.FieldHost: {50, 50},
}

// wideTable is the width from which a table is wide.
const wideTable = 100

// widestOf returns the most columns a column of field f takes in a table of
// width w.
func widestOf(f model.Field, w int) int {
	n, known := widest[f]
	switch {
	case !known:
		return 28
	case w >= wideTable:
		return n[0]
	}
	return n[1]
}

// columnsFor returns the table's columns: the filter's own fields that are no
// column yet come first, then the usual ones. In a small table all of the
// filter's fields come first, after OP and ST.
func columnsFor(filtered []model.Field, small bool) []column {
	have := map[model.Field]bool{model.FieldTime: true, model.FieldPath: true}
	cols := []column{{field: model.FieldTime}}
	add := func(f model.Field) {
		if !have[f] {
			have[f] = true
			cols = append(cols, column{field: f})
		}
	}
	usual := map[model.Field]bool{}
	for _, f := range columnFields {
		usual[f] = true
	}
	if small {
		add(model.FieldOp)
		add(model.FieldStatus)
	}
	for _, f := range filtered {
		if small || !usual[f] {
			add(f)
		}
	}
	for _, f := range columnFields {
		add(f)
	}
	return cols
}

// valueOf returns the value of a field as the screen shows it, with secrets of
// presigned URLs masked, and whether it is recorded.
func valueOf(v *store.Snapshot, r store.Row, f model.Field) (string, bool) {
	if f == model.FieldTime {
		return moment(v.Time(r)), true
	}
	s, recorded := v.Text(r, f)
	switch f {
	case model.FieldUA, model.FieldReferer, model.FieldKey:
		s = text.Mask(s)
	}
	return s, recorded
}

// cellText returns what a table cell shows: a value in short, "-" where the
// absence is an answer, "·" where the record cannot say.
func cellText(v *store.Snapshot, r store.Row, f model.Field) (s string, recorded bool) {
	s, recorded = valueOf(v, r, f)
	switch {
	case !recorded && f.IsText() && v.Answered(r, f):
		return "-", false
	case !recorded:
		return "·", false
	}
	return valueName(f, s), true
}

// cellStyle colours what a responder looks for. The word says the same.
func cellStyle(v *store.Snapshot, r store.Row, f model.Field, s string, recorded bool) style {
	if !recorded {
		return dim
	}
	switch f {
	case model.FieldTLS:
		return tlsStyle(s)
	case model.FieldStatus:
		if s != "" && s[0] == '5' {
			return danger
		}
		if s != "" && s[0] == '4' {
			return warn
		}
	case model.FieldError:
		return warn
	case model.FieldOp:
		if v.Facts(r).Get(model.Delete) == model.Yes {
			return danger
		}
	case model.FieldACL:
		if v.Facts(r).Get(model.PublicACL) == model.Yes {
			return danger
		}
	case model.FieldPrincipal:
		if v.Facts(r).Get(model.Anonymous) == model.Yes {
			return warn
		}
	}
	return plain
}

// tlsStyle colours a TLS verdict.
func tlsStyle(s string) style {
	switch s {
	case "none":
		return danger
	case "1.0", "1.1", "no-evidence":
		return warn
	case "1.2", "1.3":
		return ok
	}
	return dim
}
