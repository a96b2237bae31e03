package tui

import "s3sleuth/model"

// The edits of a filter by + - and o on a value. A filter that takes every
// record is nil.

func include(x model.Expr, p model.Pick) model.Expr { return none(model.Include(x, p)) }

func exclude(x model.Expr, p model.Pick) model.Expr { return none(model.Exclude(x, p)) }

func only(x model.Expr, p model.Pick) model.Expr { return none(model.Only(x, p)) }

// none returns nil for the filter that takes every record.
func none(x model.Expr) model.Expr {
	if len(model.Terms(x)) == 0 {
		return nil
	}
	return x
}
