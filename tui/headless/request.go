package headless

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
)

// A request is what a command line asks: of which source, about which records.
type request struct {
	name   string // of the source
	filter model.Expr
	where  model.Expr // filter without its time bounds
	within source.Range
	memory int64
}

// request reads SOURCE [FILTER] and the common flags.
func (c *commands) request(args []string) (*request, error) {
	switch {
	case len(args) == 0:
		return nil, &usageError{"no SOURCE given", sourceKinds}
	case len(args) > 2:
		if _, err := os.Stat(args[1]); err == nil { // a shell has made names of a pattern
			return nil, oneSource(args[0], args[1])
		}
		return nil, &usageError{
			fmt.Sprintf("one FILTER expected, got %d", len(args)-1),
			"quote the filter as a whole: '" + strings.Join(args[1:], " ") + "'",
		}
	}
	if err := noSource(args[0]); err != nil {
		return nil, err
	}
	r := &request{name: args[0], filter: model.Const(true)}
	if len(args) == 2 {
		if err := secondSource(args[0], args[1]); err != nil {
			return nil, err
		}
		x, err := model.Parse(args[1], c.env.Now())
		if err != nil {
			return nil, filterError("filter", err)
		}
		if _, err := os.Stat(args[1]); err == nil && isWord(x) {
			return nil, oneSource(args[0], args[1])
		}
		r.filter = x
	}
	bounds, err := c.timeFlags()
	if err != nil {
		return nil, err
	}
	if len(bounds) > 0 {
		r.filter = model.Simplify(append(model.And(bounds), r.filter))
	}
	r.within.From, r.within.To, r.where = model.Lift(r.filter)
	r.memory, err = c.memoryLimit()
	return r, err
}

// isWord says whether a filter is a bare word, as the name of a file would be.
func isWord(x model.Expr) bool {
	_, is := x.(*model.Text)
	return is
}

// filterError makes an error of the filter language one of usage. what names
// the argument that it stands in.
func filterError(what string, err error) error {
	var parse *model.ParseError
	if !errors.As(err, &parse) {
		return &usageError{what + ": " + err.Error(), ""}
	}
	hint := parse.Hint
	if parse.Example != "" {
		if hint != "" {
			hint += " "
		}
		hint += "(for example " + parse.Example + ")"
	}
	return &usageError{fmt.Sprintf("%s: col %d: %s", what, parse.Column, parse.Message), hint}
}

// timeFlags returns --since and --until as conditions.
func (c *commands) timeFlags() (model.And, error) {
	var bounds model.And
	for _, flag := range []struct{ name, value string }{{"since", c.since}, {"until", c.until}} {
		switch {
		case flag.value != "":
		case c.root.PersistentFlags().Changed(flag.name): // a script's variable that is not set: all of time is not what was meant
			return nil, &usageError{"--" + flag.name + " is empty", momentHint}
		default:
			continue
		}
		x, err := model.Parse(flag.name+`:"`+plainMoment(flag.value, c.env.Now())+`"`, c.env.Now())
		if err != nil {
			return nil, &usageError{fmt.Sprintf("--%s %s is no time", flag.name, flag.value), momentHint}
		}
		bounds = append(bounds, x)
	}
	if from, to, _ := model.Lift(model.Simplify(bounds)); len(bounds) == 2 && !from.Before(to) {
		return nil, &usageError{
			fmt.Sprintf("--since %s is not before --until %s", c.since, c.until),
			fmt.Sprintf("in UTC: from %s to %s", from.Format(time.RFC3339), to.Format(time.RFC3339)),
		}
	}
	return bounds, nil
}

// rangeFlags returns --since and --until as a range.
func (c *commands) rangeFlags() (source.Range, error) {
	bounds, err := c.timeFlags()
	if err != nil || len(bounds) == 0 {
		return source.Range{}, err
	}
	from, to, _ := model.Lift(model.Simplify(bounds))
	return source.Range{From: from, To: to}, nil
}

// memoryLimit reads --memory.
func (c *commands) memoryLimit() (int64, error) {
	if c.memory == "" {
		return c.env.Memory, nil
	}
	limit, ok := model.ParseSize(c.memory)
	if !ok {
		return 0, &usageError{fmt.Sprintf("--memory %s is no size", c.memory), "write 512MB, 4GB or 16GiB"}
	}
	return limit, nil
}

// question asks the store what the request asks.
func (r *request) question(raw store.RawFunc) store.Question {
	q := store.Question{Where: r.where, Raw: raw}
	if !r.within.From.IsZero() {
		q.From = r.within.From.UnixMilli()
	}
	if !r.within.To.IsZero() {
		q.To = r.within.To.UnixMilli()
	}
	return q
}
