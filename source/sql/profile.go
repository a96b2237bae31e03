package sql

import (
	"fmt"
	"strings"

	"s3sleuth/model"
)

// Profile writes a statement that counts the matches of q by each of the keys,
// in one reading of the table. Its columns are the number of the key in counted,
// the value, records, and groups, which is how many values the key has; top
// bounds the values of a key, but for spans of time. A key that the engine would
// count wrongly is not among counted.
//
// CloudTrail Lake joins nothing like it: there statement is nil, and each key
// that is counted has a statement of its own, by [Table.Groups].
func (t *Table) Profile(q Question, keys []Key, top int) (statement *Statement, counted []Key, err error) {
	p := &pusher{table: t}
	where, err := t.where(q, p.match(expr(q)).hi)
	if err != nil {
		return nil, nil, err
	}
	if len(p.local) > 0 {
		return nil, nil, &LocalError{p.local}
	}
	var numbers, values []string
	spans := "0"
	for _, key := range keys {
		v, exact := t.value(key.Field)
		if key.Field == model.FieldTime {
			v, exact = t.span(key.Step), key.Step > 0
		}
		if v == nil || !exact {
			continue
		}
		if key.Field == model.FieldTime {
			spans = fmt.Sprint(len(counted) + 1)
		}
		counted = append(counted, key)
		numbers = append(numbers, fmt.Sprint(len(counted)))
		values = append(values, sprint(cast{v, "varchar"}))
	}
	if t.Engine == Lake || len(counted) == 0 {
		return nil, counted, nil
	}
	pairs := *t
	pairs.from += "\nCROSS JOIN UNNEST(ARRAY[" + strings.Join(numbers, ", ") + "],\n  ARRAY[" + strings.Join(values, ",\n    ") + "]) AS pairs(pair, what)"
	head := "SELECT pair, what, records, groups\nFROM (\n" +
		"SELECT pair, what, count(*) AS records,\n       count(*) OVER (PARTITION BY pair) AS groups,\n" +
		"       row_number() OVER (PARTITION BY pair ORDER BY count(*) DESC, what NULLS FIRST) AS place"
	tail := "\nGROUP BY pair, what)"
	if top > 0 {
		tail += fmt.Sprintf("\nWHERE place <= %d OR pair = %s", top, spans)
	}
	statement, err = pairs.finish(&Statement{Notes: []string{countTwice}}, q, head, where, tail+"\nORDER BY pair, place")
	return statement, counted, err
}
