package sql

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// A node is a piece of SQL: a value or a predicate. It prints itself, and is
// small enough that the tests can evaluate it.
type node interface{ write(b *strings.Builder) }

type (
	// name is a column or a member of a struct, spelled as in SQL.
	name string
	// text is a string literal, number a whole one.
	text   string
	number int64
	// moment is a literal of a time: its spelling, and Unix milliseconds.
	moment struct {
		spelled string
		ms      int64
	}
	// address is a literal of an IP address.
	address string
	// call is a function of values.
	call struct {
		function string
		args     []node
	}
	// cast is TRY_CAST: NULL where the value is none of the type.
	cast struct {
		x  node
		to string
	}
	// minus, divide and times calculate with a constant; divide does with fractions.
	minus struct {
		x  node
		by int64
	}
	divide struct {
		x  node
		by number
	}
	times struct {
		x  node
		by number
	}
	// lambda is the function that any_match or map_filter calls.
	lambda struct {
		params []string
		body   node
	}
	// choice is CASE WHEN: the value beside the first predicate that is true, else NULL.
	choice []when
	when   struct{ is, value node }

	// compare is a comparison of two values, by one of = <> < <= > >=.
	compare struct {
		op   string
		l, r node
	}
	// between is low <= x <= high.
	between struct{ x, low, high node }
	// in and notIn say whether a value is one of several texts or none of them (a
	// value that is NULL is neither), like whether a LIKE pattern fits.
	in struct {
		x      node
		values []string
	}
	notIn struct {
		x      node
		values []string
	}
	// anyOf is the same for values that are no texts.
	anyOf struct {
		x      node
		values []node
	}
	like struct {
		x       node
		pattern string // with \ as escape
	}
	isNull  struct{ x node }
	notNull struct{ x node }
	// truth is TRUE or FALSE.
	truth bool
	// all is AND, some is OR, not is NOT of a predicate with NULL taken as FALSE.
	all  []node
	some []node
	not  struct{ x node }
)

// sprint returns the text of a node.
func sprint(n node) string {
	var b strings.Builder
	n.write(&b)
	return b.String()
}

func (n name) write(b *strings.Builder)   { b.WriteString(string(n)) }
func (n text) write(b *strings.Builder)   { b.WriteString(quote(string(n))) }
func (n number) write(b *strings.Builder) { b.WriteString(strconv.FormatInt(int64(n), 10)) }
func (n moment) write(b *strings.Builder) { b.WriteString(n.spelled) }

func (n address) write(b *strings.Builder) {
	b.WriteString("IPADDRESS ")
	b.WriteString(quote(string(n)))
}

func (n call) write(b *strings.Builder) {
	b.WriteString(n.function)
	b.WriteByte('(')
	for i, arg := range n.args {
		if i > 0 {
			b.WriteString(", ")
		}
		arg.write(b)
	}
	b.WriteByte(')')
}

func (n cast) write(b *strings.Builder) {
	b.WriteString("TRY_CAST(")
	n.x.write(b)
	b.WriteString(" AS " + n.to + ")")
}

func (n minus) write(b *strings.Builder) {
	n.x.write(b)
	b.WriteString(" - " + strconv.FormatInt(n.by, 10))
}

func (n divide) write(b *strings.Builder) {
	n.x.write(b)
	b.WriteString(" / ")
	n.by.write(b)
}

func (n times) write(b *strings.Builder) {
	n.x.write(b)
	b.WriteString(" * ")
	n.by.write(b)
}

func (n lambda) write(b *strings.Builder) {
	if len(n.params) == 1 {
		b.WriteString(n.params[0])
	} else {
		b.WriteString("(" + strings.Join(n.params, ", ") + ")")
	}
	b.WriteString(" -> ")
	n.body.write(b)
}

func (n choice) write(b *strings.Builder) {
	b.WriteString("CASE")
	for _, w := range n {
		b.WriteString(" WHEN ")
		w.is.write(b)
		b.WriteString(" THEN ")
		w.value.write(b)
	}
	b.WriteString(" END")
}

func (n compare) write(b *strings.Builder) {
	n.l.write(b)
	b.WriteString(" " + n.op + " ")
	n.r.write(b)
}

func (n between) write(b *strings.Builder) {
	n.x.write(b)
	b.WriteString(" BETWEEN ")
	n.low.write(b)
	b.WriteString(" AND ")
	n.high.write(b)
}

func (n in) write(b *strings.Builder)    { writeList(b, n.x, "=", "IN", n.values) }
func (n notIn) write(b *strings.Builder) { writeList(b, n.x, "<>", "NOT IN", n.values) }

// writeList compares x with the only value by one, and with several by many.
func writeList(b *strings.Builder, x node, one, many string, values []string) {
	x.write(b)
	if len(values) == 1 {
		b.WriteString(" " + one + " " + quote(values[0]))
		return
	}
	b.WriteString(" " + many + " (" + quotes(values) + ")")
}

func (n anyOf) write(b *strings.Builder) {
	if len(n.values) == 1 {
		compare{"=", n.x, n.values[0]}.write(b)
		return
	}
	n.x.write(b)
	b.WriteString(" IN ")
	call{args: n.values}.write(b)
}

func (n like) write(b *strings.Builder) {
	n.x.write(b)
	b.WriteString(" LIKE " + quote(n.pattern))
	if strings.Contains(n.pattern, `\`) {
		b.WriteString(` ESCAPE '\'`)
	}
}

func (n isNull) write(b *strings.Builder) {
	n.x.write(b)
	b.WriteString(" IS NULL")
}

func (n notNull) write(b *strings.Builder) {
	n.x.write(b)
	b.WriteString(" IS NOT NULL")
}

func (n truth) write(b *strings.Builder) {
	b.WriteString(strings.ToUpper(strconv.FormatBool(bool(n))))
}

func (n all) write(b *strings.Builder)  { join(b, n, " AND ") }
func (n some) write(b *strings.Builder) { join(b, n, " OR ") }

// join writes the parts of AND or OR, with parentheses around what would bind otherwise.
func join(b *strings.Builder, parts []node, with string) {
	for i, part := range parts {
		if i > 0 {
			b.WriteString(with)
		}
		switch part.(type) {
		case all, some:
			b.WriteByte('(')
			part.write(b)
			b.WriteByte(')')
		default:
			part.write(b)
		}
	}
}

func (n not) write(b *strings.Builder) {
	if c, ok := n.x.(call); ok && !mayBeNull(c) {
		b.WriteString("NOT ")
		c.write(b)
		return
	}
	if mayBeNull(n.x) {
		b.WriteString("NOT coalesce(")
		n.x.write(b)
		b.WriteString(", FALSE)")
		return
	}
	b.WriteString("NOT (")
	n.x.write(b)
	b.WriteByte(')')
}

// mayBeNull says whether a predicate can be NULL, as far as its form tells.
func mayBeNull(n node) bool {
	switch n := n.(type) {
	case truth, isNull, notNull, not:
		return false
	case all:
		return anyNull(n)
	case some:
		return anyNull(n)
	case call:
		return n.function != "coalesce" || optional(n.args[len(n.args)-1])
	case in:
		return mayBeNull(n.x)
	case notIn:
		return mayBeNull(n.x)
	}
	return true
}

// optional says whether a value or predicate can be NULL.
func optional(n node) bool {
	switch n.(type) {
	case text, number:
		return false
	}
	return mayBeNull(n)
}

func anyNull(parts []node) bool {
	for _, part := range parts {
		if mayBeNull(part) {
			return true
		}
	}
	return false
}

// and joins predicates: constants and doubles drop out, and nested ones go in their place.
func and(parts ...node) node {
	var flat all
	for _, part := range parts {
		switch part := part.(type) {
		case truth:
			if !part {
				return truth(false)
			}
		case all:
			flat = appendNew(flat, part...)
		default:
			flat = appendNew(flat, part)
		}
	}
	switch len(flat) {
	case 0:
		return truth(true)
	case 1:
		return flat[0]
	}
	return flat
}

// or does the same for alternatives, and joins lists that one value is compared with.
func or(parts ...node) node {
	var flat some
	for _, part := range parts {
		switch part := part.(type) {
		case truth:
			if part {
				return truth(true)
			}
		case some:
			flat = appendAlternatives(flat, part)
		default:
			flat = appendAlternatives(flat, []node{part})
		}
	}
	switch len(flat) {
	case 0:
		return truth(false)
	case 1:
		return flat[0]
	}
	return flat
}

// appendNew appends nodes unless they stand there already.
func appendNew(list []node, more ...node) []node {
	for _, n := range more {
		if !slices.ContainsFunc(list, func(m node) bool { return same(m, n) }) {
			list = append(list, n)
		}
	}
	return list
}

// appendAlternatives does so too, and adds the values of IN to those of one that
// stands there for the same value.
func appendAlternatives(list, more []node) []node {
next:
	for _, n := range more {
		if n, ok := n.(in); ok {
			for i, m := range list {
				if m, ok := m.(in); ok && same(m.x, n.x) {
					list[i] = in{m.x, union(m.values, n.values)}
					continue next
				}
			}
		}
		list = appendNew(list, n)
	}
	return list
}

// union is a new list of the values of a and those of b that a has not.
func union(a, b []string) []string {
	joined := slices.Clone(a)
	for _, v := range b {
		if !slices.Contains(a, v) {
			joined = append(joined, v)
		}
	}
	return joined
}

func same(a, b node) bool { return reflect.DeepEqual(a, b) }

// negate is where a predicate is not true: NULL counts as false, before as after.
func negate(x node) node {
	switch x := x.(type) {
	case truth:
		return !x
	case not:
		return x.x
	case isNull:
		return notNull(x)
	case notNull:
		return isNull(x)
	case in:
		if !mayBeNull(x) {
			return notIn(x)
		}
	case notIn:
		if mayBeNull(x) {
			x.x = orElse(x.x, text(x.values[0]))
		}
		return in(x)
	case all:
		var parts []node
		for _, part := range x {
			parts = append(parts, negate(part))
		}
		return or(parts...)
	case some:
		var parts []node
		for _, part := range x {
			parts = append(parts, negate(part))
		}
		return and(parts...)
	}
	return not{x}
}

// orElse is a value, or another where it is NULL.
func orElse(x, other node) node {
	if c, ok := x.(call); ok && c.function == "coalesce" {
		return call{"coalesce", append(slices.Clone(c.args), other)}
	}
	return call{"coalesce", []node{x, other}}
}
